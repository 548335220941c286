"""Who is who: what each person of the two worlds is to Bruna (mentor) and Awa (mentee), and what each may read.

MAY_READ is written by hand, from N1 and N2 alone: the harness compares it with what the pages really show.
"""

from dataclasses import dataclass, field

from binome.programmes.models import Role
from tests import LONG

NAME, EMAIL, PHONE, LINK = "family_name", "email", "phone", "link"
SEALED = (NAME, EMAIL, PHONE, LINK)


@dataclass(frozen=True)
class Figure:
    """One person of the cast: her sealed values are planted, so that nothing else contains them."""

    key: str
    role: str
    family_name: str
    who: str
    staff: str = ""

    @property
    def first_name(self) -> str:
        return self.key.capitalize()

    @property
    def number(self) -> int:
        return [one.key for one in CAST].index(self.key)

    @property
    def email(self) -> str:
        return f"{self.key}.courrier{self.number:02}@exemple-prive.org"

    @property
    def phone(self) -> str:
        return f"06 99 41 7{self.number // 10} {self.number % 10}3"

    @property
    def link(self) -> str:
        return f"https://liens.exemple/{self.key}-page{self.number:02}privee"


MENTOR, MENTEE = Role.MENTOR.value, Role.MENTEE.value
CAST = (
    Figure("dina", "", "Vexlibory", "moderator", staff="moderator"),
    Figure("delphine", "", "Vexlacaste", "moderator who opened Bruna's identity before", staff="moderator"),
    Figure("elsa", "", "Vexmontier", "administrator", staff="administrator"),
    Figure("bruna", MENTOR, "Ångström-Quévillac", "the mentor whose name differs"),
    Figure("odile", MENTOR, "Vexpandret", "another mentor"),
    Figure("paule", MENTOR, "Vexsurgier", "a mentor on pause"),
    Figure("rosa", MENTOR, "Vexhauteur", "a mentor, listed like the others"),
    Figure("awa", MENTEE, "Mbaxtoulou", "in a pair with Bruna; each shows the other her name"),
    Figure("binta", MENTEE, "Vexcariban", "in a pair with Bruna, who shows her e-mail alone"),
    Figure("cleo", MENTEE, "Vexdombasle", "was in a pair with Bruna, who left her name visible"),
    Figure("diane", MENTEE, "Vexferrand", "was in a pair with Bruna, who had shown her name until the end"),
    Figure("edith", MENTEE, "Vexgramont", "waits for Bruna's answer; would show everything"),
    Figure("flore", MENTEE, "Vexhurlevent", "was declined by Bruna"),
    Figure("hawa", MENTEE, "Vexjonquet", "reported Bruna, who had left her name visible"),
    Figure("jade", MENTEE, "Vexlambert", "had no answer from Bruna"),
    Figure("kim", MENTEE, "Vexmartinac", "waits for a place with Bruna"),
    Figure("ines", MENTEE, "Vexnorville", "a stranger to Bruna"),
    Figure("cora", MENTEE, "Vexorsenna", "moderator, and once declined by Bruna", staff="moderator"),
    Figure("fanta", MENTOR, "Vexpuissant", "not checked yet"),
    Figure("gisele", MENTEE, "Vexquintal", "refused"),
    Figure("lea", MENTEE, "Vexrameau", "suspended"),
    Figure("maud", MENTEE, "Vexsavoie", "approved, not activated"),
    Figure("noor", MENTOR, "Vextourneur", "asked to change her profile"),
)
FIGURES = {figure.key: figure for figure in CAST}

#: The woman behind the sign-up draft: no account yet.
DRAFTER = "salome"
#: Visitors without a person: nobody, and the browser in which a sign-up has begun.
ANONYMOUS, SIGNING_UP = "anonymous", "signing_up"
#: Who stands where someone else stands too: they walk in the long suite.
DOUBLES = frozenset({"paule", "rosa", "jade", "kim"})
VIEWERS = tuple(viewer for viewer in (ANONYMOUS, SIGNING_UP, *FIGURES) if LONG or viewer not in DOUBLES)
OUTSIDERS = (ANONYMOUS, "fanta", "gisele", "lea", "maud", "noor")
MODERATORS = ("dina", "delphine", "elsa")

#: viewer → whose sealed fields she may read, besides her own.
SHOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "awa": {"bruna": SEALED},
    "binta": {"bruna": (EMAIL,)},
    "cleo": {"bruna": (NAME, EMAIL)},
    "bruna": {"awa": (NAME, EMAIL), "binta": (PHONE,)},
    SIGNING_UP: {DRAFTER: (NAME, EMAIL, PHONE)},
    # Who holds the link of her e-mail.
    "maud": {"maud": (EMAIL,)},
    "noor": {"noor": (LINK,)},
}
#: Shown by one answer alone: Bruna accepts Edith, who wanted to show everything; the team opens an identity; the
#: administrator lists the addresses of those whom a breach may concern.
ACCEPTING, OPENING, LISTING = "POST accept-request", "POST open-identity", "GET impact-file"
OPENED = ("bruna", "awa", "fanta")
#: Whose profiles the walk shows to a moderator: the professional link is a part of the check.
REVIEWED = ("bruna", "awa", "fanta", "noor", "gisele")
ANYWHERE: frozenset[str] = frozenset()


def may_read(viewer: str) -> dict[str, frozenset[str]]:
    """ "bruna phone" → the answers in which this visitor reads it; ANYWHERE when it does not matter."""
    allowed = {f"{person} {name}": ANYWHERE for person, names in SHOWN.get(viewer, {}).items() for name in names}
    figure = FIGURES.get(viewer)
    if figure is not None and viewer not in OUTSIDERS:
        own = SEALED if figure.role else (NAME, EMAIL, PHONE)
        allowed |= {f"{viewer} {name}": ANYWHERE for name in own}
        if figure.staff:
            hers = [person for person in REVIEWED if (viewer, person) != ("cora", "bruna")]
            allowed |= {f"{person} {LINK}": ANYWHERE for person in hers}
            opened = [(person, name) for person in hers if person in OPENED for name in (NAME, EMAIL, PHONE)]
            allowed |= {f"{person} {name}": frozenset({OPENING}) for person, name in opened}
        if figure.staff == "administrator":
            listed = [f"{person} {EMAIL}" for person in FIGURES if person != viewer]
            allowed |= {value: allowed.get(value, ANYWHERE) | {LISTING} for value in listed}
    if viewer == "bruna":
        allowed |= {f"edith {name}": frozenset({ACCEPTING}) for name in SEALED}
    return allowed


@dataclass(frozen=True, eq=False)
class Difference:
    """What distinguishes a world from the first one."""

    label: str
    #: figure → field → value
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.label

    def value(self, key: str, name: str) -> str:
        own: str = self.values.get(key, {}).get(name, "")
        return own or (DRAFT_VALUES[name] if key == DRAFTER else getattr(FIGURES[key], name))


DRAFT_VALUES = {NAME: "Vexulmanoir", EMAIL: "salome.courrier@exemple-prive.org", PHONE: "06 99 41 88 88"}
FIRST = Difference("first")
#: Another length, another initial, another rank in the alphabet, no accent.
BRUNA_RENAMED = Difference("bruna renamed", {"bruna": {NAME: "Dzwon"}})
AWA_RENAMED = Difference(
    "awa, fanta and a draft renamed",
    {
        "awa": {NAME: "Éloïse de l’Ébrèche-Zahouï"},
        "fanta": {NAME: "Aàñkobü"},
        DRAFTER: {NAME: "Zywœlka d’Éternes"},
    },
)
BRUNA_MOVED = Difference(
    "bruna's contact details",
    {
        "bruna": {
            EMAIL: "zz.tout.autre@courrier-secret.example",
            PHONE: "+590 690 11 22 33 44",
            LINK: "https://a.example/ailleurs/tres/loin/de/la",
        }
    },
)
#: Who walks in the world of the other contact details: those who read them, and each kind of those who do not.
MOVED_FOR = VIEWERS if LONG else (ANONYMOUS, "fanta", "bruna", "awa", "binta", "diane", "ines", "cora", "dina")

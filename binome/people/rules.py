"""What deserves a second look in a profile, who may review it, and what an address may receive."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from binome.core import hashes
from binome.core.models import Letter

from .lifecycle import ProfileState
from .models import Profile, User

EMAIL = re.compile(r"[\w.+-]+ ?(?:@|\(at\)|\[at\]|\barobase\b) ?[\w-]+(?: ?\. ?[a-z]{2,})", re.IGNORECASE)
PHONE = re.compile(r"(?:\+|\b)\d(?:[ .\-/()\u00a0\u202f]?\d){8,13}\b")
NETWORK = re.compile(
    r"(?<![\w@.])@\w{3,}|\b(?:whatsapp|telegram|snapchat|instagram|insta|tiktok|facebook|linkedin)\b", re.IGNORECASE
)
ACCOUNT = re.compile(r"(?<![\w@.])@\w{3,}")
LINK = re.compile(
    r"https?://|\bwww\.|\b[\w-]{2,}\.(?:fr|com|org|net|io|eu|be|ch|ca|info|shop|store|biz)\b", re.IGNORECASE
)
MONEY = re.compile(
    r"\b\d+[ \u00a0\u202f]?(?:€|euros?\b)|\b(?:tarifs?|promo(?:tion)?|devis|forfaits?|réduction)\b", re.IGNORECASE
)
#: Family names that are also words or first names, and what many names begin with and says nothing alone.
_ORDINARY_NAMES = Path(__file__).with_name("ordinary_names.txt").read_text(encoding="utf-8")
ORDINARY = frozenset(word for line in _ORDINARY_NAMES.splitlines() if line[0] != "#" for word in line.split())
PARTICLES = {"al", "ben", "bin", "da", "de", "del", "der", "des", "di", "dos", "du", "el", "la", "le", "les", "van",
             "von"}  # fmt: skip
SHORT = 200
#: Letters about a sign-up that one address receives in a day: a stranger may have typed it.
SIGNUP_LETTERS = ("signup_resume", "address_known", "address_barred", "join_link")
MOST_A_DAY = 5


@dataclass(frozen=True)
class Notice:
    """One thing to look at: its kind, in which field. It never repeats what was found: it may be a name."""

    kind: str
    field: str

    @property
    def sentence(self) -> str:
        """For the moderator."""
        return {
            "name": _("Son nom de famille semble écrit ici"),
            "contact": _("Une adresse, un numéro ou un compte semble écrit ici"),
            "link": _("Un lien est écrit ici"),
            "money": _("Il est question de prix ou d’offre commerciale"),
            "short": _("Le texte est très court"),
            "photo": _("Une photo est à regarder"),
        }[self.kind]

    @property
    def advice(self) -> str:
        """For her who wrote it."""
        return {
            "name": _("Ce texte semble contenir votre nom de famille. Seul votre prénom est visible ici : retirez-le."),
            "contact": _("Ce texte semble contenir un moyen de vous joindre. Vos coordonnées s’échangent plus tard, "
                         "dans le binôme : retirez-les."),
            "link": _("Ce texte contient un lien. Une modératrice le vérifiera."),
            "money": _("Ce texte parle de prix. Le mentorat est gratuit : retirez toute offre."),
            "short": _("Ce texte est très court. Quelques phrases de plus aideraient à vous connaître."),
            "photo": "",
        }[self.kind]  # fmt: skip


def notices(texts: Mapping[str, str], family_name: str, *, photo: bool = False) -> list[Notice]:
    """What a moderator should look at, field by field, in the order given."""
    found = [Notice("photo", "photo")] if photo else []
    for field, text in texts.items():
        if family_name and _names(text, family_name):
            found.append(Notice("name", field))
        if EMAIL.search(text) or PHONE.search(text) or NETWORK.search(text):
            found.append(Notice("contact", field))
        elif LINK.search(text):
            found.append(Notice("link", field))
        if MONEY.search(text):
            found.append(Notice("money", field))
        if field == "presentation" and len(text.strip()) < SHORT:
            found.append(Notice("short", field))
    return found


@dataclass(frozen=True)
class Slip:
    """What a text tells of its author before she has chosen to: its kind, in which field. Never what was found."""

    kind: str
    field: str

    @property
    def is_refused(self) -> bool:
        """Her family name appears nowhere before a pair exists (A4). The rest she may have meant: she is asked."""
        return self.kind == "name"

    @property
    def found(self) -> str:
        """What it is, for her."""
        return {
            "name": _("votre nom de famille"),
            "word": _("un mot qui est aussi votre nom de famille"),
            "email": _("une adresse e-mail"),
            "phone": _("un numéro de téléphone"),
            "account": _("un nom de compte"),
        }[self.kind]


def slips(texts: Mapping[str, str], *, first_name: str, family_name: str) -> list[Slip]:
    """What someone is about to tell of herself to a person who is not her partner yet, field by field."""
    found = []
    for field, text in texts.items():
        if name := _name_written(text, first_name, family_name):
            found.append(Slip(name, field))
        for kind, pattern in (("email", EMAIL), ("phone", PHONE), ("account", ACCOUNT)):
            if pattern.search(text):
                found.append(Slip(kind, field))
    return found


def _name_written(text: str, first_name: str, family_name: str) -> str:
    """ "name": her family name is there. "word": so is a word that may be it, with a capital. "": neither.

    « Petit » or « Rose » is her name beside her first name; elsewhere only she knows; « un petit pas » is nothing.
    """
    name, first, words = _words(family_name), _words(first_name), _words(text)
    parts = [part for part in name if part not in PARTICLES] or name
    rare = [part for part in parts if part not in ORDINARY and len(part) > 2]
    if _names_whole(words, name) and (rare or _beside(words, [*first, *name]) or _beside(words, [*name, *first])):
        return "name"
    addresses = "".join("".join(_words(address)) for address in EMAIL.findall(text))
    alone = [part for part in rare if len(name) == 1 or len(part) >= 5]
    if any(part in words or (len(part) >= 4 and part in addresses) for part in alone):
        return "name"
    capitals = {word for raw in re.findall(r"[^\W_]+", text) if raw[0].isupper() for word in _words(raw)}
    return "word" if capitals & set(parts) else ""


def _beside(words: list[str], wanted: list[str]) -> bool:
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))


#: What no name holds but an address or a program does: a first name is written to a stranger's mailbox (« Bonjour… »).
NO_NAME = re.compile(r"[\d/\\:@<>=?#&%{}\[\]|*+$^~_]|\.\w")
#: Unicode's categories of signs that show nothing or nothing known: controls, formats, private, unassigned.
UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs"}


def tidy_name(text: str) -> str:
    """One way to write each letter, and none that nobody sees: two names that look alike are the same."""
    spaced = " ".join(unicodedata.normalize("NFKC", text).split())
    return " ".join("".join(sign for sign in spaced if unicodedata.category(sign) not in UNSEEN).split())


def is_name(text: str) -> bool:
    """Letters of any alphabet, spaces, hyphens, apostrophes."""
    return bool(re.search(r"[^\W\d_]", text)) and not NO_NAME.search(text)


def is_full_name(first_name: str, family_name: str) -> bool:
    """Whether she wrote her family name beside her first name; « Anne-Marie » Marie did not."""
    parts, name = first_name.split(), "".join(_words(family_name))
    ends = (end for cut in range(1, len(parts)) for end in (parts[:cut], parts[cut:]))
    return any("".join(_words(" ".join(end))) == name for end in ends)


def _names(text: str, family_name: str) -> bool:
    """Whether the words of the name are in the text, whatever the accents, the case and the spacing of its letters."""
    words, name = _words(text), _words(family_name)
    return _names_whole(words, name) or any(part in words for part in name if len(name) > 1 and len(part) >= 5)


def _names_whole(words: list[str], name: list[str]) -> bool:
    spelled = "".join(word if len(word) == 1 else f" {word} " for word in words).split()  # « D U R A N D »
    joined = "".join(name)
    if len(joined) >= 3 and joined in {*words, *spelled}:
        return True
    return bool(name) and _beside(words, name)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", " ").replace("'", " "))
    seen = (sign for sign in plain if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    return re.findall(r"[^\W_]+", "".join(seen))


def why_not_review(*, by: User, profile: Profile) -> str:
    """Why this moderator may not decide on this profile: a sentence, or nothing if she may (N12)."""
    if profile.person_id == by.pk or by.linked_to_id == profile.person_id or profile.person.linked_to_id == by.pk:
        return _("C’est votre propre profil : une autre modératrice s’en charge.")
    if profile.escalated_by_id == by.pk:
        return _("Vous avez refusé ce profil ou demandé un second avis : une autre modératrice décide.")
    return ""


def may_contest(profile: Profile) -> bool:
    """A refusal is contested once; the answer to it is final."""
    return profile.state == ProfileState.REFUSED and not profile.reviews.filter(verb="contest").exists()


def may_activate(person: User) -> bool:
    """Her profile is approved; an account of the team has none."""
    return not hasattr(person, "profile") or person.profile.state == ProfileState.APPROVED


def is_closed(person: User) -> bool:
    """Closed by the team, or being erased: no link opens it again, and no letter of a programme reaches it."""
    return not person.is_active and person.has_usable_password()


def bar(within: str) -> str:
    """The purpose under which an address is barred: from the open platform, or within a programme, by its code."""
    return f"barred:{within}" if within else "sanctioned"


def is_barred(address: str, *, within: str = "", now: datetime) -> bool:
    """Whether this mailbox may not sign up, or join that programme: a measure keeps its owner away until a day."""
    return hashes.is_kept(bar(within), address, now=now)


def may_receive_link(address: str, *, now: datetime) -> bool:
    """Whether one more letter about a sign-up may leave for this address today."""
    lately = Letter.objects.filter(to=address, kind__in=SIGNUP_LETTERS, created_at__gt=now - timedelta(days=1))
    return lately.count() < MOST_A_DAY

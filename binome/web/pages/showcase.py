"""What the home page shows as an example: invented people, by the wording of its programme (A14)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Portrait:
    """An invented mentor, as a card of the directory shows one."""

    name: str
    job: str
    quote: str
    topics: tuple[str, ...]
    free: int
    places: int
    city: str
    #: An icon, and how one meets.
    meets: tuple[str, str]


@dataclass(frozen=True)
class Showcase:
    """The texts and the people of the home page that depend on who the programme is for."""

    title: str
    lead: str
    portraits: tuple[Portrait, ...]


HELENE = Portrait(
    name="Hélène",
    job=_("Directrice industrielle, agroalimentaire"),
    quote=_("« Trois usines, deux fermetures, une reconversion : je sais ce que coûte une décision. »"),
    topics=(_("Changer de métier"), _("Diriger une équipe"), _("Négocier")),
    free=1,
    places=2,
    city="Nantes",
    meets=("video", _("À distance ou sur place")),
)
OUMOU = Portrait(
    name="Oumou",
    job=_("Cheffe de projet informatique, secteur public"),
    quote=_("« J’étais la seule femme de ma promotion. Vous n’avez pas à l’être. »"),
    topics=(_("Métiers techniques"), _("Prendre la parole"), _("Passer un concours")),
    free=1,
    places=1,
    city="Montréal",
    meets=("video", _("À distance")),
)
KARIM = Portrait(
    name="Karim",
    job=_("Chef de projet informatique, secteur public"),
    quote=_("« Personne, chez moi, n’avait fait d’études. On m’a tendu la main, je tends la mienne. »"),
    topics=OUMOU.topics,
    free=1,
    places=1,
    city="Montréal",
    meets=OUMOU.meets,
)
JEANNE = Portrait(
    name="Jeanne",
    job=_("Pharmacienne hospitalière, retraitée"),
    quote=_("« Quarante ans d’hôpital m’ont appris à choisir mes batailles. »"),
    topics=(_("Métiers de la santé"), _("Équilibre de vie"), _("Prendre confiance")),
    free=2,
    places=3,
    city="Clermont-Ferrand",
    meets=("phone", _("Sur place ou par téléphone")),
)

#: Wording of a programme: what its home shows.
SHOWCASES = {
    "fr": Showcase(
        _("Mentorat entre femmes"),
        _(
            "%(site)s met en relation des femmes qui ont de l’expérience et des femmes qui en cherchent. Une "
            "conversation par mois, pendant six mois à un an. Gratuitement, en confiance."
        ),
        (HELENE, OUMOU, JEANNE),
    ),
    "fr-inclusif": Showcase(
        _("Mentorat"),
        _(
            "%(site)s met en relation des personnes qui ont de l’expérience et des personnes qui en cherchent. Une "
            "conversation par mois, pendant six mois à un an. Gratuitement, en confiance."
        ),
        (HELENE, KARIM, JEANNE),
    ),
}

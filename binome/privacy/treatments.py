"""What the site does with personal data, as data: the lines of the register, and of the privacy notice.

What each treatment processes is read from the rooms' FIELDS, and how long from their CLOCKS: nothing can be forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from binome.core.keeping import UNSAID, Clock

from .clocks import all_clocks
from .models import Basis
from .rooms import ROOMS

#: Classes of FIELDS that say something of a person, in words.
CLASSES = {
    "identity": _("nom de famille et téléphone, scellés"),
    "contact": _("moyens de la joindre"),
    "address": _("adresses d’envoi"),
    "profile": _("ce que la communauté peut lire"),
    "words": _("textes écrits"),
    "choice": _("choix et préférences"),
    "activity": _("ce qui s’est passé, et quand"),
    "link": _("personnes concernées, par leur compte"),
    "secret": _("mots de passe et jetons, jamais montrés"),
    "copy": _("copies de recherche, refaites à chaque changement"),
}


@dataclass(frozen=True)
class Treatment:
    """One line of the register. `tables`: "room.Model", or "room." for what is left of a room."""

    key: str
    name: Any
    purpose: Any
    people: Any
    basis: Basis
    recipients: Any
    tables: tuple[str, ...]


_MEMBERS = _("membres et candidates du programme")
_TEAM = _("équipe du programme, avec une double vérification")
_BOTH = _("les deux personnes du binôme ; l’équipe, pour ce que dit la table « Qui voit quoi »")

TREATMENTS = (
    Treatment("accounts", _("Inscriptions, comptes et profils"),
              _("ouvrir un compte, vérifier les règles du programme, publier un profil relu"), _MEMBERS,
              Basis.CONTRACT, _("membres admises, pour le profil ; équipe du programme"),
              ("people.", "programmes.Enrolment", "programmes.PastAttestation")),
    Treatment("directory", _("Annuaire et demandes"),
              _("trouver une personne, lui écrire une demande, y répondre"), _MEMBERS,
              Basis.CONTRACT, _("la personne à qui la demande s’adresse ; l’équipe, pour savoir qu’une réponse tarde"),
              ("mentoring.Listing", "mentoring.WaitingEntry", "mentoring.MentoringRequest", "mentoring.Place")),
    Treatment("pairs", _("Suivi des binômes"),
              _("montrer ce que chacune révèle, noter les rendez-vous, clore ou prolonger"), _MEMBERS,
              Basis.CONTRACT, _BOTH, ("mentoring.",)),
    Treatment("charter", _("Charte éthique"), _("garder la preuve de ce que chacune a accepté, et quand"),
              _("membres et équipe"), Basis.CONTRACT, _TEAM, ("programmes.CharterSignature",)),
    Treatment("organisations", _("Programmes des organisations"),
              _("inviter les personnes qu’une organisation déclare, qui choisissent elles-mêmes de participer"),
              _("personnes déclarées par leur organisation"), Basis.INTEREST,
              _("responsables du programme, dans leur seul périmètre ; la ou le responsable hiérarchique, par un seul "
                "e-mail, si le programme le prévoit et que la personne ne l’a pas refusé"),
              ("programmes.Affiliation", "programmes.DeclaredIdentity", "programmes.Invitation", "programmes.Wish",
               "programmes.Veto")),
    Treatment("safety", _("Signalements et mesures"),
              _("protéger les membres : signaler, entendre, décider, contester"),
              _("membres qui signalent ou sont signalées"), Basis.INTEREST,
              _("modératrices sans lien avec le dossier"), ("support.", "mentoring.Block")),
    Treatment("messages", _("Messages à l’équipe et contact"), _("répondre à qui écrit"),
              _("membres et visiteuses qui écrivent"), Basis.INTEREST, _TEAM,
              ("support.TeamMessage",)),
    Treatment("testimonies", _("Témoignages"),
              _("publier la vidéo d’une membre, pour les usages et jusqu’à la date qu’elle a acceptés"),
              _("membres qui témoignent"), Basis.CONSENT, _("toute personne qui visite le site, une fois publié"),
              ("library.Testimony", "library.Consent")),
    Treatment("library", _("Fiches, questions fréquentes et actualités"),
              _("écrire, relire et publier des textes"), _("équipe qui écrit"), Basis.INTEREST,
              _("toute personne qui visite le site, sans le nom de qui écrit"), ("library.",)),
    Treatment("mails", _("E-mails du service"),
              _("prévenir d’une demande, d’une réponse, d’une fin ; les envois facultatifs s’arrêtent d’un clic"),
              _MEMBERS, Basis.CONTRACT, _("le prestataire qui achemine les e-mails"),
              ("core.Letter", "core.FailingAddress")),
    Treatment("security", _("Sécurité et journal"),
              _("protéger les comptes, savoir qui a lu quoi, empêcher le retour d’une personne exclue"),
              _("membres et équipe"), Basis.INTEREST, _("administratrices du programme"),
              ("core.", "programmes.")),
    Treatment("surveys", _("Questionnaires"), _("évaluer le programme, jamais une personne"), _MEMBERS,
              Basis.INTEREST, _("organisatrices, par chiffres d’au moins cinq personnes"), ("surveys.",)),
    Treatment("rights", _("Droits et violations"),
              _("répondre aux demandes dans le mois, documenter une violation"),
              _("personnes qui exercent un droit, personnes touchées par une violation"), Basis.OBLIGATION,
              _("administratrices ; l’autorité de contrôle, quand la loi le veut"), ("privacy.",)),
)  # fmt: skip


@dataclass(frozen=True)
class FieldLine:
    """One field about people: where it is, what it is, in words when its room gives them."""

    table: str
    title: Any
    field: str
    label: Any
    kind: str


def fields() -> list[FieldLine]:
    """Every field that says something of a person, as the rooms classify them."""
    found = []
    for room, module in ROOMS.items():
        for model, kinds in module.FIELDS.items():
            rows = getattr(module, "ROWS", {}).get(model)
            labels: Mapping[str, Any] = rows.fields if rows else {}
            title = rows.title if rows else model
            found += [
                FieldLine(f"{room}.{model}", title, field, labels.get(field, field), kind)
                for field, kind in kinds.items()
                if kind in CLASSES
            ]
    return found


def treatment_of(table: str) -> Treatment:
    """The one that names the table; else the one that takes what is left of its room."""
    room = table.partition(".")[0] + "."
    exact = [one for one in TREATMENTS if table in one.tables]
    return (exact or [one for one in TREATMENTS if room in one.tables])[0]


def clocks_of(treatment: Treatment) -> list[Clock]:
    """What time takes away from its tables."""
    return [clock for clock in all_clocks() if treatment_of(clock.rows().model._meta.label) is treatment]


def kinds_of(treatment: Treatment, lines: list[FieldLine]) -> list[str]:
    """The classes of data of a treatment, in the order of CLASSES."""
    hers = {line.kind for line in lines if treatment_of(line.table) is treatment}
    return [kind for kind in CLASSES if kind in hers]


def told(kinds: list[str]) -> list[Any]:
    """Those of them that are hers to read, in words."""
    return [CLASSES[kind] for kind in kinds if kind not in UNSAID]

"""The life of a case (FR: dossier), as one table, and the measures from the lightest to the heaviest. No query.

Who moves: any `moderator` whom the case does not involve; `in_charge`, the one who took it; `other`, any of them but
who decided; `reported`, the person whom the measure concerns.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from binome.core.moves import Move


class CaseState(TextChoices):
    """Where a case stands."""

    OPEN = "open", _("à traiter")
    TAKEN = "taken", _("pris en charge")
    CLOSED = "closed", _("clos")
    APPEALED = "appealed", _("recours à lire")
    SETTLED = "settled", _("clos après recours")


class MessageState(TextChoices):
    """Where a message to the team stands."""

    WAITING = "waiting", _("à répondre")
    ANSWERED = "answered", _("répondu")
    DISMISSED = "dismissed", _("classé sans réponse")


class Severity(TextChoices):
    """How serious it is, as the moderator in charge sees it; it proposes a deadline (`Programme.case_days`)."""

    MINOR = "minor", _("légère")
    SERIOUS = "serious", _("sérieuse")
    GRAVE = "grave", _("grave")


class Measure(TextChoices):
    """What follows, from the lightest to the heaviest."""

    NONE = "none", _("Aucune mesure")
    REMINDER = "reminder", _("Rappel de la charte")
    SUSPENSION = "suspension", _("Suspension jusqu’à une date")
    EXCLUSION = "exclusion", _("Exclusion")


#: Measures that set her aside, until a date or for good.
SETTING_ASIDE = frozenset({Measure.SUSPENSION, Measure.EXCLUSION})
#: The heavier, the greater.
WEIGHT = {measure: weight for weight, measure in enumerate(Measure)}


class GivingReason(TextChoices):
    """Why someone joins the team, as the journal and her mail say it."""

    REINFORCEMENT = "reinforcement", _("renfort de l’équipe")
    REPLACEMENT = "replacement", _("remplacement")
    APPEAL = "appeal", _("un recours que personne d’autre ne peut lire")


class RemovalReason(TextChoices):
    """Why someone leaves it."""

    LEFT = "left", _("départ de l’équipe")
    ABSENT = "absent", _("absence longue")
    CHANGE = "change", _("changement de responsabilités")
    BREACH = "breach", _("manquement aux règles de l’équipe")


#: The team still has something to do.
WAITING = frozenset({CaseState.OPEN, CaseState.TAKEN, CaseState.APPEALED})
#: Nothing is decided yet: both may still add to their version.
HEARING = frozenset({CaseState.OPEN, CaseState.TAKEN})

CASE_MOVES = {
    "take": Move("moderator", frozenset({CaseState.OPEN}), CaseState.TAKEN),
    "release": Move("in_charge", frozenset({CaseState.TAKEN}), CaseState.OPEN),
    "rate": Move("in_charge", frozenset({CaseState.TAKEN}), CaseState.TAKEN),
    "hear": Move("in_charge", frozenset({CaseState.TAKEN}), CaseState.TAKEN),
    "decide": Move("in_charge", frozenset({CaseState.TAKEN}), CaseState.CLOSED),
    "appeal": Move("reported", frozenset({CaseState.CLOSED}), CaseState.APPEALED),
    "answer_appeal": Move("other", frozenset({CaseState.APPEALED}), CaseState.SETTLED),
}

"""The life of a promotion and of an invitation, as tables. No query, no clock."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from binome.core.moves import Move


class CohortState(TextChoices):
    DRAFT = "draft", _("en préparation")
    ENROLLING = "enrolling", _("inscriptions ouvertes")
    MATCHING = "matching", _("appariement")
    RUNNING = "running", _("en cours")
    CLOSED = "closed", _("terminée")


#: Enrolment may open again while nothing is published.
COHORT_MOVES = {
    "open_enrolment": Move("manager", frozenset({CohortState.DRAFT, CohortState.MATCHING}), CohortState.ENROLLING),
    "close_enrolment": Move("manager", frozenset({CohortState.ENROLLING}), CohortState.MATCHING),
    "start": Move("manager", frozenset({CohortState.ENROLLING, CohortState.MATCHING}), CohortState.RUNNING),
    "close": Move("manager", frozenset({CohortState.RUNNING}), CohortState.CLOSED),
}


class InvitationState(TextChoices):
    SENT = "sent", _("envoyée")
    ACCEPTED = "accepted", _("acceptée")
    DECLINED = "declined", _("déclinée")
    WITHDRAWN = "withdrawn", _("retirée")


#: She may change her mind while enrolment is open.
INVITATION_MOVES = {
    "accept": Move("invited", frozenset({InvitationState.SENT, InvitationState.DECLINED, InvitationState.ACCEPTED}),
                   InvitationState.ACCEPTED),
    "decline": Move("invited", frozenset({InvitationState.SENT}), InvitationState.DECLINED),
    "withdraw": Move("pilot", frozenset({InvitationState.SENT}), InvitationState.WITHDRAWN),
}  # fmt: skip

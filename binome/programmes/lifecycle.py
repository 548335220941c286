"""The life of a promotion and of an invitation, as tables. No query, no clock."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CohortState(TextChoices):
    DRAFT = "draft", _("en préparation")
    ENROLLING = "enrolling", _("inscriptions ouvertes")
    MATCHING = "matching", _("appariement")
    RUNNING = "running", _("en cours")
    CLOSED = "closed", _("terminée")


#: verb: (from which states, to which state). Enrolment may open again while nothing is published.
COHORT_MOVES = {
    "open_enrolment": ({CohortState.DRAFT, CohortState.MATCHING}, CohortState.ENROLLING),
    "close_enrolment": ({CohortState.ENROLLING}, CohortState.MATCHING),
    "start": ({CohortState.ENROLLING, CohortState.MATCHING}, CohortState.RUNNING),
    "close": ({CohortState.RUNNING}, CohortState.CLOSED),
}


class InvitationState(TextChoices):
    SENT = "sent", _("envoyée")
    ACCEPTED = "accepted", _("acceptée")
    DECLINED = "declined", _("déclinée")
    WITHDRAWN = "withdrawn", _("retirée")

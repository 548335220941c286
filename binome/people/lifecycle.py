"""The life of a profile (FR: profil) under moderation, as one table. No query, no clock."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProfileState(TextChoices):
    SUBMITTED = "submitted", _("à vérifier")
    CHANGE_ASKED = "change_asked", _("correction demandée")
    APPROVED = "approved", _("vérifié")
    REFUSED = "refused", _("refusé")


#: verb: (from which states, to which state)
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "resubmit": (frozenset({ProfileState.CHANGE_ASKED}), ProfileState.SUBMITTED),
    "approve": (frozenset({ProfileState.SUBMITTED, ProfileState.REFUSED}), ProfileState.APPROVED),
    "ask_change": (frozenset({ProfileState.SUBMITTED}), ProfileState.CHANGE_ASKED),
    "refuse": (frozenset({ProfileState.SUBMITTED, ProfileState.CHANGE_ASKED}), ProfileState.REFUSED),
    "contest": (frozenset({ProfileState.REFUSED}), ProfileState.SUBMITTED),
}

#: Fields whose change sends an approved profile back to the queue, with the difference shown.
SENSITIVE_FIELDS = ("first_name", "headline", "quote", "presentation", "path", "link", "photo")

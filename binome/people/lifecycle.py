"""The life of a profile (FR: profil) under moderation, as one table. No query, no clock.

Who moves: its `owner`, or a `moderator`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from binome.core.moves import Move


class ProfileState(TextChoices):
    SUBMITTED = "submitted", _("à vérifier")
    CHANGE_ASKED = "change_asked", _("correction demandée")
    APPROVED = "approved", _("vérifié")
    REFUSED = "refused", _("refusé")


MOVES = {
    "resubmit": Move("owner", frozenset({ProfileState.CHANGE_ASKED}), ProfileState.SUBMITTED),
    "approve": Move("moderator", frozenset({ProfileState.SUBMITTED, ProfileState.REFUSED}), ProfileState.APPROVED),
    "ask_change": Move("moderator", frozenset({ProfileState.SUBMITTED}), ProfileState.CHANGE_ASKED),
    "refuse": Move("moderator", frozenset({ProfileState.SUBMITTED, ProfileState.CHANGE_ASKED}), ProfileState.REFUSED),
    "contest": Move("owner", frozenset({ProfileState.REFUSED}), ProfileState.SUBMITTED),
}

#: Fields whose change sends an approved profile back to the queue, with the difference shown.
SENSITIVE_FIELDS = ("first_name", "headline", "quote", "presentation", "path", "link", "photo")

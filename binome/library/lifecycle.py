"""The life of a testimony (FR: témoignage), as a table. No query, no clock.

Who moves: its `owner`, the `team`, or the `system`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from binome.core.moves import Move


class TestimonyState(TextChoices):
    DRAFT = "draft", _("brouillon")
    SUBMITTED = "submitted", _("à relire")
    PUBLISHED = "published", _("publié")
    WITHDRAWN = "withdrawn", _("retiré")
    REFUSED = "refused", _("refusé")


class Use(TextChoices):
    """What a video may be used for: each is allowed by itself, until a day. The first one is what a testimony is."""

    MEMBERS = "members", _("Sur ce site, pour les personnes inscrites")
    PUBLIC = "public", _("Sur ce site, pour tout le monde")
    SOCIAL = "social", _("Sur les réseaux sociaux du programme")
    PRESENTATIONS = "presentations", _("Dans les présentations et documents du programme")


#: States in which there is a video; in the others its bytes are gone.
LIVE = frozenset({TestimonyState.DRAFT, TestimonyState.SUBMITTED, TestimonyState.PUBLISHED})
#: One of these at a time.
UNFINISHED = frozenset({TestimonyState.DRAFT, TestimonyState.SUBMITTED})

MOVES = {
    "submit": Move("owner", frozenset({TestimonyState.DRAFT}), TestimonyState.SUBMITTED),
    "take_back": Move("owner", frozenset({TestimonyState.SUBMITTED}), TestimonyState.DRAFT),
    "ask_change": Move("team", frozenset({TestimonyState.SUBMITTED}), TestimonyState.DRAFT),
    "publish": Move("team", frozenset({TestimonyState.SUBMITTED}), TestimonyState.PUBLISHED),
    "refuse": Move("team", frozenset({TestimonyState.SUBMITTED, TestimonyState.PUBLISHED}), TestimonyState.REFUSED),
    "withdraw": Move("owner", LIVE, TestimonyState.WITHDRAWN),
    "expire": Move("system", LIVE, TestimonyState.WITHDRAWN),
}

"""What the points of a criterion mean beside the others, in plain words."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: Above this many, « as much as n answers » is no longer plain.
MOST_ANSWERS = 4


def weights_in_words(criteria: Sequence[dict[str, Any]], called: Callable[[dict[str, Any]], str]) -> list[str]:
    """One text a criterion, in its order: what one step of it brings, and which other it equals or outweighs."""
    return [" ".join(filter(None, (_step(each), _beside(each, criteria, called)))) for each in criteria]


def _step(criterion: dict[str, Any]) -> str:
    if each := criterion.get("each"):
        said = ngettext(
            "Une réponse en commun : %(n)s point.", "Une réponse en commun : %(n)s points.", each
        )  # fmt: skip
        return said % {"n": each}
    if step := criterion.get("per_step"):
        said = ngettext(
            "Un cran d’écart de plus : %(n)s point de moins.", "Un cran d’écart de plus : %(n)s points de moins.", step
        )
        return said % {"n": step}
    return ""


def _beside(criterion: dict[str, Any], criteria: Sequence[dict[str, Any]], called: Callable[..., str]) -> str:
    """Beside the first of the others that it equals, or that is a whole number of times smaller; else the heaviest of
    those that weigh less."""
    points, others = criterion["points"], [other for other in criteria if other is not criterion]
    for other in others:
        answers = points // other["each"] if other.get("each") else 0
        if 2 <= answers <= MOST_ANSWERS and points == answers * other["each"]:
            return _("%(n)s réponses en commun à « %(other)s » comptent autant.") % {
                "n": answers, "other": called(other),
            }  # fmt: skip
    for other in others:
        if other["points"] == points:
            return _("Compte autant que « %(other)s ».") % {"other": called(other)}
    for other in others:
        if other["points"] and points == 2 * other["points"]:
            return _("Compte deux fois plus que « %(other)s ».") % {"other": called(other)}
    lighter = max((other for other in others if other["points"] < points), key=lambda o: o["points"], default=None)
    if lighter is not None:
        return _("Compte plus que « %(other)s ».") % {"other": called(lighter)}
    return _("C’est ce qui compte le moins.") if others else ""

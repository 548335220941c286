"""The charter and the rules, in the language of the page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.languages import text_language
from binome.programmes.models import CharterVersion, Programme
from binome.ui.differences import Piece, changed_passages
from binome.ui.paper import Paper
from binome.ui.texts import markdown, plain
from binome.ui.wording import long_date


def charter_html(charter: CharterVersion | None) -> SafeString:
    """In the language of the page, or in French, which is the reference."""
    return markdown(_body(charter)) if charter else mark_safe("")


def _body(charter: CharterVersion) -> str:
    return (charter.body_en if get_language() == "en" else "") or charter.body


def charter_changes(before: CharterVersion | None, after: CharterVersion) -> list[list[Piece]]:
    """The passages that differ, in the language of the page when both versions speak it."""
    if before is None:
        return []
    if bool(before.body_en) != bool(after.body_en):
        return changed_passages(plain(before.body), plain(after.body))
    return changed_passages(plain(_body(before)), plain(_body(after)))


def rules_changes(before: list[dict[str, str]], programme: Programme) -> list[list[Piece]]:
    """What the rules in force say that those she attested did not, in the language of the page."""
    language = text_language(get_language())
    then, now = ("\n\n".join(rule[language] for rule in rules) for rules in (before, programme.eligibility))
    return changed_passages(then, now)


def charter_sheet(request: HttpRequest, charter: CharterVersion) -> Paper:
    """In the language of the page, or in French."""
    language = get_language() or "fr"
    on = long_date(charter.published_at)
    return Paper(
        title=_("La charte éthique"),
        body=_body(charter),
        language="fr" if language == "en" and not charter.body_en else language,
        site_name=request.programme.name,
        site_url=settings.SITE_URL,
        dated=timezone.localdate(charter.published_at),
        facts=(_("Version %(number)s, publiée le %(on)s") % {"number": charter.number, "on": on},),
    )

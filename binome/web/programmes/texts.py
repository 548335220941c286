"""The charter, in the language of the page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.programmes.models import CharterVersion
from binome.ui.paper import Paper
from binome.ui.texts import markdown
from binome.ui.wording import long_date


def charter_html(charter: CharterVersion | None) -> SafeString:
    """In the language of the page, or in French, which is the reference."""
    if charter is None:
        return mark_safe("")
    english = get_language() == "en" and charter.body_en
    return markdown(charter.body_en if english else charter.body)


def charter_sheet(request: HttpRequest, charter: CharterVersion) -> Paper:
    english = get_language() == "en" and bool(charter.body_en)
    on = long_date(charter.published_at)
    return Paper(
        title=_("La charte éthique"),
        body=charter.body_en if english else charter.body,
        language=get_language() if english == (get_language() == "en") else "fr",
        site_name=request.programme.name,
        site_url=settings.SITE_URL,
        dated=timezone.localdate(charter.published_at),
        facts=(_("Version %(number)s, publiée le %(on)s") % {"number": charter.number, "on": on},),
    )

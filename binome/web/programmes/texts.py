"""The charter, in the language of the page."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from binome.programmes.models import CharterVersion
from binome.ui.texts import markdown


def charter_html(charter: CharterVersion | None) -> SafeString:
    """In the language of the page, or in French, which is the reference."""
    if charter is None:
        return mark_safe("")
    english = get_language() == "en" and charter.body_en
    return markdown(charter.body_en if english else charter.body)

"""Texts of a programme, written in Markdown by its team, as safe HTML."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from binome.programmes.models import CharterVersion
from binome.ui.wording import typo

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "br", "hr", "blockquote"}
_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")


def markdown(text: str) -> SafeString:
    """No HTML of the author's, no image; a page's own title is above, so headings begin at h2."""
    html = nh3.clean(
        _markdown.render(text.replace("\n# ", "\n## ")), tags=TAGS, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(typo(mark_safe(html)))


def charter_html(charter: CharterVersion | None) -> SafeString:
    """In the language of the page, or in French, which is the reference."""
    if charter is None:
        return mark_safe("")
    english = get_language() == "en" and charter.body_en
    return markdown(charter.body_en if english else charter.body)

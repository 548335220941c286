"""Texts that a team writes in Markdown, as safe HTML: the charter, the articles. `ui.paper` prints the same ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from .wording import speaks_french, typo

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "br", "hr", "blockquote", "img"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "img": {"src", "alt", "width", "height", "loading"}}


#: Texts that a process keeps as HTML: a library in two languages, 20 kB at most for each.
KEPT = 512
#: Tokens that say something; a line break is a space.
SAID = {"text", "code_inline", "softbreak", "hardbreak"}


@dataclass(frozen=True)
class Picture:
    """What a text shows where it says `![](name)`: our own address, the words for who can't see it, its size."""

    url: str
    alt: str
    width: int
    height: int


def parser() -> MarkdownIt:
    """Plain Markdown without the author's HTML, for the page and for the paper."""
    return MarkdownIt("commonmark", {"html": False})


def sections(text: str) -> str:
    """A page's own title stands above the text: headings begin at the second level."""
    return f"\n{text}".replace("\n# ", "\n## ")


def _image(_renderer: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
    """A picture of this text, or nothing: no address that an author types is ever loaded."""
    picture = env.get("pictures", {}).get(tokens[index].attrs.get("src"))
    if picture is None:
        return ""
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        picture.url, picture.alt, picture.width, picture.height,
    )  # fmt: skip


_markdown = parser()
_markdown.add_render_rule("image", _image)


def plain(text: str) -> str:
    """Its words alone, a blank line between two paragraphs: what a difference compares."""
    inlines = [token for token in _markdown.parse(text) if token.type == "inline"]
    said = [[part.content or " " for part in inline.children or [] if part.type in SAID] for inline in inlines]
    return "\n\n".join("".join(parts) for parts in said)


def markdown(text: str, pictures: Mapping[str, Picture] | None = None) -> SafeString:
    """Sanitised HTML with the spacing of the language: no HTML of the author's, no picture but these."""
    return _rendered(text, tuple((pictures or {}).items()), speaks_french())


@lru_cache(maxsize=KEPT)
def _rendered(text: str, pictures: tuple[tuple[str, Picture], ...], _french: bool) -> SafeString:
    """The language, which `typo` reads, is a part of the key."""
    html = _markdown.render(sections(text), {"pictures": dict(pictures)})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"})
    return mark_safe(typo(mark_safe(clean)))

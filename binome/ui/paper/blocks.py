"""Markdown as the blocks that `paper.typ` lays out: plain values, so that a text can never be read as a programme.

A block is {"kind": "heading", "level", "inlines"} · "paragraph" {"inlines"} · "bullets" or "numbers" {"items": lists of
blocks, "start"} · "quote" {"blocks"} · "rule" · "picture" {"name", "alt"}. An inline is {"text"} · {"strong" or "emph":
inlines} · {"link": address, "inlines"} · {"break": true}.
"""

from collections.abc import Mapping
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from binome.ui.texts import parser, sections
from binome.ui.wording import typo

_markdown = parser()
Block = dict[str, Any]


def blocks(text: str, *, site_url: str, pictures: Mapping[str, str]) -> list[Block]:
    """`pictures`: the name of each picture that may be shown → its words. Any other is left out."""
    return _Reader(site_url, pictures).blocks(SyntaxTreeNode(_markdown.parse(sections(text))))


#: Lists and quotes inside one another, as Markdown counts them (a list is two). Deeper, their words alone: typst has a
#: limit.
DEEPEST = 8


class _Reader:
    def __init__(self, site_url: str, pictures: Mapping[str, str]) -> None:
        self.site_url, self.pictures = site_url, pictures
        self.level = 1

    def blocks(self, node: SyntaxTreeNode) -> list[Block]:
        return [block for child in node.children for block in self._block(child)]

    def _block(self, node: SyntaxTreeNode) -> list[Block]:
        if node.type in {"bullet_list", "ordered_list", "blockquote"} and node.level >= DEEPEST:
            return self._flat(node)
        match node.type:
            case "heading":
                return self._heading(node)
            case "paragraph":
                return self._paragraph(node)
            case "bullet_list":
                return [{"kind": "bullets", "items": [self.blocks(item) for item in node.children]}]
            case "ordered_list":
                start = int(node.attrs.get("start", 1))
                return [{"kind": "numbers", "items": [self.blocks(item) for item in node.children], "start": start}]
            case "blockquote":
                return [{"kind": "quote", "blocks": self.blocks(node)}]
            case "hr":
                return [{"kind": "rule"}]
            case _:  # code, or HTML that is no HTML here: its words
                return [{"kind": "paragraph", "inlines": [_text(node.content)]}]

    def _heading(self, node: SyntaxTreeNode) -> list[Block]:
        """It never jumps a level: those who listen to a page would think that they missed one."""
        inlines = self._content(node)
        if not inlines:
            return []
        self.level = min(int(node.tag[1]), self.level + 1)
        return [{"kind": "heading", "level": self.level, "inlines": inlines}]

    def _flat(self, node: SyntaxTreeNode) -> list[Block]:
        words = [child for child in node.walk() if child.type == "inline"]
        return [{"kind": "paragraph", "inlines": self._content(child)} for child in words]

    def _paragraph(self, node: SyntaxTreeNode) -> list[Block]:
        """Its pictures follow it, each as a block of its own."""
        shown = [child for child in node.walk() if child.type == "image" and child.attrs.get("src") in self.pictures]
        pictures = [
            {"kind": "picture", "name": child.attrs["src"], "alt": self.pictures[str(child.attrs["src"])]}
            for child in shown
        ]
        inlines = self._content(node)
        return ([{"kind": "paragraph", "inlines": inlines}] if inlines else []) + pictures

    def _content(self, node: SyntaxTreeNode) -> list[Block]:
        return [inline for child in node.children for inline in self._inlines(child)]

    def _inlines(self, node: SyntaxTreeNode) -> list[Block]:
        match node.type:
            case "inline":
                return self._content(node)
            case "text" | "code_inline" | "html_inline":
                return [_text(node.content)] if node.content else []
            case "softbreak":
                return [_text(" ")]
            case "hardbreak":
                return [{"break": True}]
            case "strong" | "em":
                return [{"strong" if node.type == "strong" else "emph": self._content(node)}]
            case "link":
                return self._link(node)
            case _:
                return []

    def _link(self, node: SyntaxTreeNode) -> list[Block]:
        address, inlines = str(node.attrs.get("href", "")), self._content(node)
        if address.startswith("/") and not address.startswith("//"):
            address = self.site_url + address
        return (
            [{"link": address, "inlines": inlines}] if address.startswith(("https:", "http:", "mailto:")) else inlines
        )


def _text(words: str) -> Block:
    return {"text": typo(words, autoescape=False)}

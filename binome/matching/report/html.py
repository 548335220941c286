"""HTML by construction: every text is escaped, save what these functions made themselves."""

from __future__ import annotations

from html import escape

#: Elements that hold nothing: those of SVG must say so themselves.
_VOID = {"meta", "line", "rect", "circle", "path"}


class Html(str):
    """Text that is already HTML."""


def tag(name: str, /, *children: str, **attributes: object) -> Html:
    """One element. `class_`, `for_` lose their underscore and others become dashes; None and False leave out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{written}/>")
    return Html(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: str) -> Html:
    """Children one after the other, each escaped unless it is Html."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children))

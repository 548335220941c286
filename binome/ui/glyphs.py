"""The circles that say a state. Geometry only: positions are attributes, colours are classes of components.css.

A pair of circles states one of five things (design principle 1); it is never decoration.
"""

from dataclasses import dataclass
from math import sqrt

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

RADIUS = 20
#: More places than this are said in words only: circles that small say nothing.
PLACES_DRAWN = 6
MEETINGS_DRAWN = 18


@dataclass(frozen=True)
class Shape:
    """Where the second circle stands, where the green is, and where initials are written."""

    width: int
    second: int
    lenses: tuple[float, ...] = ()
    letters: tuple[float, float] = (0, 0)
    rings: str = ""


SHAPES = {
    "apart": Shape(94, 73, letters=(21, 73)),
    "free": Shape(72, 51, letters=(21, 51), rings="second"),
    "touching": Shape(83, 62, letters=(21, 62)),
    "pair": Shape(70, 49, lenses=(35,), letters=(15, 55)),
    "closed": Shape(88, 67, lenses=(34, 54), letters=(15.5, 72.5)),
    "empty": Shape(94, 73, letters=(21, 73), rings="both"),
}


def number(value: float) -> str:
    """A coordinate without useless decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def circle(css: str, x: float, y: float, r: float) -> str:
    return f'<circle class="{css}" cx="{number(x)}" cy="{number(y)}" r="{number(r)}"/>'


def lens(x: float, y: float, r: float, half_gap: float) -> str:
    """The overlap of two circles of radius r whose centres are 2 × half_gap apart, centred on x."""
    h = sqrt(r * r - half_gap * half_gap)
    top, bottom = number(y - h), number(y + h)
    arc = f"A{number(r)} {number(r)} 0 0 1 {number(x)}"
    return f'<path class="c-lens" d="M{number(x)} {top}{arc} {bottom}{arc} {top}Z"/>'


def letter(text: str, x: float, css: str) -> SafeString:
    size = 17 if len(text) < 2 else 12
    return format_html('<text class="{}" x="{}" y="21" font-size="{}">{}</text>', css, number(x), size, text)


def svg(width: int, height: int, css: str, body: str, label: str = "") -> SafeString:
    naming = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" {}>{}</svg>',
        css, naming, mark_safe(body), w=width, h=height,
    )  # fmt: skip


def pair(*, state: str, mentor: str = "", mentee: str = "", size: str = "", label: str = "") -> SafeString:
    """Two circles in one of the states of SHAPES, with initials; `label` only where no words stand beside."""
    shape = SHAPES[state]
    body = []
    if shape.rings == "both":
        body += [circle("c-ring", 21, 21, 19), circle("c-ring", shape.second, 21, 19)]
    elif shape.rings == "second":
        body += [circle("c-ring ring", shape.second, 21, RADIUS), circle("c-mentor", 21, 21, RADIUS)]
    else:
        body += [circle("c-mentor", 21, 21, RADIUS), circle("c-mentee", shape.second, 21, RADIUS)]
    # In a closed pair each circle keeps the crescent it had: same width as the lens of a living pair.
    half_gap = 14 if state == "pair" else 13
    body += [lens(x, 21, RADIUS, half_gap) for x in shape.lenses]
    if mentor and shape.rings != "both":
        body.append(letter(mentor, shape.letters[0], "c-text"))
    if mentee and not shape.rings:
        body.append(letter(mentee, shape.letters[1], "c-text is-mentee"))
    css = "pair-glyph" + (f" g-{size}" if size else "")
    return svg(shape.width, 42, css, "".join(body), label)


def places(free: int, total: int) -> SafeString:
    """One small pair per place, the taken ones first; a dashed ring is a place still free."""
    if not 0 < total <= PLACES_DRAWN:
        return mark_safe("")
    body = []
    for index in range(total):
        x = 42 * index
        if index < total - free:
            body += [circle("c-mentor", x + 11, 11, 10), circle("c-mentee", x + 24, 11, 10)]
            body.append(lens(x + 17.5, 11, 10, 6.5))
        else:
            body += [circle("c-ring", x + 24, 11, 10), circle("c-mentor", x + 11, 11, 10)]
    return svg(42 * total - 6, 22, "pair-glyph", "".join(body))


def meeting_dots(done: int, planned: int) -> SafeString:
    """One dot per planned meeting: held, next, to come."""
    if max(done, planned) > MEETINGS_DRAWN:
        return mark_safe("")
    body = []
    for index in range(max(done, planned)):
        x = 10 + 23 * index
        if index < done:
            body.append(circle("c-done", x, 10, 8.5))
        elif index == done:
            body.append(circle("c-next", x, 10, 8))
        else:
            body.append(circle("c-ring", x, 10, 8.5))
    return svg(max(23 * len(body) - 3, 1), 20, "pair-glyph", "".join(body))


def initial(name: str) -> str:
    """One letter, never two: a second initial would begin to tell a family name."""
    return str(name).strip()[:1].upper()


def avatar(name: str, role: str = "mentor", photo_url: str = "", size: str = "") -> SafeString:
    """A disc with the initial, or the photo; the name always stands in words beside it."""
    look = {"mentor": "avatar", "peer": "avatar", "mentee": "avatar is-mentee", "neutral": "avatar is-neutral"}[role]
    css = f"{look} {size}".strip()
    if photo_url:
        side = 32 if size == "s" else 44
        return format_html(
            '<img class="{}" src="{}" alt="" width="{}" height="{}" loading="lazy" decoding="async">',
            css, photo_url, side, side,
        )  # fmt: skip
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, conditional_escape(initial(name)))

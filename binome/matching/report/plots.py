"""Plots as inline SVG: no script, readable on a phone, on paper and aloud. Widths are shares, so that they bend.

Each plot says in words what it shows (`aria-label`), and its numbers stand in a table beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from binome.matching.fairness import Interval
from binome.matching.report.html import Html, tag


def glyph(kind: str = "pair-glyph") -> Html:
    """Two discs that overlap: a pair."""
    lens = tag("path", class_="c-lens", d="M20 2.64A12.5 12.5 0 0 1 20 23.36A12.5 12.5 0 0 1 20 2.64Z")
    mentor = tag("circle", class_="c-mentor", cx="13", cy="13", r="12.5")
    mentee = tag("circle", class_="c-mentee", cx="27", cy="13", r="12.5")
    size = {"viewBox": "0 0 40 26", "width": "40", "height": "26"}
    return tag("svg", mentor, mentee, lens, **size, class_=kind, aria_hidden="true")


def bar(share: float) -> Html:
    """A bar filled in part; the number stands beside it."""
    width = f"{100 * min(1.0, max(0.0, share)):.1f}%"
    whole = tag("rect", class_="bg", width="100%", height="100%")
    return tag("svg", whole, tag("rect", class_="fg", width=width, height="100%"), class_="bar", aria_hidden="true")


@dataclass(frozen=True)
class Bin:
    """Pairs with `low` <= points < `high`."""

    low: int
    high: int
    count: int


def bins(values: Sequence[int], about: int = 12) -> list[Bin]:
    """At most `about` bins whose bounds are round numbers, from the lowest to the highest value."""
    if not values:
        return []
    low, high = min(values), max(values)
    step = _round_step((high - low + 1) / about)
    first, last = low // step, high // step
    counts = [0] * (last - first + 1)
    for value in values:
        counts[value // step - first] += 1
    return [Bin((first + k) * step, (first + k + 1) * step, count) for k, count in enumerate(counts)]


def _round_step(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50… that is at least so much."""
    power = 10 ** max(0, math.floor(math.log10(least))) if least > 1 else 1
    return next(power * each for each in (1, 2, 5, 10) if power * each >= least)


def histogram(shown: Sequence[Bin], label: str) -> Html:
    """Columns with their count above and the lower bound of each below."""
    highest = max((each.count for each in shown), default=1)
    width = 100 / max(1, len(shown))
    parts = [tag("line", x1="0", x2="100%", y1="84%", y2="84%")]
    for place, each in enumerate(shown):
        height = 70 * each.count / highest
        middle = f"{(place + 0.5) * width:.2f}%"
        left = f"{(place + 0.1) * width:.2f}%"
        top = 84 - height
        parts.append(
            tag("rect", class_="fg", x=left, y=f"{top:.2f}%", width=f"{0.8 * width:.2f}%", height=f"{height:.2f}%")
        )
        parts.append(tag("text", str(each.count), class_="v", x=middle, y=f"{top - 3:.2f}%"))
        parts.append(tag("text", str(each.low), x=middle, y="97%"))
    return tag("svg", *parts, class_="columns", role="img", aria_label=label)


def span(value: float, interval: Interval | None, low: float, high: float, label: str) -> Html:
    """A figure on a line from `low` to `high`, with its interval."""

    def at(number: float) -> str:
        share = (number - low) / (high - low) if high > low else 0.5
        return f"{100 * min(1.0, max(0.0, share)):.2f}%"

    parts = [tag("line", class_="grid-line", x1="0", x2="100%", y1="50%", y2="50%")]
    if interval:
        parts.append(tag("line", class_="span", x1=at(interval.low), x2=at(interval.high), y1="50%", y2="50%"))
    parts.append(tag("circle", class_="after", cx=at(value), cy="50%", r="6"))
    return tag("svg", *parts, class_="interval", role="img", aria_label=label)

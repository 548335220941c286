"""The fragments from which the demonstration's texts are made: one per line in `texts/*.txt`.

A line is `tags | text | more texts`, or a text alone. Tags: `word` a topic, a sector or a stage; `@sector` only in
this sector; `~flag` a circumstance; `[30-45]`, `[30+]`, `[-45]` ages; `:Word/Other_word` only if her trade says so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

TEXTS = Path(__file__).parent / "texts"
T = TypeVar("T")


@dataclass(frozen=True)
class Fragment:
    """One line: its texts, and whom it suits."""

    texts: tuple[str, ...]
    words: tuple[str, ...] = ()
    sectors: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    trades: tuple[str, ...] = ()
    youngest: int = 0
    oldest: int = 200

    @property
    def text(self) -> str:
        return self.texts[0]

    def suits(self, *, age: int, sector: str, title: str = "") -> bool:
        return (
            self.youngest <= age <= self.oldest
            and (not self.sectors or sector in self.sectors)
            and (not self.trades or any(word in title for word in self.trades))
        )


def _parse(line: str) -> Fragment:
    tags, *texts = (part.strip() for part in line.split(" | "))
    if not texts:
        return Fragment(texts=(tags,))
    tokens = tags.split()
    ages = re.search(r"\[(\d*)[-+](\d*)\]", tags)
    return Fragment(
        texts=tuple(texts),
        words=tuple(t for t in tokens if t[0] not in "@~:["),
        sectors=frozenset(t[1:] for t in tokens if t[0] == "@"),
        flags=frozenset(t[1:] for t in tokens if t[0] == "~"),
        trades=tuple(w.replace("_", " ") for t in tokens if t[0] == ":" for w in t[1:].split("/")),
        youngest=int((ages and ages[1]) or 0),
        oldest=int((ages and ages[2]) or 200),
    )


@cache
def read(name: str) -> dict[str, tuple[Fragment, ...]]:
    """The sections of a file: each begins with `# section : what it holds`."""
    sections: dict[str, list[Fragment]] = {}
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            section = sections.setdefault(line[1:].split(" : ")[0].strip(), [])
        elif line.strip():
            section.append(_parse(line))
    return {title: tuple(lines) for title, lines in sections.items()}


class Bag(Generic[T]):
    """Deals its items in a random order, all of them before any comes back, as far as the conditions allow."""

    def __init__(self, items: tuple[T, ...], random: Random) -> None:
        self._random = random
        self._dealt = [0] * len(items)
        self._items = items

    def deal(self, wanted: Callable[[T], bool] = lambda _item: True) -> T:
        """One of the least dealt items that are wanted; LookupError when there is none at all."""
        found = self.find(wanted)
        if found is None:
            raise LookupError("No fragment suits.")
        return found

    def find(self, wanted: Callable[[T], bool] = lambda _item: True) -> T | None:
        """The same, or None."""
        fitting = [i for i, item in enumerate(self._items) if wanted(item)]
        if not fitting:
            return None
        least = min(self._dealt[i] for i in fitting)
        chosen = self._random.choice([i for i in fitting if self._dealt[i] == least])
        self._dealt[chosen] += 1
        return self._items[chosen]


def typeset(text: str) -> str:
    """French typography: curved apostrophes, no-break spaces before : ; ! ? » and after «."""
    text = text.replace("'", "’")
    text = re.sub(r" ([;!?])", "\u202f\\1", text)
    return re.sub(r" ([:»])", "\u00a0\\1", text).replace("« ", "«\u00a0")


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]

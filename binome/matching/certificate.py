"""The proof of a matching, as plain data: whole numbers that anyone can add up. `checking` does.

A level of the objective is proved by linear programming duality. With `each` and the numbers u and v of its people, no
choice of pairs can weigh more than

    sum of places * u, over mentees + sum of places * v, over mentors + each * number of pairs
    + sum over all pairs of max(0, weight - u - v - each)

as long as u and v are not negative, but for people whom the levels before want filled. When the chosen pairs weigh just
that, nothing is better. The first level is proved over all eligible pairs; each of the next over the pairs left by it:
those whose weight is u + v + each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, cast

import numpy as np

from binome.matching.problem import Form, Points, ProblemError, Protection
from binome.matching.words import Language, Words, counted, decimal

VERSION = "binome certificate 1"


@dataclass(frozen=True, eq=False)
class Duals:
    """u: int64 [n], v: int64 [m], for all the people of the problem: 0 for whoever has no place beside her pins."""

    u: Points
    v: Points


@dataclass(frozen=True, eq=False)
class LevelProof:
    """`value`: what the matching weighs at this level, without the pins. Names: a Protection, "total", "ties"."""

    name: str
    value: int
    each: int
    duals: Duals


@dataclass(frozen=True, eq=False)
class Certificate:
    """What is claimed of a matching of two sides, and why.

    `matched` and `total`: pairs and points, pins included. A pair of s points weighs base + s at the first level, or
    base + curve(s) under gentle protection; `low` and `high` bound the points, and with them the curve. `share`: the
    floor, per cent of one's own best partner's points. `eligible`: how many pairs were open to choice. `gap`: what the
    first level could weigh more, at most (0: nothing). `complete`: False when ties were too many to be compared; only
    the first level is then proved. Under a floor, with every pair weighing 1: `number` proves that no more pairs are
    possible without it; `higher`, that a floor one per cent higher would lose one. None: it isn't proved.
    """

    fingerprint: str
    form: Form
    protection: Protection
    matched: int
    total: int
    base: int
    low: int
    high: int
    eligible: int
    gap: int
    complete: bool
    levels: tuple[LevelProof, ...]
    share: int | None = None
    number: Duals | None = None
    higher: Duals | None = None

    @property
    def exact(self) -> bool:
        """Every level of the objective is proved best."""
        return self.gap == 0 and self.complete and (self.share is None or self._best_floor)

    @property
    def _best_floor(self) -> bool:
        return self.number is not None and (self.share == 100 or self.higher is not None)

    def to_json(self) -> str:
        return json.dumps({"version": VERSION, **plain(self)}, indent=1)

    @staticmethod
    def from_json(text: str) -> Certificate:
        """Raises ProblemError when the text isn't a certificate."""
        try:
            return _certificate(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise ProblemError(NO_CERTIFICATE.about(error=error)) from error

    def said(self, language: Language) -> str:
        """A few lines for people."""
        matched, total = counted(self.matched, *_PAIRS, language), counted(self.total, *_POINTS, language)
        lines = [f"{matched}, {total}.", self._verdict(language)]
        if self.share is not None:
            words = _FLOOR if self._best_floor else _SOME_FLOOR
            lines.append(words.said(language, share=self.share))
        if not self.gap and not self.complete:
            lines.append(_TIES.said(language))
        lines.append(_DATA.said(language, fingerprint=self.fingerprint))
        return "\n".join(lines)

    def _verdict(self, language: Language) -> str:
        eligible, level = counted(self.eligible, *_POSSIBLE, language), _LEVELS[self.protection]
        if not self.gap:
            return _BEST.said(language, eligible=eligible, level=level)
        value = self.levels[0].value
        more, rest = divmod(self.gap, max(1, self.base))
        percent = decimal(100 * rest / max(1, value % max(1, self.base)), language, places=2)
        gain = _SOME_MORE.said(language, pairs=counted(more, *_PAIRS, language)) if more else _NO_MORE
        return _GAP.said(language, eligible=eligible, level=level, gain=gain, percent=percent)


NO_CERTIFICATE = Words(
    "Ce fichier n’est pas une preuve écrite par binome match --certificate.",
    "This isn’t a certificate of a matching: {error}.",
)
_PAIRS = Words("{number} binôme", "{number} pair"), Words("{number} binômes", "{number} pairs")
_POINTS = Words("{number} point", "{number} point"), Words("{number} points", "{number} points")
_POSSIBLE = (
    Words("{number} binôme possible examiné", "{number} possible pair examined"),
    Words("{number} binômes possibles examinés", "{number} possible pairs examined"),
)
_BEST = Words(
    "Preuve : {eligible}, 0 qui permettrait de faire mieux ({level}).",
    "Proof: {eligible}, 0 that would allow better ({level}).",
)
_GAP = Words(
    "Calcul arrêté avant la fin : {eligible}, un meilleur choix {gain}, et vaudrait au plus {percent} % de plus à "
    "nombre égal ({level}).",
    "Stopped before the end: {eligible}, a better choice {gain}, and would be worth at most {percent}% more with as "
    "many ({level}).",
)
_NO_MORE = Words("n’aurait pas un binôme de plus", "would have no more pairs")
_SOME_MORE = Words("aurait au plus {pairs} de plus", "would have at most {pairs} more")
_LEVELS = {
    Protection.NONE: Words("le nombre, puis le total", "the number, then the total"),
    Protection.GENTLE: Words(
        "le nombre, puis la protection des moins bien servies, puis le total",
        "the number, then the protection of the worst-off, then the total",
    ),
    Protection.FLOOR: Words("le nombre, puis le plancher, puis le total", "the number, then the floor, then the total"),
}
_FLOOR = Words(
    "Plancher : {share} % des points de la meilleure partenaire de chacune ; 1 % de plus, et un binôme serait perdu.",
    "Floor: {share}% of each one’s best partner’s points; 1% more, and a pair would be lost.",
)
_SOME_FLOOR = Words(
    "Plancher : {share} % des points de la meilleure partenaire de chacune ; ni un plus haut ni plus de "
    "binômes ne sont exclus.",
    "Floor: {share}% of each one’s best partner’s points; neither a higher one nor more pairs are excluded.",
)
_TIES = Words(
    "Les égalités étaient trop nombreuses pour être toutes départagées : d’autres choix valent peut-être celui-ci.",
    "There were too many ties to break them all: other choices may be worth as much as this one.",
)
_DATA = Words("Données : {fingerprint} (SHA-256).", "Data: {fingerprint} (SHA-256).")


def plain(value: object) -> Any:
    """Dataclasses, arrays and tuples as JSON's own kinds."""
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [plain(each) for each in value] if isinstance(value, tuple) else value


def _certificate(read: Mapping[str, Any]) -> Certificate:
    if read["version"] != VERSION:
        raise ValueError(f"its version is {read['version']}, not {VERSION}")
    levels = tuple(
        LevelProof(text_of(level["name"]), whole_of(level["value"]), whole_of(level["each"]), _duals(level["duals"]))
        for level in read["levels"]
    )
    if not isinstance(read["complete"], bool):
        raise ValueError("“complete” must be true or false")
    return Certificate(
        fingerprint=text_of(read["fingerprint"]),
        form=Form(read["form"]),
        protection=Protection(read["protection"]),
        matched=whole_of(read["matched"]),
        total=whole_of(read["total"]),
        base=whole_of(read["base"]),
        low=whole_of(read["low"]),
        high=whole_of(read["high"]),
        eligible=whole_of(read["eligible"]),
        gap=whole_of(read["gap"]),
        complete=read["complete"],
        levels=levels,
        share=None if read["share"] is None else whole_of(read["share"]),
        number=None if read["number"] is None else _duals(read["number"]),
        higher=None if read["higher"] is None else _duals(read["higher"]),
    )


def text_of(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value} must be a text")
    return value


def whole_of(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{value} must be a whole number")
    return value


def _duals(read: Mapping[str, Any]) -> Duals:
    return Duals(*(np.array([whole_of(value) for value in cast(list[object], read[name])], np.int64) for name in "uv"))

"""Cells to columns: categories, lists of labels, whole numbers, vectors. A fault names its row and column.

Labels are the same whatever their capitals, accents and spaces; the first spelling met is the one shown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from binome.matching.files.faults import Faults
from binome.matching.problem import Category, Labels, Number, Vector
from binome.matching.words import Words, bare

MISSING = Words("il manque une valeur.", "a value is missing.")
NOT_WHOLE = Words("« {cell} » n’est pas un nombre entier.", "“{cell}” is not a whole number.")
TOO_BIG = Words("{cell} est trop grand : {limit} au plus.", "{cell} is too large: {limit} at most.")
NEGATIVE = Words("{cell} est négatif : il faut 0 ou plus.", "{cell} is negative: it must be 0 or more.")
NOT_IN_ORDER = Words("« {name} » n’est pas dans l’ordre donné.", "“{name}” is not in the given order.")
BAD_LEVEL = Words(
    "le niveau de « {cell} » doit être un nombre entier de 1 à {limit}.",
    "the level of “{cell}” must be a whole number from 1 to {limit}.",
)
NOT_A_VECTOR = Words(
    "« {cell} » n’est pas une suite de {length} nombres finis.", "“{cell}” is not a series of {length} finite numbers."
)

LARGEST, HIGHEST_LEVEL = 2**31 - 1, 3


@dataclass(frozen=True)
class Cell:
    """One text and where it comes from."""

    text: str
    file: str
    row: int
    column: str

    def where(self) -> dict[str, Any]:
        return {"file": self.file, "row": self.row, "column": self.column}


class Spellings:
    """Codes for labels, shared by both sides of a promotion."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._shown: list[str] = []

    def code(self, text: str) -> int:
        key = bare(text)
        if key not in self._codes:
            self._codes[key] = len(self._shown)
            self._shown.append(text)
        return self._codes[key]

    def known(self, text: str) -> int:
        """The code of a label met before, or -1."""
        return self._codes.get(bare(text), -1)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self._shown)


def whole_number(cell: Cell, faults: Faults, *, least: int = -LARGEST, most: int = LARGEST) -> int | None:
    """The whole number of a cell, written 3, 3.0, 3,0 or 1 000; None after a fault."""
    text = re.sub(r"[\s\u00a0\u202f]", "", cell.text).replace(",", ".").replace("\u2212", "-")
    if not re.fullmatch(r"[-+]?\d+(\.0*)?", text):
        faults.add(NOT_WHOLE, **cell.where(), cell=cell.text[:60])
        return None
    value = int(text.partition(".")[0]) if len(text) < 20 else LARGEST + 1
    if value < least:
        faults.add(NEGATIVE if least >= 0 else TOO_BIG, **cell.where(), cell=cell.text[:60], limit=most)
        return None
    if value > most:
        faults.add(TOO_BIG, **cell.where(), cell=cell.text[:60], limit=most)
        return None
    return value


def category(cells: Sequence[Cell], spellings: Spellings) -> Category:
    codes = [spellings.code(cell.text) if cell.text else -1 for cell in cells]
    return Category(np.array(codes, np.int32), ())


def number(cells: Sequence[Cell], order: Sequence[str], faults: Faults) -> Number:
    """Whole numbers, or the places (from 0) of words in a given order."""
    ranks = {bare(word): rank for rank, word in enumerate(order)}
    values, known = np.zeros(len(cells), np.int32), np.zeros(len(cells), np.bool_)
    for place, cell in enumerate(cells):
        if not cell.text:
            continue
        if order and bare(cell.text) not in ranks:
            faults.unknown(NOT_IN_ORDER, cell.text, order, **cell.where())
            continue
        value = ranks[bare(cell.text)] if order else whole_number(cell, faults)
        if value is not None:
            values[place], known[place] = value, True
    return Number(values, known)


def labels(cells: Sequence[Cell], spellings: Spellings, separator: str, levelled: bool, faults: Faults) -> Labels:
    """Several labels in a cell; with levels they are written « Python:3 » or « Python (3) », 1 when left out."""
    starts: list[int] = [0]
    codes: list[int] = []
    levels: list[int] = []
    for cell in cells:
        kept: dict[int, int] = {}
        for part in split(cell.text, separator):
            name, level = _levelled(part, cell, faults) if levelled else (part, 1)
            code = spellings.code(name)
            kept[code] = max(level, kept.get(code, 0))
        codes += kept.keys()
        levels += kept.values()
        starts.append(len(codes))
    arrays = np.array(starts, np.int64), np.array(codes, np.int32), np.array(levels, np.int16)
    return Labels(*arrays, ())


def split(text: str, separator: str = "") -> list[str]:
    """The parts of a list in one cell: by the given separator, else by ; | or line ends, else by commas."""
    if separator:
        parts: Iterable[str] = text.split(separator)
    else:
        parts = re.split(r"[;|\n]" if re.search(r"[;|\n]", text) else r",", text)
    return [part.strip() for part in parts if part.strip()]


def _levelled(part: str, cell: Cell, faults: Faults) -> tuple[str, int]:
    found = re.fullmatch(r"(.*?)\s*[:(]\s*([-+]?\d+(?:[.,]\d+)?)\s*\)?", part, re.DOTALL)
    if not found or not found[1]:
        return part, 1
    level = int(found[2]) if re.fullmatch(r"\d{1,3}", found[2]) else 0
    if not 1 <= level <= HIGHEST_LEVEL:
        faults.add(BAD_LEVEL, **cell.where(), cell=part[:60], limit=HIGHEST_LEVEL)
        return found[1], 1
    return found[1], level


def vector(cells: Sequence[Cell], length: int, faults: Faults) -> Vector:
    """Numbers apart by spaces or semicolons, brought to length 127 and rounded; nobody's vector is zeros."""
    values = np.zeros((len(cells), length), np.int8)
    for place, cell in enumerate(cells):
        if not cell.text:
            continue
        read = _numbers(cell.text)
        norm = math.hypot(*read)
        if len(read) != length or not math.isfinite(norm):
            faults.add(NOT_A_VECTOR, **cell.where(), cell=cell.text[:40], length=length)
        elif norm:
            values[place] = [round(127 * each / norm) for each in read]
    return Vector(values)


def vector_length(cells: Iterable[Cell]) -> int:
    """How many numbers the first filled cell has."""
    return next((len(_numbers(cell.text)) for cell in cells if cell.text), 0)


def _numbers(text: str) -> list[float]:
    try:
        return [float(part.replace(",", ".")) for part in re.split(r"[\s;|\[\]]+", text) if part]
    except ValueError:
        return []

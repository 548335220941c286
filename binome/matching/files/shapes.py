"""The settings that a file of rules may have, as one table: name, shape, default. docs/matching.md explains each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeGuard

from binome.matching.problem import Form, Protection
from binome.matching.words import Words

SHAPES = {
    "text": Words("un texte entre guillemets", "a text between quotation marks"),
    "flag": Words("true ou false", "true or false"),
    "whole": Words("un nombre entier", "a whole number"),
    "points": Words("un nombre entier de points", "a whole number of points"),
    "names": Words('une liste de textes, ["…", "…"]', 'a list of texts, ["…", "…"]'),
    "families": Words('une liste de listes de textes, [["…", "…"], ["…"]]', 'a list of lists of texts, [["…", "…"]]'),
    "couples": Words('une liste de couples de textes, [["…", "…"]]', 'a list of couples of texts, [["…", "…"]]'),
    "scored": Words(
        'une liste de couples et de points, [["…", "…", 40]]', 'a list of couples and points, [["…", "…", 40]]'
    ),
    "steps": Words("une liste de nombres entiers, [60, 45, 30]", "a list of whole numbers, [60, 45, 30]"),
    "nouns": Words(
        'deux noms, ["étudiante", "étudiantes"], ou quatre, les anglais après',
        'two nouns, ["student", "students"], or four, French ones first',
    ),
    "range": Words("deux nombres entiers, [3, 6]", "two whole numbers, [3, 6]"),
}


@dataclass(frozen=True)
class Key:
    """One setting. Without a default it may be left out unless `required`."""

    shape: str
    default: object = None
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def said(self) -> Words:
        return SHAPES[self.shape]

    def fits(self, value: object) -> bool:
        """Whether a value of the file has this shape (a NaN, an infinite number or true is no whole number)."""
        if self.shape in ("whole", "points"):
            return _is_whole(value)
        if self.shape == "steps":
            return _are_steps(value)
        if self.shape == "range":
            return _are_steps(value) and len(value) == 2 and 1 < value[0] <= value[1]
        if self.shape == "names":
            return _are_names(value)
        if self.shape == "nouns":
            return (_are_names(value, 2) or _are_names(value, 4)) and not {"{", "}"} & set("".join(value))  # type: ignore[arg-type]
        if self.shape in ("families", "couples"):
            size = 2 if self.shape == "couples" else None
            return isinstance(value, list) and all(_are_names(each, size) for each in value)
        if self.shape == "scored":
            return isinstance(value, list) and all(_is_scored(each) for each in value)
        return isinstance(value, bool if self.shape == "flag" else str) and value != ""


def _are_steps(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(_is_whole(each) and each >= 0 for each in value)


def _is_whole(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value) and value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


def _are_names(value: object, size: int | None = None) -> bool:
    is_list = isinstance(value, list) and all(isinstance(each, str) and each for each in value)
    return is_list and (size is None or len(value) == size)  # type: ignore[arg-type]


def _is_scored(value: object) -> bool:
    return isinstance(value, list) and len(value) == 3 and _are_names(value[:2]) and _are_steps(value[2:])


COLUMN, LABEL, POINTS = Key("text", required=True), Key("text"), Key("points", required=True)
UNKNOWN = Key("text", "passes", choices=("passes", "fails"))

CRITERIA: dict[str, dict[str, Key]] = {
    "same": {"column": COLUMN},
    "closeness": {
        "column": COLUMN,
        "families": Key("families", []),
        "family_points": Key("points", 0),
        "couples": Key("scored", []),
    },
    "gap": {"column": COLUMN, "best": Key("whole", 0), "per_step": POINTS},
    "overlap": {"wanted": COLUMN, "offered": COLUMN},
    "shared": {"column": COLUMN, "each": POINTS},
    "alike": {"column": COLUMN},
}
for _keys in CRITERIA.values():
    _keys |= {"points": POINTS, "label": LABEL}

RULES: dict[str, dict[str, Key]] = {
    "other_than": {"column": COLUMN},
    "same_as": {"column": COLUMN},
    "share_one": {"column": COLUMN},
    "above": {"column": COLUMN, "at_least": Key("whole", 1)},
    "below": {"column": COLUMN, "at_least": Key("whole", 1)},
    "within": {"column": COLUMN, "at_most": Key("points", required=True)},
    "in_person": {
        "column": COLUMN,
        "in_person": Key("names", required=True),
        "remote": Key("names", []),
        "place": COLUMN,
        "areas": Key("families", []),
    },
    "competitors": {"column": COLUMN, "groups": Key("families", required=True)},
    "allowed": {"column": COLUMN, "couples": Key("couples", required=True)},
}
for _keys in RULES.values():
    _keys |= {"unknown": UNKNOWN, "label": LABEL}

_PAIRS = {"column": Key("text"), "file": Key("text")}
TABLES: dict[str, dict[str, Key]] = {
    "promotion": {
        "title": Key("text"),
        "form": Key("text", "pairs", choices=tuple(Form)),
        "protection": Key("text", "gentle", choices=tuple(Protection)),
        "circle_sizes": Key("range", [3, 6]),
        "groups": Key("names", []),
        "both_roles": Key("flag", False),
    },
    "people": {
        "id": Key("text", "id"),
        "name": Key("text"),
        "role": Key("text", "role"),
        "places": Key("text"),
        "mentee": Key("nouns"),
        "mentor": Key("nouns"),
    },
    "wishes": {"mentee": Key("text"), "mentor": Key("text"), "points": Key("steps", [60, 45, 30, 20, 10])},
    "pins": _PAIRS,
    "current": {**_PAIRS, "stickiness": Key("points", 30)},
}

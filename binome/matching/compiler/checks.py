"""Everything that can be wrong in a problem, each said in one sentence naming side, person and column."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from binome.matching.criteria import check_points
from binome.matching.problem import Category, Column, Labels, Number, PairList, People, Problem, ProblemError, Wishes
from binome.matching.tables import LIMIT


def check_problem(problem: Problem) -> None:
    """Raise ProblemError at the first thing wrong."""
    for side, people in (("mentee", problem.mentees), ("mentor", problem.mentors)):
        _check_people(people, side)
    _check_names("criteria", [criterion.name for criterion in problem.criteria])
    _check_names("rules", [rule.name for rule in problem.rules])
    for criterion in problem.criteria:
        criterion.check(problem)
    for rule in problem.rules:
        rule.check(problem)
    for what, wishes in (
        ("the mentees’ wishes", problem.mentee_wishes),
        ("the mentors’ wishes", problem.mentor_wishes),
    ):
        _check_wishes(problem, wishes, what)
    for exclusion in problem.excluded:
        _check_pairs(problem, exclusion.pairs, f"the exclusions “{exclusion.reason}”")
    _check_pairs(problem, problem.pinned, "the pinned pairs")
    _check_pairs(problem, problem.current, "the current pairs")
    smallest, largest = problem.circle_sizes
    if not 2 <= smallest <= largest:
        raise ProblemError(f"A circle can’t have from {smallest} to {largest} people: at least 2, smallest first.")
    _check_points(problem)


def _check_points(problem: Problem) -> None:
    """All points together stay under LIMIT, so that every sum is exact on any machine (tables.py)."""
    for rank, points in enumerate(problem.wish_points, start=1):
        check_points(points, f"The points of wish {rank}")
    check_points(problem.stickiness, "The points of a kept pair (stickiness)")
    parts = [(criterion.name, int(criterion.points)) for criterion in problem.criteria]
    first = int(max(problem.wish_points, default=0))
    parts += [("the mentees’ wishes", first)] if len(problem.mentee_wishes.pairs) else []
    parts += [("the mentors’ wishes", first)] if len(problem.mentor_wishes.pairs) else []
    parts += [("kept pairs", int(problem.stickiness))] if len(problem.current) else []
    total = sum(points for _, points in parts)
    if total > LIMIT:
        said = ", ".join(f"{name} {points}" for name, points in sorted(parts, key=lambda part: -part[1]) if points)
        raise ProblemError(
            f"All points together make {total}, {total - LIMIT} more than the {LIMIT} allowed: {said}. "
            f"Divide them by a common factor."
        )


def _check_names(what: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ProblemError(f"Two {what} have the same name, “{name}”.")


def _check_people(people: People, side: str) -> None:
    seen: dict[str, int] = {}
    for row, name in enumerate(people.ids, start=1):
        if not isinstance(name, str) or not name:
            raise ProblemError(f"{side} {row} has no identifier.")
        if name in seen:
            raise ProblemError(f"{side}s {seen[name]} and {row} have the same identifier, “{name}”.")
        seen[name] = row
    _Side(people, side, "the number of places").whole(people.places, least=0)
    for name, column in people.columns.items():
        _Side(people, side, f"the column “{name}”").check(column)


class _Side:
    """The values of one column (`what`) of one side."""

    def __init__(self, people: People, side: str, what: str) -> None:
        self.people, self.side, self.what = people, side, what

    def check(self, column: Column) -> None:
        if isinstance(column, Category):
            self.labels(column.labels)
            self.whole(column.codes, least=-1, most=len(column.labels) - 1)
        elif isinstance(column, Labels):
            self.rows(column)
        elif isinstance(column, Number):
            self.length(len(column.known))
            if column.known.dtype != np.bool_:
                raise ProblemError(f"In {self.what} of the {self.side}s, what is known must be true or false.")
            self.whole(column.values, known=column.known)
        else:
            self.vectors(column.values)

    def labels(self, labels: tuple[str, ...]) -> None:
        known = set()
        for label in labels:
            if not isinstance(label, str) or not label or label in known:
                how = "twice" if label in known else "which is no label"
                raise ProblemError(f"{self.what.capitalize()} of the {self.side}s lists “{label}” {how}.")
            known.add(label)

    def rows(self, column: Labels) -> None:
        """Compressed rows: each label once a person, levels of 1 or more."""
        self.labels(column.labels)
        starts = column.starts
        self.length(len(starts) - 1)
        sizes = {len(column.codes), len(column.levels), int(starts[-1])}
        if starts.dtype.kind not in "iu" or starts[0] != 0 or np.any(np.diff(starts) < 0) or len(sizes) != 1:
            raise ProblemError(f"The rows of {self.what} of the {self.side}s don’t add up to its labels.")
        owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        self.whole(column.codes, least=0, most=len(column.labels) - 1, owner=owner)
        self.whole(column.levels, least=1, owner=owner)
        keys = owner * max(1, len(column.labels)) + column.codes
        order = np.argsort(keys, kind="stable")
        for twice in order[1:][np.diff(keys[order]) == 0][:1]:
            label = column.labels[column.codes[twice]]
            raise ProblemError(f"{self.who(owner[twice])} has “{label}” twice in {self.what}.")

    def whole(
        self,
        values: NDArray[np.generic],
        *,
        least: int = -(2**31),
        most: int = 2**31 - 1,
        known: NDArray[np.bool_] | None = None,
        owner: NDArray[np.int64] | None = None,
    ) -> None:
        """Whole numbers from `least` to `most`, one a person, or as many as `owner` says."""
        if owner is None:
            self.length(len(values))
        if values.dtype.kind in "iu":
            wrong = (values < least) | (values > most)  # type: ignore[operator]
        elif values.dtype.kind == "f":
            wrong = ~(values == np.floor(values))
        else:
            wrong = np.ones(len(values), np.bool_)
        for place in np.flatnonzero(wrong if known is None else wrong & known)[:1]:
            where = place if owner is None else owner[place]
            said = f"a whole number from {least} to {most}" if most < 2**31 - 1 else f"a whole number, {least} or more"
            raise ProblemError(f"{self.who(where)}: {self.what} is {values[place]}; {said} is needed.")
        if values.dtype.kind not in "iu" and len(values):
            raise ProblemError(f"{self.what.capitalize()} of the {self.side}s must be an array of whole numbers.")

    def vectors(self, values: NDArray[np.int8]) -> None:
        self.length(len(values))
        if values.ndim != 2:
            raise ProblemError(f"{self.what.capitalize()} of the {self.side}s must have one row of numbers a person.")
        if values.dtype.kind == "f":
            for place in np.flatnonzero(~np.isfinite(values).all(axis=1))[:1]:
                raise ProblemError(f"{self.who(place)}: {self.what} has a number that isn’t finite.")
        if values.dtype != np.int8:
            raise ProblemError(f"{self.what.capitalize()} of the {self.side}s must be rounded to 8-bit whole numbers.")

    def length(self, count: int) -> None:
        if count != len(self.people):
            raise ProblemError(
                f"There are {len(self.people)} {self.side}s and {count} rows in {self.what}: one a person is needed."
            )

    def who(self, place: int | np.integer) -> str:
        return f"{self.side} {place + 1} (“{self.people.ids[place]}”)"


def _check_wishes(problem: Problem, wishes: Wishes, what: str) -> None:
    _check_pairs(problem, wishes.pairs, what)
    if len(wishes.rank) != len(wishes.pairs):
        raise ProblemError(f"There are {len(wishes.pairs)} pairs and {len(wishes.rank)} ranks in {what}.")
    if wishes.rank.dtype.kind not in "iu" or np.any(wishes.rank < 0):
        raise ProblemError(f"A rank in {what} must be a whole number, 0 for the first wish.")


def _check_pairs(problem: Problem, pairs: PairList, what: str) -> None:
    """In range, and each once."""
    sides: Iterable[tuple[str, NDArray[np.int32], People]] = (
        ("mentee", pairs.mentee, problem.mentees),
        ("mentor", pairs.mentor, problem.mentors),
    )
    if len(pairs.mentee) != len(pairs.mentor):
        raise ProblemError(f"There are {len(pairs.mentee)} mentees and {len(pairs.mentor)} mentors in {what}.")
    for side, places, people in sides:
        if places.dtype.kind not in "iu":
            raise ProblemError(f"Pairs must be places, whole numbers: see {what}.")
        for place in np.flatnonzero((places < 0) | (places >= len(people)))[:1]:
            raise ProblemError(
                f"Pair {place + 1} of {what} names {side} {places[place]}; there are {len(people)}, from 0."
            )
    keys = pairs.mentee.astype(np.int64) * max(1, len(problem.mentors)) + pairs.mentor
    order = np.argsort(keys, kind="stable")
    for twice in np.flatnonzero(np.diff(keys[order]) == 0)[:1]:
        one, other = order[twice], order[twice + 1]
        mentee, mentor = problem.mentees.ids[pairs.mentee[one]], problem.mentors.ids[pairs.mentor[one]]
        raise ProblemError(f"{mentee} and {mentor} are twice in {what}: pairs {one + 1} and {other + 1}.")

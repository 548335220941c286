"""Two settings side by side: who changes, what is gained and lost, by group.

Both matchings are counted with the points of the first, so that the figures can be subtracted; people are told apart by
their identifiers, so that someone may have come or left in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from binome.matching.criteria import contributions
from binome.matching.engine import Matching
from binome.matching.problem import Category, Form, PairList, Points
from binome.matching.words import Language, Words, listed, of

_MOVES = Words("{mentee} aurait {after} au lieu {of_before}", "{mentee} would have {after} instead of {before}")
_GAINS = Words("{mentee} aurait {after}", "{mentee} would have {after}")
_LOSES = Words("{mentee} n’aurait plus {before}", "{mentee} would no longer have {before}")


@dataclass(frozen=True)
class Change:
    """A mentee whose mentors differ: identifiers of those only before and only after. `points`: what her pairs gain,
    in the points of the first setting (negative: lose)."""

    mentee: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    points: int

    def said(self, language: Language, names: Mapping[str, str]) -> str:
        def told(ids: tuple[str, ...]) -> str:
            return listed((names.get(who, who) for who in ids), language)

        words = (_MOVES if self.after else _LOSES) if self.before else _GAINS
        mentee = names.get(self.mentee, self.mentee)
        before, after = told(self.before), told(self.after)
        return words.said(language, mentee=mentee, before=before, of_before=of(before), after=after)


@dataclass(frozen=True)
class Outcome:
    """People of one label: matched mentees and points, before and after."""

    label: str
    people: int
    matched: tuple[int, int]
    points: tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """`pairs` and `points`: of the whole, before and after. `kept`: pairs that are in both."""

    pairs: tuple[int, int]
    points: tuple[int, int]
    kept: int
    changes: tuple[Change, ...]
    groups: Mapping[str, tuple[Outcome, ...]]


def compare(before: Matching, after: Matching, groups: Mapping[str, Category] | None = None) -> Comparison:
    """Compare two matchings of the same people. `groups`: categories of the first one's mentees, by name."""
    pairs = _as_of(before, after)
    points = _points(before, pairs)
    kept = len(_keyed(before) & _keyed(after))
    sides = ((before.pairs, before.points), (pairs, points))
    by_group = {
        name: tuple(_outcome(code, label, group, before, sides) for code, label in enumerate(group.labels))
        for name, group in (groups or {}).items()
    }
    return Comparison(
        pairs=(len(before.pairs), len(after.pairs)),
        points=(int(before.points.sum()), int(points.sum())),
        kept=kept,
        changes=tuple(changes(before, after)),
        groups=by_group,
    )


def changes(before: Matching, after: Matching) -> list[Change]:
    """The mentees whose mentors are not the same, in the order of the first problem."""
    pairs = _as_of(before, after)
    old, new = _partners(before, before.pairs), _partners(before, pairs)
    worth = (
        _worth(before, before.pairs, before.points),
        _worth(before, pairs, _points(before, pairs)),
    )
    found = []
    for place, who in enumerate(before.problem.mentees.ids):
        lost, won = old[place] - new[place], new[place] - old[place]
        if lost or won:
            gained = int(worth[1][place] - worth[0][place])
            found.append(Change(who, tuple(sorted(lost)), tuple(sorted(won)), gained))
    return found


def _as_of(before: Matching, after: Matching) -> PairList:
    """The pairs of the second matching, as places in the first one's problem; those with a newcomer are left out."""
    mentees = {who: place for place, who in enumerate(before.problem.mentees.ids)}
    mentors = {who: place for place, who in enumerate(before.problem.mentors.ids)}
    found = [(mentees[one], mentors[other]) for one, other in _keyed(after) if one in mentees and other in mentors]
    if before.problem.form is not Form.PAIRS:
        found = [(min(pair), max(pair)) for pair in found]
    array = np.array(sorted(found), np.int32).reshape(-1, 2)
    return PairList(array[:, 0].copy(), array[:, 1].copy())


def _keyed(matching: Matching) -> set[tuple[str, str]]:
    problem, pairs = matching.problem, matching.pairs
    both = zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True)
    keys = {(problem.mentees.ids[one], problem.mentors.ids[other]) for one, other in both}
    return keys if problem.form is Form.PAIRS else {(min(key), max(key)) for key in keys}


def _partners(matching: Matching, pairs: PairList) -> list[set[str]]:
    found: list[set[str]] = [set() for _ in matching.problem.mentees.ids]
    for one, other in zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True):
        found[one].add(matching.problem.mentors.ids[other])
        if matching.problem.form is not Form.PAIRS:
            found[other].add(matching.problem.mentees.ids[one])
    return found


def _points(matching: Matching, pairs: PairList) -> Points:
    """What pairs are worth with the first setting's criteria: both ways in one population."""
    points = contributions(matching.problem, pairs).sum(axis=1)
    if matching.problem.form is not Form.PAIRS:
        points += contributions(matching.problem, PairList(pairs.mentor, pairs.mentee)).sum(axis=1)
    return np.asarray(points, np.int64)


def _worth(matching: Matching, pairs: PairList, points: Points) -> Points:
    worth = np.zeros(len(matching.problem.mentees), np.int64)
    np.add.at(worth, pairs.mentee, points)
    if matching.problem.form is not Form.PAIRS:
        np.add.at(worth, pairs.mentor, points)
    return worth


def _outcome(
    code: int, label: str, group: Category, before: Matching, sides: tuple[tuple[PairList, Points], ...]
) -> Outcome:
    here = (group.codes == code) & (before.problem.mentees.places > 0)
    matched, points = [], []
    for pairs, worth in sides:
        inside = here[pairs.mentee]
        matched.append(len(np.unique(pairs.mentee[inside])))
        points.append(int(worth[inside].sum()))
    return Outcome(label, int(here.sum()), (matched[0], matched[1]), (points[0], points[1]))

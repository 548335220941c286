"""Each hard rule as gates: codes of both sides, and what couples of codes are allowed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from binome.matching.lookup import in_common, vocabulary
from binome.matching.problem import Category, Labels, Points, Problem, ProblemError
from binome.matching.rules import (
    Allowed,
    Apart,
    InPerson,
    NotTogether,
    OfCategory,
    OtherThan,
    Rule,
    SameAs,
    ShareOne,
    Unknown,
)
from binome.matching.tables import Gate, GateKind
from binome.matching.words import Words

Flags = NDArray[np.bool_]
BITS = 61  # labels in a mask of 63 bits, two of which say what isn't known
MOST_COUPLES = 200_000_000  # of codes, one byte each


def gates_of(problem: Problem) -> tuple[Gate, ...]:
    """The gates of all rules, without those that every pair passes."""
    gates = [gate for place, rule in enumerate(problem.rules) for gate in _gates(place, rule, problem)]
    return tuple(gate for gate in gates if gate.allowed is None or not gate.allowed.all())


def _gates(place: int, rule: Rule, problem: Problem) -> list[Gate]:
    if isinstance(rule, ShareOne):
        return [_share(place, rule, problem)]
    if isinstance(rule, Apart):
        return [_apart(place, rule, problem)]
    if isinstance(rule, InPerson):
        return [_in_person(place, rule, problem)]
    assert isinstance(rule, OfCategory)
    one, other, labels = _codes(rule.both(problem))
    if isinstance(rule, OtherThan | SameAs):
        return _equal(place, rule, one, other)
    if isinstance(rule, NotTogether):
        named, allowed = _rivals(rule, labels)
    else:
        assert isinstance(rule, Allowed)
        named, allowed = _coupled(rule, labels)
    return [_table(place, rule, _named(one, named), _named(other, named), allowed)]


def _codes(both: tuple[Category, Category]) -> tuple[Points, Points, tuple[str, ...]]:
    """Both sides' codes in one vocabulary."""
    mentees, mentors = both
    one = in_common(mentees.codes, mentees.labels, mentees.labels)
    other = in_common(mentors.codes, mentors.labels, mentees.labels)
    return one, other, vocabulary(mentees.labels, mentors.labels)


def _equal(place: int, rule: OtherThan | SameAs, one: Points, other: Points) -> list[Gate]:
    """Codes compared. Unknown ones pass; where they should fail, a second gate looks at nothing else."""
    if isinstance(rule, OtherThan):
        met = np.intersect1d(one, other)
        codes = [np.where(np.isin(side, met), side, -1) for side in (one, other)]
        gates = [Gate(place, GateKind.DIFFER, codes[0], codes[1])] if np.any(met >= 0) else []
    else:
        gates = [Gate(place, GateKind.SAME, one, other)]
    if rule.unknown == Unknown.FAILS:
        known = [(side >= 0).astype(np.int64) for side in (one, other)]
        gates.append(_tight(place, known[0], known[1], np.array([[False, False], [False, True]])))
    return gates


def _named(codes: Points, named: Points) -> Points:
    """Codes of labels as those of the labels that a rule names; -1 stays."""
    return np.where(codes < 0, -1, np.append(named, 0)[codes])


def _grouped(groups: tuple[tuple[str, ...], ...], labels: tuple[str, ...]) -> tuple[Points, Flags]:
    """A code for each label: the same for those of the same groups, 0 for those of none. And bool [codes, codes]:
    which have a group in common."""
    found: dict[str, list[int]] = {label: [] for label in labels}
    for number, group in enumerate(groups):
        for label in set(group).intersection(found):
            found[label].append(number)
    kinds: dict[tuple[int, ...], int] = {(): 0}
    codes = [kinds.setdefault(tuple(numbers), len(kinds)) for numbers in found.values()]
    member = _members(list(kinds), len(groups))
    together = np.zeros((len(kinds), len(kinds)), np.bool_)
    together[(member @ member.T).nonzero()] = True
    return np.array(codes, np.int64), together


def _rivals(rule: NotTogether, labels: tuple[str, ...]) -> tuple[Points, Flags]:
    """A code for each label, 0 where no group names it; and bool [codes, codes]: which may be together."""
    kinds, together = _grouped(rule.groups, labels)
    used = np.flatnonzero(kinds)
    _refuse_many(rule, len(used), len(used), "labels")
    named = np.zeros(len(labels), np.int64)
    named[used] = np.arange(1, len(used) + 1)
    kind = np.concatenate([[0], kinds[used]])
    return named, ~together[np.ix_(kind, kind)] | np.eye(len(kind), dtype=np.bool_)


def _coupled(rule: Allowed, labels: tuple[str, ...]) -> tuple[Points, Flags]:
    """A code for each label, 0 where no couple names it; and bool [codes, codes]: which may be together."""
    places = {label: place for place, label in enumerate(labels)}
    couples = [(places[one], places[other]) for one, other in rule.couples if one in places and other in places]
    met = np.array(couples, np.int64).reshape(-1, 2)
    used = np.unique(met)
    _refuse_many(rule, len(used), len(used), "labels")
    named = np.zeros(len(labels), np.int64)
    named[used] = np.arange(1, len(used) + 1)
    allowed = np.zeros((len(used) + 1, len(used) + 1), np.bool_)
    allowed[named[met[:, 0]], named[met[:, 1]]] = True
    return named, allowed


def _table(place: int, rule: Rule, one: Points, other: Points, allowed: Flags) -> Gate:
    """A gate by couples of codes, the last of which stands for what isn't known (-1 before)."""
    passes = rule.unknown == Unknown.PASSES
    full = np.full((allowed.shape[0] + 1, allowed.shape[1] + 1), passes)
    full[:-1, :-1] = allowed
    return _tight(place, np.where(one < 0, len(full) - 1, one), np.where(other < 0, full.shape[1] - 1, other), full)


def _tight(place: int, one: Points, other: Points, allowed: Flags) -> Gate:
    """Codes that allow the same become one."""
    rows, one = _merged(allowed, one)
    columns, other = _merged(np.ascontiguousarray(allowed[rows].T), other)
    return Gate(place, GateKind.TABLE, one, other, np.ascontiguousarray(allowed[np.ix_(rows, columns)]))


def _merged(allowed: Flags, codes: Points) -> tuple[Points, Points]:
    """One row of each sort among those in use, and each person's place among them."""
    used, places = np.unique(codes, return_inverse=True)
    kinds: dict[bytes, int] = {}
    kind = [kinds.setdefault(np.packbits(row).tobytes(), len(kinds)) for row in allowed[used]]
    _, first = np.unique(np.array(kind, np.int64), return_index=True)
    return used[first], np.array(kind, np.int64)[places.reshape(-1)]


def _share(place: int, rule: ShareOne, problem: Problem) -> Gate:
    """Masks of the labels that both sides have. Two more bits let pass whoever has no label: one that all mentees and
    the mentors without labels have, one the other way round."""
    mentees, mentors = rule.both(problem)
    one = in_common(mentees.codes, mentees.labels, mentees.labels)
    other = in_common(mentors.codes, mentors.labels, mentees.labels)
    met = np.intersect1d(one, other)
    if len(met) > BITS:
        return _share_by_table(place, rule, problem, one, other)
    masks = [_masks(side, codes, met) for side, codes in ((mentees, one), (mentors, other))]
    if rule.unknown == Unknown.PASSES:
        lacking = [np.diff(side.starts) == 0 for side in (mentees, mentors)]
        masks[0] |= np.where(lacking[0], 3, 1) << BITS
        masks[1] |= np.where(lacking[1], 3, 2) << BITS
    return Gate(place, GateKind.SHARE, masks[0], masks[1])


def _masks(side: Labels, codes: Points, met: Points) -> Points:
    """A bit for each label of `met`: int64 [people]."""
    owner = np.repeat(np.arange(len(side.starts) - 1), np.diff(side.starts))
    shared = np.isin(codes, met)
    masks = np.zeros(len(side.starts) - 1, np.int64)
    np.bitwise_or.at(masks, owner[shared], np.int64(1) << np.searchsorted(met, codes[shared]))
    return masks


def _share_by_table(place: int, rule: ShareOne, problem: Problem, one: Points, other: Points) -> Gate:
    """Too many labels for a mask: the different sets of labels, compared with each other."""
    mentees, mentors = rule.both(problem)
    sets, codes = zip(*(_sets(side, own) for side, own in ((mentees, one), (mentors, other))), strict=True)
    _refuse_many(rule, len(sets[0]), len(sets[1]), "lists of labels")
    width = len(mentees.labels) + len(mentors.labels)
    members = [_members(each, width) for each in sets]
    allowed = (members[0] @ members[1].T).toarray() > 0
    empty = [np.array([not each for each in side], np.bool_) for side in sets]
    allowed[empty[0][:, None] | empty[1][None, :]] = rule.unknown == Unknown.PASSES
    return _tight(place, codes[0], codes[1], allowed)


def _sets(side: Labels, codes: Points) -> tuple[list[tuple[int, ...]], Points]:
    """The different sets of labels, and each person's place among them."""
    places: dict[tuple[int, ...], int] = {}
    cuts = side.starts.tolist()
    own = codes.tolist()
    found = [places.setdefault(tuple(sorted(own[start:end])), len(places)) for start, end in pairwise(cuts)]
    return list(places), np.array(found, np.int64)


def _members(sets: list[tuple[int, ...]], width: int) -> csr_array:
    starts = np.cumsum([0, *map(len, sets)])
    codes = np.array([code for each in sets for code in each], np.int64)
    return csr_array((np.ones(len(codes), np.int32), codes, starts), shape=(len(sets), width))


_TOO_MANY = Words(
    "La règle « {label} » compare trop de valeurs différentes : {one} chez les mentorées, {other} chez les mentores.",
    "{rule} has too many different {what} to compare: {one} of mentees, {other} of mentors.",
)


def _refuse_many(rule: Rule, one: int, other: int, what: str) -> None:
    if one * other > MOST_COUPLES:
        raise ProblemError(_TOO_MANY.about(rule=rule, label=rule.label, what=what, one=one, other=other))


def _apart(place: int, rule: Apart, problem: Problem) -> Gate:
    mentees, mentors = rule.both(problem)
    own, one = np.unique(mentees.values[mentees.known], return_inverse=True)
    theirs, other = np.unique(mentors.values[mentors.known], return_inverse=True)
    _refuse_many(rule, len(own), len(theirs), "numbers")
    codes = [np.full(len(side.values), -1, np.int64) for side in (mentees, mentors)]
    codes[0][mentees.known], codes[1][mentors.known] = one.reshape(-1), other.reshape(-1)
    allowed = ~rule.outside(theirs.astype(np.int64)[None, :] - own[:, None])
    return _table(place, rule, codes[0], codes[1], allowed)


def _in_person(place: int, rule: InPerson, problem: Problem) -> Gate:
    """Codes made of a mode (any, in person, remote only, unknown) and a place, those in use only."""
    modes = [_modes(rule, side) for side in rule.both(problem)]
    one, other, labels = _codes(rule.places(problem))
    kinds, together = _grouped(rule.areas, labels)
    met = np.intersect1d(one, other)
    width = len(together) + len(labels) + 1
    spots = [_spots(side, kinds, met, len(together)) for side in (one, other)]
    used, codes = zip(
        *(np.unique(mode * width + side, return_inverse=True) for mode, side in zip(modes, spots, strict=True)),
        strict=True,
    )
    _refuse_many(rule, len(used[0]), len(used[1]), "places")
    fails = rule.unknown == Unknown.FAILS
    here, there = used[0] % width, used[1] % width
    area = np.concatenate([[0], np.arange(len(together)), np.zeros(len(labels), np.int64)])
    close = together[np.ix_(area[here], area[there])] | ((here[:, None] == there[None, :]) & (here[:, None] > 1))
    if not fails:
        close |= (here[:, None] == 0) | (there[None, :] == 0)
    one, other = used[0][:, None] // width, used[1][None, :] // width
    allowed = ((one != 1) & (other != 1)) | ((one != 2) & (other != 2) & close)
    if fails:
        allowed &= (one != 3) & (other != 3)
    return _tight(place, codes[0].reshape(-1), codes[1].reshape(-1), allowed)


def _spots(places: Points, kinds: Points, met: Points, areas: int) -> Points:
    """0 for a place that isn't known, 1 for one that is near nobody's, then a code for all those of the same areas,
    then one for each place outside areas that both sides have."""
    kind = np.append(kinds, 0)[places]
    alone = np.where(np.isin(places, met), places + areas + 1, 1)
    return np.where(places < 0, 0, np.where(kind > 0, kind + 1, alone))


def _modes(rule: InPerson, side: Category) -> Points:
    """0: any, 1: in person, 2: remote only, 3: not known."""
    kinds = [1 if label in rule.in_person else 2 if label in rule.remote else 0 for label in side.labels]
    return np.array([*kinds, 3], np.int64)[side.codes]

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
    mentees, mentors = rule.both(problem)
    one = in_common(mentees.codes, mentees.labels, mentees.labels)
    other = in_common(mentors.codes, mentors.labels, mentees.labels)
    if isinstance(rule, OtherThan | SameAs):
        return _equal(place, rule, one, other)
    labels = vocabulary(mentees.labels, mentors.labels)
    if isinstance(rule, NotTogether):
        allowed = ~_grouped(rule.groups, labels) | np.eye(len(labels), dtype=np.bool_)
    else:
        assert isinstance(rule, Allowed)
        places = {label: code for code, label in enumerate(labels)}
        allowed = np.zeros((len(labels), len(labels)), np.bool_)
        for a, b in rule.couples:
            if a in places and b in places:
                allowed[places[a], places[b]] = True
    return [_table(place, rule, one, other, allowed)]


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
        gates.append(Gate(place, GateKind.TABLE, known[0], known[1], np.array([[False, False], [False, True]])))
    return gates


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


def _grouped(groups: tuple[tuple[str, ...], ...], labels: tuple[str, ...]) -> Flags:
    """bool [labels, labels]: which are in a group together."""
    places = {label: code for code, label in enumerate(labels)}
    members = [
        (places[label], number) for number, group in enumerate(groups) for label in set(group) if label in places
    ]
    rows, columns = np.array(members, np.int64).reshape(-1, 2).T
    member = csr_array((np.ones(len(rows), np.int32), (rows, columns)), shape=(len(labels), len(groups)))
    together: Flags = (member @ member.T).toarray() > 0
    return together


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


def _refuse_many(rule: Rule, one: int, other: int, what: str) -> None:
    if one * other > MOST_COUPLES:
        raise ProblemError(f"{rule} has too many different {what} to compare: {one} of mentees, {other} of mentors.")


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
    mentees, mentors = rule.places(problem)
    labels = vocabulary(mentees.labels, mentors.labels)
    places = [in_common(side.codes, side.labels, mentees.labels) for side in (mentees, mentors)]
    width = len(labels) + 1
    used, codes = zip(
        *(np.unique(mode * width + place + 1, return_inverse=True) for mode, place in zip(modes, places, strict=True)),
        strict=True,
    )
    _refuse_many(rule, len(used[0]), len(used[1]), "places")
    fails = rule.unknown == Unknown.FAILS
    near = np.full((width, width), not fails)
    near[1:, 1:] = _grouped(rule.areas, labels) | np.eye(len(labels), dtype=np.bool_)
    one, other = used[0][:, None] // width, used[1][None, :] // width
    close = near[np.ix_(used[0] % width, used[1] % width)]
    allowed = ((one != 1) & (other != 1)) | ((one != 2) & (other != 2) & close)
    if fails:
        allowed &= (one != 3) & (other != 3)
    return _tight(place, codes[0].reshape(-1), codes[1].reshape(-1), allowed)


def _modes(rule: InPerson, side: Category) -> Points:
    """0: any, 1: in person, 2: remote only, 3: not known."""
    kinds = [1 if label in rule.in_person else 2 if label in rule.remote else 0 for label in side.labels]
    return np.array([*kinds, 3], np.int64)[side.codes]

"""The stable mode against a plain deferred acceptance over whole lists."""

from dataclasses import replace

import numpy as np
import pytest

from binome.matching import stable
from binome.matching.criteria import Closeness
from binome.matching.engine import match
from binome.matching.kernels import Arcs
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.problem import (
    Category,
    Form,
    PairList,
    People,
    Problem,
    ProblemError,
    Protection,
    Wishes,
    no_wishes,
)
from binome.matching.rankings import Rankings
from binome.matching.words import Words

from .instances import tables, wishes


def people(letter, places):
    return People(tuple(f"{letter}{k}" for k in range(len(places))), places.astype(np.int32))


def rankings_of(problem, compiled):
    n, m = compiled.shape
    return Rankings.of(problem, compiled, np.arange(n, dtype=np.int32), np.arange(m, dtype=np.int32))


def draw_wishes(rng, owners, others, flip):
    """Up to three wishes of some owners."""
    pairs, rank = [], []
    for owner in range(owners):
        if rng.random() < 0.4:
            for place, other in enumerate(rng.permutation(others)[:3].tolist()):
                pairs.append((other, owner) if flip else (owner, other))
                rank.append(place)
    return wishes(pairs, rank) if pairs else no_wishes()


def market(seed, n=None, m=None, top=12):
    """A random market: few different points, so that ties are common."""
    rng = np.random.default_rng(seed)
    n, m = n or int(rng.integers(1, 13)), m or int(rng.integers(1, 13))
    mentees, mentors = people("e", rng.integers(0, 3, n)), people("o", rng.integers(0, 4, m))
    eligible = rng.random((n, m)) < rng.choice([0.3, 0.8, 1.0])
    compiled = tables(rng.integers(-3, top, (n, m)), eligible, mentees.places, mentors.places)
    problem = Problem(
        mentees,
        mentors,
        mentee_wishes=draw_wishes(rng, n, m, False),
        mentor_wishes=draw_wishes(rng, m, n, True),
    )
    return compiled, rankings_of(problem, compiled), eligible


def keys(compiled, rankings):
    """Both sides' keys of every pair, [n, m] twice."""
    n, m = compiled.shape
    i, j = np.divmod(np.arange(n * m), m)
    points = compiled.values.astype(np.int64).ravel()
    mine, theirs = rankings.keys(Arcs(i.astype(np.int32), j.astype(np.int32), points))
    return mine.reshape(n, m), theirs.reshape(n, m)


def plain_deferred_acceptance(compiled, rankings, eligible):
    mine, theirs = keys(compiled, rankings)
    n, m = compiled.shape
    left = [[j for j in np.argsort(-mine[i]).tolist() if eligible[i, j]] for i in range(n)]
    held = [[] for _ in range(m)]
    moved = True
    while moved:
        moved = False
        for i in range(n):
            while sum(i in h for h in held) < compiled.mentee_places[i] and left[i]:
                j = left[i].pop(0)
                held[j] = sorted([*held[j], i], key=lambda x: -theirs[x, j])[: compiled.mentor_places[j]]
                moved = True
    return sorted((i, j) for j in range(m) for i in held[j])


def plainly_blocking(compiled, rankings, eligible, pairs):
    mine, theirs = keys(compiled, rankings)
    found = []
    for i, j in zip(*np.nonzero(eligible), strict=True):
        of_mentee = [b for a, b in pairs if a == i]
        of_mentor = [a for a, b in pairs if b == j]
        if j in of_mentee:
            continue
        wants = len(of_mentee) < compiled.mentee_places[i] or any(mine[i, j] > mine[i, b] for b in of_mentee)
        wanted = len(of_mentor) < compiled.mentor_places[j] or any(theirs[i, j] > theirs[a, j] for a in of_mentor)
        if wants and wanted:
            found.append((int(i), int(j)))
    return found


def as_list(pairs):
    return list(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True))


@pytest.mark.parametrize("first_list", [1, 3, 32])
def test_short_lists_and_whole_lists_give_the_same_stable_matching(first_list, monkeypatch):
    monkeypatch.setattr(stable, "FIRST_LIST", first_list)
    for seed in range(250):
        compiled, rankings, eligible = market(seed)
        kernel = ReferenceKernel(compiled)
        pairs = stable.match_stable(rankings, kernel)
        assert as_list(pairs) == plain_deferred_acceptance(compiled, rankings, eligible), seed
        assert len(stable.blocking_pairs(rankings, kernel, pairs)) == 0, seed


def test_lists_dropped_for_memory_are_asked_for_again(monkeypatch):
    monkeypatch.setattr(stable, "FIRST_LIST", 2)
    monkeypatch.setattr(stable, "AT_ONCE", 4)
    for seed in range(250):
        compiled, rankings, eligible = market(seed)
        pairs = stable.match_stable(rankings, ReferenceKernel(compiled))
        assert as_list(pairs) == plain_deferred_acceptance(compiled, rankings, eligible), seed


def test_every_blocking_pair_of_any_matching_is_found():
    some = 0
    for seed in range(250):
        compiled, rankings, eligible = market(seed)
        pairs = stable.match_stable(rankings, ReferenceKernel(compiled))
        kept = np.random.default_rng(seed).random(len(pairs)) < 0.6
        damaged = PairList(pairs.mentee[kept], pairs.mentor[kept])
        found = stable.blocking_pairs(rankings, ReferenceKernel(compiled), damaged)
        expected = plainly_blocking(compiled, rankings, eligible, as_list(damaged))
        assert list(zip(found.mentee.tolist(), found.mentor.tolist(), strict=True)) == expected, seed
        some += len(expected)
    assert some > 250


def test_everybody_alike_is_decided_by_the_ids_alone():
    n = 40
    compiled = tables(np.zeros((n, n), np.int64), np.ones((n, n), bool))
    order = np.random.default_rng(1).permutation(n)
    straight = Problem(people("e", np.ones(n)), people("o", np.ones(n)))
    shuffled = Problem(People(tuple(f"e{k}" for k in order), np.ones(n, np.int32)), straight.mentors)
    first = stable.match_stable(rankings_of(straight, compiled), ReferenceKernel(compiled))
    second = stable.match_stable(rankings_of(shuffled, compiled), ReferenceKernel(compiled))
    assert sorted((int(order[i]), j) for i, j in as_list(second)) == as_list(first)


def test_the_three_numbers_of_a_matching_stand_side_by_side():
    points = np.array([[10, 9], [9, 0]])
    compiled = tables(points, np.ones((2, 2), bool))
    problem = Problem(people("e", np.ones(2)), people("o", np.ones(2)))
    rankings, kernel = rankings_of(problem, compiled), ReferenceKernel(compiled)
    assert stable.account(rankings, kernel, stable.match_stable(rankings, kernel)) == stable.Account(2, 10, 0)
    crossed = PairList(np.array([0, 1], np.int32), np.array([1, 0], np.int32))
    assert stable.account(rankings, kernel, crossed) == stable.Account(2, 18, 1)


def test_nobody_at_all_is_a_stable_matching():
    compiled = tables(np.zeros((0, 0), np.int64), np.zeros((0, 0), bool))
    problem = Problem(people("e", np.zeros(0)), people("o", np.zeros(0)))
    rankings = rankings_of(problem, compiled)
    pairs = stable.match_stable(rankings, ReferenceKernel(compiled))
    assert stable.account(rankings, ReferenceKernel(compiled), pairs) == stable.Account(0, 0, 0)


def test_a_wish_for_a_forbidden_pair_does_not_count():
    compiled = tables(np.array([[5, 1]]), np.array([[False, True]]))
    first = Wishes(PairList(np.zeros(1, np.int32), np.zeros(1, np.int32)), np.zeros(1, np.int8))
    problem = Problem(people("e", np.ones(1)), people("o", np.ones(2)), mentee_wishes=first)
    pairs = stable.match_stable(rankings_of(problem, compiled), ReferenceKernel(compiled))
    assert as_list(pairs) == [(0, 1)]


def test_the_stable_mode_stands_beside_the_best_matching_and_keeps_the_pins():
    label = Category(np.arange(3, dtype=np.int32), ("a", "b", "c"))
    mentees, mentors = (replace(people(letter, np.ones(3)), columns={"label": label}) for letter in "eo")
    table = {("a", "a"): 10, ("a", "b"): 9, ("b", "a"): 9, ("c", "c"): 5}
    criterion = Closeness(name="any", label=Words("a", "a"), points=10, column="label", table=table)
    problem = Problem(mentees, mentors, (criterion,), protection=Protection.NONE)
    pin = PairList(np.array([2], np.int32), np.array([1], np.int32))
    apart = stable.stable_mode(match(replace(problem, pinned=pin)))
    assert as_list(apart.pairs)[2] == (2, 1)
    assert apart.stable.matched == apart.best.matched == 2
    assert apart.stable.blocking == 0


def test_peers_have_no_stable_mode():
    everybody = people("e", np.ones(2))
    with pytest.raises(ProblemError, match="two sides"):
        stable.stable_mode(match(Problem(everybody, everybody, form=Form.PEERS)))

"""Events one after the other, against a full run from nothing after each."""

from dataclasses import replace

import numpy as np
import pytest

from binome.matching import events
from binome.matching.cohorts import cohort
from binome.matching.criteria import Closeness
from binome.matching.engine import match
from binome.matching.events import Standing
from binome.matching.native import ways
from binome.matching.problem import Category, Exclusion, Form, PairList, People, Problem, ProblemError, Protection
from binome.matching.rules import OtherThan
from binome.matching.words import Words

from .. import LONG
from .random_tables import skip_without_compiler


def listed(couples):
    both = np.array(couples, np.int32).reshape(-1, 2)
    return PairList(both[:, 0].copy(), both[:, 1].copy())


def draw(seed, protection=Protection.NONE, largest=9):
    """A small market with any points at all: everyone has a label of her own."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(2, largest)), int(rng.integers(2, largest))
    labels = tuple(f"l{k}" for k in range(max(n, m)))
    table = {(labels[i], labels[j]): int(rng.integers(0, 40)) for i in range(n) for j in range(m)}
    companies = tuple("ABC")

    def side(letter, count, places):
        columns = {
            "label": Category(np.arange(count, dtype=np.int32), labels),
            "company": Category(rng.integers(0, 3, count).astype(np.int32), companies),
        }
        return People(tuple(f"{letter}{k}" for k in range(count)), places.astype(np.int32), columns)

    vetoes = [(i, j) for i in range(n) for j in range(m) if rng.random() < 0.15]
    return Problem(
        side("e", n, rng.integers(0, 3, n) if seed % 3 == 0 else np.ones(n)),
        side("o", m, rng.integers(0, 4, m)),
        (Closeness(name="any", label=Words("a", "a"), points=40, column="label", table=table),),
        (OtherThan(name="company", label=Words("c", "c"), column="company"),),
        protection=protection,
        excluded=(Exclusion("veto", listed(vetoes)),),
    )


def level_weight(weighing, points):
    return int((weighing.weights(points) - weighing.base).sum())


def act(rng, standing, problem):
    """One event drawn at random, or None where the one drawn isn't possible."""
    n, m = len(problem.mentees), len(problem.mentors)
    i, j = int(rng.integers(n)), int(rng.integers(m))
    kind = rng.integers(6)
    try:
        if kind == 0:
            return standing.leave(mentee=i) if rng.random() < 0.5 else standing.leave(mentor=j)
        if kind == 1:
            return standing.join(mentee=i) if rng.random() < 0.5 else standing.join(mentor=j, places=2)
        if kind == 2:
            return standing.capacity(int(rng.integers(0, 4)), mentor=j)
        if kind == 3 and standing.pairs():
            return standing.refuse(*standing.pairs()[int(rng.integers(len(standing.pairs())))])
        if kind == 4:
            return standing.pin(i, j)
        return standing.refuse(i, j)
    except ProblemError:
        return None


@pytest.mark.parametrize(("solver", "patience"), [("wheels", 0), ("native", 0), ("native", 9), ("native", 9999)])
@pytest.mark.parametrize(
    ("protection", "known", "stickiness"),
    [(Protection.NONE, 0, 0), (Protection.NONE, 0, 5), (Protection.NONE, 9, 7), (Protection.GENTLE, 1, 0)],
)
def test_any_sequence_of_events_gives_what_a_full_run_would(
    protection, known, stickiness, solver, patience, monkeypatch
):
    """`known`: how few pairs each mentee begins with, so that others must be found by pricing. `patience`: after how
    many pairs read the search goes from both ends."""
    if solver == "native":
        skip_without_compiler()
    monkeypatch.setattr(events, "KNOWN", known)
    monkeypatch.setattr(ways, "PATIENCE", patience)
    done = 0
    for seed in range(30 if LONG else 10):
        problem = draw(seed, protection)
        standing = Standing.from_matching(match(problem), stickiness, kernel="reference", solver=solver)
        rng = np.random.default_rng(1000 + seed)
        for _ in range(8):
            change = act(rng, standing, problem)
            if change is None:
                continue
            done += 1
            standing = change.standing
            asked = standing.problem()
            pairs = listed(standing.pairs())
            assert standing.faults() == [], seed
            assert keeps_the_rules(asked, pairs), seed
            full = match(asked, kernel="reference", solver="wheels")
            mine, best = (level_weight(full.proof.weighing, points) for points in (points_of(standing), full.points))
            assert len(pairs) == len(full.pairs), seed
            assert mine == best or (stickiness and mine <= best), seed
            if protection is Protection.NONE:
                assert change.keeping == (0, best - mine), seed
    assert done > 40


def points_of(standing):
    criteria, pairs = standing.origin.criteria, listed(standing.pairs())
    return sum(one.score(standing.origin, pairs) for one in criteria)


def keeps_the_rules(problem, pairs):
    forbidden = {(i, j) for e in problem.excluded for i, j in zip(e.pairs.mentee, e.pairs.mentor, strict=True)}
    return (
        np.all(np.bincount(pairs.mentee, minlength=len(problem.mentees)) <= problem.mentees.places)
        and np.all(np.bincount(pairs.mentor, minlength=len(problem.mentors)) <= problem.mentors.places)
        and not problem.rules[0].forbids(problem, pairs).any()
        and not forbidden & set(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True))
    )


def test_stickiness_keeps_pairs_and_its_cost_is_what_a_fresh_start_would_bring():
    kept_more = 0
    for seed in range(40):
        problem = draw(3 * seed + 1)
        first = match(problem)
        plain, sticky = (Standing.from_matching(first, points) for points in (0, 30))
        if not len(first.pairs):
            continue
        mentor = int(first.pairs.mentor[0])
        free, held = plain.leave(mentor=mentor), sticky.leave(mentor=mentor)
        assert held.standing.faults() == []
        assert len(free.standing.pairs()) == len(held.standing.pairs())
        assert held.keeping == (0, free.points[1] - held.points[1])
        assert free.keeping == (0, 0)
        assert held.keeping[1] >= 0
        assert len(held.closed) <= len(free.closed)
        kept_more += len(held.closed) < len(free.closed)
    assert kept_more


def test_a_change_says_what_it_kept_opened_and_closed():
    problem = draw(4)
    standing = Standing.from_matching(match(problem))
    before = standing.pairs()
    change = standing.refuse(*before[0])
    after = change.standing.pairs()
    assert before[0] in change.closed
    assert set(change.kept) | set(change.closed) == set(before)
    assert set(change.kept) | set(change.opened) == set(after)
    assert change.points == (standing.points(), change.standing.points())
    assert standing.pairs() == before


def test_whoever_leaves_and_comes_back_finds_the_same_total():
    for seed in range(30):
        standing = Standing.from_matching(match(draw(seed)))
        for mentee, _ in standing.pairs():
            places = standing.problem().mentees.places[mentee]
            back = standing.leave(mentee=mentee).standing.join(mentee=mentee, places=int(places)).standing
            assert back.points() == standing.points()
            assert len(back.pairs()) == len(standing.pairs())


def test_events_that_make_no_sense_are_refused():
    problem = draw(4)
    standing = Standing.from_matching(match(problem))
    mentee, mentor = standing.pairs()[0]
    pinned = standing.pin(mentee, mentor).standing
    wrong = [
        lambda: standing.join(mentee=mentee),
        lambda: standing.leave(),
        lambda: standing.leave(mentee=mentee, mentor=mentor),
        lambda: pinned.pin(mentee, mentor),
        lambda: pinned.capacity(0, mentor=mentor),
        lambda: standing.refuse(mentee, mentor).standing.pin(mentee, mentor),
        lambda: standing.capacity(10_000, mentor=mentor),
        lambda: Standing.from_matching(match(problem), -1),
        lambda: Standing.from_matching(match(replace(problem, protection=Protection.FLOOR))),
        lambda: Standing.from_matching(
            match(replace(problem, mentors=problem.mentees, form=Form.PEERS, excluded=(), criteria=(), rules=()))
        ),
    ]
    for event in wrong:
        with pytest.raises(ProblemError):
            event()


def test_the_ways_in_c_and_in_python_keep_the_same_optimum_of_a_tight_promotion(monkeypatch):
    skip_without_compiler()
    monkeypatch.setattr(ways, "PATIENCE", 40)
    first = match(cohort(300, "tight"))
    standings = {solver: Standing.from_matching(first, 3, solver=solver) for solver in ("wheels", "native")}
    rng = np.random.default_rng(4)
    for event in range(30):
        mentee, mentor = int(rng.integers(300)), int(rng.integers(120))
        for solver, standing in standings.items():
            if event % 3 == 0:
                change = standing.leave(mentee=mentee)
            elif event % 3 == 1:
                change = standing.capacity(int(standing.origin.mentors.places[mentor]) + 1, mentor=mentor)
            else:
                change = standing.refuse(*standing.pairs()[mentee % 200])
            standings[solver] = change.standing
        wheels, native = standings.values()
        assert len(wheels.pairs()) == len(native.pairs())
        assert wheels.sums[1] == native.sums[1]
        assert standing_weight(wheels) == standing_weight(native)
    assert not standings["native"].faults() + standings["wheels"].faults()


def standing_weight(standing):
    return int(standing.sticky.held()[2].sum())


def test_few_pairs_are_taken_of_the_many_that_somebody_lacks_whose_partner_leaves(monkeypatch):
    monkeypatch.setattr(events, "KNOWN", 0)
    labels = tuple(f"l{k}" for k in range(40))
    sides = [
        People(
            tuple(f"{letter}{k}" for k in range(count)),
            np.ones(count, np.int32),
            {"label": Category(np.arange(count, dtype=np.int32), labels)},
        )
        for letter, count in (("e", 40), ("o", 1))
    ]
    table = {(label, "l0"): points for points, label in enumerate(labels)}
    any_points = Closeness(name="any", label=Words("a", "a"), points=40, column="label", table=table)
    standing = Standing.from_matching(match(Problem(*sides, (any_points,))))
    assert standing.pairs() == [(39, 0)]
    after = standing.leave(mentee=39).standing
    assert after.pairs() == [(38, 0)] and after.faults() == []
    assert len(after.sticky.known.all()[0]) < 5

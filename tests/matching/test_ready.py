"""Ready lists: the same stable pairs in C and in Python, and those that the definition of stability gives."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from binome.matching.problem import ProblemError
from binome.matching.ready import Lists, match_lists

from .random_tables import skip_without_compiler


def lists(rows, places):
    starts = np.cumsum([0] + [len(row) for row in rows]).astype(np.int64)
    return Lists(starts, np.array([x for row in rows for x in row], np.int32), np.array(places, np.int32))


def rows_of(side):
    return [side.other[a:b].tolist() for a, b in zip(side.starts, side.starts[1:], strict=False)]


def draw(seed, most=8):
    """Lists of any length, some of people who don't list her back."""
    rng = np.random.default_rng(seed)
    n, m = rng.integers(0, most, 2)
    sides = []
    for mine, other in ((n, m), (m, n)):
        rows = [rng.permutation(other)[: rng.integers(other // 2, other + 1)].tolist() for _ in range(mine)]
        sides.append(lists(rows, rng.integers(0, 4, mine)))
    return sides


def pairs_of(found):
    return list(zip(found.mentee.tolist(), found.mentor.tolist(), strict=True))


def would_take(side, person, other, partners):
    """She lists the other, and has a place left or somebody whom she lists after."""
    row = rows_of(side)[person]
    if other not in row or not side.places[person]:
        return False
    return len(partners) < side.places[person] or any(row.index(other) < row.index(x) for x in partners)


def is_stable(mentees, mentors, pairs):
    if any(j not in rows_of(mentees)[i] or i not in rows_of(mentors)[j] for i, j in pairs):
        return False
    for i, j in product(range(len(mentees.places)), range(len(mentors.places))):
        hers, theirs = [b for a, b in pairs if a == i], [a for a, b in pairs if b == j]
        if (i, j) not in pairs and would_take(mentees, i, j, hers) and would_take(mentors, j, i, theirs):
            return False
    return True


def test_nobody_would_rather_be_elsewhere_and_every_place_is_hers():
    matched = 0
    for seed in range(300):
        mentees, mentors = draw(seed)
        pairs = pairs_of(match_lists(mentees, mentors, solver="wheels"))
        matched += len(pairs)
        assert len(set(pairs)) == len(pairs)
        assert all(sum(a == i for a, _ in pairs) <= places for i, places in enumerate(mentees.places))
        assert all(sum(b == j for _, b in pairs) <= places for j, places in enumerate(mentors.places))
        assert is_stable(mentees, mentors, pairs), seed
    assert matched > 500


def test_no_stable_matching_is_better_for_any_mentee():
    """Against all the stable matchings of small markets with one place each."""
    several = 0
    for seed in range(400):
        mentees, mentors = (replace(side, places=np.ones_like(side.places)) for side in draw(seed, most=6))
        rows = rows_of(mentees)
        choices = product(*([None, *row] for row in rows))
        all_pairs = ([(i, j) for i, j in enumerate(choice) if j is not None] for choice in choices)
        stable = [pairs for pairs in all_pairs if is_stable(mentees, mentors, pairs) and one_each(pairs)]
        best = dict(pairs_of(match_lists(mentees, mentors, solver="wheels")))
        several += len(stable) > 1
        for pairs in stable:
            assert {i for i, _ in pairs} == set(best)
            assert all(rows[i].index(best[i]) <= rows[i].index(j) for i, j in pairs), seed
    assert several > 3


def one_each(pairs):
    return len({j for _, j in pairs}) == len(pairs)


def test_c_and_python_give_the_same_pairs_in_the_same_order():
    skip_without_compiler()
    for seed in range(400):
        sides = draw(seed, most=30)
        assert pairs_of(match_lists(*sides, solver="native")) == pairs_of(match_lists(*sides, solver="wheels")), seed


def test_c_and_python_agree_on_lists_of_every_length():
    """Short ones are read, those of more than 512 turned; even these are read once the bar is high."""
    skip_without_compiler()
    for seed in range(8):
        rng = np.random.default_rng(seed)
        n, m = 1_500, 60
        lengths = rng.choice([1, 30, 33, 64, 500, 512, 513, 1_000, n], m)
        mentees = lists([rng.permutation(m)[: rng.integers(m // 2, m)] for _ in range(n)], rng.integers(0, 4, n))
        mentors = lists([rng.permutation(n)[:length] for length in lengths], rng.choice([0, 1, 5, 70, 600, 2_000], m))
        native, wheels = (pairs_of(match_lists(mentees, mentors, solver=name)) for name in ("native", "wheels"))
        assert native == wheels, seed
        assert len(native) > 500


def test_ten_thousand_who_all_want_one_mentor():
    mentees = lists([[0]] * 10_000, [1] * 10_000)
    mentors = lists([range(9_999, -1, -1)], [3])
    for solver in ("auto", "wheels"):
        assert pairs_of(match_lists(mentees, mentors, solver=solver)) == [(9_997, 0), (9_998, 0), (9_999, 0)]


def test_places_beyond_counting_ask_for_no_more_memory_than_the_lists():
    sides = lists([[0, 1]], [2**31 - 1]), lists([[0], [0]], [2**31 - 1] * 2)
    for solver in ("auto", "wheels"):
        assert pairs_of(match_lists(*sides, solver=solver)) == [(0, 0), (0, 1)]


@pytest.mark.parametrize("solver", ["auto", "wheels"])
@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ([[0, 0]], [[0]]),
        ([[0]], [[0, 0]]),
        ([[1]], [[0]]),
        ([[-1]], [[0]]),
        ([[0]], [[1]]),
        ([[0]], [[-1]]),
    ],
)
def test_somebody_listed_twice_or_who_does_not_exist_is_refused(mine, theirs, solver):
    with pytest.raises(ProblemError, match="doesn't exist, or is there twice"):
        match_lists(lists(mine, [1]), lists(theirs, [1]), solver=solver)


def test_arrays_that_do_not_fit_together_are_refused():
    good = lists([[0], [0]], [1, 1])
    wrong = [
        {"starts": np.array([0, 2, 1])},
        {"starts": np.array([0, 1])},
        {"starts": np.array([1, 1, 2])},
        {"other": np.array([0], np.int32)},
        {"places": np.array([1, -1], np.int32)},
    ]
    for change in wrong:
        with pytest.raises(ProblemError):
            replace(good, **change)

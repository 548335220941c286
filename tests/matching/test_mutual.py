"""One population seen both ways, and pairs scored one by one, against the definitions of the tables."""

from dataclasses import replace

import numpy as np
import pytest

from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.listed import allowed, scores
from binome.matching.mutual import mutual
from binome.matching.problem import PairList, ProblemError
from binome.matching.tables import GateKind

from .random_tables import Shape, affinity, make, may_meet


def population(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 14))
    gates = tuple(GateKind(int(kind)) for kind in rng.choice(list(GateKind), int(rng.integers(0, 4))))
    largest = int(rng.choice([40, 7000]))
    return make(Shape(seed, n, n, int(rng.integers(0, 5)), int(rng.choice([0, 3])), largest, gates, 3, 0.1, 0.1))


def test_the_mutual_affinity_is_the_sum_of_both_directions_and_eligibility_their_conjunction():
    for seed in range(100):
        tables = population(seed)
        n, both = len(tables.mentee_places), mutual(tables)
        expected, eligible = affinity(tables) + affinity(tables).T, may_meet(tables) & may_meet(tables).T
        found = ReferenceKernel(both).best(n)
        assert np.array_equal(affinity(both), expected)
        assert list(zip(found.mentee, found.mentor, strict=True)) == list(zip(*np.nonzero(eligible), strict=True))
        assert np.array_equal(found.score, expected[eligible])


def test_listed_pairs_have_the_affinity_and_the_eligibility_of_the_tables():
    for seed in range(100):
        tables = population(seed)
        mentee, mentor = np.nonzero(np.ones(tables.shape))
        pairs = PairList(mentee.astype(np.int32), mentor.astype(np.int32))
        assert np.array_equal(scores(tables, pairs), affinity(tables).ravel())
        assert np.array_equal(allowed(tables, pairs), may_meet(tables).ravel())


def test_points_too_large_to_count_twice_are_refused():
    with pytest.raises(ProblemError, match="count twice"):
        mutual(replace(population(1), high=7501))

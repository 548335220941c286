"""Peers beyond what the blossom algorithm closes: the same couples whoever makes them, and a bound that is true."""

import numpy as np
import pytest

from bench.matching.ours import one_population
from binome.matching.bounds import certify_population
from binome.matching.checking import check_population
from binome.matching.cohorts import cohort
from binome.matching.engine import match
from binome.matching.forms import open_population
from binome.matching.kernels.native import NativeKernel
from binome.matching.peers import EXACT
from tests import LONG
from tests.matching.random_tables import skip_without_compiler


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("people", [2_500, *([3_001, 5_000, 10_000] if LONG else [])])
def test_above_the_blossoms_size_native_and_wheels_find_the_same_peers_and_the_same_bound(people):
    skip_without_compiler()
    problem = one_population(cohort(people, "tight"))
    native, wheels = (
        match(problem, kernel=kernel, solver=solver)
        for kernel, solver in (("native", "native"), ("reference", "wheels"))
    )
    assert len(problem.mentees) > EXACT
    for name in ("mentee", "mentor"):
        assert np.array_equal(getattr(native.pairs, name), getattr(wheels.pairs, name))
    assert np.array_equal(native.points, wheels.points)
    claimed = [certify_population(matching) for matching in (native, wheels)]
    assert claimed[0].gap == claimed[1].gap
    assert claimed[0].gap[0] == 0
    assert check_population(problem, native.pairs, claimed[0], kernel=NativeKernel(open_population(problem)[2])) == []

"""The targets of MATCHING.md that numpy and scipy alone must reach, on the invented promotions of the bench.

Times and memory are compared in the same run, at the size of the target, in `make test-long`; the rest at any size.
"""

import pytest

from bench.matching.__main__ import REGIMES, measure
from binome.matching.certify import certify
from binome.matching.checking import check
from binome.matching.cohorts import cohort
from binome.matching.engine import match
from tests import LONG
from tests.matching.random_tables import ready

WHEELS = {"kernel": "reference", "solver": "wheels"}
PASSES = {"slack": 1.5, "scarce": 2.5, "tight": 4.0}  # T9

long_only = pytest.mark.skipif(not LONG, reason="a minute of processor time: make test-long")


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("mentees", [120, pytest.param(2_000, marks=long_only)])
def test_no_eligible_pair_is_left_and_few_passes_prove_it(mentees, regime):
    """T7: the check, which knows no solver, goes through all pairs; primal and dual are the same whole number. T9."""
    problem = cohort(mentees, regime)
    matching = match(problem, **WHEELS)
    certificate = certify(matching, **WHEELS)
    assert certificate.exact and certificate.gap == 0
    assert check(problem, matching.pairs, certificate) == []
    assert matching.proof.passes <= PASSES[regime]


@pytest.mark.parametrize("regime", REGIMES)
def test_the_same_pairs_come_out_of_any_threads_and_makers(regime):
    """T11."""
    problem = cohort(400, regime)
    makers = [WHEELS, {**WHEELS, "threads": 2}]
    if not ready():
        makers += [{"kernel": "native", "solver": "native", "threads": threads} for threads in (1, 2)]
    found = [match(problem, **maker) for maker in makers]
    couples = {(each.pairs.mentee.tobytes(), each.pairs.mentor.tobytes(), each.points.tobytes()) for each in found}
    assert len(couples) == 1


@long_only
@pytest.mark.timeout(900)
def test_the_wheels_only_path_takes_half_the_processor_and_a_third_of_the_memory_of_a_dense_assignment():
    """T0, at 10,000 mentees."""
    wheels, dense = measure("wheels", 10_000), measure("numpy + linear_sum_assignment", 10_000)
    assert (wheels["matched"], wheels["total"]) == (dense["matched"], dense["total"])
    assert wheels["cpu"] <= dense["cpu"] / 2
    assert wheels["mb"] <= dense["mb"] / 3


@long_only
def test_a_promotion_is_matched_at_once_by_the_wheels_only_path():
    """T0: CPU seconds, so that a busy machine changes little."""
    assert measure("wheels", 120)["cpu"] <= 0.2
    assert measure("wheels", 2_000)["cpu"] <= 3

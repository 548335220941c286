"""Ten thousand small promotions of every form against exact references (`make test-long`; a sample otherwise).

Each: the same sums at every level as when every choice is tried in turn, every rule kept, the certificate accepted,
and the same pairs, points and refusals from the native makers as from the wheels-only ones.
"""

import numpy as np
import pytest

from binome.matching.certify import certify
from binome.matching.checking import check
from binome.matching.engine import match
from binome.matching.kernels.native import NativeKernel
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.native.library import load
from binome.matching.problem import Protection
from binome.matching.ready import match_lists
from binome.matching.solvers.native import NativeSolver
from binome.matching.stable import match_stable
from tests import LONG
from tests.matching import test_circles as circles
from tests.matching import test_peers as peers
from tests.matching import test_ready as ready_lists
from tests.matching import test_stable as stable
from tests.matching.exact import enumerated
from tests.matching.test_certificate import random_case, sums_of

FIRST = 1_000  # seeds that no other test draws
BATCHES = 20
PAIRS, PEERS, CIRCLES, STABLE = (400, 50, 20, 30) if LONG else (4, 1, 1, 2)  # in each batch: 10,000 in all
WHEELS = {"kernel": "reference", "solver": "wheels"}
NATIVE = {"kernel": "native", "solver": "native"}
BOTH_NATIVE = NativeKernel, NativeSolver

pytestmark = pytest.mark.timeout(1800)  # six seconds of processor time a batch: more where others want it too

every_batch = pytest.mark.parametrize("batch", range(BATCHES))


def seeds_of(batch, count):
    return range(FIRST + batch * count, FIRST + (batch + 1) * count)


@every_batch
def test_pairs_of_two_sides(batch):
    for seed in seeds_of(batch, PAIRS):
        case = random_case(seed, list(Protection)[seed % 3])
        sums, pairs, share = case.solve(enumerated)

        matching = match(case.problem, **WHEELS)

        assert sums_of(case, matching) == (sums, set(pairs)), seed
        assert matching.proof.floor_share == share, seed
        assert check(case.problem, matching.pairs, certify(matching, **WHEELS)) == [], seed
        if load():
            native = match(case.problem, **NATIVE)
            assert np.array_equal(native.pairs.mentee, matching.pairs.mentee), seed
            assert np.array_equal(native.pairs.mentor, matching.pairs.mentor), seed
            assert np.array_equal(native.points, matching.points), seed


@every_batch
def test_peers(batch):
    for seed in seeds_of(batch, PEERS):
        points, eligible = peers.draw(seed)
        found, kernel = peers.solve(points, eligible, [Protection.NONE, Protection.GENTLE][seed % 2])
        peers.keep_the_rules(found, points, eligible)
        peers.prove(found, kernel, points, eligible)
        both = points + points.T
        weight = found.weighing.weights(both) - found.weighing.base if len(points) else both
        assert (len(found.pairs), found.weight) == peers.best_by_trying(weight, eligible & eligible.T), seed
        if load():
            protection = [Protection.NONE, Protection.GENTLE][seed % 2]
            native, _ = peers.solve(points, eligible, protection, makers=BOTH_NATIVE)
            assert np.array_equal(native.pairs.mentee, found.pairs.mentee), seed
            assert np.array_equal(native.pairs.mentor, found.pairs.mentor), seed
            assert (native.weight, native.gap) == (found.weight, found.gap), seed


@every_batch
def test_circles(batch):
    for seed in seeds_of(batch, CIRCLES):
        sizes = [(3, 6), (2, 3), (4, 4)][seed % 3]
        points, eligible = circles.draw(seed)
        found = circles.solve(points, eligible, sizes)
        circles.keep_the_rules(found, points, eligible, sizes)
        circles.prove(found, points, eligible, sizes)
        assert (found.placed, found.points) == circles.best_by_trying(points, eligible, sizes), seed
        if load():
            native = circles.solve(points, eligible, sizes, makers=BOTH_NATIVE)
            assert (native.circles, native.points, native.gap) == (found.circles, found.points, found.gap), seed


@every_batch
def test_the_stable_mode(batch):
    """From affinities and wishes, and from ready lists: nobody would rather be elsewhere."""
    for seed in seeds_of(batch, STABLE):
        compiled, rankings, eligible = stable.market(seed)
        expected = stable.plain_deferred_acceptance(compiled, rankings, eligible)
        kernels = [ReferenceKernel, NativeKernel] if load() else [ReferenceKernel]
        for kernel in kernels:
            assert stable.as_list(match_stable(rankings, kernel(compiled))) == expected, seed
        assert stable.plainly_blocking(compiled, rankings, eligible, expected) == [], seed

        sides = ready_lists.draw(seed)
        found = ready_lists.pairs_of(match_lists(*sides, solver="wheels"))
        assert ready_lists.is_stable(*sides, found), seed
        if load():
            assert ready_lists.pairs_of(match_lists(*sides, solver="native")) == found, seed

"""Is this matching what its certificate claims? `check` answers without the solver, the columns or the levels.

    claims.py   the certificate and the pairs themselves: people, places, rules, sums
    market.py   all pairs that were open to choice, scored by criteria.py and rules.py, or by a kernel
    proofs.py   the proof of each level over those pairs
    population.py  peers and circles, and their bounds
    sentences.py   what can be found wrong
Always true here: the points of every pair that counts are asked of criteria.py, never of the compiler.
"""

from __future__ import annotations

from binome.matching.certificate import Certificate
from binome.matching.checking.claims import claims, matched_pairs
from binome.matching.checking.market import ByCriteria, ByKernel, Market, OpenPairs
from binome.matching.checking.population import check_population
from binome.matching.checking.proofs import proofs
from binome.matching.compiler import check_problem
from binome.matching.kernels import Kernel
from binome.matching.problem import PairList, Problem
from binome.matching.words import Sentence

__all__ = ["check", "check_population"]


def check(
    problem: Problem, pairs: PairList, certificate: Certificate, *, kernel: Kernel | None = None
) -> list[Sentence]:
    """Every fault of a matching or of its certificate, in sentences. None: it is proved, as far as it claims.

    `kernel`: a kernel on the tables of the problem's market (`engine.open_market`), to go through all pairs; without
    it, each is scored by criteria.py, at a few microseconds. Raises ProblemError when the problem can't be read.
    """
    check_problem(problem)
    faults = claims(problem, certificate) or matched_pairs(problem, pairs, certificate)
    if faults:
        return faults
    market = Market(problem, pairs)
    every: OpenPairs = ByCriteria(market) if kernel is None else ByKernel(market, kernel)
    return proofs(market, every, certificate)

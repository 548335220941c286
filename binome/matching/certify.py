"""The certificate of a matching that the engine found."""

from __future__ import annotations

import numpy as np

from binome.matching import kernels, solvers
from binome.matching.certificate import Certificate, Duals, LevelProof
from binome.matching.curve import floors
from binome.matching.engine import Market, Matching, Proof
from binome.matching.kernels import Arcs, Kernel
from binome.matching.lexicographic import Level, tie_weights
from binome.matching.problem import Points, Problem, ProblemError, Protection
from binome.matching.protection import filling
from binome.matching.solvers import Solver
from binome.matching.ties import seeds


def certify(matching: Matching, *, kernel: str = "auto", solver: str = "auto", threads: int = 1) -> Certificate:
    """Everything that `checking.check` wants to know. One pass over all pairs, to count them; a few more for a floor.

    Raises ProblemError for a matching that has no proof by levels (peers, circles, stable).
    """
    proof, problem = matching.proof, matching.problem
    if proof is None:
        raise ProblemError(f"A matching of the form “{problem.form}” has no proof by levels.")
    market = proof.market
    pricing = kernels.choose(kernel, market.tables, threads)
    number = higher = None
    if problem.protection is Protection.FLOOR and not proof.gap:
        number, higher = _floor_proofs(proof, pricing, solvers.choose(solver), problem)
    complete = all(level.complete for level in proof.levels)
    levels = proof.levels if complete else proof.levels[:1]
    return Certificate(
        fingerprint=market.tables.fingerprint,
        form=problem.form,
        protection=problem.protection,
        matched=len(matching.pairs),
        total=int(matching.points.sum()),
        base=proof.weighing.base,
        low=market.tables.low,
        high=market.tables.high,
        eligible=int(pricing.eligible().sum()),
        gap=proof.gap,
        complete=complete,
        levels=tuple(_level_proof(problem, proof, place) for place in range(len(levels))),
        share=proof.floor_share,
        number=number,
        higher=higher,
    )


def _level_proof(problem: Problem, proof: Proof, place: int) -> LevelProof:
    level, market = proof.levels[place], proof.market
    shift, bonus = level.raised
    u, v = level.solution.u, level.solution.v
    if place:
        before = proof.levels[place - 1].solution
        u, v = u - bonus * (before.u > 0), v - bonus * (before.v > 0)
    weights = _weights(level, proof, problem, proof.levels[-1].pairs())
    return LevelProof(level.name, sum(weights.tolist()), -shift, _duals(u, v, market, problem))


def _weights(level: Level, proof: Proof, problem: Problem, pairs: Arcs) -> Points:
    """The weights of pairs, as the level counts them."""
    if level.name == "ties":
        ids = (
            seeds(side.ids)[kept]
            for side, kept in ((problem.mentees, proof.market.mentees), (problem.mentors, proof.market.mentors))
        )
        return tie_weights(pairs, *ids)
    return pairs.score if level.name == "total" else proof.weighing.weights(pairs.score)


def _duals(u: Points, v: Points, market: Market, problem: Problem) -> Duals:
    """The duals of a market's people, at their places in the problem."""
    wide = np.zeros(len(problem.mentees), np.int64), np.zeros(len(problem.mentors), np.int64)
    wide[0][market.mentees], wide[1][market.mentors] = u, v
    return Duals(*wide)


def _floor_proofs(proof: Proof, kernel: Kernel, solver: Solver, problem: Problem) -> tuple[Duals | None, Duals | None]:
    """No more pairs without the floor, and fewer with the next one; None where it isn't so (a run was stopped)."""
    highest, arcs, matched = kernel.highest(), proof.levels[0].arcs, len(proof.levels[0].pairs())
    proofs: list[Duals | None] = []
    for share, most in ((0, matched), ((proof.floor_share or 0) + 1, matched - 1)):
        found = filling(kernel, solver, floors(highest, share), arcs).solution if share <= 100 else None
        proved = found and found.chosen.sum() <= most
        proofs.append(_duals(found.u, found.v, proof.market, problem) if found and proved else None)
    return proofs[0], proofs[1]

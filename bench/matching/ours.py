"""What the engine does, one measure each."""

import time
from functools import partial

import numpy as np

from bench.matching.one import Clock, Figures
from binome.matching import kernels, solvers
from binome.matching.certify import certify
from binome.matching.checking import check
from binome.matching.cohorts import cohort
from binome.matching.columns import base_weight, candidates, graph_of, solve_all_pairs
from binome.matching.compiler import compile_problem
from binome.matching.engine import match
from binome.matching.events import Standing
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.mutual import mutual
from binome.matching.peers import match_peers
from binome.matching.problem import Protection
from binome.matching.rankings import Rankings
from binome.matching.ready import Lists, match_lists
from binome.matching.solvers import Edges, Graph
from binome.matching.stable import match_stable
from binome.matching.ties import seeds

ARCS = 50  # a mentee, for the solvers on identical arcs
LISTED = 20  # a mentee, for ready lists of preferences
LONG_ENOUGH = 1.0  # second of CPU, for what is too short for the clock
TOGETHER = 10


def compiled(mentees: int, regime: str, kernel: str = "auto") -> Kernel:
    return kernels.choose(kernel, compile_problem(cohort(mentees, regime)))


def plain(kernel: Kernel) -> Weighing:
    return Weighing(base_weight(kernel.tables, kernel.tables.high - kernel.tables.low, kernel.tables.low))


def same_arcs(mentees: int, regime: str) -> tuple[Graph, Weighing]:
    kernel = compiled(mentees, regime)
    arcs, weighing = kernel.best(ARCS), plain(kernel)
    return graph_of(arcs, weighing.weights(arcs.score), kernel), weighing


def from_features(maker: tuple[str, str], mentees: int, regime: str, clock: Clock, threads: int = 1) -> Figures:
    """Columns of people to the proved optimum, the canonical pairs included."""
    problem = cohort(mentees, regime)
    with clock.running():
        matching = match(problem, kernel=maker[0], solver=maker[1], threads=threads)
    certificate = certify(matching)
    faults = check(problem, matching.pairs, certificate, kernel=kernels.choose("auto", compile_problem(problem)))
    return {
        "matched": len(matching.pairs),
        "total": int(matching.points.sum()),
        "passes": matching.proof.passes if matching.proof else None,
        "certificate": "valid" if not faults else faults[0],
        "digest": hash_of(matching.pairs.mentee, matching.pairs.mentor),
    }


def hash_of(*arrays: np.ndarray) -> str:
    import hashlib

    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()[:12]


def on_same_arcs(solver: str, mentees: int, regime: str, clock: Clock) -> Figures:
    graph, weighing = same_arcs(mentees, regime)
    chosen = solvers.choose(solver)
    with clock.running():
        solution = chosen.solve(graph)
    weight = graph.weight[solution.chosen]
    return {"matched": len(weight), "total": int(weight.sum()) - len(weight) * weighing.base}


def one_pass(kernel: str, mentees: int, regime: str, clock: Clock) -> Figures:
    """Every pair priced against duals that hold: the pass that proves."""
    tool = compiled(mentees, regime, kernel)
    optimum = solve_all_pairs(compiled(mentees, regime), solvers.choose("auto"), plain(tool), candidates(tool))
    with clock.running():
        missing, _ = tool.price(optimum.solution.u, optimum.solution.v, plain(tool), count=8)
    return {"violated": len(missing), "pairs": mentees * tool.tables.shape[1]}


def stable(mentees: int, regime: str, clock: Clock) -> Figures:
    """The stable mode from the tables: everybody ranks everybody."""
    problem = cohort(mentees, regime)
    tables = compile_problem(problem)
    kernel = kernels.choose("auto", tables)
    everyone = [np.arange(count, dtype=np.int32) for count in tables.shape]
    rankings = Rankings.of(problem, tables, *everyone)
    with clock.running():
        pairs = match_stable(rankings, kernel)
    return {"matched": len(pairs)}


def ready_lists(mentees: int, regime: str) -> tuple[Lists, Lists]:
    """Each mentee's LISTED best mentors, each mentor's mentees who listed her; every one in her own order: affinity,
    and 60 points of her own taste (as in MATCHING.md's measure)."""
    kernel = compiled(mentees, regime)
    best, rng = kernel.best(LISTED), np.random.default_rng(3)
    sides = []
    for mine, other, places in (
        (best.mentee, best.mentor, kernel.tables.mentee_places),
        (best.mentor, best.mentee, kernel.tables.mentor_places),
    ):
        order = np.lexsort((-best.score - rng.normal(0, 60, len(best)), mine))
        starts = np.searchsorted(mine[order], np.arange(len(places) + 1)).astype(np.int64)
        sides.append(Lists(starts, other[order], places))
    return sides[0], sides[1]


def from_ready_lists(solver: str, mentees: int, regime: str, clock: Clock) -> Figures:
    """Deferred acceptance over ready lists: the mean of as many times as a second holds."""
    lists = ready_lists(mentees, regime)
    times = 0
    while clock.cpu < LONG_ENOUGH:
        with clock.running():
            for _ in range(TOGETHER):
                pairs = match_lists(*lists, solver=solver)
        times += TOGETHER
    clock.cpu, clock.wall = clock.cpu / times, clock.wall / times
    found = np.stack([pairs.mentee, pairs.mentor], axis=1)
    return {"matched": len(found), "digest": hash_of(found[np.lexsort(found.T[::-1])])}


def peers(mentees: int, regime: str, clock: Clock) -> Figures:
    problem = cohort(mentees, regime)
    tables = mutual(compile_problem(one_population(problem)))
    kernel, solver = kernels.choose("auto", tables), solvers.choose("auto")
    with clock.running():
        found = match_peers(kernel, solver, seeds(problem.mentees.ids), Protection.NONE)
    matched, weight = found.gap
    total = int(found.pairs.score.sum())
    return {"matched": len(found.pairs), "total": total, "gap": [matched, weight], "exact": found.exact}


def ready_couples(partners: int, mentees: int, regime: str) -> tuple[Arcs, int]:
    """Each person's so many best, every couple once; and how far apart points can be."""
    tables = mutual(compile_problem(one_population(cohort(mentees, regime))))
    best = kernels.choose("auto", tables).best(partners)
    one, other = np.minimum(best.mentee, best.mentor), np.maximum(best.mentee, best.mentor)
    _, once = np.unique(one.astype(np.int64) * mentees + other, return_index=True)
    return Arcs(one[once], other[once], best.score[once]), tables.high - tables.low


def from_ready_couples(solver: str, mentees: int, regime: str, clock: Clock) -> Figures:
    """The best of the couples that rustworkx is given, exactly."""
    couples, _ = ready_couples(LISTED, mentees, regime)
    edges = Edges(mentees, couples.mentee, couples.mentor, (couples.score - couples.score.min(),))
    with clock.running():
        chosen = solvers.choose(solver).couples(edges)
    return {"matched": int(chosen.sum()), "total": int(couples.score[chosen].sum())}


def one_population(problem):
    from dataclasses import replace

    from binome.matching.problem import Form

    rules = tuple(rule for rule in problem.rules if rule.name != "stage")
    return replace(problem, mentors=problem.mentees, rules=rules, excluded=(), form=Form.PEERS)


def events(mentees: int, regime: str, clock: Clock) -> Figures:
    """Mentees who leave and come back, one at a time, the optimum over all pairs kept: CPU milliseconds of each.
    `times`: how many of them cost as much as the run that came before."""
    problem = cohort(mentees, regime)
    begun = time.process_time()
    matching = match(problem)
    full = time.process_time() - begun
    standing = Standing.from_matching(matching)
    begun_with = len(standing.pairs()), standing.points()
    chosen = np.random.default_rng(1).choice(mentees, min(1000, mentees // 4), replace=False).tolist()
    spent: list[float] = []
    with clock.running():
        for move in ("leave", "join"):
            for mentee in chosen:
                begun = time.thread_time()
                standing = getattr(standing, move)(mentee=mentee).standing
                spent.append(1000 * (time.thread_time() - begun))
    kept = begun_with == (len(standing.pairs()), standing.points()) and not standing.faults()
    figures = {"mean": float(np.mean(spent)), "p99": float(np.percentile(spent, 99)), "worst": max(spent)}
    figures |= {"times": int(1000 * full / figures["mean"])}
    return {"events": len(spent)} | figures | {"optimum": "kept" if kept else "LOST"}


CONTENDERS = {
    "wheels": partial(from_features, ("reference", "wheels")),
    "native": partial(from_features, ("native", "native")),
    "native, two threads": partial(from_features, ("native", "native"), threads=2),
    "arcs: wheels": partial(on_same_arcs, "wheels"),
    "arcs: native": partial(on_same_arcs, "native"),
    "pass: reference": partial(one_pass, "reference"),
    "pass: native": partial(one_pass, "native"),
    "stable": stable,
    "lists: native": partial(from_ready_lists, "native"),
    "lists: wheels": partial(from_ready_lists, "wheels"),
    "peers": peers,
    "couples: native": partial(from_ready_couples, "native"),
    "events": events,
}

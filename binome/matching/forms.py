"""One population: its compiled tables made mutual, its pins kept aside, then peers or circles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from binome.matching import kernels, solvers
from binome.matching.circles import Circles, match_circles
from binome.matching.compiler import compile_problem
from binome.matching.listed import scores
from binome.matching.mutual import mutual
from binome.matching.peers import Peers, match_peers
from binome.matching.problem import Form, Ints, PairList, Points, Problem, ProblemError
from binome.matching.rules import broken_rules
from binome.matching.tables import Tables, take
from binome.matching.ties import seeds
from binome.matching.words import Words


@dataclass(frozen=True, eq=False)
class Population:
    """Who is left to match once pins are kept: their places in the problem, sorted, int32; `tables`: mutual ones of
    all the problem's people. `found` speaks of these people by their rank among them."""

    tables: Tables
    people: Ints
    found: Peers | Circles

    def pairs(self, pinned: PairList) -> PairList:
        """Every couple of peers, or of people in the same circle, pins included: the smaller place first, sorted."""
        couples = [*zip(pinned.mentee.tolist(), pinned.mentor.tolist(), strict=True)]
        if isinstance(self.found, Peers):
            found = self.found.pairs
            couples += zip(self.people[found.mentee].tolist(), self.people[found.mentor].tolist(), strict=True)
        else:
            couples += [(a, b) for circle in self.circles() for a in circle for b in circle if a < b]
        both = np.array(sorted({(min(couple), max(couple)) for couple in couples}), np.int32).reshape(-1, 2)
        return PairList(both[:, 0].copy(), both[:, 1].copy())

    def circles(self) -> tuple[tuple[int, ...], ...]:
        """The people of each circle, as places in the problem; none for peers."""
        if isinstance(self.found, Peers):
            return ()
        return tuple(tuple(self.people[list(circle)].tolist()) for circle in self.found.circles)

    def points(self, pairs: PairList) -> Points:
        """int64 [k]: s_ij + s_ji."""
        return scores(self.tables, pairs)


_SEVERAL = Words(
    "{name} demande plusieurs places : entre pairs, chacune a une partenaire, et en cercles, un seul cercle.",
    "{name} asks for several places: peers have one partner, and one circle, each.",
)
_NO_PINS = Words(
    "Aucun binôme ne s’impose dans des cercles : retirez du fichier les personnes d’un cercle déjà formé.",
    "Pins are for pairs: take the people of a circle that is already made out of the problem.",
)


def match_population(
    problem: Problem, *, kernel: str, solver: str, threads: int, expired: Callable[[], bool]
) -> Population:
    """The best peers, or good circles, with their bound. Raises ProblemError when the problem contradicts itself."""
    if problem.mentors is not problem.mentees:
        raise ProblemError("Peers and circles are made in one population: mentors must be the same object as mentees.")
    if np.any(problem.mentees.places > 1):
        name = problem.mentees.ids[int(np.argmax(problem.mentees.places > 1))]
        raise ProblemError(_SEVERAL.about(name=name))
    tables, people, left = open_population(problem)
    pricing, solving = kernels.choose(kernel, left, threads), solvers.choose(solver)
    found: Peers | Circles
    if problem.form is Form.PEERS:
        own = seeds(problem.mentees.ids)[people]
        found = match_peers(pricing, solving, own, problem.protection, expired)
    else:
        seed = int(tables.fingerprint[:16], 16)
        found = match_circles(pricing, solving, problem.circle_sizes, seed, problem.protection, expired)
    return Population(tables, people, found)


def open_population(problem: Problem) -> tuple[Tables, Ints, Tables]:
    """The mutual tables of everybody; who has a place beside the pins; and the tables of these alone, each with one
    partner, or with all the others of the largest circle. Raises ProblemError for impossible pins."""
    tables = mutual(compile_problem(problem))
    people = np.flatnonzero(_places_left(problem, tables)).astype(np.int32)
    left = take(tables, people, people)
    if problem.form is Form.PEERS:
        return tables, people, left
    places = np.full(len(people), max(0, problem.circle_sizes[1] - 1), np.int32)
    return tables, people, replace(left, mentee_places=places, mentor_places=places)


def _places_left(problem: Problem, tables: Tables) -> Ints:
    """int32 [n], 0 or 1: less the pins, which must keep the rules both ways."""
    pinned, ids = problem.pinned, problem.mentees.ids
    if problem.form is Form.CIRCLES and len(pinned):
        raise ProblemError(_NO_PINS)
    turned = PairList(pinned.mentor, pinned.mentee)
    for place, broken in enumerate(zip(broken_rules(problem, pinned), broken_rules(problem, turned), strict=True)):
        if rules := broken[0] or broken[1]:
            one, other = ids[pinned.mentee[place]], ids[pinned.mentor[place]]
            raise ProblemError(f"The pinned pair {one} and {other} breaks a hard rule: {', '.join(rules)}.")
    couples = {(min(a, b), max(a, b)) for a, b in zip(pinned.mentee.tolist(), pinned.mentor.tolist(), strict=True)}
    taken = np.bincount([person for couple in couples for person in couple], minlength=len(ids))
    left = tables.mentee_places - taken.astype(np.int32)
    for over in np.flatnonzero(left < 0):
        raise ProblemError(f"{ids[over]} is pinned to more people than she has places.")
    return np.asarray(left, np.int32)

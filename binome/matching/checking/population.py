"""One population: are these peers or circles allowed, and does their bound hold? See cover.Bound and
circles.CircleBound for what a bound says."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, cast

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from binome.matching.checking import sentences
from binome.matching.checking.claims import LARGEST, keys
from binome.matching.checking.market import ByCriteria, ByKernel, Flags, Market, OpenPairs
from binome.matching.compiler import check_problem, fingerprint
from binome.matching.criteria import contributions
from binome.matching.curve import gentle_curve
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.problem import Form, PairList, Points, Problem, Protection
from binome.matching.rules import broken_rules, reasons_of
from binome.matching.tables import LIMIT
from binome.matching.words import Sentence

if TYPE_CHECKING:
    from binome.matching.bounds import PopulationCertificate
    from binome.matching.circles import CircleBound
    from binome.matching.cover import Bound

WIDEST = 4 * LIMIT  # points of a couple, both ways


def check_population(
    problem: Problem, pairs: PairList, certificate: PopulationCertificate, *, kernel: Kernel | None = None
) -> list[Sentence]:
    """Every fault of the couples of peers or circles, or of their bound, in sentences.

    `pairs`: all couples, the smaller place first, sorted. `kernel`: on the mutual tables of whoever has a place beside
    the pins (`forms.open_population`), to go through all couples; without it, each is scored both ways by criteria.py.
    That a small population is solved exactly within its bound isn't replayed.
    """
    check_problem(problem)
    if problem.mentors is not problem.mentees or problem.form is Form.PAIRS:
        return [sentences.NOT_ONE_POPULATION.about()]
    faults = _claims(problem, certificate) or _people(problem, pairs) or _couples(problem, pairs, certificate)
    if faults:
        return faults
    peers, bounds = problem.form is Form.PEERS, (certificate.low, certificate.high)
    market = _Mutual(problem, pairs, 1 if peers else max(0, problem.circle_sizes[1] - 1))
    every: OpenPairs = ByCriteria(market) if kernel is None else ByKernel(market, kernel)
    if every.count and not bounds[0] <= every.bounds[0] <= every.bounds[1] <= bounds[1]:
        return [sentences.TOO_HIGH_FOR_TABLES.about()]
    gentle = problem.protection is Protection.GENTLE
    weighing = Weighing(0, gentle_curve(*bounds) if gentle else np.arange(bounds[0], bounds[1] + 1), bounds[0])
    if sum(weighing.weights(market.chosen.score).tolist()) != certificate.weight:
        return [sentences.OTHER_WEIGHT.about()]
    served = len({*market.chosen.mentee.tolist(), *market.chosen.mentor.tolist()})
    if served != certificate.people:
        return [sentences.OTHER_PEOPLE.about(people=served, claimed=certificate.people)]
    if peers:
        faults = _peers(cast("Bound", certificate.bound), market, every, weighing)
    else:
        faults = _circles(cast("CircleBound", certificate.bound), market, every, weighing)
    return every.faults or faults


def _claims(problem: Problem, certificate: PopulationCertificate) -> list[Sentence]:
    """Is the certificate about these people, and are its numbers of a size that can be reckoned with?"""
    faults: list[Sentence] = []
    if certificate.fingerprint != fingerprint(problem):
        faults.append(sentences.OTHER_DATA.about())
    if (certificate.form, certificate.protection) != (problem.form, problem.protection):
        faults.append(sentences.OTHER_SETTING.about())
    arrays = [value for value in vars(certificate.bound).values() if isinstance(value, np.ndarray)]
    if any(np.any((values <= -LARGEST) | (values >= LARGEST)) for values in arrays):
        faults.append(sentences.TOO_LARGE.about())
    people, part = len(problem.mentees), certificate.bound.part
    if np.any((part < 0) | (part >= max(1, people))) or not -WIDEST <= certificate.low <= certificate.high <= WIDEST:
        faults.append(sentences.OUT_OF_BOUNDS.about())
    return faults


class _Mutual(Market):
    """A market of one population: couples in both directions, with the points of both."""

    def __init__(self, problem: Problem, pairs: PairList, seats: int) -> None:
        self.problem, pinned = problem, problem.pinned
        couples = {(min(a, b), max(a, b)) for a, b in zip(pinned.mentee.tolist(), pinned.mentor.tolist(), strict=True)}
        kept = np.array([person for couple in couples for person in couple], np.int64)
        left = problem.mentees.places - np.bincount(kept, minlength=len(problem.mentees))
        self.mentees = self.mentors = np.flatnonzero(left > 0).astype(np.int32)
        self.asked = self.offered = np.full(len(self.mentees), seats, np.int64)
        self.pinned = np.concatenate([keys(problem, pinned), keys(problem, PairList(pinned.mentor, pinned.mentee))])
        free = ~np.isin(keys(problem, pairs), self.pinned)
        mentee = np.searchsorted(self.mentees, pairs.mentee[free]).astype(np.int32)
        mentor = np.searchsorted(self.mentors, pairs.mentor[free]).astype(np.int32)
        self.chosen = Arcs(mentee, mentor, self.scores(PairList(mentee, mentor)))

    def scores(self, pairs: PairList | Arcs) -> Points:
        return super().scores(pairs) + super().scores(PairList(pairs.mentor, pairs.mentee))

    def eligible(self, pairs: PairList | Arcs) -> Flags:
        return super().eligible(pairs) & super().eligible(PairList(pairs.mentor, pairs.mentee))


def _people(problem: Problem, pairs: PairList) -> list[Sentence]:
    """Everyone once, in a circle of a right size or in one couple."""
    couples = list(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True))
    everyone = {person for couple in couples for person in couple}
    if not all(0 <= person < len(problem.mentees) for person in everyone):
        return [sentences.SOMEONE_ELSE.about()]
    smallest, largest = problem.circle_sizes if problem.form is Form.CIRCLES else (2, 2)
    groups = joined(pairs, len(problem.mentees))
    faults: list[Sentence] = []
    if any(problem.mentees.places[person] < 1 for person in everyone):
        faults.append(sentences.NO_PLACE.about())
    if not all(smallest <= len(group) <= largest for group in groups):
        wrong = sentences.SOMEONE_TWICE if problem.form is Form.PEERS else sentences.CIRCLE_SIZE
        faults.append(wrong.about(smallest=smallest, largest=largest))
    inside = {couple for group in groups if len(group) <= largest for couple in combinations(group, 2)}
    if set(couples) != inside or len(couples) != len(inside):
        faults.append(sentences.OTHER_COUPLES.about())
    return faults


def joined(pairs: PairList, people: int) -> list[list[int]]:
    """Who is with whom, one after the other: groups of two people or more, each sorted."""
    links = csr_matrix((np.ones(len(pairs)), (pairs.mentee, pairs.mentor)), shape=(people, people))
    _, label = connected_components(links, directed=False)
    groups: dict[int, list[int]] = {}
    for person, group in enumerate(label.tolist()):
        groups.setdefault(group, []).append(person)
    return [group for group in groups.values() if len(group) > 1]


def _couples(problem: Problem, pairs: PairList, certificate: PopulationCertificate) -> list[Sentence]:
    """Each couple allowed both ways, their points added up again."""
    ids, faults = problem.mentees.ids, list[Sentence]()
    both = pairs, PairList(pairs.mentor, pairs.mentee)
    for place, broken in enumerate(zip(*(broken_rules(problem, way) for way in both), strict=True)):
        if names := broken[0] + broken[1]:
            one, other = ids[pairs.mentee[place]], ids[pairs.mentor[place]]
            faults.append(sentences.BREAKS.about(one=one, other=other, reasons=reasons_of(problem, names)))
    total = sum(sum(contributions(problem, way).ravel().tolist()) for way in both)
    if (len(pairs), total) != (certificate.pairs, certificate.total):
        claimed = {"matched": certificate.pairs, "total": certificate.total}
        faults.append(sentences.OTHER_SUMS.about(**claimed, found=len(pairs), points=total))
    ordered = [(min(a, b), max(a, b)) for a, b in zip(problem.pinned.mentee, problem.pinned.mentor, strict=True)]
    if not set(ordered) <= set(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True)):
        faults.append(sentences.PIN_MISSING.about())
    return faults


def _apart(part: Points, every: OpenPairs, low: int, high: int) -> bool:
    """No eligible couple joins two parts: in one direction its parts would differ by -1 or less, and it would show."""
    spread = high - low + 1
    return not len(every.reaching(part * spread, -part * spread, Weighing(-high), ties=False))


def _peers(bound: Bound, market: Market, every: OpenPairs, weighing: Weighing) -> list[Sentence]:
    faults, low = list[Sentence](), weighing.low
    high = low + len(_curve(weighing)) - 1
    if not all(len(side) == len(market.mentees) for side in (bound.part, bound.cover, bound.price)):
        return [sentences.NOT_ONE_EACH.about()]
    if not _apart(bound.part, every, low, high):
        faults.append(sentences.PARTS_JOINED.about())
    two = Weighing(2, np.zeros(high - low + 1, np.int64), low)
    if np.any(bound.cover < 0) or len(every.reaching(bound.cover, bound.cover, two, ties=False)):
        faults.append(sentences.NOT_COVERED.about())
    if len(every.reaching(bound.price, bound.price, Weighing(0, 2 * _curve(weighing), low), ties=False)):
        faults.append(sentences.ABOVE_PRICES.about())
    groups = [np.flatnonzero(bound.part == part) for part in range(len(bound.number))]
    number = tuple(sum(bound.cover[group].tolist()) // 2 for group in groups)
    filled = tuple(int(np.isin(market.chosen.mentee, group).sum()) for group in groups)
    prices = [sorted(bound.price[group].tolist(), reverse=True) for group in groups]
    weight = sum(sum(most[: 2 * pairs]) // 2 for most, pairs in zip(prices, filled, strict=True))
    if sum(map(len, groups)) < len(market.mentees) or (number, filled) != (bound.number, bound.filled):
        faults.append(sentences.OTHER_COVER.about())
    if weight > bound.weight:
        faults.append(sentences.OTHER_BOUND.about(weight=weight, claimed=bound.weight))
    return faults


def _circles(bound: CircleBound, market: Market, every: OpenPairs, weighing: Weighing) -> list[Sentence]:
    faults, (smallest, largest) = list[Sentence](), market.problem.circle_sizes
    if not all(len(side) == len(market.mentees) for side in (bound.part, bound.price)):
        return [sentences.NOT_ONE_EACH.about()]
    if not _apart(bound.part, every, weighing.low, weighing.low + len(_curve(weighing)) - 1):
        faults.append(sentences.PARTS_JOINED.about())
    doubled = Weighing(0, 2 * _curve(weighing), weighing.low)
    beyond = every.reaching(bound.price, bound.price, doubled, ties=False)
    excess = doubled.weights(beyond.score) - bound.price[beyond.mentee] - bound.price[beyond.mentor]
    if np.any(bound.price < 0) or sum(excess.tolist()) > 2 * bound.surplus:
        faults.append(sentences.ABOVE_SURPLUS.about())
    if bound.partners != (smallest - 1, largest - 1):
        faults.append(sentences.OTHER_PARTNERS.about())
    able = np.bincount(bound.part[every.partners() >= smallest - 1]).tolist()
    most = sum(min(people, people // smallest * largest) for people in able)
    if len(bound.apart):
        outside = np.ones(len(market.mentees), np.int64)
        if not np.isin(bound.apart, np.arange(len(outside))).all():
            return [*faults, sentences.NOT_APART.about()]
        outside[bound.apart] = 0
        away = outside * len(_curve(weighing))
        if len(every.reaching(away, away, Weighing(1 - weighing.low), ties=False)):
            faults.append(sentences.NOT_APART.about())
        others = int(outside.sum())
        most = min(most, others + others // (smallest - 1))
    if most > bound.placed:
        faults.append(sentences.FEW_PLACED.about())
    return faults


def _curve(weighing: Weighing) -> Points:
    assert weighing.curve is not None
    return weighing.curve

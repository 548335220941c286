"""The proof of each level, added up again over all pairs. See certificate.py for what it says and why it is enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from binome.matching.certificate import Certificate, Duals, LevelProof
from binome.matching.checking import sentences
from binome.matching.checking.market import Flags, Market, OpenPairs, some
from binome.matching.curve import floors, gentle_curve
from binome.matching.kernels import Arcs, Weighing
from binome.matching.problem import Points, Protection
from binome.matching.ties import seeds, tie_bits, ties
from binome.matching.words import Sentence


def proofs(market: Market, every: OpenPairs, certificate: Certificate) -> list[Sentence]:
    """What the certificate doesn't prove of what it claims."""
    points = np.append(market.chosen.score, every.bounds if every.count else [])
    if np.any((points < certificate.low) | (points > certificate.high)):
        return [sentences.OTHER_BOUNDS.about()]
    weighing = _weighing(every, certificate)
    faults = _number_first(market, weighing, certificate)
    if every.count != certificate.eligible:
        faults.append(sentences.OTHER_COUNT.about(count=every.count, claimed=certificate.eligible))
    if certificate.share is not None:
        faults += _floor(market, every, weighing, certificate)
    return every.faults or faults + _levels(market, every, weighing, certificate)


def _weighing(every: OpenPairs, certificate: Certificate) -> Weighing:
    """How much a pair weighs at the first level."""
    if certificate.protection is Protection.GENTLE:
        return Weighing(certificate.base, gentle_curve(certificate.low, certificate.high), certificate.low)
    floor = None if certificate.share is None else floors(every.highest(), certificate.share)
    return Weighing(certificate.base, floor=floor)


def _number_first(market: Market, weighing: Weighing, certificate: Certificate) -> list[Sentence]:
    """One pair more must always weigh more: otherwise the first level says nothing of their number."""
    matched, value = len(market.chosen), certificate.levels[0].value
    lightest, heaviest = weighing.weights(np.array([certificate.low, certificate.high])).tolist()
    if lightest <= 0 or (matched - 1) * heaviest >= value > 0:
        return [sentences.FEWER_AS_MUCH.about()]
    if (matched + 1) * lightest <= value:
        return [sentences.MORE_AS_LITTLE.about()]
    return []


@dataclass(frozen=True, eq=False)
class _Face:
    """What the levels so far leave open: every choice that equals ours up to here holds the `settled` pairs, takes as
    many as ours among `arcs`, within these places, and fills the people marked in `filled`. Ours there: `taken`."""

    settled: Arcs
    arcs: Arcs
    taken: Flags
    asked: Points
    offered: Points
    filled: tuple[Flags, Flags]


def _levels(market: Market, every: OpenPairs, weighing: Weighing, certificate: Certificate) -> list[Sentence]:
    first, *others = certificate.levels
    if first.each:
        return [sentences.COUNTS_FIRST.about()]
    arcs = every.reaching(*market.duals(first.duals), weighing, ties=bool(others))
    taken = np.isin(market.keys(arcs), market.keys(market.chosen))
    anyone = np.zeros(len(market.asked), np.bool_), np.zeros(len(market.offered), np.bool_)
    face = _Face(some(arcs, taken & ~taken), arcs, taken, market.asked, market.offered, anyone)
    for level in certificate.levels:
        weigh = _weights(level.name, market, weighing)
        if fault := _unproved(level, weigh, market, face, certificate.gap):
            return [sentences.AT_LEVEL.about(level=level.name, why=fault)]
        face = _next(level, weigh(face.arcs), market, face)
    return []


def _weights(name: str, market: Market, weighing: Weighing) -> Callable[[Arcs], Points]:
    if name == "total":
        return lambda arcs: arcs.score
    if name == "ties":
        mentees = seeds(market.problem.mentees.ids)[market.mentees]
        mentors = seeds(market.problem.mentors.ids)[market.mentors]
        bits = tie_bits(len(mentees) + len(mentors))
        return lambda arcs: ties(mentees[arcs.mentee], mentors[arcs.mentor], bits)
    return lambda arcs: weighing.weights(arcs.score)


def _unproved(
    level: LevelProof, weigh: Callable[[Arcs], Points], market: Market, face: _Face, gap: int
) -> Sentence | None:
    """Why a level isn't proved, or nothing."""
    u, v = market.duals(level.duals)
    if np.any(u[~face.filled[0]] < 0) or np.any(v[~face.filled[1]] < 0):
        return sentences.NEGATIVE.about()
    value = _sum(weigh(market.chosen))
    if value != level.value:
        return sentences.OTHER_VALUE.about(value=value, claimed=level.value)
    excess = np.maximum(0, _slack(level, weigh(face.arcs), market, face.arcs))
    bound = _cost(u, face.asked) + _cost(v, face.offered) + level.each * int(face.taken.sum()) + _sum(excess)
    bound += _sum(weigh(face.settled))
    if bound < value:
        return sentences.ABOVE_BOUND.about(value=value, bound=bound)
    return sentences.NOT_EXCLUDED.about(value=value, bound=bound) if bound > value + gap else None


def _next(level: LevelProof, weight: Points, market: Market, face: _Face) -> _Face:
    """By complementary slackness: the pairs that gain are in every optimum, those that lose in none, and whoever costs
    something is filled."""
    slack, (u, v) = _slack(level, weight, market, face.arcs), market.duals(level.duals)
    newly = some(face.arcs, slack > 0)
    return _Face(
        _joined(face.settled, newly),
        some(face.arcs, slack == 0),
        face.taken[slack == 0],
        face.asked - np.bincount(newly.mentee, minlength=len(face.asked)),
        face.offered - np.bincount(newly.mentor, minlength=len(face.offered)),
        (face.filled[0] | (u > 0), face.filled[1] | (v > 0)),
    )


def _joined(one: Arcs, other: Arcs) -> Arcs:
    return Arcs(
        np.concatenate([one.mentee, other.mentee]),
        np.concatenate([one.mentor, other.mentor]),
        np.concatenate([one.score, other.score]),
    )


def _slack(level: LevelProof, weight: Points, market: Market, arcs: Arcs) -> Points:
    u, v = market.duals(level.duals)
    return weight - u[arcs.mentee] - v[arcs.mentor] - level.each


def _floor(market: Market, every: OpenPairs, weighing: Weighing, certificate: Certificate) -> list[Sentence]:
    """No pair under the floor; no more pairs without it; fewer with the next one, if the certificate says so."""
    assert weighing.floor is not None and certificate.share is not None
    faults, matched = list[Sentence](), len(market.chosen)
    if np.any(market.chosen.score < weighing.floor[market.chosen.mentee]):
        faults.append(sentences.UNDER_FLOOR.about())
    if certificate.number and _most(certificate.number, 0, market, every, certificate) > matched:
        faults.append(sentences.MORE_WITHOUT_FLOOR.about())
    if certificate.higher and _most(certificate.higher, certificate.share + 1, market, every, certificate) >= matched:
        faults.append(sentences.HIGHER_FLOOR.about())
    return faults


def _most(cover: Duals, share: int, market: Market, every: OpenPairs, certificate: Certificate) -> float:
    """How many pairs can reach that floor at most, by this cover: every pair weighs 1. Infinite for no cover."""
    u, v = market.duals(cover)
    if np.any(u < 0) or np.any(v < 0):
        return np.inf
    alike = np.zeros(certificate.high - certificate.low + 1, np.int64)
    weighing = Weighing(1, alike, certificate.low, floors(every.highest(), share))
    left = every.reaching(u, v, weighing, ties=False)
    excess = 1 - u[left.mentee] - v[left.mentor]
    return _cost(u, market.asked) + _cost(v, market.offered) + _sum(excess)


def _cost(duals: Points, places: Points) -> int:
    return sum(a * b for a, b in zip(duals.tolist(), places.tolist(), strict=True))


def _sum(values: Points) -> int:
    """As Python's own whole numbers, which never overflow."""
    return sum(values.tolist())

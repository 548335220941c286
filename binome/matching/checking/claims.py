"""The certificate and the pairs themselves, before any proof: people, places, rules, sums."""

from __future__ import annotations

import numpy as np

from binome.matching.certificate import Certificate
from binome.matching.checking import sentences
from binome.matching.compiler import fingerprint
from binome.matching.criteria import contributions
from binome.matching.problem import Form, PairList, Points, Problem, Protection
from binome.matching.rules import broken_rules, reasons_of
from binome.matching.words import Sentence

LARGEST = 2**60  # no number of a proof reaches it, so that four of them add up in int64


def claims(problem: Problem, certificate: Certificate) -> list[Sentence]:
    """Is the certificate about these people, and does it hold the right number of numbers?"""
    faults: list[Sentence] = []
    if certificate.fingerprint != fingerprint(problem):
        faults.append(sentences.OTHER_DATA.about())
    if (certificate.form, certificate.protection) != (problem.form, problem.protection):
        faults.append(sentences.OTHER_SETTING.about())
    if problem.form is not Form.PAIRS:
        faults.append(sentences.WRONG_FORM.about(form=problem.form))
    names = [level.name for level in certificate.levels]
    if names != expected_levels(certificate):
        expected = tuple(expected_levels(certificate))
        faults.append(sentences.WRONG_LEVELS.about(expected=expected, found=tuple(names)))
    if (certificate.share is not None) != (certificate.protection is Protection.FLOOR):
        faults.append(sentences.NO_FLOOR_THERE.about())
    return faults + _numbers(problem, certificate)


def expected_levels(certificate: Certificate) -> list[str]:
    """What has to be proved one after the other."""
    if certificate.gap or not certificate.complete:
        return [certificate.protection.value]
    middle = ["total"] if certificate.protection is Protection.GENTLE else []
    return [certificate.protection.value, *middle, "ties"]


def _numbers(problem: Problem, certificate: Certificate) -> list[Sentence]:
    faults = []
    wide = len(problem.mentees), len(problem.mentors)
    for duals in [*(level.duals for level in certificate.levels), certificate.number, certificate.higher]:
        if duals and (len(duals.u), len(duals.v)) != wide:
            faults.append(sentences.NOT_ONE_EACH.about())
        elif duals and any(np.any((side <= -LARGEST) | (side >= LARGEST)) for side in (duals.u, duals.v)):
            faults.append(sentences.TOO_LARGE.about())
    others = [certificate.base, certificate.low, certificate.high]
    others += [number for level in certificate.levels for number in (level.each, level.value)]
    ordered = certificate.low <= certificate.high and certificate.gap >= 0 and 0 <= (certificate.share or 0) <= 100
    if max(map(abs, others)) >= LARGEST or not ordered:
        faults.append(sentences.OUT_OF_BOUNDS.about())
    return faults


def matched_pairs(problem: Problem, pairs: PairList, certificate: Certificate) -> list[Sentence]:
    """Are these pairs allowed, within everyone's places, and as many with as many points as claimed?"""
    sides = ((problem.mentees, pairs.mentee), (problem.mentors, pairs.mentor))
    for side, places in sides:
        if len(places) and not 0 <= int(places.min()) <= int(places.max()) < len(side):
            return [sentences.NOBODY.about()]
    faults = []
    if len(np.unique(keys(problem, pairs))) < len(pairs):
        faults.append(sentences.PAIR_TWICE.about())
    if not np.isin(keys(problem, problem.pinned), keys(problem, pairs)).all():
        faults.append(sentences.PIN_MISSING.about())
    for noun, (side, places) in zip(problem.called, sides, strict=True):
        for person in np.flatnonzero(np.bincount(places, minlength=len(side)) > side.places):
            faults.append(sentences.TOO_MANY.about(noun=noun.the, who=side.ids[person], places=side.places[person]))
    for place, broken in enumerate(broken_rules(problem, pairs)):
        if broken:
            one, other = problem.mentees.ids[pairs.mentee[place]], problem.mentors.ids[pairs.mentor[place]]
            faults.append(sentences.BREAKS.about(one=one, other=other, reasons=reasons_of(problem, broken)))
    total = sum(contributions(problem, pairs).ravel().tolist())
    if (len(pairs), total) != (certificate.matched, certificate.total):
        claimed = {"matched": certificate.matched, "total": certificate.total}
        faults.append(sentences.OTHER_SUMS.about(**claimed, found=len(pairs), points=total))
    return faults


def keys(problem: Problem, pairs: PairList) -> Points:
    """int64 [k]: one number for each couple of people."""
    return pairs.mentee.astype(np.int64) * len(problem.mentors) + pairs.mentor

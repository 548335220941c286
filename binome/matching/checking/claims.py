"""The certificate and the pairs themselves, before any proof: people, places, rules, sums."""

from __future__ import annotations

import numpy as np

from binome.matching.certificate import Certificate
from binome.matching.compiler import fingerprint
from binome.matching.criteria import contributions
from binome.matching.problem import Form, PairList, Points, Problem, Protection
from binome.matching.rules import broken_rules

LARGEST = 2**60  # no number of a proof reaches it, so that four of them add up in int64


def claims(problem: Problem, certificate: Certificate) -> list[str]:
    """Is the certificate about these people, and does it hold the right number of numbers?"""
    faults = []
    if certificate.fingerprint != fingerprint(problem):
        faults.append("The certificate was made for other data: the fingerprints differ.")
    if (certificate.form, certificate.protection) != (problem.form, problem.protection):
        faults.append("The certificate was made for another form or another protection.")
    if problem.form is not Form.PAIRS:
        faults.append(f"A certificate by levels doesn’t prove the form “{problem.form}”.")
    names = [level.name for level in certificate.levels]
    if names != expected_levels(certificate):
        faults.append(f"The certificate must prove {', '.join(expected_levels(certificate))}, not {', '.join(names)}.")
    if (certificate.share is not None) != (certificate.protection is Protection.FLOOR):
        faults.append("A floor belongs to the protection by a floor, and there only.")
    return faults + _numbers(problem, certificate)


def expected_levels(certificate: Certificate) -> list[str]:
    """What has to be proved one after the other."""
    if certificate.gap or not certificate.complete:
        return [certificate.protection.value]
    middle = ["total"] if certificate.protection is Protection.GENTLE else []
    return [certificate.protection.value, *middle, "ties"]


def _numbers(problem: Problem, certificate: Certificate) -> list[str]:
    faults = []
    wide = len(problem.mentees), len(problem.mentors)
    for duals in [*(level.duals for level in certificate.levels), certificate.number, certificate.higher]:
        if duals and (len(duals.u), len(duals.v)) != wide:
            faults.append("A proof hasn’t one number a person.")
        elif duals and any(np.any((side <= -LARGEST) | (side >= LARGEST)) for side in (duals.u, duals.v)):
            faults.append("A proof has a number that is too large.")
    others = [certificate.base, certificate.low, certificate.high]
    others += [number for level in certificate.levels for number in (level.each, level.value)]
    ordered = certificate.low <= certificate.high and certificate.gap >= 0 and 0 <= (certificate.share or 0) <= 100
    if max(map(abs, others)) >= LARGEST or not ordered:
        faults.append("A number of the certificate is out of bounds.")
    return faults


def matched_pairs(problem: Problem, pairs: PairList, certificate: Certificate) -> list[str]:
    """Are these pairs allowed, within everyone's places, and as many with as many points as claimed?"""
    sides = (("mentee", problem.mentees, pairs.mentee), ("mentor", problem.mentors, pairs.mentor))
    for _, side, places in sides:
        if len(places) and not 0 <= int(places.min()) <= int(places.max()) < len(side):
            return ["A pair names someone who isn’t in the problem."]
    faults = []
    if len(np.unique(keys(problem, pairs))) < len(pairs):
        faults.append("The same pair is there twice.")
    if not np.isin(keys(problem, problem.pinned), keys(problem, pairs)).all():
        faults.append("A pinned pair is missing.")
    for name, side, places in sides:
        for person in np.flatnonzero(np.bincount(places, minlength=len(side)) > side.places):
            faults.append(f"The {name} {side.ids[person]} has more pairs than places ({side.places[person]}).")
    for place, broken in enumerate(broken_rules(problem, pairs)):
        if broken:
            who = problem.mentees.ids[pairs.mentee[place]], problem.mentors.ids[pairs.mentor[place]]
            faults.append(f"The pair {who[0]} and {who[1]} breaks a hard rule: {', '.join(broken)}.")
    total = sum(contributions(problem, pairs).ravel().tolist())
    if (len(pairs), total) != (certificate.matched, certificate.total):
        claimed = f"{certificate.matched} pairs and {certificate.total} points"
        faults.append(f"The certificate claims {claimed}; there are {len(pairs)} and {total}.")
    return faults


def keys(problem: Problem, pairs: PairList) -> Points:
    """int64 [k]: one number for each couple of people."""
    return pairs.mentee.astype(np.int64) * len(problem.mentors) + pairs.mentor

"""How many pairs each rule and each list of exclusions keeps apart, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from binome.matching.listed import passes
from binome.matching.problem import Exclusion, Form, Problem
from binome.matching.rules import REASONS
from binome.matching.tables import Gate, Tables
from binome.matching.words import Words


def exclusion_label(exclusion: Exclusion) -> Words:
    """The words of an exclusion's reason; those of a secret one say nothing of it."""
    if exclusion.secret:
        return Words("exclusions confidentielles", "confidential exclusions")
    known = REASONS.get(exclusion.reason)
    return known if known else Words(exclusion.reason, exclusion.reason)


@dataclass(frozen=True)
class RuleCount:
    """How many pairs of people with places a rule (or a list of exclusions) forbids, whatever the others say."""

    label: Words
    forbidden: int


def count_forbidden(problem: Problem, tables: Tables) -> list[RuleCount]:
    """Every rule and exclusion, in the order of the problem; of peers and circles, couples are counted. By codes, not
    pair by pair: exact at any size."""
    places = tables.mentee_places > 0, tables.mentor_places > 0
    gates = by_rule(tables.gates)
    alike = problem.form is not Form.PAIRS
    found = []
    for place, rule in enumerate(problem.rules):
        number = _forbidden(gates.get(place, []), *places)
        if alike:  # a couple is there both ways, and everyone once with herself
            number = (number - _with_herself(gates.get(place, []), places[0])) // 2
        found.append(RuleCount(rule.label, number))
    for exclusion in problem.excluded:
        pairs = exclusion.pairs
        both = places[0][pairs.mentee] & places[1][pairs.mentor]
        listed_ = np.stack([pairs.mentee, pairs.mentor], axis=1)[both]
        listed_ = np.unique(np.sort(listed_, axis=1), axis=0) if alike else listed_
        found.append(RuleCount(exclusion_label(exclusion), len(listed_)))
    return found


def _with_herself(gates: list[Gate], people: NDArray[np.bool_]) -> int:
    kept = np.ones(int(people.sum()), np.bool_)
    for gate in gates:
        kept &= passes(gate, gate.mentee[people].astype(np.int64), gate.mentor[people].astype(np.int64))
    return int((~kept).sum())


def _forbidden(gates: list[Gate], mentees: NDArray[np.bool_], mentors: NDArray[np.bool_]) -> int:
    """People with the same codes are alike: one look for each couple of kinds of people."""
    if not gates:
        return 0
    ones, one_counts = np.unique([gate.mentee[mentees] for gate in gates], axis=1, return_counts=True)
    others, other_counts = np.unique([gate.mentor[mentors] for gate in gates], axis=1, return_counts=True)
    total = 0
    for place, count in enumerate(one_counts.tolist()):
        kept = np.ones(len(other_counts), np.bool_)
        for gate, mine, theirs in zip(gates, ones[:, place], others, strict=True):
            kept &= passes(gate, np.full(len(theirs), mine), theirs)
        total += count * int(other_counts[~kept].sum())
    return total


def by_rule(gates: Iterable[Gate]) -> dict[int, list[Gate]]:
    found: dict[int, list[Gate]] = {}
    for gate in gates:
        found.setdefault(gate.rule, []).append(gate)
    return found

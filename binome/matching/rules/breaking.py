"""What forbids a pair, all of it: rules, exclusions, the same person on both sides."""

from __future__ import annotations

import numpy as np

from binome.matching.lookup import places_in
from binome.matching.problem import Exclusion, PairList, Problem
from binome.matching.words import Language, Words

SAME_PERSON = "same_person"
REASONS = {
    SAME_PERSON: Words("c’est la même personne", "this is the same person"),
    "reporting_line": Words("lien hiérarchique", "one reports to the other"),
    "conflict": Words("conflit d’intérêts déclaré", "a declared conflict of interest"),
    "declined": Words("une proposition a été déclinée", "a proposal was declined"),
    "own_organisation": Words(
        "une même organisation, ou une concurrente, les déclare",
        "one organisation, or its competitor, declares both",
    ),
    "met_before": Words("elles ont déjà formé un binôme", "they have already been a pair"),
}
SECRET = Words("ce binôme n’est pas possible", "this pair isn’t possible")


def broken_rules(problem: Problem, pairs: PairList) -> list[tuple[str, ...]]:
    """What forbids each pair, all of it: names of rules, reasons of exclusions, `same_person`. Nothing: ()."""
    broken: list[list[str]] = [[] for _ in range(len(pairs))]
    for rule in problem.rules:
        for place in np.flatnonzero(rule.forbids(problem, pairs)).tolist():
            broken[place].append(rule.name)
    for exclusion in problem.excluded:
        for place in np.flatnonzero(places_in(exclusion.pairs, pairs) < len(exclusion.pairs)).tolist():
            broken[place].append(exclusion.reason)
    for names, mentee, mentor in zip(broken, pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True):
        if problem.mentees.ids[mentee] == problem.mentors.ids[mentor]:
            names.append(SAME_PERSON)
    return [tuple(names) for names in broken]


def reasons_of(problem: Problem, names: tuple[str, ...]) -> tuple[Words | str, ...]:
    """What `broken_rules` names, as people read it: the labels of rules, the reasons of exclusions."""
    said: dict[str, Words | str] = {each.reason: each.reason for each in problem.excluded}
    said |= REASONS | {each.reason: SECRET for each in problem.excluded if each.secret}
    said |= {rule.name: rule.label for rule in problem.rules}
    return tuple(dict.fromkeys(said[name] for name in names))


def tell_exclusion(exclusion: Exclusion, language: Language) -> str:
    """Why a pair is excluded; a secret reason is never told."""
    if exclusion.secret:
        return SECRET.said(language)
    reason = REASONS.get(exclusion.reason)
    return reason.said(language) if reason else exclusion.reason

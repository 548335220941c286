"""All that a report says of one matching, gathered before a word is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from binome.matching.certificate import Certificate
from binome.matching.compiler import compile_problem
from binome.matching.engine import Matching
from binome.matching.explain import PairStory, explain_pairs
from binome.matching.fairness import GroupFigures, by_group
from binome.matching.files.reading import Promotion
from binome.matching.forbidden import RuleCount, count_forbidden
from binome.matching.kernels import choose
from binome.matching.problem import Form, PairList, Points
from binome.matching.rules import broken_rules
from binome.matching.scarcity import Alone, Scarcity
from binome.matching.scenarios import Comparison
from binome.matching.words import Sentence


@dataclass(frozen=True, eq=False)
class Findings:
    """`alone`: mentees, then mentors, with a place unfilled. `eligible`: pairs that the rules allow, of `possible`.
    `broken`: pairs of the matching that break each of the `rules`: zeros. `groups`: for each compared column, the
    figures of mentees and of mentors. `certificate`: None when there is no proof by levels; `faults`: what its check
    found. `comparison`: with other rules, named `other`.
    """

    promotion: Promotion
    matching: Matching
    stories: tuple[PairStory, ...]
    alone: tuple[tuple[Alone, ...], tuple[Alone, ...]]
    rules: tuple[RuleCount, ...]
    broken: tuple[int, ...]
    eligible: int
    possible: int
    groups: Mapping[str, tuple[tuple[GroupFigures, ...], tuple[GroupFigures, ...]]]
    certificate: Certificate | None = None
    faults: tuple[Sentence, ...] = ()
    comparison: Comparison | None = None
    other: str = ""

    def name(self, side: int, person: int) -> str:
        """What to call someone."""
        problem = self.promotion.problem
        who = (problem.mentors if side else problem.mentees).ids[person]
        return self.promotion.called.get(who, who)

    @property
    def asking(self) -> int:
        return int((self.promotion.problem.mentees.places > 0).sum())

    @property
    def served(self) -> int:
        pairs = self.matching.pairs
        people = pairs.mentee if self.promotion.problem.form is Form.PAIRS else np.append(pairs.mentee, pairs.mentor)
        return len(np.unique(people))


def gather(
    promotion: Promotion,
    matching: Matching,
    *,
    certificate: Certificate | None = None,
    faults: Sequence[Sentence] = (),
    kernel: str = "auto",
    threads: int = 1,
    comparison: Comparison | None = None,
    other: str = "",
) -> Findings:
    """Explain everything. Raises ProblemError when the points of a pair don't add up."""
    problem = matching.problem
    tables = matching.population.tables if matching.population else compile_problem(problem)
    scarcity = Scarcity(matching, tables)
    eligible = choose(kernel, tables, threads).eligible()
    pairs = problem.form is Form.PAIRS
    asking = int((tables.mentee_places > 0).sum()), int((tables.mentor_places > 0).sum())
    possible, allowed = asking[0] * asking[1], int(eligible[tables.mentee_places > 0].sum())
    if not pairs:  # each couple of one population is there both ways, and everyone once with herself
        possible, allowed = asking[0] * (asking[0] - 1) // 2, allowed // 2
    return Findings(
        promotion=promotion,
        matching=matching,
        stories=tuple(explain_pairs(matching)),
        alone=(tuple(scarcity.alone(0)), tuple(scarcity.alone(1)) if pairs else ()),
        rules=tuple(count_forbidden(problem, tables)),
        broken=_broken(matching),
        eligible=allowed,
        possible=possible,
        groups={name: _figures(promotion, matching, name) for name in promotion.groups},
        certificate=certificate,
        faults=tuple(faults),
        comparison=comparison,
        other=other,
    )


@dataclass(frozen=True)
class Cost:
    """What protection takes from the `total` of the pairs open to choice, and brings to the lowest of them and to the
    lowest tenth (their mean): before and after."""

    points: int
    total: int
    lowest: tuple[int, int]
    tenth: tuple[float, float]


def protection_cost(matching: Matching) -> Cost | None:
    """None without protection, or without a pair to protect. Pinned pairs are in neither side of the account."""
    plain, problem = matching.unprotected, matching.problem
    if plain is None or not len(plain):
        return None
    width = len(problem.mentors)
    keys = matching.pairs.mentee.astype(np.int64) * width + matching.pairs.mentor
    pinned = problem.pinned.mentee.astype(np.int64) * width + problem.pinned.mentor
    points = matching.points[~np.isin(keys, pinned)]
    total = int(plain.sum())
    lowest = int(plain.min()), int(points.min())
    return Cost(total - int(points.sum()), total, lowest, (_lowest_tenth(plain), _lowest_tenth(points)))


def _lowest_tenth(points: Points) -> float:
    return float(np.sort(points)[: -(-len(points) // 10)].mean())


def _broken(matching: Matching) -> tuple[int, ...]:
    """How many pairs break each rule and each exclusion, asked of rules.py one pair at a time."""
    problem = matching.problem
    pairs = matching.pairs
    ways = [pairs] if problem.form is Form.PAIRS else [pairs, PairList(pairs.mentor, pairs.mentee)]
    names = Counter(name for way in ways for broken in broken_rules(problem, way) for name in broken)
    asked = [*(rule.name for rule in problem.rules), *(exclusion.reason for exclusion in problem.excluded)]
    return tuple(names[name] for name in asked)


def _figures(
    promotion: Promotion, matching: Matching, name: str
) -> tuple[tuple[GroupFigures, ...], tuple[GroupFigures, ...]]:
    mentees, mentors = promotion.groups[name]
    problem, pairs, points = matching.problem, matching.pairs, matching.points
    if problem.form is not Form.PAIRS:
        people = np.concatenate([pairs.mentee, pairs.mentor])
        return tuple(by_group(mentees, problem.mentees.places, people, np.concatenate([points, points]))), ()
    return (
        tuple(by_group(mentees, problem.mentees.places, pairs.mentee, points)),
        tuple(by_group(mentors, problem.mentors.places, pairs.mentor, points)),
    )

"""Why this pair, why not that one: in French and in English, with points that add up.

Each pair is told criterion by criterion, scored by criteria.py, which knows nothing of the tables that were solved:
the sum must be the affinity that the engine found. « Why not X? » is answered by the rule that forbids, or by what the
whole promotion would lose if the pair were imposed, found by solving once more with the pair pinned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from binome.matching.criteria import Criterion, contributions, one_pair, said_points
from binome.matching.engine import Matching
from binome.matching.problem import Form, PairList, Points, Problem, ProblemError
from binome.matching.rules import REASONS, SAME_PERSON, tell_exclusion
from binome.matching.scenarios import Change, changes
from binome.matching.words import Language, Words, counted, listed, whole

TOP = 3  # criteria named in the one sentence of a pair

_ORDINALS = (
    Words("premier", "first"),
    Words("deuxième", "second"),
    Words("troisième", "third"),
    Words("quatrième", "fourth"),
    Words("cinquième", "fifth"),
)
_LATER = Words("{number}e", "{number}th")
_WISHED = Words("{rank} souhait {of_whom}", "{rank} wish {of_whom}")
_ONE_OF_THEM = Words("d’une des deux personnes", "of one of the two people")
WISHES, KEPT = Words("Souhaits", "Wishes"), Words("Binôme gardé", "Pair kept")
_IMPOSED = Words("Binôme imposé.", "Imposed pair.")
_MOSTLY = Words("{points}, surtout : {parts}.", "{points}, mostly: {parts}.")
_NOTHING = Words(
    "{points} : aucun critère ne les rapproche, mais aucune règle ne les sépare.",
    "{points}: no criterion brings them together, but no rule keeps them apart.",
)
_PART = Words("{label} ({points} sur {most})", "{label} ({points} of {most})")
_BONUS = Words("{label} ({points})", "{label} ({points})")


@dataclass(frozen=True)
class Part:
    """What one criterion brings to a pair. `most`: its most, None for wishes and kept pairs. `detail`: why."""

    label: Words
    points: int
    most: int | None
    detail: Callable[[Language], str]


@dataclass(frozen=True)
class PairStory:
    """One pair. `points` is the sum of its parts; those of wishes and of a kept pair are there only when they count."""

    mentee: int
    mentor: int
    points: int
    parts: tuple[Part, ...]
    imposed: bool

    def sentence(self, language: Language) -> str:
        """One sentence: the points, and the criteria that bring the most."""
        best = sorted((part for part in self.parts if part.points > 0), key=lambda part: -part.points)[:TOP]
        points = said_points(self.points, language)
        told = listed((_told(part, language) for part in best), language)
        text = (_MOSTLY if best else _NOTHING).said(language, points=points, parts=told)
        return f"{_IMPOSED.said(language)} {text}" if self.imposed else text


def _told(part: Part, language: Language) -> str:
    points = whole(part.points, language)
    if part.most is None:
        return _BONUS.said(language, label=part.detail(language) or part.label, points=points)
    return _PART.said(language, label=part.label, points=points, most=whole(part.most, language))


def explain_pairs(matching: Matching) -> list[PairStory]:
    """Every pair of a matching, in its order. Raises ProblemError when the parts of a pair don't add up to the points
    that the engine found: the one would then be wrong, and nothing should be published."""
    problem, pairs = matching.problem, matching.pairs
    parts = parts_of(problem, pairs)
    wrong = np.flatnonzero(parts.sum(axis=1) != matching.points)
    if len(wrong):
        who = problem.mentees.ids[pairs.mentee[wrong[0]]], problem.mentors.ids[pairs.mentor[wrong[0]]]
        raise ProblemError(f"The points of {who[0]} and {who[1]} don't add up to their affinity.")
    imposed = set(zip(problem.pinned.mentee.tolist(), problem.pinned.mentor.tolist(), strict=True))
    stories = []
    for place, (mentee, mentor) in enumerate(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True)):
        told = _parts(problem, mentee, mentor, parts[place])
        stories.append(PairStory(mentee, mentor, int(matching.points[place]), told, (mentee, mentor) in imposed))
    return stories


def added_up(stories: Sequence[PairStory]) -> PairStory:
    """All the couples of someone in her circle as one: what brings her near the others."""
    parts: dict[Words, Part] = {}
    for part in (part for story in stories for part in story.parts):
        before = parts.get(part.label, replace(part, points=0, most=part.most and 0))
        most = None if part.most is None else (before.most or 0) + part.most
        parts[part.label] = replace(before, points=before.points + part.points, most=most, detail=lambda language: "")
    points = sum(story.points for story in stories)
    return replace(stories[0], points=points, parts=tuple(parts.values()), imposed=False)


def parts_of(problem: Problem, pairs: PairList) -> Points:
    """The points of each pair, criterion by criterion, then wishes and kept pairs: int64 [k, c]. Those of peers and of
    circles count both ways: each is a mentee and a mentor to the other."""
    parts = contributions(problem, pairs)
    if problem.form is Form.PAIRS:
        return parts
    return parts + contributions(problem, PairList(pairs.mentor, pairs.mentee))


def _parts(problem: Problem, mentee: int, mentor: int, points: Points) -> tuple[Part, ...]:
    ways = 1 if problem.form is Form.PAIRS else 2
    told = [
        Part(
            criterion.label, int(brought), ways * criterion.points, partial(_detail, criterion, problem, mentee, mentor)
        )
        for criterion, brought in zip(problem.criteria, points[:-2], strict=True)
    ]
    wishes, kept = int(points[-2]), int(points[-1])
    if wishes:
        told.append(Part(WISHES, wishes, None, partial(_wished, problem, mentee, mentor)))
    if kept:
        told.append(Part(KEPT, kept, None, lambda language: ""))
    return tuple(told)


def _detail(criterion: Criterion, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
    """What makes the points; both ways between peers, where the two differ."""
    one = criterion.detail(problem, one_pair(mentee, mentor), language)
    if problem.form is Form.PAIRS:
        return one
    other = criterion.detail(problem, one_pair(mentor, mentee), language)
    return one if one == other else f"{one} ; {other}"


def _wished(problem: Problem, mentee: int, mentor: int, language: Language) -> str:
    """« premier souhait de la mentorée et troisième souhait de la mentore »."""
    said = []
    for wishes, noun in zip((problem.mentee_wishes, problem.mentor_wishes), problem.called, strict=True):
        here = (wishes.pairs.mentee == mentee) & (wishes.pairs.mentor == mentor)
        if problem.form is not Form.PAIRS:
            here |= (wishes.pairs.mentee == mentor) & (wishes.pairs.mentor == mentee)
        for rank in wishes.rank[here].tolist():
            ordinal = _ORDINALS[rank] if rank < len(_ORDINALS) else _LATER.said(language, number=rank + 1)
            of_whom = noun.of if problem.form is Form.PAIRS else _ONE_OF_THEM
            said.append(_WISHED.said(language, rank=ordinal, of_whom=of_whom))
    text = listed(said, language)
    return text[:1].upper() + text[1:]


_TOGETHER = Words("Elles sont déjà ensemble.", "They are together already.")
_FORBIDDEN = Words("Elles ne peuvent pas être ensemble : {reasons}.", "They can’t be together: {reasons}.")
_NO_ROOM = Words(
    "Ce binôme ne peut pas être imposé : {who} n’a plus de place, d’autres binômes lui sont déjà imposés.",
    "This pair can't be imposed: {who} has no place left, other pairs are already imposed.",
)
_LOSES = Words(
    "Ce binôme vaudrait {points}. Si on l’imposait, la promotion aurait {matched} et {total}.",
    "This pair would be worth {points}. If it were imposed, the promotion would have {matched} and {total}.",
)
_SAME_NUMBER = Words("le même nombre de binômes", "the same number of pairs")
_FEWER = (
    Words("{number} binôme de moins", "{number} pair fewer"),
    Words("{number} binômes de moins", "{number} pairs fewer"),
)
_LESS = (
    Words("{number} point de moins", "{number} point fewer"),
    Words("{number} points de moins", "{number} points fewer"),
)
_MORE = (
    Words("{number} point de plus, mais moins bien répartis", "{number} point more, but shared less well"),
    Words("{number} points de plus, mais moins bien répartis", "{number} points more, but shared less well"),
)
_AS_MANY = Words("autant de points", "as many points")
_CHANGES = Words("Changeraient : {changes}.", "These would change: {changes}.")


@dataclass(frozen=True)
class WhyNot:
    """Why a mentee doesn't have a mentor.

    `reasons`: what forbids, in words (empty when nothing does). Else `points`: the pair's affinity; `matched` and
    `total`: pairs and points that the whole promotion would lose (negative: gain) if the pair were imposed, and
    `changes`: whose partners would change. All None or empty when the pair can't be.
    """

    together: bool = False
    reasons: tuple[Callable[[Language], str], ...] = ()
    full: str = ""
    points: int = 0
    matched: int = 0
    total: int = 0
    changes: tuple[Change, ...] = ()

    def said(self, language: Language, names: Mapping[str, str]) -> str:
        """The answer in a few sentences; `names`: what to call each identifier."""
        if self.together:
            return _TOGETHER.said(language)
        if self.reasons:
            return _FORBIDDEN.said(language, reasons=listed((tell(language) for tell in self.reasons), language))
        if self.full:
            return _NO_ROOM.said(language, who=names.get(self.full, self.full))
        matched = counted(self.matched, *_FEWER, language) if self.matched else _SAME_NUMBER
        total = counted(abs(self.total), *(_LESS if self.total > 0 else _MORE), language) if self.total else _AS_MANY
        text = _LOSES.said(language, points=said_points(self.points, language), matched=matched, total=total)
        told = listed((change.said(language, names) for change in self.changes), language, at_most=12)
        return f"{text} {_CHANGES.said(language, changes=told)}" if told else text


def why_not(matching: Matching, mentee: int, mentor: int, solve: Callable[[Problem], Matching]) -> WhyNot:
    """Why `mentee` doesn't have `mentor` (places in the problem). `solve`: the same `match` as the first time.

    Raises ProblemError for two people of different circles: no circle can be imposed.
    """
    problem, pairs = matching.problem, matching.pairs
    if problem.form is not Form.PAIRS:
        mentee, mentor = min(mentee, mentor), max(mentee, mentor)
    if ((pairs.mentee == mentee) & (pairs.mentor == mentor)).any():
        return WhyNot(together=True)
    ways = ((mentee, mentor),) if problem.form is Form.PAIRS else ((mentee, mentor), (mentor, mentee))
    if reasons := next((found for way in ways if (found := forbidding(problem, *way))), ()):
        return WhyNot(reasons=reasons)
    full = _without_room(problem, mentee, mentor)
    if full:
        return WhyNot(full=full)
    pinned = PairList(
        np.append(problem.pinned.mentee, np.int32(mentee)), np.append(problem.pinned.mentor, np.int32(mentor))
    )
    forced = solve(replace(problem, pinned=pinned))
    points = int(parts_of(problem, one_pair(mentee, mentor)).sum())
    lost = int(matching.points.sum() - forced.points.sum())
    moved = changes(matching, forced)
    return WhyNot(points=points, matched=len(pairs) - len(forced.pairs), total=lost, changes=tuple(moved))


def least_loss(matching: Matching, mentee: int, mentor: int) -> int:
    """What imposing an eligible pair costs at least, at once and without solving: its reduced cost u + v - w, in the
    units of the first level (linear programming duality). 0 without a proof."""
    if matching.proof is None:
        return 0
    points = contributions(matching.problem, one_pair(mentee, mentor)).sum(axis=1)
    weight = int(matching.proof.weighing.weights(points)[0])
    return max(0, int(matching.u[mentee] + matching.v[mentor]) - weight)


def forbidding(problem: Problem, mentee: int, mentor: int) -> tuple[Callable[[Language], str], ...]:
    """What forbids a pair, ready to be told in either language. Beside another reason a secret one is not told at all:
    that there is one would say it (N7)."""
    found: list[Callable[[Language], str]] = []
    pair = one_pair(mentee, mentor)
    if problem.mentees.ids[mentee] == problem.mentors.ids[mentor]:
        found.append(REASONS[SAME_PERSON].said)
    for rule in problem.rules:
        if rule.forbids(problem, pair)[0]:
            found.append(partial(rule.tell, problem, mentee, mentor))
    for exclusion in sorted(problem.excluded, key=lambda exclusion: exclusion.secret):
        if ((exclusion.pairs.mentee == mentee) & (exclusion.pairs.mentor == mentor)).any():
            if exclusion.secret and found:
                break
            found.append(partial(tell_exclusion, exclusion))
    return tuple(found)


def _without_room(problem: Problem, mentee: int, mentor: int) -> str:
    """The identifier of whoever has no place for one more imposed pair, or nothing."""
    sides = ((problem.mentees, mentee, problem.pinned.mentee), (problem.mentors, mentor, problem.pinned.mentor))
    for side, person, pinned in sides:
        if int(side.places[person]) <= int((pinned == person).sum()):
            return side.ids[person]
    return ""

"""What a run leaves: figures of the whole, and for each person whom else she could have, or why nobody."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from binome.matching import kernels
from binome.matching.compiler import compile_problem
from binome.matching.engine import Matching
from binome.matching.explain import parts_of
from binome.matching.forbidden import count_forbidden, exclusion_label
from binome.matching.kernels import Arcs
from binome.matching.problem import Exclusion, Form, no_pairs
from binome.matching.rules import broken_rules
from binome.matching.scarcity import Scarcity, tell_alone
from binome.matching.tables import Tables
from binome.matching.words import Language, Words
from binome.programmes.models import Enrolment

from ..models import MatchRun, Situation
from .asking import Asked
from .people import Someone

#: Whom a page shows besides the one proposed, and how many are weighed to find them.
OTHERS, WEIGHED = 4, 16
SECRET = exclusion_label(Exclusion("", no_pairs(), secret=True))


def in_words(words: Words) -> dict[str, str]:
    return {language.value: words.said(language) for language in Language}


def tables_of(matching: Matching) -> Tables:
    return matching.population.tables if matching.population else compile_problem(matching.problem)


def figures(asked: Asked, matching: Matching) -> dict[str, Any]:
    """`MatchRun.figures`: {"mentees", "mentors", "matched", "total", "lowest", "median", "possible", "eligible",
    "rules": [{"label", "apart", "broken"}], "dropped": [[mentee code, mentor code, why]], "gap", "most"}."""
    problem, tables = matching.problem, tables_of(matching)
    pairs, points = matching.pairs, np.sort(matching.points)
    asking = [int((side > 0).sum()) for side in (tables.mentee_places, tables.mentor_places)]
    alike = problem.form is not Form.PAIRS
    eligible = int(kernels.choose("auto", tables).eligible()[tables.mentee_places > 0].sum())
    served = np.unique(np.concatenate([pairs.mentee, pairs.mentor]) if alike else pairs.mentee)
    broken = [name for names in broken_rules(problem, pairs) for name in names]
    names = [*(rule.name for rule in problem.rules), *(exclusion.reason for exclusion in problem.excluded)]
    wished = problem.wish_points[0] * sum(len(side.rank) > 0 for side in (problem.mentee_wishes, problem.mentor_wishes))
    counts = zip(names, count_forbidden(problem, tables), strict=True)
    return {
        "mentees": asking[0],
        "mentors": asking[1],
        "matched": len(pairs),
        "served": len(served),
        "total": int(points.sum()),
        "lowest": int(points[0]) if len(points) else 0,
        "median": int(points[len(points) // 2]) if len(points) else 0,
        "most": sum(criterion.points for criterion in problem.criteria) * (2 if alike else 1) + wished,
        "possible": asking[0] * (asking[0] - 1) // 2 if alike else asking[0] * asking[1],
        "eligible": eligible // 2 if alike else eligible,
        "rules": [
            {"label": in_words(count.label), "apart": count.forbidden, "broken": broken.count(name)}
            for name, count in counts
        ],
        "dropped": [[mentee.code, mentor.code, in_words(why)] for mentee, mentor, why in asked.dropped],
        "gap": matching.proof.gap if matching.proof else 0,
        "circles": len(matching.circles),
    }


def own_points(asked: Asked, matching: Matching) -> dict[str, int]:
    """What the pairs of a trial are worth with the criteria of the programme, by mentee: to be set beside those of the
    promotion's own run."""
    own, pairs = asked.own_criteria(), matching.pairs
    found: dict[str, int] = {}
    for mentee, points in zip(pairs.mentee.tolist(), parts_of(own, pairs).sum(axis=1).tolist(), strict=True):
        code = asked.sides[0][mentee].code
        found[code] = found.get(code, 0) + points
    return found


def situations(run: MatchRun, asked: Asked, matching: Matching) -> Iterator[Situation]:
    """One row a person; how many are possible is counted for the mentees' side alone. Why how many of those are alone
    goes to the run's figures ("alone": [[why, how many], …]): first causes, that name nobody."""
    tables = tables_of(matching)
    alike = matching.problem.form is not Form.PAIRS
    first_names = run.cohort.enrolments.values_list("code", "person__first_name")
    reasons, causes = _reasons(dict(first_names), matching, tables)
    run.figures["alone"] = [[dict(zip(("fr", "en"), cause, strict=True)), many] for cause, many in causes.items()]
    circles = {place: number for number, circle in enumerate(matching.circles, 1) for place in circle}
    possible = kernels.choose("auto", tables).eligible()
    others = _others(asked, matching, tables)
    for side, people in enumerate(asked.sides[: 1 if alike else 2]):
        for place, someone in enumerate(people):
            found = reasons.get((side, place))
            yield Situation(
                run=run,
                enrolment_id=someone.enrolment,
                possible=int(possible[place]) if side == 0 else 0,
                others=others.get(place, []) if side == 0 else [],
                alone=found is not None,
                reason=found or {},
                circle=circles.get(place) if side == 0 else None,
            )


def _reasons(
    names: Mapping[str, str], matching: Matching, tables: Tables
) -> tuple[dict[tuple[int, int], dict[str, str]], Counter[tuple[str, ...]]]:
    """Why each person alone is, and the causes of the mentees' side; a confidential exclusion is not said to be one of
    them (N7)."""
    scarcity, found, causes = Scarcity(matching, tables), {}, Counter[tuple[str, ...]]()
    for side in (0, 1) if matching.problem.form is Form.PAIRS else (0,):
        for alone in scarcity.alone(side):
            shown = replace(alone, lifts=tuple(lift for lift in alone.lifts if lift.label != SECRET))
            said = {language: tell_alone(shown, matching.problem, names, language) for language in Language}
            found[side, alone.person] = {language.value: " ".join(told) for language, told in said.items()}
            if side == 0:
                causes[tuple(said[language][0] for language in (Language.FRENCH, Language.ENGLISH))] += 1
    return found, causes


def _others(asked: Asked, matching: Matching, tables: Tables) -> dict[int, list[list[Any]]]:
    """The best of those whom a mentee does not have, the least loss first: [code, points, least loss], by place.

    The least loss is the reduced cost u + v - w of the pair at the first level, in points where it is small (linear
    programming duality: imposing the pair costs at least that much). Without a proof, None.
    """
    arcs = kernels.choose("auto", tables).best(WEIGHED)
    taken = set(zip(matching.pairs.mentee.tolist(), matching.pairs.mentor.tolist(), strict=True))
    losses = _losses(matching, arcs)
    found: dict[int, list[list[Any]]] = {}
    for mentee, mentor, points, loss in zip(
        arcs.mentee.tolist(), arcs.mentor.tolist(), arcs.score.tolist(), losses, strict=True
    ):
        if (mentee, mentor) not in taken and (mentor, mentee) not in taken:
            found.setdefault(mentee, []).append([_someone(asked, mentor).code, points, loss])
    for mentee, rows in found.items():
        rows.sort(key=lambda row: (row[2] or 0, -row[1]))
        found[mentee] = rows[:OTHERS]
    return found


def _someone(asked: Asked, mentor: int) -> Someone:
    return asked.sides[1][mentor]


def _losses(matching: Matching, arcs: Arcs) -> list[int | None]:
    if matching.proof is None:
        return [None] * len(arcs)
    weights = matching.proof.weighing.weights(arcs.score)
    return np.maximum(0, matching.u[arcs.mentee] + matching.v[arcs.mentor] - weights).tolist()


def circles_of(run: MatchRun) -> dict[int, list[Enrolment]]:
    """The people of each circle of a run, by its number."""
    rows = run.situations.exclude(circle=None).select_related("enrolment__person").order_by("circle", "pk")
    found: dict[int, list[Enrolment]] = {}
    for row in rows:
        found.setdefault(row.circle or 0, []).append(row.enrolment)
    return found

"""What a page asks of a few people: why not these two, what a swap changes. Only they are read and compiled: a pair's
points and what forbids it depend on its two people alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from binome.matching.criteria import one_pair
from binome.matching.engine import Matching
from binome.matching.explain import PairStory, explain_pairs, parts_of
from binome.matching.problem import Form, Problem, ProblemError
from binome.matching.rules import broken_rules
from binome.matching.words import Language, Words
from binome.programmes.models import Cohort, Enrolment

from .asking import Asked, Reading, ask, ask_of, read, refused_pin
from .couples import listed
from .telling import parts_in_words

#: (mentee, mentor).
Couple = tuple[Enrolment, Enrolment]

GONE = Words(
    "Une de ces personnes n’est plus à apparier, ou pas dans ce rôle.",
    "One of these people is no longer to be matched, or not in this role.",
)


@dataclass(frozen=True)
class Look:
    """Two people as a pair: what forbids it, in both languages (empty: nothing), or its points and their parts."""

    mentee: int
    mentor: int
    forbidden: Mapping[str, str]
    points: int = 0
    parts: tuple[dict[str, Any], ...] = ()
    sentence: Mapping[str, str] | None = None


def look_at(cohort: Cohort, couples: Sequence[Couple], settings: Mapping[str, Any]) -> list[Look]:
    """Each couple (mentee, mentor), in one reading of its people. Raises ProblemError when one of them is not to be
    matched any more, or has the wrong role."""
    people = {enrolment.pk for couple in couples for enrolment in couple}
    asked = ask(cohort, settings, only=people, pins=())
    places = [{someone.enrolment: place for place, someone in enumerate(side)} for side in asked.sides]
    found = []
    for mentee, mentor in couples:
        if mentee.pk not in places[0] or mentor.pk not in places[1]:
            raise ProblemError(GONE)
        found.append(_look(asked, mentee.pk, mentor.pk, places[0][mentee.pk], places[1][mentor.pk]))
    return found


def read_couples_of(cohort: Cohort, couples: Sequence[Couple]) -> Reading:
    """What the rules read of these couples."""
    return read(cohort, {enrolment.pk for couple in couples for enrolment in couple})


def may_open(cohort: Cohort, couples: Sequence[Couple], reading: Reading | None = None) -> bool:
    """Whether no hard rule forbids any of these couples (mentee, mentor) now. Asked again at the moment a pair opens: a
    stored run, or a yes of last week, is never a way around what changed since. `reading`: of these couples, when it
    is made already."""
    if not couples:
        return True
    try:
        asked = ask_of(reading or read_couples_of(cohort, couples), pins=())
    except ProblemError:
        return False
    mentees, mentors = ({someone.enrolment: place for place, someone in enumerate(side)} for side in asked.sides)
    if not all(mentee.pk in mentees and mentor.pk in mentors for mentee, mentor in couples):
        return False
    ways = [(mentees[mentee.pk], mentors[mentor.pk]) for mentee, mentor in couples]
    if asked.problem.form is not Form.PAIRS:
        ways += [(mentor, mentee) for mentee, mentor in ways]
    return not any(broken_rules(asked.problem, listed(ways)))


def _look(asked: Asked, mentee: int, mentor: int, one: int, other: int) -> Look:
    problem = asked.problem
    refusal = refused_pin(problem, one, other)
    if refusal is not None:
        return Look(mentee, mentor, {language.value: refusal.said(language) for language in Language})
    story = _story(problem, one, other)
    sentence = {language.value: story.sentence(language) for language in Language}
    return Look(mentee, mentor, {}, story.points, tuple(parts_in_words(story)), sentence)


def _story(problem: Problem, mentee: int, mentor: int) -> PairStory:
    pair = one_pair(mentee, mentor)
    return explain_pairs(Matching(problem, listed([(mentee, mentor)]), parts_of(problem, pair).sum(axis=1)))[0]

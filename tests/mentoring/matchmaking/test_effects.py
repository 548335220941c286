"""« And if…? »: what is shown before an act is what the calculation then finds."""

import pytest

from binome.matching.problem import ProblemError
from binome.mentoring.matchmaking.effects import effect_of, request_kept_run, standing_of
from binome.mentoring.matchmaking.ruling import request_run, rule_couple
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import NOON
from tests.factories.programmes import a_staff_member

pytestmark = pytest.mark.django_db
TOPICS = ["negocier", "decider", "confiance"]


@pytest.fixture
def cohort():
    """Five mentees and four mentors whose points all differ a little; one mentor has two places."""
    cohort = a_promotion()
    for number, name in enumerate(("Inès", "Awa", "Lina", "Rose", "Maya")):
        someone(
            name, "mentee", cohort, stage=1, wanted=TOPICS[: 1 + number % 3], field=["finance", "droit"][number % 2]
        )
    for number, name in enumerate(("Marc", "Paul", "Omar", "Jean")):
        offered = TOPICS[number % 3 :] or TOPICS[:1]
        someone(name, "mentor", cohort, stage=2 + number % 3, offered=offered, places=1)
    return cohort


@pytest.fixture
def delphine(cohort):
    return a_staff_member("Delphine", programme=cohort.programme)


def a_run(cohort, by) -> MatchRun:
    request_run(cohort=cohort, by=by, now=NOON)
    return the_last(cohort)


def the_last(cohort) -> MatchRun:
    run_matches(lambda: NOON)
    run = MatchRun.objects.filter(cohort=cohort).order_by("-pk").first()
    run.cohort = cohort
    assert run.state == "done", run.fault
    return run


def couples(run):
    return set(run.proposals.values_list("mentee__code", "mentor__code"))


def free_couples(cohort, run):
    """Every couple that the run did not make."""
    mentees, mentors = ([row for row in cohort.enrolments.all() if row.role == role] for role in ("mentee", "mentor"))
    made = couples(run)
    return [(one, other) for one in mentees for other in mentors if (one.code, other.code) not in made]


def applied(before, outcome):
    after = set(before)
    for each in outcome.moved:
        after -= {(each.mentee, mentor) for mentor in each.before}
        after |= {(each.mentee, mentor) for mentor in each.after}
    return after


def test_the_whole_loses_what_was_said_when_the_pair_is_imposed(cohort, delphine):
    run = a_run(cohort, delphine)
    standing, made = standing_of(run), couples(run)
    tried = 0
    for mentee, mentor in free_couples(cohort, run):
        effect = effect_of(standing, [("pin", mentee.code, mentor.code)])
        assert (mentee.code, mentor.code) in applied(made, effect.best)
        rule_couple(mentee=mentee, mentor=mentor, kind="imposed", reason="", by=delphine, now=NOON)
        forced = a_run(cohort, delphine)
        assert forced.figures["matched"] - run.figures["matched"] == effect.best.pairs
        assert forced.figures["total"] - run.figures["total"] == effect.best.points
        cohort.rulings.all().delete()
        tried += 1
    assert tried >= 10


def test_the_pairs_shown_as_kept_are_those_that_come(cohort, delphine):
    run = a_run(cohort, delphine)
    mentee, mentor = free_couples(cohort, run)[0]
    acts = [("pin", mentee.code, mentor.code)]
    effect = effect_of(standing_of(run), acts)
    rule_couple(mentee=mentee, mentor=mentor, kind="imposed", reason="", by=delphine, now=NOON)
    request_kept_run(run=run, acts=acts, by=delphine, now=NOON)
    kept = the_last(cohort)
    assert couples(kept) == applied(couples(run), effect.kept)
    assert kept.figures["total"] - run.figures["total"] == effect.kept.points
    assert kept.figures["keeping"] == [effect.best.pairs - effect.kept.pairs, effect.best.points - effect.kept.points]
    assert kept.figures["dropped"] == []
    assert list(kept.proposals.filter(imposed=True).values_list("mentee", "mentor")) == [(mentee.pk, mentor.pk)]


def test_a_second_act_starts_from_the_pairs_that_were_kept(cohort, delphine):
    run = a_run(cohort, delphine)
    first, *others = free_couples(cohort, run)
    second = next(couple for couple in others if not set(couple) & set(first))
    for mentee, mentor in first, second:
        acts = [("pin", mentee.code, mentor.code)]
        effect = effect_of(standing_of(run), acts)
        rule_couple(mentee=mentee, mentor=mentor, kind="imposed", reason="", by=delphine, now=NOON)
        request_kept_run(run=run, acts=acts, by=delphine, now=NOON)
        before, run = couples(run), the_last(cohort)
        assert couples(run) == applied(before, effect.kept)
    assert len(run.settings["acts"]) == 2


def test_a_pair_set_aside_and_somebody_who_leaves(cohort, delphine):
    run = a_run(cohort, delphine)
    standing, first = standing_of(run), run.proposals.first()
    apart = effect_of(standing, [("refuse", first.mentee.code, first.mentor.code)])
    gone = effect_of(standing, [("leave", "", first.mentor.code)])
    rule_couple(mentee=first.mentee, mentor=first.mentor, kind="forbidden", reason="Non.", by=delphine, now=NOON)
    assert a_run(cohort, delphine).figures["total"] - run.figures["total"] == apart.best.points
    cohort.rulings.all().delete()
    first.mentor.state = "left"
    first.mentor.save()
    left = a_run(cohort, delphine)
    assert left.figures["matched"] - run.figures["matched"] == gone.best.pairs == -1
    assert left.figures["total"] - run.figures["total"] == gone.best.points
    assert len(gone.kept.alone) == 1


def test_who_comes_late_finds_somebody_and_the_others_keep_whom_they_have(cohort, delphine):
    run = a_run(cohort, delphine)
    made = couples(run)
    pins = [(row.mentee, row.mentor) for row in run.proposals.select_related("mentee", "mentor")]
    someone("Nour", "mentee", cohort, stage=1)
    someone("Ivan", "mentor", cohort, stage=3, places=2)
    request_run(cohort=cohort, by=delphine, now=NOON, pins=pins)
    kept = the_last(cohort)
    assert made < couples(kept) and kept.figures["served"] == 6
    best = a_run(cohort, delphine)
    more = best.figures["matched"] - kept.figures["matched"], best.figures["total"] - kept.figures["total"]
    assert kept.figures["keeping"] == list(more)


def test_who_was_not_there_has_no_effect(cohort, delphine):
    run = a_run(cohort, delphine)
    with pytest.raises(ProblemError):
        effect_of(standing_of(run), [("leave", "personne", "")])


def test_of_circles_a_calculation_alone_says_the_effect():
    cohort = a_promotion("circles")
    for name in ("Inès", "Awa", "Lina", "Rose", "Maya", "Zoé"):
        someone(name, "peer", cohort, stage=2)
    run = a_run(cohort, a_staff_member("Delphine", programme=cohort.programme))
    assert standing_of(run) is None

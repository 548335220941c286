"""From a run to pairs: a committee's decision, one publication, or two yeses; each once, whoever clicks twice."""

from datetime import timedelta

import pytest
from django.db import connection

from binome.core.models import JournalEntry, Letter
from binome.core.moves import MoveRefused
from binome.mentoring.matchmaking import deciding
from binome.mentoring.matchmaking.ruling import request_run, rule_couple, swap_partners
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import Circle, MatchRun, Pair, Place, Proposal, Ruling
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import NOON
from tests.factories.programmes import a_staff_member, an_entity

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def cohort():
    cohort = a_promotion()
    for name in ("Inès", "Awa"):
        someone(name, "mentee", cohort, stage=1)
    for name in ("Marc", "Paul"):
        someone(name, "mentor", cohort, stage=3)
    return cohort


def the_manager(cohort):
    return a_staff_member("Delphine", programme=cohort.programme)


def a_decided_run(cohort, by, *, submit=True) -> MatchRun:
    run = request_run(cohort=cohort, by=by, now=NOON)
    run_matches(lambda: NOON)
    run = MatchRun.objects.select_related("cohort__programme").get(pk=run.pk)
    if submit:
        deciding.submit_run(run=run, by=by, now=NOON)
        deciding.decide_run(run=run, approve=True, words="", by=by, now=NOON)
    return run


def test_publishing_opens_every_pair_on_a_place_and_tells_both_once(cohort):
    delphine = the_manager(cohort)
    run = a_decided_run(cohort, delphine)
    assert deciding.publish_run(run=run, by=delphine, now=LATER) == 2
    assert Pair.objects.filter(cohort=cohort, state="active", mentoring_request=None).count() == 2
    assert Place.objects.exclude(pair=None).count() == 2
    assert Letter.objects.filter(kind="pair_published").count() == 4
    assert JournalEntry.objects.filter(verb="pair_published").count() == 2
    assert "/programmes/centralised/" in Letter.objects.first().text
    assert run.proposals.exclude(pair=None).count() == 2


def test_publishing_twice_publishes_once(cohort):
    delphine = the_manager(cohort)
    run = a_decided_run(cohort, delphine)
    again = MatchRun.objects.select_related("cohort__programme").get(pk=run.pk)
    deciding.publish_run(run=run, by=delphine, now=LATER)
    with pytest.raises(MoveRefused):
        deciding.publish_run(run=again, by=delphine, now=LATER)
    assert (Pair.objects.count(), Letter.objects.filter(kind="pair_published").count()) == (2, 4)


def test_nothing_is_published_before_the_committee_said_yes(cohort):
    delphine = the_manager(cohort)
    run = a_decided_run(cohort, delphine, submit=False)
    for step in (lambda: None, lambda: deciding.submit_run(run=run, by=delphine, now=NOON)):
        step()
        with pytest.raises(MoveRefused):
            deciding.publish_run(run=run, by=delphine, now=LATER)
    deciding.decide_run(run=run, approve=False, words="Trop de gens d’un même site.", by=delphine, now=LATER)
    assert (run.state, run.decision) == ("done", "Trop de gens d’un même site.")
    assert not Pair.objects.exists()


def test_whoever_leaves_in_between_stops_the_publication(cohort):
    delphine = the_manager(cohort)
    run = a_decided_run(cohort, delphine)
    cohort.enrolments.filter(role="mentor").update(state="left")
    with pytest.raises(MoveRefused, match="Recalculez"):
        deciding.publish_run(run=run, by=delphine, now=LATER)
    run.refresh_from_db()
    assert (run.state, Pair.objects.count(), Letter.objects.filter(kind="pair_published").count()) == ("approved", 0, 0)


def test_a_place_taken_in_between_publishes_nothing(cohort):
    delphine = the_manager(cohort)
    mentor = cohort.enrolments.filter(role="mentor").first()
    Place.objects.create(enrolment=mentor, number=1)
    run = a_decided_run(cohort, delphine)
    Place.objects.all().delete()
    Place.objects.create(
        enrolment=mentor, number=1, pair=Pair.objects.create(
            programme=cohort.programme, mentor=mentor.person, mentee=delphine, rhythm="monthly", opened_at=NOON,
            last_sign_at=NOON, planned_end_on=NOON.date(),
        ),
    )  # fmt: skip
    with pytest.raises(MoveRefused, match="place"):
        deciding.publish_run(run=run, by=delphine, now=LATER)
    assert Pair.objects.filter(cohort=cohort).count() == 0


def test_only_a_manager_of_the_whole_programme_decides(cohort):
    run = a_decided_run(cohort, the_manager(cohort), submit=False)
    nora = a_staff_member("Nora", "coordinator", programme=cohort.programme, entity=an_entity("Lyon"))
    for person in (nora, cohort.enrolments.first().person):
        with pytest.raises(MoveRefused):
            deciding.submit_run(run=run, by=person, now=NOON)


def test_a_coordinator_rules_on_two_people_of_her_site_and_on_no_other():
    cohort, here, there = a_promotion(), an_entity("Lyon"), an_entity("Brest")
    mentee, mentor = (someone(n, r, cohort, entity=here) for n, r in (("Inès", "mentee"), ("Marc", "mentor")))
    other = someone("Paul", "mentor", cohort, entity=there)
    nora = a_staff_member("Nora", "coordinator", programme=cohort.programme, entity=here)
    rule_couple(mentee=mentee, mentor=mentor, kind="imposed", reason="", by=nora, now=NOON)
    with pytest.raises(MoveRefused, match="périmètre"):
        rule_couple(mentee=mentee, mentor=other, kind="imposed", reason="", by=nora, now=NOON)
    assert Ruling.objects.get().mentor == mentor


def test_imposing_what_a_rule_forbids_is_refused_with_its_sentence(cohort):
    delphine = the_manager(cohort)
    mentee, mentor = cohort.enrolments.get(person__first_name="Inès"), cohort.enrolments.get(person__first_name="Marc")
    mentee.affiliation.line_manager = mentor.affiliation
    mentee.affiliation.save()
    with pytest.raises(MoveRefused, match="lien hiérarchique"):
        rule_couple(mentee=mentee, mentor=mentor, kind="imposed", reason="", by=delphine, now=NOON)


def test_a_swap_imposes_both_new_pairs_and_the_next_run_keeps_them(cohort):
    delphine = the_manager(cohort)
    run = a_decided_run(cohort, delphine, submit=False)
    before = {(row.mentee, row.mentor) for row in run.proposals.all()}
    first, second = sorted(before, key=lambda couple: couple[0].pk)
    swap_partners(first=first, second=second, by=delphine, now=LATER)
    again = a_decided_run(cohort, delphine, submit=False)
    assert {(row.mentee, row.mentor) for row in again.proposals.all()} == {
        (first[0], second[1]), (second[0], first[1]),
    }  # fmt: skip
    assert all(row.imposed for row in again.proposals.all())


def an_offer(form="organised"):
    cohort = a_promotion(form)
    for name, role in (("Inès", "mentee"), ("Awa", "mentee"), ("Marc", "mentor"), ("Paul", "mentor")):
        someone(name, role, cohort, stage=1 if role == "mentee" else 3)
    delphine = the_manager(cohort)
    run = a_decided_run(cohort, delphine)
    deciding.offer_run(run=run, by=delphine, now=LATER)
    return cohort, delphine, run


def test_two_yeses_make_a_pair_and_one_does_not():
    cohort, delphine, run = an_offer()
    assert Letter.objects.filter(kind="pair_proposed").count() == 4
    with pytest.raises(MoveRefused):
        deciding.publish_run(run=run, by=delphine, now=LATER)
    proposal = run.proposals.select_related("mentee__person", "mentor__person", "run__cohort__programme").first()
    assert deciding.answer_proposal(proposal=proposal, by=proposal.mentee.person, accept=True, now=LATER) is None
    assert not Pair.objects.exists()
    pair = deciding.answer_proposal(proposal=proposal, by=proposal.mentor.person, accept=True, now=LATER)
    assert (pair.cohort, pair.mentor) == (cohort, proposal.mentor.person)
    with pytest.raises(MoveRefused):
        deciding.answer_proposal(proposal=proposal, by=proposal.mentor.person, accept=True, now=LATER)
    assert Pair.objects.count() == 1


def test_a_refusal_begins_again_and_leaves_the_other_proposals_as_they_are():
    _cohort, _delphine, run = an_offer()
    refused, other = run.proposals.select_related("mentee__person", "mentor__person", "run__cohort__programme")
    deciding.answer_proposal(proposal=other, by=other.mentee.person, accept=True, now=LATER)
    deciding.answer_proposal(proposal=refused, by=refused.mentor.person, accept=False, now=LATER)
    assert run_matches(lambda: LATER) == 1
    again = MatchRun.objects.first()
    assert again.proposals.get() == other
    other.refresh_from_db()
    assert (other.run, other.mentee_said) == (again, "yes")
    assert again.situations.filter(alone=True, enrolment=refused.mentee).exists()
    pair = deciding.answer_proposal(proposal=other, by=other.mentor.person, accept=True, now=LATER)
    assert pair is not None
    with pytest.raises(MoveRefused):
        deciding.answer_proposal(proposal=refused, by=refused.mentee.person, accept=True, now=LATER)


def test_nobody_else_answers():
    _cohort, delphine, run = an_offer()
    proposal = run.proposals.select_related("mentee__person", "mentor__person", "run__cohort__programme").first()
    with pytest.raises(MoveRefused):
        deciding.answer_proposal(proposal=proposal, by=delphine, accept=True, now=LATER)


def test_circles_are_published_with_their_people_and_each_is_told():
    cohort = a_promotion("circles")
    for number in range(6):
        someone(f"C{number}", "peer", cohort)
    delphine = the_manager(cohort)
    run = a_decided_run(cohort, delphine)
    opened = deciding.publish_run(run=run, by=delphine, now=LATER)
    assert opened == Circle.objects.count() >= 1
    assert sum(circle.members.count() for circle in Circle.objects.all()) == 6
    assert Letter.objects.filter(kind="circle_published").count() == 6


def test_publishing_costs_few_queries_whatever_their_number(django_assert_max_num_queries):
    cohort = a_promotion()
    for number in range(12):
        someone(f"M{number}", "mentor" if number % 2 else "mentee", cohort)
    delphine = the_manager(cohort)
    run = a_decided_run(cohort, delphine)
    with django_assert_max_num_queries(32 + 6 * 2 * 2):
        assert deciding.publish_run(run=run, by=delphine, now=LATER) == 6
    assert Proposal.objects.filter(pair=None).count() == 0
    assert connection.in_atomic_block

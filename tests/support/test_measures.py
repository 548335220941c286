"""Measures, their effects, their end, and the appeal to another moderator (A12, N12, N13)."""

import pytest

from binome.core import hashes
from binome.core.models import JournalEntry, Letter
from binome.mentoring.actions import MoveRefused
from binome.mentoring.lifecycle import PairState, State
from binome.mentoring.models import Block, Listing
from binome.support import actions
from binome.support.models import Case, Decision
from tests.factories import (
    NOON,
    a_mentee,
    a_mentor,
    a_moderator,
    a_pair,
    a_request,
    family_name_of,
)

from .cast import DAY, REASON, TODAY, a_case, answer, decide, standing, told

pytestmark = pytest.mark.django_db


def listed(person):
    return Listing.objects.get(person=person).visible


def test_without_a_measure_and_unheard_she_learns_nothing(case, dina):
    decide(case, dina, "none")
    assert (case.state, case.measure, case.closed_at) == ("closed", "none", NOON)
    assert (standing(case.reported), told("decision_taken")) == ("active", [])
    assert told("report_settled") == [case.reporter.code]


def test_a_reminder_is_told_and_changes_nothing_else(case, dina):
    decide(case, dina, "reminder")
    assert (standing(case.reported), listed(case.reported)) == ("active", True)
    assert told("decision_taken") == [case.reported.code]


@pytest.mark.parametrize("measure", ["none", "reminder", "suspension", "exclusion"])
def test_the_contact_stays_blocked_whatever_the_measure(case, dina, measure):
    decide(case, dina, measure)
    assert Block.objects.filter(by=case.reporter, person=case.reported).exists()


def test_a_suspension_takes_her_out_of_the_directory_and_withdraws_what_is_pending(case, dina):
    waiting = a_request(a_mentee("Inès"), case.reported)
    living = a_pair(a_mentee("Hawa"), case.reported)
    decide(case, dina, "suspension")
    waiting.refresh_from_db(), living.refresh_from_db()
    assert (standing(case.reported), listed(case.reported)) == ("suspended", False)
    assert (waiting.state, living.state) == (State.WITHDRAWN, PairState.ACTIVE)
    assert told("request_expired") == [waiting.mentee.code]
    assert told("request_withdrawn") == []


def test_a_suspended_mentees_requests_are_withdrawn_and_their_mentors_told(dina):
    odile = a_mentor("Odile")
    asked = a_request(a_mentee("Awa"), a_mentor("Bruna"))
    other = a_request(asked.mentee, odile)
    case = a_case(asked.mentor, asked.mentee)
    actions.take_case(case=case, by=dina, now=NOON)
    actions.rate_case(case=case, by=dina, severity="grave", now=NOON)
    decide(case, dina, "suspension")
    other.refresh_from_db()
    assert (other.state, other.withdrawn_because) == (State.WITHDRAWN, "set_aside")
    assert told("request_withdrawn") == [odile.code]


def test_an_exclusion_also_closes_her_pairs_without_saying_why(case, dina):
    living = a_pair(a_mentee("Hawa"), case.reported)
    decide(case, dina, "exclusion")
    living.refresh_from_db()
    assert (standing(case.reported), living.state, living.close_reason) == ("excluded", PairState.CLOSED, "other")


def test_a_suspension_ends_by_itself_on_its_date_once(case, dina):
    decide(case, dina, "suspension", days=30)
    assert actions.end_suspensions(now=NOON + 29 * DAY) == 0
    assert actions.end_suspensions(now=NOON + 30 * DAY) == 1
    assert actions.end_suspensions(now=NOON + 30 * DAY) == 0
    assert (standing(case.reported), listed(case.reported)) == ("active", True)
    assert told("suspension_ended") == [case.reported.code]
    assert not hashes.is_kept("sanctioned", "bruna@example.org", now=NOON + 30 * DAY)


def test_two_suspensions_end_with_the_later_one(case, dina):
    other = a_case(a_mentee("Inès"), case.reported)
    decide(case, dina, "suspension", days=30)
    actions.take_case(case=other, by=dina, now=NOON)
    actions.rate_case(case=other, by=dina, severity="grave", now=NOON)
    decide(other, dina, "suspension", days=60)
    assert actions.end_suspensions(now=NOON + 30 * DAY) == 1
    assert standing(case.reported) == "suspended"
    assert actions.end_suspensions(now=NOON + 60 * DAY) == 1
    assert standing(case.reported) == "active"


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_suspension_ends_within_the_coming_year(case, dina, days):
    with pytest.raises(MoveRefused, match="dans l’année"):
        decide(case, dina, "suspension", days=days)
    case.refresh_from_db()
    assert case.state == "taken" and not Decision.objects.exists()


# --- both versions ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("severity", ["minor", "serious"])
def test_a_measure_waits_for_the_other_version_or_its_deadline(case, dina, severity):
    actions.rate_case(case=case, by=dina, severity=severity, now=NOON)
    with pytest.raises(MoveRefused, match="Demandez d’abord sa version"):
        decide(case, dina, "reminder")
    actions.hear_reported(case=case, by=dina, words="Qu’avez-vous proposé ?", due_on=TODAY + 7 * DAY, now=NOON)
    with pytest.raises(MoveRefused, match="Sa version est attendue"):
        decide(case, dina, "reminder", now=NOON + 7 * DAY)
    decide(case, dina, "reminder", now=NOON + 8 * DAY)


def test_a_measure_follows_her_version_at_once(case, dina):
    actions.rate_case(case=case, by=dina, severity="minor", now=NOON)
    actions.hear_reported(case=case, by=dina, words="Qu’avez-vous proposé ?", due_on=TODAY + 7 * DAY, now=NOON)
    actions.give_version(case=case, by=case.reported, body="Rien du tout.", now=NOON)
    decide(case, dina, "reminder")
    assert told("hearing_asked") == [case.reported.code]


def test_she_gives_her_version_once_asked_until_the_decision(case, dina):
    bruna = case.reported
    with pytest.raises(MoveRefused, match="ne peut plus"):
        actions.give_version(case=case, by=bruna, body="Rien.", now=NOON)
    actions.hear_reported(case=case, by=dina, words="Que s’est-il passé ?", due_on=TODAY + DAY, now=NOON)
    with pytest.raises(MoveRefused):
        actions.give_version(case=case, by=case.reporter, body="Moi.", now=NOON)
    for body in ("Rien.", "Rien.", "Et encore ceci."):
        actions.give_version(case=case, by=bruna, body=body, now=NOON + 3 * DAY)
    decide(case, dina, "none", now=NOON + 3 * DAY)
    with pytest.raises(MoveRefused, match="ne peut plus"):
        actions.give_version(case=case, by=bruna, body="Trop tard.", now=NOON + 4 * DAY)
    assert [row.body for row in case.statements.all()] == ["Rien.", "Et encore ceci."]


def test_what_she_is_asked_neither_names_nor_quotes_the_reporter(case, dina):
    name = family_name_of(case.reporter)
    for words in ("Qu’avez-vous dit à Awa ?", "qu’avez-vous dit à AWA", f"Madame {name} ?", f"Chez {name.upper()} ?"):
        with pytest.raises(MoveRefused, match="nomme la personne"):
            actions.hear_reported(case=case, by=dina, words=words, due_on=TODAY + DAY, now=NOON)
    with pytest.raises(MoveRefused, match="reprend les mots"):
        quoted = "On nous écrit : « elle m’a proposé une formation payante »."
        actions.hear_reported(case=case, by=dina, words=quoted, due_on=TODAY + DAY, now=NOON)
    actions.hear_reported(case=case, by=dina, words="Une formation payante ?", due_on=TODAY + DAY, now=NOON)


def test_the_deadline_follows_the_severity_unless_she_chooses_another(case, dina):
    case.programme.refresh_from_db()
    for severity, days in case.programme.case_days.items():
        actions.rate_case(case=case, by=dina, severity=severity, now=NOON)
        assert case.due_on == TODAY + days * DAY
    actions.rate_case(case=case, by=dina, severity="minor", due_on=TODAY + DAY, now=NOON)
    assert case.due_on == TODAY + DAY
    assert [row.pk for row in Case.objects.late(TODAY + 2 * DAY)] == [case.pk]
    assert not Case.objects.late(TODAY + DAY).exists()


# --- appeals ----------------------------------------------------------------------------------------------
@pytest.fixture
def appealed(case, dina, mireille):
    decide(case, dina, "suspension", days=60)
    actions.appeal_decision(case=case, by=case.reported, body="C’est injuste.", now=NOON + DAY)
    return case


def test_an_appeal_is_told_to_the_team_but_to_who_decided(appealed, dina, mireille):
    assert appealed.state == "appealed"
    assert told("appeal_filed") == [mireille.code]
    assert standing(appealed.reported) == "suspended", "an appeal does not lift by itself"


def test_nobody_answers_an_appeal_against_her_own_decision(appealed, dina):
    with pytest.raises(MoveRefused, match="une autre modératrice lit le recours"):
        answer(appealed, dina, "none")
    twin = a_moderator("Dina bis")
    twin.linked_to = dina
    twin.save()
    with pytest.raises(MoveRefused, match="une autre modératrice lit le recours"):
        answer(appealed, twin, "none")


@pytest.mark.parametrize(
    ("measure", "days", "after"),
    [("suspension", 60, "suspended"), ("suspension", 10, "suspended"), ("reminder", None, "active"),
     ("none", None, "active")],
)  # fmt: skip
def test_an_appeal_confirms_lightens_or_lifts(appealed, mireille, measure, days, after):
    answer(appealed, mireille, measure, days=days)
    assert (appealed.state, appealed.measure, standing(appealed.reported)) == ("settled", measure, after)
    assert listed(appealed.reported) == (after == "active")
    assert told("decision_taken") == [appealed.reported.code] * 2
    kept = hashes.is_kept("sanctioned", "bruna@example.org", now=NOON + 5 * DAY)
    assert kept == (after == "suspended")


@pytest.mark.parametrize(("measure", "days"), [("exclusion", None), ("suspension", 61)])
def test_an_appeal_never_makes_it_heavier(appealed, mireille, measure, days):
    with pytest.raises(MoveRefused, match="n’alourdit jamais"):
        answer(appealed, mireille, measure, days=days)


def test_confirming_a_suspension_that_is_over_does_not_begin_it_again(appealed, mireille):
    assert actions.end_suspensions(now=NOON + 60 * DAY) == 1
    answer(appealed, mireille, "suspension", days=60, now=NOON + 61 * DAY)
    assert standing(appealed.reported) == "active"


def test_an_exclusion_lightened_to_a_suspension_ends_on_its_date(case, dina, mireille):
    decide(case, dina, "exclusion")
    actions.appeal_decision(case=case, by=case.reported, body="C’est injuste.", now=NOON + DAY)
    answer(case, mireille, "suspension", days=10)
    assert standing(case.reported) == "suspended"
    actions.end_suspensions(now=NOON + 10 * DAY)
    assert standing(case.reported) == "active"


@pytest.mark.parametrize(("day", "allowed"), [(30, True), (31, False)])
def test_a_measure_may_be_contested_for_thirty_days(case, dina, day, allowed):
    decide(case, dina, "reminder")
    try:
        actions.appeal_decision(case=case, by=case.reported, body="Injuste.", now=NOON + day * DAY)
    except MoveRefused:
        assert not allowed
    else:
        assert allowed


def test_who_may_not_contest(case, dina, mireille):
    with pytest.raises(MoveRefused):
        actions.appeal_decision(case=case, by=case.reported, body="Pas encore.", now=NOON)
    decide(case, dina, "reminder")
    with pytest.raises(MoveRefused):
        actions.appeal_decision(case=case, by=case.reporter, body="Trop peu.", now=NOON)
    actions.appeal_decision(case=case, by=case.reported, body="Une fois.", now=NOON)
    with pytest.raises(MoveRefused):
        actions.appeal_decision(case=case, by=case.reported, body="Deux fois.", now=NOON)


# --- double clicks ---------------------------------------------------------------------------------------
def test_each_act_of_a_case_clicked_twice_is_done_once(case, dina, mireille):
    words = {"measure": "reminder", "reason": REASON, "now": NOON}
    acts = [
        lambda: actions.take_case(case=case, by=dina, now=NOON),
        lambda: actions.hear_reported(case=case, by=dina, words="Et vous ?", due_on=TODAY + 7 * DAY, now=NOON),
        lambda: actions.decide_case(case=case, by=dina, **words),
        lambda: actions.appeal_decision(case=case, by=case.reported, body="Je conteste.", now=NOON),
        lambda: actions.answer_appeal(case=case, by=mireille, **words),
    ]
    for act in acts:
        act()
        before = JournalEntry.objects.count(), Letter.objects.count(), Case.objects.values().get()
        act()
        assert (JournalEntry.objects.count(), Letter.objects.count(), Case.objects.values().get()) == before
    assert Decision.objects.count() == 2


def test_another_decision_after_the_first_is_refused(case, dina):
    decide(case, dina, "reminder")
    with pytest.raises(MoveRefused, match="La décision est déjà prise : la vôtre n’est pas enregistrée"):
        decide(case, dina, "exclusion")


def test_a_delay_without_end_is_refused(case, dina):
    with pytest.raises(MoveRefused, match="deux mois"):
        actions.hear_reported(case=case, by=dina, words="Et vous ?", due_on=TODAY + 62 * DAY, now=NOON)
    with pytest.raises(MoveRefused, match="dans l’année"):
        actions.rate_case(case=case, by=dina, severity="minor", due_on=TODAY + 367 * DAY, now=NOON)

"""What pages read of requests and pairs: nothing more than the viewer may know, in a fair order."""

from datetime import date, timedelta

import pytest

from binome.core.models import JournalEntry, Letter
from binome.mentoring import actions, queries
from binome.mentoring.actions import MoveRefused
from binome.mentoring.lifecycle import State
from binome.mentoring.models import MentoringRequest, Pair
from tests.factories import NOON, a_closed_pair, a_mentee, a_mentor, a_pair, a_request, home
from tests.factories.mentoring import WORDS

DAY = timedelta(days=1)


def answered(mentor, *delays):
    for days in delays:
        row = a_request(a_mentee(), mentor)
        actions.decline_request(mentoring_request=row, by=mentor, reason="time", reply=".", now=NOON + days * DAY)


def seen(pair, viewer):
    return queries.as_seen(queries.pairs_of(viewer).get(pk=pair.pk), viewer=viewer)


# --- written and sent at once ----------------------------------------------------------------------------
@pytest.mark.django_db
def test_writing_and_sending_at_once_leaves_what_the_two_moves_leave():
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")

    row = actions.write_and_send_request(mentor=bruna.enrolments.get(), by=awa, now=NOON, **WORDS)

    row.refresh_from_db()
    assert (row.state, row.sent_at, row.due_at, row.pending_slot) == (State.SENT, NOON, NOON + 14 * DAY, 1)
    assert list(Letter.objects.values_list("kind", "recipient_code")) == [("request_sent", bruna.code)]
    assert list(JournalEntry.objects.values_list("verb", flat=True)) == ["request_sent"]


@pytest.mark.django_db
def test_writing_and_sending_at_once_sends_the_draft_that_was_there():
    draft = a_request(sent=False)
    enrolment = draft.mentor.enrolments.get()

    row = actions.write_and_send_request(mentor=enrolment, by=draft.mentee, now=NOON, **{**WORDS, "objective": "Oser"})

    assert (row.pk, row.objective) == (draft.pk, "Oser")


@pytest.mark.django_db
def test_refused_it_writes_nothing():
    odile = a_mentor("Odile", capacity=1)
    a_pair(a_mentee("Kim"), odile)
    before = MentoringRequest.objects.count(), Letter.objects.count()

    with pytest.raises(MoveRefused):
        actions.write_and_send_request(mentor=odile.enrolments.get(), by=a_mentee("Awa"), now=NOON, **WORDS)

    assert (MentoringRequest.objects.count(), Letter.objects.count()) == before


# --- how fast she answers, who else ----------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("delays", "days"), [((), None), ((1, 1), None), ((1, 2, 9), 2), ((0, 0, 0), 1), ((2, 2, 3, 3), 3)]
)
def test_her_usual_delay_is_the_median_of_enough_answers(delays, days):
    bruna = a_mentor("Bruna")
    answered(bruna, *delays)
    assert queries.usual_answer_days(bruna) == days


@pytest.mark.django_db
def test_an_unanswered_request_is_no_answer():
    bruna = a_mentor("Bruna")
    answered(bruna, 1, 1)
    row = a_request(mentor=bruna)
    actions.expire_request(mentoring_request=row, now=NOON + 14 * DAY)
    assert queries.usual_answer_days(bruna) is None


@pytest.mark.django_db
def test_nobody_unavailable_blocked_asked_or_her_own_other_account_is_suggested():
    awa = a_mentee("Awa")
    free = a_mentor("Libre")
    a_request(awa, a_mentor("Demandée"))
    a_pair(a_mentee("Kim"), a_mentor("Complète", capacity=1))
    actions.pause_mentor(mentor=(paused := a_mentor("Pause")).enrolments.get(), until=None, by=paused, now=NOON)
    actions.separate(by=a_mentor("Bloque"), person=awa, now=NOON)
    actions.separate(by=awa, person=a_mentor("Bloquée"), now=NOON)
    a_mentor("Elle-même", linked_to=awa)
    found = queries.suggestions(mentee=awa, programme=home(), topics=[], limit=9)
    assert [listing.person.first_name for listing in found] == [free.first_name]


@pytest.mark.django_db
def test_three_are_suggested_at_most():
    awa = a_mentee("Awa")
    for number in range(5):
        a_mentor(f"Mai{number}")
    assert len(queries.suggestions(mentee=awa, programme=home(), topics=["negocier"])) == 3


# --- a pair as its member sees it ------------------------------------------------------------------------
@pytest.mark.django_db
def test_each_sees_her_own_answer_and_choices_alone():
    pair = a_pair()
    actions.answer_fit(pair=pair, by=pair.mentee, answer="not_right", now=NOON)
    actions.choose_reveal(pair=pair, by=pair.mentee, fields=["phone"], after_closing=True, now=NOON)
    hers, other = seen(pair, pair.mentee), seen(pair, pair.mentor)
    assert (hers.fit, hers.shows, hers.shows_after_closing) == ("not_right", {"phone"}, True)
    assert (other.fit, other.shows, other.shows_after_closing) == ("", {"email"}, False)


@pytest.mark.django_db
def test_a_word_that_is_not_shared_is_not_there_for_the_mentor():
    pair = a_closed_pair()
    for shared in (False, True):
        actions.leave_comment(pair=pair, by=pair.mentee, body="Merci", shared=shared, now=NOON)
        assert seen(pair, pair.mentee).comment is not None
        assert (seen(pair, pair.mentor).comment is not None) is shared


@pytest.mark.django_db
@pytest.mark.parametrize("reporter", ["mentor", "mentee"])
def test_after_a_report_no_word_reaches_the_other(reporter):
    """A12: a comment would be a way to write to whoever reported her."""
    pair = a_closed_pair()
    by = getattr(pair, reporter)
    actions.separate(by=by, person=pair.partner_of(by), now=NOON)

    actions.leave_comment(pair=pair, by=pair.mentee, body="Je sais où vous habitez", shared=True, now=NOON)

    assert seen(pair, pair.mentor).comment is None
    assert seen(pair, pair.mentee).comment is not None


@pytest.mark.django_db
def test_living_pairs_come_before_closed_ones():
    awa = a_mentee("Awa")
    first = a_closed_pair(awa)
    second = a_closed_pair(awa, now=NOON + 100 * DAY)
    third = a_pair(awa, now=NOON + 300 * DAY)
    assert [pair.pk for pair in queries.pairs_of(awa)] == [third.pk, second.pk, first.pk]


@pytest.mark.parametrize(
    ("rhythm", "months", "planned"),
    [("monthly", 12, 9), ("monthly", 9, 7), ("monthly", 6, 5), ("fortnightly", 12, 18), ("monthly", 1, 2)],
)
def test_planned_meetings_follow_the_rhythm(rhythm, months, planned):
    end = date(2026 + (2 + months) // 12, (2 + months) % 12 + 1, 12)
    assert queries.planned_meetings(Pair(rhythm=rhythm, opened_at=NOON, planned_end_on=end)) == planned

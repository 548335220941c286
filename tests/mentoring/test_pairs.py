"""A pair's life (A8, A10, A12, B5)."""

from datetime import date, timedelta

import pytest

from binome.core import mails
from binome.core.models import JournalEntry, Letter
from binome.mentoring import actions
from binome.mentoring.actions import MoveRefused
from binome.mentoring.lifecycle import MEMBER_CLOSE_REASONS, CloseReason, PairState
from binome.mentoring.models import Block, Comment, FitAnswer, Meeting, Pair, PairEvent, Place
from tests.factories import NOON, a_closed_pair, a_mentee, a_mentor, a_pair, a_request

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def letters(kind):
    return sorted(Letter.objects.filter(kind=kind).values_list("recipient_code", flat=True))


def log(pair, by, held_on=date(2026, 3, 20), minutes=60, format="remote", now=NOON + 10 * DAY):
    return actions.log_meeting(pair=pair, by=by, held_on=held_on, minutes=minutes, format=format, now=now)


@pytest.mark.parametrize("closer", ["mentor", "mentee"])
@pytest.mark.parametrize("reason", MEMBER_CLOSE_REASONS)
def test_either_closes_at_any_moment_and_both_are_told(closer, reason):
    """A9, B5."""
    pair = a_pair()
    by = getattr(pair, closer)

    actions.close_pair(pair=pair, by=by, reason=reason, now=NOON + DAY)

    pair.refresh_from_db()
    assert (pair.state, pair.closed_by, pair.close_reason, pair.closed_at) == (
        PairState.CLOSED, by, reason, NOON + DAY,
    )  # fmt: skip
    assert letters("pair_closed") == sorted([pair.mentor.code, pair.mentee.code])
    assert not Place.objects.exclude(pair=None).exists()
    assert list(pair.events.values_list("kind", flat=True)) == ["opened", "closed"]


def test_a_closed_pair_closes_no_more_and_nobody_is_told_twice():
    pair = a_closed_pair()
    with pytest.raises(MoveRefused, match="déjà clos"):
        actions.close_pair(pair=pair, by=pair.mentor, reason="time", now=NOON)
    assert len(letters("pair_closed")) == 2


def test_nobody_may_give_the_reason_that_belongs_to_reports():
    pair = a_pair()
    with pytest.raises(MoveRefused):
        actions.close_pair(pair=pair, by=pair.mentor, reason=CloseReason.REPORT, now=NOON)


@pytest.mark.parametrize(
    "act",
    [
        lambda p, who: actions.close_pair(pair=p, by=who, reason="time", now=NOON),
        lambda p, who: actions.prolong_pair(pair=p, by=who, months=3, now=NOON),
        lambda p, who: log(p, who),
        lambda p, who: actions.answer_fit(pair=p, by=who, answer="well", now=NOON),
        lambda p, who: actions.choose_reveal(pair=p, by=who, fields=["name"], after_closing=True, now=NOON),
        lambda p, who: actions.leave_comment(pair=p, by=who, body="Merci", shared=True, now=NOON),
    ],
    ids=["close", "prolong", "meet", "fit", "reveal", "comment"],
)
def test_a_stranger_moves_nothing_in_a_pair(act):
    pair, chloe = a_pair(), a_mentee("Chloé")
    before = Pair.objects.values().get(pk=pair.pk)
    with pytest.raises(MoveRefused):
        act(pair, chloe)
    assert Pair.objects.values().get(pk=pair.pk) == before


def test_a_meeting_is_noted_and_the_first_asks_both_how_it_went():
    pair = a_pair()

    log(pair, pair.mentee)
    log(pair, pair.mentor, held_on=date(2026, 3, 21), minutes=45, format="phone")

    noted = list(Meeting.objects.values_list("held_on", "minutes", "format"))
    assert noted == [(date(2026, 3, 20), 60, "remote"), (date(2026, 3, 21), 45, "phone")]
    assert letters("first_meeting_held") == sorted([pair.mentor.code, pair.mentee.code])


def test_the_same_day_noted_by_both_is_one_meeting():
    pair = a_pair()
    log(pair, pair.mentee)
    log(pair, pair.mentor, minutes=90)
    assert list(Meeting.objects.values_list("minutes", flat=True)) == [90]


@pytest.mark.parametrize("held_on", [date(2026, 3, 11), date(2026, 4, 1)], ids=["before the pair", "in the future"])
def test_a_meeting_has_a_possible_date(held_on):
    pair = a_pair()
    with pytest.raises(MoveRefused, match="date"):
        log(pair, pair.mentee, held_on=held_on)


def test_a_closed_pair_notes_no_meeting():
    pair = a_closed_pair()
    with pytest.raises(MoveRefused, match="clos"):
        log(pair, pair.mentee, now=NOON + 100 * DAY)


def test_the_fit_answer_is_hers_and_may_change():
    pair = a_pair()
    actions.answer_fit(pair=pair, by=pair.mentee, answer="unsure", now=NOON)
    actions.answer_fit(pair=pair, by=pair.mentee, answer="not_right", now=NOON + DAY)
    assert list(FitAnswer.objects.values_list("person", "answer")) == [(pair.mentee.pk, "not_right")]
    assert not Letter.objects.filter(kind__startswith="fit").exists()


def test_prolonging_moves_the_end_and_tells_the_other():
    pair = a_pair()

    actions.prolong_pair(pair=pair, by=pair.mentor, months=3, now=NOON + DAY)

    pair.refresh_from_db()
    assert (pair.planned_end_on, pair.state) == (date(2027, 6, 12), PairState.ACTIVE)
    assert letters("pair_prolonged") == [pair.mentee.code]
    assert PairEvent.Kind.PROLONGED in pair.events.values_list("kind", flat=True)


def test_a_double_click_prolongs_once():
    """B3: also when both members press at the same moment."""
    pair = a_pair()
    actions.prolong_pair(pair=pair, by=pair.mentor, months=1, now=NOON + DAY)
    actions.prolong_pair(pair=pair, by=pair.mentee, months=1, now=NOON + DAY + timedelta(seconds=2))

    pair.refresh_from_db()
    assert pair.planned_end_on == date(2027, 4, 12)
    assert len(letters("pair_prolonged")) == 1


@pytest.mark.parametrize("months", [0, -1, 13])
def test_a_pair_is_prolonged_by_a_possible_duration(months):
    pair = a_pair()
    with pytest.raises(MoveRefused, match="1 à 12"):
        actions.prolong_pair(pair=pair, by=pair.mentor, months=months, now=NOON)


def test_only_the_mentee_comments_and_only_once_it_is_closed():
    """A8."""
    pair = a_pair()
    with pytest.raises(MoveRefused):
        actions.leave_comment(pair=pair, by=pair.mentee, body="Merci", shared=True, now=NOON)
    actions.close_pair(pair=pair, by=pair.mentor, reason="reached", now=NOON)
    with pytest.raises(MoveRefused):
        actions.leave_comment(pair=pair, by=pair.mentor, body="Merci", shared=True, now=NOON)

    actions.leave_comment(pair=pair, by=pair.mentee, body="Merci", shared=False, now=NOON)
    actions.leave_comment(pair=pair, by=pair.mentee, body="Merci à elle", shared=True, now=NOON)

    assert list(Comment.objects.values_list("body", "shared_with_mentor")) == [("Merci à elle", True)]


def test_a_report_closes_the_pair_withdraws_what_is_open_and_blocks():
    """A12."""
    pair = a_pair()

    actions.separate(by=pair.mentee, person=pair.mentor, now=NOON + DAY)
    actions.separate(by=pair.mentee, person=pair.mentor, now=NOON + DAY)

    pair.refresh_from_db()
    assert (pair.state, pair.close_reason) == (PairState.CLOSED, CloseReason.REPORT)
    assert Block.objects.count() == 1
    assert letters("pair_closed") == sorted([pair.mentor.code, pair.mentee.code])
    with pytest.raises(MoveRefused):
        a_request(pair.mentee, pair.mentor, now=NOON + 2 * DAY)


def test_a_report_withdraws_a_pending_request_without_a_word_to_the_person_reported():
    row = a_request()
    actions.separate(by=row.mentor, person=row.mentee, now=NOON)
    row.refresh_from_db()
    assert (row.state, row.withdrawn_because, letters("request_withdrawn")) == ("withdrawn", "blocked", [])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_months_are_added_as_people_count_them(start, months, end):
    from binome.mentoring.actions.answers import add_months

    assert add_months(start, months) == end


def test_a_mentor_follows_several_pairs_and_closing_one_frees_one_place():
    bruna = a_mentor(capacity=2)
    first, _second = a_pair(a_mentee("Awa"), bruna), a_pair(a_mentee("Inès"), bruna)
    assert not Place.objects.filter(pair=None).exists()
    actions.close_pair(pair=first, by=bruna, reason="planned", now=NOON)
    assert Place.objects.filter(pair=None).count() == 1


# --- a meeting noted by mistake --------------------------------------------------------------------------
def test_whoever_noted_a_meeting_takes_it_back():
    pair = a_pair()
    meeting = log(pair, pair.mentee)
    kept = log(pair, pair.mentor, held_on=date(2026, 3, 21))

    actions.delete_meeting(meeting=meeting, by=pair.mentee, now=NOON + 11 * DAY)

    assert list(Meeting.objects.all()) == [kept]
    line = JournalEntry.objects.get(verb="meeting_deleted")
    assert (line.actor_code, line.object_code, line.data) == (pair.mentee.code, pair.code, {"held_on": "2026-03-20"})
    assert Pair.objects.get().last_sign_at == NOON + 11 * DAY


def test_only_whoever_noted_it_takes_it_back():
    pair = a_pair()
    meeting = log(pair, pair.mentee)
    for by in (pair.mentor, a_mentee("Chloé")):
        with pytest.raises(MoveRefused):
            actions.delete_meeting(meeting=meeting, by=by, now=NOON)
    log(pair, pair.mentor, minutes=30)  # who corrects it becomes who noted it

    with pytest.raises(MoveRefused, match="Seule la personne"):
        actions.delete_meeting(meeting=meeting, by=pair.mentee, now=NOON)
    actions.delete_meeting(meeting=Meeting.objects.get(), by=pair.mentor, now=NOON)
    assert not JournalEntry.objects.filter(verb="meeting_deleted").exclude(actor_code=pair.mentor.code).exists()


def test_a_meeting_is_deleted_once_and_never_from_a_closed_pair():
    pair = a_pair()
    meeting, other = log(pair, pair.mentee), log(pair, pair.mentee, held_on=date(2026, 3, 21))
    actions.delete_meeting(meeting=Meeting.objects.get(pk=meeting.pk), by=pair.mentee, now=NOON)
    with pytest.raises(MoveRefused):
        actions.delete_meeting(meeting=meeting, by=pair.mentee, now=NOON)
    actions.close_pair(pair=pair, by=pair.mentor, reason="time", now=NOON)
    with pytest.raises(MoveRefused, match="déjà clos"):
        actions.delete_meeting(meeting=other, by=pair.mentee, now=NOON)
    assert list(Meeting.objects.all()) == [other]


def test_the_letter_after_the_first_meeting_no_longer_leaves_when_there_was_none():
    pair = a_pair()
    meeting = log(pair, pair.mentee)
    letter = Letter.objects.filter(kind="first_meeting_held").first()
    assert mails.still_due(letter)

    actions.delete_meeting(meeting=meeting, by=pair.mentee, now=NOON + 10 * DAY)
    assert not mails.still_due(letter)

    log(pair, pair.mentor)
    assert mails.still_due(letter)
    assert len(letters("first_meeting_held")) == 2  # one each, whatever was noted and taken back


def test_a_meeting_taken_back_ends_a_closing_proposed_for_silence_like_one_noted():
    pair = a_pair()
    meeting = log(pair, pair.mentee)
    actions.propose_closing(pair=pair, because="silence", now=NOON + 100 * DAY)

    actions.delete_meeting(meeting=meeting, by=pair.mentee, now=NOON + 101 * DAY)

    assert Pair.objects.get().state == PairState.ACTIVE

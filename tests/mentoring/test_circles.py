"""A circle's life (D6): what each shows, meetings noted once for all, leaving without a fault, silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from binome.core.models import JournalEntry, Letter
from binome.core.moves import MoveRefused
from binome.mentoring import actions
from binome.mentoring.actions.circles import ask_circle_for_news
from binome.mentoring.identity import circle_cards
from binome.mentoring.models import Circle, CircleMeeting, CircleMember
from binome.mentoring.queries import circle_for, circles_in
from tests.factories import NOON
from tests.factories.matchmaking import a_circle, a_promotion, someone
from tests.factories.people import family_name_of
from tests.factories.programmes import a_staff_member, an_entity

pytestmark = pytest.mark.django_db
DAY, LATER = timedelta(days=1), NOON + timedelta(days=2)


@pytest.fixture
def circle() -> list[CircleMember]:
    cohort = a_promotion("circles")
    return a_circle(*(someone(name, "peer", cohort) for name in ("Awa", "Binta", "Chloé", "Dora")))


def of(circle: list[CircleMember]) -> Circle:
    return Circle.objects.get(pk=circle[0].circle_id)


def seen_by(member: CircleMember):
    person = member.enrolment.person
    seen = circle_for(person, member.enrolment.programme, of([member]).code)
    return seen and {card.first_name: card for card in circle_cards(viewer=person, members=seen.members).values()}


def met(circle, member, *present, on=LATER, **changes):
    given = {"minutes": 60, "format": "remote", "present": present, **changes}
    return actions.log_circle_meeting(member=member, held_on=timezone.localdate(on), now=LATER, **given)


def test_each_shows_the_others_what_she_chooses_and_nobody_else(circle):
    awa, binta, *_others = circle
    actions.choose_circle_reveal(member=awa, fields=["name", "email", "unknown"], now=LATER)
    card = seen_by(binta)["Awa"]
    assert (card.family_name, card.email) == (family_name_of(awa.enrolment.person), awa.enrolment.person.email)
    assert seen_by(awa)["Binta"].family_name == ""
    foreign = a_circle(someone("Elsa", "peer", awa.enrolment.cohort), someone("Fanny", "peer", awa.enrolment.cohort))
    stranger = circle_cards(viewer=foreign[0].enrolment.person, members=CircleMember.objects.filter(circle=of(circle)))
    assert not any(card.family_name or card.email for card in stranger.values())


def test_who_leaves_sees_nothing_more_and_is_seen_no_more(circle):
    awa, binta, *_others = circle
    for member in (awa, binta):
        actions.choose_circle_reveal(member=member, fields=["name"], now=LATER)
    actions.leave_circle(member=awa, now=LATER)
    assert seen_by(awa) is None
    assert "Awa" not in seen_by(binta)
    gone = CircleMember.objects.filter(pk=awa.pk).select_related("circle", "enrolment__person")
    assert circle_cards(viewer=binta.enrolment.person, members=gone)[awa.pk].family_name == ""


def test_a_report_hides_the_two_from_each_other_and_from_them_alone(circle):
    awa, binta, chloe, _dora = circle
    for member in circle:
        actions.choose_circle_reveal(member=member, fields=["name"], now=LATER)
    actions.separate(by=awa.enrolment.person, person=binta.enrolment.person, now=LATER)
    assert seen_by(binta)["Awa"].family_name == "" == seen_by(awa)["Binta"].family_name
    assert seen_by(chloe)["Awa"].family_name and seen_by(awa)["Chloé"].family_name


def test_a_meeting_is_noted_once_for_all_and_the_same_day_is_a_correction(circle):
    awa, binta, chloe, dora = circle
    met(circle, awa, awa, binta, chloe)
    met(circle, dora, awa, dora, minutes=90)
    meeting = CircleMeeting.objects.get()
    assert (meeting.minutes, meeting.logged_by) == (90, dora.enrolment.person)
    assert set(meeting.present.all()) == {awa, dora}
    (seen,) = circles_in(chloe.enrolment.programme, chloe.enrolment.person)
    assert [each.held_on for each in seen.meetings] == [timezone.localdate(LATER)]


def test_a_meeting_of_one_of_before_or_with_a_stranger_is_refused(circle):
    awa, binta, *_others = circle
    elsa, *_rest = a_circle(
        someone("Elsa", "peer", awa.enrolment.cohort), someone("Fanny", "peer", awa.enrolment.cohort)
    )
    for present, on in (
        ((awa,), LATER),
        ((awa, elsa), LATER),
        ((awa, binta), NOON - DAY),
        ((awa, binta), LATER + 9 * DAY),
    ):
        with pytest.raises(MoveRefused):
            met(circle, awa, *present, on=on)
    assert not CircleMeeting.objects.exists()


def test_only_who_noted_a_meeting_takes_it_back(circle):
    awa, binta, *_others = circle
    meeting = met(circle, awa, awa, binta)
    with pytest.raises(MoveRefused):
        actions.delete_circle_meeting(meeting=meeting, member=binta, now=LATER)
    actions.delete_circle_meeting(meeting=meeting, member=awa, now=LATER)
    assert not CircleMeeting.objects.exists()


def test_the_circle_goes_on_while_three_are_left_then_the_team_is_told(circle):
    a_staff_member("Delphine", programme=circle[0].enrolment.programme)
    awa, binta, chloe, dora = circle
    actions.leave_circle(member=awa, now=LATER)
    assert Letter.objects.filter(kind="circle_left").count() == 3
    assert not Letter.objects.filter(kind="circle_small").exists()
    actions.leave_circle(member=binta, now=LATER + DAY)
    assert Letter.objects.filter(kind="circle_small").count() == 1
    assert of(circle).closed_at is None
    actions.leave_circle(member=chloe, now=LATER + 2 * DAY)
    assert of(circle).closed_at is not None
    with pytest.raises(MoveRefused):
        actions.leave_circle(member=dora, now=LATER + 3 * DAY)


def test_leaving_twice_is_refused_and_tells_once(circle):
    actions.leave_circle(member=circle[0], now=LATER)
    with pytest.raises(MoveRefused):
        actions.leave_circle(member=circle[0], now=LATER)
    assert Letter.objects.filter(kind="circle_left").count() == 3


def test_who_leaves_the_promotion_leaves_her_circle(circle):
    actions.leave_promotion(enrolment=circle[0].enrolment, now=LATER)
    assert not CircleMember.objects.live().filter(pk=circle[0].pk).exists()


def test_whoever_left_may_be_in_another_circle(circle):
    actions.leave_circle(member=circle[0], now=LATER)
    again = a_circle(circle[0].enrolment, someone("Elsa", "peer", circle[0].enrolment.cohort))
    assert CircleMember.objects.live().get(enrolment=circle[0].enrolment) == again[0]


def test_after_a_silence_each_is_asked_once_and_a_meeting_counts_as_a_sign(circle):
    silent = NOON + 91 * DAY
    for hour in range(2):
        actions.follow_up(now=silent + timedelta(hours=hour))
    assert Letter.objects.filter(kind="circle_news_asked").count() == 4
    given = {"held_on": timezone.localdate(silent), "minutes": 60, "format": "remote", "present": circle[:2]}
    actions.log_circle_meeting(member=circle[0], now=silent + DAY, **given)
    ask_circle_for_news(circle=of(circle), now=silent + 2 * DAY)
    assert Letter.objects.filter(kind="circle_news_asked").count() == 8


def test_a_circle_closes_with_its_promotion(circle):
    cohort = circle[0].enrolment.cohort
    cohort.state = "closed"
    cohort.save()
    actions.follow_up(now=LATER)
    assert of(circle).closed_at == LATER
    with pytest.raises(MoveRefused):
        met(circle, circle[0], *circle)


# --- does it suit her? -------------------------------------------------------------------------------------
def test_how_it_feels_is_hers_and_may_change(circle):
    awa, binta, *_others = circle
    for answer in ("unsure", "not_right"):
        actions.answer_circle_fit(member=awa, answer=answer, now=LATER)
    assert list(CircleMember.objects.exclude(fit="").values_list("pk", "fit", "fit_at")) == [
        (awa.pk, "not_right", LATER)
    ]
    assert of(circle).last_sign_at == LATER
    assert not Letter.objects.exists()
    actions.leave_circle(member=binta, now=LATER)
    with pytest.raises(MoveRefused):
        actions.answer_circle_fit(member=binta, answer="well", now=LATER)


def test_it_is_asked_after_a_meeting_where_she_was_and_once(circle):
    awa, binta, chloe, _dora = circle

    def due(member) -> bool:
        return circle_for(member.enrolment.person, member.enrolment.programme, of(circle).code).fit_due

    assert not due(awa)
    met(circle, awa, awa, binta)
    assert (due(awa), due(chloe)) == (True, False)
    actions.answer_circle_fit(member=awa, answer="well", now=LATER)
    assert (due(awa), due(binta)) == (False, True)


# --- ended by the team -------------------------------------------------------------------------------------
def test_who_runs_the_programme_closes_a_circle_and_its_people_are_told_without_the_reason(circle):
    awa, *others = circle
    actions.leave_circle(member=others[-1], now=LATER)
    Letter.objects.all().delete()
    delphine = a_staff_member("Delphine", programme=awa.enrolment.programme)
    actions.close_circle(circle=of(circle), by=delphine, reason="time", now=LATER)
    assert (of(circle).closed_at, of(circle).close_reason) == (LATER, "time")
    told = Letter.objects.filter(kind="circle_closed")
    assert {letter.recipient_code for letter in told} == {
        member.enrolment.person.code for member in (awa, *others[:-1])
    }
    assert not any("temps en ce moment" in letter.text or "Plus assez" in letter.text for letter in told)
    line = JournalEntry.objects.get(verb="circle_closed")
    assert (line.actor_code, line.object_code) == (delphine.code, of(circle).code)
    with pytest.raises(MoveRefused, match="déjà clos"):
        actions.close_circle(circle=of(circle), by=delphine, reason="time", now=LATER)
    assert told.count() == 3


def test_nobody_else_closes_a_circle_nor_without_a_reason(circle):
    awa, *_others = circle
    programme = awa.enrolment.programme
    delphine = a_staff_member("Delphine", programme=programme)
    nora = a_staff_member("Nora", "coordinator", programme=programme, entity=an_entity("Lyon"))
    for by, reason in ((awa.enrolment.person, "time"), (nora, "time"), (delphine, ""), (delphine, "report")):
        with pytest.raises(MoveRefused):
            actions.close_circle(circle=of(circle), by=by, reason=reason, now=LATER)
    assert of(circle).closed_at is None
    assert not Letter.objects.exists()

"""A request's life: each move with all its effects, each refusal, the stranger (A9, A11, B2, B3, B4)."""

from datetime import timedelta

import pytest

from binome.core.models import JournalEntry, Letter
from binome.mentoring import actions, rules
from binome.mentoring.actions import MoveRefused
from binome.mentoring.lifecycle import REQUEST_MOVES, DeclineReason, State
from binome.mentoring.models import MentoringRequest, Pair, Place, Reveal, WaitingEntry
from binome.people.lifecycle import ProfileState
from binome.programmes.models import Enrolment, EnrolmentState, Pause
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_pair, a_profile_to_check, a_request

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def letters():
    return sorted(Letter.objects.values_list("kind", "recipient_code"))


def verbs():
    return list(JournalEntry.objects.order_by("id").values_list("verb", flat=True))


def enrolment(person):
    return Enrolment.objects.select_related("person", "programme").get(person=person)


def accept(row, **given):
    row.refresh_from_db()
    return actions.accept_request(
        mentoring_request=row, **{"by": row.mentor, "reply": "Bienvenue !", "reveal": ["email"], "now": NOON, **given}
    )


def test_a_sent_request_waits_two_weeks_and_tells_the_mentor_alone():
    row = a_request()

    row.refresh_from_db()
    assert (row.state, row.sent_at, row.due_at, row.pending_slot) == (State.SENT, NOON, NOON + 14 * DAY, 1)
    assert letters() == [("request_sent", row.mentor.code)]
    assert verbs() == ["request_sent"]


def test_a_draft_tells_nobody_and_only_its_author_finds_it():
    row = a_request(sent=False)

    assert (row.state, letters()) == (State.DRAFT, [])
    assert list(MentoringRequest.objects.concerning(row.mentee)) == [row]
    assert not MentoringRequest.objects.concerning(row.mentor).exists()


def test_saving_again_changes_the_same_draft():
    first = a_request(sent=False)

    again = actions.save_request_draft(mentor=enrolment(first.mentor), by=first.mentee, now=NOON, objective="Autre")

    assert (again.pk, again.objective, again.why_you) == (first.pk, "Autre", first.why_you)
    assert MentoringRequest.objects.count() == 1


def test_sending_twice_sends_once():
    row = a_request()

    with pytest.raises(MoveRefused):
        actions.send_request(mentoring_request=row, by=row.mentee, now=NOON)

    assert letters() == [("request_sent", row.mentor.code)]


def test_accepting_a_request_opens_a_pair_and_tells_the_mentee():
    row = a_request()

    pair = accept(row, reveal=["name", "phone"], now=NOON + DAY)

    row.refresh_from_db()
    assert (row.state, row.reply, row.answered_at, row.pending_slot) == (
        State.ACCEPTED, "Bienvenue !", NOON + DAY, None,
    )  # fmt: skip
    assert (pair.mentor, pair.mentee, pair.opened_at) == (row.mentor, row.mentee, NOON + DAY)
    assert pair.planned_end_on.isoformat() == "2027-03-13"
    assert Place.objects.get(pair=pair).enrolment.person == row.mentor
    shown = {r.person: [k for k in ("name", "email", "phone", "link") if getattr(r, k)] for r in Reveal.objects.all()}
    assert shown == {row.mentor: ["name", "phone"], row.mentee: ["email"]}
    assert letters() == sorted([("request_accepted", row.mentee.code), ("request_sent", row.mentor.code)])
    assert verbs() == ["request_sent", "request_accepted"]


def test_accepting_withdraws_her_other_requests_and_frees_their_mentors():
    awa = a_mentee()
    first, second = a_request(awa, a_mentor("Bruna")), a_request(awa, a_mentor("Clara"))
    waiting = actions.join_waiting_list(mentor=enrolment(_full_mentor()), by=awa, now=NOON)

    accept(first)

    second.refresh_from_db()
    assert (second.state, second.withdrawn_because, second.pending_slot) == (
        State.WITHDRAWN, "accepted_elsewhere", None,
    )  # fmt: skip
    assert not WaitingEntry.objects.filter(pk=waiting.pk).exists()
    assert ("request_withdrawn", second.mentor.code) in letters()


def _full_mentor():
    mentor = a_mentor("Flore", capacity=1)
    a_pair(a_mentee("Inès"), mentor)
    return mentor


def test_a_declined_request_tells_the_mentee_politely_and_keeps_the_reason_from_her():
    row = a_request()

    actions.decline_request(
        mentoring_request=row, by=row.mentor, reason=DeclineReason.TIME, reply="Merci de votre confiance.", now=NOON
    )

    row.refresh_from_db()
    assert (row.state, row.decline_reason, row.pending_slot) == (State.DECLINED, "time", None)
    letter = Letter.objects.get(kind="request_declined")
    assert letter.recipient_code == row.mentee.code
    assert "temps" not in letter.text.replace("Cette fois", "")
    assert row.reply not in letter.text


def test_a_withdrawn_request_frees_a_slot_for_another():
    awa = a_mentee()
    rows = [a_request(awa, a_mentor(name)) for name in ("Bruna", "Clara", "Diane")]

    actions.withdraw_request(mentoring_request=rows[1], by=awa, now=NOON)
    fourth = a_request(awa, a_mentor("Émilie"))

    fourth.refresh_from_db()
    assert fourth.pending_slot == 2
    assert ("request_withdrawn", rows[1].mentor.code) in letters()


def test_a_fourth_pending_request_is_refused_and_stays_a_draft():
    awa = a_mentee()
    for name in ("Bruna", "Clara", "Diane"):
        a_request(awa, a_mentor(name))
    draft = a_request(awa, a_mentor("Émilie"), sent=False)

    with pytest.raises(MoveRefused, match="nombre maximal"):
        actions.send_request(mentoring_request=draft, by=awa, now=NOON)

    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_the_mentor_asks_one_question_and_the_answer_leaves_her_a_week():
    row = a_request()
    actions.ask_question(mentoring_request=row, by=row.mentor, question="Depuis quand ?", now=NOON + 12 * DAY)
    with pytest.raises(MoveRefused, match="déjà posé"):
        actions.ask_question(mentoring_request=row, by=row.mentor, question="Et où ?", now=NOON + 12 * DAY)

    actions.answer_question(mentoring_request=row, by=row.mentee, answer="Deux ans.", now=NOON + 13 * DAY)

    row.refresh_from_db()
    assert (row.state, row.question, row.question_answer) == (State.SENT, "Depuis quand ?", "Deux ans.")
    assert row.due_at == NOON + 20 * DAY
    assert [kind for kind, _who in letters()] == ["question_answered", "question_asked", "request_sent"]
    with pytest.raises(MoveRefused):
        actions.answer_question(mentoring_request=row, by=row.mentee, answer="Trois.", now=NOON + 13 * DAY)


def test_a_request_expires_when_due_and_not_before():
    row = a_request()
    with pytest.raises(MoveRefused):
        actions.expire_request(mentoring_request=row, now=NOON + 13 * DAY)

    actions.expire_request(mentoring_request=row, now=NOON + 14 * DAY)

    row.refresh_from_db()
    assert (row.state, row.pending_slot) == (State.EXPIRED, None)
    assert ("request_expired", row.mentee.code) in letters()


def test_two_silences_in_a_row_pause_the_mentor_kindly_and_one_click_brings_her_back():
    bruna = a_mentor()
    for number, name in enumerate(("Awa", "Inès")):
        row = a_request(a_mentee(name), bruna, now=NOON + number * DAY)
        actions.expire_request(mentoring_request=row, now=NOON + (14 + number) * DAY)

    assert enrolment(bruna).pause == Pause.KIND
    assert ("mentor_paused", bruna.code) in letters()

    actions.resume_mentor(mentor=enrolment(bruna), by=bruna, now=NOON + 20 * DAY)
    row = a_request(a_mentee("Lou"), bruna, now=NOON + 20 * DAY)
    actions.expire_request(mentoring_request=row, now=NOON + 40 * DAY)
    assert enrolment(bruna).pause == Pause.NONE


def test_an_answer_between_two_silences_pauses_nobody():
    bruna = a_mentor()
    awa, ines, lou = (a_request(a_mentee(name), bruna) for name in ("Awa", "Inès", "Lou"))
    actions.expire_request(mentoring_request=awa, now=NOON + 14 * DAY)
    actions.decline_request(mentoring_request=ines, by=bruna, reason="time", reply="", now=NOON + 15 * DAY)
    actions.expire_request(mentoring_request=lou, now=NOON + 16 * DAY)

    assert enrolment(bruna).pause == Pause.NONE


def test_waiting_for_an_answer_to_her_question_is_no_silence_of_the_mentor():
    bruna = a_mentor()
    for number, name in enumerate(("Awa", "Inès")):
        row = a_request(a_mentee(name), bruna, now=NOON + number * DAY)
        actions.ask_question(mentoring_request=row, by=bruna, question="Où ?", now=NOON + number * DAY)
        actions.expire_request(mentoring_request=row, now=NOON + (14 + number) * DAY)

    assert enrolment(bruna).pause == Pause.NONE


@pytest.mark.parametrize(
    ("prepare", "obstacle"),
    [
        (lambda m: Enrolment.objects.filter(person=m).update(pause=Pause.OWN), rules.Obstacle.UNAVAILABLE),
        (lambda m: Enrolment.objects.filter(person=m).update(state=EnrolmentState.LEFT), rules.Obstacle.UNAVAILABLE),
        (lambda m: type(m).objects.filter(pk=m.pk).update(is_active=False), rules.Obstacle.UNAVAILABLE),
        (lambda m: type(m.profile).objects.filter(person=m).update(state=ProfileState.REFUSED), "unavailable"),
        (lambda m: Place.objects.filter(enrolment__person=m).delete(), rules.Obstacle.FULL),
    ],
    ids=["paused", "left", "suspended", "refused", "full"],
)
def test_nobody_asks_a_mentor_who_cannot_answer(prepare, obstacle):
    """B2."""
    bruna, awa = a_mentor(), a_mentee()
    prepare(bruna)

    situation = rules.request_situation(
        mentee=enrolment(awa), mentor=enrolment(type(bruna).objects.get(pk=bruna.pk)), now=NOON
    )

    assert (situation.obstacle, bool(situation.sentence)) == (obstacle, True)


def test_a_blocked_mentor_looks_exactly_like_an_unavailable_one():
    """N7."""
    awa, bruna, clara = a_mentee(), a_mentor(), a_mentor("Clara")
    actions.separate(by=bruna, person=awa, now=NOON)
    actions.pause_mentor(mentor=enrolment(clara), until=None, by=clara, now=NOON)

    blocked = rules.request_situation(mentee=enrolment(awa), mentor=enrolment(bruna), now=NOON)
    paused = rules.request_situation(mentee=enrolment(awa), mentor=enrolment(clara), now=NOON)

    assert blocked == paused
    with pytest.raises(MoveRefused, match="pas disponible"):
        a_request(awa, bruna)


def test_nobody_asks_herself_even_under_her_other_account():
    """A7, B2."""
    awa, bruna = a_mentee(), a_mentor()
    type(awa).objects.filter(pk=awa.pk).update(linked_to=bruna)
    awa.refresh_from_db()

    assert rules.request_situation(mentee=enrolment(awa), mentor=enrolment(bruna), now=NOON).obstacle == "unavailable"


def test_a_mentor_does_not_ask_a_mentor():
    with pytest.raises(MoveRefused, match="ne permet pas"):
        a_request(a_mentor("Clara"), a_mentor())


def test_someone_not_yet_approved_asks_nobody():
    """N5, A5."""
    with pytest.raises(MoveRefused, match="ne permet pas"):
        a_request(a_profile_to_check(role="mentee").person, a_mentor())


def test_a_mentee_with_a_live_pair_asks_nobody_else_until_it_closes():
    pair = a_pair()
    with pytest.raises(MoveRefused, match="déjà un binôme"):
        a_request(pair.mentee, a_mentor("Clara"))

    actions.close_pair(pair=pair, by=pair.mentee, reason="fit", now=NOON + DAY)

    assert a_request(pair.mentee, a_mentor("Diane"), now=NOON + 2 * DAY).state == State.SENT


def test_a_full_mentor_accepts_nobody_more_and_nothing_changes():
    """B1."""
    bruna = a_mentor(capacity=1)
    first, second = a_request(a_mentee("Awa"), bruna), a_request(a_mentee("Inès"), bruna)
    accept(first)

    with pytest.raises(MoveRefused, match="plus de place"):
        accept(second)

    second.refresh_from_db()
    assert (second.state, Pair.objects.count()) == (State.SENT, 1)
    assert ("request_accepted", second.mentee.code) not in letters()


@pytest.mark.parametrize("verb", sorted(set(REQUEST_MOVES) - {"expire", "send"}))
@pytest.mark.parametrize("who", ["stranger", "moderator", "the other side"])
def test_a_move_belongs_to_one_side_only(verb, who):
    """B3: each verb refused to whoever is not meant, with nothing changed."""
    row = a_request()
    if verb == "answer_question":
        actions.ask_question(mentoring_request=row, by=row.mentor, question="Où ?", now=NOON)
    mover = row.mentor if REQUEST_MOVES[verb].who == "mentor" else row.mentee
    other = {"stranger": a_mentee("Chloé"), "moderator": a_moderator(), "the other side": None}[who]
    other = other or (row.mentee if mover == row.mentor else row.mentor)
    before = (MentoringRequest.objects.values().get(pk=row.pk), letters(), verbs())

    with pytest.raises(MoveRefused):
        _try(verb, row, other)

    assert (MentoringRequest.objects.values().get(pk=row.pk), letters(), verbs()) == before


@pytest.mark.parametrize("verb", sorted(set(REQUEST_MOVES) - {"expire", "send"}))
@pytest.mark.parametrize("state", sorted(set(State) - {State.SENT, State.DRAFT}))
def test_an_ended_request_moves_no_more(verb, state):
    row = a_request()
    if verb == "answer_question":
        actions.ask_question(mentoring_request=row, by=row.mentor, question="Où ?", now=NOON)
    MentoringRequest.objects.filter(pk=row.pk).update(state=state, pending_slot=None)
    row.refresh_from_db()

    with pytest.raises(MoveRefused):
        _try(verb, row, row.mentor if REQUEST_MOVES[verb].who == "mentor" else row.mentee)


def _try(verb, row, by):
    given = {"mentoring_request": row, "by": by, "now": NOON}
    words = {
        "ask_question": {"question": "Où ?"},
        "answer_question": {"answer": "Ici."},
        "accept": {"reply": ""},
        "decline": {"reason": "time", "reply": ""},
        "withdraw": {},
    }
    verbs_of = {"accept": "accept_request", "decline": "decline_request", "withdraw": "withdraw_request"}
    return getattr(actions, verbs_of.get(verb, verb))(**given, **words[verb])


def test_the_waiting_list_keeps_the_order_of_arrival_and_tells_the_first_when_a_place_frees():
    bruna = a_mentor(capacity=1)
    pair = a_pair(a_mentee("Inès"), bruna)
    first, second = a_mentee("Awa"), a_mentee("Lou")
    for minutes, person in enumerate((first, second)):
        actions.join_waiting_list(mentor=enrolment(bruna), by=person, now=NOON + timedelta(minutes=minutes))
    actions.join_waiting_list(mentor=enrolment(bruna), by=first, now=NOON + DAY)  # a second click keeps her rank

    actions.close_pair(pair=pair, by=bruna, reason="reached", now=NOON + 2 * DAY)

    assert list(WaitingEntry.objects.values_list("mentee__first_name", flat=True)) == ["Awa", "Lou"]
    assert [who for kind, who in letters() if kind == "place_free"] == [first.code]


def test_nobody_waits_for_a_mentor_with_a_free_place():
    with pytest.raises(MoveRefused, match="place est libre"):
        actions.join_waiting_list(mentor=enrolment(a_mentor()), by=a_mentee(), now=NOON)


def test_nobody_is_told_of_a_place_while_the_mentor_is_paused():
    bruna = a_mentor(capacity=1)
    pair, awa = a_pair(a_mentee("Inès"), bruna), a_mentee("Awa")
    actions.join_waiting_list(mentor=enrolment(bruna), by=awa, now=NOON)
    actions.pause_mentor(mentor=enrolment(bruna), until=None, by=bruna, now=NOON)

    actions.close_pair(pair=pair, by=bruna, reason="reached", now=NOON + DAY)
    assert "place_free" not in [kind for kind, _who in letters()]

    actions.resume_mentor(mentor=enrolment(bruna), by=bruna, now=NOON + 2 * DAY)
    assert [who for kind, who in letters() if kind == "place_free"] == [awa.code]


def test_a_report_takes_her_off_the_waiting_list():
    bruna = a_mentor(capacity=1)
    a_pair(a_mentee("Inès"), bruna)
    awa = a_mentee("Awa")
    actions.join_waiting_list(mentor=enrolment(bruna), by=awa, now=NOON)

    actions.separate(by=bruna, person=awa, now=NOON)

    assert not WaitingEntry.objects.exists()

"""Reports, cases and messages: every effect of each act, and each refusal."""

import json
from datetime import timedelta

import pytest

from binome.core.models import JournalEntry, Letter
from binome.mentoring.actions import MoveRefused, close_pair, log_meeting
from binome.mentoring.lifecycle import PairState, State
from binome.mentoring.models import Block
from binome.programmes.models import Programme
from binome.support import actions
from binome.support.models import Case, TeamMessage
from binome.support.queries import cases_for, messages_for, reportable
from tests.factories import NOON, a_closed_pair, a_mentee, a_mentor, a_moderator, a_pair, a_request, home

from .cast import WORDS, a_case, a_message

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def entries(*verbs):
    rows = JournalEntry.objects.filter(verb__in=verbs).order_by("pk")
    return [(row.verb, row.actor_code, row.object_code, row.data) for row in rows]


def told(kind):
    return sorted(Letter.objects.filter(kind=kind).values_list("recipient_code", flat=True))


def what_is(case):
    case.refresh_from_db()
    return {
        "state": case.state, "taken_by": case.taken_by, "closed_at": case.closed_at, "conclusion": case.conclusion,
        "body": case.body,
    }  # fmt: skip


OPEN = {"state": "open", "taken_by": None, "closed_at": None, "conclusion": "", "body": WORDS}


def test_a_report_stops_the_contact_and_opens_a_case():
    pair, dina = a_pair(a_mentee("Awa"), a_mentor("Bruna")), a_moderator("Dina")
    case = a_case(pair.mentee, pair.mentor, now=LATER)
    pair.refresh_from_db()
    assert what_is(case) == OPEN
    assert (case.pair, case.reason, case.opened_at) == (pair, "paid", LATER)
    assert (pair.state, pair.closed_by) == (PairState.CLOSED, pair.mentee)
    assert Block.objects.filter(by=pair.mentee, person=pair.mentor).count() == 1
    assert entries("case_opened") == [("case_opened", pair.mentee.code, case.code, {"reason": "paid"})]
    assert told("case_opened") == [dina.code]


def test_nobody_floods_the_team_with_reports():
    awa = a_mentee("Awa")
    for number in range(10):
        a_case(awa, a_mentor(f"Bruna{number}"))
    last = a_mentor("Chloé")
    with pytest.raises(MoveRefused, match="Écrivez plutôt à l’équipe"):
        a_case(awa, last)
    assert not Block.objects.filter(person=last).exists()
    assert a_case(awa, last, now=NOON + timedelta(days=2)).reported == last


@pytest.mark.parametrize("side", ["reporter", "reported"])
def test_nobody_floods_a_case_with_additions(side):
    case, dina = a_case(a_mentee("Awa"), a_mentor("Bruna")), a_moderator("Dina")
    actions.take_case(case=case, by=dina, now=NOON)
    actions.hear_reported(case=case, by=dina, words="Et vous ?", due_on=NOON.date() + timedelta(days=7), now=NOON)
    add = actions.complete_report if side == "reporter" else actions.give_version
    who = getattr(case, side)
    for number in range(10):
        add(case=case, by=who, body=f"Et encore {number}.", now=NOON)
    with pytest.raises(MoveRefused, match="Ajoutez la suite demain"):
        add(case=case, by=who, body="Et encore 10.", now=LATER)
    add(case=case, by=who, body="Et encore 9.", now=LATER)
    assert case.statements.count() == 10
    add(case=case, by=who, body="Et encore 10.", now=NOON + timedelta(days=2))
    assert case.statements.count() == 11


def test_the_sealed_copy_holds_every_request_and_meeting_of_the_two():
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    for days in (0, 100):
        pair = a_pair(awa, bruna, now=NOON + timedelta(days=days))
        held_on = (NOON + timedelta(days=days + 1)).date()
        met = {"held_on": held_on, "minutes": 60, "format": "remote", "now": NOON + timedelta(days=days + 2)}
        log_meeting(pair=pair, by=awa, **met)
        close_pair(pair=pair, by=awa, reason="reached", now=NOON + timedelta(days=days + 3))
    content = json.loads(a_case(awa, bruna, now=NOON + timedelta(days=200)).sealed_copy.content)
    assert [met["held_on"] for met in content["meetings"]] == ["2026-03-13", "2026-06-21"]
    assert len(content["requests"]) == 2


def test_a_report_withdraws_what_is_pending_between_them_alone():
    awa = a_mentee("Awa")
    asked, other = a_request(awa, a_mentor("Bruna")), a_request(awa, a_mentor("Chloé"))
    a_case(awa, asked.mentor)
    asked.refresh_from_db(), other.refresh_from_db()
    assert (asked.state, other.state) == (State.WITHDRAWN, State.SENT)


def test_reporting_again_adds_words_to_the_same_case_even_once_taken():
    awa, bruna, dina = a_mentee("Awa"), a_mentor("Bruna"), a_moderator("Dina")
    case = a_case(awa, bruna)
    actions.take_case(case=case, by=dina, now=LATER)
    again = a_case(awa, bruna, body="Et elle a recommencé.", now=LATER)
    same = a_case(awa, bruna, body="Et elle a recommencé.", now=LATER)
    assert case == again == same
    assert what_is(case) == {**OPEN, "state": "taken", "taken_by": dina}
    assert [(row.side, row.body) for row in case.statements.all()] == [("reporter", "Et elle a recommencé.")]
    assert entries("case_opened", "case_completed") == [
        ("case_opened", awa.code, case.code, {"reason": "paid"}),
        ("case_completed", awa.code, case.code, {}),
    ]
    assert told("case_opened") == [dina.code]


def test_a_new_breach_after_a_closed_case_is_a_new_case():
    awa, bruna, dina = a_mentee("Awa"), a_mentor("Bruna"), a_moderator("Dina")
    case = a_case(awa, bruna)
    actions.take_case(case=case, by=dina, now=LATER)
    actions.decide_case(case=case, by=dina, measure="none", reason="Rien à reprocher.", now=LATER)
    assert a_case(awa, bruna) != case


def test_nobody_reports_herself():
    awa = a_mentee("Awa")
    with pytest.raises(MoveRefused, match="vous-même"):
        a_case(awa, awa)
    assert not Case.objects.exists()


def test_a_case_is_taken_left_and_taken_again():
    case, dina, mireille = a_case(a_mentee(), a_mentor()), a_moderator("Dina"), a_moderator("Mireille")
    actions.take_case(case=case, by=dina, now=LATER)
    assert what_is(case) == {**OPEN, "state": "taken", "taken_by": dina}
    actions.release_case(case=case, by=dina, now=LATER)
    assert what_is(case) == OPEN
    actions.take_case(case=case, by=mireille, now=LATER)
    assert [row[:2] for row in entries("case_taken", "case_released")] == [
        ("case_taken", dina.code),
        ("case_released", dina.code),
        ("case_taken", mireille.code),
    ]


def test_what_is_not_hers_to_do_with_a_case_is_refused():
    case, dina, mireille = a_case(a_mentee(), a_mentor()), a_moderator("Dina"), a_moderator("Mireille")
    with pytest.raises(MoveRefused, match="Prenez d’abord"):
        actions.decide_case(case=case, by=dina, measure="none", reason="Fin.", now=LATER)
    actions.take_case(case=case, by=dina, now=LATER)
    with pytest.raises(MoveRefused, match="Une autre modératrice s’en occupe"):
        actions.take_case(case=case, by=mireille, now=LATER)
    with pytest.raises(MoveRefused, match="pas entre vos mains"):
        actions.release_case(case=case, by=mireille, now=LATER)
    acts = [
        lambda: actions.decide_case(case=case, by=mireille, measure="exclusion", reason="Fin.", now=LATER),
        lambda: actions.rate_case(case=case, by=mireille, severity="minor", now=LATER),
        lambda: actions.hear_reported(case=case, by=mireille, words="Et vous ?", due_on=LATER.date(), now=LATER),
    ]
    for act in acts:
        with pytest.raises(MoveRefused, match="Dina s’occupe maintenant de ce signalement : rien n’est enregistré"):
            act()
    assert what_is(case) == {**OPEN, "state": "taken", "taken_by": dina}


@pytest.fixture
def involved():
    """A case about Bruna; moderators tied to each of them in every way, and Mireille who knows nobody."""
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    case = a_case(awa, bruna)
    mentee_of_bruna = a_closed_pair(a_mentee("Chloé"), bruna).mentee
    asked_by_awa = a_request(awa, a_mentor("Gaëlle")).mentor
    people = {"reporter": awa, "reported": bruna, "pair": mentee_of_bruna, "request": asked_by_awa}
    moderators = {"stranger": a_moderator("Mireille"), "elsewhere": a_mentee("Zoé")}
    for tie, person in people.items():
        moderators[tie] = a_moderator(f"Modératrice {tie}")
        moderators[tie].linked_to = person
        moderators[tie].save()
    return case, moderators


@pytest.mark.parametrize(
    ("tie", "allowed"),
    [
        ("stranger", True), ("reporter", False), ("reported", False), ("pair", False), ("request", False),
        ("elsewhere", False),
    ],
)  # fmt: skip
def test_a_moderator_treats_only_what_does_not_involve_her(involved, tie, allowed):
    case, moderators = involved
    moderator = moderators[tie]
    seen = cases_for(programme=case.programme, moderator=moderator).filter(pk=case.pk).exists()
    assert seen == (allowed or tie == "elsewhere")  # not being staff is the front's question
    for act in (actions.read_case, actions.take_case):
        if allowed:
            act(case=case, by=moderator, now=LATER)
        else:
            with pytest.raises(MoveRefused, match="vous concerne de près"):
                act(case=case, by=moderator, now=LATER)
    assert (case.code in [row[2] for row in entries("report_read")]) == allowed


def test_a_moderator_who_is_involved_is_not_told_of_the_case():
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    mireille, dina = a_moderator("Mireille"), a_moderator("Dina")
    dina.linked_to = bruna
    dina.save()
    a_case(awa, bruna)
    a_message(awa, body="Ma mentore est aussi modératrice.")
    assert (told("case_opened"), told("team_written_to")) == ([mireille.code], sorted([mireille.code, dina.code]))


def test_a_case_stays_visible_once_the_people_have_left():
    case, dina = a_case(a_mentee(), a_mentor()), a_moderator()
    Case.objects.update(reporter=None, reported=None)
    assert list(cases_for(programme=case.programme, moderator=dina)) == [case]


def test_a_message_reaches_the_team_once():
    awa, dina = a_mentee("Awa"), a_moderator("Dina")
    message = a_message(awa, subject="Une question", body="Comment faire ?")
    assert a_message(awa, subject="Une question", body="Comment faire ?", now=LATER) == message
    assert list(TeamMessage.objects.values_list("subject", "body", "written_at", "state")) == [
        ("Une question", "Comment faire ?", NOON, "waiting")
    ]
    assert entries("team_written_to") == [("team_written_to", awa.code, message.code, {})]
    assert told("team_written_to") == [dina.code]


def test_the_team_is_told_once_a_day_of_someone_who_writes_again_and_again():
    awa, dina = a_mentee("Awa"), a_moderator("Dina")
    for number in range(5):
        a_message(awa, subject=f"Encore {number}", now=NOON + timedelta(hours=number))
    assert (TeamMessage.objects.count(), told("team_written_to")) == (5, [dina.code])
    a_message(a_mentee("Inès"), subject="Encore 0")
    assert told("team_written_to") == [dina.code] * 2
    a_message(awa, subject="Toujours rien", now=NOON + timedelta(hours=29))
    assert told("team_written_to") == [dina.code] * 3


def test_an_answered_message_leaves_the_way_free_for_the_next_notice():
    awa, dina = a_mentee("Awa"), a_moderator("Dina")
    actions.answer_message(message=a_message(awa), by=dina, answer="Ainsi.", now=LATER)
    a_message(awa, subject="Merci", now=LATER)
    assert told("team_written_to") == [dina.code] * 2


def test_a_seventh_message_in_an_hour_is_refused():
    awa, chloe = a_mentee("Awa"), a_mentee("Chloé")
    for number in range(6):
        a_message(awa, subject=f"Encore {number}", now=NOON + timedelta(minutes=number))
    with pytest.raises(MoveRefused, match="Attendez une heure"):
        a_message(awa, subject="Encore 6", now=NOON + timedelta(minutes=6))
    assert TeamMessage.objects.count() == 6
    a_message(chloe, now=NOON + timedelta(minutes=6))
    a_message(awa, subject="Encore 6", now=NOON + timedelta(minutes=60))
    assert TeamMessage.objects.count() == 8


def test_a_message_is_answered_once():
    awa, dina, mireille = a_mentee("Awa"), a_moderator("Dina"), a_moderator("Mireille")
    message = a_message(awa)
    actions.answer_message(message=message, by=dina, answer="Ainsi.", now=LATER)
    with pytest.raises(MoveRefused, match="déjà reçu une réponse"):
        actions.answer_message(message=message, by=mireille, answer="Autrement.", now=LATER)
    message.refresh_from_db()
    assert (message.state, message.answered_by, message.answered_at) == ("answered", dina, LATER)
    assert [(row.from_team, row.body) for row in message.replies.all()] == [(True, "Ainsi.")]
    assert entries("team_message_answered") == [("team_message_answered", dina.code, message.code, {})]
    assert told("team_answered") == [awa.code]


def test_a_message_is_dismissed_once_and_the_next_to_click_reads_what_became_of_it():
    awa, dina, mireille = a_mentee("Awa"), a_moderator("Dina"), a_moderator("Mireille")
    message = a_message(awa)
    for _click in range(2):
        actions.dismiss_message(message=message, by=dina, now=LATER)
    with pytest.raises(MoveRefused, match="déjà classé sans réponse"):
        actions.dismiss_message(message=message, by=mireille, now=LATER)
    with pytest.raises(MoveRefused, match="déjà classé sans réponse"):
        actions.answer_message(message=message, by=mireille, answer="Ainsi.", now=LATER)
    assert entries("message_dismissed") == [("message_dismissed", dina.code, message.code, {})]


def test_an_answer_clicked_twice_is_sent_once():
    awa, dina = a_mentee("Awa"), a_moderator("Dina")
    message = a_message(awa)
    for _click in range(2):
        actions.answer_message(message=message, by=dina, answer="Ainsi.", now=LATER)
    assert message.replies.count() == 1 and told("team_answered") == [awa.code]


def test_a_moderator_does_not_treat_another_case_of_someone_she_reported():
    dina, bruna, other = a_moderator("Dina"), a_mentor("Bruna"), a_mentee("Awa")
    dina.linked_to = a_mentee("Hawa")
    dina.save()
    case = a_case(other, bruna)
    assert case in cases_for(programme=home(), moderator=dina)
    a_case(dina.linked_to, bruna)
    assert not cases_for(programme=home(), moderator=dina).exists()
    with pytest.raises(MoveRefused, match="vous concerne de près"):
        actions.take_case(case=case, by=dina, now=LATER)


def test_whoever_reported_a_moderator_is_not_named_by_disappearing():
    dina, awa = a_moderator("Dina"), a_mentee("Awa")
    dina.linked_to = a_mentor("Bruna")
    dina.save()
    a_message(awa)
    a_case(awa, dina.linked_to)
    assert messages_for(programme=home(), moderator=dina).count() == 1


def test_a_message_of_someone_she_knows_is_not_hers_to_read_or_answer():
    pair, dina = a_pair(a_mentee("Awa"), a_mentor("Bruna")), a_moderator("Dina")
    dina.linked_to = pair.mentor
    dina.save()
    message = a_message(pair.mentee, body="Ma mentore exagère.")
    assert not messages_for(programme=home(), moderator=dina).exists()
    assert told("team_written_to") == []
    with pytest.raises(MoveRefused, match="vous concerne de près"):
        actions.answer_message(message=message, by=dina, answer="Non.", now=LATER)


@pytest.mark.parametrize("kind", ["case_opened", "team_written_to", "team_answered"])
def test_no_mail_says_what_was_written(kind):
    awa, dina = a_mentee("Awa"), a_moderator("Dina")
    a_case(awa, a_mentor("Bruna"))
    message = a_message(awa, subject="Sujet secret", body="Corps secret")
    actions.answer_message(message=message, by=dina, answer="Réponse secrète", now=LATER)
    letter = Letter.objects.get(kind=kind)
    written = letter.subject + letter.text + letter.html
    for secret in (WORDS, "secret", "Bruna", "secrète"):
        assert secret not in written


def test_she_may_report_whom_she_could_meet():
    awa, bruna, hidden = a_mentee("Awa"), a_mentor("Bruna"), a_mentor("Chloé", enrolment={"pause": "own"})
    asked = a_request(awa, a_mentor("Gaëlle"))
    former = a_closed_pair(a_mentee("Hawa"), a_mentor("Inès"))
    drafted = a_request(a_mentee("Jeanne"), a_mentor("Karima"), sent=False)

    def may(reporter, person):
        return reportable(reporter=reporter, code=person.code, programme=home()) == person

    assert may(awa, bruna), "a mentor of the directory, before anything"
    assert may(asked.mentor, awa), "a mentee who asked her"
    assert may(former.mentee, former.mentor) and may(former.mentor, former.mentee), "after"
    assert not may(awa, hidden), "a mentor who is not in the directory"
    assert not may(bruna, awa), "a mentee who asked her nothing"
    assert not may(drafted.mentor, drafted.mentee), "a mentee who only began to write"
    assert not may(awa, awa)
    assert reportable(reporter=awa, code="nobody", programme=home()) is None
    elsewhere = Programme.objects.create(slug="ailleurs", name="Ailleurs")
    assert reportable(reporter=awa, code=bruna.code, programme=elsewhere) is None

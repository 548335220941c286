"""Who is of the team: a role is given and taken back by an administrator, never the last, and all of it at once."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from binome.core.models import JournalEntry, Letter
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.models import Enrolment, StaffRole
from binome.support.actions import appeal_decision, decide_case, rate_case, take_case, take_message, team
from binome.support.queries import stuck_appeals
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, an_administrator, home, log_in

from .cast import a_case, a_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsa(db):
    return an_administrator("Elsa")


def give(by, email, *, kind="moderator", first_name="", reason="reinforcement"):
    return team.give_role(
        programme=home(), email=email, first_name=first_name, kind=kind, reason=reason, by=by, now=NOON
    )


def remove(by, person, *, kind="moderator", reason="left"):
    team.remove_role(programme=home(), person=person, kind=kind, reason=reason, by=by, now=NOON)


def roles(person):
    return sorted(StaffRole.objects.filter(person=person).values_list("kind", flat=True))


def facts():
    rows = JournalEntry.objects.filter(verb__startswith="role_").order_by("pk")
    return [(row.verb, row.actor_code, row.object_code, row.data) for row in rows]


def told(kind):
    return sorted(Letter.objects.filter(kind=kind).values_list("recipient_code", flat=True))


def test_a_member_joins_the_team_once_and_is_told_why(elsa):
    awa = a_mentee("Awa", email="awa@example.org")
    for _click in range(2):
        assert give(elsa, " Awa@example.org ") == awa
    assert roles(awa) == ["moderator"]
    assert facts() == [("role_given", elsa.code, awa.code, {"kind": "moderator", "reason": "reinforcement"})]
    letter = Letter.objects.get(kind="role_given")
    assert letter.recipient_code == awa.code and "renfort de l’équipe" in letter.text.replace("\xa0", " ")


def test_someone_without_an_account_receives_the_link_that_opens_one(elsa):
    with pytest.raises(MoveRefused, match="Ajoutez son prénom"):
        give(elsa, "new@example.org")
    person = give(elsa, "new@example.org", first_name="Nour")
    assert (person.first_name, roles(person), told("role_given")) == ("Nour", ["moderator"], [])
    assert Letter.objects.filter(to="new@example.org", kind="account_opened").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"is_active": False}, "n’est pas ouvert"), ({"state": "suspended"}, "à l’écart"),
     ({"state": "excluded"}, "à l’écart")],
)  # fmt: skip
def test_who_may_not_join_the_team(elsa, change, sentence):
    bruna = a_mentor("Bruna", email="bruna@example.org")
    model, where = (User, {"pk": bruna.pk}) if "is_active" in change else (Enrolment, {"person": bruna})
    model.objects.filter(**where).update(**change)
    with pytest.raises(MoveRefused, match=sentence):
        give(elsa, "bruna@example.org")
    assert roles(bruna) == [] and facts() == []


def test_only_an_administrator_gives_and_takes_roles(elsa):
    dina, awa = a_moderator("Dina"), a_mentee("Awa", email="awa@example.org")
    for act in (lambda by: give(by, "awa@example.org"), lambda by: remove(by, elsa, kind="administrator")):
        for person in (dina, awa):
            with pytest.raises(MoveRefused, match="Seule une administratrice"):
                act(person)
    assert (roles(awa), roles(elsa)) == ([], ["administrator"])


@pytest.mark.parametrize(("kind", "reason"), [("sponsor", "left"), ("moderator", "whim"), ("moderator", "")])
def test_a_role_and_a_reason_are_of_the_list(elsa, kind, reason):
    dina = a_moderator("Dina")
    with pytest.raises(MoveRefused, match="Choisissez"):
        remove(elsa, dina, kind=kind, reason=reason)
    with pytest.raises(MoveRefused, match="Choisissez"):
        give(elsa, dina.email, kind=kind, reason=reason)


def test_who_loses_her_role_is_out_at_once_and_what_she_had_in_hand_waits_for_a_colleague(elsa):
    dina = a_moderator("Dina")
    log_in(Client(), dina)
    case, message = a_case(a_mentee("Awa"), a_mentor("Bruna")), a_message(a_mentee("Hawa"))
    take_case(case=case, by=dina, now=NOON)
    take_message(message=message, by=dina, now=NOON)
    for _click in range(2):
        remove(elsa, dina)
    case.refresh_from_db(), message.refresh_from_db()
    assert (roles(dina), case.state, case.taken_by, message.taken_by) == ([], "open", None, None)
    assert not [row for row in Session.objects.all() if row.get_decoded().get("_auth_user_id") == str(dina.pk)]
    assert facts() == [("role_removed", elsa.code, dina.code, {"kind": "moderator", "reason": "left"})]
    assert told("role_removed") == [dina.code]
    assert "départ de l’équipe" in Letter.objects.get(kind="role_removed").text.replace("\xa0", " ")


def test_who_keeps_another_role_keeps_what_she_has_in_hand(elsa):
    give(elsa, elsa.email)
    case = a_case(a_mentee("Awa"), a_mentor("Bruna"))
    take_case(case=case, by=elsa, now=NOON)
    remove(elsa, elsa)
    case.refresh_from_db()
    assert (roles(elsa), case.taken_by) == (["administrator"], elsa)


@pytest.mark.parametrize("other", ["none", "gone", "suspended", "moderator"])
def test_the_last_administrator_keeps_her_role(elsa, other):
    if other == "suspended":
        second = a_mentor("Fatou", enrolment={"state": "suspended"})
        StaffRole.objects.create(person=second, programme=home(), kind="administrator", since_at=NOON)
    elif other != "none":
        second = a_moderator("Fatou", kind="moderator" if other == "moderator" else "administrator")
        second.is_active = other != "gone"
        second.save()
    with pytest.raises(MoveRefused, match="dernière administratrice"):
        remove(elsa, elsa, kind="administrator")
    assert roles(elsa) == ["administrator"]


def test_a_second_administrator_lets_the_first_go(elsa):
    fatou = an_administrator("Fatou")
    remove(fatou, elsa, kind="administrator", reason="change")
    assert (roles(elsa), roles(fatou)) == ([], ["administrator"])


def test_who_leaves_an_appeal_without_a_reader_leaves_it_to_the_administrators(elsa):
    dina = a_moderator("Dina")
    case = a_case(a_mentee("Awa"), a_mentor("Bruna"))
    take_case(case=case, by=elsa, now=NOON)
    rate_case(case=case, by=elsa, severity="grave", now=NOON)
    decide_case(case=case, by=elsa, measure="reminder", reason="La charte.", now=NOON)
    appeal_decision(case=case, by=case.reported, body="Injuste.", now=NOON)
    assert (told("appeal_filed"), told("appeal_stuck")) == ([dina.code], [])
    remove(elsa, dina)
    assert (told("appeal_filed"), told("appeal_stuck")) == ([dina.code], [elsa.code])


def test_a_new_moderator_is_told_of_the_appeal_that_nobody_could_read(elsa):
    elsa.linked_to = a_mentee("Awa")
    elsa.save()
    case, dina = a_case(elsa.linked_to, a_mentor("Bruna")), a_moderator("Dina")
    take_case(case=case, by=dina, now=NOON)
    rate_case(case=case, by=dina, severity="grave", now=NOON)
    decide_case(case=case, by=dina, measure="reminder", reason="La charte.", now=NOON)
    appeal_decision(case=case, by=case.reported, body="Injuste.", now=NOON)
    assert stuck_appeals(home()).exists() and told("appeal_filed") == []
    zoe = a_mentee("Zoé", email="zoe@example.org")
    give(elsa, "zoe@example.org", reason="appeal")
    assert not stuck_appeals(home()).exists() and told("appeal_filed") == [zoe.code]

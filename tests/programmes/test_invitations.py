"""Nobody takes part before she says so herself (D15): invitations, nominations, and what is answered to them."""

import re
from datetime import timedelta

import pytest

from binome.core.models import JournalEntry, Letter
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.actions import (
    accept_invitation,
    decline_invitation,
    enrol_in_cohort,
    invite_people,
    leave_cohort,
    nominate_person,
    remind_incomplete,
    remind_invited,
    save_answers,
    set_veto,
    set_wishes,
    withdraw_invitation,
)
from binome.programmes.forms import starting_data
from binome.programmes.links import invitation_token
from binome.programmes.models import Affiliation, Enrolment, Invitation, Veto, Wish
from binome.programmes.queries import funnel_of, invitable, invitation_of_token, participants, perimeter_of
from tests.factories.people import NOON, a_person, family_name_of
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_entity,
    an_organisation,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=8)
PASSWORD = "trois renards lisent sous la pluie"


def _imported(name: str, **fields) -> Affiliation:
    """As an import leaves her: no password, no access."""
    person = a_person(name, active=False)
    person.set_unusable_password()
    person.save()
    return an_affiliation(person, **fields)


def _invite(affiliation: Affiliation, cohort=None, role: str = "mentee") -> Invitation:
    cohort = cohort or a_cohort(a_programme(**starting_data("centralised", "fr-inclusif")))
    by = a_staff_member("Delphine") if not User.objects.filter(first_name="Delphine").exists() else None
    by = by or User.objects.get(first_name="Delphine")
    invite_people(cohort=cohort, affiliations=[affiliation], role=role, by=by, now=NOON)
    return Invitation.objects.get(affiliation=affiliation)


def test_an_invitation_gives_no_access_before_she_opts_in():
    invitation = _invite(_imported("Inès"))
    assert not Enrolment.objects.exists()
    assert not invitation.affiliation.person.is_active


def test_accepting_opens_her_account_and_enrols_her():
    invitation = _invite(_imported("Inès"))
    enrolment = accept_invitation(invitation=invitation, password=PASSWORD, now=NOON)
    person = User.objects.get(pk=enrolment.person_id)
    assert (enrolment.state, enrolment.role, enrolment.place) == ("active", "mentee", 1)
    assert person.is_active and person.check_password(PASSWORD)
    assert enrolment.attested_at == NOON


def test_who_has_an_account_keeps_her_password():
    invitation = _invite(an_affiliation("Inès"))
    enrolment = accept_invitation(invitation=invitation, now=NOON)
    assert enrolment.person.check_password("une phrase de douze mots")


def test_a_link_is_found_by_its_secret_only_and_the_database_keeps_no_secret():
    invitation = _invite(_imported("Inès"))
    token = invitation_token(invitation.code)
    assert invitation_of_token(token) == invitation
    assert invitation_of_token(invitation.code) is None
    assert token != invitation.token_hash
    assert token in Letter.objects.get(kind="cohort_invitation").text


def test_the_letter_says_nothing_of_the_person_to_her_employer():
    affiliation = _imported("Inès")
    _invite(affiliation)
    letter = Letter.objects.get(kind="cohort_invitation")
    assert letter.subject == "Une invitation vous attend"
    assert not letter.optional
    assert family_name_of(affiliation.person) not in letter.text + letter.html


def test_declining_closes_nothing_for_ever():
    invitation = _invite(_imported("Inès"))
    decline_invitation(invitation=invitation, now=NOON)
    decline_invitation(invitation=invitation, now=NOON)
    assert JournalEntry.objects.filter(verb="invitation_declined").count() == 1
    assert accept_invitation(invitation=invitation, password=PASSWORD, now=NOON).state == "active"


def test_a_withdrawn_invitation_opens_nothing():
    invitation = _invite(_imported("Inès"))
    withdraw_invitation(invitation=invitation, by=a_person("D"), now=NOON)
    assert invitation_of_token(invitation_token(invitation.code)) is None
    with pytest.raises(MoveRefused):
        accept_invitation(invitation=invitation, password=PASSWORD, now=NOON)
    assert not User.objects.get(pk=invitation.affiliation.person_id).is_active


def test_once_enrolment_is_closed_nobody_comes_in_by_an_old_link():
    invitation = _invite(_imported("Inès"))
    invitation.cohort.state = "matching"
    with pytest.raises(MoveRefused):
        accept_invitation(invitation=invitation, password=PASSWORD, now=NOON)
    assert not Enrolment.objects.exists()


def test_inviting_the_same_people_twice_writes_to_nobody_twice():
    affiliation = _imported("Inès")
    cohort = _invite(affiliation).cohort
    people = [affiliation, _imported("Salma")]
    assert invite_people(cohort=cohort, affiliations=people, role="mentee", by=a_person("D"), now=NOON) == 1
    assert Letter.objects.filter(kind="cohort_invitation").count() == 2


def test_who_left_the_organisation_is_not_invited():
    affiliation = _imported("Inès", left_on=NOON.date())
    assert invite_people(cohort=a_cohort(), affiliations=[affiliation], role="mentee", by=a_person("D"), now=NOON) == 0


def test_the_letter_waits_for_the_day_on_which_her_role_enrols():
    cohort = a_cohort(mentees_from=LATER.date())
    _invite(_imported("Inès"), cohort)
    assert Letter.objects.get(kind="cohort_invitation").run_at.date() == LATER.date()


def test_a_nomination_says_why_and_decides_nothing():
    affiliation, sponsor = _imported("Inès"), a_staff_member("Isabelle", "sponsor")
    nominate_person(cohort=a_cohort(), affiliation=affiliation, role="mentee", reason="Elle ose.", by=sponsor, now=NOON)
    invitation = Invitation.objects.get()
    assert (invitation.kind, invitation.state, invitation.reason) == ("nominated", "sent", "Elle ose.")
    assert Letter.objects.get().kind == "cohort_nomination"
    assert "Elle ose" not in Letter.objects.get().text


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_nomination_without_a_reason_is_refused(reason):
    with pytest.raises(MoveRefused):
        nominate_person(
            cohort=a_cohort(), affiliation=_imported("Inès"), role="mentee", reason=reason, by=a_person("I"), now=NOON
        )


def test_who_takes_part_by_herself_is_not_nominated():
    """She came in by an address of her organisation: no invitation speaks of her."""
    enrolment = a_participant("Inès", "mentee", a_cohort())
    nomination = {"cohort": a_cohort(), "affiliation": enrolment.affiliation, "role": "mentee", "reason": "Elle ose."}
    with pytest.raises(MoveRefused):
        nominate_person(**nomination, by=a_staff_member("Solène", "sponsor"), now=NOON)
    assert not Letter.objects.exists()


def test_nobody_nominates_herself():
    sponsor = a_staff_member("Isabelle", "sponsor")
    with pytest.raises(MoveRefused):
        nominate_person(
            cohort=a_cohort(), affiliation=an_affiliation(sponsor), role="mentee", reason="Moi", by=sponsor, now=NOON
        )


def test_there_is_one_reminder_after_a_week_and_never_a_second():
    invitation = _invite(_imported("Inès"))
    cohort, rows = invitation.cohort, Invitation.objects.select_related("cohort__programme", "affiliation__person")
    assert remind_invited(cohort=cohort, invitations=rows.all(), by=None, now=NOON + timedelta(days=6)) == 0
    assert remind_invited(cohort=cohort, invitations=rows.all(), by=None, now=LATER) == 1
    assert remind_invited(cohort=cohort, invitations=rows.all(), by=None, now=LATER + timedelta(days=30)) == 0
    links = [re.search(r"/invitations/(\w+)/", letter.text)[1] for letter in Letter.objects.order_by("pk")]
    assert len(links) == 2 and len(set(links)) == 1


def test_answers_are_kept_as_they_come_and_complete_once_nothing_is_missing():
    cohort = a_cohort(a_programme(**starting_data("centralised", "fr")))
    enrolment = a_participant("Inès", cohort=cohort)
    assert "goals" in save_answers(enrolment=enrolment, answers={"field": "finance"}, now=NOON)
    full = {"goals": "Oser.", "wanted": ["negocier"], "spoken": ["fr"], "slots": ["midi"], "way": "remote"}
    assert save_answers(enrolment=enrolment, answers={**full, "pace": "monthly"}, now=NOON) == []
    enrolment.refresh_from_db()
    assert enrolment.answers["field"] == "finance"
    assert enrolment.completed_at == NOON
    assert "goals" in save_answers(enrolment=enrolment, answers={"goals": ""}, now=LATER)
    assert enrolment.completed_at is None


def test_who_has_not_answered_everything_is_reminded_once_a_week_at_most():
    enrolment = a_participant("Inès")
    rows = Enrolment.objects.select_related("person", "programme", "cohort")
    counts = [
        remind_incomplete(cohort=enrolment.cohort, enrolments=rows.all(), by=None, now=now)
        for now in (NOON, NOON + timedelta(days=3), LATER)
    ]
    assert counts == [1, 0, 1]
    assert "/programmes/passerelles/mes-reponses/" in Letter.objects.first().text


def test_the_funnel_counts_the_people_of_the_perimeter_only():
    site, other = an_entity("Lyon"), an_entity("Nantes")
    cohort = a_cohort()
    for name, entity in (("Inès", site), ("Salma", site), ("Rose", other)):
        _invite(_imported(name, entity=entity), cohort)
    accept_invitation(
        invitation=Invitation.objects.get(affiliation__person__first_name="Inès"), password=PASSWORD, now=NOON
    )
    local = perimeter_of(a_staff_member("Cora", "coordinator", entity=site), cohort.programme)
    whole = perimeter_of(User.objects.get(first_name="Delphine"), cohort.programme)
    mentees = [next(row for row in funnel_of(seen, cohort) if row.role == "mentee") for seen in (local, whole)]
    assert [(row.invited, row.accepted, row.enrolled) for row in mentees] == [(2, 1, 1), (3, 1, 1)]
    assert {row.person.first_name for row in participants(local, cohort)} == {"Inès", "Salma"}
    assert {row.person.first_name for row in participants(local, cohort, stage="invited")} == {"Salma"}
    _imported("Neuve", entity=other)
    assert [row.person.first_name for row in invitable(whole, cohort)] == ["Neuve"]
    assert not invitable(local, cohort).exists()


def test_up_to_five_wishes_are_kept_in_their_order():
    cohort = a_cohort()
    hers = a_participant("Inès", cohort=cohort)
    codes = [a_participant(f"M{number}", "mentor", cohort).code for number in range(6)]
    set_wishes(enrolment=hers, wanted=codes[:5], now=NOON)
    set_wishes(enrolment=hers, wanted=[codes[3], codes[0]], now=NOON)
    assert [(wish.rank, wish.wanted.code) for wish in Wish.objects.all()] == [(1, codes[3]), (2, codes[0])]
    for wanted in (codes, [codes[0], codes[0]], [hers.code], ["zzzzzzzzzz"]):
        with pytest.raises(MoveRefused):
            set_wishes(enrolment=hers, wanted=wanted, now=NOON)
    assert Wish.objects.count() == 2


def test_a_veto_takes_the_wish_away_and_the_journal_says_no_more_than_of_a_wish():
    cohort = a_cohort()
    hers, mentor = a_participant("Inès", cohort=cohort), a_participant("Odile", "mentor", cohort)
    set_wishes(enrolment=hers, wanted=[mentor.code], now=NOON)
    set_veto(enrolment=hers, refused=mentor.code, now=NOON)
    set_veto(enrolment=hers, refused=mentor.code, now=NOON)
    assert not Wish.objects.exists()
    assert Veto.objects.get().refused == mentor
    told = [(entry.verb, entry.object_code, entry.data) for entry in JournalEntry.objects.all()]
    assert told == [("wishes_changed", hers.code, {})] * 2
    with pytest.raises(MoveRefused):
        set_wishes(enrolment=hers, wanted=[mentor.code], now=NOON)


def test_leaving_takes_her_wishes_and_vetoes_away():
    cohort = a_cohort()
    hers = a_participant("Inès", cohort=cohort)
    set_wishes(enrolment=hers, wanted=[a_participant("Odile", "mentor", cohort).code], now=NOON)
    set_veto(enrolment=hers, refused=a_participant("Paule", "mentor", cohort).code, now=NOON)
    leave_cohort(enrolment=hers, by=hers.person, now=NOON)
    assert not Wish.objects.exists()
    assert not Veto.objects.exists()


def test_once_the_pairs_are_published_wishes_are_closed():
    hers = a_participant("Inès", cohort=a_cohort(state="running"))
    with pytest.raises(MoveRefused):
        set_wishes(enrolment=hers, wanted=[], now=NOON)


@pytest.mark.parametrize("state", ["suspended", "excluded"])
def test_a_measure_of_the_team_holds_in_the_next_promotion_too(state):
    first, second = a_cohort(number=1), a_cohort(number=2)
    kept_away = a_participant("Inès", cohort=first, state=state)
    invitation = _invite(kept_away.affiliation, second)
    with pytest.raises(MoveRefused, match="mesure de l’équipe"):
        accept_invitation(invitation=invitation, now=NOON)
    assert not Enrolment.objects.filter(cohort=second).exists()


# --- the audience -----------------------------------------------------------------------------------------
def test_nobody_of_an_organisation_that_is_no_party_is_invited_nominated_or_let_in():
    cohort, delphine = a_cohort(), a_staff_member("Delphine")
    stranger = _imported("Rita", organisation=an_organisation("Ailleurs"))
    acts = [
        lambda: invite_people(cohort=cohort, affiliations=[stranger], role="mentee", by=delphine, now=NOON),
        lambda: nominate_person(
            cohort=cohort, affiliation=stranger, role="mentee", reason="Elle saura.", by=delphine, now=NOON
        ),
        lambda: enrol_in_cohort(cohort=cohort, affiliation=stranger, role="mentee", now=NOON),
    ]
    for act in acts:
        with pytest.raises(MoveRefused, match="ne participe pas"):
            act()
    assert not Invitation.objects.exists() and not Enrolment.objects.exists() and not Letter.objects.exists()


def test_whose_organisation_left_the_programme_since_comes_in_no_more():
    cohort, delphine, other = a_cohort(), a_staff_member("Delphine"), an_organisation("Ailleurs")
    party = cohort.programme.parties.create(organisation=other, since_at=NOON)
    asked = _imported("Rita", organisation=other)
    invite_people(cohort=cohort, affiliations=[asked], role="mentee", by=delphine, now=NOON)
    party.delete()
    with pytest.raises(MoveRefused, match="ne participe pas"):
        accept_invitation(invitation=asked.invitations.get(), password=PASSWORD, now=NOON)
    assert not Enrolment.objects.exists()
    assert asked.invitations.get().state == "sent"


@pytest.mark.parametrize(("kind", "role"), [("school", "mentor"), ("company", "mentee")])
def test_of_two_populations_each_comes_in_on_its_own_side(kind, role):
    """D5: a school's people are accompanied by the others."""
    school, company = an_organisation("École", kind="school"), an_organisation("Alcyon")
    cohort = a_cohort(a_programme("external", "campus", company, school))
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    one = _imported("Rita", organisation=school if kind == "school" else company)
    with pytest.raises(MoveRefused, match="écoles"):
        invite_people(cohort=cohort, affiliations=[one], role=role, by=delphine, now=NOON)
    other = "mentee" if role == "mentor" else "mentor"
    assert invite_people(cohort=cohort, affiliations=[one], role=other, by=delphine, now=NOON) == 1

"""The pages of who takes part: an invitation answered, questions, wishes, leaving (D2, D15)."""

import pytest
from django.test import Client
from django.urls import reverse

from binome.core.models import Letter
from binome.people.models import User
from binome.programmes.actions import invite_people, publish_charter
from binome.programmes.forms import starting_data
from binome.programmes.links import invitation_token
from binome.programmes.models import Enrolment, Invitation, Veto, Wish
from tests.factories import a_window, home
from tests.factories.people import NOON, a_person
from tests.factories.programmes import a_cohort, a_participant, a_programme, a_staff_member, an_affiliation, an_entity

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"
ANSWERS, WISHES, LEAVE = (INSIDE + reverse(name) for name in ("my-answers", "my-wishes", "leave-cohort"))
PASSWORD = "trois renards lisent sous la pluie"
FULL = {
    "q-goals": "Oser.", "q-wanted": ["negocier"], "q-field": "finance", "q-spoken": ["fr"], "q-slots": ["midi"],
    "q-way": "remote", "q-pace": "monthly",
}  # fmt: skip


@pytest.fixture
def cohort():
    home()
    return a_cohort(a_programme(**starting_data("centralised", "fr-inclusif")))


def _invited(cohort, *, active: bool = False, role: str = "mentee") -> tuple[Invitation, str]:
    person = a_person("Inès", active=active)
    if not active:
        person.set_unusable_password()
        person.save()
    declared = an_affiliation(person, an_entity("Lyon"))
    by = a_staff_member("Delphine")
    invite_people(cohort=cohort, affiliations=[declared], role=role, by=by, now=NOON)
    invitation = Invitation.objects.get()
    return invitation, reverse("answer-invitation", args=[invitation_token(invitation.code)])


def test_reading_the_link_changes_nothing(cohort):
    invitation, path = _invited(cohort)
    page = Client().get(path)
    assert page.status_code == 200
    assert "Passerelles" in page.text and "mentoré·e" in page.text
    invitation.refresh_from_db()
    assert (invitation.state, Enrolment.objects.count()) == ("sent", 0)


@pytest.mark.parametrize(("role", "place"), [("mentor", "mentor·e"), ("mentee", "mentoré·e")])
def test_the_letter_says_for_which_place_and_once_that_she_is_free(cohort, role, place):
    _invited(cohort, role=role)
    letter = Letter.objects.get(kind="cohort_invitation").text
    assert f"Votre place : {place}." in letter
    assert letter.count("aucune suite") == 1


def test_before_she_answers_she_reads_what_the_organisation_does_with_her_data(cohort):
    """The notice of who runs the programme, not the operator's; its address inside is not open to her yet."""
    invitation, path = _invited(cohort)
    page, notice = Client().get(path), f"{path}confidentialite/"
    assert f'href="{notice}"' in page.text and f'href="{reverse("privacy-notice")}"' not in page.text
    read = Client().get(notice)
    assert "Groupe Orvanne" in read.text and f'href="{notice}"' in read.text
    assert f'href="{notice}"' in Client().get(f"{path}decliner/").text
    assert Client().get(reverse("invitation-notice", args=["aucun"])).status_code == 404
    invitation.refresh_from_db()
    assert invitation.state == "sent"


def test_she_opts_in_with_a_password_and_lands_on_the_questions(cohort):
    _invitation, path = _invited(cohort)
    client = Client()
    refused = client.post(path, {"password": PASSWORD})
    assert refused.status_code == 422
    assert not Enrolment.objects.exists()
    seen = "1/0"
    answer = client.post(path, {"attested": "on", "password": PASSWORD, "seen": seen})
    assert answer["Location"] == ANSWERS
    assert client.get(answer["Location"]).status_code == 200
    assert Enrolment.objects.get().state == "active"


def test_a_password_that_is_too_weak_is_refused_with_its_reason(cohort):
    _invitation, path = _invited(cohort)
    answer = Client().post(path, {"attested": "on", "password": "motdepasse", "seen": "1/0"})
    assert answer.status_code == 422
    assert not User.objects.get(first_name="Inès").is_active


def test_the_charter_of_the_programme_is_accepted_in_the_version_that_she_read(cohort):
    _invitation, path = _invited(cohort)
    publish_charter(programme=cohort.programme, body="Écouter.", now=NOON)
    form = {"attested": "on", "password": PASSWORD, "accepted": "on"}
    stale = Client().post(path, {**form, "seen": "1/0"})
    assert stale.status_code == 422 and "viennent de changer" in stale.text
    assert Client().post(path, {**form, "seen": "1/1"}).status_code == 302
    assert Enrolment.objects.get().person.charter_signatures.count() == 1


def test_who_has_an_account_logs_in_before_the_link_says_anything(cohort):
    invitation, path = _invited(cohort, active=True)
    page = Client().get(path)
    assert "Se connecter" in page.text and 'name="attested"' not in page.text
    other = a_window(a_person("Autre")).post(path, {"attested": "on", "seen": "1/0"})
    assert other.status_code == 200 and not Enrolment.objects.exists()
    hers = a_window(invitation.affiliation.person).post(path, {"attested": "on", "seen": "1/0"})
    assert hers["Location"] == ANSWERS


def test_she_declines_in_one_click_without_a_login(cohort):
    invitation, path = _invited(cohort)
    client = Client()
    assert client.get(f"{path}decliner/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.state == "sent"
    assert "C’est noté" in client.post(f"{path}decliner/").text
    invitation.refresh_from_db()
    assert invitation.state == "declined"


@pytest.mark.parametrize("token", ["zzzz", "0" * 40])
def test_a_link_that_is_not_ours_opens_nothing(cohort, token):
    assert Client().get(reverse("answer-invitation", args=[token])).status_code == 404


def test_before_her_role_enrols_she_reads_when(cohort):
    cohort.mentees_from = NOON.date().replace(year=2100)
    cohort.save()
    _invitation, path = _invited(cohort)
    assert "ouvrent le" in Client().get(path).text
    assert Client().post(path, {"attested": "on", "password": PASSWORD, "seen": "1/0"}).status_code == 422
    assert not Enrolment.objects.exists()


def test_what_she_answered_is_kept_when_she_stops_halfway(cohort):
    enrolment = a_participant("Inès", cohort=cohort)
    client = a_window(enrolment.person)
    answer = client.post(ANSWERS, {"q-goals": "Oser.", "q-field": "finance", "later": "1"})
    assert answer["Location"] == f"{INSIDE}/mon-espace/"
    assert "Oser." in client.get(ANSWERS).text
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ({"goals": "Oser."}, "1 réponse attendue sur 7 est enregistrée."),
        ({"goals": "Oser.", "field": "finance"}, "2 réponses attendues sur 7 sont"),
    ],
)
def test_how_many_answers_are_kept_is_counted_in_french(cohort, done, said):
    enrolment = a_participant("Inès", cohort=cohort)
    Enrolment.objects.filter(pk=enrolment.pk).update(answers=done)
    assert said in " ".join(a_window(enrolment.person).get(ANSWERS).text.split())


def test_a_wrong_answer_loses_none_of_the_right_ones(cohort):
    enrolment = a_participant("Inès", cohort=cohort)
    client = a_window(enrolment.person)
    wrong = {**FULL, "q-wanted": ["negocier", "decider", "confiance", "numerique", "changer-de-poste"]}
    answer = client.post(ANSWERS, wrong)
    assert answer.status_code == 422 and "gardez-en 4" in answer.text
    enrolment.refresh_from_db()
    assert enrolment.answers["goals"] == "Oser." and "wanted" not in enrolment.answers
    assert client.post(ANSWERS, FULL).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_a_mentor_is_not_asked_the_questions_of_mentees(cohort):
    page = a_window(a_participant("Odile", "mentor", cohort).person).get(ANSWERS).text
    assert 'name="q-offered"' in page and 'name="q-wanted"' not in page


def test_she_wishes_orders_and_rules_out(cohort):
    hers = a_participant("Inès", cohort=cohort)
    odile, paule = (a_participant(name, "mentor", cohort, answers={"offered": ["negocier"], "experience": "Secret"})
                    for name in ("Odile", "Paule"))  # fmt: skip
    client = a_window(hers.person)
    page = client.get(WISHES).text
    assert "Odile" in page and "Négocier" in page and "Secret" not in page
    for code, verb in ((odile.code, "add"), (paule.code, "add"), (paule.code, "up"), (odile.code, "veto")):
        assert client.post(f"{INSIDE}/mes-souhaits/{code}/", {"verb": verb}).status_code == 302
    assert [wish.wanted for wish in Wish.objects.all()] == [paule]
    assert Veto.objects.get().refused == odile
    assert "Écarter" not in a_window(odile.person).get(f"{INSIDE}/mon-espace/").text
    client.post(f"{INSIDE}/mes-souhaits/{odile.code}/", {"verb": "lift"})
    assert not Veto.objects.exists()


def test_nobody_wishes_for_someone_of_another_promotion(cohort):
    hers = a_participant("Inès", cohort=cohort)
    other = a_participant("Odile", "mentor", a_cohort(number=2))
    a_window(hers.person).post(f"{INSIDE}/mes-souhaits/{other.code}/", {"verb": "add"})
    assert not Wish.objects.exists()


def test_who_waits_has_her_answers_and_no_wishes_yet(cohort):
    client = a_window(a_participant("Inès", cohort=cohort, state="waiting", joined_at=None).person)
    assert "liste d’attente" in client.get(f"{INSIDE}/mon-espace/").text
    assert client.get(ANSWERS).status_code == 200
    assert client.get(WISHES).status_code == 404


def test_she_leaves_in_one_click_and_her_account_stays(cohort):
    enrolment = a_participant("Inès", cohort=cohort)
    client = a_window(enrolment.person)
    assert client.get(LEAVE).status_code == 200
    client.post(LEAVE)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.person.is_active) == ("left", True)
    assert "Vous ne participez plus" in client.get(f"{INSIDE}/mon-espace/").text


def test_the_space_of_a_participant_costs_few_queries(cohort, django_assert_max_num_queries):
    hers = a_participant("Inès", cohort=cohort)
    for number in range(30):
        a_participant(f"M{number}", "mentor", cohort)
    client = a_window(hers.person)
    client.get(f"{INSIDE}/mon-espace/")
    with django_assert_max_num_queries(8):
        client.get(f"{INSIDE}/mon-espace/")
    with django_assert_max_num_queries(12):
        client.get(WISHES)

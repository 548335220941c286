"""Joining with an address of one's organisation: nothing is revealed, the mailbox proves, one press does all of it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core.models import Letter
from binome.mentoring.identity import card
from binome.people.models import SignupDraft, User
from binome.programmes.models import Affiliation, Enrolment, Invitation
from tests import canary
from tests.factories import a_mentee, a_window, home
from tests.factories.people import a_person
from tests.factories.programmes import a_cohort, a_participant, a_programme, an_affiliation, an_entity, an_organisation

pytestmark = pytest.mark.django_db

ADDRESS = "lina@orvanne.example"
FAMILY = canary.family_name()
YES = {"role": "mentee", "first_name": "Lina", "family_name": FAMILY, "attested": "on", "accepted": "on",
       "password": "trois renards lisent sous la pluie", "seen": "1/0"}  # fmt: skip


@pytest.fixture
def cohort():
    home()
    company = an_organisation(email_domains=["orvanne.example"])
    return a_cohort(a_programme("informal", "entraide", company))


def ask(email: str, slug: str = "entraide"):
    return Client().post(reverse("ask-to-join", args=[slug]), {"email": email})


def link_of(email: str = ADDRESS) -> str:
    """The path of the last link that left for this address."""
    letter = Letter.objects.filter(kind="join_link", to=email).order_by("-pk").first()
    return re.search(r"(/rejoindre/lien/[\w-]+/)", letter.text)[1]


def test_before_she_joins_she_reads_what_the_organisation_does_with_her_data(cohort):
    ask(ADDRESS)
    link = link_of()
    assert f'href="{link}confidentialite/"' in Client().get(link).text
    assert "Groupe Orvanne" in Client().get(f"{link}confidentialite/").text
    SignupDraft.objects.update(created_at=timezone.now() - timedelta(days=30))
    assert Client().get(f"{link}confidentialite/").status_code == 404


def join(client: Client, link: str, **changes):
    page = client.get(link)
    assert page.status_code == 200, page
    return client.post(link, {**YES, "seen": page.context["form"].versions, **changes})


def test_her_address_her_link_and_one_press_make_her_a_participant(cohort):
    client = Client()
    assert client.get("/programmes/entraide/")["Location"] == reverse("ask-to-join", args=["entraide"])
    assert "un lien vient de partir" in ask(ADDRESS).text
    assert not User.objects.filter(email=ADDRESS).exists()
    answer = join(client, link_of())
    assert answer["Location"] == "/programmes/entraide/mes-reponses/"
    enrolment = Enrolment.objects.get(person__email=ADDRESS)
    assert (enrolment.state, enrolment.role) == ("active", "mentee")
    assert enrolment.affiliation.organisation.name == "Groupe Orvanne"
    assert card(viewer=enrolment.person, person=enrolment.person).family_name == FAMILY
    assert client.get(answer["Location"], follow=True).status_code == 200
    assert not SignupDraft.objects.exists()


def test_the_answer_is_the_same_for_every_address_and_every_programme(cohort):
    a_cohort(a_programme("centralised", "fermee", an_organisation()))
    known = a_participant("Inès", cohort=cohort).person
    masked = re.compile(r'value="\w{64}"|/rejoindre/[\w-]+/')
    answers = {
        masked.sub("", ask(*given).text)
        for given in [
            (ADDRESS,), ("lina@ailleurs.example",), (known.email,), (ADDRESS, "inexistant"), (ADDRESS, "fermee"),
        ]
    }  # fmt: skip
    pages = {
        masked.sub("", Client().get(reverse("ask-to-join", args=[slug])).text.replace(slug, ""))
        for slug in ("entraide", "inexistant", "fermee")
    }
    assert len(answers) == len(pages) == 1
    assert list(Letter.objects.filter(kind="join_link").values_list("to", flat=True)) == [ADDRESS]


@pytest.mark.parametrize(
    "address",
    [
        "lina@rh.orvanne.example",
        "lina@orvanne.example.org",
        "lina@xorvanne.example",
        "lina@orv\u0430nne.example",
        "lina@orvanne\u3002example",
        "lina+deux@orvanne.example",
        "Lina <lina@orvanne.example>",
        "lina@orvanne.example, x@ailleurs.example",
        "lina@ailleurs.example@orvanne.example",
        "lina@orvanne.example\nBcc: x@ailleurs.example",
        '"lina@ailleurs.example"@orvanne.example.org',
    ],
)
def test_what_only_looks_like_an_address_of_the_domain_receives_nothing(cohort, address):
    assert ask(address).status_code in (200, 422)
    assert not Letter.objects.filter(kind="join_link").exists()
    assert not SignupDraft.objects.exists()


@pytest.mark.parametrize("address", ["LINA@ORVANNE.EXAMPLE", " Lina@Orvanne.Example "])
def test_capitals_and_spaces_are_the_same_address(cohort, address):
    ask(address)
    assert Letter.objects.get(kind="join_link").to == ADDRESS


def test_a_link_serves_once_two_days_at_most_and_the_last_one_only(cohort):
    ask(ADDRESS)
    first = link_of()
    ask(ADDRESS)
    last = link_of()
    assert Client().get(first).status_code == 404
    assert Client().get(last).status_code == 200
    SignupDraft.objects.update(created_at=timezone.now() - timedelta(days=2, minutes=1))
    assert Client().get(last).status_code == Client().post(last, YES).status_code == 404
    ask(ADDRESS)
    link, client = link_of(), Client()
    late = Client().get(link).context["form"].versions
    assert join(client, link).status_code == 302
    assert Client().post(link, {**YES, "seen": late}).status_code == 404
    assert Client().get(link[:-3] + "xx/").status_code == 404
    assert Enrolment.objects.filter(cohort=cohort).count() == 1


def test_a_link_is_no_sign_up_of_the_open_platform(cohort):
    ask(ADDRESS)
    token = link_of().split("/")[-2]
    assert Client().get(reverse("signup-resume", args=[token])).status_code == 404


def test_who_has_an_account_logs_in_and_keeps_it(cohort):
    bruna = a_mentee("Lina", email=ADDRESS)
    ask(ADDRESS)
    link = link_of()
    assert "Se connecter" in Client().get(link).text
    assert "autre personne" in a_window(a_mentee("Chloé")).get(link).text
    assert "Se connecter" in Client().post(link, YES).text
    answer = join(a_window(bruna), link, password="un autre mot de passe volé")
    assert answer.status_code == 302
    assert User.objects.filter(email=ADDRESS).count() == 1
    bruna.refresh_from_db()
    assert bruna.check_password("une phrase de douze mots")
    assert Enrolment.objects.get(cohort=cohort).person == bruna


def test_who_was_declared_and_invited_gives_her_name_to_nobody_twice(cohort):
    lina = a_person("Lina", active=False, email=ADDRESS)
    lina.set_unusable_password()
    lina.save()
    affiliation = an_affiliation(lina, an_entity("Lyon"))
    Invitation.objects.create(
        cohort=cohort, affiliation=affiliation, role="mentor", token_hash="x", sent_at=cohort.created_at
    )
    ask(ADDRESS)
    client = Client()
    assert "Nom de famille" not in client.get(link_of()).text
    assert join(client, link_of()).status_code == 302
    assert Affiliation.objects.count() == 1
    assert Invitation.objects.get().state == "accepted"
    assert Enrolment.objects.get().role == "mentee"


def test_who_left_her_organisation_or_was_closed_by_the_team_comes_in_no_more(cohort):
    lina = a_person("Lina", email=ADDRESS)
    an_affiliation(lina, an_entity("Lyon"), left_on=date(2026, 1, 1))
    ask(ADDRESS)
    assert not Letter.objects.filter(kind="join_link").exists()
    Affiliation.objects.all().delete()
    ask(ADDRESS)
    lina.is_active = False
    lina.save()
    assert Client().get(link_of()).status_code == 404


def test_a_full_promotion_puts_her_on_its_waiting_list(cohort):
    a_participant("Inès", cohort=cohort, place=1)
    cohort.max_mentees = 1
    cohort.save()
    ask(ADDRESS)
    client = Client()
    answer = join(client, link_of())
    assert answer["Location"] == "/programmes/entraide/mon-espace/"
    assert Enrolment.objects.get(person__email=ADDRESS).state == "waiting"
    assert "liste d’attente" in client.get(answer["Location"]).text


@pytest.mark.parametrize("change", [{"state": "running"}, {"state": "draft"}, {"enrolment_ends_on": date(2020, 1, 1)}])
def test_outside_the_time_of_enrolment_no_link_leaves_and_none_opens(cohort, change):
    ask(ADDRESS)
    link = link_of()
    for name, value in change.items():
        setattr(cohort, name, value)
    cohort.save()
    assert Client().get(link).status_code == 404
    assert Client().post(link, YES).status_code == 404
    Letter.objects.all().delete()
    ask(ADDRESS)
    assert not Letter.objects.exists()


def test_a_role_that_does_not_enrol_today_is_refused(cohort):
    cohort.mentors_from = date(2099, 1, 1)
    cohort.save()
    ask(ADDRESS)
    client = Client()
    client.get(link_of())
    join(client, link_of(), role="mentor")
    assert not Enrolment.objects.filter(role="mentor").exists()


def test_one_address_asks_three_times_an_hour(cohort, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "join": "2/h/key"}
    client = Client()
    answers = [
        client.post(reverse("ask-to-join", args=["entraide"]), {"email": ADDRESS}).status_code for _n in range(3)
    ]
    assert answers == [200, 200, 429]


def test_her_letter_bears_no_name_and_leads_to_the_root_of_the_site(cohort):
    ask(ADDRESS)
    letter = Letter.objects.get(kind="join_link")
    assert "lina" not in letter.text.lower().replace(ADDRESS, "")
    assert "/programmes/" not in letter.text.split("/rejoindre/")[0].rsplit("http", 1)[1]

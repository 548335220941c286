"""The programme's rules are data (A1): worded, ordered, dropped, in versions; an attestation keeps its words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core.models import JournalEntry
from binome.people.models import SignupDraft
from binome.programmes.actions import change_eligibility
from binome.programmes.models import Programme
from binome.programmes.queries import attested_rules, eligibility_versions
from tests.factories import NOON, a_mentee, a_moderator, an_administrator, home, log_in

from .pages import text

pytestmark = pytest.mark.django_db
URL, DAY = reverse("edit-eligibility"), timedelta(days=1)


@pytest.fixture
def elsa(db):
    return an_administrator("Elsa")


@pytest.fixture
def admin(elsa):
    client = Client()
    log_in(client, elsa)
    return client


def form(rules, **more):
    sent = {"rules-TOTAL_FORMS": len(rules), "rules-INITIAL_FORMS": len(home().eligibility)}
    for number, rule in enumerate(rules):
        sent |= {f"rules-{number}-{name}": value for name, value in rule.items()}
    return {**sent, **more}


def rows():
    return [{**rule, "rank": n} for n, rule in enumerate(home().eligibility, start=1)]


def current():
    programme = Programme.objects.get(is_home=True)
    return programme.eligibility_version, [rule["key"] for rule in programme.eligibility]


def test_the_page_warns_of_a_condition_of_nationality_and_says_that_it_can_be_dropped(admin):
    page = text(admin.get(URL))
    assert "Une condition de nationalité peut être attaquée en justice" in page
    assert "articles 225-1 et 225-2" in page and "Vous pouvez la retirer ici" in page
    assert "Je suis de nationalité française" in admin.get(URL).content.decode()


def test_a_rule_is_dropped_without_code_and_the_sign_up_follows(admin):
    sent = rows()
    sent[1]["drop"] = "on"
    assert "c’est la version 2" in text(admin.post(URL, form(sent), follow=True))
    assert current() == (2, ["woman", "adult"])
    assert "nationalité" not in text(Client().get(reverse("signup-start")))


def test_a_rule_is_added_in_both_languages_and_the_order_is_hers(admin):
    sent = [*rows(), {"key": "", "fr": "J’habite ici.", "en": "I live here.", "rank": "1"}]
    sent[0]["rank"] = "9"
    admin.post(URL, form(sent))
    assert current() == (2, ["jhabite-ici", "nationality", "adult", "woman"])


def test_another_wording_keeps_the_number_unless_its_meaning_changes(admin):
    sent = rows()
    sent[2]["fr"] = "J’ai dix-huit ans ou plus."
    assert "sous la même version" in text(admin.post(URL, form(sent), follow=True))
    assert current()[0] == 1
    sent = rows()
    sent[2]["fr"] = "J’ai vingt et un ans ou plus."
    assert "c’est la version 2" in text(admin.post(URL, form(sent, new_meaning="on"), follow=True))
    assert current()[0] == 2


def test_the_same_rules_again_change_nothing(admin):
    admin.post(URL, form(rows()))
    assert current()[0] == 1 and not JournalEntry.objects.filter(verb="eligibility_changed").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"en": ""}, "Écrivez cette règle en anglais, ou retirez-la"),
        ({"fr": ""}, "Écrivez cette règle en français, ou retirez-la"),
        ({"fr": "", "en": ""}, "Écrivez cette règle en français, ou retirez-la"),
        ({"fr": "x" * 241}, "trop longue : 240"),
        ({"rank": "premier"}, "Écrivez un nombre de 1 à 99"),
    ],
)
def test_a_rule_that_is_half_written_is_asked_again(admin, change, sentence):
    sent = rows()
    sent[0] |= change
    page = admin.post(URL, form(sent))
    assert page.status_code == 422
    assert sentence in text(page)
    assert current()[0] == 1


def test_a_forged_form_is_refused_without_a_trace(admin):
    assert admin.post(URL, {"rules-TOTAL_FORMS": "x"}).status_code == 422
    assert admin.post(URL, {}).status_code == 422


@pytest.mark.parametrize("who", [a_moderator, a_mentee])
def test_only_an_administrator_finds_this_page(who):
    client = Client()
    log_in(client, who())
    assert client.get(URL).status_code == 404
    assert client.post(URL, form(rows())).status_code == 404


def test_an_attestation_keeps_its_words_after_every_change(elsa):
    awa, programme = a_mentee("Awa"), home()
    yesterday = programme.eligibility
    shorter = [{**yesterday[0], "fr": "Je suis femme."}, *yesterday[1:]]
    change = {"programme": programme, "by": elsa}
    assert change_eligibility(**change, rules=shorter, new_meaning=False, now=NOON + DAY) == 1
    assert change_eligibility(**change, rules=shorter[:1], new_meaning=False, now=NOON + 2 * DAY) == 2
    ines = a_mentee("Inès").enrolments.get()
    type(ines).objects.filter(pk=ines.pk).update(attested_at=NOON + 3 * DAY, attested_version=2)
    ines.refresh_from_db()
    assert attested_rules(awa.enrolments.get()) == yesterday
    assert attested_rules(ines) == shorter[:1]
    assert [(row.number, len(row.rules), row.attested) for row in eligibility_versions(programme)] == [
        (2, 1, 1), (1, 3, 0), (1, 3, 1)
    ]  # fmt: skip


def test_who_attested_rules_that_changed_since_is_asked_again_before_she_signs_up(elsa):
    client = Client()
    client.post(reverse("signup-start"), {"role": "mentee", "attested": "on"})
    draft = SignupDraft.objects.get()
    assert draft.answers["attested_version"] == 1
    change_eligibility(programme=home(), rules=home().eligibility[:1], new_meaning=True, by=elsa, now=timezone.now())
    page = client.get(reverse("signup-step", args=[draft.code, 1]))
    assert page.status_code == 200
    client.post(reverse("signup-step", args=[draft.code, 1]), {"role": "mentee", "attested": "on"})
    draft.refresh_from_db()
    assert draft.answers["attested_version"] == 2


def test_a_rule_that_is_dropped_may_be_left_half_written(admin):
    sent = rows()
    sent[1] |= {"drop": "on", "en": "", "rank": ""}
    admin.post(URL, form(sent))
    assert current() == (2, ["woman", "adult"])

"""The programme's rules are data (A1): worded, ordered, dropped, in versions; an attestation keeps its words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from binome.core.models import JournalEntry
from binome.people.models import SignupDraft
from binome.programmes.actions import attest_rules, change_eligibility
from binome.programmes.models import PastAttestation, Programme
from binome.programmes.queries import attested_rules, eligibility_versions, to_attest
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_window, an_administrator, home, log_in

from .pages import text

pytestmark = pytest.mark.django_db
URL, DAY = reverse("edit-eligibility"), timedelta(days=1)


@pytest.fixture
def elsa(db):
    return an_administrator("Elsa")


@pytest.fixture
def admin(elsa):
    return a_window(elsa)


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


def changed(elsa, *, keep=3, new_meaning=True, at=None):
    """The rules get another meaning; `keep` of them stay."""
    rules = [{**rule, "fr": rule["fr"] + " Vraiment."} if new_meaning else rule for rule in home().eligibility[:keep]]
    change_eligibility(programme=home(), rules=rules, new_meaning=new_meaning, by=elsa, now=at or timezone.now())


ATTEST, SPACE = reverse("attest-rules"), reverse("my-space")


def test_a_member_is_asked_again_for_rules_that_changed_and_goes_on_meanwhile(elsa):
    awa = a_mentee("Awa")
    client = a_window(awa)
    assert "ont changé" not in text(client.get(SPACE)) and client.get(ATTEST).url == SPACE
    changed(elsa)
    page = text(client.get(SPACE))
    assert "Les conditions de participation ont changé." in page and "Lire et attester" in page
    shown = client.get(ATTEST)
    assert "D’ici là, rien ne change pour vous" in text(shown) and "<ins>" in shown.content.decode()
    assert client.get(reverse("mentor-list")).status_code == 200


def test_past_the_days_of_grace_nothing_goes_on_before_her_attestation(elsa):
    awa = a_mentee("Awa")
    changed(elsa, at=timezone.now() - 32 * DAY)
    client = a_window(awa)
    sent = client.get(reverse("mentor-list"))
    assert sent.url.startswith(ATTEST) and "next=" in sent.url
    assert "Le délai s’est terminé le" in text(client.get(ATTEST))
    for name in ("write-to-team", "leave", "my-data", "charter"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.post(ATTEST, {"version": 2, "next": reverse("mentor-list")}).status_code == 422
    there = client.post(ATTEST, {"version": 2, "attested": "on", "next": reverse("mentor-list")})
    assert there.url == reverse("mentor-list") and client.get(there.url).status_code == 200


def test_her_new_attestation_is_dated_and_the_former_keeps_its_words(elsa):
    awa = a_mentee("Awa")
    before, then = home().eligibility, awa.enrolments.get().attested_at
    changed(elsa)
    client, start = a_window(awa), timezone.now()
    for _click in range(2):
        client.post(ATTEST, {"version": 2, "attested": "on"})
    row = awa.enrolments.get()
    assert row.attested_version == 2 and row.attested_at >= start
    assert attested_rules(row) == home().eligibility
    (past,) = PastAttestation.objects.filter(person=awa)
    assert (past.version.rules, past.attested_at) == (before, then)
    assert JournalEntry.objects.filter(verb="rules_attested", actor_code=awa.code).count() == 1
    agreements = text(client.get(reverse("my-agreements")))
    assert "remplacée depuis" in agreements and "Vraiment." in agreements
    held = [str(value) for model in (type(row), PastAttestation) for value in model.objects.values()]
    assert not any("nationalité" in value or "française" in value for value in held)


def test_rules_that_change_while_she_reads_are_shown_again(elsa):
    client = a_window(a_mentee("Awa"))
    changed(elsa)
    changed(elsa, at=timezone.now() + DAY)
    page = client.post(ATTEST, {"version": 2, "attested": "on"})
    assert page.status_code == 422 and "viennent de changer" in text(page)
    assert 'value="3"' in page.content.decode()


def test_dropping_a_rule_or_rewording_it_asks_nobody_again(elsa):
    client = a_window(a_mentee("Awa"))
    changed(elsa, keep=2, new_meaning=False)
    assert current()[0] == 2
    shorter = [{**rule, "fr": rule["fr"].upper()} for rule in home().eligibility]
    change_eligibility(programme=home(), rules=shorter, new_meaning=False, by=elsa, now=timezone.now() + DAY)
    assert "ont changé" not in text(client.get(SPACE))
    assert not to_attest(home()).exists()


def test_when_no_rule_is_left_nobody_is_asked(elsa):
    client = a_window(a_mentee("Awa"))
    changed(elsa)
    change_eligibility(programme=home(), rules=[], new_meaning=False, by=elsa, now=timezone.now() + DAY)
    assert "ont changé" not in text(client.get(SPACE)) and not to_attest(home()).exists()


def test_moderators_see_who_has_not_attested_and_never_what_she_is(elsa):
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    changed(elsa)
    attest_rules(enrolment=bruna.enrolments.get(), number=2, now=timezone.now())
    dina = a_window(a_moderator("Dina"))
    page = text(dina.get(reverse("attestation-list")))
    assert "Awa" in page and "Bruna" not in page and "nationalité" not in page
    assert "Conditions à attester de nouveau 1" in text(dina.get(reverse("moderators-day")))
    assert "elles ont changé depuis" in text(dina.get(reverse("profile-review", args=[awa.code])))
    assert "elles ont changé depuis" not in text(dina.get(reverse("profile-review", args=[bruna.code])))


def test_the_list_of_attestations_costs_the_same_whatever_waits(elsa):
    dina = a_window(a_moderator("Dina"))
    a_mentee("Awa")
    changed(elsa)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            dina.get(reverse("attestation-list"))
        return len(counted)

    few = queries()
    for number in range(22):
        a_mentee(f"Inès{number}")
    assert to_attest(home()).count() == 23
    assert queries() == few <= 8
    assert len(dina.get(reverse("attestation-list"), {"page": 2}).context["rows"]) == 3

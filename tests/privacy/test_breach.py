"""The breach kit: everything stops, every door closes, who saw what is known, and everything goes on again."""

import csv
import io
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.cli.timetable import TIMETABLE
from binome.core import holds
from binome.core.journal import record
from binome.core.models import JournalEntry, Letter
from binome.core.schedule import run_due
from binome.mentoring.identity import staff_card
from binome.people import tokens
from binome.people.actions import end_all_sessions, revoke_links
from binome.people.models import User
from binome.privacy import breach
from binome.privacy.journal_words import SENTENCES
from binome.support import tokens as contact_links
from binome.support.actions import decide_case, hear_reported, rate_case, take_case
from binome.support.models import Case, TeamMessage
from tests.factories import (
    NOON,
    a_draft,
    a_mentee,
    a_mentor,
    a_moderator,
    a_pair,
    a_request,
    a_window,
    an_administrator,
    home,
)
from tests.support.cast import a_case

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def window():
    return a_window


@pytest.fixture
def verbs():
    return lambda: list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- frozen -------------------------------------------------------------------------------------------------


def test_a_frozen_site_is_a_calm_page_for_members_and_goes_on_for_the_team(window):
    awa, dina = window(a_mentee("Awa")), window(a_moderator("Dina"))
    assert awa.get(reverse("my-space")).status_code == 200
    breach.freeze(by=None, now=NOON)
    page = awa.get(reverse("my-space"))
    assert (page.status_code, page["Retry-After"]) == (503, "3600")
    assert "Le site est en pause" in page.content.decode()
    assert dina.get(reverse("moderation-queue")).status_code == 200
    breach.unfreeze(by=None, now=NOON + HOUR)
    assert awa.get(reverse("my-space")).status_code == 200


def test_a_frozen_site_writes_nothing_and_shows_what_was_typed(window):
    awa = window(a_mentee("Awa"))
    breach.freeze(by=None, now=NOON)
    answer = awa.post(reverse("write-to-team"), {"subject": "Bonjour à vous", "body": "Une longue question pour vous."})
    assert answer.status_code == 503
    assert "Une longue question pour vous." in answer.content.decode()
    assert not TeamMessage.objects.exists()
    breach.unfreeze(by=None, now=NOON + HOUR)
    assert "Une longue question pour vous." in awa.get(reverse("resume-form")).content.decode()


def test_an_update_in_place_leads_to_the_calm_page_with_what_was_typed(window):
    awa = window(a_mentee("Awa"))
    breach.freeze(by=None, now=NOON)
    words = {"subject": "Bonjour à vous", "body": "Une longue question pour vous."}
    answer = awa.post(reverse("write-to-team"), words, headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == reverse("site-paused")
    assert "Une longue question" in awa.get(reverse("site-paused")).content.decode()
    breach.unfreeze(by=None, now=NOON + HOUR)
    assert awa.get(reverse("site-paused")).status_code == 302


@pytest.mark.parametrize(
    "name", ["signup-start", "account_reset_password", "account_request_login_code", "signup-link"]
)
def test_a_visitor_can_neither_sign_up_nor_ask_for_a_link(name):
    home()
    breach.freeze(by=None, now=NOON)
    assert Client().post(reverse(name), {"email": "awa@example.org"}).status_code == 503


@pytest.mark.parametrize("name", ["home", "legal-notice", "privacy-notice", "charter", "account_login", "site-paused"])
def test_what_tells_of_it_stays_open(name):
    home()
    breach.freeze(by=None, now=NOON)
    page = Client().get(reverse(name))
    assert page.status_code == (503 if name == "site-paused" else 200)


@pytest.mark.parametrize("name", ["my-space", "my-data", "write-to-team", "moderation-queue"])
def test_a_visitor_on_a_member_s_page_reads_that_the_site_is_paused_and_the_team_finds_its_door(name):
    home()
    breach.freeze(by=None, now=NOON)
    page = Client().get(reverse(name))
    assert page.status_code == 503 and "Le site est en pause" in page.content.decode()
    assert f'href="{reverse("account_login")}"' in page.content.decode()
    breach.unfreeze(by=None, now=NOON + HOUR)
    assert Client().get(reverse(name)).url.startswith(reverse("account_login"))


def test_a_paused_site_is_as_it_should_be_for_a_monitor():
    home()
    breach.freeze(by=None, now=NOON)
    page = Client().get(reverse("health"))
    assert page.status_code == 200 and "Le site est en pause" in page.content.decode()
    state = Client().get(reverse("health"), {"format": "json"}).json()
    assert (state["ok"], state["site"]) == (True, {"ok": True, "paused": True})


def test_the_team_still_needs_its_second_factor(client):
    client.force_login(a_moderator("Dina"))
    breach.freeze(by=None, now=NOON)
    assert client.get(reverse("moderation-queue")).url.startswith(reverse("mfa_index"))


def test_nothing_runs_by_itself_and_no_mail_leaves():
    breach.freeze(by=None, now=NOON)
    assert holds.is_held(holds.MAIL)
    ran = []
    run_due(TIMETABLE, run=ran.append, clock=lambda: NOON)
    assert ran == []
    breach.unfreeze(by=None, now=NOON + HOUR)
    assert not holds.is_held(holds.MAIL)
    run_due(TIMETABLE, run=ran.append, clock=lambda: NOON + HOUR)
    assert len(ran) == len(TIMETABLE)


def test_a_request_keeps_its_whole_time_to_be_answered():
    row = a_request(now=NOON)
    due = row.due_at
    breach.freeze(by=None, now=NOON + HOUR)
    assert breach.unfreeze(by=None, now=NOON + 6 * HOUR) == 5 * HOUR
    row.refresh_from_db()
    assert row.due_at == due + 5 * HOUR


def test_each_delay_of_a_case_has_its_days_again_and_one_that_had_run_out_has_none():
    """Stopped for three days and an hour: four days. The team's delay, her version's, her appeal's."""
    day, today, dina = timedelta(days=1), NOON.date(), a_moderator("Dina")
    heard, contested, late = (a_case(a_mentee(f"Awa{n}"), a_mentor(f"Bruna{n}")) for n in range(3))
    for case in (heard, contested):
        take_case(case=case, by=dina, now=NOON)
        rate_case(case=case, by=dina, severity="grave", now=NOON)
    hear_reported(case=heard, by=dina, words="Et vous ?", due_on=today + 7 * day, now=NOON)
    decide_case(case=contested, by=dina, measure="reminder", reason="La charte.", now=NOON)
    Case.objects.filter(pk=late.pk).update(due_on=today - day)
    due = heard.due_on

    breach.freeze(by=None, now=NOON)
    breach.unfreeze(by=None, now=NOON + 3 * day + HOUR)

    for case in (heard, contested, late):
        case.refresh_from_db()
    assert (heard.due_on, heard.answer_due_on, heard.appeal_until_on) == (due + 4 * day, today + 11 * day, None)
    assert contested.appeal_until_on == today + 34 * day
    assert late.due_on == today - day
    rate_case(case=heard, by=dina, severity="minor", now=NOON + 4 * day)
    assert heard.due_on == today + (heard.programme.case_days["minor"] + 4) * day


def test_freezing_twice_is_once_and_opening_an_open_site_does_nothing(verbs):
    breach.unfreeze(by=None, now=NOON)
    for hours in (1, 2):
        breach.freeze(by=None, now=NOON + hours * HOUR)
    assert breach.frozen_since() == NOON + HOUR
    assert verbs() == ["put_on_hold"]


def test_a_page_costs_no_query_more_because_it_might_be_frozen(window, django_assert_num_queries):
    awa = window(a_mentee("Awa"))
    awa.get(reverse("who-sees-what"))
    with django_assert_num_queries(3):
        awa.get(reverse("who-sees-what"))


# --- every door ---------------------------------------------------------------------------------------------


def test_everyone_is_out_from_her_very_next_request(window):
    awa, dina, elsa = window(a_mentee("Awa")), window(a_moderator("Dina")), window(an_administrator("Elsa"))
    breach.revoke_access(keep=elsa.session.session_key, by=None, now=NOON)
    for client in (awa, dina):
        answer = client.get(reverse("my-space"))
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))
    assert elsa.get(reverse("privacy-desk")).status_code == 200
    assert Session.objects.count() == 1


def test_what_she_was_typing_when_her_session_ended_is_not_lost(window):
    awa_herself = a_mentee("Awa")
    awa = window(awa_herself)
    end_all_sessions(by=None, now=NOON)
    answer = awa.post(reverse("write-to-team"), {"subject": "Bonjour à vous", "body": "Une longue question pour vous."})
    assert answer.status_code == 302
    assert awa.session["unsent"]["path"] == reverse("write-to-team")


@pytest.mark.parametrize("purpose", tokens.PURPOSES)
def test_a_link_sent_before_is_over_and_one_sent_after_is_good(purpose):
    before = tokens.write(purpose, code="bcdfg", now=NOON)
    revoke_links(by=None, now=NOON + HOUR)
    after = tokens.write(purpose, code="bcdfg", now=NOON + 2 * HOUR)
    assert tokens.read(purpose, before, now=NOON + 3 * HOUR).expired
    assert not tokens.read(purpose, after, now=NOON + 3 * HOUR).expired


def test_a_visitor_s_link_to_her_exchange_is_over_too():
    token = contact_links.write("bcdfg")
    assert contact_links.read(token) == "bcdfg"
    revoke_links(by=None, now=timezone.now() + HOUR)
    assert contact_links.read(token) is None


def test_an_unfinished_sign_up_needs_a_new_link():
    draft = a_draft("salome@example.org", token="token")
    type(draft).objects.update(updated_at=timezone.now())
    page = reverse("signup-resume", args=["token"])
    assert Client().get(page).status_code == 200
    revoke_links(by=None, now=timezone.now())
    assert Client().get(page).status_code == 404


def test_a_new_address_that_waited_for_its_link_must_be_asked_again():
    awa = a_mentee("Awa")
    EmailAddress.objects.create(user=awa, email="autre@example.org", verified=False)
    revoke_links(by=None, now=NOON)
    assert list(EmailAddress.objects.filter(user=awa).values_list("email", flat=True)) == [awa.email]


def test_a_link_to_a_new_password_is_over(client):
    awa = a_mentee("Awa", email="awa@example.org")
    client.post(reverse("account_reset_password"), {"email": awa.email})
    link = next(word for word in Letter.objects.latest("pk").text.split() if "/mot-de-passe/nouveau/" in word)
    path = "/" + link.split("/", 3)[3]
    assert client.get(path, follow=True).redirect_chain
    revoke_links(by=None, now=timezone.now())
    page = Client().get(path, follow=True)
    assert "expiré" in page.content.decode()


# --- knowing ------------------------------------------------------------------------------------------------


def test_who_saw_lists_reads_between_two_moments_and_nothing_else():
    awa, dina = a_mentee("Awa"), a_moderator("Dina")
    staff_card(moderator=dina, person=awa, reason="check", now=NOON)
    staff_card(moderator=dina, person=awa, reason="check", now=NOON + 3 * HOUR)
    record("profile_edited", by=awa, obj=awa, now=NOON)
    rows = breach.who_saw(start=NOON - HOUR, end=NOON + HOUR)
    assert [(row.verb, row.actor_code, row.object_code) for row in rows] == [("identity_opened", dina.code, awa.code)]


def test_every_verb_that_sounds_like_a_reading_is_one_or_is_said_not_to_be():
    sounds = {verb for verb in SENTENCES if re.search(r"(read|seen|opened|taken|listed|exported|logged_in)$", verb)}
    assert sounds - breach.READS == {"account_opened", "case_opened", "case_taken", "message_taken"}
    assert breach.READS - {"comment_read"} <= set(SENTENCES)


def test_a_login_of_the_team_is_known_and_a_member_s_is_not(client):
    a_moderator("Dina", email="dina@example.org")
    a_mentee("Awa", email="awa@example.org")
    for email in ("dina@example.org", "awa@example.org"):
        Client().post(reverse("account_login"), {"login": email, "password": "une phrase de douze mots"})
    rows = JournalEntry.objects.filter(verb="team_logged_in")
    assert [row.actor_code for row in rows] == [User.objects.get(email="dina@example.org").code]


def test_the_impact_is_everyone_known_by_then_with_what_is_really_held():
    pair, chloe = a_pair(now=NOON), a_mentee("Chloé")
    User.objects.filter(pk=chloe.pk).update(created_at=NOON + 5 * HOUR)
    found = {one.code: one for one in breach.impact(start=NOON, end=NOON + HOUR)}
    assert set(found) == {pair.mentor.code, pair.mentee.code}
    assert {"identity", "contact", "profile", "words"} <= set(found[pair.mentee.code].kinds)
    assert not {"secret", "technical", "link", "copy"} & set(found[pair.mentee.code].kinds)
    dina = a_moderator("Dina")
    kinds = next(one.kinds for one in breach.impact(start=NOON, end=NOON + HOUR) if one.code == dina.code)
    assert "profile" in kinds and "words" not in kinds


def test_the_impact_of_one_account_is_whom_it_could_reach():
    pair, chloe, dina = a_pair(), a_mentor("Chloé"), a_moderator("Dina")
    staff_card(moderator=dina, person=chloe, reason="check", now=NOON)
    people = {one.code for one in breach.impact(account=pair.mentee, start=NOON - HOUR, end=NOON + HOUR)}
    assert people == {pair.mentee.code, pair.mentor.code}
    people = {one.code for one in breach.impact(account=dina, start=NOON - HOUR, end=NOON + HOUR)}
    assert people == {dina.code, chloe.code}
    people = {one.code for one in breach.impact(account=dina, start=NOON + HOUR, end=NOON + 2 * HOUR)}
    assert people == {dina.code}


def test_the_impact_asks_the_same_number_of_questions_whatever_the_people(django_assert_max_num_queries):
    for number in range(6):
        a_mentee(f"Awa{number}")
    with django_assert_max_num_queries(70):
        assert len(breach.impact(start=NOON, end=NOON)) == 6


# --- without the pages --------------------------------------------------------------------------------------


def run(*words):
    out = io.StringIO()
    call_command("privacy_breach", *words, stdout=out)
    return out.getvalue()


def test_the_command_freezes_closes_and_opens_again(window, verbs):
    awa = window(a_mentee("Awa"))
    run("freeze")
    assert awa.get(reverse("my-space")).status_code == 503
    assert "1 session" in run("revoke")
    run("unfreeze")
    assert awa.get(reverse("my-space")).status_code == 302
    assert {"put_on_hold", "sessions_revoked", "links_revoked", "released_from_hold"} <= set(verbs())


def test_the_command_prints_who_saw_and_whom_it_concerns(verbs):
    awa, dina = a_mentee("Awa"), a_moderator("Dina")
    User.objects.filter(pk=awa.pk).update(email="=awa@example.org")
    staff_card(moderator=dina, person=awa, reason="check", now=NOON)
    rows = list(csv.reader(io.StringIO(run("who_saw", "--from", "2026-03-12")), delimiter=";"))
    assert rows[1][1:] == ["identity_opened", dina.code, "user", awa.code]
    rows = list(csv.reader(io.StringIO(run("impact", "--from", "2026-03-12T08:00")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["'=awa@example.org", dina.email]
    assert {"reads_listed", "impact_listed"} <= set(verbs())


@pytest.mark.parametrize("words", [("who_saw",), ("impact",), ("impact", "--from", "hier"),
                                   ("impact", "--from", "2026-03-12", "--account", "none")])  # fmt: skip
def test_the_command_says_what_it_needs(words):
    with pytest.raises(CommandError):
        run(*words)

"""The page that proves what was erased, and the yes that an administrator gives to a stopped passage."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from binome.privacy import retention
from binome.privacy.models import ClockRun
from tests.factories import a_draft

pytestmark = pytest.mark.django_db


def stopped(due=25):
    return ClockRun.objects.create(clock="refused", at=timezone.now(), due=due, done=0, outcome="stopped")


def test_all_is_kept_on_a_new_site(office):
    page = office.get(reverse("clock-proof")).content.decode()
    assert "Rien de plus ancien que promis." in page and "Confirmer" not in page


def test_what_is_overdue_is_said(office):
    draft = a_draft("fatou@example.org")
    type(draft).objects.update(updated_at=timezone.now() - timedelta(days=120))
    page = office.get(reverse("clock-proof")).content.decode()
    assert "Une règle n’est pas tenue" in page and "1 en retard" in page


def test_after_a_year_of_moved_clock_the_page_says_what_was_done(office, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "media", tmp_path / "erasures.txt"
    monkeypatch.setattr(retention, "scrub", lambda *, people: None)
    today = timezone.now()
    for days in (420, 300, 200, 10):
        draft = a_draft(f"fatou{days}@example.org", token=f"fatou{days}")
        type(draft).objects.filter(pk=draft.pk).update(updated_at=today - timedelta(days=days))
    for days in range(450, -1, -2):
        retention.run_clocks(now=today - timedelta(days=days))

    response = office.get(reverse("clock-proof"))
    (drafts,) = [proof for proof in response.context["proofs"] if proof.clock.name == "drafts"]
    assert "Rien de plus ancien que promis." in response.content.decode()
    assert (drafts.kept, drafts.done_in_a_year, type(draft).objects.count()) == (True, 3, 1)
    assert drafts.next_at.date() == (today - timedelta(days=10) + drafts.clock.period).date()
    assert sum(proof.done_in_a_year for proof in response.context["proofs"]) == 3


def test_an_administrator_confirms_the_number_that_she_saw(office):
    run = stopped()
    assert "Confirmer ces 25 effacements" in office.get(reverse("clock-proof")).content.decode()

    office.post(reverse("confirm-purge", args=["refused"]), {"due": "24"})
    run.refresh_from_db()
    assert run.confirmed_at is None

    answer = office.post(reverse("confirm-purge", args=["refused"]), {"due": "25"}, follow=True)
    run.refresh_from_db()
    assert run.confirmed_at is not None and "Confirmé : au prochain passage." in answer.content.decode()


def test_a_rule_that_did_not_stop_has_nothing_to_confirm(office):
    assert office.post(reverse("confirm-purge", args=["drafts"]), {"due": "0"}).status_code == 404


def test_the_page_costs_the_same_whatever_there_is_to_show(office, django_assert_max_num_queries):
    for n in range(30):
        ClockRun.objects.create(clock="drafts", at=timezone.now(), due=n, done=n, outcome="done")
    with django_assert_max_num_queries(12 + 5 * len(retention.proofs(now=timezone.now()))):
        office.get(reverse("clock-proof"))

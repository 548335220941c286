"""What time takes away: twice is once, a clock that jumps deletes nothing, and the proof says what is true (B8)."""

from datetime import timedelta

import pytest

from binome.core import hashes
from binome.core.journal import record
from binome.core.models import JournalEntry, KeptHash, Letter
from binome.mentoring.models import MentoringRequest, Pair, PastPair
from binome.people.lifecycle import ProfileState
from binome.people.models import SignupDraft, User
from binome.privacy import clocks, erasure, retention
from binome.privacy.models import ClockRun, SleepNotice
from binome.programmes.models import StaffRole
from binome.support.actions import write_to_team
from binome.support.models import Case, TeamMessage
from binome.support.queries import cases_for
from binome.support.rules import may_treat
from tests.factories import (
    NOON,
    a_closed_pair,
    a_draft,
    a_mentee,
    a_mentor,
    a_profile_to_check,
    a_request,
    an_administrator,
    home,
)
from tests.factories.programmes import a_programme, a_staff_member
from tests.support.cast import a_case

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "media", tmp_path / "erasures.txt"


@pytest.fixture(autouse=True)
def scrubbed(monkeypatch):
    monkeypatch.setattr(retention, "scrub", lambda *, people: None)


def passage(now):
    """A daily passage, the one of the day before included: the site did not sleep."""
    ClockRun.objects.create(clock="none", at=now - DAY, due=0, done=0, outcome="done")
    return {run.clock: run for run in retention.run_clocks(now=now)}


def test_a_pair_that_goes_leaves_who_was_in_it_away_from_the_case_even_when_it_came_after_the_report():
    """Dina, of the team, mentors Awa after Awa's report; a year after they closed, nothing says that they met."""
    awa, dina = a_mentee("Awa"), a_mentor("Dina")
    StaffRole.objects.create(person=dina, programme=home(), kind="moderator", since_at=NOON)
    case = a_case(awa, a_mentor("Bruna"))
    a_closed_pair(awa, dina, now=NOON + DAY)
    Case.objects.update(state="closed", closed_at=NOON + 90 * DAY)
    passage(NOON + (91 + 367) * DAY)
    assert not Pair.objects.exists()
    assert case not in cases_for(programme=home(), moderator=dina) and not may_treat(moderator=dina, case=case)


def refused(name="Gisele", at=NOON):
    profile = a_profile_to_check(name, state=ProfileState.REFUSED)
    profile.reviews.create(at=at, verb="refuse", message="Non.")
    return profile.person


# --- each period -----------------------------------------------------------------------------------------
def test_an_unfinished_sign_up_goes_after_three_months():
    a_draft("fatou@example.org")
    passage(NOON + 90 * DAY)
    assert SignupDraft.objects.exists()
    passage(NOON + 92 * DAY)
    assert not SignupDraft.objects.exists()


def test_an_asked_correction_left_without_answer_goes_after_three_months():
    profile = a_profile_to_check(state=ProfileState.CHANGE_ASKED)
    profile.reviews.create(at=NOON, verb="ask_change", message="Un mot de plus ?")
    passage(NOON + 90 * DAY)
    assert User.objects.exists()
    passage(NOON + 92 * DAY)
    assert not User.objects.exists()


def test_a_refused_application_goes_after_six_months_and_its_hash_a_year_later():
    person = refused()
    passage(NOON + 182 * DAY)
    assert User.objects.filter(pk=person.pk).exists()

    gone = NOON + 184 * DAY
    passage(gone)
    assert not User.objects.filter(pk=person.pk).exists()
    assert hashes.is_kept("refused", person.email, now=gone)
    passage(gone + 364 * DAY)
    assert KeptHash.objects.exists()
    passage(gone + 366 * DAY)
    assert not KeptHash.objects.exists()


def test_an_account_without_a_visit_is_told_after_twenty_two_months_and_goes_two_months_later():
    awa = a_mentee()
    passage(NOON + 669 * DAY)
    assert not Letter.objects.exists()
    passage(NOON + 671 * DAY)
    assert list(Letter.objects.values_list("kind", "to")) == [("account_sleeps", awa.email)]
    passage(NOON + 731 * DAY)
    assert User.objects.filter(pk=awa.pk).exists() and Letter.objects.count() == 1
    passage(NOON + 733 * DAY)
    assert not User.objects.exists()


def test_an_account_visited_after_its_warning_stays_and_would_be_warned_again():
    awa = a_mentee()
    passage(NOON + 671 * DAY)
    User.objects.filter(pk=awa.pk).update(last_login=NOON + 680 * DAY)
    passage(NOON + 800 * DAY)
    assert User.objects.filter(pk=awa.pk).exists() and Letter.objects.count() == 1

    passage(NOON + 1351 * DAY)
    assert SleepNotice.objects.get().told_at == NOON + 1351 * DAY
    assert User.objects.filter(pk=awa.pk).exists()


def test_nobody_goes_for_sleeping_without_having_been_told_two_months_before():
    awa = a_mentee()
    passage(NOON + 2000 * DAY)  # the site itself slept
    assert User.objects.filter(pk=awa.pk).exists() and SleepNotice.objects.exists()


def test_the_last_administrator_is_never_erased_for_sleeping():
    elsa = an_administrator()
    passage(NOON + 671 * DAY)
    passage(NOON + 740 * DAY)
    assert User.objects.filter(pk=elsa.pk).exists()


def test_a_closed_pair_becomes_figures_after_twelve_months():
    pair = a_closed_pair()  # closed on the ninetieth day
    passage(NOON + (90 + 364) * DAY)
    assert Pair.objects.filter(pk=pair.pk).exists()
    passage(NOON + (90 + 366) * DAY)
    assert not Pair.objects.exists() and not MentoringRequest.objects.exists()
    assert PastPair.objects.get().close_reason == "reached"


def test_a_request_without_a_pair_goes_after_twelve_months():
    row = a_request()
    MentoringRequest.objects.filter(pk=row.pk).update(state="declined", pending_slot=None, answered_at=NOON)
    passage(NOON + 364 * DAY)
    assert MentoringRequest.objects.exists()
    passage(NOON + 366 * DAY)
    assert not MentoringRequest.objects.exists()


def test_a_case_goes_three_years_after_it_is_closed_and_an_open_one_never():
    awa, bruna = a_mentee(), a_mentor()
    given = {"programme": home(), "reporter": awa, "reported": bruna, "reason": "other", "opened_at": NOON}
    Case.objects.create(state="closed", closed_at=NOON, **given)
    still_open = Case.objects.create(**given)
    User.objects.update(last_login=NOON + 1094 * DAY)
    passage(NOON + 1094 * DAY)
    assert Case.objects.count() == 2
    passage(NOON + 1096 * DAY)
    assert list(Case.objects.all()) == [still_open]


def test_messages_journal_and_letters_have_their_periods():
    awa = a_mentee()
    write_to_team(author=awa, programme=home(), subject="Question", body="Comment ?", now=NOON)
    record("old", now=NOON)
    passage(NOON + 364 * DAY)
    assert TeamMessage.objects.exists() and JournalEntry.objects.filter(verb="old").exists()
    passage(NOON + 366 * DAY)
    assert not TeamMessage.objects.exists() and not JournalEntry.objects.filter(verb="old").exists()


def test_an_account_that_asked_to_leave_is_erased_after_seven_days():
    awa = a_mentee()
    erasure.ask_to_leave(person=awa, now=NOON)
    passage(NOON + 6 * DAY)
    assert User.objects.filter(pk=awa.pk).exists()
    passage(NOON + 7 * DAY + timedelta(hours=1))
    assert not User.objects.exists()


# --- twice is once, jumps, too many ----------------------------------------------------------------------
def test_a_second_passage_on_the_same_day_does_nothing():
    a_draft("fatou@example.org")
    refused()
    first = passage(NOON + 200 * DAY)
    second = {run.clock: run for run in retention.run_clocks(now=NOON + 200 * DAY)}

    assert sum(run.done for run in first.values()) == 2
    assert {run.done for run in second.values()} == {0}


def test_missed_days_are_caught_up():
    """Two weeks without a passage: the first one only looks, the next day all is done."""
    a_draft("fatou@example.org")
    passage(NOON + 80 * DAY)
    retention.run_clocks(now=NOON + 94 * DAY)
    assert SignupDraft.objects.exists()
    retention.run_clocks(now=NOON + 95 * DAY)
    assert not SignupDraft.objects.exists()


@pytest.mark.parametrize("away", [10 * 365 * DAY, -10 * 365 * DAY], ids=["ahead", "behind"])
def test_a_clock_that_jumps_and_comes_back_deletes_nothing(away):
    a_draft("fatou@example.org")
    refused()
    a_closed_pair()
    passage(NOON + DAY)
    before = (User.objects.count(), SignupDraft.objects.count(), Pair.objects.count(), JournalEntry.objects.count())

    jumped = {run.clock: run for run in retention.run_clocks(now=NOON + away)}
    retention.run_clocks(now=NOON + 2 * DAY)
    retention.run_clocks(now=NOON + 3 * DAY)

    after = (User.objects.count(), SignupDraft.objects.count(), Pair.objects.count(), JournalEntry.objects.count())
    assert before == after
    assert away < timedelta(0) or jumped["refused"].outcome == "waited"


def test_too_many_at_once_stop_until_an_administrator_confirms():
    for n in range(21):
        refused(f"Gisele {n}")
    elsa, dina = an_administrator(), a_mentee()
    later = NOON + 184 * DAY
    stopped = passage(later)["refused"]
    assert (stopped.outcome, stopped.done, stopped.due) == ("stopped", 0, 21)

    with pytest.raises(retention.ConfirmRefused):
        retention.confirm_run(run=stopped, by=dina, now=later)
    retention.confirm_run(run=stopped, by=elsa, now=later)
    retention.confirm_run(run=stopped, by=elsa, now=later)

    assert JournalEntry.objects.filter(verb="purge_confirmed").count() == 1
    assert passage(later + DAY)["refused"].done == 21


def test_who_administers_another_programme_confirms_no_erasure_of_the_site():
    for n in range(21):
        refused(f"Gisele {n}")
    later = NOON + 184 * DAY
    stopped = passage(later)["refused"]
    carole = a_staff_member("Carole", "administrator", a_programme("centralised", "passerelles"))
    with pytest.raises(retention.ConfirmRefused):
        retention.confirm_run(run=stopped, by=carole, now=later)
    assert not JournalEntry.objects.filter(verb="purge_confirmed").exists()


def test_an_old_stop_can_no_longer_be_confirmed():
    for n in range(21):
        refused(f"Gisele {n}")
    elsa = an_administrator()
    stopped = passage(NOON + 184 * DAY)["refused"]
    passage(NOON + 185 * DAY)

    with pytest.raises(retention.ConfirmRefused):
        retention.confirm_run(run=stopped, by=elsa, now=NOON + 185 * DAY)


def test_one_per_cent_of_many_people_go_by_themselves(monkeypatch):
    monkeypatch.setattr(retention, "FEWEST", 0)
    refused()
    assert passage(NOON + 184 * DAY)["refused"].outcome == "stopped"
    monkeypatch.setattr(retention, "SHARE_OF_PEOPLE", 1)
    assert passage(NOON + 185 * DAY)["refused"].done == 1


def test_a_rule_that_fails_leaves_the_others_alone_and_is_seen(monkeypatch):
    a_draft("fatou@example.org")
    broken = clocks.CLOCKS[0].__class__(
        name="broken", sentence="", period=DAY, rows=Case.objects.all, since="nowhere", apply=lambda rows, now: 0
    )
    monkeypatch.setattr(retention, "all_clocks", lambda: (broken, *clocks.all_clocks()))

    with pytest.raises(Exception, match="nowhere"):
        passage(NOON + 92 * DAY)
    assert not SignupDraft.objects.exists()


def test_one_person_whose_erasure_fails_does_not_keep_the_others(monkeypatch):
    stuck = refused("Gisele")
    refused("Noor")
    erase = clocks.erase_person

    def failing(*, person, now):
        if person.pk == stuck.pk:
            raise RuntimeError
        erase(person=person, now=now)

    monkeypatch.setattr(clocks, "erase_person", failing)
    with pytest.raises(RuntimeError):
        passage(NOON + 184 * DAY)
    assert list(User.objects.all()) == [stuck]
    assert not ClockRun.objects.filter(clock="refused").exists()


# --- the proof -------------------------------------------------------------------------------------------
def test_the_proof_is_true_after_a_year_of_moved_clock():
    a_draft("fatou@example.org")
    refused()
    a_closed_pair()
    write_to_team(author=a_mentee("Zoé"), programme=home(), subject="Question", body="Comment ?", now=NOON)
    erasure.ask_to_leave(person=a_mentor("Odile"), now=NOON)
    for day in range(0, 500, 2):
        now = NOON + day * DAY
        retention.run_clocks(now=now)
        for clock in clocks.all_clocks():
            assert not clock.due(now).exists(), (clock.name, day)

    proofs = {proof.clock.name: proof for proof in retention.proofs(now=now)}
    assert all(proof.kept and proof.due == 0 for proof in proofs.values())
    done = {name: proof.done_in_a_year for name, proof in proofs.items() if proof.done_in_a_year}
    assert {name: done[name] for name in ("closed_pairs", "refused", "team_messages")} == {
        "closed_pairs": 1, "refused": 1, "team_messages": 1,
    }  # fmt: skip
    assert len(proofs) == len({clock.name for clock in clocks.all_clocks()}) == len(clocks.all_clocks())


def test_the_proof_says_what_is_overdue():
    a_draft("fatou@example.org")
    now = NOON + 95 * DAY
    proof = next(proof for proof in retention.proofs(now=now) if proof.clock.name == "drafts")

    assert (proof.kept, proof.due, proof.overdue, proof.last) == (False, 1, 1, None)
    assert proof.next_at == NOON + 91 * DAY

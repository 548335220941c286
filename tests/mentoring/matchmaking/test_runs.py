"""A run: asked by a page, done by the worker, stored with its proof; a killed worker's run is taken again."""

from datetime import timedelta

import pytest

from binome.matching.certificate import Certificate
from binome.matching.checking import check
from binome.mentoring.matchmaking import ask, digest_of, running
from binome.mentoring.matchmaking.couples import Placed
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import DEAD, run_matches
from binome.mentoring.models import MatchRun, Ruling
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import NOON
from tests.factories.programmes import a_staff_member

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=1)


def a_run(cohort, **settings) -> MatchRun:
    return request_run(cohort=cohort, by=a_staff_member("Delphine", programme=cohort.programme), now=NOON, **settings)


def a_small_promotion():
    cohort = a_promotion()
    for name in ("Inès", "Awa", "Lina"):
        someone(name, "mentee", cohort, stage=1)
    for name in ("Marc", "Paul"):
        someone(name, "mentor", cohort, stage=3)
    return cohort


def test_a_run_proposes_explains_and_says_who_is_alone():
    cohort = a_small_promotion()
    run = a_run(cohort)
    assert run_matches(lambda: LATER) == 1
    run.refresh_from_db()
    assert (run.state, run.figures["matched"], run.figures["mentees"], run.figures["gap"]) == ("done", 2, 3, 0)
    for proposal in run.proposals.all():
        assert sum(part["points"] for part in proposal.parts) == proposal.points
        assert proposal.sentence["fr"] and proposal.sentence["en"]
    alone = run.situations.get(alone=True)
    assert "place" in alone.reason["fr"] and "place" in alone.reason["en"]
    assert all(rule["broken"] == 0 for rule in run.figures["rules"])


def test_the_stored_certificate_can_be_checked_again_by_anyone():
    cohort = a_small_promotion()
    run = a_run(cohort)
    run_matches(lambda: LATER)
    run.refresh_from_db()
    asked = ask(cohort)
    couples = run.proposals.values_list("mentee__person", "mentor__person")
    proof = Certificate.from_json(run.certificate)
    assert check(asked.problem, Placed(asked.sides).pairs(couples), proof) == []


def test_a_killed_worker_s_run_is_taken_again_and_not_before():
    run = a_run(a_small_promotion())
    MatchRun.objects.update(state="running", beat_at=NOON, stage="total")
    assert run_matches(lambda: NOON + DEAD - timedelta(seconds=1)) == 0
    assert run_matches(lambda: NOON + DEAD + timedelta(seconds=1)) == 1
    run.refresh_from_db()
    assert run.state == "done"


def test_a_worker_that_lost_its_run_writes_nothing(monkeypatch):
    run = a_run(a_small_promotion())
    solve = running.match

    def overtaken(*args, **kwargs):
        found = solve(*args, **kwargs)
        MatchRun.objects.update(beat_at=NOON + timedelta(hours=1))
        return found

    monkeypatch.setattr(running, "match", overtaken)
    run_matches(lambda: LATER)
    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == ("running", 0)


def test_settings_that_cannot_be_used_fail_with_a_sentence():
    cohort = a_small_promotion()
    run = a_run(cohort, criteria=[{"kind": "same", "column": "inconnue", "points": 5}])
    run_matches(lambda: LATER)
    run.refresh_from_db()
    assert run.state == "failed" and "inconnue" in run.fault["fr"]


def test_an_unforeseen_fault_fails_the_run_and_the_worker_goes_on(monkeypatch):
    run = a_run(a_small_promotion())
    monkeypatch.setattr(running, "certify", lambda matching: 1 / 0)
    assert run_matches(lambda: LATER) == 1
    run.refresh_from_db()
    assert run.state == "failed" and "technique" in run.fault["fr"]


def test_a_certificate_that_does_not_hold_proposes_nothing(monkeypatch):
    run = a_run(a_small_promotion())
    honest = running.certify
    monkeypatch.setattr(running, "certify", lambda matching: _bettered(honest(matching)))
    run_matches(lambda: LATER)
    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == ("failed", 0)


def _bettered(proof):
    from dataclasses import replace

    return replace(proof, total=proof.total + 1)


@pytest.mark.parametrize("change", ["answer", "leave", "rule", "stage"])
def test_a_run_says_that_it_is_out_of_date(change):
    cohort = a_small_promotion()
    run = a_run(cohort)
    run_matches(lambda: LATER)
    run.refresh_from_db()
    assert run.digest == digest_of(cohort)
    mentee, mentor = cohort.enrolments.filter(role="mentee").first(), cohort.enrolments.filter(role="mentor").first()
    if change == "answer":
        mentee.answers["way"] = "in-person"
        mentee.save()
    if change == "leave":
        mentor.state = "left"
        mentor.save()
    if change == "stage":
        mentor.affiliation.stage = 5
        mentor.affiliation.save()
    if change == "rule":
        Ruling.objects.create(cohort=cohort, mentee=mentee, mentor=mentor, kind="forbidden", at=NOON)
    assert run.digest != digest_of(cohort)


def test_a_pin_that_a_rule_forbids_is_left_out_and_said():
    cohort = a_small_promotion()
    mentee, mentor = cohort.enrolments.filter(role="mentee").first(), cohort.enrolments.filter(role="mentor").first()
    Ruling.objects.create(cohort=cohort, mentee=mentee, mentor=mentor, kind="imposed", at=NOON)
    mentee.affiliation.line_manager = mentor.affiliation
    mentee.affiliation.save()
    run = a_run(cohort)
    run_matches(lambda: LATER)
    run.refresh_from_db()
    why = {"fr": "lien hiérarchique", "en": "one reports to the other"}
    assert run.figures["dropped"] == [[mentee.code, mentor.code, why]]
    assert not run.proposals.filter(mentee=mentee, mentor=mentor).exists()


def test_peers_and_circles_are_stored_too():
    peers, circles = a_promotion("peers"), a_promotion("circles")
    for number in range(6):
        someone(f"P{number}", "peer", peers, stage=2)
        someone(f"C{number}", "peer", circles, stage=2)
    first, second = a_run(peers), a_run(circles)
    assert run_matches(lambda: LATER) == 2
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, first.proposals.count(), first.fault) == ("done", 3, {})
    assert (second.state, second.proposals.count(), second.fault) == ("done", 0, {})
    assert second.situations.exclude(circle=None).count() == 6


def test_two_requests_at_once_are_one_run():
    cohort = a_small_promotion()
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    first = request_run(cohort=cohort, by=delphine, now=NOON)
    assert request_run(cohort=cohort, by=delphine, now=NOON) == first

"""The effect of other weights, said while they move: nothing is kept of it."""

from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from binome.core.models import JournalEntry
from binome.mentoring.matchmaking import previewing
from binome.mentoring.matchmaking.previewing import Overtaken, preview_of
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun
from binome.mentoring.queries.trials import difference
from binome.programmes.models import StaffRole
from binome.programmes.queries.perimeter import perimeter_of
from tests.factories import a_window, home
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import NOON
from tests.factories.programmes import a_staff_member, an_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    home()
    cohort = a_promotion()
    here, there = an_entity("Lyon"), an_entity("Brest")
    for name, wanted, slots in (("Inès", ["negocier"], ["midi"]), ("Awa", ["decider"], ["matin"])):
        someone(name, "mentee", cohort, stage=1, entity=here, wanted=wanted, slots=slots)
    someone("Marc", "mentor", cohort, stage=3, entity=there, offered=["negocier"], slots=["matin"])
    someone("Paul", "mentor", cohort, stage=3, entity=there, offered=["decider"], slots=["midi"])
    return cohort


@pytest.fixture
def delphine(cohort):
    return a_staff_member("Delphine", programme=cohort.programme)


def without_topics(cohort):
    return [each for each in cohort.programme.criteria if each["kind"] != "overlap"]


def weights(cohort, kind="", points=0):
    """As the form sends them, those of a kind changed."""
    sent = {f"points-{n}": points if each["kind"] == kind else each["points"]
            for n, each in enumerate(cohort.programme.criteria)}  # fmt: skip
    return {"apercu": "1", "protection": "gentle", **sent}


def look(who, cohort, **sent):
    return a_window(who).get(f"/programmes/centralised/pilotage/appariement/{cohort.code}/regles/", sent)


def test_the_same_weights_change_nothing(cohort, delphine):
    found = preview_of(cohort, {"criteria": cohort.programme.criteria}, by=delphine.pk)
    assert (found.changed, found.gain, found.lose) == (0, (0, 0), (0, 0))
    assert found.totals[0] == found.totals[1] > 0 and found.served == (2, 2) and found.asking == 2


def test_a_preview_tells_what_the_trial_of_the_worker_tells(cohort, delphine):
    settings = {"criteria": without_topics(cohort), "protection": "none"}
    seen = preview_of(cohort, settings, by=delphine.pk)
    request_run(cohort=cohort, by=delphine, now=NOON)
    request_run(cohort=cohort, by=delphine, now=NOON, name="Essai", **settings)
    run_matches(lambda: NOON)
    own, trial = (MatchRun.objects.get(name=name) for name in ("", "Essai"))
    found = difference(own, trial, perimeter_of(delphine, cohort.programme))
    assert seen.changed == len(found.moved) == 2
    assert (seen.gain, seen.lose) == (found.gain, found.lose) and seen.lose[1] > 0
    assert {(m.who, m.was, m.would) for m in seen.moved} == {(m.who.pk, m.was.pk, m.would.pk) for m in found.moved}
    assert sum(each.points for each in seen.weighed) == trial.figures["total"]


def test_the_page_says_it_in_first_names_and_keeps_nothing(cohort, delphine):
    before = JournalEntry.objects.count()
    answer = look(delphine, cohort, **weights(cohort, "overlap"))
    text = answer.text
    assert answer.status_code == 200 and "2 personnes changeraient de partenaire" in text
    assert "Inès aurait Paul au lieu de Marc" in text and "<html" not in text
    assert (MatchRun.objects.count(), JournalEntry.objects.count()) == (0, before)


def test_a_weight_that_is_no_number_is_said(cohort, delphine):
    assert "vient de changer" in look(delphine, cohort, **weights(cohort), seen="d’avant").text
    assert "nombre entier" in look(delphine, cohort, **(weights(cohort) | {"points-0": "beaucoup"})).text


def test_a_coordinator_has_no_preview(cohort):
    carole = a_staff_member("Carole", StaffRole.Kind.COORDINATOR, programme=cohort.programme, entity=an_entity("Lyon"))
    assert look(carole, cohort, **weights(cohort)).status_code == 404


def test_a_newer_preview_of_hers_takes_the_place_of_the_older(cohort, delphine):
    key = (delphine.pk, cohort.pk)
    with previewing._turn(key) as overtaken:
        assert not overtaken()
        previewing._last[key] += 1000  # she moved a weight again
        assert overtaken()
    with pytest.raises(Overtaken):
        previewing._solved(_problem(cohort), lambda: True, float("inf"))
    assert not previewing._slot.locked()


def _problem(cohort):
    return previewing.ask(cohort).problem


def test_one_at_a_time_and_the_others_are_told_to_wait(cohort, delphine, monkeypatch):
    monkeypatch.setattr(previewing, "PATIENCE", 0.0)
    with previewing._turn((-1, cohort.pk)):
        text = look(delphine, cohort, **weights(cohort)).text
    assert "vient dans un instant" in text and "load delay" in text
    assert "ne changent rien" in look(delphine, cohort, **weights(cohort)).text


def test_a_promotion_too_large_is_left_to_the_worker(cohort, delphine, monkeypatch):
    monkeypatch.setattr(previewing, "MOST_COUPLES", 3)
    assert "lancez un essai" in look(delphine, cohort, **weights(cohort)).text


def test_what_takes_too_long_is_left_to_the_worker(cohort, delphine, monkeypatch):
    monkeypatch.setattr(previewing, "SECONDS", -1.0)
    assert "lancez un essai" in look(delphine, cohort, **weights(cohort)).text


def test_each_rule_says_its_count_before_any_calculation(cohort, delphine):
    text = look(delphine, cohort).text
    assert "est dit après un calcul" not in text and "couple" in text
    assert MatchRun.objects.count() == 0
    request_run(cohort=cohort, by=delphine, now=NOON)
    run_matches(lambda: NOON)
    counted = [{"label": rule["label"], "apart": rule["apart"]} for rule in MatchRun.objects.get().figures["rules"]]
    assert previewing.rules_ahead(cohort) == counted and counted


def test_weights_are_compared_in_plain_words(cohort, delphine):
    text = look(delphine, cohort).text
    assert "Une réponse en commun : " in text and "Compte plus que « " in text


def test_of_five_hundred_people_it_comes_within_a_second(cohort, delphine, monkeypatch):
    """In CPU, and once the process is warm: the other tests of the machine run beside this one."""
    monkeypatch.setattr(previewing, "SECONDS", 60.0)
    topics, slots = ["negocier", "decider", "confiance", "reseau"], ["matin", "midi", "soir"]
    for n in range(249):
        said = {"pace": ["monthly", "fortnightly"][n % 2], "slots": slots[n % 3 :], "field": ["it", "law"][n % 2]}
        someone(f"E{n}", "mentee", cohort, stage=1 + n % 3, entity=an_entity("Lyon"), wanted=topics[n % 4 :], **said)
        someone(f"O{n}", "mentor", cohort, stage=3 + n % 3, entity=an_entity("Brest"), offered=topics[n % 3 :], **said)
    look(delphine, cohort, **weights(cohort, "overlap", 1))
    client, begun = a_window(delphine), process_time()
    address = f"/programmes/centralised/pilotage/appariement/{cohort.code}/regles/"
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, weights(cohort, "overlap"))
    spent = process_time() - begun
    assert "personnes changeraient de partenaire" in answer.text
    assert len(queries) <= 12 and spent < 1.0, spent

"""The dashboard of a promotion: what waits and where it is done, what is amiss, the pairs and their meetings (D17)."""

import csv
import io
import re
from datetime import timedelta

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from binome.core.models import JournalEntry
from binome.mentoring.models import CircleMember, FitAnswer, MatchRun, Meeting, Pair
from binome.programmes.models import Cohort, Entity, Invitation
from tests.factories import home, log_in
from tests.factories.matchmaking import a_circle, a_promotion, someone
from tests.factories.people import family_name_of
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
INSIDE = "/programmes/passerelles"


@pytest.fixture
def cohort():
    home()
    return a_cohort(a_programme(), state="running")


def _page(person, query: str = ""):
    client = Client()
    log_in(client, person)
    return client.get(INSIDE + reverse("pilot-dashboard") + query)


def _pair(cohort, number: int, *, days: int = 60, met: tuple[int, ...] = (), silent: int = 0, **fields) -> Pair:
    """Opened `days` ago, with meetings and the last sign so many days ago."""
    now = timezone.now()
    mentee = a_participant(f"Mentee{number}", "mentee", cohort, an_entity(fields.pop("entity", "Lyon")))
    mentor = a_participant(f"Mentor{number}", "mentor", cohort, an_entity(fields.pop("other", "Siège")))
    pair = Pair.objects.create(
        programme=cohort.programme, cohort=cohort, mentor=mentor.person, mentee=mentee.person, rhythm="monthly",
        opened_at=now - timedelta(days=days), planned_end_on=timezone.localdate(now) + timedelta(days=365 - days),
        last_sign_at=now - timedelta(days=silent), **fields,
    )  # fmt: skip
    for ago in met:
        Meeting.objects.create(pair=pair, held_on=timezone.localdate(now) - timedelta(days=ago))
    return pair


def _bytes(page) -> str:
    """Without the tokens of its forms, which are new each time."""
    return re.sub(r'value="\w{64}"', "", page.text)


def _paces(page) -> dict[str, str]:
    return {row.mentee: row.going.pace.value for row in page.context["table"].rows}


def test_a_day_that_was_not_waited_for_is_no_longer_announced(cohort):
    """Inscriptions closed before their last day."""
    delphine = a_staff_member("Delphine")
    Cohort.objects.update(state="enrolling", enrolment_ends_on=timezone.localdate() + timedelta(days=9))
    assert "Les inscriptions ferment" in _page(delphine).text
    Cohort.objects.update(state="matching")
    page = _page(delphine).text
    assert "Les inscriptions ferment" not in page and "Fin prévue des inscriptions" in page


def test_each_pair_is_told_by_its_dates_and_the_most_pressing_comes_first(cohort):
    _pair(cohort, 1, met=(10, 40))
    _pair(cohort, 2, met=(70,), days=100)
    _pair(cohort, 3, days=25)
    _pair(cohort, 4, days=5)
    _pair(cohort, 5, days=200, met=(150,), silent=95)
    _pair(cohort, 6, met=(10,), state="closed", close_reason="report")
    page = _page(a_staff_member("Delphine"))
    assert [(row.mentee.split()[0], row.going.pace.value) for row in page.context["table"].rows] == [
        ("Mentee5", "silent"), ("Mentee3", "unmet"), ("Mentee2", "slow"), ("Mentee4", "starting"),
        ("Mentee1", "regular"), ("Mentee6", "over"),
    ]  # fmt: skip
    first = next(row for row in page.context["table"].rows if row.mentee.startswith("Mentee1"))
    assert (first.going.held, first.going.planned, first.entities) == (2, 9, "Siège, Lyon")


def test_the_table_is_filtered_by_entity_and_pace_sorted_and_paged(cohort):
    nord = an_entity("Nord", parent=an_entity("Lyon"))
    a_participant("Wanda", "mentee", cohort, nord)
    for number in range(12):
        _pair(cohort, number, met=(number + 1,) if number % 2 else (), entity="Lyon" if number < 4 else "Paris")
    delphine = a_staff_member("Delphine")
    assert len(_page(delphine).context["table"].rows) == 10
    assert len(_page(delphine, "?page=2").context["table"].rows) == 2
    lyon = _page(delphine, f"?entite={an_entity('Lyon').code}")
    assert sorted(name.split()[0] for name in _paces(lyon)) == [f"Mentee{number}" for number in range(4)]
    assert set(_paces(_page(delphine, "?allure=unmet")).values()) == {"unmet"}
    by_last = _page(delphine, "?allure=regular&tri=dernier").context["table"].rows
    assert [row.mentee.split()[0] for row in by_last] == [f"Mentee{number}" for number in (11, 9, 7, 5, 3, 1)]
    by_name = _page(delphine, "?tri=nom").context["table"].rows
    assert by_name[0].mentee.startswith("Mentee0")
    assert len(_page(delphine, "?entite=autre&allure=autre&tri=autre&page=autre").context["table"].rows) == 10


def _taken(person, cohort, **asked) -> list[list]:
    """The rows of the spreadsheet, its header apart."""
    client = Client()
    log_in(client, person)
    answer = client.post(INSIDE + reverse("export-pairs"), {"promotion": cohort.code, **asked})
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()[1:]


def test_the_whole_table_leaves_as_a_spreadsheet_with_its_filters_and_its_order(cohort):
    for number in range(12):
        _pair(cohort, number, met=(number + 1,) if number % 2 else (), entity="=1+1" if number < 4 else "Paris")
    delphine = a_staff_member("Delphine")
    rows = _taken(delphine, cohort)
    assert len(rows) == 12
    page = _page(delphine).context["table"].rows
    assert [row[:3] for row in rows[:10]] == [[row.mentor, row.mentee, row.entities] for row in page]
    last = timezone.localdate() - timedelta(days=2)
    by_last = _taken(delphine, cohort, allure="regular", tri="dernier")
    assert [row[1].split()[0] for row in by_last] == [f"Mentee{number}" for number in (11, 9, 7, 5, 3, 1)]
    assert by_last[-1][3:] == [1, 9, last.isoformat(), "Régulier"]
    assert len(_taken(delphine, cohort, entite=an_entity("=1+1").code)) == 4
    assert JournalEntry.objects.filter(verb="pairs_exported", actor_code=delphine.code).count() == 3


def test_as_csv_no_cell_is_a_formula(cohort):
    _pair(cohort, 1, entity="=1+1", other="Siège")
    client = Client()
    log_in(client, a_staff_member("Delphine"))
    asked = {"promotion": cohort.code, "forme": "csv"}
    answer = client.post(INSIDE + reverse("export-pairs"), asked)
    assert answer["Content-Disposition"] == 'attachment; filename="binomes-passerelles-1-fr.csv"'
    header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert len(header) == len(row) == 7 and row[2] == "Siège, =1+1"
    Entity.objects.filter(name="Siège").update(name="=2+2")
    answer = client.post(INSIDE + reverse("export-pairs"), asked)
    assert "'=2+2, =1+1" in answer.content.decode("utf-8-sig")


def test_a_table_taken_away_names_her_perimeter_alone_and_is_for_who_runs_it(cohort):
    pair = _pair(cohort, 1)
    _pair(cohort, 2, entity="Paris", other="Siège")
    carole = a_staff_member("Carole", "coordinator", entity=an_entity("Lyon"))
    rows = _taken(carole, cohort)
    assert [row[:3] for row in rows] == [["hors de votre périmètre", f"Mentee1 {family_name_of(pair.mentee)}", "Lyon"]]
    for stranger in (a_staff_member("Isabelle", "sponsor", organisation=an_organisation()), pair.mentee):
        client = Client()
        log_in(client, stranger)
        assert client.post(INSIDE + reverse("export-pairs"), {"promotion": cohort.code}).status_code == 404
    other = a_cohort(a_programme("peers", "duos", an_organisation("Gamma")))
    client = Client()
    log_in(client, carole)
    assert client.post(INSIDE + reverse("export-pairs"), {"promotion": other.code}).status_code == 404


def test_names_are_her_perimeter_s_and_their_reading_is_journalled_once(cohort):
    pair = _pair(cohort, 1)
    carole = a_staff_member("Carole", "coordinator", entity=an_entity("Lyon"))
    _pair(cohort, 2, entity="Paris", other="Siège")
    page = _page(carole)
    row = page.context["table"].rows[0]
    assert (row.mentee, row.mentor) == (f"Mentee1 {family_name_of(pair.mentee)}", "")
    assert "Mentor1" not in page.text and "Mentee2" not in page.text and "Siège" not in page.text
    assert JournalEntry.objects.filter(verb="names_shown", actor_code=carole.code).count() == 1


def test_alerts_are_those_of_the_programme_and_lead_to_what_they_tell(cohort):
    _pair(cohort, 1, days=25)
    _pair(cohort, 2, days=200, met=(150,), silent=95)
    for number in range(3, 6):
        a_participant(f"Mentee{number}", "mentee", cohort)
    page = _page(a_staff_member("Delphine"))
    assert [alert.label for alert in page.context["alerts"]] == [
        "1 binôme silencieux", "1 premier rendez-vous non tenu", "40 % seulement ont un binôme",
    ]  # fmt: skip
    unmet = _page(a_staff_member("Irène"), "?allure=unmet")
    assert [name.split()[0] for name in _paces(unmet)] == ["Mentee1"]


def test_a_doubt_about_a_circle_is_told_from_five_on_and_never_whose():
    home()
    cohort = a_promotion("circles")
    circle = a_circle(*(someone(f"Paire{number}", "peer", cohort) for number in range(5)))
    client, pages = Client(), []
    log_in(client, a_staff_member("Delphine", programme=cohort.programme))
    for member in circle:
        pages.append(client.get("/programmes/circles" + reverse("pilot-dashboard")))
        CircleMember.objects.filter(pk=member.pk).update(fit="not_right")
    assert len({_bytes(page) for page in pages}) == 1
    assert "5 personnes disent que leur cercle" in client.get("/programmes/circles" + reverse("pilot-dashboard")).text


def test_a_doubt_about_a_pair_is_told_from_five_on_and_never_whose(cohort):
    pairs = [_pair(cohort, number, met=(5,)) for number in range(5)]
    delphine, pages = a_staff_member("Delphine"), []
    for pair in pairs:
        pages.append(_bytes(_page(delphine)))
        FitAnswer.objects.create(pair=pair, person=pair.mentee, answer="not_right", at=timezone.now())
    assert len(set(pages)) == 1
    assert "5 binômes disent ne pas être le bon" in _page(delphine).text
    carole = a_staff_member("Carole", "coordinator", entity=an_entity("Lyon"))
    assert "ne pas être le bon" not in _page(carole).text


def test_a_report_that_closed_a_pair_changes_no_byte(cohort):
    pair, delphine = _pair(cohort, 1, state="closed", close_reason="planned"), a_staff_member("Delphine")
    before = _bytes(_page(delphine))
    Pair.objects.filter(pk=pair.pk).update(close_reason="report")
    assert _bytes(_page(delphine)) == before


@pytest.mark.parametrize(
    ("state", "run", "label"),
    [
        ("matching", None, "Calculer les binômes"),
        ("matching", "failed", "Corriger ce qui empêche le calcul"),
        ("matching", "done", "Relire les binômes proposés"),
        ("matching", "submitted", "Donner la décision du comité"),
        ("matching", "approved", "Publier les binômes"),
        ("running", "published", "1 personne sans binôme"),
        ("enrolling", None, "1 invitation sans réponse"),
        ("enrolling", None, "1 inscription à compléter"),
        ("enrolling", None, "1 personne en attente"),
        ("enrolling", None, "Clore les inscriptions"),
        ("running", None, "Terminer la promotion"),
        ("draft", None, "Ouvrir les inscriptions"),
    ],
)
def test_each_decision_leads_to_the_page_where_it_is_taken(cohort, state, run, label):
    now = timezone.now()
    cohort.state, cohort.enrolment_ends_on, cohort.ends_on = state, timezone.localdate(now), timezone.localdate(now)
    cohort.save()
    a_participant("Inès", "mentee", cohort)
    a_participant("Wanda", "mentee", cohort, state="waiting")
    invited = an_affiliation("Salma")
    Invitation.objects.create(cohort=cohort, affiliation=invited, role="mentor", sent_at=now, token_hash="x")
    if run:
        MatchRun.objects.create(cohort=cohort, state=run, asked_at=now)
    delphine = a_staff_member("Delphine")
    page = _page(delphine)
    tasks = {task.label: task.url for task in page.context["todo"]}
    assert label in tasks, tasks
    client = Client()
    log_in(client, delphine)
    if run in (None, "failed"):  # the others' board shows the figures of a real calculation
        assert client.get(tasks[label]).status_code == 200
    for url in (*tasks.values(), *(alert.url for alert in page.context["alerts"])):
        assert resolve(url.removeprefix(INSIDE).partition("?")[0].partition("#")[0])


def test_a_coordinator_is_asked_for_nothing_that_she_may_not_do(cohort):
    cohort.state, cohort.enrolment_ends_on = "enrolling", timezone.localdate(timezone.now())
    cohort.save()
    a_participant("Inès", "mentee", cohort, an_entity("Lyon"))
    client, carole = Client(), a_staff_member("Carole", "coordinator", entity=an_entity("Lyon"))
    log_in(client, carole)
    tasks = _page(carole).context["todo"]
    assert [task.label for task in tasks] == ["1 inscription à compléter"]
    assert [client.get(task.url).status_code for task in tasks] == [200]


def test_meetings_are_counted_month_by_month_beside_what_the_rhythms_make(cohort):
    for number in range(4):
        _pair(cohort, number, days=100, met=(0, 75))
    plot = _page(a_staff_member("Delphine")).context["plot"]
    assert (plot.aim, plot.columns[0].count, plot.columns[-1].count) == (3, 4, 4)
    assert sum(column.count for column in plot.columns) == 8
    assert all(0 <= column.top <= 150 and column.height >= 0 for column in plot.columns)
    assert _page(a_staff_member("Carole", "coordinator", entity=an_entity("Nulle part"))).context["plot"] is None


@pytest.mark.parametrize("people", [3, 60])
@pytest.mark.parametrize("who", ["manager", "coordinator"])
def test_a_dashboard_costs_twelve_queries_whatever_the_size(cohort, who, people):
    for number in range(people):
        _pair(cohort, number, met=(5, 40))
    where = {"entity": an_entity("Lyon")} if who == "coordinator" else {}
    client = Client()
    log_in(client, a_staff_member("Delphine", who, **where))
    page = f"{INSIDE}{reverse('pilot-dashboard')}?entite={an_entity('Lyon').code}"
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    assert len(queries) <= 12, "\n".join(query["sql"][:200] for query in queries)

"""What somebody who means harm, or two pages open at once, tries on the pages of a programme of organisations."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from binome.core.models import Job
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Pair, Ruling
from binome.people.models import User
from binome.programmes.models import Affiliation, Cohort, Invitation, Programme, StaffRole
from tests.factories import NOON, a_window, home
from tests.factories.jobs import do_the_jobs
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import a_person
from tests.factories.programmes import a_participant, a_staff_member, an_affiliation, an_organisation

from .forms_attacked import Attacked, _attacked, _vetoed

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> Attacked:
    return _attacked("centralised", same=True)


def _ruled(of: Attacked, choice: str, **given: str):
    path = of.path("rule-couple", of.mentee.code)
    return of.client.post(path, {"avec": of.mentor.code, "choix": choice, "motif": "Un projet commun.", **given})


def _why_not(of: Attacked) -> str:
    of.post("request-match")
    of.calculate()
    page = of.client.get(of.path("match-why-not", of.mentee.code), {"avec": of.mentor.code})
    assert page.status_code == 200
    return page.content.decode()


def _paired_elsewhere(of: Attacked) -> None:
    """In the open platform, of which her company knows nothing."""
    two = {"mentee": of.mentee.person, "mentor": of.mentor.person}
    Pair.objects.create(programme=home(), opened_at=NOON, last_sign_at=NOON, planned_end_on=date(2027, 1, 1), **two)


def _linked(of: Attacked) -> None:
    User.objects.filter(pk=of.mentor.person_id).update(linked_to=of.mentee.person_id)


@pytest.mark.parametrize("known_elsewhere", [_paired_elsewhere, _linked])
def test_what_the_site_knows_from_elsewhere_forbids_a_pair_as_a_veto_does_and_nobody_is_told(of, known_elsewhere):
    known_elsewhere(of)
    told = _why_not(of)
    assert "déjà formé" not in told and "même personne" not in told
    other = _attacked("organised", same=True)
    _vetoed(other)
    of_a_veto = _why_not(other)
    sentence = "ce binôme n’est pas possible"
    assert sentence in told.casefold() and sentence in of_a_veto.casefold()


def test_a_pair_of_an_earlier_promotion_is_still_told(of):
    _paired_elsewhere(of)
    Pair.objects.update(programme=of.cohort.programme, state="closed", closed_at=NOON)
    assert "déjà formé un binôme" in _why_not(of)


def test_the_team_cannot_put_its_own_choice_over_a_no_and_lift_it(of):
    no = Ruling.objects.create(cohort=of.cohort, mentee=of.mentee, mentor=of.mentor, kind="refused", at=NOON)
    for choice in ("forbidden", "imposed"):
        _ruled(of, choice)
        of.post("lift-ruling", Ruling.objects.get().code)
    assert Ruling.objects.get() == no and Ruling.objects.get().kind == "refused"


@pytest.mark.parametrize("form", ["peers", "circles"])
def test_a_choice_that_keeps_the_others_is_calculated_anew_where_a_run_left_no_memory(form):
    home()
    cohort = a_promotion(form, an_organisation())
    people = [someone(name, "peer", cohort) for name in ("Ana", "Bea", "Cléo", "Dora", "Eva")]
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    of = Attacked(cohort, delphine, people[0], people[1], a_window(delphine))
    of.post("request-match")
    of.calculate()
    assert _ruled(of, "forbidden", suite="garder").status_code == 302
    assert of.calculate().state == "done"


def test_a_choice_about_somebody_who_came_since_the_last_run_is_calculated_anew(of):
    of.post("request-match")
    before = of.calculate()
    of.mentor = someone("Nora", "mentor", of.cohort, stage=4)
    assert _ruled(of, "imposed", suite="garder").status_code == 302
    assert of.calculate() != before


@pytest.mark.parametrize("words", ["Organisation", "Entity", "Stage ?", "Manager", "Places"])
def test_an_answer_never_passes_for_what_a_directory_says(words):
    """Else the rule of the form would read what people wrote: two of one company would say that they are of two."""
    of = _attacked("cross_company")
    asked = {"fr": words, "roles": ["mentor", "mentee"], "kind": "text"}
    assert of.client.post(of.cohort.programme.root + reverse("add-question"), asked).status_code == 302
    of.cohort.programme.refresh_from_db()
    key = of.cohort.programme.questions[-1]["key"]
    assert key == words.strip(" ?").casefold() + "-2"


def _a_trial(of: Attacked) -> MatchRun:
    weights = {f"points-{n}": 10 for n in range(len(of.cohort.programme.criteria))}
    of.post("match-rules", name="Essai", protection="none", **weights)
    run_matches(lambda: NOON)
    return MatchRun.objects.exclude(name="").get()


def test_a_trial_of_before_takes_away_no_rule_that_came_since(of):
    trial, programme = _a_trial(of), of.cohort.programme
    programme.rules = [*programme.rules, {"kind": "other_than", "label": "D’un autre site", "column": "entity"}]
    programme.save()
    of.post("adopt-trial", trial.code)
    rules, programme = programme.rules, Programme.objects.get(pk=programme.pk)
    assert programme.rules == rules and {each["points"] for each in programme.criteria} == {10}


def test_a_trial_that_reads_a_question_gone_since_is_not_adopted(of):
    trial, programme = _a_trial(of), of.cohort.programme
    programme.criteria = [each for each in programme.criteria if each.get("column") != "slots"]
    programme.questions = [each for each in programme.questions if each["key"] != "slots"]
    programme.save()
    of.post("adopt-trial", trial.code)
    assert Programme.objects.get(pk=programme.pk).criteria == programme.criteria


@pytest.mark.parametrize("over", [{"state": "closed"}, {"archived_at": NOON}])
def test_nothing_is_published_in_a_promotion_that_ended_meanwhile(of, over):
    of.post("request-match")
    of.calculate()
    of.post("submit-match")
    of.post("decide-match", avis="oui")
    of.client.post(of.path("publish-match"))  # the worker has not done it yet
    Cohort.objects.update(**over)
    do_the_jobs()
    assert not Pair.objects.exists()
    assert "La promotion est terminée." in Job.objects.get().refusal


# --- what a directory says --------------------------------------------------------------------------------
def _path(of: Attacked, route: str, *args: str) -> str:
    return of.cohort.programme.root + reverse(route, args=args)


def _import(of: Attacked, *lines: str) -> str:
    """The preview's page, once its import is confirmed if it can be."""
    file = SimpleUploadedFile("annuaire.csv", "\n".join(["E-mail;Prénom;Nom;Fin de contrat", *lines]).encode())
    sent = of.client.post(_path(of, "import-directory", an_organisation("Alcyon").code), {"file": file})
    page = of.client.get(sent.url)
    of.client.post(f"{sent.url}confirmer/", {"seen": page.context["plan"].digest})
    do_the_jobs()
    return page.content.decode()


@pytest.mark.parametrize(
    ("first_name", "why"),
    [
        ("Marie Vexdupont", "contient le nom de famille"),
        ("VEXDUPONT Marie", "contient le nom de famille"),
        ("https://exemple.example/cliquez", "n’est pas un nom"),
        ("007", "n’est pas un nom"),
        ("\u200b", "il manque une valeur"),
    ],
)
def test_a_first_name_that_everybody_would_read_is_refused_in_a_directory_as_at_sign_up(of, first_name, why):
    page = _import(of, f"marie@alcyon.example;{first_name};Vexdupont;")
    assert "ligne 2, colonne « Prénom »" in page.replace("\u00a0", " ") and why in page
    assert not User.objects.filter(email="marie@alcyon.example").exists()


def test_what_nobody_sees_of_a_name_is_not_kept(of):
    _import(of, '"marie@alcyon.example";"\u202eMa\u200brie\nLou";"Vex\u00a0dupont\u0007";')
    assert User.objects.get(email="marie@alcyon.example").first_name == "Marie Lou"


def test_who_leaves_next_year_is_still_there(of):
    _import(of, "marie@alcyon.example;Marie;Vexdupont;31/12/2099", "lou@alcyon.example;Lou;Vexlou;31/12/2020")
    there = Affiliation.objects.filter(person__email__endswith="@alcyon.example")
    assert {row.person.first_name: row.left_on for row in there} == {"Marie": None, "Lou": date(2020, 12, 31)}


# --- what no browser sends --------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_sign_that_the_database_refuses_leads_nowhere_and_breaks_nothing(of, method):
    call, board = getattr(of.client, method), of.path("match-why-not", of.mentee.code)
    assert call(_path(of, "organisation-detail", "a\0b")).status_code == 404
    assert call(of.path("match-person", "\0")).status_code == 404
    assert of.client.get(board, {"avec": "a\0", "prenom": "\0"}).status_code == 404
    for route in ("pilot-dashboard", "participant-list"):
        assert of.client.get(_path(of, route), {"promotion": "\0"}).status_code == 200
    assert _ruled(of, "forbidden", motif="Un \0projet").status_code == 302
    assert Ruling.objects.get().reason == "Un projet"


def test_a_day_at_the_end_of_the_calendar_is_refused_before_it_breaks_the_next_promotion(of):
    path, words = _path(of, "edit-cohort", of.cohort.code), {"name": "Promotion 1"}
    for day in ("0001-01-01", "9999-12-31"):
        assert of.client.post(path, {**words, "ends_on": day}).status_code == 422
    assert of.client.post(path, {**words, "ends_on": "2027-12-31"}).status_code == 302
    assert of.client.get(_path(of, "create-cohort")).status_code == 200


# --- whom another company declares ------------------------------------------------------------------------
@pytest.mark.parametrize("takes_part", [True, False])
def test_declaring_somebody_of_another_company_does_not_tell_whether_she_takes_part(takes_part):
    """Alcyon adds Marc of Borée to its own directory, and tries to invite him, all at once and by a sponsor."""
    home()
    ours, theirs = an_organisation("Alcyon"), an_organisation("Borée")
    cohort, before = (a_promotion("cross_company", ours, theirs, number=number) for number in (2, 1))
    marc = a_person("Marc")
    if takes_part:
        hers = an_affiliation(marc, organisation=theirs)
        for each in (cohort, before):
            a_participant(marc, "mentor", each, affiliation=hers)
    declared = an_affiliation(marc, organisation=ours)
    window = a_window(a_staff_member("Anne", programme=cohort.programme, organisation=ours))
    root = cohort.programme.root

    def invite(**given: str) -> int:
        sent = window.post(root + reverse("invite-people"), {"role": "mentor", "promotion": cohort.code, **given})
        return sent.status_code

    page = window.get(root + reverse("invite-people"))
    assert declared.code in page.content.decode()
    assert invite(whom="previous") == 422
    assert invite(whom="ticked", people=declared.code) == 302
    assert Invitation.objects.get().affiliation == declared
    Invitation.objects.all().delete()
    sponsor = a_window(a_staff_member("Sara", "sponsor", programme=cohort.programme, organisation=ours))
    words = {"email": marc.email, "role": "mentor", "reason": "Il sait transmettre."}
    assert sponsor.post(root + reverse("nominate-person"), words).status_code == 302
    assert cohort.enrolments.count() == int(takes_part)


@pytest.mark.parametrize("known", [True, False])
def test_who_gives_a_role_learns_nothing_of_the_account_behind_an_address(of, known):
    """A member of the open platform may have it, under a first name that she tells its members alone (N6)."""
    if known:
        a_person("Fatou", email="carole@example.org")
    where = an_organisation("Alcyon").code
    given = {"email": "carole@example.org", "first_name": "Carole", "kind": "coordinator", "where": where}
    assert of.client.post(_path(of, "role-list"), given).status_code == 302
    page = of.client.get(_path(of, "role-list")).content.decode()
    assert "Carole" in page and "Fatou" not in page
    role = StaffRole.objects.get(kind="coordinator")
    asked = of.client.get(_path(of, "take-back-role", role.code)).content.decode()
    assert "Retirer ce rôle à Carole" in asked

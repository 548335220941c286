"""The pages of who runs a programme: organisations, entities, roles, the directory; each refusal."""

import io

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binome.core.models import JournalEntry
from binome.mentoring.models import Pair
from binome.people.models import User
from binome.programmes.models import Affiliation, Competition, DirectoryUpload, Entity, Organisation, Party, StaffRole
from binome.programmes.queries import membership_of
from tests.factories import NOON, a_moderator, an_administrator, home, log_in
from tests.factories.jobs import do_the_jobs
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
COORDINATOR, SPONSOR = StaffRole.Kind.COORDINATOR, StaffRole.Kind.SPONSOR
DIRECTORY = (
    "E-mail;Prénom;Nom;Site;Matricule;Ville\n"
    "lucie@orvanne.example;Lucie;Vexmartin;Lyon;M1;Bron\n"
    "sonia@orvanne.example;Sonia;Vexhaddad;Siège;M2;\n"
)


def inside(name: str, *args: object) -> str:
    return "/programmes/passerelles" + reverse(name, args=args)


class Visit:
    """Somebody's browser inside Passerelles."""

    def __init__(self, person) -> None:
        self.client = Client()
        log_in(self.client, person)

    def get(self, page: str, *args: object, query: str = ""):
        return self.client.get(inside(page, *args) + query)

    def post(self, page: str, /, *args: object, **data: object):
        return self.client.post(inside(page, *args), data)


@pytest.fixture
def company():
    home()
    a_programme("cross_company", "passerelles", an_organisation(), an_organisation("Altéa"))
    an_entity("Lyon")
    an_entity("Siège")
    return an_organisation()


@pytest.fixture
def delphine(company):
    return Visit(a_staff_member("Delphine"))


@pytest.fixture
def carole(company):
    return Visit(a_staff_member("Carole", COORDINATOR, entity=an_entity("Lyon")))


def _send(visit, company, text: str = DIRECTORY, **options):
    return visit.post("import-directory", company.code, file=SimpleUploadedFile("a.csv", text.encode()), **options)


def test_one_organisation_alone_is_told_that_another_is_needed_and_who_adds_it(delphine):
    assert "L’administration du site ajoute les autres" not in delphine.get("organisation-list").text
    Party.objects.filter(organisation__name="Altéa").delete()
    assert "L’administration du site ajoute les autres" in delphine.get("organisation-list").text


def test_who_runs_a_programme_finds_how_to_make_another(delphine):
    assert f'href="{inside("create-programme")}"' in delphine.get("cohort-list").text


# --- the tree ---------------------------------------------------------------------------------------------
def test_the_manager_adds_moves_renames_and_removes_an_entity(delphine, company):
    delphine.post("add-entity", company.code, **{"entity-name": "Bron", "entity-parent": an_entity("Lyon").code})
    bron = Entity.objects.get(name="Bron")
    assert bron.parent == an_entity("Lyon")
    delphine.post("edit-entity", bron.code, name="Bron-Parilly", parent=an_entity("Siège").code)
    bron.refresh_from_db()
    assert (bron.name, bron.parent) == ("Bron-Parilly", an_entity("Siège"))
    assert "Bron-Parilly" in delphine.get("organisation-detail", company.code).text
    assert delphine.get("remove-entity", bron.code).status_code == 200
    delphine.post("remove-entity", bron.code)
    assert not Entity.objects.filter(pk=bron.pk).exists()


def test_an_entity_that_is_refused_says_why(delphine, company):
    answer = delphine.post("add-entity", company.code, **{"entity-name": "siège", "entity-parent": ""})
    assert answer.status_code == 422
    assert "porte déjà ce nom" in answer.text
    lyon = an_entity("Lyon")
    answer = delphine.post("edit-entity", lyon.code, name="Lyon", parent=lyon.code)
    assert answer.status_code == 422


def test_domains_and_competitors_are_the_managers(delphine, carole, company):
    other = an_organisation("Altéa")
    delphine.post("choose-domains", company.code, domains="orvanne.example\n@rh.orvanne.example")
    company.refresh_from_db()
    assert company.email_domains == ["orvanne.example", "rh.orvanne.example"]
    assert delphine.post("choose-domains", company.code, domains="gmail.com").status_code == 422
    assert delphine.post("choose-domains", other.code, domains="orvanne.example").status_code in (404, 422)
    assert "Adresse à donner" not in delphine.get("organisation-detail", company.code).text
    delphine.post("declare-competitors", one=company.code, other=other.code)
    assert Competition.objects.count() == 1
    assert delphine.post("declare-competitors", one=company.code, other=company.code).status_code == 422
    assert "concurrentes" in delphine.get("organisation-list").text
    assert carole.post("withdraw-competitors", company.code, other.code).status_code == 404
    delphine.post("withdraw-competitors", company.code, other.code)
    assert Competition.objects.count() == 0


def test_a_coordinator_reads_her_branch_alone_and_changes_nothing_of_the_tree(carole, company):
    page = carole.get("organisation-detail", company.code).text
    assert "Lyon" in page
    assert "Siège" not in page
    assert carole.get("edit-entity", an_entity("Lyon").code).status_code == 404
    assert carole.post("add-entity", company.code, **{"entity-name": "Bron"}).status_code == 404
    assert carole.get("role-list").status_code == 404


# --- roles ------------------------------------------------------------------------------------------------
def test_a_role_is_given_and_taken_back_from_the_page(delphine):
    lyon = an_entity("Lyon")
    answer = delphine.post("role-list", first_name="Zoé", email="zoe@orvanne.example", kind="coordinator",
                           where=lyon.code)  # fmt: skip
    assert answer.status_code == 302
    role = StaffRole.objects.get(entity=lyon)
    User.objects.filter(pk=role.person_id).update(is_active=True)
    zoe = Visit(User.objects.get(pk=role.person_id))
    assert zoe.get("pilot-dashboard").status_code == 200
    assert "Zoé" in delphine.get("role-list").text
    assert delphine.get("take-back-role", role.code).status_code == 200
    delphine.post("take-back-role", role.code)
    assert zoe.get("pilot-dashboard").status_code == 404


def test_who_holds_a_role_is_named_wholly_where_an_organisation_of_the_programme_declares_her(delphine, company):
    inside, outside = (a_staff_member("Zoé", COORDINATOR, entity=an_entity("Lyon")) for _number in range(2))
    an_affiliation(inside)
    page = delphine.get("role-list").text
    assert f"Zoé {family_name_of(inside)}" in page and family_name_of(outside) not in page


def test_a_role_without_a_place_is_refused_in_a_sentence(delphine):
    answer = delphine.post("role-list", first_name="Zoé", email="zoe@orvanne.example", kind="coordinator", where="")
    assert (answer.status_code, "relais local" in answer.text) == (422, True)


def test_the_manager_of_an_organisation_gives_no_role_elsewhere(company):
    ana = Visit(a_staff_member("Ana", organisation=an_organisation("Altéa")))
    for kind, where in (("manager", ""), ("coordinator", an_entity("Lyon").code), ("sponsor", company.code)):
        answer = ana.post("role-list", first_name="Zoé", email="zoe@orvanne.example", kind=kind, where=where)
        assert answer.status_code == 422
    assert not StaffRole.objects.filter(person__email="zoe@orvanne.example").exists()


# --- the directory ----------------------------------------------------------------------------------------
def test_a_directory_is_sent_previewed_and_imported(delphine, company):
    answer = _send(delphine, company)
    upload = DirectoryUpload.objects.get()
    assert answer["Location"] == inside("preview-import", upload.code)
    page = delphine.get("preview-import", upload.code)
    assert (page.status_code, "Vexmartin" in page.text) == (200, True)
    assert not Affiliation.objects.exists()
    columns = {"column0": "email", "column1": "first_name", "column2": "family_name", "column3": "entity",
               "column4": "reference", "column5": "attribute"}  # fmt: skip
    delphine.post("preview-import", upload.code, **columns)
    page = delphine.get("preview-import", upload.code)
    going = delphine.post("confirm-import", upload.code, seen=page.context["plan"].digest)["Location"]
    assert not Affiliation.objects.exists()
    assert "en file d’attente" in delphine.client.get(going).text
    do_the_jobs()
    assert "2 personnes sont enregistrées." in delphine.client.get(going).text
    assert Affiliation.objects.get(reference="M1").attributes == {"Ville": "Bron"}
    assert Affiliation.objects.count() == 2
    assert not DirectoryUpload.objects.exists()
    shown = delphine.get("people-list").text
    assert shown.index("Vexhaddad") < shown.index("Vexmartin")


def test_a_preview_names_each_fault_and_confirms_nothing(delphine, company):
    _send(delphine, company, DIRECTORY.replace("Siège", "Sieje"))
    upload = DirectoryUpload.objects.get()
    page = delphine.get("preview-import", upload.code)
    assert page.status_code == 200
    assert "ligne 3, colonne « Site »" in page.text.replace("\u00a0", " ").replace("\u202f", " ")
    going = delphine.post("confirm-import", upload.code, seen=page.context["plan"].digest)["Location"]
    do_the_jobs()
    assert "rien n’est importé" in delphine.client.get(going).text
    assert not Affiliation.objects.exists()


def test_what_is_no_table_is_refused_before_anything_is_kept(delphine, company):
    answer = _send(delphine, company, "")
    assert answer.status_code == 422
    answer = _send(delphine, company, "\x00\x01")
    assert (answer.status_code, "ni un CSV" in answer.text) == (422, True)
    assert not DirectoryUpload.objects.exists()


def test_a_directory_that_is_given_up_is_erased(delphine, company):
    _send(delphine, company)
    delphine.post("drop-import", DirectoryUpload.objects.get().code)
    assert not DirectoryUpload.objects.exists()


def test_nobody_reads_the_directory_that_another_sent(delphine, company):
    _send(delphine, company)
    other = Visit(a_staff_member("Elsa"))
    code = DirectoryUpload.objects.get().code
    for name in ("preview-import", "confirm-import", "drop-import"):
        assert other.post(name, code).status_code == 404
    assert DirectoryUpload.objects.exists()


def test_a_coordinator_imports_her_site_alone(carole, company):
    _send(carole, company)
    upload = DirectoryUpload.objects.get()
    page = carole.get("preview-import", upload.code)
    assert "périmètre" in page.text
    carole.post("confirm-import", upload.code, seen=page.context["plan"].digest)
    do_the_jobs()
    assert not Affiliation.objects.exists()


# --- people -----------------------------------------------------------------------------------------------
def _import(visit, company, text: str = DIRECTORY):
    _send(visit, company, text)
    upload = DirectoryUpload.objects.get()
    visit.post("confirm-import", upload.code, seen=visit.get("preview-import", upload.code).context["plan"].digest)
    do_the_jobs()


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=vexmar", {"Lucie"}), ("?q=VEXHADDAD+sonia", {"Sonia"}), ("?q=M2", {"Sonia"}), ("?q=rien", set())],
)
def test_people_are_found_by_name_number_or_job(delphine, company, query, found):
    _import(delphine, company)
    people = delphine.get("people-list", query=query).context["people"]
    assert {name.first_name for _row, name in people} == found


def test_people_are_filtered_by_branch_and_by_leaving(delphine, company):
    _import(delphine, company)
    Affiliation.objects.filter(reference="M2").update(left_on="2026-01-01")
    lyon = an_entity("Lyon").code
    assert len(delphine.get("people-list", query=f"?entite={lyon}").context["people"]) == 1
    assert [row.reference for row, _n in delphine.get("people-list", query="?etat=parties").context["people"]] == ["M2"]


def test_a_list_of_people_costs_the_same_whatever_its_size_and_is_journalled_once(delphine, company):
    lines = "".join(f"p{n}@orvanne.example;Prénom;Vexnom{n:03};Lyon;P{n};\n" for n in range(120))
    _import(delphine, company, DIRECTORY + lines)
    before = JournalEntry.objects.filter(verb="names_shown").count()
    with CaptureQueriesContext(connection) as queries:
        page = delphine.get("people-list")
    assert len(page.context["people"]) == 50
    own = [query["sql"][:200] for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(own) <= 3 + 8, own
    assert JournalEntry.objects.filter(verb="names_shown").count() == before + 1


def test_an_export_holds_her_perimeter_and_no_formula(delphine, carole, company):
    _import(delphine, company, DIRECTORY.replace("Vexmartin", "-Vexmartin").replace(";Bron", ";@Bron"))
    answer = carole.post("export-people")
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["Lucie"]
    assert rows[1][2] == "-Vexmartin"
    assert len(delphine.post("export-people").content) > 0
    assert JournalEntry.objects.filter(verb="directory_exported").count() == 2


def test_a_coordinator_lists_her_site_alone(delphine, carole, company):
    _import(delphine, company)
    page = carole.get("people-list").text
    assert ("Vexmartin" in page, "Vexhaddad" in page) == (True, False)


# --- the site's administrator -------------------------------------------------------------------------------
def test_the_administrator_lets_an_organisation_in_and_names_who_runs_its_programme(company):
    elsa = Client()
    log_in(elsa, an_administrator("Elsa"))
    elsa.post(reverse("create-organisation"), {"organisation-name": "Beltane", "organisation-kind": "company"})
    beltane, programme = Organisation.objects.get(name="Beltane"), a_programme()
    elsa.post(reverse("add-party"), {"party-programme": programme.code, "party-organisation": beltane.code})
    assert programme.parties.get(organisation=beltane).runs is False
    who = {"manager-programme": programme.code, "manager-first_name": "Zoé", "manager-email": "zoe@beltane.example"}
    assert elsa.post(reverse("appoint-manager"), who).status_code == 302
    assert membership_of(User.objects.get(email="zoe@beltane.example"), "passerelles").is_manager
    page = elsa.get(reverse("organisation-desk"))
    assert ("Beltane" in page.text, "Zoé" in page.text) == (True, True)
    assert f'href="{reverse("create-programme")}"' in page.text
    again = elsa.post(reverse("create-organisation"), {"organisation-name": "beltane", "organisation-kind": "company"})
    assert (again.status_code, "porte déjà ce nom" in again.text) == (422, True)


def test_only_the_administrator_of_the_site_lets_organisations_in(company, delphine):
    moderator = Client()
    log_in(moderator, a_moderator("Dina"))
    for name in ("organisation-desk", "create-organisation", "add-party", "appoint-manager"):
        assert moderator.post(reverse(name)).status_code in (404, 405)
        assert delphine.post(name).status_code in (404, 405)
    StaffRole.objects.create(person=a_staff_member("Ida"), programme=a_programme(), kind="administrator",
                             since_at=company.created_at)  # fmt: skip
    assert Visit(User.objects.get(first_name="Ida")).get("organisation-desk").status_code == 404


def test_a_command_lets_an_organisation_in_with_its_programme_and_its_manager(company):
    call_command("programmes_create_organisation", "Beltane", "--programme", "passerelles",
                 "--manager", "zoe@beltane.example", "Zoé")  # fmt: skip
    assert membership_of(User.objects.get(email="zoe@beltane.example"), "passerelles").is_manager
    for wrong in (["Beltane"], ["Gamma", "--programme", "inexistant"], ["Delta", "--manager", "a@b.example", "Ada"]):
        with pytest.raises(CommandError):
            call_command("programmes_create_organisation", *wrong)
    assert Organisation.objects.filter(name__in=["Gamma", "Delta"]).count() == 0


# --- the spaces -------------------------------------------------------------------------------------------
def test_a_sponsor_reads_figures_and_opens_no_page_of_people(company):
    isabelle = Visit(a_staff_member("Isabelle", SPONSOR, organisation=company))
    cohort = a_cohort()
    for number in range(6):
        a_participant(f"Mentee{number}", "mentee", cohort, an_entity("Lyon"))
        a_participant(f"Mentor{number}", "mentor", cohort, an_entity("Lyon"))
    page = isabelle.get("sponsor-space")
    assert (page.status_code, "6 / 12" in page.text, "Mentee1" in page.text) == (200, True, False)
    assert f'href="{inside("sponsor-space")}"' in page.text
    for name in ("pilot-dashboard", "people-list", "organisation-list", "role-list"):
        assert isabelle.get(name).status_code == 404


def test_the_people_of_another_page_is_of_who_runs_it(delphine, company):
    lucie = an_affiliation("Lucie", an_entity("Lyon"))
    a_participant(lucie.person, "mentee", affiliation=lucie)
    assert Visit(lucie.person).get("pilot-dashboard").status_code == 404
    assert delphine.get("pilot-dashboard").status_code == 200


def _a_running_promotion(company, pairs: int = 6):
    cohort = a_cohort(state="running")
    for number in range(pairs):
        mentee = a_participant(f"Mentee{number}", "mentee", cohort, an_entity("Lyon"))
        mentor = a_participant(f"Mentor{number}", "mentor", cohort, an_entity("Siège"))
        if number:
            Pair.objects.create(
                programme=cohort.programme, cohort=cohort, mentor=mentor.person, mentee=mentee.person,
                rhythm="monthly", planned_end_on=NOON.date(), opened_at=NOON, last_sign_at=NOON,
            )  # fmt: skip
    a_participant("Wanda", "mentee", cohort, an_entity("Siège"), state="waiting")


def test_the_dashboard_counts_the_promotion_and_says_what_waits(delphine, company):
    _a_running_promotion(company)
    page = delphine.get("pilot-dashboard")
    counts = page.context["counts"]
    assert (counts.mentees, counts.mentors, counts.paired, counts.waiting) == (6, 6, 5, 1)
    assert [one["state"] for one in page.context["phases"]] == ["done", "done", "done", "now", "todo"]
    bars = {bar.label: bar.people for bar in page.context["entities"]}
    assert bars == {"Lyon (Groupe Orvanne)": 6, "Siège (Groupe Orvanne)": 6}
    assert "1 personne sans binôme" in page.text and "1 personne en attente" in page.text


def test_a_coordinator_s_dashboard_counts_her_perimeter(delphine, carole, company):
    _a_running_promotion(company)
    page = carole.get("pilot-dashboard")
    counts = page.context["counts"]
    assert (counts.mentees, counts.mentors, counts.paired, counts.waiting) == (6, 0, 5, 0)
    assert [bar.label for bar in page.context["entities"]] == ["Lyon (Groupe Orvanne)"]


def test_a_dashboard_costs_twelve_queries_at_most_whatever_the_size(delphine, company):
    _a_running_promotion(company, pairs=30)
    with CaptureQueriesContext(connection) as queries:
        assert delphine.get("pilot-dashboard").status_code == 200
    assert len(queries.captured_queries) <= 12


def test_a_dashboard_without_a_promotion_says_so(delphine):
    assert "Aucune promotion" in delphine.get("pilot-dashboard").text

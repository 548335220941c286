"""The board through the client: what a manager sees and does, what a coordinator does not, and what a page costs."""

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from binome.core import mails
from binome.core.models import Letter
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Pair, Ruling
from binome.programmes.rules import lines_digest
from tests import canary
from tests.costs import cost, too_dear
from tests.factories import a_window, home
from tests.factories.jobs import do_the_jobs
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import NOON, family_name_of
from tests.factories.programmes import a_programme, a_staff_member, an_entity, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    home()
    cohort = a_promotion()
    here, there = an_entity("Lyon"), an_entity("Brest")
    for name, entity in (("Inès", here), ("Awa", there), ("Lina", here)):
        someone(name, "mentee", cohort, stage=1, entity=entity)
    for name, entity in (("Marc", here), ("Paul", there)):
        someone(name, "mentor", cohort, stage=3, entity=entity)
    return cohort


@pytest.fixture
def delphine(cohort):
    return a_staff_member("Delphine", programme=cohort.programme)


@pytest.fixture
def run(cohort, delphine):
    request_run(cohort=cohort, by=delphine, now=NOON)
    run_matches(lambda: NOON)
    return MatchRun.objects.get()


def address(cohort, *parts) -> str:
    return "/".join(("/programmes/centralised/pilotage/appariement", cohort.code, *parts)) + "/"


def test_the_tab_leads_to_the_promotion_of_now(cohort, delphine):
    answer = a_window(delphine).get("/programmes/centralised/pilotage/appariement/")
    assert answer["Location"] == address(cohort)


def test_a_board_without_a_run_offers_to_launch_one(cohort, delphine):
    client = a_window(delphine)
    assert "Lancer le calcul" in client.get(address(cohort)).text
    client.post(address(cohort, "calculer"))
    assert "Calcul en cours" in client.get(address(cohort)).text
    assert MatchRun.objects.get().asked_by == delphine


def test_without_a_promotion_its_manager_is_led_to_create_one_and_a_coordinator_is_not():
    home()
    nora = a_staff_member("Nora", programme=a_programme("centralised", "vide"))
    carole = a_staff_member("Carole", "coordinator", programme=a_programme(slug="vide"), entity=an_entity("Lyon"))
    pages = {who: a_window(who).get("/programmes/vide/pilotage/appariement/").text for who in (nora, carole)}
    assert ["/pilotage/promotions/nouvelle/" in page for page in pages.values()] == [True, False]


def test_who_is_alone_is_offered_to_be_seen_only_when_somebody_is(cohort, delphine, run):
    client = a_window(delphine)
    assert "?etat=alone" in client.get(address(cohort)).text
    someone("Odile", "mentor", cohort, stage=3, entity=an_entity("Lyon"))
    request_run(cohort=cohort, by=delphine, now=timezone.now())
    run_matches(timezone.now)
    assert "?etat=alone" not in client.get(address(cohort)).text


def test_an_effect_that_cannot_be_read_yet_says_which_calculation_will_tell(cohort, delphine, run):
    """A calculation that kept the others leaves nothing to read it from; « Recalculer » does."""
    client, person = a_window(delphine), address(cohort, "personnes", run.proposals.first().mentee.code, "sans-elle")
    assert "D’après le calcul" in client.get(person).text
    client.post(address(cohort, "calculer"), {"suite": "garder"})
    run_matches(timezone.now)
    assert "se lira ici après « Recalculer »" in client.get(person).text.replace("\xa0", " ")


def test_a_manager_sees_every_person_with_her_name_and_why(cohort, delphine, run):
    page = a_window(delphine).get(address(cohort)).text
    for enrolment in cohort.enrolments.filter(role="mentee"):
        assert family_name_of(enrolment.person) in page
    assert "Sans solution" in page and ">Proposition</span>" in page
    proposal = run.proposals.first()
    detail = a_window(delphine).get(address(cohort, "personnes", proposal.mentee.code)).text
    assert family_name_of(proposal.mentor.person) in detail
    assert all(part["label"]["fr"] in detail for part in proposal.parts)


def test_a_coordinator_sees_her_own_people_only(cohort, run):
    nora = a_staff_member("Nora", "coordinator", programme=cohort.programme, entity=an_entity("Lyon"))
    client = a_window(nora)
    page = client.get(address(cohort)).text
    awa, ines = (cohort.enrolments.get(person__first_name=name) for name in ("Awa", "Inès"))
    assert "Inès" in page and "Awa" not in page
    assert family_name_of(awa.person) not in page
    assert client.get(address(cohort, "personnes", ines.code)).status_code == 200
    assert client.get(address(cohort, "personnes", awa.code)).status_code == 404
    assert client.post(address(cohort, "calculer")).status_code == 404
    for verb in ("soumettre", "decider", "publier"):
        assert client.post(address(cohort, verb)).status_code == 404


@pytest.mark.parametrize("verb", ["regler", "echanger", "pourquoi"])
def test_a_coordinator_touches_nobody_of_another_site(cohort, run, verb):
    nora = a_staff_member("Nora", "coordinator", programme=cohort.programme, entity=an_entity("Lyon"))
    awa, ines, paul = (cohort.enrolments.get(person__first_name=name) for name in ("Awa", "Inès", "Paul"))
    client = a_window(nora)
    for code, other in ((awa.code, paul.code), (ines.code, paul.code), (ines.code, awa.code)):
        given = {"avec": other, "choix": "imposed"}
        path = address(cohort, "personnes", code, verb)
        answer = client.get(path, given) if verb == "pourquoi" else client.post(path, given)
        assert answer.status_code == 404
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("who", ["participant", "sponsor", "moderator"])
def test_nobody_else_finds_the_board(cohort, run, who):
    person = (
        cohort.enrolments.first().person
        if who == "participant"
        else a_staff_member("Sonia", who, programme=cohort.programme)
    )
    client = a_window(person)
    for path in (address(cohort), address(cohort, "regles"), address(cohort, "proces-verbal")):
        assert client.get(path).status_code in (302, 404)
    assert client.post(address(cohort, "publier")).status_code in (302, 404)


def test_imposing_setting_aside_and_leaving_to_the_calculation(cohort, delphine, run):
    client = a_window(delphine)
    proposal = run.proposals.first()
    mentee, mentor = proposal.mentee, proposal.mentor
    client.post(
        address(cohort, "personnes", mentee.code, "regler"),
        {"avec": mentor.code, "choix": "forbidden", "motif": "Elles partagent un bureau."},
    )
    assert run_matches(lambda: NOON) == 1
    assert not MatchRun.objects.first().proposals.filter(mentee=mentee, mentor=mentor).exists()
    page = client.get(address(cohort, "personnes", mentee.code)).text
    assert "Elles partagent un bureau." in page
    client.post(address(cohort, "choix", Ruling.objects.get().code, "lever"))
    assert not Ruling.objects.exists()


def test_a_pair_set_aside_needs_a_reason(cohort, delphine, run):
    proposal = run.proposals.first()
    answer = a_window(delphine).post(
        address(cohort, "personnes", proposal.mentee.code, "regler"),
        {"avec": proposal.mentor.code, "choix": "forbidden", "motif": " "}, follow=True,
    )  # fmt: skip
    assert "Dites pourquoi" in answer.text and not Ruling.objects.exists()


def test_why_not_says_the_rule_or_the_points(cohort, delphine, run):
    client = a_window(delphine)
    ines, marc = (cohort.enrolments.get(person__first_name=name) for name in ("Inès", "Marc"))
    free = client.get(address(cohort, "personnes", ines.code, "pourquoi"), {"avec": marc.code}).text
    assert "Sujets attendus et offerts" in free
    ines.affiliation.line_manager = marc.affiliation
    ines.affiliation.save()
    forbidden = client.get(address(cohort, "personnes", ines.code, "pourquoi"), {"prenom": "marc"}, follow=True).text
    assert "lien hiérarchique" in forbidden


def test_a_swap_shows_its_effect_before_anything_changes(cohort, delphine, run):
    client = a_window(delphine)
    first, second = run.proposals.all()
    path = address(cohort, "personnes", first.mentee.code, "echanger")
    page = client.get(path, {"avec": second.mentee.code}).text
    assert "Après l’échange" in page and not Ruling.objects.exists()
    client.post(path, {"avec": second.mentee.code})
    assert {(row.mentee, row.mentor) for row in Ruling.objects.all()} == {
        (first.mentee, second.mentor), (second.mentee, first.mentor),
    }  # fmt: skip


def test_a_trial_is_compared_and_adopted(cohort, delphine, run):
    client = a_window(delphine)
    fields = {f"points-{number}": each["points"] for number, each in enumerate(cohort.programme.criteria)}
    answer = client.post(
        address(cohort, "regles"), {**fields, "points-0": 10, "name": "Moins de sujets", "protection": "none"}
    )
    assert run_matches(lambda: NOON) == 1
    page = client.get(answer["Location"]).text
    assert all(words in page for words in ("Qui changerait", "Entité par entité", "Lyon", "Brest", "de confiance"))
    trial = MatchRun.objects.get(name="Moins de sujets")
    client.post(address(cohort, "essais", trial.code, "adopter"))
    cohort.programme.refresh_from_db()
    assert cohort.programme.criteria[0]["points"] == 10


def test_weights_typed_beside_criteria_of_before_are_asked_again(cohort, delphine, run):
    client, programme = a_window(delphine), cohort.programme
    programme.refresh_from_db()  # PostgreSQL has its own order of keys
    seen = lines_digest(programme.criteria)
    assert seen in client.get(address(cohort, "regles")).text
    programme.criteria = programme.criteria[1:]
    programme.save()
    given = {"seen": seen, "name": "Essai", "protection": "none"} | dict.fromkeys(("points-0", "points-1"), 7)
    answer = client.post(address(cohort, "regles"), given)
    assert answer.status_code == 422 and "vient de changer ces réglages" in answer.text
    assert 'value="Essai"' in answer.text and 'value="7"' not in answer.text
    programme.refresh_from_db()
    assert lines_digest(programme.criteria) in answer.text and not MatchRun.objects.exclude(name="").exists()


def test_weights_that_are_no_numbers_are_refused(cohort, delphine, run):
    answer = a_window(delphine).post(address(cohort, "regles"), {"name": "", "points-0": "-1", "protection": "magie"})
    assert answer.status_code == 422 and MatchRun.objects.count() == 1


def test_from_the_committee_to_the_publication(cohort, delphine, run):
    client = a_window(delphine)
    for verb, given in (("soumettre", {}), ("decider", {"avis": "oui"}), ("publier", {})):
        client.post(address(cohort, verb), given)
    do_the_jobs()
    run.refresh_from_db()
    assert (run.state, Pair.objects.filter(cohort=cohort).count()) == ("published", 2)
    assert "Publication faite" in client.get(address(cohort)).text
    minutes = client.get(address(cohort, "proces-verbal")).text
    assert "Delphine" in minutes and "Preuve" in minutes
    assert not any(family_name_of(row.person) in minutes for row in cohort.enrolments.all())


def test_of_two_managers_another_one_approves_what_one_submits(cohort, delphine, run):
    nadia, client = a_staff_member("Nadia", programme=cohort.programme), a_window(delphine)
    client.post(address(cohort, "soumettre"))
    page = client.get(address(cohort)).text
    assert "Soumis au comité par Delphine" in page and "Le comité valide" not in page
    assert "Peuvent valider ou renvoyer" in page and "Nadia." in page
    awaited = client.get(address(cohort, "proces-verbal")).text.partition("comité est attendu de")[2]
    assert "Nadia." in awaited and "Delphine." not in awaited
    refused = client.post(address(cohort, "decider"), {"avis": "oui"}, follow=True).text
    run.refresh_from_db()
    assert "Vous avez soumis cet appariement" in refused and run.state == "submitted"
    a_window(nadia).post(address(cohort, "decider"), {"avis": "oui"})
    run.refresh_from_db()
    assert (run.state, run.submitted_by, run.decided_by) == ("approved", delphine, nadia)
    assert "Validé par Nadia le" in client.get(address(cohort)).text
    minutes = client.get(address(cohort, "proces-verbal")).text
    today = date_format(timezone.localdate(), "F Y")
    assert "Delphine" in minutes and "Nadia" in minutes and today in minutes and "0 ne l’enfreint" in minutes


def test_what_the_committee_sends_back_is_read_on_the_board_and_falls_with_the_next_calculation(cohort, delphine, run):
    nadia, client = a_staff_member("Nadia", programme=cohort.programme), a_window(delphine)
    client.post(address(cohort, "soumettre"))
    a_window(nadia).post(address(cohort, "decider"), {"avis": "non", "motif": "Trop de binômes du même site"})
    page = client.get(address(cohort)).text
    assert "Renvoyé par Nadia le" in page and "Trop de binômes du même site" in page
    ana = a_staff_member("Ana", programme=cohort.programme, organisation=an_organisation())
    assert "Nadia" not in a_window(ana).get(address(cohort)).text
    request_run(cohort=cohort, by=delphine, now=timezone.now())
    run_matches(timezone.now)
    assert "Nadia" not in client.get(address(cohort)).text


def test_each_who_may_approve_is_written_to_and_no_one_once_it_is_decided(cohort, delphine, run):
    nadia = a_staff_member("Nadia", programme=cohort.programme)
    a_staff_member("Ana", programme=cohort.programme, organisation=an_organisation())
    a_window(delphine).post(address(cohort, "soumettre"))
    letter = Letter.objects.get(kind="match_submitted")
    assert letter.recipient_code == nadia.code and mails.still_due(letter)
    a_window(nadia).post(address(cohort, "decider"), {"avis": "oui"})
    assert not mails.still_due(letter)


def test_a_manager_alone_where_another_must_approve_is_told_how_to_name_one(cohort, delphine, run):
    type(cohort.programme).objects.filter(pk=cohort.programme.pk).update(approval="other")
    client = a_window(delphine)
    client.post(address(cohort, "soumettre"))
    page = client.get(address(cohort)).text
    assert "Personne ne peut encore valider" in page and "/pilotage/roles/" in page
    assert "Le comité valide" not in page


@pytest.mark.parametrize(("approval", "state"), [("any", "approved"), ("other", "submitted")])
def test_a_programme_says_whether_one_may_submit_and_approve(cohort, delphine, run, approval, state):
    if approval == "any":
        a_staff_member("Nadia", programme=cohort.programme)
    client, settings = a_window(delphine), "/programmes/centralised/pilotage/reglages/"
    page = client.get(settings)
    assert page.status_code == 200 and "Qui valide un appariement" in page.text
    given = {"name": "Nous", "wording": "fr", "contact_email": "nous@exemple.fr", "approval": approval}
    client.post(settings, given)
    for verb, given in (("soumettre", {}), ("decider", {"avis": "oui"})):
        client.post(address(cohort, verb), given)
    run.refresh_from_db()
    assert run.state == state


def test_the_minutes_are_a_paper_too_and_the_proof_a_file(cohort, delphine, run):
    client = a_window(delphine)
    paper = client.get(address(cohort).removesuffix("/") + "/proces-verbal.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert client.get(address(cohort).removesuffix("/") + "/preuve.json").json()["matched"] == 2


@pytest.fixture
def crowd(cohort, delphine):
    for number in range(245):
        someone(f"E{number}", "mentee", cohort, stage=1 + number % 3, entity=an_entity("Lyon"))
        someone(
            f"O{number}",
            "mentor",
            cohort,
            stage=3,
            entity=an_entity("Brest"),
            pace=["monthly", "fortnightly"][number % 2],
        )
    request_run(cohort=cohort, by=delphine, now=NOON)
    run_matches(lambda: NOON)
    return MatchRun.objects.get()


def test_a_page_of_five_hundred_people_costs_twelve_queries_at_most(cohort, delphine, crowd, monkeypatch):
    """For who runs the whole, and for who runs the part of a company: here that of everybody."""
    monkeypatch.setattr(canary, "check_response", lambda *args: None)
    ana = a_staff_member("Ana", programme=cohort.programme, organisation=an_organisation())
    first, second = crowd.proposals.all()[:2]
    trial = request_run(cohort=cohort, by=delphine, now=NOON, name="Autrement", protection="none")
    run_matches(lambda: NOON)
    person = address(cohort, "personnes", first.mentee.code)
    hers = {
        "board": address(cohort),
        "person": person,
        "alone": address(cohort) + "?etat=alone",
        "why": f"{person}pourquoi/?avec={second.mentor.code}",
        "swap": f"{person}echanger/?avec={second.mentee.code}",
        "without": f"{person}sans-elle/",
    }
    whole = {
        "rules": address(cohort, "regles"),
        "minutes": address(cohort, "proces-verbal"),
        "trial": address(cohort, "essais", trial.code),
    }
    costs = {("delphine", name): cost(a_window(delphine), path) for name, path in (hers | whole).items()}
    costs |= {("ana", name): cost(a_window(ana), path) for name, path in hers.items()}
    MatchRun.objects.create(cohort=cohort, asked_at=timezone.now())
    costs["delphine", "under way"] = cost(a_window(delphine), address(cohort))
    assert too_dear(costs) == {}


def test_of_a_partner_of_another_company_a_local_manager_reads_neither_name_nor_answers(delphine):
    """Each company sees its own people; of the others' not even a first name, on any page of the board (N11)."""
    home()
    alpha, beta = an_organisation("Alpha"), an_organisation("Bêta")
    cohort = a_promotion("cross_company", alpha, beta)
    someone("Inès", "mentee", cohort, stage=1, organisation=alpha)
    someone("Zoé", "mentor", cohort, stage=3, organisation=beta)
    someone("Yann", "mentee", cohort, stage=1, organisation=beta)
    request_run(cohort=cohort, by=delphine, now=NOON)
    run_matches(lambda: NOON)
    whole = a_window(a_staff_member("Léa", programme=cohort.programme))
    assert "Alpha" in whole.get(f"/programmes/cross-company/pilotage/appariement/{cohort.code}/").text
    ana = a_staff_member("Ana", programme=cohort.programme, organisation=alpha)
    client, root = a_window(ana), f"/programmes/cross-company/pilotage/appariement/{cohort.code}/"
    ines = cohort.enrolments.get(person__first_name="Inès")
    page = client.get(f"{root}personnes/{ines.code}/").text
    assert "Quelqu’un d’un autre périmètre" in page and family_name_of(ines.person) in page
    assert [word for word in ("Zoé", "Yann", "Sujets attendus et offerts") if word in page] == []
    for part in ("regles/", "proces-verbal/", "proces-verbal.pdf", "preuve.json"):
        assert client.get(root + part).status_code == 404

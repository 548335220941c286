"""Each form, from its creation to a pair, in the browser of its manager and of two participants (D2, D4, D5, D7-D9)."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from binome.mentoring.models import Pair
from binome.programmes.models import Cohort, Enrolment, Programme
from tests.browser import DESKTOP, PHONE
from tests.factories import family_name_of, home
from tests.factories.programmes import a_programme, a_staff_member, an_entity, an_organisation

from .. import steps
from . import story
from .story import INSIDE, MENTEES, MENTORS, Side, come_in, declared


@pytest.fixture
def delphine(live_server):
    """She runs another programme already; Orvanne declared its people."""
    home()
    a_programme("peers", "duos", an_organisation())
    return a_staff_member("Delphine", programme=Programme.objects.get(slug="duos"), email="delphine@example.org")


@pytest.fixture
def desk(new_page, delphine):
    page = new_page(DESKTOP)
    steps.enter(page, delphine)
    return page


@pytest.fixture
def phones(new_page):
    """The mentee's and the mentor's."""
    return new_page(PHONE), new_page(PHONE)


def the_pair() -> tuple[str, str]:
    pair = Pair.objects.get(mentee__first_name="Inès")
    return pair.mentee.first_name, pair.mentor.first_name


def staff(name: str, kind: str, **perimeter):
    programme = Programme.objects.get(slug="passerelles")
    return a_staff_member(name, kind, programme, email=f"{name.lower()}@example.org", **perimeter)


def test_hr_receives_a_nomination_and_wishes_proposes_and_both_say_yes(desk, phones, new_page, delphine):
    """D2."""
    lyon, office = an_entity("Lyon"), an_entity("Siège")
    people = {"Inès": lyon, "Marc": office, "Awa": lyon, "Paule": office}
    people = {name: declared(name, where, stage=1 if name in ("Inès", "Awa") else 4) for name, where in people.items()}
    story.create(desk, "Organisé avec les ressources humaines")
    story.open_promotion(desk)
    sponsor = new_page(DESKTOP)
    steps.enter(sponsor, staff("Isabelle", "sponsor", organisation=an_organisation()))
    sponsor.goto(INSIDE + reverse("nominate-person"))
    sponsor.get_by_label("Son adresse professionnelle").fill(story.mail_of("Inès"))
    sponsor.get_by_label("mentoré·e", exact=True).check()
    sponsor.get_by_label("Pourquoi vous pensez à cette personne").fill("Elle forme déjà les nouvelles.")
    steps.press(sponsor, "Proposer cette personne")
    steps.reads(sponsor, "C’est envoyé.")
    story.invite(desk, "Marc", "mentor·e")
    hers, his = phones
    story.opt_in(his, "Marc", MENTORS)
    story.opt_in(hers, "Inès", MENTEES)
    hers.goto(INSIDE + reverse("my-wishes"))
    hers.get_by_role("button", name="Ajouter à mes souhaits Marc").click()
    expect(hers.get_by_role("button", name="Retirer Marc")).to_be_visible()
    for name, role in (("Awa", "mentee"), ("Paule", "mentor")):
        come_in(Cohort.objects.get(programme__slug="passerelles"), people[name], role, delphine)
    story.match(desk, 2)
    story.offer(desk)
    story.say_yes(hers, "Marc")
    steps.reads(hers, "Vous avez dit oui")
    story.say_yes(his, "Inès")
    assert the_pair() == ("Inès", "Marc")
    story.sees_her_pair(hers, "Marc")


def test_a_local_coordinator_brings_in_her_site_and_the_centre_sees_all_of_them(desk, phones, new_page, delphine):
    """D4."""
    lyon, brest = an_entity("Lyon"), an_entity("Brest")
    people = {"Inès": lyon, "Marc": lyon, "Awa": brest, "Paule": brest}
    people = {name: declared(name, where, stage=1 if name in ("Inès", "Awa") else 4) for name, where in people.items()}
    story.create(desk, "Décentralisé")
    story.open_promotion(desk)
    local = new_page(PHONE)
    steps.enter(local, staff("Nora", "coordinator", entity=lyon))
    local.goto(INSIDE + reverse("invite-people"))
    steps.reads(local, "Inès")
    steps.does_not_read(local, "Paule", "Awa", "Brest")
    story.invite(local, "Marc", "mentor·e")
    story.invite(local, "Inès", "mentoré·e")
    hers, his = phones
    story.opt_in(his, "Marc", MENTORS)
    story.opt_in(hers, "Inès", MENTEES)
    for name, role in (("Awa", "mentee"), ("Paule", "mentor")):
        come_in(Cohort.objects.get(programme__slug="passerelles"), people[name], role, delphine)
    story.match(desk, 2)
    local.goto(INSIDE + reverse("current-match-board"))
    steps.reads(local, "Inès")
    steps.does_not_read(local, "Awa", "Paule", family_name_of(people["Awa"].person))
    story.publish(desk)
    assert the_pair() == ("Inès", "Marc")
    desk.goto(INSIDE + reverse("pilot-dashboard"))
    steps.reads(desk, "Lyon", "Brest")
    story.sees_her_pair(hers, "Marc")


STUDENTS = Side(
    "étudiant·e",
    story.TOPICS,
    {"Qu’étudiez-vous, et en quelle année ?": "Le droit, en troisième année.", **MENTEES.writes},
)


def test_a_school_s_student_and_a_company_s_employee_each_in_their_own_words(desk, phones, delphine):
    """D5."""
    company, school = an_organisation(), an_organisation("École des Ponts-Neufs", kind="school")
    for name, where in (("Inès", school), ("Marc", company)):
        declared(name, where)
    others = {"Awa": declared("Awa", school), "Paule": declared("Paule", company)}
    programme = story.create(desk, "Entreprises et écoles")
    story.parties(programme, school)
    story.open_promotion(desk)
    desk.goto(INSIDE + reverse("invite-people"))
    desk.get_by_label("mentor·e", exact=True).check()
    desk.get_by_label("Inès", exact=False).check()
    steps.press(desk, "Envoyer les invitations")
    steps.reads(desk, "les écoles inscrivent les personnes accompagnées")
    story.invite(desk, "Inès", "étudiant·e")
    story.invite(desk, "Marc", "mentor·e")
    hers, his = phones
    story.opt_in(his, "Marc", MENTORS)
    story.opt_in(hers, "Inès", STUDENTS)
    for name, role in (("Awa", "mentee"), ("Paule", "mentor")):
        come_in(Cohort.objects.get(programme=programme), others[name], role, delphine)
    story.match(desk, 2)
    story.offer(desk)
    story.say_yes(his, "Inès")
    story.say_yes(hers, "Marc")
    assert the_pair() == ("Inès", "Marc")
    story.sees_her_pair(hers, "Marc")


def test_the_junior_mentors_the_senior_and_the_board_says_why_not_the_other_way(desk, phones, delphine):
    """D7: Inès directs a site, Marc has just begun."""
    lyon = an_entity("Lyon")
    people = {name: declared(name, lyon, stage=stage) for name, stage in
              (("Inès", 5), ("Marc", 1), ("Awa", 4), ("Paule", 2), ("Rita", 5))}  # fmt: skip
    story.create(desk, "Mentorat inversé")
    story.open_promotion(desk)
    story.invite(desk, "Marc", "mentor·e junior")
    story.invite(desk, "Inès", "mentoré·e senior")
    hers, his = phones
    topics = ("Prendre la parole",)
    story.opt_in(his, "Marc", Side("mentor·e junior", topics, MENTORS.writes))
    curious = {"Que voudriez-vous comprendre de la façon de travailler des plus jeunes ?": "Leurs outils."}
    story.opt_in(hers, "Inès", Side("mentoré·e senior", topics, curious))
    cohort = Cohort.objects.get(programme__slug="passerelles")
    for name, role in (("Awa", "mentee"), ("Paule", "mentor"), ("Rita", "mentor")):
        come_in(cohort, people[name], role, delphine)
    story.match(desk, 2)
    ines, rita = (Enrolment.objects.get(person__first_name=name) for name in ("Inès", "Rita"))
    why = reverse("match-why-not", args=[cohort.code, ines.code])
    desk.goto(f"{INSIDE}{why}?avec={rita.code}")
    steps.reads(desk, "Sens du mentorat")
    desk.goto(INSIDE + reverse("current-match-board"))
    story.publish(desk)
    assert the_pair() == ("Inès", "Marc")
    story.sees_her_pair(hers, "Marc")


def test_two_companies_meet_and_each_sees_its_own_people(desk, phones, new_page, delphine):
    """D8."""
    ours, theirs = an_organisation(), an_organisation("Alcyon")
    people = {name: declared(name, where, stage=stage) for name, where, stage in
              (("Inès", ours, 1), ("Marc", theirs, 4), ("Awa", theirs, 1), ("Paule", ours, 4))}  # fmt: skip
    programme = story.create(desk, "Entre plusieurs organisations")
    story.parties(programme, theirs)
    story.open_promotion(desk)
    story.invite(desk, "Inès", "mentoré·e")
    local = new_page(DESKTOP)
    steps.enter(local, staff("Ana", "manager", organisation=theirs))
    local.goto(INSIDE + reverse("invite-people"))
    steps.does_not_read(local, "Paule", "Orvanne")
    story.invite(local, "Marc", "mentor·e")
    hers, his = phones
    story.opt_in(his, "Marc", MENTORS)
    story.opt_in(hers, "Inès", MENTEES)
    for name, role in (("Awa", "mentee"), ("Paule", "mentor")):
        come_in(Cohort.objects.get(programme=programme), people[name], role, delphine)
    story.match(desk, 2)
    story.offer(desk)
    for page, name in ((his, "Inès"), (hers, "Marc")):
        story.say_yes(page, name)
    assert the_pair() == ("Inès", "Marc")
    local.goto(INSIDE + reverse("participant-list"))
    steps.reads(local, "Marc")
    steps.does_not_read(local, "Inès", "Paule", family_name_of(people["Inès"].person))
    story.sees_her_pair(hers, "Marc")


def test_a_form_of_one_s_own_is_made_of_the_same_properties(desk, phones, delphine):
    """D9: two entities, both say yes."""
    lyon, brest = an_entity("Lyon"), an_entity("Brest")
    people = {name: declared(name, where) for name, where in
              (("Inès", lyon), ("Marc", brest), ("Awa", brest), ("Paule", lyon))}  # fmt: skip
    story.create(desk, "Votre propre forme")
    desk.goto(INSIDE + reverse("edit-form"))
    desk.get_by_label("Un binôme commence quand les deux ont dit oui", exact=False).check()
    desk.get_by_label("d’entités différentes", exact=True).check()
    steps.press(desk, "Enregistrer")
    steps.reads(desk, "Enregistré.")
    story.open_promotion(desk)
    story.invite(desk, "Marc", "mentor·e")
    story.invite(desk, "Inès", "mentoré·e")
    hers, his = phones
    story.opt_in(his, "Marc", MENTORS)
    story.opt_in(hers, "Inès", MENTEES)
    for name, role in (("Awa", "mentee"), ("Paule", "mentor")):
        come_in(Cohort.objects.get(programme__slug="passerelles"), people[name], role, delphine)
    story.match(desk, 2)
    story.offer(desk)
    story.say_yes(hers, "Marc")
    story.say_yes(his, "Inès")
    assert the_pair() == ("Inès", "Marc")
    story.sees_her_pair(hers, "Marc")

"""Who leads whom in Passerelles, a programme that tells line managers: Claire leads Inès."""

from django.test import Client
from django.urls import reverse

from binome.core.models import Letter
from binome.people.models import User
from binome.programmes.actions import enrol_in_cohort, invite_people
from binome.programmes.forms import starting_data
from binome.programmes.links import invitation_token
from binome.programmes.models import Affiliation, Cohort, DeclaredIdentity, Enrolment, Invitation

from .people import NOON, a_person, home
from .programmes import a_cohort, a_programme, a_staff_member, an_affiliation, an_entity

PASSWORD = "trois renards lisent sous la pluie"
FAMILY = "Vexmartin"
YES = {"attested": "on", "password": PASSWORD}
KIND = "line_manager_told"


def a_promotion_that_tells() -> Cohort:
    """Of a programme that tells the line managers of its people."""
    home()
    programme = a_programme(tells_line_managers=True, **starting_data("centralised", "fr-inclusif"))
    return a_cohort(programme)


def a_leader(name: str = "Claire", **fields) -> Affiliation:
    """Declared by her organisation; nobody ever opened her account."""
    person = a_person(name, active=False)
    person.set_unusable_password()
    person.save()
    return an_affiliation(person, an_entity("Lyon"), **fields)


def a_report(leader: Affiliation | None, name: str = "Inès", **fields) -> Affiliation:
    """Whom she leads: her organisation gives her another first name than her account, and a family name."""
    person = a_person(name, active=False)
    person.set_unusable_password()
    person.save()
    here = {"job_title": "Cheffe de projet", "line_manager": leader, **fields}
    declared = an_affiliation(person, an_entity("Lyon"), **here)
    names = {"email": person.email, "first_name": f"{name}-Marie", "family_name": FAMILY}
    DeclaredIdentity.objects.declare([DeclaredIdentity(affiliation=declared, **names)])
    return declared


def invite(cohort: Cohort, declared: Affiliation, role: str = "mentee") -> str:
    """The address of her invitation."""
    invite_people(cohort=cohort, affiliations=[declared], role=role, by=delphine(), now=NOON)
    invitation = Invitation.objects.get(affiliation=declared, cohort=cohort)
    return reverse("answer-invitation", args=[invitation_token(invitation.code)])


def delphine() -> User:
    """Who runs the programme."""
    return User.objects.filter(first_name="Delphine").first() or a_staff_member("Delphine")


def opt_in(path: str, **changes) -> Client:
    """She reads her invitation and says yes; her window."""
    client = Client()
    seen = client.get(path).context["form"].versions
    answer = client.post(path, {**YES, "seen": seen, **changes})
    assert answer.status_code == 302, answer.text
    return client


def told() -> list[Letter]:
    """The letters to line managers."""
    return list(Letter.objects.filter(kind=KIND).order_by("pk"))


def enrolled(cohort: Cohort, leader: Affiliation, name: str = "Inès", role: str = "mentee") -> Enrolment:
    """She takes part, and let it be said."""
    declared = a_report(leader, name)
    return enrol_in_cohort(cohort=cohort, affiliation=declared, role=role, line_manager_may_know=True, now=NOON)

"""A new address of a known number in a directory: never a way into somebody's account."""

import pytest

from binome.core.models import Letter
from binome.mentoring.identity import declared_names
from binome.people.models import User
from binome.programmes.actions import accept_invitation, invite_people
from binome.programmes.models import Affiliation
from binome.programmes.queries import perimeter_of
from tests.factories import NOON, a_draft, a_mentor, a_window, home
from tests.factories.jobs import do_the_jobs
from tests.factories.people import a_person
from tests.factories.programmes import a_cohort, a_programme, a_staff_member, an_affiliation, an_organisation

from ..backoffice.organisations.test_pages import Visit, _send

pytestmark = pytest.mark.django_db
OLD, NEW = "lucie@orvanne.example", "thief@orvanne.example"


@pytest.fixture
def delphine():
    home()
    a_programme()
    return a_staff_member("Delphine")


def _import(by, email: str) -> str:
    """The words of the preview, then the import."""
    visit, text = Visit(by), f"E-mail;Prénom;Nom;Matricule\n{email};Lucie;Vexmartin;M1\n"
    answer = _send(visit, an_organisation(), text)
    page = visit.client.get(answer["Location"])
    visit.post("confirm-import", answer["Location"].rstrip("/").rsplit("/", 1)[1], seen=page.context["plan"].digest)
    do_the_jobs()
    return page.text


def _declared(by) -> set[str]:
    names = declared_names(viewer=by, perimeter=perimeter_of(by, a_programme()), now=NOON)
    return {one.email for one in names.values()}


def _lucie() -> User:
    return Affiliation.objects.get(reference="M1").person


def test_an_account_that_nobody_opened_follows_its_directory(delphine):
    _import(delphine, OLD)
    assert "suit l’annuaire" in _import(delphine, NEW)
    assert (_lucie().email, _declared(delphine)) == (NEW, {NEW})
    assert User.objects.filter(first_name="Lucie").count() == 1


def test_an_open_account_keeps_its_address_and_its_invitation_goes_there(delphine):
    lucie = a_person("Lucie", email=OLD)
    password = lucie.password
    _import(delphine, OLD)
    _import(delphine, NEW)
    lucie.refresh_from_db()
    assert (_lucie(), lucie.email, lucie.password) == (lucie, OLD, password)
    assert _declared(delphine) == {NEW}
    declared = Affiliation.objects.select_related("person").filter(reference="M1")
    invite_people(cohort=a_cohort(), affiliations=declared, role="mentee", by=delphine, now=NOON)
    assert set(Letter.objects.filter(kind="cohort_invitation").values_list("to", flat=True)) == {OLD}


def test_an_account_that_waits_for_its_activation_keeps_its_address(delphine):
    """She signed up on the site, and a directory declares her address: her activation link stays hers."""
    bruna = a_mentor("Bruna", email=OLD)
    User.objects.filter(pk=bruna.pk).update(is_active=False, password="!waiting")
    _import(delphine, OLD)
    _import(delphine, NEW)
    assert User.objects.get(pk=bruna.pk).email == OLD


@pytest.mark.parametrize("tie", ["another organisation", "an invitation", "a role"])
def test_an_account_that_anything_else_holds_keeps_its_address(delphine, tie):
    _import(delphine, OLD)
    lucie = _lucie()
    if tie == "another organisation":
        an_affiliation(lucie, organisation=an_organisation("Altéa"))
    elif tie == "an invitation":
        invite_people(cohort=a_cohort(), affiliations=lucie.affiliations.all(), role="mentee", by=delphine, now=NOON)
    else:
        lucie.staff_roles.create(programme=a_programme(slug="duos"), kind="coordinator", since_at=NOON)
    _import(delphine, NEW)
    assert _lucie().email == OLD


def test_who_opted_in_keeps_the_address_with_which_she_logs_in(delphine):
    _import(delphine, OLD)
    invite_people(cohort=a_cohort(), affiliations=_lucie().affiliations.all(), role="mentee", by=delphine, now=NOON)
    invitation = a_cohort().invitations.select_related("affiliation__person", "cohort__programme").get()
    accept_invitation(invitation=invitation, password="trois renards lisent sous la pluie", now=NOON)
    _import(delphine, NEW)
    assert (_lucie().email, _lucie().is_active) == (OLD, True)


def test_the_address_of_another_account_is_not_taken(delphine):
    _import(delphine, OLD)
    other = a_person("Thérèse", email=NEW)
    _import(delphine, NEW)
    assert _lucie().email == OLD
    other.refresh_from_db()
    assert other.email == NEW


def test_the_preview_says_the_same_whatever_accounts_exist(delphine):
    """An open account elsewhere is nobody's business here (N6)."""
    _import(delphine, OLD)
    closed = _preview(delphine)
    User.objects.filter(pk=_lucie().pk).update(is_active=True)
    a_draft(email=NEW)
    assert _preview(delphine) == closed


def _preview(by) -> str:
    visit = Visit(by)
    answer = _send(visit, an_organisation(), f"E-mail;Prénom;Nom;Matricule\n{NEW};Lucie;Vexmartin;M1\n")
    text = a_window(by).get(answer["Location"]).text
    visit.post("drop-import", answer["Location"].rstrip("/").rsplit("/", 1)[1])
    main = text[text.index("<main") : text.index("</main>")]
    return main[: main.index("<form")]

"""N11, ADR 0014: a programme is no way into another. What belongs to the open platform does not exist under the
address of a programme of organisations, whatever one is there, and the other way round."""

import json
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from binome.backoffice.journal import told_in
from binome.backoffice.people.waiting import checked_by
from binome.core.journal import record
from binome.core.models import JournalEntry
from binome.people.models import User
from binome.programmes.models import StaffRole
from binome.support.actions import report_person
from binome.support.models import SealedCopy
from binome.support.queries import reportable
from tests.factories.programmes import a_cohort, a_participant, a_programme, a_staff_member

from .routes import ARGUMENTS, Call
from .test_foreign_objects import BY_LINK, ELSEWHERE, PUBLIC, call_to
from .walk import Visitor, listening
from .worlds import TODAY, World, _kept, _show_second_factor, log_in

pytestmark = pytest.mark.django_db
PREFIX = "/programmes/ailleurs"
#: What one may be in the other programme.
ROLES = ("moderator", "administrator", "manager", "coordinator", "sponsor", "participant")
#: Hers whatever the programme: her account, her sign-up, her mails, the documents of the demonstration.
HERS = {"mfa_remove_webauthn", "mfa_edit_webauthn", "end-session", "signup-step", "signup-photo"}
HERS |= {"demo-letter", "demo-letter-page"}
#: What one may do with a person of one's own programme.
OF_WHO_IS_MET = {
    "photo", "mentor-detail", "request-new", "report-person", "join-waiting-list", "leave-waiting-list",
}  # fmt: skip
#: What concerns the whole site: at its root only.
OF_THE_SITE = (
    "who-saw", "who-saw-file", "impact-list", "impact-file", "agreement-proof", "clock-proof", "breach-list",
    "declare-breach", "freeze-site", "unfreeze-site", "revoke-access", "organisation-desk",
)  # fmt: skip


def _another_programme():
    return a_programme("informal", "ailleurs", name="Ailleurs")


def _an_insider(role: str) -> User:
    """Someone who is this in the other programme, and nothing in the open platform."""
    programme = _another_programme()
    if role == "participant":
        return a_participant(f"Inside{role}", "mentee", a_cohort(programme)).person
    return a_staff_member(f"Inside{role}", StaffRole.Kind(role), programme)


@pytest.fixture(scope="module")
def world(building):
    """The whole community of the open platform; beside it a programme, in which Bruna and Awa take part too."""
    with building() as made:
        for role in ROLES:
            made.people[role] = _an_insider(role)
        for key, role in (("bruna", "mentor"), ("awa", "mentee")):
            a_participant(made.people[key], role, a_cohort(_another_programme()))
        for key in (*ROLES, "bruna", "awa"):
            made.cookies[key] = _logged_in(made.people[key])
        yield made


def _logged_in(person: User) -> str:
    client = Client()
    log_in(client, person)
    _show_second_factor(client, person)
    return _kept(client)


def _answers(world: World, visitor: Visitor, call, code: str, listener) -> list[tuple]:
    outcomes = visitor.ask(call, listener)
    return [(one.status, one.text.replace(code, "CODE"), one.letters, one.journal, one.files) for one in outcomes]


def _parting(world: World, viewer: str, prefix: str) -> tuple[dict[str, object], int]:
    told, tried, visitor = {}, 0, Visitor(world, viewer)
    with listening() as listener:
        for route in sorted(set(ARGUMENTS) - BY_LINK - PUBLIC - ELSEWHERE - HERS):
            keys = {
                key for name in ("code", "slug") for key in ARGUMENTS[route].get(name, ()) if not key.startswith("=")
            }
            for key in sorted(keys & (set(world.people) | set(world.codes))):
                for method in ("GET", "POST"):
                    tried += 1
                    code = world.code(key)
                    found, missing = (
                        _answers(world, visitor, _under(prefix, call_to(route, one, method)), one, listener)
                        for one in (code, "z" * len(code))
                    )
                    if found != missing:
                        told[f"{method} {route} {key}"] = (found[0][0], missing[0][0])
    return told, tried


def _under(prefix: str, call):
    return replace(call, path=prefix + call.path)


@pytest.mark.parametrize("viewer", ROLES)
def test_under_her_own_address_nothing_of_the_open_platform_exists(world, viewer):
    # Bruna and Awa are people of this programme too: they are met here, and nothing of what they do at the root.
    met = {"bruna", "awa"}
    told, tried = _parting(world, viewer, PREFIX)
    assert {what: seen for what, seen in told.items() if what.split()[2] not in met} == {}
    assert {what.split()[1] for what in told} <= OF_WHO_IS_MET
    assert tried > 150


@pytest.mark.parametrize("viewer", ["administrator", "manager", "participant"])
def test_at_the_root_her_role_elsewhere_opens_nothing(world, viewer):
    told, tried = _parting(world, viewer, "")
    # Without a place at the root she is sent to her programmes; an article for everyone she reads as a visitor does.
    assert set(told) == {"GET article-detail slug:read", "GET article-paper slug:read"}
    assert tried > 150


@pytest.mark.parametrize("viewer", ["bruna", "awa"])
def test_who_takes_part_in_two_programmes_reaches_what_is_hers_under_its_own_address_only(world, viewer):
    told, _tried = _parting(world, viewer, PREFIX)
    assert {what: seen for what, seen in told.items() if what.split()[2].partition(":")[1]} == {}


@pytest.mark.parametrize("route", OF_THE_SITE)
def test_what_concerns_the_whole_site_has_no_page_in_a_programme(world, route):
    with listening() as listener:
        for method in ("GET", "POST"):
            call = Call(route, PREFIX + reverse(route), method)
            assert Visitor(world, "administrator").ask(call, listener)[0].status in (404, 405)


@pytest.mark.parametrize("viewer", ["bruna", "awa"])
@pytest.mark.parametrize("route", ["my-space", "my-requests", "my-testimony"])
def test_her_pages_in_a_programme_list_nothing_of_the_open_platform(world, viewer, route):
    codes = {code for key, code in world.codes.items() if key.startswith(("request:", "pair:", "testimony:"))}
    with listening() as listener:
        there = Visitor(world, viewer).ask(Call(route, PREFIX + reverse(route)), listener)[0].text
        here = Visitor(world, viewer).ask(Call(route, reverse(route)), listener)[0].text
    assert {code for code in codes if code in there} == set()
    assert route == "my-testimony" or any(code in here for code in codes)


def test_the_journal_of_a_programme_says_nothing_of_another(world):
    elsewhere, now = _another_programme(), TODAY
    ours = record("person_admitted", by=world.people["moderator"], obj=a_cohort(elsewhere), now=now)
    theirs = JournalEntry.objects.filter(object_code=world.code("bruna")).first()
    read = set(JournalEntry.objects.filter(told_in(elsewhere)))
    read_at_home = set(JournalEntry.objects.filter(told_in(world.programme())))
    assert (ours in read, theirs in read) == (True, False)
    assert (ours in read_at_home, theirs in read_at_home) == (False, True)
    homely = {code for key, code in world.codes.items() if key.startswith(("request:", "pair:", "case:", "message:"))}
    assert {entry.object_code for entry in read} & homely == set()


def test_a_report_made_in_one_programme_tells_the_team_nothing_of_another(world):
    awa, bruna, elsewhere = world.people["awa"], world.people["bruna"], _another_programme()
    assert reportable(reporter=awa, code=bruna.code, programme=elsewhere) is None
    with transaction.atomic():
        case = report_person(reporter=awa, reported=bruna, programme=elsewhere, reason="other", body="Ici.", now=TODAY)
        copied = json.loads(SealedCopy.objects.get(case=case).content)
        transaction.set_rollback(True)
    assert (case.pair, copied["requests"], copied["meetings"]) == (None, [], [])


def test_a_profile_of_the_open_platform_is_its_own_team_s_to_check(world):
    elsewhere, bruna = _another_programme(), world.people["bruna"]
    assert bruna.enrolments.filter(programme=elsewhere).exists()
    assert not checked_by(elsewhere).filter(person=bruna).exists()
    assert checked_by(world.programme()).filter(person=bruna).exists()

"""A measure holds in the whole programme where it was decided, and in no other (ADR 0013)."""

import pytest
from django.urls import reverse

from binome.core import hashes
from binome.core.moves import MoveRefused
from binome.mentoring.actions import leave_promotion
from binome.people.models import User
from binome.people.privacy import remains
from binome.people.rules import is_barred
from binome.privacy.erasure import erase_person
from binome.programmes.actions import enrol_in_cohort
from binome.programmes.actions.places import call_next
from binome.programmes.models import Affiliation, Cohort, Enrolment, StaffRole
from binome.programmes.queries import home_membership, membership_of
from binome.support import actions
from binome.support.models import Case, ReportReason
from tests.factories import NOON, a_mentor, a_window, home
from tests.factories.people import a_person
from tests.factories.programmes import a_cohort, a_participant, a_programme, a_staff_member, an_affiliation

from .cast import DAY, decide

pytestmark = pytest.mark.django_db
HERE, THERE = "/programmes/passerelles", "/programmes/tandem"


@pytest.fixture
def bruna() -> User:
    """A mentor of the open platform, of two promotions of one programme, and of another programme."""
    bruna = a_mentor()
    first = a_participant(bruna, "mentor", a_cohort(number=1, state="running"))
    a_participant("", "mentor", a_cohort(number=2, state="running"), affiliation=first.affiliation)
    a_participant("", "mentor", a_cohort(a_programme("informal", "tandem")), affiliation=first.affiliation)
    return bruna


@pytest.fixture
def dina() -> User:
    return a_staff_member("Dina", StaffRole.Kind.MODERATOR)


def a_case(person: User) -> Case:
    cohort = a_cohort(number=1)
    reporter = a_participant(f"Reporter{Case.objects.count()}", cohort=cohort).person
    given = {"reporter": reporter, "reported": person, "programme": cohort.programme, "reason": ReportReason.PAID}
    return actions.report_person(body="Elle m’a vendu une formation.", now=NOON, **given)


def decided(person: User, dina: User, measure: str) -> Case:
    case = a_case(person)
    actions.take_case(case=case, by=dina, now=NOON)
    actions.rate_case(case=case, by=dina, severity="grave", now=NOON)
    decide(case, dina, measure)
    return case


def states(person: User) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for slug, state in person.enrolments.values_list("programme__slug", "state"):
        found.setdefault(slug, set()).add(state)
    return found


@pytest.mark.parametrize(("measure", "state"), [("suspension", "suspended"), ("exclusion", "excluded")])
def test_it_holds_in_every_promotion_and_nowhere_else(bruna, dina, measure, state):
    decided(bruna, dina, measure)
    assert states(bruna) == {"passerelles": {state}, "tandem": {"active"}, home().slug: {"active"}}
    window = a_window(bruna)
    assert window.get(HERE + reverse("my-space"))["Location"].startswith(HERE + reverse("my-cases"))
    assert window.get(THERE + reverse("my-space")).status_code == 200
    assert window.get(reverse("my-space")).status_code == 200


def test_another_programme_says_nothing_of_it(bruna, dina):
    case = decided(bruna, dina, "exclusion")
    window = a_window(bruna)
    for prefix in (THERE, ""):
        assert case.code not in window.get(prefix + reverse("my-cases")).text
        assert window.get(prefix + reverse("my-case", args=[case.code])).status_code == 404
    assert not is_barred(bruna.email, now=NOON + DAY)


def test_its_end_brings_her_back_in_every_promotion(bruna, dina):
    decided(bruna, dina, "suspension")
    actions.end_suspensions(now=NOON + 31 * DAY)
    assert states(bruna)["passerelles"] == {"active"}
    assert not is_barred(bruna.email, within=a_programme().code, now=NOON + 31 * DAY)


def test_she_waits_on_a_list_as_long_as_it_holds(bruna, dina):
    cohort = a_cohort(number=3)
    waits = a_participant("", "mentor", cohort, affiliation=bruna.affiliations.get(), state="waiting")
    decided(bruna, dina, "suspension")
    assert membership_of(bruna, "passerelles").is_set_aside
    assert call_next(cohort=cohort, role="mentor", now=NOON + DAY) == 0
    waits.refresh_from_db()
    assert (waits.state, waits.place) == ("waiting", None)
    actions.end_suspensions(now=NOON + 31 * DAY)
    assert call_next(cohort=cohort, role="mentor", now=NOON + 31 * DAY) == 1


def test_who_only_waited_is_barred_too(dina):
    nour = a_participant("Nour", "mentor", a_cohort(number=1), state="waiting")
    decided(nour.person, dina, "exclusion")
    assert call_next(cohort=a_cohort(number=1), role="mentor", now=NOON + DAY) == 0


def test_a_promotion_that_she_left_is_no_way_round(bruna, dina):
    leave_promotion(enrolment=bruna.enrolments.get(cohort__number=2, programme__slug="passerelles"), now=NOON)
    decided(bruna, dina, "suspension")
    assert membership_of(bruna, "passerelles").is_set_aside


def test_leaving_before_the_decision_lifts_nothing(dina):
    nour = a_participant("Nour", "mentor", a_cohort(number=1))
    case = a_case(nour.person)
    leave_promotion(enrolment=nour, now=NOON)
    actions.take_case(case=case, by=dina, now=NOON)
    actions.rate_case(case=case, by=dina, severity="grave", now=NOON)
    decide(case, dina, "exclusion")
    with pytest.raises(MoveRefused, match="mesure de l’équipe"):
        enrol_in_cohort(cohort=a_cohort(number=2), affiliation=nour.affiliation, role="mentor", now=NOON + DAY)
    elsewhere = a_cohort(a_programme(slug="tandem"))
    assert enrol_in_cohort(cohort=elsewhere, affiliation=nour.affiliation, role="mentor", now=NOON + DAY).pk


def test_being_erased_and_declared_again_lifts_nothing(bruna, dina, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.txt"
    email, company = bruna.email, bruna.affiliations.get().organisation
    decided(bruna, dina, "exclusion")
    assert remains(bruna, now=NOON + DAY)
    erase_person(person=bruna, now=NOON + DAY)
    again = an_affiliation(a_person("Bruna", email=email), organisation=company)
    with pytest.raises(MoveRefused, match="mesure de l’équipe"):
        enrol_in_cohort(cohort=a_cohort(number=2), affiliation=again, role="mentor", now=NOON + 2 * DAY)


def test_her_role_in_another_programme_stays_and_her_role_here_is_closed(bruna, dina):
    for slug in ("passerelles", "tandem"):
        StaffRole.objects.create(person=bruna, programme=a_programme(slug=slug), kind="coordinator", since_at=NOON)
    decided(bruna, dina, "suspension")
    assert not membership_of(bruna, "passerelles").is_pilot
    assert membership_of(bruna, "tandem").is_pilot


def test_an_exclusion_from_the_open_platform_is_not_one_from_a_company_s_programme(bruna):
    moderator = a_staff_member("Mireille", StaffRole.Kind.MODERATOR, home())
    case = actions.report_person(
        reporter=a_mentor("Chloé"), reported=bruna, programme=home(), reason=ReportReason.PAID, body="…", now=NOON
    )
    actions.take_case(case=case, by=moderator, now=NOON)
    actions.rate_case(case=case, by=moderator, severity="grave", now=NOON)
    decide(case, moderator, "exclusion")
    assert home_membership(bruna).is_set_aside and not membership_of(bruna, "passerelles").is_set_aside
    assert hashes.kept_for(bruna.email, now=NOON + DAY) == {"sanctioned"}
    assert Enrolment.objects.filter(person=bruna, state="active").count() == 3
    assert Affiliation.objects.count() == 1 and Cohort.objects.count() == 3

"""A line manager is told that somebody takes part, and nothing that depends on what she does there (D15, N3, N11)."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from binome.core.models import Letter
from binome.mentoring.models import Pair
from binome.people.models import User
from binome.programmes.actions import accept_invitation, invite_people, nominate_person
from binome.programmes.models import Affiliation, Cohort, Enrolment, Invitation, Veto, Wish
from tests.factories import a_window
from tests.factories.line_manager import PASSWORD, a_leader, a_promotion_that_tells, a_report, delphine, told
from tests.factories.people import NOON
from tests.factories.programmes import a_cohort, a_participant, a_staff_member

from .routes import of_programmes, patterns

pytestmark = pytest.mark.django_db
#: The address that stops such letters: her manager's, and the second at which it was signed.
OUT = re.compile(r"/desabonnement/[^\s\"]+")


@pytest.fixture
def cohort():
    return a_promotion_that_tells()


def _letter_of(cohort: Cohort, declared: Affiliation, live) -> tuple[str, str, str]:
    """What is told in a world where she lives so, before her yes and after it; nothing of it stays."""
    with transaction.atomic():
        live(cohort, declared)
        invitation = Invitation.objects.get(cohort=cohort, affiliation=declared)
        accept_invitation(invitation=invitation, password=PASSWORD, line_manager_may_know=True, now=NOON)
        (letter,) = told()
        transaction.set_rollback(True)
    return letter.subject, OUT.sub("", letter.text), OUT.sub("", letter.html)


def _invited_to_be_helped(cohort: Cohort, declared: Affiliation) -> None:
    invite_people(cohort=cohort, affiliations=[declared], role="mentee", by=delphine(), now=NOON)


def _nominated_paired_before_and_at_odds(cohort: Cohort, declared: Affiliation) -> None:
    """Named by a sponsor to be a mentor; in another promotion she has a partner, a wish, and somebody ruled out."""
    sponsor = a_staff_member("Isabelle", "sponsor", cohort.programme)
    nominate_person(
        cohort=cohort, affiliation=declared, role="mentor", reason="Elle écoute.", by=sponsor, now=NOON
    )  # fmt: skip
    earlier = a_cohort(cohort.programme, number=7)
    hers = a_participant(declared.person, "mentee", earlier, affiliation=declared, answers={"goals": "Partir d’ici."})
    bruno, paule = (a_participant(name, "mentor", earlier) for name in ("Bruno", "Paule"))
    Wish.objects.create(enrolment=hers, wanted=bruno, rank=1)
    Veto.objects.create(enrolment=hers, refused=paule, set_at=NOON)
    Pair.objects.create(
        programme=cohort.programme, cohort=earlier, mentor=bruno.person, mentee=declared.person, rhythm="fortnightly",
        planned_end_on=NOON.date(), opened_at=NOON, last_sign_at=NOON,
    )  # fmt: skip


def test_no_word_of_the_letter_depends_on_what_she_does_in_the_programme(cohort):
    declared = a_report(a_leader())
    worlds = [
        _letter_of(cohort, declared, live) for live in (_invited_to_be_helped, _nominated_paired_before_and_at_odds)
    ]
    assert worlds[0] == worlds[1]
    assert not Letter.objects.filter(kind="line_manager_told").exists()


def test_whoever_reads_the_letter_opens_nothing_with_it(cohort):
    """Its one link stops such letters; it leads to no page of the programme, and no line manager has one."""
    leader = a_leader()
    declared = a_report(leader)
    _invited_to_be_helped(cohort, declared)
    accept_invitation(
        invitation=Invitation.objects.get(), password=PASSWORD, line_manager_may_know=True, now=NOON
    )  # fmt: skip
    (letter,) = told()
    codes = set(Enrolment.objects.values_list("code", flat=True)) | {declared.code, declared.person.code, cohort.code}
    assert not any(code in letter.text + letter.html for code in codes)
    page = Client().get(re.search(r"/desabonnement/\S+", letter.text)[0]).text
    assert "Inès" not in page and "Claire" not in page
    User.objects.filter(pk=leader.person_id).update(is_active=True)
    claire = a_window(User.objects.get(pk=leader.person_id))
    for route in sorted(of_programmes()):
        given = [cohort.code, *["zzzzzzzzzz"] * (len(patterns()[route]) - 1)] if patterns()[route] else []
        for act in (claire.get, claire.post):
            assert act(cohort.programme.root + reverse(route, args=given)).status_code in (404, 405), route

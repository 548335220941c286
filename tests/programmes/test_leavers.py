"""Who left her organisation: asked for nothing more, and shown to who runs the promotion, to keep her or not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from binome.core.models import JournalEntry, Letter
from binome.core.moves import MoveRefused
from binome.mentoring.actions.leaving import end_participation
from binome.mentoring.matchmaking.people import active
from binome.mentoring.models import Pair
from binome.programmes.actions import invite_people, keep_leaver
from binome.programmes.models import Cohort, Enrolment
from binome.programmes.queries import invitable, participants, perimeter_of
from tests.factories import NOON, a_window, home
from tests.factories.programmes import a_cohort, a_participant, a_staff_member, an_affiliation, an_entity

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def delphine():
    home()
    return a_staff_member("Delphine", programme=a_cohort().programme)


def _gone(name: str = "Lucie", entity: str = "Lyon", **fields) -> Enrolment:
    """She takes part, and her organisation says that she left."""
    left = an_affiliation(name, an_entity(entity), left_on=TODAY)
    return a_participant(left.person, "mentee", a_cohort(), affiliation=left, **fields)


def _to_decide(viewer) -> list[str]:
    rows = participants(perimeter_of(viewer, a_cohort().programme), a_cohort(), stage="gone")
    return [row.person.first_name for row in rows]


def test_a_leaver_is_shown_until_somebody_decides(delphine):
    lucie = _gone()
    a_participant("Sonia", "mentee", a_cohort())
    assert _to_decide(delphine) == ["Lucie"]
    keep_leaver(enrolment=lucie, by=delphine, now=NOON)
    assert _to_decide(delphine) == []
    lucie.refresh_from_db()
    assert (lucie.state, JournalEntry.objects.filter(verb="leaver_kept").count()) == ("active", 1)


def test_who_comes_back_and_leaves_again_is_shown_again(delphine):
    lucie = _gone()
    keep_leaver(enrolment=lucie, by=delphine, now=NOON)
    lucie.affiliation.left_on = TODAY + timedelta(days=90)
    lucie.affiliation.save()
    assert _to_decide(delphine) == ["Lucie"]


def test_ending_her_part_closes_her_pair_and_tells_both(delphine):
    lucie, bruna = _gone(), a_participant("Bruna", "mentor", a_cohort())
    pair = Pair.objects.create(
        programme=lucie.programme, cohort=lucie.cohort, mentor=bruna.person, mentee=lucie.person, rhythm="monthly",
        opened_at=NOON, last_sign_at=NOON, planned_end_on=TODAY + timedelta(days=200),
    )  # fmt: skip
    end_participation(enrolment=lucie, by=delphine, now=NOON)
    end_participation(enrolment=lucie, by=delphine, now=NOON)
    lucie.refresh_from_db()
    pair.refresh_from_db()
    assert (lucie.state, pair.state) == ("left", "closed")
    kinds = Letter.objects.values_list("kind", "recipient_code")
    assert list(kinds).count(("participation_ended", lucie.person.code)) == 1
    assert ("pair_closed", bruna.person.code) in set(kinds)
    assert JournalEntry.objects.get(verb="cohort_left").actor_code == delphine.code
    assert _to_decide(delphine) == []


def test_nobody_ends_the_part_of_somebody_who_is_still_there(delphine):
    sonia = a_participant("Sonia", "mentee", a_cohort())
    for move in (end_participation, keep_leaver):
        with pytest.raises(MoveRefused, match="toujours dans son organisation"):
            move(enrolment=sonia, by=delphine, now=NOON)
    sonia.refresh_from_db()
    assert sonia.state == "active"


def test_a_leaver_is_neither_invited_nor_matched_even_kept(delphine):
    lucie = _gone()
    keep_leaver(enrolment=lucie, by=delphine, now=NOON)
    assert not active(a_cohort()).exists()
    next_one = a_cohort(number=2)
    assert not invitable(perimeter_of(delphine, lucie.programme), next_one).exists()
    asked = {"cohort": next_one, "affiliations": [lucie.affiliation], "role": "mentee", "by": delphine, "now": NOON}
    assert invite_people(**asked) == 0


def _answer(viewer, enrolment: Enrolment, sort: str):
    path = "/programmes/passerelles" + reverse("decide-leaver", args=[enrolment.code])
    return a_window(viewer).post(path, {"sort": sort})


def test_the_page_keeps_and_ends(delphine):
    lucie, sonia = _gone(), _gone("Sonia")
    page = a_window(delphine).get(f"/programmes/passerelles{reverse('participant-list')}?etape=gone")
    assert page.text.count("Terminer sa participation") == 2
    _answer(delphine, lucie, "garder")
    _answer(delphine, sonia, "terminer")
    states = dict(Enrolment.objects.values_list("person__first_name", "state"))
    assert states == {"Lucie": "active", "Sonia": "left"}


def test_a_coordinator_decides_for_her_site_alone(delphine):
    lucie, sonia = _gone(), _gone("Sonia", "Siège")
    carole = a_staff_member("Carole", "coordinator", entity=an_entity("Lyon"))
    assert _answer(carole, sonia, "terminer").status_code == 404
    assert _answer(carole, lucie, "terminer").status_code == 302
    assert Enrolment.objects.get(pk=sonia.pk).state == "active"


def test_the_dashboard_says_that_somebody_left(delphine):
    _gone()
    Cohort.objects.update(state="running")
    page = a_window(delphine).get("/programmes/passerelles" + reverse("pilot-dashboard")).text
    assert "1 personne a quitté son organisation" in page

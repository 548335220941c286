"""A promotion that is over: its board and its minutes are read, and nothing of it is calculated or decided again."""

import pytest
from django.utils import timezone

from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Ruling
from binome.programmes.models import Cohort
from tests.factories import a_window
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import NOON
from tests.factories.programmes import a_staff_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def over():
    cohort = a_promotion()
    mentee, _mentor = someone("Inès", "mentee", cohort, stage=1), someone("Marc", "mentor", cohort, stage=3)
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    request_run(cohort=cohort, by=delphine, now=NOON)
    run_matches(lambda: NOON)
    return cohort, mentee, a_window(delphine)


def _board(cohort) -> str:
    return f"{cohort.programme.root}/pilotage/appariement/{cohort.code}/"


@pytest.mark.parametrize("end", [{"state": "closed"}, {"state": "draft", "archived_at": timezone.now()}])
def test_nothing_is_calculated_or_decided_again(over, end):
    cohort, mentee, client = over
    Cohort.objects.filter(pk=cohort.pk).update(**end)
    proposal = MatchRun.objects.get().proposals.get()
    for path, data in (
        ("calculer/", {}), ("soumettre/", {}), ("publier/", {}),
        (f"personnes/{mentee.code}/regler/", {"avec": proposal.mentor.code, "choix": "imposed"}),
    ):  # fmt: skip
        answer = client.post(_board(cohort) + path, data, follow=True)
        assert "son appariement se lit et ne change plus" in answer.text
    assert (MatchRun.objects.count(), MatchRun.objects.get().state, Ruling.objects.count()) == (1, "done", 0)


def test_its_board_and_its_minutes_are_read_and_offer_nothing_to_start(over):
    cohort, _mentee, client = over
    assert "/calculer/" in client.get(_board(cohort)).text
    Cohort.objects.filter(pk=cohort.pk).update(state="closed")
    page = client.get(_board(cohort))
    assert page.status_code == 200
    assert "/calculer/" not in page.text and "/soumettre/" not in page.text
    assert client.get(_board(cohort) + "proces-verbal/").status_code == 200
    assert f'href="{_board(cohort)}"' in client.get(_board(cohort).replace("appariement", "promotions")).text


def test_the_minutes_name_the_promotion_once_and_close_no_reason_twice(over):
    cohort, mentee, client = over
    mentor = MatchRun.objects.get().proposals.get().mentor
    reason = "Ils se connaissent déjà."
    client.post(
        _board(cohort) + f"personnes/{mentee.code}/regler/",
        {"avec": mentor.code, "choix": "forbidden", "motif": reason},
    )
    run_matches(timezone.now)
    said = " ".join(client.get(_board(cohort) + "proces-verbal/").text.split())
    assert "promotion <strong>" not in said and f"<strong>{cohort.name}</strong>" in said
    assert "<strong>Ils se connaissent déjà</strong>" in said

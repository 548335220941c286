"""A publication is worked out first, then stored at once: what changes in between is seen, and stops all of it."""

from datetime import timedelta

import pytest

from binome.core.models import Letter
from binome.core.moves import MoveRefused
from binome.mentoring.matchmaking import deciding
from binome.mentoring.matchmaking.preparing import prepare_run
from binome.mentoring.models import Block, Circle, CircleMember, MatchRun, Pair, Place
from binome.programmes.models import Programme, Veto
from tests.factories import NOON
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.programmes import a_staff_member

from .test_deciding import a_decided_run

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=1)


@pytest.fixture(params=["centralised", "circles"])
def run(request) -> MatchRun:
    cohort = a_promotion(request.param)
    symmetrical = cohort.programme.modality.symmetrical
    for number in range(4):
        role = "peer" if symmetrical else "mentor" if number % 2 else "mentee"
        someone(f"P{number}", role, cohort, stage=3 if number % 2 else 1)
    return a_decided_run(cohort, a_staff_member("Delphine", programme=cohort.programme))


def _publish(run: MatchRun, prepared) -> int:
    return deciding.publish_run(run=run, by=run.submitted_by, now=LATER, prepared=prepared)


def _stored() -> tuple[int, int, int, int]:
    told = Letter.objects.filter(kind__in=["pair_published", "circle_published"])
    return Pair.objects.count(), Circle.objects.count(), CircleMember.objects.count(), told.count()


def _block(one, other) -> None:
    Block.objects.create(by=one.person, person=other.person, since_at=NOON)


def _refuse(one, other) -> None:
    Veto.objects.create(enrolment=one, refused=other, set_at=NOON)


def _command(one, other) -> None:
    other.affiliation.line_manager = one.affiliation
    other.affiliation.save()


def _rule(one, other) -> None:
    """All of one company are kept apart from now on."""
    rule = {"kind": "different_groups", "label": "Autre entreprise", "label_en": "", "column": "organisation"}
    Programme.objects.filter(pk=one.programme_id).update(rules=[rule])


@pytest.mark.parametrize("change", [_block, _refuse, _command, _rule])
def test_a_pair_forbidden_while_the_letters_are_written_stops_everything(run, change):
    prepared = prepare_run(run, now=NOON)
    change(*prepared.couples[0])
    with pytest.raises(MoveRefused):
        _publish(run, prepared)
    run.refresh_from_db()
    assert (run.state, _stored(), Place.objects.count()) == ("approved", (0, 0, 0, 0), 0)


def test_who_leaves_while_the_letters_are_written_stops_everything(run):
    prepared = prepare_run(run, now=NOON)
    run.cohort.enrolments.filter(pk=prepared.couples[0][1].pk).update(state="left")
    with pytest.raises(MoveRefused, match="Recalculez"):
        _publish(run, prepared)
    assert _stored() == (0, 0, 0, 0)


def test_whoever_is_placed_elsewhere_while_the_letters_are_written_stops_everything(run):
    prepared = prepare_run(run, now=NOON)
    one, other = prepared.couples[0]
    if prepared.circles:
        circle = Circle.objects.create(cohort=run.cohort, number=1, opened_at=NOON, last_sign_at=NOON)
        CircleMember.objects.create(circle=circle, enrolment=one)
    else:
        given = {"rhythm": "monthly", "opened_at": NOON, "last_sign_at": NOON, "planned_end_on": NOON.date()}
        Pair.objects.create(
            programme=run.cohort.programme, cohort=run.cohort, mentor=other.person, mentee=one.person, **given
        )
    before = _stored()
    with pytest.raises(MoveRefused):
        _publish(run, prepared)
    assert _stored() == before


def test_a_forbidden_pair_gets_no_letter_written(run):
    _block(*prepare_run(run, now=NOON).couples[0])
    with pytest.raises(MoveRefused, match="Une règle"):
        prepare_run(run, now=NOON)


def test_under_the_lock_no_letter_is_written_and_no_rule_worked_out_again(run, monkeypatch):
    """Six seconds of the lock, for 2,700 pairs, were rules compiled and listings of nobody's directory."""
    prepared = prepare_run(run, now=NOON)

    def never(*_given, **_named):
        raise AssertionError

    slow = (
        "matchmaking.deciding.may_open",
        "matchmaking.preparing.may_open",
        "actions.listing._describe",
        "emails.tell",
    )
    for place in slow:
        monkeypatch.setattr(f"binome.mentoring.{place}", never)
    assert _publish(run, prepared) == len(prepared.pairs) + len(prepared.circles) > 0
    assert _stored()[3] == len(prepared.letters) == 4


@pytest.mark.parametrize("run", ["centralised"], indirect=True)
def test_each_proposal_becomes_the_pair_of_its_two_on_a_place_of_its_mentor(run):
    _publish(run, prepare_run(run, now=NOON))
    proposals = run.proposals.select_related("pair__place", "mentee", "mentor")
    assert len(proposals) == 2
    for row in proposals:
        assert (row.pair.mentee_id, row.pair.mentor_id) == (row.mentee.person_id, row.mentor.person_id)
        assert row.pair.place.enrolment_id == row.mentor_id

"""Who works for a programme without being of its team neither writes for it nor is told what waits for it."""

import pytest

from binome.core.models import Letter
from binome.programmes.models import StaffRole
from binome.programmes.queries.team import team_of, works_for
from binome.support import actions
from binome.support.actions import MoveRefused
from binome.support.models import HandoverNote, TeamMessage
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, an_administrator, home

from .cast import a_case

pytestmark = pytest.mark.django_db
OTHERS = [StaffRole.Kind.MANAGER, StaffRole.Kind.COORDINATOR, StaffRole.Kind.SPONSOR]


def test_moderators_and_administrators_are_the_team():
    people = [a_moderator("Dina"), an_administrator("Elsa")]
    others = [a_moderator(kind.capitalize(), kind=kind) for kind in OTHERS]
    assert list(team_of(home())) == people
    assert not any(works_for(home(), person) for person in others)


@pytest.mark.parametrize("kind", OTHERS)
def test_who_is_not_of_the_team_does_none_of_its_acts(kind):
    dina, lucie, awa = a_moderator("Dina"), a_moderator("Lucie", kind=kind), a_mentee("Awa")
    note = actions.leave_note(programme=home(), by=dina, body="Tout est lu.", now=NOON)
    acts = (
        lambda: actions.leave_note(programme=home(), by=lucie, body="Bonjour.", now=NOON),
        lambda: actions.remove_note(note=note, by=lucie, now=NOON),
        lambda: actions.write_to_members(
            people=[awa], programme=home(), subject="Bonjour", body="Bonjour.", by=lucie, now=NOON
        ),
    )
    for act in acts:
        with pytest.raises(MoveRefused, match="réservée à l’équipe"):
            act()
    assert (HandoverNote.objects.count(), TeamMessage.objects.count()) == (1, 0)


@pytest.mark.parametrize("kind", OTHERS)
def test_who_is_not_of_the_team_is_told_of_no_report(kind):
    dina, _lucie = a_moderator("Dina"), a_moderator("Lucie", kind=kind)
    a_case(a_mentee("Awa"), a_mentor("Bruna"))
    assert set(Letter.objects.filter(kind="case_opened").values_list("to", flat=True)) == {dina.email}

"""Who sees a family name or a contact detail: N1, N2, N12, N16, A4."""

from datetime import timedelta

import pytest

from binome.core.models import JournalEntry
from binome.mentoring import actions, identity
from binome.mentoring.identity import AccessRefused, card, may_see_name, staff_card
from binome.people.models import CivilIdentity, IdentitySealed
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_pair, a_request, family_name_of
from tests.factories.programmes import a_cohort, a_participant, a_programme, a_staff_member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_an_ordinary_query_cannot_load_a_family_name():
    bruna = a_mentor()
    with pytest.raises(IdentitySealed):
        CivilIdentity.objects.get(person=bruna)
    assert not hasattr(bruna, "civilidentity")


def test_she_sees_her_own_name():
    bruna = a_mentor()
    assert card(viewer=bruna, person=bruna).family_name == family_name_of(bruna)


def test_nobody_else_sees_anything_before_the_pair_exists():
    row = a_request(will_reveal=["name", "email", "phone", "link"])
    for viewer, person in ((row.mentor, row.mentee), (row.mentee, row.mentor), (a_mentee("Chloé"), row.mentor)):
        seen = card(viewer=viewer, person=person)
        assert (seen.family_name, seen.email, seen.phone, seen.link) == ("", "", "", "")
        assert seen.first_name == person.first_name
        assert not may_see_name(viewer=viewer, person=person)


@pytest.mark.parametrize("field", ["name", "email", "phone", "link"])
def test_in_a_pair_each_shows_exactly_what_she_chose(field):
    pair = a_pair(reveal=[field])
    type(pair.mentor.profile).objects.filter(person=pair.mentor).update(link="https://example.org/bruna")
    pair.mentor.refresh_from_db()

    seen = card(viewer=pair.mentee, person=pair.mentor)

    shown = {"name": seen.family_name, "email": seen.email, "phone": seen.phone, "link": seen.link}
    assert {key for key, value in shown.items() if value} == {field}


def test_a_choice_holds_from_the_next_look():
    """N13."""
    pair = a_pair(reveal=[])
    assert not may_see_name(viewer=pair.mentee, person=pair.mentor)

    actions.choose_reveal(pair=pair, by=pair.mentor, fields=["name"], after_closing=False, now=NOON)
    assert card(viewer=pair.mentee, person=pair.mentor).family_name == family_name_of(pair.mentor)

    actions.choose_reveal(pair=pair, by=pair.mentor, fields=[], after_closing=False, now=NOON)
    assert not may_see_name(viewer=pair.mentee, person=pair.mentor)


def test_one_reveals_nothing_on_the_others_behalf():
    pair = a_pair(reveal=[])
    actions.choose_reveal(pair=pair, by=pair.mentee, fields=["name", "email"], after_closing=True, now=NOON)
    assert card(viewer=pair.mentee, person=pair.mentor).email == ""
    assert may_see_name(viewer=pair.mentor, person=pair.mentee)


@pytest.mark.parametrize("after_closing", [True, False])
def test_a_name_is_hidden_again_when_the_pair_closes_unless_she_says_otherwise(after_closing):
    pair = a_pair()
    actions.choose_reveal(pair=pair, by=pair.mentor, fields=["name"], after_closing=after_closing, now=NOON)

    actions.close_pair(pair=pair, by=pair.mentee, reason="reached", now=NOON + DAY)

    assert may_see_name(viewer=pair.mentee, person=pair.mentor) is after_closing


def test_a_report_hides_everything_even_what_should_have_stayed():
    pair = a_pair()
    actions.choose_reveal(pair=pair, by=pair.mentor, fields=["name", "phone"], after_closing=True, now=NOON)
    actions.separate(by=pair.mentor, person=pair.mentee, now=NOON)
    assert card(viewer=pair.mentee, person=pair.mentor).family_name == ""


def test_a_moderator_opens_a_name_for_a_reason_and_leaves_one_line():
    """N16."""
    bruna, dina = a_mentor(), a_moderator()

    seen = staff_card(moderator=dina, person=bruna, reason="check", now=NOON)

    assert seen.family_name == family_name_of(bruna)
    lines = JournalEntry.objects.filter(verb="identity_opened")
    assert list(lines.values_list("actor_code", "object_code", "data")) == [
        (dina.code, bruna.code, {"reason": "check"})
    ]


@pytest.mark.parametrize("reason", ["", "curiosity"])
def test_a_moderator_without_a_reason_opens_nothing(reason):
    with pytest.raises(AccessRefused, match="raison"):
        staff_card(moderator=a_moderator(), person=a_mentor(), reason=reason, now=NOON)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("kind", ["manager", "coordinator", "sponsor"])
def test_a_role_outside_the_team_opens_no_identity(kind):
    with pytest.raises(AccessRefused, match="équipe"):
        staff_card(moderator=a_moderator("Lucie", kind=kind), person=a_mentee("Awa"), reason="check", now=NOON)


def test_a_member_is_no_staff():
    with pytest.raises(AccessRefused, match="équipe"):
        staff_card(moderator=a_mentee(), person=a_mentor(), reason="check", now=NOON)


def test_a_moderator_opens_nobody_of_a_programme_that_is_not_hers():
    """Asked by the action itself: who moderates a company's programme opens none of the open platform's names."""
    other = a_programme("centralised", "passerelles")
    carole = a_staff_member("Carole", "moderator", other)
    bruna, ines = a_mentor(), a_participant("Inès", "mentee", a_cohort(other)).person
    with pytest.raises(AccessRefused, match="équipe"):
        staff_card(moderator=carole, person=bruna, reason="check", now=NOON)
    with pytest.raises(AccessRefused, match="équipe"):
        staff_card(moderator=a_moderator(), person=ines, reason="check", now=NOON)
    assert not JournalEntry.objects.exists()
    assert staff_card(moderator=carole, person=ines, reason="check", now=NOON).family_name


def test_a_moderator_does_not_open_someone_she_is_tied_to():
    """N12: herself, her other account, someone she asked or was asked by."""
    dina, bruna = a_moderator(), a_mentor()
    other_account = a_mentee("Dina")
    type(dina).objects.filter(pk=dina.pk).update(linked_to=other_account)
    dina.refresh_from_db()

    for person in (dina, other_account):
        with pytest.raises(AccessRefused, match="autre modératrice"):
            staff_card(moderator=dina, person=person, reason="check", now=NOON)
    assert staff_card(moderator=dina, person=bruna, reason="check", now=NOON).family_name


def test_every_field_of_the_table_says_who_sees_it_and_outsiders_see_nothing():
    """N2: the rule is the documentation."""
    for name, (label, row) in identity.VISIBILITY.items():
        assert set(row) == set(identity.Relation), name
        assert row[identity.Relation.OUTSIDER] == identity.Sight.NO
        assert row[identity.Relation.SELF] == identity.Sight.YES
        assert str(label)

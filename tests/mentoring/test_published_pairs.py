"""A pair that a programme makes lives as one that was asked for; staff reads names within her perimeter, journalled."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from binome.core.models import JournalEntry
from binome.mentoring import actions, identity, queries
from binome.mentoring.actions.opening import open_pair
from binome.mentoring.models import Pair, PastPair, Place
from binome.mentoring.privacy import erase
from binome.privacy.export import export_data
from binome.programmes.models import DeclaredIdentity
from binome.programmes.queries.perimeter import perimeter_of
from tests.factories.people import NOON, a_person, family_name_of
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_entity,
    an_organisation,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=20)


@transaction.atomic
def a_published_pair(mentor=None, mentee=None) -> Pair:
    cohort = a_cohort()
    mentor = mentor or a_participant("Marc", "mentor", cohort)
    mentee = mentee or a_participant("Inès", "mentee", cohort)
    Place.objects.get_or_create(enrolment=mentor, number=1)
    pair = Pair(
        programme=cohort.programme,
        cohort=cohort,
        mentor=mentor.person,
        mentee=mentee.person,
        rhythm="monthly",
        planned_end_on=(NOON + timedelta(days=300)).date(),
    )
    return open_pair(pair, place_of=mentor, shown={}, by=None, now=NOON)


def test_both_choose_what_they_show_meet_and_close_as_in_any_pair():
    pair = a_published_pair()
    actions.choose_reveal(pair=pair, by=pair.mentor, fields=["name"], after_closing=False, now=LATER)
    assert identity.card(viewer=pair.mentee, person=pair.mentor).family_name == family_name_of(pair.mentor)
    assert identity.card(viewer=pair.mentor, person=pair.mentee).family_name == ""
    actions.log_meeting(pair=pair, by=pair.mentee, held_on=LATER.date(), minutes=45, format="remote", now=LATER)
    actions.prolong_pair(pair=pair, by=pair.mentor, months=2, now=LATER)
    seen = queries.as_seen(queries.pairs_of(pair.mentee).get(), viewer=pair.mentee)
    assert (seen.held, seen.partner.first_name) == (1, "Marc")
    actions.close_pair(pair=pair, by=pair.mentee, reason="reached", now=LATER)
    assert not Place.objects.exclude(pair=None).exists()
    assert Pair.objects.get().state == "closed"


def test_its_archive_and_its_erasure_need_no_request():
    pair = a_published_pair()
    export_data(person=pair.mentee, file=io.BytesIO(), site_name="Binôme", language="fr", now=LATER)
    erase(pair.mentee, now=LATER)
    assert not Pair.objects.exists()
    assert PastPair.objects.count() == 1


def test_the_database_holds_one_live_pair_per_mentee_in_a_promotion():
    pair = a_published_pair()
    other = a_participant("Bruna", "mentor")
    with pytest.raises(IntegrityError):
        a_published_pair(other, pair.mentee.enrolments.get())


def test_a_pair_needs_a_free_place_of_its_mentor():
    pair = a_published_pair()
    with pytest.raises(actions.MoveRefused):
        a_published_pair(pair.mentor.enrolments.get(), a_participant("Awa", "mentee"))
    assert Pair.objects.count() == 1


def test_a_manager_reads_the_names_of_a_page_and_the_journal_says_so_once():
    people = [a_participant(name).person for name in ("Inès", "Awa")]
    delphine = a_staff_member("Delphine")
    shown = identity.names_for(
        viewer=delphine, perimeter=perimeter_of(delphine, a_programme()), people=people, now=NOON
    )
    assert shown == {who.pk: f"{who.first_name} {family_name_of(who)}" for who in people}
    line = JournalEntry.objects.get(verb="names_shown")
    assert (line.actor_code, line.data) == (delphine.code, {"people": 2})


def test_a_coordinator_reads_the_names_of_her_site_alone():
    here, there = an_entity("Lyon"), an_entity("Brest")
    hers, other = a_participant("Inès", entity=here).person, a_participant("Awa", entity=there).person
    nora = a_staff_member("Nora", "coordinator", entity=here)
    shown = identity.names_for(viewer=nora, perimeter=perimeter_of(nora, a_programme()), people=[hers, other], now=NOON)
    assert shown == {hers.pk: f"Inès {family_name_of(hers)}", other.pk: "Awa"}


@pytest.mark.parametrize("kind", ["sponsor", "moderator"])
def test_nobody_else_reads_a_name_by_this_way(kind):
    inès = a_participant("Inès").person
    other = a_staff_member("Sonia", kind)
    for viewer in (other, inès, a_person("Awa")):
        perimeter = perimeter_of(viewer, a_programme())
        assert identity.names_for(viewer=viewer, perimeter=perimeter, people=[inès], now=NOON) == {inès.pk: "Inès"}
    assert not JournalEntry.objects.filter(verb="names_shown").exists()


def test_a_manager_reads_nothing_of_another_organisation_s_people():
    """Sylvie runs the programme of another organisation, which is no party of Passerelles."""
    elsewhere = a_programme("centralised", "autre", an_organisation("Alcyon"))
    sylvie = a_staff_member("Sylvie", programme=elsewhere)
    inès = a_participant("Inès").person
    within = perimeter_of(sylvie, elsewhere)
    assert identity.names_for(viewer=sylvie, perimeter=within, people=[inès], now=NOON) == {inès.pk: "Inès"}


def test_a_participant_bears_the_name_of_the_organisation_for_which_she_takes_part():
    """Alpha and Bêta both declare Inès: who runs Alpha's part sees her where she takes part for Alpha, not for Bêta."""
    alpha, beta = an_organisation("Alpha"), an_organisation("Bêta")
    cohort = a_cohort(a_programme("cross_company", "reseau", alpha, beta))
    inès = a_person("Inès")
    hers, others = (an_affiliation(inès, organisation=company) for company in (alpha, beta))
    DeclaredIdentity.objects.declare([
        DeclaredIdentity(affiliation=row, email="ines@example.org", first_name="Inès", family_name=name)
        for row, name in ((hers, "Vexalpha"), (others, "Vexbeta"))
    ])  # fmt: skip
    ana = a_staff_member("Ana", programme=cohort.programme, organisation=alpha)
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    for viewer, affiliation, name in (
        (ana, hers, "Inès Vexalpha"), (ana, others, None), (delphine, others, "Inès Vexbeta"), (inès, hers, None),
    ):  # fmt: skip
        enrolment = a_participant("", "mentee", cohort, affiliation=affiliation)
        perimeter = perimeter_of(viewer, cohort.programme)
        shown = identity.names_of(viewer=viewer, perimeter=perimeter, enrolments=[enrolment], now=NOON)
        assert shown.get(enrolment.pk) == name
        enrolment.delete()
    assert JournalEntry.objects.filter(verb="names_shown").count() == 2

"""Capacity as places (B1)."""

import pytest
from django.db import IntegrityError, transaction

from binome.core.models import Letter
from binome.mentoring import actions
from binome.mentoring.actions import MoveRefused
from binome.mentoring.models import Place
from binome.programmes.models import Enrolment
from tests.factories import NOON, a_mentee, a_mentor, a_pair

pytestmark = pytest.mark.django_db


def set_capacity(mentor, capacity):
    enrolment = Enrolment.objects.select_related("person", "programme").get(person=mentor)
    actions.set_capacity(mentor=enrolment, capacity=capacity, by=mentor, now=NOON)
    return Place.objects.filter(enrolment=enrolment).count()


@pytest.mark.parametrize("capacity", [1, 2, 3, 5])
def test_a_mentor_has_as_many_places_as_she_says(capacity):
    assert set_capacity(a_mentor(capacity=3), capacity) == capacity


@pytest.mark.parametrize("capacity", [-1, 0, 6])
def test_a_capacity_out_of_the_programmes_bounds_is_refused(capacity):
    mentor = a_mentor(capacity=2)
    with pytest.raises(MoveRefused, match="entre 1 et 5"):
        set_capacity(mentor, capacity)
    assert Place.objects.count() == 2


def test_capacity_never_drops_under_the_pairs_she_follows():
    mentor = a_mentor(capacity=3)
    a_pair(a_mentee("Awa"), mentor)
    a_pair(a_mentee("Inès"), mentor)

    with pytest.raises(MoveRefused, match="binôme sera clos"):
        set_capacity(mentor, 1)
    assert set_capacity(mentor, 2) == 2
    assert Place.objects.filter(pair=None).count() == 0


def test_a_higher_capacity_tells_whoever_waits():
    mentor, awa = a_mentor(capacity=1), a_mentee("Awa")
    a_pair(a_mentee("Inès"), mentor)
    enrolment = Enrolment.objects.select_related("person", "programme").get(person=mentor)
    actions.join_waiting_list(mentor=enrolment, by=awa, now=NOON)

    set_capacity(mentor, 2)

    assert [letter.recipient_code for letter in Letter.objects.filter(kind="place_free")] == [awa.code]


def test_the_database_itself_refuses_two_pairs_on_one_place():
    mentor = a_mentor(capacity=2)
    pair = a_pair(a_mentee("Awa"), mentor)
    other = Place.objects.get(pair=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=other.pk).update(pair=pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(enrolment=other.enrolment, number=other.number)

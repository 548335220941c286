"""Prepared queries: the answers of the ordinary queryset, without writing it again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from binome.core.models import JournalEntry
from binome.core.prepared import Given, Prepared
from binome.people.models import User
from binome.programmes.models import Enrolment
from tests.factories import a_mentee, a_mentor

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def of_verb(verb: Given, since: Given) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(verb=verb, at__gt=since).order_by("pk")


def enrolled(person: Given, staff: Given) -> QuerySet[Enrolment]:
    is_staff = RawSQL("%s = 'staff'", [staff], output_field=BooleanField())
    return Enrolment.objects.filter(person=person).select_related("person", "programme").annotate(is_staff=is_staff)


def lines(*facts: tuple[str, datetime]) -> list[JournalEntry]:
    return [JournalEntry.objects.create(verb=verb, at=at, data={"days": 3}) for verb, at in facts]


def test_each_asking_has_its_own_values():
    early, late, other = lines(("sent", NOON), ("sent", NOON + timedelta(hours=1)), ("closed", NOON))
    ask = Prepared(of_verb)

    assert ask(verb="sent", since=NOON - timedelta(seconds=1)) == [early, late]
    assert ask(verb="sent", since=NOON) == [late]
    assert ask(verb="closed", since=NOON - timedelta(seconds=1)) == [other]
    assert ask(verb="' OR 1=1 --", since=NOON) == []
    assert ask(verb="sent", since=NOON)[0].data == {"days": 3}


def test_nothing_of_an_answer_is_kept():
    ask = Prepared(of_verb)
    assert ask(verb="sent", since=NOON - timedelta(days=1)) == []

    (line,) = lines(("sent", NOON))
    assert ask(verb="sent", since=NOON - timedelta(days=1)) == [line]

    JournalEntry.objects.update(object_code="changed")
    assert ask(verb="sent", since=NOON - timedelta(days=1))[0].object_code == "changed"


def test_related_rows_and_annotations_come_in_the_same_query(django_assert_num_queries):
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    ask = Prepared(enrolled)

    for person, word in [(awa, "member"), (bruna, "staff")]:
        with django_assert_num_queries(1):
            (row,) = ask(person=person.pk, staff=word)
            assert (row.person, row.person.first_name) == (person, person.first_name)
            assert row.programme.vocabulary["fr"]["mentor"]["one"]
        assert bool(row.is_staff) is (word == "staff")


def test_the_first_row_or_none():
    awa = a_mentee("Awa")
    ask = Prepared(lambda code: User.objects.filter(code=code))

    assert ask.first(code=awa.code) == awa
    assert ask.first(code="nobody") is None


def test_a_value_that_is_missing_is_refused():
    with pytest.raises(KeyError, match="since"):
        Prepared(of_verb)(verb="sent")


def test_a_column_and_a_union_come_as_values():
    early, _late, other = lines(("sent", NOON), ("sent", NOON), ("closed", NOON))

    def keys(verb: Given, key: Given) -> QuerySet[JournalEntry, int]:
        rows = JournalEntry.objects.order_by().values_list("pk", flat=True)
        return rows.filter(verb=verb).union(rows.filter(pk=key))

    assert sorted(Prepared(keys)(verb="closed", key=early.pk)) == [early.pk, other.pk]


def test_a_list_of_any_length_has_one_place():
    early, late, other = lines(("sent", NOON), ("sent", NOON), ("closed", NOON))

    def these(keys: Given, verbs: Given) -> QuerySet[JournalEntry]:
        return JournalEntry.objects.filter(pk__in=keys.keys(), verb__in=verbs.codes()).order_by("pk")

    ask = Prepared(these)
    assert ask(keys=[early.pk, other.pk], verbs=["sent", "closed", "it's"]) == [early, other]
    assert ask(keys=[late.pk], verbs=["sent"]) == [late]
    assert ask(keys=[], verbs=["sent"]) == ask(keys=[late.pk], verbs=[]) == []


def test_a_list_reaches_a_relation_and_a_query_inside():
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")

    def enrolled_or_written(people: Given) -> QuerySet[Enrolment]:
        inside = User.objects.filter(pk__in=people.keys()).order_by("-pk").values("pk")[:1]
        return Enrolment.objects.filter(person__in=people.keys(), person_id__in=inside)

    assert [row.person for row in Prepared(enrolled_or_written)(people=[awa.pk, bruna.pk])] == [bruna]

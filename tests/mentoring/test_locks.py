"""The lock that every move of a request or a pair stands on."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from binome.mentoring.actions.moves import lock_people
from tests.factories import a_mentee, a_mentor


@pytest.mark.django_db(transaction=True)
def test_people_are_locked_inside_a_transaction_only():
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    with pytest.raises(AssertionError):
        lock_people(awa.pk, bruna.pk)

    with transaction.atomic():
        lock_people(awa.pk, bruna.pk)
        lock_people(awa.pk)
    with pytest.raises(AssertionError):
        lock_people(awa.pk, bruna.pk)


@pytest.mark.django_db
def test_the_same_lock_takes_other_people_each_time():
    awa, bruna, chloe = a_mentee("Awa"), a_mentor("Bruna"), a_mentee("Chloé")
    for one, other in [(awa, bruna), (chloe, bruna)]:
        with CaptureQueriesContext(connection) as queries:
            lock_people(bruna.pk, one.pk)
        (query,) = queries.captured_queries
        assert all(str(person.pk) in query["sql"] for person in (one, other)), query["sql"]
        assert query["sql"].endswith("FOR NO KEY UPDATE") is (connection.vendor == "postgresql")

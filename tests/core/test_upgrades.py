"""An upgrade keeps what is there: the migrations of a later version run on a database that people already use."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("programmes", "0008_places_wishes_and_texts")]


@pytest.fixture
def before():
    """The tables as they were, and back to today's whatever happens."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    executor = MigrationExecutor(connection)
    executor.migrate(leaves)


def test_roles_given_before_they_had_a_code_get_one_each(before):
    now = timezone.now()
    programme = before.get_model("programmes", "Programme").objects.create(slug="ici", name="Ici", form="centralised")
    for name in ("Elsa", "Dina", "Mireille"):
        person = before.get_model("people", "User").objects.create(
            code=name, email=f"{name.lower()}@example.org", first_name=name, created_at=now
        )
        before.get_model("programmes", "StaffRole").objects.create(
            programme=programme, person=person, kind="manager", since_at=now
        )
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    after = executor.loader.project_state(executor.loader.graph.leaf_nodes()).apps
    codes = after.get_model("programmes", "StaffRole").objects.values_list("code", flat=True)
    assert len(set(codes)) == 3 and all(codes)

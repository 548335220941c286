"""An upgrade keeps what is there: the migrations of a later version run on a database that people already use."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from binome.core.models import JournalEntry
from binome.programmes.models import Cohort

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


def test_promotions_closed_before_their_end_was_kept_get_one(before):
    """The journal's, else their archiving, else their last day; else the day of the upgrade, never a day to come."""
    now, day = timezone.now(), timedelta(days=1)
    programme = before.get_model("programmes", "Programme").objects.create(slug="ici", name="Ici", form="centralised")
    ended = {
        "said": {"ends_on": timezone.localdate(now - 40 * day)},
        "archived": {"archived_at": now - 30 * day, "ends_on": timezone.localdate(now - 50 * day)},
        "planned": {"ends_on": timezone.localdate(now - 20 * day)},
        "to-come": {"ends_on": timezone.localdate(now + 90 * day)},
        "unknown": {},
    }
    for number, (code, said) in enumerate(ended.items(), 1):
        before.get_model("programmes", "Cohort").objects.create(
            code=code, programme=programme, number=number, name=code, state="closed", created_at=now - 400 * day, **said
        )
    before.get_model("programmes", "Cohort").objects.create(
        code="running", programme=programme, number=9, name="running", state="running", created_at=now
    )
    for move, ago in (("start", 300), ("close", 10)):
        JournalEntry.objects.create(
            at=now - ago * day, verb="cohort_moved", object_kind="cohort", object_code="said", data={"move": move}
        )
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    ended_on = {row.code: row.closed_at and timezone.localdate(row.closed_at) for row in Cohort.objects.all()}
    days = {"said": 10, "archived": 30, "planned": 20, "to-come": 0, "unknown": 0}
    assert ended_on == {"running": None, **{code: timezone.localdate(now - ago * day) for code, ago in days.items()}}

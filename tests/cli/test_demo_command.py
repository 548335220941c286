"""Loading the demonstration on an empty database."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from binome.cli.demo.load import load
from binome.mentoring.models import Meeting, MentoringRequest
from binome.people.models import User

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_it_is_the_same_each_time():
    seen = []
    for _time in range(2):
        with transaction.atomic():
            load(now=NOW, mentors=30, mentees=110)
            people = list(User.objects.order_by("pk").values_list("code", "email", "first_name"))
            requests = list(MentoringRequest.objects.order_by("pk").values_list("code", "state", "why_you", "sent_at"))
            seen.append((people, requests, list(Meeting.objects.order_by("pk").values_list("held_on", "minutes"))))
            transaction.set_rollback(True)

    assert seen[0] == seen[1]


@pytest.mark.parametrize("command", ["demo_load", "demo_accounts"])
def test_a_real_site_refuses_invented_people(command, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command(command)
    assert not User.objects.exists()

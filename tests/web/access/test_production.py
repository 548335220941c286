"""A real site refuses to start in a dangerous way, and its first account is opened by a command."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as settings_of_the_house
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import reverse

from binome.core.models import Letter
from binome.people.models import User
from binome.web.safety import refuse_the_wrong_database
from tests.factories import a_moderator, home

KEY = "Zk3vQ9xT1mB7nR5pW2cY8dF4gH6jL0sA-uE_iO1aX7qV5tM3bN9"


def start(**environment):
    """What the settings say, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BINOME_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "import config.settings"],
        env=kept | {f"BINOME_{name}": value for name, value in environment.items()},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stderr.strip().splitlines()[-1] if done.returncode else "started"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SITE_URL": "https://mentorat.example.org", "SECRET_KEY": KEY}, "started"),
        ({"SECRET_KEY": KEY}, "started"),
        ({"DEBUG": "1"}, "started"),
        ({"DEMO": "1"}, "started"),
        ({"SITE_URL": "https://mentorat.example.org", "SECRET_KEY": KEY, "DEBUG": "1"}, "BINOME_DEBUG"),
        ({"SITE_URL": "https://mentorat.example.org"}, "Set BINOME_SECRET_KEY"),
        ({"SITE_URL": "https://mentorat.example.org", "SECRET_KEY": KEY[:49]}, "too weak"),
        ({"SITE_URL": "https://mentorat.example.org", "SECRET_KEY": "azerty" * 10}, "too weak"),
        ({"SITE_URL": "https://demo.example.org", "DEMO": "1"}, "too weak"),
        ({"SITE_URL": "http://mentorat.example.org", "SECRET_KEY": KEY}, "https://"),
    ],
)
def test_the_settings_refuse_what_would_be_dangerous(environment, said):
    assert said in start(**environment)


@pytest.mark.django_db
def test_a_real_site_refuses_the_team_of_the_demonstration():
    refuse_the_wrong_database()
    dina = a_moderator()
    User.objects.filter(pk=dina.pk).update(email="dina.equipe@demo.example")

    with pytest.raises(ImproperlyConfigured, match="demonstration"):
        refuse_the_wrong_database()


@pytest.mark.django_db
def test_the_demonstration_itself_starts(settings):
    settings.DEMO = True
    User.objects.filter(pk=a_moderator().pk).update(email="dina.equipe@demo.example")

    refuse_the_wrong_database()


@pytest.mark.django_db
def test_the_demonstration_refuses_a_database_with_a_team_of_its_own(settings):
    """Its mailbox would show the letters of real people, and the links in them, to anyone."""
    settings.DEMO = True
    real = a_moderator("Elsa")
    User.objects.filter(pk=real.pk).update(email="elsa@mentorat.example.org", is_active=False)
    refuse_the_wrong_database()

    User.objects.filter(pk=real.pk).update(is_active=True)
    with pytest.raises(ImproperlyConfigured, match="BINOME_DEMO=1 shows every e-mail"):
        refuse_the_wrong_database()


@pytest.mark.django_db
def test_who_names_a_manager_of_her_own_in_the_demonstration_opens_it_again(settings):
    settings.DEMO = True
    User.objects.filter(pk=a_moderator("Dina").pk).update(email="dina.equipe@demo.example")
    a_moderator("Elsa")

    refuse_the_wrong_database()


@pytest.mark.django_db
def test_a_development_site_starts_with_anyone(settings):
    settings.DEBUG = True
    a_moderator()

    refuse_the_wrong_database()


def test_the_server_asks_before_it_answers():
    """`config.wsgi` is what granian and `runserver` import."""
    assert "\nrefuse_the_wrong_database()\n" in (settings_of_the_house.BASE_DIR / "config" / "wsgi.py").read_text()


@pytest.mark.django_db
def test_the_first_administrator_receives_a_link_chooses_her_password_and_sets_up_her_second_factor(client, capsys):
    home()
    call_command("people_create_administrator", "Elsa@Example.org", "Elsa")
    elsa = User.objects.get()
    assert (elsa.email, elsa.is_active, elsa.has_usable_password()) == ("elsa@example.org", False, False)
    assert list(elsa.staff_roles.values_list("kind", flat=True)) == ["administrator"]
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("account_opened", "elsa@example.org")

    link = re.search(r"https?://[^/]+(/activation/\S+)", letter.text)[1]
    assert client.get(link).status_code == 200
    client.post(link, {"password": "une longue phrase à moi"})

    elsa.refresh_from_db()
    assert elsa.is_active
    assert client.get(reverse("moderation-queue")).url.startswith(reverse("mfa_index"))


@pytest.mark.django_db
def test_an_address_that_has_an_account_is_refused_and_nothing_is_written():
    dina = a_moderator()

    with pytest.raises(CommandError, match="déjà un compte"):
        call_command("people_create_administrator", dina.email, "Dina")
    assert not Letter.objects.exists()
    assert dina.staff_roles.count() == 1

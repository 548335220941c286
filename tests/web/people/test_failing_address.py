"""Her address refuses our mail: her own pages say so, to her alone, without the server's words (E3)."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binome.core.models import FailingAddress
from tests.factories import a_mentee, a_mentor, a_moderator, a_window
from tests.web.mentoring.pages import text

pytestmark = pytest.mark.django_db
SAID = (
    "Depuis le 3 mai 2026, nos e-mails à l’adresse her@example.org n’arrivent plus : la messagerie les refuse. "
    "Donnez-en une autre, ou vérifiez que votre boîte n’est pas pleine."
)
HERS = ("my-space", "settings", "mail-preferences")


@pytest.fixture
def marked():
    since = datetime(2026, 5, 3, 9, tzinfo=UTC)
    return FailingAddress.objects.create(address="her@example.org", reason="550 Zyxqa is gone", since=since)


@pytest.mark.parametrize("someone", [a_mentee, a_mentor])
@pytest.mark.parametrize("name", HERS)
def test_she_is_told_and_led_to_give_another(marked, someone, name):
    page = a_window(someone("Awa", email="her@example.org")).get(reverse(name))
    assert SAID in text(page)
    notice = page.content.decode().split('<div class="flash is-wait" role="status">')[1]
    assert f'<a class="btn" href="{reverse("account_email")}">Changer d’adresse e-mail</a>' in notice
    assert "Zyxqa" not in page.content.decode() and "550" not in text(page)


@pytest.mark.parametrize("name", ["settings", "mail-preferences"])
def test_the_team_is_told_too_of_its_own(marked, name):
    assert SAID in text(a_window(a_moderator("Dina", email="her@example.org")).get(reverse(name)))


@pytest.mark.parametrize("name", HERS)
def test_nobody_else_is_told(marked, name):
    a_mentee("Awa", email="her@example.org")
    page = text(a_window(a_mentee("Lou", email="lou@example.org")).get(reverse(name)))
    assert "n’arrivent plus" not in page and "her@example.org" not in page


@pytest.mark.parametrize("name", HERS)
def test_it_costs_one_query(marked, name):
    client = a_window(a_mentee("Awa", email="her@example.org"))
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse(name))
    assert len([query for query in captured if "core_failingaddress" in query["sql"]]) == 1


def test_in_english_too(marked):
    awa = a_mentee("Awa", email="her@example.org")
    client = a_window(awa)
    client.post(reverse("set-language"), {"language": "en"})
    page = text(client.get(reverse("settings")))
    assert "Since 3 May 2026, our e-mails to her@example.org no longer arrive: your mail service refuses them." in page

"""A new version of the charter: written, compared, published by an administrator; asked of every member (A19)."""

import pytest
from django.test import Client
from django.urls import reverse

from binome.core.models import JournalEntry
from binome.programmes.models import CharterDraft, CharterVersion
from tests.factories import a_mentee, a_moderator, an_administrator, home, log_in

from .pages import text

pytestmark = pytest.mark.django_db
NEXT = {"number": "1", "body": "# Charte\n\nÉcouter, et se taire.", "body_en": "", "changes": "Se taire aussi."}


@pytest.fixture
def elsa(client):
    person = an_administrator("Elsa")
    log_in(client, person)
    return person


def accept(client, number):
    """She who publishes is a reader too."""
    client.post(reverse("sign-charter"), {"version": number, "accepted": "on"})


def test_the_desk_says_who_accepted_what(client, elsa):
    a_mentee("Awa")
    page = text(client.get(reverse("charter-desk")))
    assert "acceptée par 1 membre sur 1" in page and "Préparer une nouvelle version" in page


def test_a_moderator_reads_and_does_not_publish(team):
    assert "Préparer" not in text(team.get(reverse("charter-desk")))
    assert team.post(reverse("publish-charter"), {**NEXT, "publish": "1"}).status_code == 404
    awa = Client()
    log_in(awa, a_mentee("Awa"))
    assert awa.get(reverse("charter-desk")).status_code == 404
    assert CharterVersion.objects.count() == 1


def test_a_version_is_compared_before_it_is_published(client, elsa):
    page = client.post(reverse("publish-charter"), {**NEXT, "compare": "1"})
    assert "<ins>" in page.content.decode() and "Publier la charte" in text(page)
    assert "Publier la charte" not in text(client.get(reverse("publish-charter")))
    assert CharterVersion.objects.count() == 1

    response = client.post(
        reverse("publish-charter"), {**NEXT, "body": NEXT["body"].replace("\n", "\r\n"), "publish": "1"}
    )

    assert response.url == reverse("charter-desk")
    version = CharterVersion.objects.get(number=2)
    assert (version.body, version.changes) == (NEXT["body"], NEXT["changes"])
    assert JournalEntry.objects.get(verb="charter_published").actor_code == elsa.code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": "# Charte\n\nÉcouter."}, "celui de la version en vigueur"),
        ({"changes": ""}, "Ce champ est nécessaire"),
        ({"number": "0"}, "Une autre version vient d’être publiée"),
    ],
)
def test_a_version_that_asks_for_nothing_is_refused_with_what_was_typed(client, elsa, typed, sentence):
    home()
    response = client.post(reverse("publish-charter"), {**NEXT, "publish": "1", **typed})
    assert response.status_code == 422 and sentence in text(response)
    assert typed.get("body", NEXT["body"]).splitlines()[-1] in text(response)
    assert CharterVersion.objects.count() == 1


def test_two_administrators_do_not_publish_over_one_another(client, elsa):
    client.post(reverse("publish-charter"), {**NEXT, "publish": "1"})
    accept(client, 2)
    response = client.post(reverse("publish-charter"), {**NEXT, "body": "Autre.", "publish": "1"})
    assert response.status_code == 422
    assert 'name="number" value="2"' in response.content.decode()
    assert CharterVersion.objects.count() == 2


def test_each_member_reads_word_by_word_what_changed_since_hers(client, elsa):
    awa = a_mentee("Awa")
    client.post(reverse("publish-charter"), {**NEXT, "publish": "1"})
    accept(client, 2)
    third = {**NEXT, "number": "2", "body": "# Charte\n\nÉcouter, et se taire.\n\nRevenir.", "changes": "Revenir."}
    client.post(reverse("publish-charter"), {**third, "publish": "1"})
    hers = Client()
    log_in(hers, awa)

    page = hers.get(reverse("sign-charter"))

    said = text(page)
    assert "Mot à mot, depuis la version 1 que vous aviez acceptée" in said
    assert "ajouté : , et se taire" in said and "ajouté : Revenir." in said
    assert "# Charte" not in said


def test_someone_new_reads_no_difference(client):
    dina = a_moderator("Dina")
    dina.charter_signatures.all().delete()
    log_in(client, dina)
    assert "Mot à mot" not in text(client.get(reverse("sign-charter")))


def test_every_version_stays_public(client, elsa):
    client.post(reverse("publish-charter"), {**NEXT, "publish": "1"})
    anyone = Client()

    assert "Lire les versions précédentes" in text(anyone.get(reverse("charter")))
    listed = text(anyone.get(reverse("charter-list")))
    assert "Version 1" in listed and "Version 2" in listed and "Se taire aussi." in listed
    first, second = (text(anyone.get(reverse("charter-version", args=[n]))) for n in (1, 2))
    assert "n’est plus en vigueur" in first and "se taire" not in first
    assert "Mot à mot, depuis la version 1" in second and "et se taire" in second
    assert anyone.get(reverse("charter-version", args=[3])).status_code == 404


def test_a_version_is_put_aside_and_found_again(client, elsa):
    asides = {**NEXT, "changes": "", "edits": "", "save": "1"}
    assert client.post(reverse("publish-charter"), asides).status_code == 302

    page = client.get(reverse("publish-charter")).content.decode()
    assert "se taire" in page and 'name="edits" value="0"' in page
    assert CharterVersion.objects.count() == 1
    assert JournalEntry.objects.latest("pk").verb == "charter_drafted"

    again = {**asides, "body": "# Charte\n\nÉcouter encore.", "edits": "0"}
    assert client.post(reverse("publish-charter"), again).status_code == 302
    assert CharterDraft.objects.get().edits == 1

    client.post(reverse("publish-charter"), {**NEXT, "publish": "1"})
    assert not CharterDraft.objects.exists()


def test_a_colleague_who_saved_meanwhile_is_not_erased(client, elsa):
    client.post(reverse("publish-charter"), {**NEXT, "edits": "", "save": "1"})

    response = client.post(reverse("publish-charter"), {**NEXT, "body": "Autre.", "edits": "", "save": "1"})

    assert response.status_code == 422
    assert "modifié entre-temps" in text(response) and "Autre." in response.content.decode()
    assert "se taire" in text(response)
    assert CharterDraft.objects.get().body == NEXT["body"]
    assert (
        client.post(reverse("publish-charter"), {**NEXT, "body": "Autre.", "edits": "0", "save": "1"}).status_code
        == 302
    )

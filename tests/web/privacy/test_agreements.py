"""A person sees what she accepted, with its dates; nobody else does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from binome.library.lifecycle import TestimonyState, Use
from binome.library.models import Consent, Testimony
from binome.privacy.agreements import agreements_of
from binome.programmes.actions import change_eligibility, publish_charter, sign_charter
from tests.backoffice.pages import text
from tests.factories import NOON, a_mentee, a_mentor, home, log_in

pytestmark = pytest.mark.django_db


def test_she_sees_each_charter_and_her_attestation(client):
    awa = a_mentee("Awa")
    second = publish_charter(programme=home(), body="# Charte", changes="Un mot.", now=NOON)
    sign_charter(person=awa, version=second, now=NOON)
    log_in(client, awa)
    page = text(client.get(reverse("my-agreements")))
    assert "version 1, publiée le 12 mars 2026" in page and "version 2" in page
    assert "version 1 des règles : Je suis une femme." in page
    assert "12 mars 2026" in page
    assert f'href="{reverse("charter-version", args=[2])}"' in client.get(reverse("my-agreements")).content.decode()


def test_she_sees_the_uses_of_her_testimony_and_what_she_took_back(client):
    bruna = a_mentor("Bruna")
    row = Testimony.objects.create(
        programme=home(), person=bruna, title="Mon premier atelier", state=TestimonyState.DRAFT, created_at=NOON
    )
    uses = list(Use)
    Consent.objects.create(testimony=row, use=uses[0], given_at=NOON, ends_at=NOON.replace(year=2028))
    Consent.objects.create(
        testimony=row, use=uses[1], given_at=NOON, ends_at=NOON.replace(year=2028), withdrawn_at=NOON.replace(month=5)
    )
    log_in(client, bruna)
    page = text(client.get(reverse("my-agreements")))
    assert "Mon premier atelier" in page and "jusqu’au 12 mars 2028" in page and "retiré le 12 mai 2026" in page


def test_they_are_hers_alone():
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    assert len(agreements_of(awa)) == len(agreements_of(bruna)) == 2
    awa.charter_signatures.all().delete()
    assert len(agreements_of(awa)) == 1 and len(agreements_of(bruna)) == 2


def test_an_attestation_keeps_the_words_of_its_day(client):
    awa = a_mentee("Awa")
    rules = [{"key": "adult", "fr": "J’ai plus de vingt ans.", "en": "I am over twenty."}]
    change_eligibility(programme=home(), rules=rules, new_meaning=True, by=awa, now=NOON + timedelta(days=1))
    log_in(client, awa)
    page = text(client.get(reverse("my-agreements")))
    assert "Je suis une femme." in page and "vingt ans" not in page

"""The headers of every answer, and the pages for what went wrong."""

import logging

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from binome.web.middleware import CSP
from tests.factories import a_mentee, home, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home_programme():
    home()


@pytest.mark.parametrize("address", ["/", "/compte/connexion/", "/nowhere/", "/mon-espace/", "/manifest.webmanifest"])
def test_every_answer_carries_a_strict_policy(client, address):
    headers = client.get(address).headers

    assert headers["Content-Security-Policy"] == CSP
    assert "unsafe" not in CSP and "data:" not in CSP and "*" not in CSP
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Language"] == "fr"


def test_static_files_carry_it_too(client, settings):
    assert settings.MIDDLEWARE.index("binome.web.middleware.SecurityHeaders") < settings.MIDDLEWARE.index(
        "whitenoise.middleware.WhiteNoiseMiddleware"
    )


def test_a_secure_site_asks_for_https_for_ever(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000

    assert Client().get("/", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_members_page_is_never_stored_and_a_public_one_may_be(client):
    assert "Cache-Control" not in client.get("/").headers
    log_in(client, a_mentee())
    for name in ("home", "my-space", "settings", "mentor-list"):
        assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


def test_pages_of_the_login_are_never_stored(client):
    assert "no-store" in client.get(reverse("account_login")).headers["Cache-Control"]


def test_a_page_is_compressed_with_bytes_of_chance(client):
    sizes = {len(client.get("/", headers={"Accept-Encoding": "gzip"}).content) for _ in range(8)}

    assert len(sizes) > 1  # what an attacker would measure is blurred


def test_a_missing_page_says_so(client):
    response = client.get("/nowhere/")
    assert (response.status_code, "Cette page n’existe pas" in response.content.decode()) == (404, True)


def test_a_failure_shows_a_sentence_and_no_trace(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("binome.web.pages.visibility.VISIBILITY", None)

    response = client.get(reverse("who-sees-what"))

    assert response.status_code == 500
    assert "Un problème est survenu de notre côté" in response.content.decode()
    assert "Traceback" not in response.content.decode()


def test_a_database_that_does_not_answer_is_a_pause(client, monkeypatch, caplog):
    client.raise_request_exception = False

    def down():
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("binome.web.middleware.home_for_visitors", down)
    with caplog.at_level(logging.CRITICAL):
        response = client.get("/")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "Un problème est survenu de notre côté" in response.content.decode()


def test_a_wrong_host_is_refused_with_a_sentence(client):
    response = client.get("/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "n’a pas été comprise" in response.content.decode()


def test_a_mixed_programme_speaks_inclusive_french(client):
    programme = home()
    programme.wording = "fr-inclusif"
    programme.save()

    response = client.get("/")

    assert '<html lang="fr"' in response.content.decode()
    assert response.headers["Content-Language"] == "fr"
    assert response.wsgi_request.LANGUAGE_CODE == "fr-inclusif"

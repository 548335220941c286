"""The second factor: the team can't do without it, anyone may have it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import reverse

from binome.core.models import JournalEntry, Letter
from binome.programmes.models import StaffRole
from binome.web.accounts.views import public_code
from tests.factories import a_mentee, a_mentor, a_moderator, home, log_in, second_factor
from tests.factories.people import NOON, PASSWORD

pytestmark = pytest.mark.django_db


def by_password(client, person):
    """A session that has shown a password and nothing more."""
    client.force_login(person)


def a_passkey(person):
    # The bytes of a real registration are not needed to list, rename or remove a key.
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": "Mon téléphone", "credential": {}})


def reauthenticated(client, url):
    return client.post(client.get(url).url, {"password": PASSWORD}, follow=True)


@pytest.mark.parametrize("name", ["moderation-queue", "case-list", "message-list", "write-to-team", "my-requests"])
def test_without_a_second_factor_the_team_is_led_to_set_one_up(client, name):
    by_password(client, a_moderator())

    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response.url.startswith(reverse("mfa_index"))
    assert "double vérification" in client.get(response.url).content.decode()


def test_a_post_does_not_pass_the_gate_either(client):
    by_password(client, a_moderator())

    response = client.post(reverse("take-next-profile"))

    assert response.url.startswith(reverse("mfa_index"))


def test_a_session_that_has_not_shown_it_is_asked_for_it(client):
    dina = a_moderator()
    code = second_factor(dina)
    by_password(client, dina)

    asked = client.get(reverse("moderation-queue"))
    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    assert client.post(asked.url, {"code": code()}).url == reverse("moderation-queue")
    assert client.get(reverse("moderation-queue")).status_code == 200


def test_a_mentor_who_becomes_a_moderator_needs_it_from_the_next_request(client):
    bruna = a_mentor()
    by_password(client, bruna)
    assert client.get(reverse("my-space")).status_code == 200

    StaffRole.objects.create(person=bruna, programme=home(), kind="moderator", since_at=NOON)
    assert client.get(reverse("my-space")).url.startswith(reverse("mfa_index"))


def test_public_pages_stay_open_to_the_team_without_it(client):
    by_password(client, a_moderator())

    for name in ("home", "charter", "who-sees-what", "settings", "session-list"):
        assert client.get(reverse(name)).status_code == 200


def test_setting_up_an_application_opens_the_door_at_once(client, django_capture_on_commit_callbacks):
    by_password(client, a_moderator())

    page = reauthenticated(client, reverse("mfa_activate_totp")).content.decode()
    assert "<svg" in page and "data:" not in page
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page)[1]
    _before, now, _after = yield_hotp_counters_from_time()
    code = format_hotp_value(hotp_value(secret, now))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert response.url == reverse("mfa_view_recovery_codes")
    assert client.get(response.url).content.decode().count("<li><code>") == 10
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().count("\n") == 10
    assert f'href="{reverse("my-space")}"' in client.get(reverse("mfa_index")).text.partition("<main")[2]
    assert client.get(reverse("moderation-queue")).status_code == 200
    assert "application de codes" in Letter.objects.get().text
    assert JournalEntry.objects.filter(verb="totp_activated").exists()


def test_secrets_are_encrypted_in_the_database():
    dina = a_moderator()
    second_factor(dina)
    RecoveryCodes.activate(dina)

    for row in Authenticator.objects.all():
        stored = row.data.get("secret") or row.data.get("seed")
        assert stored.startswith("gAAAA")


def test_secrets_are_read_after_the_key_of_the_site_changed(settings):
    dina = a_moderator()
    code = second_factor(dina)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "a new key of more than fifty signs, as asked by the settings",
    )

    assert Authenticator.objects.get().wrap().validate_code(code())


def test_a_code_serves_once(client):
    awa = a_mentee()
    code = second_factor(awa)()
    for expected in ("my-space", None):
        client.post(reverse("account_logout"))
        client.post(reverse("account_login"), {"login": awa.email, "password": PASSWORD})
        response = client.post(reverse("mfa_authenticate"), {"code": code})
        assert getattr(response, "url", None) == (reverse(expected) if expected else None)


def typed_at(client, person, code, *, steps, monkeypatch):
    """What answers a code of the present step, typed so many steps of half a minute later."""
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    later = time.time() + 30 * steps
    with monkeypatch.context() as patch:
        patch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: later)
        return getattr(client.post(reverse("mfa_authenticate"), {"code": code}), "url", None)


@pytest.mark.parametrize(("steps", "is_in"), [(0, True), (1, True), (2, False), (-1, True), (-2, False)])
def test_the_code_of_the_step_before_is_right_and_an_older_one_is_not(client, monkeypatch, steps, is_in):
    awa = a_mentee()
    code = second_factor(awa)()
    answer = typed_at(client, awa, code, steps=steps, monkeypatch=monkeypatch)
    assert answer == (reverse("my-space") if is_in else None)


@pytest.mark.parametrize("written", ["{}", " {} ", "{}-"])
def test_a_code_that_served_is_refused_in_every_step_in_which_it_is_right(client, monkeypatch, written):
    awa = a_mentee()
    code = second_factor(awa)()
    assert typed_at(client, awa, code, steps=-1, monkeypatch=monkeypatch)
    # allauth's own memory of it lasts one step: thirty seconds later it is gone.
    cache.delete(f"allauth.mfa.totp.used?user={awa.pk}&code={code}")
    for steps in (0, 1):
        assert typed_at(client, awa, written.format(code), steps=steps, monkeypatch=monkeypatch) is None


def test_what_is_remembered_of_a_code_lasts_as_long_as_the_code(client, monkeypatch):
    awa, kept = a_mentee(), {}
    code = second_factor(awa)()
    monkeypatch.setattr(
        "binome.web.accounts.forms.cache.add", lambda key, value, timeout: kept.setdefault(key, timeout) or True
    )
    typed_at(client, awa, code, steps=0, monkeypatch=monkeypatch)
    assert max(timeout for key, timeout in kept.items() if code in key) == 90


def test_five_wrong_codes_and_even_the_right_one_must_wait(client):
    awa = a_mentee()
    code = second_factor(awa)
    client.post(reverse("account_login"), {"login": awa.email, "password": PASSWORD})
    right = code()
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    page = client.post(reverse("mfa_authenticate"), {"code": right}).content.decode()
    assert "Attendez cinq minutes avant de recommencer." in page
    assert "reçu par e-mail" not in page  # her address is no second factor
    cache.clear()


def test_a_recovery_code_replaces_the_application_once(client):
    awa = a_mentee()
    second_factor(awa)
    rescue = RecoveryCodes.activate(awa).get_unused_codes()[0]
    for expected in (302, 200):
        client.post(reverse("account_logout"))
        client.post(reverse("account_login"), {"login": awa.email, "password": PASSWORD})
        assert client.post(reverse("mfa_authenticate"), {"code": rescue}).status_code == expected


def test_the_team_never_removes_its_last_second_factor(client):
    dina = a_moderator()
    second_factor(dina)
    log_in(client, dina)

    page = reauthenticated(client, reverse("mfa_deactivate_totp")).content.decode()
    assert "Ajoutez-en une autre avant de retirer celle-ci" in page
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type="totp").exists()

    key = a_passkey(dina)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(type="totp").exists()
    page = client.post(reverse("mfa_remove_webauthn", args=[public_code(key)]), follow=True).content.decode()
    assert "Ajoutez-en une autre avant de retirer celle-ci" in page
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_member_removes_hers_freely(client):
    awa = a_mentee()
    second_factor(awa)
    log_in(client, awa)
    reauthenticated(client, reverse("mfa_deactivate_totp"))

    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert not Authenticator.objects.exists()


def test_a_key_is_renamed_and_removed_by_an_address_that_says_nothing(client):
    awa = a_mentee()
    key = a_passkey(awa)
    log_in(client, awa)
    code = public_code(key)
    assert str(key.pk) != code and len(code) == 16
    assert "Mon téléphone" in client.get(reverse("mfa_index")).content.decode()

    reauthenticated(client, reverse("mfa_edit_webauthn", args=[code]))
    assert client.post(reverse("mfa_edit_webauthn", args=[code]), {"name": "Ma tablette"}).status_code == 302
    assert "Ma tablette" in client.get(reverse("mfa_index")).content.decode()
    assert client.get(reverse("mfa_remove_webauthn", args=[code])).status_code == 200
    assert client.post(reverse("mfa_remove_webauthn", args=[code])).status_code == 302
    assert not Authenticator.objects.exists()


def test_another_womans_key_is_like_a_missing_one(client):
    key = a_passkey(a_mentor())
    log_in(client, a_mentee())

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        for method in (client.get, client.post):
            assert method(reverse(name, args=[public_code(key)])).status_code == 404
            assert method(reverse(name, args=["0123456789abcdef"])).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)  # fmt: skip
def test_pages_of_the_entrance_open(client, name):
    home()
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "account_logout", "account_change_password", "account_email", "account_reauthenticate", "mfa_index", "settings",
        "session-list",
    ],
)  # fmt: skip
def test_pages_of_her_account_open(client, name):
    log_in(client, a_mentee())
    assert client.get(reverse(name)).status_code == 200


def test_an_account_without_a_password_may_choose_one(client):
    awa = a_mentee()
    awa.set_unusable_password()
    awa.save()
    log_in(client, awa)

    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    assert client.post(reverse("account_set_password"), {"password1": "une autre phrase à moi"}).url == reverse(
        "settings"
    )
    awa.refresh_from_db()
    assert awa.check_password("une autre phrase à moi")
    assert client.get(reverse("mfa_list_webauthn")).url == reverse("mfa_index")

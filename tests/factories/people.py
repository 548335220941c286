"""People, their profiles and their enrolments in the home programme."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import encrypt
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from binome.mentoring.actions import refresh_listings
from binome.mentoring.models import Place
from binome.people.lifecycle import ProfileState
from binome.people.models import CivilIdentity, Profile, SignupDraft, User, open_identities
from binome.programmes.models import (
    CharterSignature,
    CharterVersion,
    Enrolment,
    EnrolmentState,
    Programme,
    Role,
    StaffRole,
)
from tests import canary

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
PASSWORD = "une phrase de douze mots"
PRESENTATION = (
    "J’ai commencé à l’atelier, puis j’ai dirigé une équipe de douze personnes. J’aime écouter, poser des questions "
    "et chercher avec vous le prochain pas, même petit. Je parle volontiers de reconversion et de retour au travail."
)


def home() -> Programme:
    """The home programme with its charter, made once."""
    programme, created = Programme.objects.get_or_create(is_home=True, defaults={"slug": "binome", "name": "Binôme"})
    if created:
        CharterVersion.objects.create(programme=programme, number=1, body="# Charte\n\nÉcouter.", published_at=NOON)
    return programme


def a_person(first_name: str, *, email: str = "", active: bool = True, **fields) -> User:
    email = email or f"person{User.objects.count()}@example.org"
    person = User.objects.create_user(
        email=email, password=PASSWORD, first_name=first_name, is_active=active, created_at=NOON, **fields
    )
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    with open_identities():
        CivilIdentity.objects.create(person=person, family_name=canary.family_name(), phone="06 12 34 56 78")
    return person


def family_name_of(person: User) -> str:
    with open_identities():
        return CivilIdentity.objects.get(person=person).family_name


def _profile(person: User, **fields) -> Profile:
    defaults = {
        "headline": "Cheffe d’atelier, textile technique",
        "quote": "Je sais ce que coûte une décision.",
        "presentation": PRESENTATION,
        "sector": "industrie",
        "city": "Nantes",
        "languages": ["fr"],
        "topics": ["changer-de-metier", "diriger-une-equipe"],
        "formats": ["remote"],
        "rhythms": ["monthly"],
        "state": ProfileState.APPROVED,
        "approved_at": NOON,
    }
    return Profile.objects.create(person=person, **{**defaults, **fields})


def _enrol(person: User, role: str, *, state: str = EnrolmentState.ACTIVE, signed: bool = True, **fields) -> Enrolment:
    programme = home()
    enrolment = Enrolment.objects.create(
        person=person,
        programme=programme,
        role=role,
        state=state,
        attested_at=NOON,
        attested_version=1,
        joined_at=NOON if state == EnrolmentState.ACTIVE else None,
        **fields,
    )
    if signed:
        sign(person)
    return enrolment


def sign(person: User) -> None:
    version = CharterVersion.objects.filter(programme=home()).order_by("-number").first()
    CharterSignature.objects.get_or_create(person=person, version=version, defaults={"signed_at": NOON})


def a_mentee(first_name: str = "Awa", *, profile: dict | None = None, **fields) -> User:
    """An approved mentee, able to ask."""
    person = a_person(first_name, **fields)
    _profile(person, **(profile or {}))
    _enrol(person, Role.MENTEE)
    return person


def a_mentor(first_name: str = "Bruna", *, capacity: int = 2, profile: dict | None = None, **fields) -> User:
    """An approved mentor with free places, listed in the directory. `.enrolments.get()` gives her enrolment."""
    enrolment_fields = fields.pop("enrolment", {})
    person = a_person(first_name, **fields)
    _profile(person, **(profile or {}))
    enrolment = _enrol(person, Role.MENTOR, **enrolment_fields)
    Place.objects.bulk_create(Place(enrolment=enrolment, number=n) for n in range(1, capacity + 1))
    refresh_listings([enrolment.pk], now=NOON)
    return person


def a_profile_to_check(first_name: str = "Fanta", *, role: str = Role.MENTOR, **profile) -> Profile:
    """Signed up, not approved: she can't log in."""
    person = a_person(first_name, active=False)
    checked = _profile(
        person, **{"state": ProfileState.SUBMITTED, "approved_at": None, "waiting_since": NOON, **profile}
    )
    enrolment = _enrol(person, role, state=EnrolmentState.PENDING)
    if role == Role.MENTOR:
        Place.objects.create(enrolment=enrolment, number=1)
        refresh_listings([enrolment.pk], now=NOON)
    return checked


def a_moderator(first_name: str = "Dina", *, kind: str = StaffRole.Kind.MODERATOR, **fields) -> User:
    """A moderator. She has no enrolment."""
    person = a_person(first_name, **fields)
    StaffRole.objects.create(person=person, programme=home(), kind=kind, since_at=NOON)
    sign(person)
    return person


def an_administrator(first_name: str = "Elsa") -> User:
    return a_moderator(first_name, kind=StaffRole.Kind.ADMINISTRATOR)


def a_draft(email: str = "", *, role: str = Role.MENTEE, token: str = "token", **fields) -> SignupDraft:
    """An unfinished sign-up, resumed with `token`."""
    home()
    return SignupDraft.objects.create(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        programme_slug="binome",
        role=role,
        email=email,
        created_at=NOON,
        updated_at=NOON,
        **fields,
    )


def log_in(client, person: User) -> None:
    """A session as after a full login, second factor included."""
    client.force_login(person)
    session, now = client.session, int(timezone.now().timestamp())
    session["begun"] = session["seen"] = now
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": now}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def a_window(person: User) -> Client:
    """A browser in which she is logged in."""
    client = Client()
    log_in(client, person)
    return client


def second_factor(person: User) -> Callable[[], str]:
    """An application of codes on her telephone; calling it reads the code of the moment, as if none had served yet."""
    secret = generate_totp_secret()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})

    def code() -> str:
        cache.clear()
        _before, now, _after = yield_hotp_counters_from_time()  # typed as its step ends, it is still right
        return format_hotp_value(hotp_value(secret, now))

    return code

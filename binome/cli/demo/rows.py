"""From invented women to rows, many at a time: people, profiles, enrolments, places, signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from binome.mentoring.models import Place
from binome.people.lifecycle import ProfileState
from binome.people.models import CivilIdentity, Profile, User, open_identities
from binome.people.queries import sensitive_content
from binome.programmes.models import CharterSignature, CharterVersion, Enrolment, EnrolmentState, Programme, Role

from .profiles import Written

#: The password of every account of the demonstration, printed by `demo_accounts`.
PASSWORD = "binome-demo-2026"


@dataclass
class Member:
    """An invented woman and her rows. `approved` members take part; the others wait for a moderator."""

    written: Written
    role: str
    joined_at: datetime
    approved: bool = True
    seen_at: datetime | None = None
    person: User | None = None
    enrolment: Enrolment | None = None

    @property
    def user(self) -> User:
        assert self.person is not None
        return self.person

    @property
    def place_in_programme(self) -> Enrolment:
        assert self.enrolment is not None
        return self.enrolment


def create_members(members: Sequence[Member], *, programme: Programme, charter: CharterVersion) -> None:
    """All their rows, in the order of the foreign keys."""
    password = make_password(PASSWORD)
    for member in members:
        member.person = _user(member, password)
    people = User.objects.bulk_create(member.user for member in members)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    with open_identities():
        CivilIdentity.objects.bulk_create(
            CivilIdentity(person=m.user, family_name=m.written.woman.family_name, phone=m.written.woman.phone)
            for m in members
        )
    Profile.objects.bulk_create(_profile(member) for member in members)
    for member in members:
        member.enrolment = _enrolment(member, programme)
    Enrolment.objects.bulk_create(member.place_in_programme for member in members)
    CharterSignature.objects.bulk_create(
        CharterSignature(person=m.user, version=charter, signed_at=_applied_at(m)) for m in members
    )
    Place.objects.bulk_create(
        Place(enrolment=m.place_in_programme, number=number)
        for m in members
        if m.role == Role.MENTOR
        for number in range(1, m.written.capacity + 1)
    )


def _applied_at(member: Member) -> datetime:
    return member.joined_at - timedelta(hours=30) if member.approved else member.joined_at


def _user(member: Member, password: str) -> User:
    woman = member.written.woman
    return User(
        email=woman.email,
        first_name=woman.first_name,
        # Before she is approved she has chosen no password.
        password=password if member.approved else make_password(None),
        is_active=member.approved,
        created_at=_applied_at(member),
        last_login=member.seen_at if member.approved else None,
        last_seen_on=timezone.localdate(member.seen_at) if member.seen_at else None,
        language="en" if member.written.woman.prefers_english else "fr",
    )


def _profile(member: Member) -> Profile:
    written = member.written
    profile = Profile(
        person=member.user,
        headline=written.headline,
        quote=written.quote,
        presentation=written.presentation,
        path=written.path,
        sector=written.sector,
        city=written.woman.city,
        country=written.woman.country,
        languages=list(written.woman.languages),
        topics=list(written.topics),
        formats=list(written.formats),
        rhythms=list(written.rhythms),
        link=written.link,
    )
    if member.approved:
        profile.state, profile.approved_at = ProfileState.APPROVED, member.joined_at
        profile.checked_content = sensitive_content(profile)
    else:
        profile.waiting_since = member.joined_at
    return profile


def _enrolment(member: Member, programme: Programme) -> Enrolment:
    return Enrolment(
        person=member.user,
        programme=programme,
        role=member.role,
        state=EnrolmentState.ACTIVE if member.approved else EnrolmentState.PENDING,
        attested_at=_applied_at(member),
        attested_version=programme.eligibility_version,
        joined_at=member.joined_at if member.approved else None,
    )


def opens_account(person: User, password: str) -> None:
    """With `password`, hashed already: one hash serves everybody. An account that is open stays as it is."""
    if not person.is_active:
        person.is_active, person.password = True, password
        person.save(update_fields=["is_active", "password"])
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

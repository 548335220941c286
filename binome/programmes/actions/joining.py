"""Coming in with an address of one's organisation: a link proves that the address is hers, then one press (D1, D15).

Nothing tells whether an address, a domain or a programme is known: what is refused is refused in silence (N6).
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused, make_move
from binome.people.actions import declare_accounts, open_with_password
from binome.people.models import SignupDraft, User
from binome.people.rules import is_barred, is_closed, may_receive_link

from .. import emails, rules
from ..lifecycle import INVITATION_MOVES, CohortState, InvitationState
from ..links import hash_of
from ..models import Affiliation, CharterVersion, Cohort, DeclaredIdentity, Enrolment, Invitation, Organisation
from .charter import sign_charter
from .invitations import enrol_in_cohort

#: How long the link opens the programme.
LINK_LASTS = timedelta(days=2)
#: The role of a draft by which somebody joins: she chooses it on the page of her link.
JOINS = ""


@dataclass(frozen=True)
class Door:
    """The promotion that she may join, on behalf of which organisation, and with which roles today."""

    cohort: Cohort
    organisation: Organisation
    roles: tuple[str, ...]


def door_for(slug: str, address: str, *, today: date) -> Door | None:
    """None when this address, in lower case, opens nothing: its domain is none of the parties' to the letter, people
    come in by invitation only, nothing enrols today, or her organisation says that she left it.

    A second mailbox of the same person (« + ») and signs that only look like ours are no address of a domain.
    """
    local, _at, domain = address.rpartition("@")
    if not address.isascii() or "+" in local or not local:
        return None
    enrolling = Cohort.objects.filter(programme__slug=slug, state=CohortState.ENROLLING, archived_at=None)
    cohort = enrolling.select_related("programme").order_by("-number").first()
    if cohort is None or cohort.programme.modality.invited:
        return None
    parties = Organisation.objects.filter(parties__programme=cohort.programme).order_by("pk")
    organisation = next((row for row in parties if domain in row.email_domains), None)
    roles = tuple(
        role for role in cohort.programme.modality.roles if not rules.why_not_enrol(cohort, role, today=today)
    )
    if organisation is None or not roles:
        return None
    left = Affiliation.objects.filter(organisation=organisation, person__email=address, left_on__isnull=False)
    return None if left.exists() else Door(cohort, organisation, roles)


def joining_draft(token: str) -> SignupDraft | None:
    """Whose link this is; None when it is not one of ours, or served already."""
    return SignupDraft.objects.filter(token_hash=hash_of(token), role=JOINS).first()


@transaction.atomic
def ask_to_join(*, slug: str, email: str, language: str, now: datetime) -> None:
    """A link leaves when this address may join this programme today; the former one opens nothing any longer.

    Otherwise nothing happens, and nothing says so: anyone may type any address.
    """
    address = email.strip().lower()
    door = door_for(slug, address, today=timezone.localdate(now))
    if (
        door is None
        or is_barred(address, within=door.cohort.programme.barred_within, now=now)
        or not may_receive_link(address, now=now)
    ):
        return
    token = secrets.token_urlsafe(32)
    SignupDraft.objects.filter(programme_slug=slug, email=address, role=JOINS).delete()
    draft = SignupDraft.objects.create(
        programme_slug=slug,
        role=JOINS,
        email=address,
        language=language,
        token_hash=hash_of(token),
        created_at=now,
        updated_at=now,
    )
    emails.join_link(draft, door.cohort.programme, token=token, now=now)
    record("join_link_sent", obj=draft, now=now)


@transaction.atomic
def join_programme(
    *,
    draft: SignupDraft,
    role: str,
    first_name: str = "",
    family_name: str = "",
    password: str = "",
    charter: CharterVersion | None = None,
    line_manager_may_know: bool = False,
    by: User | None,
    now: datetime,
) -> Enrolment:
    """She followed her link, and says yes: her account if she has none, what her organisation knows of her, her charter
    and her enrolment, active or waiting.

    `by`: who is logged in. An address that has an account is joined by its owner alone. Raises MoveRefused for a link
    that served already, an enrolment that isn't open, a role that the form doesn't have.
    """
    if not SignupDraft.objects.filter(pk=draft.pk, role=JOINS).delete()[0]:
        raise MoveRefused(_("Ce lien a déjà servi. Si vous participez, connectez-vous."))
    today = timezone.localdate(now)
    door = door_for(draft.programme_slug, draft.email, today=today)
    if door is None or role not in door.roles:
        raise MoveRefused(_("Les inscriptions de cette promotion sont closes."))
    if refusal := rules.why_not_enrol(door.cohort, role, today=today):
        raise MoveRefused(refusal)
    person = _account_of(draft, first_name, family_name, by=by, now=now)
    affiliation = _affiliate(door, person, draft.email, first_name, family_name, now=now)
    if not person.is_active:
        person = affiliation.person = open_with_password(person=person, password=password, now=now)
    if charter is not None:
        sign_charter(person=person, version=charter, now=now)
    asked = Invitation.objects.filter(cohort=door.cohort, affiliation=affiliation)
    for invitation in asked.filter(state__in=[InvitationState.SENT, InvitationState.DECLINED]):
        make_move(invitation, INVITATION_MOVES["accept"], among=asked, refusal="", answered_at=now)
    enrolment = enrol_in_cohort(
        cohort=door.cohort, affiliation=affiliation, role=role, line_manager_may_know=line_manager_may_know, now=now
    )
    record("joined_by_address", by=person, obj=enrolment, now=now)
    return enrolment


def owner_of(address: str) -> User | None:
    """Whose account answers to this address: her first one, or another that she proved."""
    proved = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    owner: User | None = User.objects.filter(email=address).first()
    return owner or (proved.user if proved else None)


def _account_of(draft: SignupDraft, first_name: str, family_name: str, *, by: User | None, now: datetime) -> User:
    person = owner_of(draft.email)
    if person is None:
        names = (draft.email, first_name, family_name)
        return declare_accounts(rows=[names], language=draft.language, now=now)[draft.email]
    if is_closed(person) or (person.is_active and (by is None or by.pk != person.pk)):
        raise MoveRefused(_("Cette adresse a un compte : connectez-vous, puis ouvrez le lien de nouveau."))
    return person


def _affiliate(
    door: Door, person: User, email: str, first_name: str, family_name: str, *, now: datetime
) -> Affiliation:
    """As her organisation declares her; when it didn't, by the name that she gives it, whatever her account says."""
    affiliation, created = Affiliation.objects.get_or_create(
        organisation=door.organisation, person=person, defaults={"declared_at": now}
    )
    if affiliation.left_on is not None:
        raise MoveRefused(_("Les inscriptions de cette promotion sont closes."))
    if created:
        names = {"email": email, "first_name": first_name, "family_name": family_name}
        DeclaredIdentity.objects.declare([DeclaredIdentity(affiliation=affiliation, **names)])
    affiliation.person = person
    return affiliation

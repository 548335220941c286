"""Whether an address of an organisation opens a programme today, and what its link leads to."""

from dataclasses import dataclass
from datetime import date

from binome.people.models import SignupDraft

from ..lifecycle import CohortState
from ..links import hash_of
from ..models import Affiliation, Cohort, Organisation
from ..rules import why_not_enrol

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
    roles = tuple(role for role in cohort.programme.modality.roles if not why_not_enrol(cohort, role, today=today))
    if organisation is None or not roles:
        return None
    left = Affiliation.objects.filter(organisation=organisation, person__email=address, left_on__isnull=False)
    return None if left.exists() else Door(cohort, organisation, roles)


def joining_draft(token: str) -> SignupDraft | None:
    """Whose link this is; None when it is not one of ours, or served already."""
    return SignupDraft.objects.filter(token_hash=hash_of(token), role=JOINS).first()

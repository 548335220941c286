"""The charter and the rules of eligibility: in force, signed, and as they were worded."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ..models import (
    CharterDraft,
    CharterVersion,
    EligibilityVersion,
    Enrolment,
    EnrolmentState,
    Programme,
)

if TYPE_CHECKING:
    from binome.people.models import User


#: The end of what has none.
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)


def charter_in_force(programme: Programme) -> CharterVersion | None:
    return CharterVersion.objects.filter(programme=programme).order_by("-number").first()


def charters_of(programme: Programme) -> QuerySet[CharterVersion]:
    """Every version that was published, the newest first."""
    return CharterVersion.objects.filter(programme=programme).order_by("-number")


def charter_draft(programme: Programme) -> CharterDraft | None:
    return CharterDraft.objects.filter(programme=programme).first()


def charter_last_signed(programme: Programme, person: "User") -> CharterVersion | None:
    """The newest version that she accepted."""
    return charters_of(programme).filter(signatures__person=person).first()


def active_members(programme: Programme) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(programme=programme, state=EnrolmentState.ACTIVE)


def eligibility_versions(programme: Programme) -> QuerySet[EligibilityVersion]:
    """Each wording of the rules, the latest first, with how many attested it."""
    following = EligibilityVersion.objects.filter(programme=programme, published_at__gt=OuterRef("published_at"))
    until = Coalesce(Subquery(following.order_by("published_at").values("published_at")[:1]), Value(FOREVER))
    heard = Enrolment.objects.filter(programme=programme, attested_at__gte=OuterRef("published_at"))
    heard = heard.filter(attested_at__lt=OuterRef("until"))
    attested = heard.order_by().values("programme").annotate(count=Count("pk")).values("count")
    rows: QuerySet[Any] = EligibilityVersion.objects.filter(programme=programme).annotate(until=until)
    counted: QuerySet[EligibilityVersion] = rows.annotate(attested=Coalesce(Subquery(attested), 0))
    return counted


def to_attest(programme: Programme) -> QuerySet[Enrolment]:
    """Active members whose attestation no longer holds, the oldest first."""
    rows = active_members(programme).filter(attested_version__lt=programme.attestation_holds_from)
    rows = rows.filter(person__is_active=True).order_by("attested_at", "pk")
    return rows if programme.eligibility else rows.none()


def attested_version_of(enrolment: Enrolment) -> EligibilityVersion | None:
    """The wording that she attested, if it was kept."""
    rows = EligibilityVersion.objects.filter(programme=enrolment.programme, published_at__lte=enrolment.attested_at)
    return rows.order_by("-published_at").first()


def attested_rules(enrolment: Enrolment) -> list[dict[str, str]]:
    """What she attested, in the words of that day."""
    kept = attested_version_of(enrolment)
    rules: list[dict[str, str]] = kept.rules if kept else enrolment.programme.eligibility
    return rules

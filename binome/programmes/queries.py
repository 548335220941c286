"""Readings of programmes: which one is at home here, and what a person is in it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from binome.core.holds import SITE
from binome.core.prepared import Given, prepared

from .models import (
    CharterDraft,
    CharterVersion,
    EligibilityVersion,
    Enrolment,
    EnrolmentState,
    Programme,
    Role,
    StaffRole,
)

if TYPE_CHECKING:
    from binome.people.models import User


#: The end of what has none.
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
#: By a measure of the team.
SET_ASIDE = (EnrolmentState.SUSPENDED, EnrolmentState.EXCLUDED)


def home_programme() -> Programme:
    """The programme served at the root of the site. Raises Programme.DoesNotExist before the first set-up."""
    return Programme.objects.get(is_home=True)


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


def attested_rules(enrolment: Enrolment) -> list[dict[str, str]]:
    """What she attested, in the words of that day."""
    rows = EligibilityVersion.objects.filter(programme=enrolment.programme, published_at__lte=enrolment.attested_at)
    kept = rows.order_by("-published_at").first()
    rules: list[dict[str, str]] = kept.rules if kept else enrolment.programme.eligibility
    return rules


@dataclass(frozen=True)
class Membership:
    """What a person is in one programme, read once per request."""

    programme: Programme
    enrolment: Enrolment | None = None
    charter_signed: bool = False
    staff_kinds: frozenset[str] = field(default_factory=frozenset)
    #: The whole site is on hold: only the team works (`core.holds.SITE`).
    frozen: bool = False

    @property
    def is_active(self) -> bool:
        return self.enrolment is not None and self.enrolment.state == EnrolmentState.ACTIVE

    @property
    def is_set_aside(self) -> bool:
        """Suspended or excluded: her own account and her case, and no other page."""
        return self.enrolment is not None and self.enrolment.state in SET_ASIDE

    @property
    def is_mentor(self) -> bool:
        return self.is_active and self.enrolment is not None and self.enrolment.role == Role.MENTOR

    @property
    def is_mentee(self) -> bool:
        return self.is_active and self.enrolment is not None and self.enrolment.role == Role.MENTEE

    @property
    def is_staff(self) -> bool:
        return bool(self.staff_kinds)

    @property
    def is_moderator(self) -> bool:
        return bool(self.staff_kinds)  # an administrator moderates too


_MUST_SIGN = """EXISTS (
    SELECT 1 FROM programmes_charterversion version
    WHERE version.programme_id = {programme}
      AND version.number = (SELECT MAX(number) FROM programmes_charterversion WHERE programme_id = {programme})
      AND NOT EXISTS (SELECT 1 FROM programmes_chartersignature WHERE version_id = version.id AND person_id = %s))"""
_WORKS_AS = """EXISTS (
    SELECT 1 FROM programmes_staffrole WHERE programme_id = {programme} AND person_id = %s AND kind = %s)"""


_FROZEN = "EXISTS (SELECT 1 FROM core_hold WHERE name = %s)"


def home_for_visitors() -> Membership:
    """The home programme for someone who is not logged in, and whether it is stopped: one query."""
    row: Any = _home_of_visitors.first()
    if row is None:
        raise Programme.DoesNotExist
    return Membership(programme=row, frozen=row.is_frozen)


@prepared
def _home_of_visitors() -> QuerySet[Programme]:
    stopped = RawSQL(_FROZEN, [SITE], output_field=BooleanField())
    rows: QuerySet[Any] = Programme.objects.filter(is_home=True).annotate(is_frozen=stopped)
    return rows


def home_membership(person: "User") -> Membership:
    """Her membership of the home programme, read on every page: one query, two for staff without an enrolment."""
    enrolment = _enrolled_at_home.first(person=person.pk)
    row: Any = enrolment or _home_seen_by.first(person=person.pk)
    if row is None:
        raise Programme.DoesNotExist
    return Membership(
        programme=enrolment.programme if enrolment else row,
        enrolment=enrolment,
        charter_signed=not row.must_sign,
        staff_kinds=frozenset(kind for kind in StaffRole.Kind.values if getattr(row, f"is_{kind}")),
        frozen=row.is_frozen,
    )


@prepared
def _enrolled_at_home(person: Given) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(person=person, programme__is_home=True).select_related("programme")
    return _seen_by(person, rows, programme='"programmes_enrolment"."programme_id"')


@prepared
def _home_seen_by(person: Given) -> QuerySet[Programme]:
    homes = Programme.objects.filter(is_home=True)
    return _seen_by(person, homes, programme='"programmes_programme"."id"')


def _seen_by(person: Given, rows: QuerySet[Any], *, programme: str) -> QuerySet[Any]:
    """Each row with whether the charter in force waits for her signature, and what she does in the programme."""

    def asked(sql: str, *params: Any) -> RawSQL:
        return RawSQL(sql.format(programme=programme), params, output_field=BooleanField())

    kinds = {f"is_{kind}": asked(_WORKS_AS, person, kind) for kind in StaffRole.Kind.values}
    seen: QuerySet[Any] = rows.annotate(must_sign=asked(_MUST_SIGN, person), is_frozen=asked(_FROZEN, SITE), **kinds)
    return seen

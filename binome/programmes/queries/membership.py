"""Which programme is at home here, and what a person is in one: read on every page."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, FilteredRelation, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from binome.core.holds import SITE
from binome.core.prepared import Given, prepared

from ..lifecycle import CohortState
from ..models import Enrolment, EnrolmentState, Programme, Role, StaffRole

if TYPE_CHECKING:
    from binome.people.models import User


#: By a measure of the team.
SET_ASIDE = (EnrolmentState.SUSPENDED, EnrolmentState.EXCLUDED)


def home_programme() -> Programme:
    """The programme served at the root of the site. Raises Programme.DoesNotExist before the first set-up."""
    return Programme.objects.get(is_home=True)


@dataclass(frozen=True)
class Membership:
    """What a person is in one programme, read once per request."""

    programme: Programme
    enrolment: Enrolment | None = None
    charter_signed: bool = False
    staff_kinds: frozenset[str] = field(default_factory=frozenset)
    #: She is manager of the whole programme, not of an organisation or an entity only.
    runs_all: bool = False
    #: She has a staff role, in this programme or in another: her sessions are short, her second factor is asked.
    works_anywhere: bool = False
    #: The whole site is on hold: only the team works (`core.holds.SITE`).
    frozen: bool = False

    @property
    def is_active(self) -> bool:
        return self.enrolment is not None and self.enrolment.state == EnrolmentState.ACTIVE

    @property
    def must_attest(self) -> bool:
        """The rules changed since she attested them: she is asked again (A1)."""
        held = self.enrolment is None or self.enrolment.attested_version >= self.programme.attestation_holds_from
        return not held and bool(self.programme.eligibility)

    def may_wait_to_attest(self, today: date) -> bool:
        """She is still within the days left to do so."""
        return self.programme.attest_by_on is not None and today <= self.programme.attest_by_on

    @property
    def is_set_aside(self) -> bool:
        """Suspended or excluded: her own account, her case, her messages to the team, and no other page."""
        return self.enrolment is not None and self.enrolment.state in SET_ASIDE

    @property
    def is_past(self) -> bool:
        """She left, or her promotion is over: she keeps what was hers, and opens nothing else (ADR 0014)."""
        if self.enrolment is None or self.staff_kinds:
            return False
        cohort = self.enrolment.cohort
        return self.enrolment.state == EnrolmentState.LEFT or (
            cohort is not None and cohort.state == CohortState.CLOSED and not self.is_set_aside
        )

    @property
    def cohort_key(self) -> int | None:
        """Of the promotion in which she takes part: the people whom she may find are its people."""
        return self.enrolment.cohort_id if self.enrolment is not None else None

    @property
    def has_space(self) -> bool:
        """A member's own page here: what she does, or what she keeps."""
        return self.is_active or self.is_past

    @property
    def is_mentor(self) -> bool:
        return self.is_active and self.enrolment is not None and self.enrolment.role == Role.MENTOR

    @property
    def is_mentee(self) -> bool:
        return self.is_active and self.enrolment is not None and self.enrolment.role == Role.MENTEE

    @property
    def is_staff(self) -> bool:
        """She works for the whole programme: neither a coordinator nor a sponsor, who see their perimeter only."""
        return self.is_moderator or self.is_manager

    @property
    def is_moderator(self) -> bool:
        return bool(self.staff_kinds & {StaffRole.Kind.MODERATOR, StaffRole.Kind.ADMINISTRATOR})

    @property
    def is_administrator(self) -> bool:
        return StaffRole.Kind.ADMINISTRATOR in self.staff_kinds

    @property
    def is_manager(self) -> bool:
        """She runs the programme: everything in it, whatever the organisation."""
        return self.runs_all

    @property
    def is_pilot(self) -> bool:
        """She runs the programme, or her perimeter of it: `perimeter_of` says which."""
        return bool(self.staff_kinds & {StaffRole.Kind.MANAGER, StaffRole.Kind.COORDINATOR})

    @property
    def belongs(self) -> bool:
        """She takes part in this programme, or works for it."""
        return self.enrolment is not None or bool(self.staff_kinds)


_MUST_SIGN = """EXISTS (
    SELECT 1 FROM programmes_charterversion version
    WHERE version.programme_id = programmes_programme.id
      AND version.number = (
        SELECT MAX(number) FROM programmes_charterversion WHERE programme_id = programmes_programme.id)
      AND NOT EXISTS (SELECT 1 FROM programmes_chartersignature WHERE version_id = version.id AND person_id = %s))"""


_WORKS_AS = """EXISTS (
    SELECT 1 FROM programmes_staffrole WHERE programme_id = programmes_programme.id AND person_id = %s AND kind = %s)"""
_RUNS_ALL = """EXISTS (
    SELECT 1 FROM programmes_staffrole WHERE programme_id = programmes_programme.id AND person_id = %s AND kind = %s
      AND organisation_id IS NULL AND entity_id IS NULL)"""


_WORKS = "EXISTS (SELECT 1 FROM programmes_staffrole WHERE person_id = %s)"


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
    """Her membership of the home programme, read on every page. One query."""
    row = _home_seen_by.first(person=person.pk)
    if row is None:
        raise Programme.DoesNotExist
    return _membership(row)


def membership_of(person: "User", slug: str) -> Membership | None:
    """Her membership of a programme: of its last promotion in which she takes part, else of the last one that she left;
    a measure of the team, wherever it stands, comes first. None when she is nothing in it. One query."""
    row = _programme_seen_by.first(person=person.pk, slug=slug)
    member = _membership(row) if row else None
    return member if member and member.belongs else None


def _membership(row: Any) -> Membership:
    """From a row of `_seen_by`. A measure that sets her aside closes the team's pages too."""
    enrolment = getattr(row, "hers", None)
    kinds = [] if enrolment and enrolment.state in SET_ASIDE else StaffRole.Kind.values
    return Membership(
        programme=row,
        enrolment=enrolment,
        charter_signed=not row.must_sign,
        staff_kinds=frozenset(kind for kind in kinds if getattr(row, f"is_{kind}")),
        runs_all=bool(kinds) and row.runs_all,
        works_anywhere=row.works,
        frozen=row.is_frozen,
    )


@prepared
def _home_seen_by(person: Given) -> QuerySet[Programme]:
    return _seen_by(person, Programme.objects.filter(is_home=True))


@prepared
def _programme_seen_by(person: Given, slug: Given) -> QuerySet[Programme]:
    return _seen_by(person, Programme.objects.filter(slug=slug))


def _seen_by(person: Given, programmes: QuerySet[Programme]) -> QuerySet[Any]:
    """A programme with `hers`, the enrolment that counts, if she has one; whether the charter in force waits for her
    signature, what she does in the programme, and whether she works for any."""

    def asked(sql: str, *params: Any) -> RawSQL:
        return RawSQL(sql, params, output_field=BooleanField())

    kinds = {f"is_{kind}": asked(_WORKS_AS, person, kind) for kind in StaffRole.Kind.values}
    seen: QuerySet[Any] = programmes.annotate(
        hers=FilteredRelation("enrolments", condition=Q(enrolments__person=person)),
        runs_all=asked(_RUNS_ALL, person, StaffRole.Kind.MANAGER),
        must_sign=asked(_MUST_SIGN, person),
        is_frozen=asked(_FROZEN, SITE),
        works=asked(_WORKS, person),
        **kinds,
    )
    first = Case(When(hers__state__in=SET_ASIDE, then=0), When(hers__state=EnrolmentState.LEFT, then=2), default=1)
    return seen.select_related("hers__cohort").order_by(first, "-hers__cohort__number")[:1]


def programmes_of(person: "User") -> QuerySet[Programme]:
    """Those in which she takes part or took part, or for which she works, the home programme first."""
    hers = Programme.objects.filter(Q(enrolments__person=person) | Q(staff_roles__person=person))
    return hers.distinct().order_by("-is_home", "name", "id")

"""The identity shield: the only door to family names and contact details (A4, N1, N2).

`VISIBILITY` is the rule, the documentation and the page "qui voit mes données" at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from binome.core.french import fold
from binome.core.journal import record
from binome.core.sorting import FrenchOrder
from binome.people.models import CivilIdentity, User, open_identities
from binome.programmes.models import Affiliation, DeclaredIdentity, Enrolment, StaffRole
from binome.programmes.queries.perimeter import Perimeter
from binome.programmes.queries.team import TEAM

from .lifecycle import LIVE, PairState
from .models import Block, CircleMember, Pair, Reveal, between
from .queries.ties import conflicted


class Relation(StrEnum):
    """What the viewer is to the person."""

    SELF = "self"
    PARTNER = "partner"
    FORMER = "former"
    MEMBER = "member"
    MODERATOR = "moderator"
    OUTSIDER = "outsider"


class Sight(StrEnum):
    """Whether the viewer sees the field."""

    YES = "yes"
    CHOICE = "choice"
    GRANT = "grant"
    CASE = "case"
    PERIMETER = "perimeter"
    COUNT = "count"
    NO = "no"


def _row(partner: Sight, former: Sight, member: Sight, moderator: Sight) -> dict[Relation, Sight]:
    return {
        Relation.SELF: Sight.YES,
        Relation.PARTNER: partner,
        Relation.FORMER: former,
        Relation.MEMBER: member,
        Relation.MODERATOR: moderator,
        Relation.OUTSIDER: Sight.NO,
    }


_PUBLIC = _row(Sight.YES, Sight.YES, Sight.YES, Sight.YES)
_SEALED = _row(Sight.CHOICE, Sight.CHOICE, Sight.NO, Sight.GRANT)

#: field: (its French name, who sees it). CHOICE: if the person reveals it. GRANT: for a chosen reason, journalled.
#: CASE: those who treat a report between the two, in its sealed copy, journalled.
VISIBILITY = {
    "first_name": (_("Prénom"), _PUBLIC),
    "photo": (_("Photo"), _PUBLIC),
    "headline": (_("Métier et secteur"), _PUBLIC),
    "presentation": (_("Présentation et parcours"), _PUBLIC),
    "place": (_("Ville et pays"), _PUBLIC),
    "practical": (_("Langues, rythme, rencontres, sujets"), _PUBLIC),
    "family_name": (_("Nom de famille"), _SEALED),
    "phone": (_("Téléphone"), _SEALED),
    "email": (_("Adresse e-mail"), _SEALED),
    "link": (_("Lien professionnel"), _row(Sight.CHOICE, Sight.CHOICE, Sight.NO, Sight.YES)),
    "requests": (_("Mots des demandes envoyées et reçues"), _row(Sight.NO, Sight.NO, Sight.NO, Sight.CASE)),
    "waiting": (_("Qu’une demande attend, qu’un binôme se tait"), _row(Sight.YES, Sight.NO, Sight.NO, Sight.YES)),
    "comment": (_("Commentaire de fin"), _row(Sight.CHOICE, Sight.CHOICE, Sight.NO, Sight.YES)),
    "fit": (_("Réponse après le premier rendez-vous"), _row(Sight.NO, Sight.NO, Sight.NO, Sight.NO)),
    "report": (_("Signalement envoyé"), _row(Sight.NO, Sight.NO, Sight.NO, Sight.YES)),
}

#: In a programme of organisations, what who runs it sees of its people besides. PERIMETER: a manager or a coordinator,
#: of the people of her perimeter, as their organisation declares them, each page journalled (`names_for`,
#: `declared_names`); COUNT: how many, from five on. What is not here she does not see. A sponsor sees nobody (D16).
PILOTED = {
    "first_name": Sight.PERIMETER,
    "family_name": Sight.PERIMETER,
    "email": Sight.PERIMETER,
    "waiting": Sight.PERIMETER,
    "fit": Sight.COUNT,
}

#: What a member may reveal to her partner, as `Reveal` and `MentoringRequest.will_reveal` name it.
REVEALABLE = {
    "name": _("mon nom de famille"),
    "email": _("mon adresse e-mail"),
    "phone": _("mon téléphone"),
    "link": _("mon lien professionnel"),
}


@dataclass(frozen=True)
class Card:
    """A person as one viewer may see her: a field she may not see is empty."""

    code: str
    first_name: str
    family_name: str = ""
    email: str = ""
    phone: str = ""
    link: str = ""
    #: For the team alone, while a changed name waits to be checked.
    former_name: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.family_name}".strip()


class AccessRefused(Exception):
    """This member of staff may not open this identity."""


def revealed_to(*, viewer: User, person: User) -> frozenset[str]:
    """Which revealable fields `person` shows `viewer` now: live pair and her choice, or her choice to stay visible."""
    pairs = Pair.objects.filter(between(viewer, person))
    shown = Reveal.objects.filter(pair__in=pairs, person=person).filter(
        Q(pair__state__in=LIVE) | Q(pair__state=PairState.CLOSED, after_closing=True)
    )
    fields = frozenset(key for reveal in shown for key in REVEALABLE if getattr(reveal, key))
    if fields and Block.objects.filter(Q(by=viewer, person=person) | Q(by=person, person=viewer)).exists():
        return frozenset()
    return fields


def may_see_name(*, viewer: User, person: User) -> bool:
    """N1, without the staff grant."""
    return viewer.pk == person.pk or "name" in revealed_to(viewer=viewer, person=person)


def card(*, viewer: User, person: User) -> Card:
    """What `viewer` may see of `person`. Works for anyone; a stranger gets the first name alone."""
    if viewer.pk == person.pk:
        return _open(person, frozenset(REVEALABLE))
    return _open(person, revealed_to(viewer=viewer, person=person))


def circle_cards(*, viewer: User, members: Iterable[CircleMember]) -> dict[int, Card]:
    """What `viewer` may see of each of these people, by member: first names, and what each shows in a circle where both
    still are. Three queries; `members` come with `enrolment__person__profile` and their circle."""
    rows = list(members)
    inside = {row.circle_id for row in rows if row.enrolment.person_id == viewer.pk and row.left_at is None}
    apart = {
        person
        for couple in Block.objects.filter(Q(by=viewer) | Q(person=viewer)).values_list("by", "person")
        for person in couple
    } - {viewer.pk}
    shown: dict[int, frozenset[str]] = {}
    for row in rows:
        together = row.circle_id in inside and row.left_at is None and row.circle.closed_at is None
        seen = together and row.enrolment.person_id not in apart
        shown[row.pk] = frozenset(key for key in REVEALABLE if seen and getattr(row, key))
    wanted = [row.enrolment.person_id for row in rows if shown[row.pk] & {"name", "phone"}]
    with open_identities():
        sealed = {each.person_id: each for each in CivilIdentity.objects.filter(person__in=wanted)}
    return {row.pk: _shown(row.enrolment.person, shown[row.pk], sealed.get(row.enrolment.person_id)) for row in rows}


def staff_card(*, moderator: User, person: User, reason: str, now: datetime) -> Card:
    """Open an identity for a moderator of a programme in which the person takes part: her reason is required, and each
    opening writes one journal line (N16)."""
    hers = StaffRole.objects.filter(person=moderator, kind__in=TEAM)
    if hers.exists() and conflicted(moderator=moderator, person=person):
        raise AccessRefused(_("Vous connaissez cette personne : une autre modératrice s’en charge."))
    if not hers.filter(programme__enrolments__person=person).exists():
        raise AccessRefused(_("Cette page est réservée à l’équipe."))
    if reason not in STAFF_REASONS:
        raise AccessRefused(_("Choisissez la raison pour laquelle vous ouvrez cette identité."))
    record("identity_opened", by=moderator, obj=person, now=now, reason=reason)
    with open_identities():
        former = CivilIdentity.objects.filter(person=person).values_list("former_name", flat=True).first()
    return replace(_open(person, frozenset(REVEALABLE)), former_name=former or "")


def names_for(*, viewer: User, perimeter: Perimeter, people: Iterable[User], now: datetime) -> dict[int, str]:
    """What a manager or a coordinator may call these people on one page, by person: first and family name of those
    within her perimeter, the first name alone of the others. One journal line a page (N1, N11, N16).

    `perimeter`: what `perimeter_of` says of the viewer. One query: whom an organisation declares bears the name
    that it gives (N6).
    """
    shown = {person.pk: person.first_name for person in people}
    if not perimeter or not shown:
        return shown
    named = {}
    for row in _declared(viewer, perimeter, {"person__in": shown}, now):
        named[row["person"]] = _called(shown[row["person"]], row)
    return shown | named


def names_of(*, viewer: User, perimeter: Perimeter, enrolments: Iterable[Enrolment], now: datetime) -> dict[int, str]:
    """The same for participants, by enrolment, as the organisation on behalf of which each takes part names her. Those
    beyond her perimeter are not in it: not even their first names are hers (N11). `enrolments` come with `person`."""
    rows = list(enrolments)
    known = {row.affiliation_id: row for row in rows if row.affiliation_id is not None}
    within = _declared(viewer, perimeter, {"pk__in": list(known)}, now) if perimeter and known else []
    named = {row["pk"]: _called(known[row["pk"]].person.first_name, row) for row in within}
    return {
        row.pk: named.get(row.affiliation_id, row.person.first_name)
        for row in rows
        if perimeter.whole or row.affiliation_id in named
    }


def _declared(viewer: User, perimeter: Perimeter, among: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    """The names of these people of the perimeter, and the line of the journal."""
    with open_identities():
        declared = DeclaredIdentity.objects.filter(affiliation=OuterRef("pk"))
        civil = CivilIdentity.objects.filter(person=OuterRef("person"))
        rows = list(
            perimeter.affiliations()
            .filter(**among)
            .values(
                "pk",
                "person",
                declared_first=Subquery(declared.values("first_name")),
                declared_family=Subquery(declared.values("family_name")),
                civil_family=Subquery(civil.values("family_name")),
            )
        )
    if rows:
        record("names_shown", by=viewer, obj=perimeter.programme, now=now, people=len(rows))
    return rows


def _called(first_name: str, row: dict[str, Any]) -> str:
    if row["declared_family"] is None:
        return f"{first_name} {row['civil_family'] or ''}".strip()
    return f"{row['declared_first']} {row['declared_family']}".strip()


def by_declared_name(rows: QuerySet[Affiliation], words: str = "") -> QuerySet[Affiliation]:
    """These people in the order of their declared names; with `words`, those in whose name, address, number or job all
    of them are. Nothing that was read comes out with the rows."""
    with open_identities():
        sealed = DeclaredIdentity.objects.filter(affiliation=OuterRef("pk")).values("folded")
    found: QuerySet[Any] = rows.alias(folded=Coalesce(Subquery(sealed), FrenchOrder("person__first_name")))
    for word in fold(words).split():
        found = found.filter(Q(folded__contains=word) | Q(reference__icontains=word) | Q(job_title__icontains=word))
    ordered: QuerySet[Affiliation] = found.order_by("folded", "pk")
    return ordered


def declared_names(
    *, viewer: User, perimeter: Perimeter, among: Iterable[Affiliation] | None = None, now: datetime
) -> dict[int, DeclaredIdentity]:
    """What organisations declare of the people within her perimeter, by affiliation: name and address. `among`: those
    of one page. One journal line a page (N1, N11, N16)."""
    rows = perimeter.affiliations()
    rows = rows if among is None else rows.filter(pk__in=[row.pk for row in among])
    with open_identities():
        declared = list(DeclaredIdentity.objects.filter(affiliation__in=rows))
    if declared:
        record("names_shown", by=viewer, obj=perimeter.programme, now=now, people=len(declared))
    return {row.affiliation_id: row for row in declared}


STAFF_REASONS = {
    "check": _("Vérifier le profil"),
    "case": _("Traiter un signalement"),
    "request": _("Répondre à sa demande"),
}


def staff_notices_name(person: User) -> str:
    """The family name, for the check that looks for it in the texts of a profile. Never shown as such."""
    with open_identities():
        return CivilIdentity.objects.filter(person=person).values_list("family_name", flat=True).first() or ""


def staff_notices_names(people: Iterable[int]) -> dict[int, str]:
    """The same for a page of profiles, by person: one query."""
    with open_identities():
        return dict(CivilIdentity.objects.filter(person__in=list(people)).values_list("person", "family_name"))


def namesakes(person: User) -> list[User]:
    """Other accounts under the same civil name, for the hint « another account may be hers ». The name stays sealed."""
    with open_identities():
        rows = CivilIdentity.objects.filter(person__first_name__iexact=person.first_name).select_related("person")
        people = {row.person: fold(row.family_name) for row in rows.order_by("person_id")}
    name = people.pop(person, "")
    return [other for other, theirs in people.items() if name and theirs == name]


def _open(person: User, fields: frozenset[str]) -> Card:
    sealed = None
    if fields & {"name", "phone"}:
        with open_identities():
            sealed = CivilIdentity.objects.filter(person=person).first()
    return _shown(person, fields, sealed)


def _shown(person: User, fields: frozenset[str], sealed: CivilIdentity | None) -> Card:
    shown: dict[str, str] = {}
    if sealed and "name" in fields:
        shown["family_name"] = sealed.family_name
    if sealed and "phone" in fields:
        shown["phone"] = sealed.phone
    if "email" in fields:
        shown["email"] = person.email
    if "link" in fields and hasattr(person, "profile"):
        shown["link"] = person.profile.link
    return Card(code=person.code, first_name=person.first_name, **shown)

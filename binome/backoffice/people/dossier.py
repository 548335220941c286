"""One profile as a moderator reads it: what to look at, what changed, what may be decided."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress
from django.http import Http404
from django.utils.translation import gettext as _

from binome.core.addresses import failing_since
from binome.core.hashes import is_kept
from binome.mentoring.identity import namesakes, staff_card, staff_notices_name
from binome.mentoring.queries.ties import conflicted
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile, Review, User
from binome.people.queries import content_digest, differences, sensitive_content
from binome.people.rules import Notice, notices, why_not_review
from binome.programmes.models import Enrolment
from binome.ui.differences import Piece, compare

from ..access import KeptAway
from .marks import highlight
from .waiting import checked_by
from .words import BADGES, DONE, FIELDS, Badge

#: What may be decided, by where the profile stands; the first is what one usually does.
DECISIONS = {
    ProfileState.SUBMITTED: ("approve", "ask_change", "escalate", "refuse"),
    ProfileState.CHANGE_ASKED: ("refuse",),
    ProfileState.REFUSED: ("approve",),
    ProfileState.APPROVED: (),
}
RECHECK = ("confirm", "restore", "escalate")


@dataclass(frozen=True)
class Part:
    """One field of the profile, in pieces, with what to look at in it."""

    name: str
    label: object
    pieces: list[Piece]
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True)
class Dossier:
    """Everything that the page of one profile shows."""

    enrolment: Enrolment
    findings: list[Notice]
    parts: list[Part]
    changes: list[Part]
    reviews: list[Review]
    decisions: tuple[str, ...]
    why_not: str
    seen: str
    email_confirmed: bool
    failing_since: datetime | None
    #: Her address was refused in the last months: its hash alone is kept.
    refused_before: bool
    others: list[User]
    name_was_read: bool

    @property
    def person(self) -> User:
        return self.enrolment.person

    @property
    def profile(self) -> Profile:
        return self.enrolment.person.profile

    @property
    def kinds(self) -> list[str]:
        return [notice.kind for notice in self.findings if notice.kind != "photo"]

    @property
    def badges(self) -> list[Badge]:
        return badges(self.profile, self.findings, self.reviews[0].verb if self.reviews else "")


def find(request, code: str) -> Enrolment:
    """The enrolment behind an address; no page for a stranger to the programme, a sentence for who knows her."""
    rows = checked_by(request.programme).filter(person__code=code)
    enrolment = rows.select_related("person__profile__taken_by", "person__profile__escalated_by").first()
    if enrolment is None:
        raise Http404
    if conflicted(moderator=request.user, person=enrolment.person):
        raise KeptAway(_("Vous connaissez cette personne : une autre modératrice s’en charge."))
    return enrolment


def look_at(profile: Profile, family_name: str) -> list[Notice]:
    """What the machine finds; on a profile that was already checked, only in what changed since."""
    texts = sensitive_content(profile)
    photo = texts.pop("photo")
    texts.pop("link")  # a field made for a link
    if profile.state == ProfileState.APPROVED:
        changed = {name for name, _before, _now in differences(profile)}
        texts = {name: text for name, text in texts.items() if name in changed}
    unseen = bool(photo) and photo != profile.checked_content.get("photo", "")
    found = notices(texts, family_name, photo=unseen)
    return [notice for notice in found if notice.kind == "photo" or texts[notice.field]]


def badges(profile: Profile, findings: Iterable[Notice], last_verb: str) -> list[Badge]:
    """The most pressing first."""
    kinds = {notice.kind for notice in findings}
    if last_verb == "contest":
        kinds.add("contested")
    elif profile.escalated_by_id is not None:
        kinds.add("second")
    if profile.identity_changed_at is not None:
        kinds.add("identity")
    if profile.recheck_since is not None or last_verb == "resubmit":
        kinds.add("changed")
    return [badge for kind, badge in BADGES.items() if kind in (kinds or {"nothing"})]


def decisions(profile: Profile) -> tuple[str, ...]:
    if profile.state == ProfileState.APPROVED and profile.recheck_since is not None:
        possible: tuple[str, ...] = RECHECK
    else:
        possible = DECISIONS[ProfileState(profile.state)]
    return tuple(verb for verb in possible if verb != "escalate" or profile.escalated_by_id is None)


def open_dossier(request, enrolment: Enrolment, *, now: datetime) -> Dossier:
    """Read it all. If her family name is in her texts, the moderator reads it there: one journal line (N16)."""
    person, profile = enrolment.person, enrolment.person.profile
    findings = look_at(profile, staff_notices_name(person))
    family_name = ""
    if any(notice.kind == "name" for notice in findings):
        family_name = staff_card(moderator=request.user, person=person, reason="check", now=now).family_name
    why_not = str(why_not_review(by=request.user, profile=profile))
    return Dossier(
        enrolment=enrolment,
        findings=findings,
        parts=_parts(profile, findings, family_name),
        changes=_changes(profile),
        reviews=_reviews(profile),
        decisions=() if why_not else decisions(profile),
        why_not=why_not,
        seen=content_digest(profile),
        email_confirmed=EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists(),
        failing_since=failing_since(person.email, now=now),
        refused_before=is_kept("refused", person.email, now=now),
        others=_others(enrolment) if person.linked_to_id is None else [],
        name_was_read=bool(family_name),
    )


def _others(enrolment: Enrolment) -> list[User]:
    """Her namesakes of the same programme: the others are nobody here."""
    found = namesakes(enrolment.person)
    here = (
        Enrolment.objects.filter(programme=enrolment.programme_id, person__in=found)
        if found
        else Enrolment.objects.none()
    )
    known = set(here.values_list("person", flat=True))
    return [other for other in found if other.pk in known]


def _reviews(profile: Profile) -> list[Review]:
    """The latest first, each with what was done, in words."""
    reviews = list(profile.reviews.select_related("by"))
    for review in reviews:
        review.done = DONE[review.verb]
    return reviews


def _parts(profile: Profile, findings: list[Notice], family_name: str) -> list[Part]:
    texts = sensitive_content(profile)
    by_field = {name: [notice for notice in findings if notice.field == name] for name in texts}
    return [
        Part(name, FIELDS[name], highlight(text, [n.kind for n in by_field[name]], family_name), by_field[name])
        if name != "photo"
        else Part(name, FIELDS[name], [], by_field[name])  # its text is where the file is stored
        for name, text in texts.items()
        if text and (name not in {"first_name", "photo"} or by_field[name])
    ]


def _changes(profile: Profile) -> list[Part]:
    """Nothing on a first reading: there is no « before ». A changed name is said, never shown: it is sealed."""
    renamed = Part("identity", FIELDS["identity"], [("", _("Le nom de famille a changé. Ouvrez-le pour comparer."))])
    sealed = [renamed] if profile.identity_changed_at is not None else []
    if not profile.checked_content:
        return sealed
    return sealed + [
        Part(name, FIELDS[name], _change_of_photo(before, now) if name == "photo" else compare(before, now))
        for name, before, now in differences(profile)
    ]


def _change_of_photo(before: str, now: str) -> list[Piece]:
    if not before:
        return [("", _("Une photo a été ajoutée."))]
    return [("", _("La photo a été remplacée.") if now else _("La photo a été retirée."))]

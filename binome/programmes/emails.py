"""What a promotion tells people: an invitation, its one reminder, a place that is free, answers that are missing.

Subjects are neutral and no letter bears a family name: an employer may read the mailbox (N3).
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.translation import gettext_lazy as _

from binome.core.mails import MailKind, register
from binome.core.models import Letter
from binome.core.outbox import enqueue

from .lifecycle import InvitationState
from .links import invitation_token
from .models import Enrolment, EnrolmentState, Invitation, Programme

if TYPE_CHECKING:
    from binome.people.models import User


def _invitation_open(letter: Letter) -> bool:
    return Invitation.objects.filter(
        code=letter.about_code, state=InvitationState.SENT, affiliation__left_on=None
    ).exists()


def _takes_part(letter: Letter) -> bool:
    return Enrolment.objects.filter(code=letter.about_code, state=EnrolmentState.ACTIVE).exists()


def _answers_missing(letter: Letter) -> bool:
    rows = Enrolment.objects.filter(code=letter.about_code, state=EnrolmentState.ACTIVE)
    return rows.filter(completed_at=None).exists()


register(
    MailKind("cohort_invitation", "programmes", _("Je suis invitée à un programme"), still_due=_invitation_open),
    MailKind("cohort_nomination", "programmes", _("On me propose pour un programme"), still_due=_invitation_open),
    MailKind("invitation_reminder", "programmes", _("Une invitation attend ma réponse"), still_due=_invitation_open),
    MailKind("place_found", "programmes", _("Une place se libère dans ma promotion"), still_due=_takes_part),
    MailKind("answers_reminder", "programmes", _("Des réponses manquent"), still_due=_answers_missing),
    MailKind("join_link", "programmes", _("Mon lien pour rejoindre un programme")),
)


def address_in(programme: Programme, name: str, *args: object) -> str:
    """The full address of a page inside a programme, also where no request says in which one we are (ADR 0014)."""
    before = get_script_prefix()
    set_script_prefix("/")
    try:
        return settings.SITE_URL + programme.root + reverse(name, args=args)
    finally:
        set_script_prefix(before)


def _root_address(name: str, *args: object) -> str:
    before = get_script_prefix()
    set_script_prefix("/")
    try:
        return settings.SITE_URL + reverse(name, args=args)
    finally:
        set_script_prefix(before)


def invitation_sent(row: Invitation, *, send_at: datetime | None = None, now: datetime) -> None:
    nominated = row.kind == Invitation.Kind.NOMINATED
    kind = "cohort_nomination" if nominated else "cohort_invitation"
    _about_invitation(kind, row, event="sent", send_at=send_at, now=now)


def invitation_reminder(row: Invitation, *, now: datetime) -> None:
    _about_invitation("invitation_reminder", row, event="reminder", now=now)


def _about_invitation(
    kind: str, row: Invitation, *, event: str, send_at: datetime | None = None, now: datetime
) -> None:
    programme, person = row.cohort.programme, row.affiliation.person
    language = "en" if person.language == "en" else "fr"
    texts = programme.texts.get(language) or programme.texts.get("fr") or {}
    _tell(
        kind,
        person=person,
        programme=programme,
        event=f"invitation:{row.code}:{event}",
        about=f"invitation:{row.code}",
        url=_root_address("answer-invitation", invitation_token(row.code)),
        send_at=send_at,
        now=now,
        promotion=row.cohort.name,
        role=row.role,
        words=texts.get("nomination" if row.kind == Invitation.Kind.NOMINATED else "invitation", ""),
        ends_on=row.cohort.enrolment_ends_on,
    )


def place_found(enrolment: Enrolment, *, now: datetime) -> None:
    _about_enrolment("place_found", enrolment, now=now)


def answers_reminder(enrolment: Enrolment, *, now: datetime) -> None:
    _about_enrolment("answers_reminder", enrolment, now=now)


def _about_enrolment(kind: str, enrolment: Enrolment, *, now: datetime) -> None:
    _tell(
        kind,
        person=enrolment.person,
        programme=enrolment.programme,
        event=f"enrolment:{enrolment.code}:{kind}:{now:%Y%m%d%H%M}",
        about=f"enrolment:{enrolment.code}",
        url=address_in(enrolment.programme, "my-answers"),
        now=now,
        promotion=enrolment.cohort.name if enrolment.cohort else "",
    )


def _tell(
    kind: str,
    *,
    person: "User",
    programme: Programme,
    event: str,
    about: str,
    url: str,
    send_at: datetime | None = None,
    now: datetime,
    **context: Any,
) -> None:
    language = "en" if person.language == "en" else programme.wording
    enqueue(
        kind=kind,
        event=event,
        person=person,
        language=language,
        about=about,
        send_at=send_at,
        now=now,
        context={
            "site_name": programme.name,
            "voc": programme.vocabulary["en" if language == "en" else "fr"],
            "first_name": person.first_name,
            "button_url": url,
            "preferences_url": "",
            **context,
        },
    )

"""What a programme tells people: an invitation, its reminder, a place that is free, missing answers, a role.

Subjects are neutral and no letter bears a family name: an employer may read the mailbox (N3).
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from binome.core.languages import text_language
from binome.core.mails import MailKind, register
from binome.core.models import Letter
from binome.core.outbox import enqueue
from binome.core.roots import at_root
from binome.people.models import SignupDraft

from .letters import language_for, tell
from .lifecycle import InvitationState
from .links import invitation_token
from .models import Enrolment, EnrolmentState, Invitation, Programme, StaffRole
from .queries.line_manager import (
    LINE_MANAGER_TOLD,
    declared_first_name,
    line_manager_event,
    line_manager_to_tell,
    time_asked,
)


def _invitation_open(letter: Letter) -> bool:
    return Invitation.objects.filter(
        code=letter.about_code, state=InvitationState.SENT, affiliation__left_on=None
    ).exists()


def _takes_part(letter: Letter) -> bool:
    return Enrolment.objects.filter(code=letter.about_code, state=EnrolmentState.ACTIVE).exists()


def _answers_missing(letter: Letter) -> bool:
    rows = Enrolment.objects.filter(code=letter.about_code, state=EnrolmentState.ACTIVE)
    return rows.filter(completed_at=None).exists()


def _line_manager_due(letter: Letter) -> bool:
    """She still takes part, it is still said in this programme, and this is who leads her."""
    rows = Enrolment.objects.filter(code=letter.about_code, state=EnrolmentState.ACTIVE)
    enrolment = rows.select_related("programme", "affiliation").first()
    leader = line_manager_to_tell(enrolment) if enrolment else None
    person = leader.person if leader else None
    return person is not None and person.code == letter.recipient_code and person.mail_allowed(letter.kind)


def _link_waits(letter: Letter) -> bool:
    return SignupDraft.objects.filter(code=letter.about_code).exists()


register(
    MailKind("cohort_invitation", "programmes", _("Je suis invitée à un programme"), still_due=_invitation_open),
    MailKind("cohort_nomination", "programmes", _("On me propose pour un programme"), still_due=_invitation_open),
    MailKind("invitation_reminder", "programmes", _("Une invitation attend ma réponse"), still_due=_invitation_open),
    MailKind("place_found", "programmes", _("Une place se libère dans ma promotion"), still_due=_takes_part),
    MailKind("answers_reminder", "programmes", _("Des réponses manquent"), still_due=_answers_missing),
    MailKind("participation_ended", "programmes", _("Ma participation à un programme prend fin")),
    MailKind(
        LINE_MANAGER_TOLD,
        "programmes",
        _("Une personne de mon équipe participe à un programme"),
        optional=True,
        audience=frozenset({"line_manager"}),
        still_due=_line_manager_due,
    ),
    MailKind("join_link", "programmes", _("Mon lien pour rejoindre un programme"), still_due=_link_waits),
    MailKind("programme_role_given", "programmes", _("Un rôle m’est donné dans un programme")),
    MailKind("programme_role_taken", "programmes", _("Un rôle m’est retiré dans un programme")),
)


def invitation_sent(row: Invitation, *, send_at: datetime | None = None, now: datetime) -> None:
    nominated = row.kind == Invitation.Kind.NOMINATED
    kind = "cohort_nomination" if nominated else "cohort_invitation"
    _about_invitation(kind, row, event="sent", send_at=send_at, now=now)


def invitation_reminder(row: Invitation, *, now: datetime) -> None:
    _about_invitation("invitation_reminder", row, event="reminder", now=now)


def _about_invitation(
    kind: str, row: Invitation, *, event: str, send_at: datetime | None = None, now: datetime
) -> None:
    """Its link stands at the root of the site: she is nothing in the programme yet."""
    programme, person = row.cohort.programme, row.affiliation.person
    texts = programme.texts.get(text_language(person.language), {})
    path = reverse("answer-invitation", args=[invitation_token(row.code)])
    tell(
        kind,
        person=person,
        programme=programme,
        event=f"invitation:{row.code}:{event}",
        about=f"invitation:{row.code}",
        path=path,
        send_at=send_at,
        now=now,
        button_url=root_address(path),
        preferences_url="",
        words=texts.get("nomination" if row.kind == Invitation.Kind.NOMINATED else "invitation", ""),
        ends_on=row.cohort.enrolment_ends_on,
        role=row.role,
    )


def join_link(draft: SignupDraft, programme: Programme, *, token: str, now: datetime) -> None:
    """To an address that is nobody's yet, or somebody's: it says the same."""
    language = programme.catalogue(draft.language)
    enqueue(
        kind="join_link",
        event=f"join:{draft.code}",
        person=draft,
        language=language,
        about=f"draft:{draft.code}",
        now=now,
        context={
            "site_name": programme.name,
            "voc": programme.vocabulary[text_language(language)],
            "button_url": root_address(reverse("join-programme", args=[token])),
            "preferences_url": "",
        },
    )


def root_address(path: str) -> str:
    """Of a page at the root of the site, whatever the programme of the request."""
    return f"{settings.SITE_URL}{at_root(path)}"


def place_found(enrolment: Enrolment, *, now: datetime) -> None:
    _about_enrolment("place_found", enrolment, now=now)


def participation_ended(enrolment: Enrolment, *, now: datetime) -> None:
    _about_enrolment("participation_ended", enrolment, now=now, path=reverse("my-programmes"))


def line_manager_told(enrolment: Enrolment, *, now: datetime) -> None:
    """To whoever leads her, as her organisation declares it: one letter for her and a promotion, when she comes in, and
    only if she read beforehand that it would leave and let it be.

    It says that she takes part and the time that it takes: the same whatever her role, her answers and her partner.
    Nothing follows it, not even at the end: one leaves without a fault, and a letter would show it (D15).
    """
    leader = line_manager_to_tell(enrolment)
    event = line_manager_event(enrolment.code)
    if leader is None or enrolment.affiliation is None or Letter.objects.filter(event=event).exists():
        return
    her, programme, cohort = enrolment.affiliation, enrolment.programme, enrolment.cohort
    language = language_for(leader.person, programme)
    tell(
        LINE_MANAGER_TOLD,
        person=leader.person,
        programme=programme,
        event=event,
        about=f"enrolment:{enrolment.code}",
        path="",
        now=now,
        button_url="",
        preferences_url="",
        first_name=declared_first_name(leader),
        name=declared_first_name(her),
        known_by=", ".join(filter(None, [her.job_title, her.entity.name if her.entity else ""])),
        promotion=cohort.name if cohort else "",
        time=time_asked(programme, language),
        cohort=cohort,
        contact_email=programme.contact_email,
        months=programme.default_duration,
    )


def answers_reminder(enrolment: Enrolment, *, now: datetime) -> None:
    _about_enrolment("answers_reminder", enrolment, now=now)


def _about_enrolment(kind: str, enrolment: Enrolment, *, path: str = "", now: datetime) -> None:
    tell(
        kind,
        person=enrolment.person,
        programme=enrolment.programme,
        event=f"enrolment:{enrolment.code}:{kind}:{now:%Y%m%d%H%M}",
        about=f"enrolment:{enrolment.code}",
        path=path or reverse("my-answers"),
        now=now,
        promotion=enrolment.cohort.name if enrolment.cohort else "",
    )


def role_given(role: StaffRole, *, now: datetime) -> None:
    page = "sponsor-space" if role.kind == StaffRole.Kind.SPONSOR else "pilot-dashboard"
    _about_role("programme_role_given", role, path=reverse(page), now=now)


def role_taken(role: StaffRole, *, now: datetime) -> None:
    _about_role("programme_role_taken", role, path=reverse("my-programmes"), now=now)


def _about_role(kind: str, role: StaffRole, *, path: str, now: datetime) -> None:
    tell(
        kind,
        person=role.person,
        programme=role.programme,
        event=f"role:{role.code}",
        about=f"role:{role.code}",
        path=path,
        now=now,
        role=str(StaffRole.Kind(role.kind).label),
        where=role.entity.name if role.entity else role.organisation.name if role.organisation else "",
    )

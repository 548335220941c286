"""Telling the team that something waits, and a member that an answer does. No mail says what was written."""

from datetime import datetime

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from binome.core.mails import MailKind, register
from binome.core.outbox import enqueue
from binome.people.models import User
from binome.programmes.letters import address_in, language_for, tell
from binome.programmes.models import Programme, Role, StaffRole
from binome.programmes.queries.team import administrators_of, team_of

from . import tokens
from .lifecycle import GivingReason, RemovalReason
from .models import Case, Decision, Reply, TeamMessage
from .rules import may_answer, may_answer_appeal, may_treat

#: What whoever treats cases and messages is here.
TEAM = frozenset({"staff"})
MEMBERS = frozenset({Role.MENTOR, Role.MENTEE})

MAILS = (
    MailKind(
        name="case_opened", room="support", label=_("Un signalement attend l’équipe"), optional=True, audience=TEAM
    ),
    MailKind(
        name="team_written_to", room="support", label=_("Un message attend l’équipe"), optional=True, audience=TEAM
    ),
    MailKind(name="team_answered", room="support", label=_("L’équipe me répond"), optional=True, audience=MEMBERS),
    MailKind(name="team_wrote", room="support", label=_("L’équipe m’écrit"), optional=True, audience=MEMBERS),
    MailKind(name="contact_received", room="support", label=_("Mon message à l’équipe est reçu")),
    MailKind(name="contact_answered", room="support", label=_("L’équipe répond à mon message")),
    MailKind(name="appeal_filed", room="support", label=_("Un recours attend l’équipe"), optional=True, audience=TEAM),
    MailKind(name="role_given", room="support", label=_("J’entre dans l’équipe, ou j’y change de rôle")),
    MailKind(name="role_removed", room="support", label=_("Je n’ai plus ce rôle dans l’équipe")),
    # Without it the appeal would wait for ever.
    MailKind(name="appeal_stuck", room="support", label=_("Un recours attend une personne de plus dans l’équipe")),
    # Nobody is judged without having been told: these two are as mandatory as a refused sign-up.
    MailKind(name="hearing_asked", room="support", label=_("L’équipe demande ma version")),
    MailKind(name="decision_taken", room="support", label=_("L’équipe a pris une décision qui me concerne")),
    MailKind(
        name="suspension_ended", room="support", label=_("Ma suspension est terminée"), optional=True, audience=MEMBERS
    ),
    MailKind(
        name="report_settled", room="support", label=_("Mon signalement est traité"), optional=True, audience=MEMBERS
    ),
)
register(*MAILS)


def _tell(kind: str, *, person: User, programme: Programme, event: str, url: str, now: datetime) -> None:
    tell(kind, person=person, programme=programme, event=event, about=event, path=url, now=now)


def case_opened(case: Case, *, now: datetime) -> None:
    """Every moderator who may treat it."""
    for moderator in team_of(case.programme):
        if may_treat(moderator=moderator, case=case):
            url = reverse("case-detail", args=[case.code])
            _tell(
                "case_opened", person=moderator, programme=case.programme, event=f"case:{case.code}", url=url, now=now
            )


def appeal_filed(case: Case, *, now: datetime) -> None:
    """Every moderator who may answer it: not the one whose decision it contests. Without any, the administrators."""
    decision = case.decisions.get(on_appeal=False)
    url, event = reverse("case-detail", args=[case.code]), f"appeal:{case.code}"
    readers = [m for m in team_of(case.programme) if may_answer_appeal(moderator=m, case=case, decision=decision)]
    for moderator in readers:
        _tell("appeal_filed", person=moderator, programme=case.programme, event=event, url=url, now=now)
    if not readers:
        _appeal_stuck(case, now=now)


def _appeal_stuck(case: Case, *, now: datetime) -> None:
    """Those who can ask one more person into the team; who has a tie with the case only when there is nobody else.

    Nothing in it says which case, nor whom it concerns.
    """
    administrators = list(administrators_of(case.programme))
    url, event = reverse("moderators-day"), f"appeal-stuck:{case.code}"
    for person in [one for one in administrators if may_treat(moderator=one, case=case)] or administrators:
        _tell("appeal_stuck", person=person, programme=case.programme, event=event, url=url, now=now)


def role_given(person: User, *, programme: Programme, role: str, reason: str, now: datetime) -> None:
    _tell_colleague("role_given", GivingReason(reason), person, programme=programme, role=role, now=now)


def role_removed(person: User, *, programme: Programme, role: str, reason: str, now: datetime) -> None:
    _tell_colleague("role_removed", RemovalReason(reason), person, programme=programme, role=role, now=now)


def _tell_colleague(
    kind: str, why: TextChoices, person: User, *, programme: Programme, role: str, now: datetime
) -> None:
    with override(language_for(person, programme)):
        words = {"role": str(StaffRole.Kind(role).label), "why": str(why.label)}
    path = reverse("moderators-day" if kind == "role_given" else "home")
    event = f"{kind}:{person.code}:{role}:{now:%Y%m%d%H%M%S}"
    tell(kind, person=person, programme=programme, event=event, about=event, path=path, now=now, **words)


def hearing_asked(case: Case, *, now: datetime) -> None:
    _tell_reported("hearing_asked", case, event=f"hearing:{case.code}", now=now)


def decision_taken(decision: Decision, *, now: datetime) -> None:
    event = f"{'appeal' if decision.on_appeal else 'decision'}:{decision.case.code}"
    _tell_reported("decision_taken", decision.case, event=event, now=now)


def suspension_ended(decision: Decision, *, now: datetime) -> None:
    _tell_reported("suspension_ended", decision.case, event=f"ended:{decision.case.code}", now=now)


def _tell_reported(kind: str, case: Case, *, event: str, now: datetime) -> None:
    """She reads the words on a page of her own; the mail has the link alone."""
    if case.reported is not None:
        url = reverse("my-case", args=[case.code])
        _tell(kind, person=case.reported, programme=case.programme, event=event, url=url, now=now)


def report_settled(case: Case, *, now: datetime) -> None:
    """The reporter learns that a decision was taken; which one is not hers to know."""
    if case.reporter is not None:
        event = f"settled:{case.code}"
        _tell(
            "report_settled",
            person=case.reporter,
            programme=case.programme,
            event=event,
            url=reverse("my-cases"),
            now=now,
        )


def team_written_to(message: TeamMessage, *, now: datetime, again: int = 0) -> None:
    """Every moderator who may answer it, or the one who has it in hand; `again`: how many times it went on."""
    for moderator in team_of(message.programme):
        if not may_answer(moderator=moderator, message=message):
            continue
        if message.taken_by_id not in {None, moderator.pk}:
            continue
        url = reverse("message-detail", args=[message.code])
        event = f"message:{message.code}" + (f":{again}" if again else "")
        _tell("team_written_to", person=moderator, programme=message.programme, event=event, url=url, now=now)


def team_answered(message: TeamMessage, *, reply: Reply, now: datetime) -> None:
    if message.author is not None:
        event = f"answer:{message.code}:{reply.pk}"
        url = reverse("write-to-team")
        _tell("team_answered", person=message.author, programme=message.programme, event=event, url=url, now=now)


def team_wrote(message: TeamMessage, *, now: datetime) -> None:
    """The team wrote first: the words wait in her space, with the place to answer."""
    if message.author is not None:
        event, url = f"written:{message.code}", reverse("write-to-team")
        _tell("team_wrote", person=message.author, programme=message.programme, event=event, url=url, now=now)


def contact_received(message: TeamMessage, *, now: datetime) -> None:
    """Nothing that she typed comes back in it: someone may have typed another's address."""
    _tell_visitor("contact_received", message, event=f"contact:{message.code}", now=now)


def contact_answered(message: TeamMessage, *, reply: Reply, now: datetime) -> None:
    """The words themselves: she has no space to read them in."""
    _tell_visitor("contact_answered", message, event=f"answer:{message.code}:{reply.pk}", now=now, answer=reply.body)


def _tell_visitor(kind: str, message: TeamMessage, *, event: str, now: datetime, **words: str) -> None:
    path = reverse("contact-thread", args=[tokens.write(message.code)])
    enqueue(
        kind=kind,
        event=event,
        person=message,
        language=message.language,
        now=now,
        about=f"message:{message.code}",
        context={
            "site_name": message.programme.name,
            "button_url": address_in(message.programme, path),
            "preferences_url": "",
            **words,
        },
    )

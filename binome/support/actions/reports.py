"""What members say in a case: the report, what is added to it, the version of the person reported."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.mentoring.actions import MoveRefused, separate
from binome.mentoring.models import Meeting, MentoringRequest, Pair, between
from binome.people.models import User
from binome.programmes.models import Programme

from .. import emails, rules
from ..models import Case, SealedCopy, Statement
from .ties import note_ties

#: What of a profile and of a request the sealed copy holds. The family name and the contact details are not read.
OF_PROFILE = ("headline", "quote", "presentation", "path", "sector", "city", "topics")
OF_REQUEST = ("objective", "about_me", "why_you", "question", "question_answer", "reply", "state")


@transaction.atomic
def report_person(
    *, reporter: User, reported: User, programme: Programme, reason: str, body: str, now: datetime
) -> Case:
    """Stop all contact between the two at once, and open a case (A12). Twice in a row adds to the open case."""
    if reporter.pk == reported.pk:
        raise MoveRefused(_("Vous ne pouvez pas vous signaler vous-même. Écrivez plutôt à l’équipe."))
    pair = Pair.objects.filter(between(reporter, reported), programme=programme).order_by("-pk").first()
    separate(by=reporter, person=reported, now=now)
    known = Case.objects.in_hearing().filter(reporter=reporter, reported=reported, programme=programme).first()
    if known is not None:
        if body:
            complete_report(case=known, by=reporter, body=body, now=now)
        return known
    if not rules.may_report(reporter=reporter, now=now):
        raise MoveRefused(_("Vous avez signalé beaucoup de personnes aujourd’hui. Écrivez plutôt à l’équipe."))
    due_on = timezone.localdate(now) + timedelta(days=programme.moderation_target_days)
    case = Case.objects.create(
        programme=programme, reporter=reporter, reported=reported, pair=pair, reason=reason, body=body, opened_at=now,
        due_on=due_on,
    )  # fmt: skip
    _seal(case, now=now)
    note_ties(Case.objects.filter(pk=case.pk))
    record("case_opened", by=reporter, obj=case, now=now, reason=reason)
    emails.case_opened(case, now=now)
    return case


@transaction.atomic
def complete_report(*, case: Case, by: User, body: str, now: datetime) -> None:
    """The reporter adds to what she filed, until the decision. The same words twice are once."""
    if by.pk != case.reporter_id or not Case.objects.in_hearing().filter(pk=case.pk).exists():
        raise MoveRefused(_("La décision est prise : ce signalement ne peut plus être complété."))
    if body != case.body:
        _add(case, Statement.Side.REPORTER, "case_completed", by=by, body=body, now=now)


@transaction.atomic
def give_version(*, case: Case, by: User, body: str, now: datetime) -> None:
    """The person reported says what happened, once she was asked and until the decision. The same words are once."""
    if not rules.may_give_version(person=by, case=case):
        raise MoveRefused(_("La décision est prise : ce dossier ne peut plus être complété."))
    _add(case, Statement.Side.REPORTED, "version_given", by=by, body=body, now=now)


def _add(case: Case, side: Statement.Side, fact: str, *, by: User, body: str, now: datetime) -> None:
    """The same words twice are once; and not so many in a day that nobody could read them."""
    if case.statements.filter(side=side, body=body).exists():
        return
    if not rules.may_add(person=by, side=side, now=now):
        raise MoveRefused(
            _("Vous avez beaucoup écrit aujourd’hui, et l’équipe lira tout. Ajoutez la suite demain, en une fois.")
        )
    Statement.objects.create(case=case, side=side, body=body, at=now)
    record(fact, by=by, obj=case, now=now)


def _seal(case: Case, *, now: datetime) -> None:
    """Copy what was reported, so that a profile edited since proves nothing either way."""
    both = between(case.reporter, case.reported) & Q(programme=case.programme)
    requests = MentoringRequest.objects.filter(both).exclude(sent_at=None).select_related("mentee").order_by("pk")
    meetings = Meeting.objects.filter(pair__in=Pair.objects.filter(both)).order_by("held_on", "pk")
    content = {
        "reported": _profile(case.reported),
        "requests": [_request(row) for row in requests],
        "meetings": [{"held_on": met.held_on.isoformat(), "minutes": met.minutes} for met in meetings],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    SealedCopy.objects.create(case=case, taken_at=now, content=text, digest=hashlib.sha256(text.encode()).hexdigest())


def _profile(person: User | None) -> dict[str, Any]:
    profile = getattr(person, "profile", None)
    if person is None or profile is None:
        return {}
    return {"first_name": person.first_name, **{name: getattr(profile, name) for name in OF_PROFILE}}


def _request(row: MentoringRequest) -> dict[str, Any]:
    sent_at = row.sent_at.isoformat() if row.sent_at else ""
    return {"from": row.mentee.first_name, "sent_at": sent_at, **{name: getattr(row, name) for name in OF_REQUEST}}

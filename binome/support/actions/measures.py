"""Decisions and what they change: graded measures, appeals, and the end of a suspension by itself (A12)."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core import hashes
from binome.core.journal import record
from binome.mentoring.actions import MoveRefused, exclude_member, readmit_member, suspend_member
from binome.people.models import User
from binome.people.rules import bar
from binome.programmes.models import Enrolment, Programme

from .. import emails, rules
from ..lifecycle import Measure
from ..models import Appeal, Case, Decision, DecisionQuerySet
from .moves import check_in_charge, check_treats, move_case

#: An excluded person's mailbox may not sign up again for this long: the time that sanctions are kept.
BARRED = timedelta(days=3 * 365)
LONGEST_SUSPENSION = timedelta(days=366)


@transaction.atomic
def decide_case(
    *,
    case: Case,
    by: User,
    measure: str,
    reason: str,
    until_on: date | None = None,
    conclusion: str = "",
    now: datetime,
) -> Decision:
    """The moderator in charge decides, once both versions were heard. Her reason is for the person concerned."""
    check_treats(case, by)
    if known := _same_decision(case, by=by, measure=measure, reason=reason, on_appeal=False):
        return known
    check_in_charge(case, by)
    if sentence := rules.why_not_decide(case, measure=measure, now=now):
        raise MoveRefused(sentence)
    until_on = _check(case, measure=measure, until_on=until_on, reason=reason, now=now)
    contest = timezone.localdate(now) + timedelta(days=case.programme.appeal_days) if measure != Measure.NONE else None
    told = {"measure": measure, "closed_at": now, "appeal_until_on": contest, "conclusion": conclusion}
    move_case(case, "decide", by=by, now=now, **told)
    decision = Decision.objects.create(case=case, measure=measure, until_on=until_on, reason=reason, by=by, at=now)
    _settle(case, by=by, now=now)
    if case.asked_at is not None or measure != Measure.NONE:
        emails.decision_taken(decision, now=now)
    emails.report_settled(case, now=now)
    return decision


@transaction.atomic
def appeal_decision(*, case: Case, by: User, body: str, now: datetime) -> None:
    """She contests the measure, once, within the programme's delay; the team is told, but who decided."""
    if Appeal.objects.filter(case=case, case__reported=by, body=body).exists():
        return  # the second of two clicks
    if not rules.may_appeal(person=by, case=case, now=now):
        raise MoveRefused(_("Cette décision ne peut pas, ou ne peut plus, être contestée."))
    due_on = timezone.localdate(now) + timedelta(days=rules.days_for(case))
    move_case(case, "appeal", by=by, now=now, due_on=due_on)
    Appeal.objects.create(case=case, body=body, filed_at=now)
    emails.appeal_filed(case, now=now)


@transaction.atomic
def answer_appeal(
    *, case: Case, by: User, measure: str, reason: str, until_on: date | None = None, now: datetime
) -> Decision:
    """Another moderator confirms, lightens or lifts; nobody answers an appeal against her own decision (N12)."""
    check_treats(case, by)
    if known := _same_decision(case, by=by, measure=measure, reason=reason, on_appeal=True):
        return known
    first = case.decisions.get(on_appeal=False)
    if not rules.may_answer_appeal(moderator=by, case=case, decision=first):
        raise MoveRefused(_("Vous avez pris cette décision : une autre modératrice lit le recours."))
    if rules.is_heavier(first, measure=measure, until_on=until_on):
        raise MoveRefused(_("Un recours n’alourdit jamais une mesure : confirmez, allégez ou levez."))
    until_on = _check(case, measure=measure, until_on=until_on, reason=reason, now=now, confirmed=first)
    move_case(case, "answer_appeal", by=by, now=now, measure=measure)
    Decision.objects.filter(pk=first.pk, ended_at=None).update(ended_at=now)
    over = now if until_on is not None and until_on <= timezone.localdate(now) else None
    decision = Decision.objects.create(
        case=case, on_appeal=True, measure=measure, until_on=until_on, reason=reason, by=by, at=now, ended_at=over
    )
    _settle(case, by=by, now=now)
    emails.decision_taken(decision, now=now)
    return decision


def _same_decision(case: Case, *, by: User, measure: str, reason: str, on_appeal: bool) -> Decision | None:
    """What the first of two clicks decided."""
    return case.decisions.filter(on_appeal=on_appeal, by=by, measure=measure, reason=reason).first()


def _check(
    case: Case, *, measure: str, until_on: date | None, reason: str, now: datetime, confirmed: Decision | None = None
) -> date | None:
    """The date of a suspension, None for the others. Raises MoveRefused with what to change."""
    if measure not in Measure.values:
        raise MoveRefused(_("Choisissez une mesure."))
    if not reason.strip():
        raise MoveRefused(_("Écrivez la raison : la personne concernée la lira."))
    if sentence := rules.what_gives_away(reason, case=case):
        raise MoveRefused(sentence)
    if measure != Measure.SUSPENSION:
        return None
    today = timezone.localdate(now)
    if confirmed is not None and until_on == confirmed.until_on:
        return until_on
    if until_on is None or not today < until_on <= today + LONGEST_SUSPENSION:
        raise MoveRefused(_("Choisissez la date de fin de la suspension, dans l’année qui vient."))
    return until_on


@transaction.atomic
def end_suspensions(*, now: datetime) -> int:
    """Those whose date has come end by themselves. Returns how many; run again, none (B8)."""
    due = Decision.objects.setting_aside().filter(measure=Measure.SUSPENSION, until_on__lte=timezone.localdate(now))
    count = 0
    for decision in due.select_related("case__reported", "case__programme").order_by("pk"):
        if Decision.objects.filter(pk=decision.pk, ended_at=None).update(ended_at=now):
            record("suspension_ended", obj=decision.case, now=now)
            _settle(decision.case, by=None, now=now)
            emails.suspension_ended(decision, now=now)
            count += 1
    return count


def _settle(case: Case, *, by: User | None, now: datetime) -> None:
    """Her place follows all the measures that hold now: an exclusion, else the longest suspension. The addresses that
    this case bars follow its own measure: those of another case, be it the same mailbox, stay as they are."""
    _bar(case, now=now)
    person, programme = case.reported, case.programme
    if person is None:
        return
    strongest = _strongest(Decision.objects.filter(case__reported=person, case__programme=programme))
    enrolment = Enrolment.objects.filter(person=person, programme=programme).select_related("person", "programme")
    for row in enrolment:
        if strongest is None:
            readmit_member(enrolment=row, by=by, now=now)
        elif strongest.measure == Measure.EXCLUSION:
            exclude_member(enrolment=row, by=by or person, now=now)
        else:
            suspend_member(enrolment=row, by=by or person, now=now)


def _bar(case: Case, *, now: datetime) -> None:
    """Her address of today, and those that this case barred before she changed: as long as its measure holds."""
    holding, purpose = _strongest(Decision.objects.filter(case=case)), bar(case.programme.barred_within)
    if holding is None:
        hashes.forget(purpose, origin=case.code)
        return
    until = _end(holding, programme=case.programme, now=now)
    if case.reported is not None:
        hashes.keep(purpose, case.reported.email, until=until, origin=case.code)
    hashes.keep_until(purpose, origin=case.code, until=until)


def _strongest(rows: DecisionQuerySet) -> Decision | None:
    return rows.setting_aside().order_by("measure", "-until_on").first()  # « exclusion » comes before « suspension »


def _end(decision: Decision, *, programme: Programme, now: datetime) -> datetime:
    if decision.until_on is None:
        return now + BARRED
    return timezone.make_aware(datetime.combine(decision.until_on, time()))

"""The moves that race, and for each its unguarded twin: the same rule checked, then written, with nothing between."""

from datetime import timedelta

from binome.cli.timetable import WORKS
from binome.core.jobs import do_jobs
from binome.core.journal import record
from binome.mentoring import actions
from binome.mentoring.actions import MoveRefused
from binome.mentoring.actions.answers import add_months
from binome.mentoring.lifecycle import LIVE, State
from binome.mentoring.matchmaking import deciding
from binome.mentoring.matchmaking.publishing import ask_publication
from binome.mentoring.matchmaking.ruling import rule_couple
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, MentoringRequest, Pair, Place, Proposal
from binome.people.models import User
from binome.programmes import actions as programmes
from binome.programmes.actions import organisations
from binome.programmes.actions.inviting import ask_invitations
from binome.programmes.models import Affiliation, Cohort, Enrolment, Organisation, Programme
from binome.programmes.queries.team import administrators_of
from binome.support import actions as support
from binome.support.actions import team
from binome.support.lifecycle import CaseState
from binome.support.models import Case
from tests.factories import NOON

LATER = NOON + timedelta(days=14)


def prepare(
    *, request=None, case=None, person=None, by=None, cohort=None, affiliation=None, enrolment=None, run=None,
    proposal=None, organisation=None, domains=(),
):  # fmt: skip
    if organisation is not None:
        row = Organisation.objects.get(pk=organisation)
        return {"organisation": row, "domains": domains, "by": User.objects.get(pk=by)}
    if run is not None:
        row = MatchRun.objects.select_related("cohort__programme").get(pk=run)
        return {"run": row, "by": User.objects.get(pk=by)}
    if proposal is not None:
        ends = ("mentee__person", "mentor__person", "run__cohort__programme")
        return {"proposal": Proposal.objects.select_related(*ends).get(pk=proposal), "by": User.objects.get(pk=by)}
    if cohort is not None and by is not None:
        return {"cohort": Cohort.objects.select_related("programme").get(pk=cohort), "by": User.objects.get(pk=by)}
    if cohort is not None:
        return {"cohort": Cohort.objects.select_related("programme").get(pk=cohort),
                "affiliation": Affiliation.objects.select_related("person").get(pk=affiliation)}  # fmt: skip
    if enrolment is not None:
        return {"enrolment": Enrolment.objects.select_related("person", "cohort__programme").get(pk=enrolment)}
    if person is not None:
        return {"person": User.objects.get(pk=person), "by": User.objects.get(pk=by)}
    if case is not None:
        return {"case": Case.objects.select_related("programme", "reporter", "reported").get(pk=case),
                "by": User.objects.get(pk=by)}  # fmt: skip
    row = MentoringRequest.objects.select_related("mentor", "mentee", "programme").get(pk=request)
    mentor = Enrolment.objects.select_related("person", "programme").get(person=row.mentor)
    return {"row": row, "mentor": mentor}


def publish(run, by):
    deciding.publish_run(run=run, by=by, now=LATER)


def ask_to_publish(run, by):
    ask_publication(run=run, by=by, now=NOON)


def ask_to_invite(cohort, by):
    everyone = Affiliation.objects.filter(person__is_active=False)
    ask_invitations(cohort=cohort, affiliations=everyone, role="mentee", by=by, now=NOON)


def work(cohort, by):
    """A worker, whatever waits."""
    do_jobs(WORKS, lambda: LATER)


def calculate(run, by):
    run_matches(lambda: LATER)


def say_yes(proposal, by):
    deciding.answer_proposal(proposal=proposal, by=by, accept=True, now=LATER)


def say_no(proposal, by):
    deciding.answer_proposal(proposal=proposal, by=by, accept=False, now=LATER)


def set_aside(proposal, by):
    rule_couple(mentee=proposal.mentee, mentor=proposal.mentor, kind="forbidden", reason="Proches", by=by, now=LATER)


def accept(row, mentor):
    actions.accept_request(mentoring_request=row, by=row.mentor, reply="Oui", now=NOON)


def withdraw(row, mentor):
    actions.withdraw_request(mentoring_request=row, by=row.mentee, now=NOON)


def decline(row, mentor):
    actions.decline_request(mentoring_request=row, by=row.mentor, reason="time", reply="", now=NOON)


def expire(row, mentor):
    actions.expire_request(mentoring_request=row, now=LATER)


def send(row, mentor):
    actions.send_request(mentoring_request=row, by=row.mentee, now=NOON)


def lower_capacity(row, mentor):
    actions.set_capacity(mentor=mentor, capacity=1, by=row.mentor, now=NOON)


def report(row, mentor):
    actions.separate(by=row.mentee, person=row.mentor, now=NOON)


# --- places in a promotion ---------------------------------------------------------------------------------
def enrol(cohort, affiliation):
    programmes.enrol_in_cohort(cohort=cohort, affiliation=affiliation, role="mentee", now=NOON)


def enrol_unguarded(cohort, affiliation):
    here = Enrolment.objects.filter(cohort=cohort, state="active")
    state = "active" if here.count() < cohort.max_mentees else "waiting"
    Enrolment.objects.create(person=affiliation.person, cohort=cohort, programme=cohort.programme, role="mentee",
                             affiliation=affiliation, state=state, attested_at=NOON, attested_version=1)  # fmt: skip


def leave(enrolment):
    programmes.leave_cohort(enrolment=enrolment, by=enrolment.person, now=NOON)


# --- two managers on the domains of their organisations ----------------------------------------------------
def choose_domains(organisation, domains, by):
    organisations.choose_domains(organisation=organisation, domains=domains, by=by, now=NOON)


# --- two moderators on one case ----------------------------------------------------------------------------
def take_case(case, by):
    support.take_case(case=case, by=by, now=NOON)


def exclude(case, by):
    support.decide_case(case=case, by=by, measure="exclusion", reason="Une raison.", now=NOON)


def clear(case, by):
    support.decide_case(case=case, by=by, measure="none", reason="Une raison.", now=NOON)


def confirm(case, by):
    support.answer_appeal(case=case, by=by, measure="exclusion", reason="Relu.", now=NOON)


def lift(case, by):
    support.answer_appeal(case=case, by=by, measure="none", reason="Relu.", now=NOON)


# --- two administrators ------------------------------------------------------------------------------------
def dismiss(person, by):
    programme = Programme.objects.get(is_home=True)
    team.remove_role(programme=programme, person=person, kind="administrator", reason="left", by=by, now=NOON)


def dismiss_unguarded(person, by):
    if administrators_of(Programme.objects.get(is_home=True)).exclude(pk=person.pk).exists():
        person.staff_roles.all().delete()


# --- unguarded twins: right when alone, wrong in a race ---------------------------------------------------
def accept_unguarded(row, mentor):
    """Counts, then opens the pair."""
    if row.state != State.SENT or _pairs(mentor) >= Place.objects.filter(enrolment=mentor).count():
        raise MoveRefused
    Pair.objects.create(
        programme=row.programme, mentoring_request=row, mentor=row.mentor, mentee=row.mentee, objective=row.objective,
        rhythm=row.rhythm, opened_at=NOON, planned_end_on=add_months(NOON.date(), 12), last_sign_at=NOON,
    )  # fmt: skip
    record("request_accepted", by=row.mentor, obj=row, now=NOON)


def withdraw_unguarded(row, mentor):
    """Looks, then writes."""
    if row.state != State.SENT or Pair.objects.filter(mentoring_request=row).exists():
        raise MoveRefused
    MentoringRequest.objects.filter(pk=row.pk).update(state=State.WITHDRAWN, pending_slot=None)
    record("request_withdrawn", by=row.mentee, obj=row, now=NOON)


def send_unguarded(row, mentor):
    """Looks, then writes."""
    if row.state != State.DRAFT or MentoringRequest.objects.filter(mentee=row.mentee, state=State.SENT).exists():
        raise MoveRefused
    MentoringRequest.objects.filter(pk=row.pk).update(state=State.SENT, pending_slot=1, sent_at=NOON)
    record("request_sent", by=row.mentee, obj=row, now=NOON)


def lower_capacity_unguarded(row, mentor):
    """Counts, then takes a place away."""
    if _pairs(mentor) > 1:
        raise MoveRefused
    Place.objects.filter(enrolment=mentor, number__gt=1).delete()


def _pairs(mentor):
    return Pair.objects.filter(mentor=mentor.person, state__in=LIVE).count()


def clear_unguarded(case, by):
    """Looks, then writes."""
    _decide_unguarded(case, by, "none")


def exclude_unguarded(case, by):
    """Looks, then writes."""
    _decide_unguarded(case, by, "exclusion")


def _decide_unguarded(case, by, measure):
    if case.state != CaseState.TAKEN:
        raise MoveRefused
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED, measure=measure)
    record("case_decided", by=by, obj=case, now=NOON)

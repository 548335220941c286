"""The demonstration's peers, of the Orvanne group (D6): Cercles, whose people meet, and Duos, whose proposals wait for
both to say yes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from binome.mentoring import actions as mentoring
from binome.mentoring.matchmaking.deciding import answer_proposal, decide_run, offer_run, publish_run, submit_run
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import Circle, CircleMember, MatchRun, Proposal
from binome.people.models import User
from binome.programmes import actions
from binome.programmes.models import Affiliation, Cohort, Organisation, Programme, Role

from .passerelles import opts_in, start_promotion
from .rows import PASSWORD


def run_peers(random: Random, *, now: datetime) -> None:
    """By who runs Passerelles, with people of its directory."""
    company = Organisation.objects.get(parties__programme__slug="passerelles")
    by = User.objects.get(email="delphine.rh@demo.example")
    people = list(Affiliation.objects.filter(organisation=company).select_related("person").order_by("reference"))
    circles = _matched("circles", "Cercles", company, people[:9], random, by=by, now=now - timedelta(days=60))
    publish_run(run=circles, by=by, now=now - timedelta(days=59))
    for circle in Circle.objects.filter(cohort=circles.cohort):
        _live(CircleMember.objects.filter(circle=circle).select_related("enrolment__person"), random, now=now)
    duos = _matched("own", "Duos", company, people[19:29], random, by=by, now=now - timedelta(days=5))
    offer_run(run=duos, by=by, now=now - timedelta(days=4))
    _answer_some(duos, now=now)


def _matched(
    form: str, name: str, company: Organisation, people: Sequence[Affiliation], random: Random, *, by: User,
    now: datetime,
) -> MatchRun:  # fmt: skip
    """A programme between peers, its promotion, its people, and pairs that the committee approved."""
    both = {"symmetrical": True, "both_accept": True} if form == "own" else {}
    programme: Programme = actions.create_programme(
        form=form, name=name, slug=name.lower(), wording="fr-inclusif", organisation=company, adjustments=both, by=by,
        now=now,
    )  # fmt: skip
    cohort: Cohort = start_promotion(programme, "Promotion 1", by, now=now)
    password = make_password(PASSWORD)
    for affiliation in people:
        opts_in(cohort, affiliation, Role.PEER, password, random, now=now)
    actions.move_cohort(cohort=cohort, verb="close_enrolment", by=by, now=now)
    request_run(cohort=cohort, by=by, now=now)
    run_matches(lambda: now)
    run = MatchRun.objects.select_related("cohort__programme").get(cohort=cohort)
    submit_run(run=run, by=by, now=now)
    decide_run(run=run, approve=True, words="", by=by, now=now)
    return run


def _live(members: Iterable[CircleMember], random: Random, *, now: datetime) -> None:
    """Everybody shows her address; they met twice, once without one of them."""
    people = list(members)
    for member in people:
        mentoring.choose_circle_reveal(member=member, fields=("name", "email"), now=now - timedelta(days=50))
    for days, present in ((45, people), (15, people[1:])):
        met = now - timedelta(days=days)
        mentoring.log_circle_meeting(
            member=random.choice(present), held_on=timezone.localdate(met), minutes=90, format="remote",
            present=present, now=met,
        )  # fmt: skip


def _answer_some(run: MatchRun, *, now: datetime) -> None:
    """One pair said yes, in another one of the two did; the others still think about it."""
    ends = ("mentee__person", "mentor__person", "run__cohort__programme")
    first, second = Proposal.objects.filter(run=run).select_related(*ends).order_by("pk")[:2]
    for proposal, person in (
        (first, first.mentee.person), (first, first.mentor.person), (second, second.mentor.person),
    ):  # fmt: skip
        answer_proposal(proposal=proposal, by=person, accept=True, now=now - timedelta(days=1))

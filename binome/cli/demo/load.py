"""Loads the demonstration: the same invented people each time, as if everything had happened up to today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F

from binome.core import codes
from binome.core.models import Letter, LetterState
from binome.mentoring.actions import refresh_listings
from binome.people.models import User
from binome.programmes.actions import install_home_programme
from binome.programmes.models import Enrolment, Role
from binome.programmes.queries import charter_in_force

from . import team
from .cast import Casting
from .clocks import pass_the_clocks
from .duties import fill_duties
from .history import Couple, Stage
from .library import fill_library
from .passerelles import run_passerelles
from .peers import run_peers
from .plan import Planner
from .profiles import Writer
from .rows import Member, create_members
from .stories import Correspondence
from .testimonies import add_testimonies

SEED = 2026
MENTORS, MENTEES, WAITING = 305, 505, 24
#: How long ago the platform opened, in days.
OPENED = 840


class AlreadyLoaded(Exception):
    """There are people in this database: nothing is added to them."""


@transaction.atomic
def load(*, now: datetime, mentors: int = MENTORS, mentees: int = MENTEES) -> dict[str, int]:
    """All or nothing. Returns how many of each kind there are."""
    if User.objects.exists():
        raise AlreadyLoaded
    random = Random(SEED)
    with _repeatable_codes(random):
        _load(random, now=now, sizes=(mentors, mentees))
    _settle_letters(now=now)
    pass_the_clocks(now=now)
    members = Enrolment.objects.filter(programme__is_home=True)
    return {
        "mentores": members.filter(role=Role.MENTOR).count(),
        "mentorées": members.filter(role=Role.MENTEE).count(),
        "participations à Passerelles": Enrolment.objects.exclude(cohort=None).count(),
    }


def _load(random: Random, *, now: datetime, sizes: tuple[int, int]) -> None:
    opened = now - timedelta(days=OPENED)
    programme = install_home_programme(name="Binôme", now=opened)
    charter = charter_in_force(programme)
    assert charter is not None
    staff = team.create_team(programme, now=opened)
    User.objects.filter(pk__in=[one.pk for one in staff]).update(last_login=now - timedelta(hours=20))
    fill_library(programme, staff, opened=opened, now=now)
    writer = Writer(random, Casting(random, now.year), now.year)
    words = Correspondence(random)
    mentors = [Member(writer.mentor(), Role.MENTOR, now) for _number in range(sizes[0])]
    mentees = [Member(writer.mentee(), Role.MENTEE, now) for _number in range(sizes[1])]
    waiting = [_applicant(writer, words, number, random, now) for number in range(WAITING)]
    lives = Planner(random, [m.written for m in mentors], [m.written for m in mentees]).lives()
    _choose_arrivals(random, mentors, [(life.mentor, life.sent) for life in lives], now)
    _choose_arrivals(random, mentees, [(life.mentee, life.sent) for life in lives], now)
    create_members([*mentors, *mentees, *waiting], programme=programme, charter=charter)

    stage = Stage(now=now)
    for life in lives:
        Couple(stage, random, words, life, mentors[life.mentor], mentees[life.mentee]).plan()
    team.plan_reviews(stage, waiting, mentors, staff, words)
    team.plan_pauses_and_waits(stage, random, mentors, mentees, programme)
    team.plan_support(stage, random, mentees, staff, programme, words)
    stage.play()
    add_testimonies(programme, staff, now=now)
    fill_duties(programme, now=now)
    run_passerelles(random, by=staff[-1], now=now)
    run_peers(random, now=now)
    refresh_listings(programme.enrolments.filter(role=Role.MENTOR).order_by("pk").values_list("pk", flat=True), now=now)


def _applicant(writer: Writer, words: Correspondence, number: int, random: Random, now: datetime) -> Member:
    """Someone whose profile is still to be read."""
    role = Role.MENTOR if number % 3 else Role.MENTEE
    written = writer.mentor() if role == Role.MENTOR else writer.mentee()
    applied = now - timedelta(days=(WAITING - number) / 6, minutes=random.randint(0, 90))
    return Member(team.to_notice(written, number, words), role, applied, approved=False)


def _choose_arrivals(random: Random, members: list[Member], doings: list[tuple[int, float]], now: datetime) -> None:
    """Everyone arrived some time before the first thing she did."""
    first = {rank: max(days for who, days in doings if who == rank) for rank, _days in doings}
    for rank, member in enumerate(members):
        earliest = first.get(rank, 0.0)
        days = (
            random.uniform(earliest + 5, min(OPENED - 5, earliest + 260)) if rank in first else random.uniform(3, 500)
        )
        member.joined_at = now - timedelta(days=days)
        member.seen_at = now - timedelta(days=min(days, random.expovariate(1 / 20)))


@contextmanager
def _repeatable_codes(random: Random) -> Iterator[None]:
    """Public codes drawn from the same chance as everything else: the same address opens the same page each time."""
    drawn, chance = codes.draw, Random(random.random())
    codes.draw = lambda length: "".join(chance.choice(codes.ALPHABET) for _letter in range(length))
    try:
        yield
    finally:
        codes.draw = drawn


def _settle_letters(*, now: datetime) -> None:
    """The letters of the past have left; those of the last hour are the worker's to send."""
    past = Letter.objects.filter(state=LetterState.QUEUED, created_at__lt=now - timedelta(hours=1))
    past.update(state=LetterState.SENT, sent_at=F("created_at"), tried_at=F("created_at"), attempts=1)

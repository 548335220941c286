"""Three testimonies: one among the news, one among the resources, one that the team has still to watch.

Nobody is filmed: a short animation stands for each video, and its transcript for the voice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from binome.library.actions import testimonies as actions
from binome.library.lifecycle import Use
from binome.library.videos import Limits
from binome.people.models import User
from binome.people.photos import rebuild_photo
from binome.programmes.models import Enrolment, EnrolmentState, Programme, Role

HERE = Path(__file__).parent
LIMITS = Limits(size=1_000_000, seconds=60)


@dataclass(frozen=True)
class Told:
    """What she says, how many days ago she sent it, and what she allows besides members."""

    days: int
    title: str
    summary: str
    transcript: str
    uses: tuple[Use, ...]
    published: bool = True


STORIES = (
    Told(
        160,
        "J’ai appris à me taire",
        "Trente ans de conseils donnés, et un rendez-vous où il suffisait d’écouter.",
        "Au premier rendez-vous, j’avais préparé trois pages. Elle a parlé une heure, et je n’en ai pas lu une ligne.\n"
        "À la fin, elle m’a remerciée pour mes idées. C’étaient les siennes.\n"
        "Depuis, j’arrive avec une question, et j’attends.",
        (Use.PUBLIC, Use.PRESENTATIONS),
    ),
    Told(
        20,
        "Une heure par mois, et pas une de plus",
        "Pourquoi le cadre protège aussi la mentore.",
        "J’ai longtemps dit non, par peur de ne pas avoir le temps.\n"
        "Une heure par mois, fixée d’avance, c’est ce que je donne. Entre deux, elle avance seule, et moi aussi.\n"
        "Si vous hésitez, commencez par une seule place.",
        (Use.PUBLIC, Use.SOCIAL),
    ),
    Told(
        2,
        "Ce que la retraite m’a laissé",
        "On quitte un bureau, pas ce qu’on a compris en trente-huit ans.",
        "Je suis à la retraite depuis quatre ans. Je croyais n’avoir plus rien à dire du travail.\n"
        "Ma mentorée m’a demandé comment on annonce une mauvaise nouvelle à une équipe. Là, j’avais à dire.",
        (),
        published=False,
    ),
)


def add_testimonies(programme: Programme, staff: list[User], *, now: datetime) -> None:
    """By the mentors who have been there longest."""
    mentors = Enrolment.objects.filter(programme=programme, role=Role.MENTOR, state=EnrolmentState.ACTIVE)
    longest = mentors.select_related("person").order_by("joined_at", "pk")[: len(STORIES)]
    for told, enrolment in zip(STORIES, longest, strict=False):
        _tell(told, programme, enrolment.person, staff[0], now=now)


def _tell(told: Told, programme: Programme, person: User, reader: User, *, now: datetime) -> None:
    sent = now - timedelta(days=told.days)
    with (HERE / "clip.mp4").open("rb") as clip:
        made = actions.make_clip(clip, limits=LIMITS)
    row = actions.start_testimony(person=person, programme=programme, clip=made, now=sent)
    with (HERE / "clip.png").open("rb") as image:
        poster = rebuild_photo(image, max_side=1280)
    words = {"title": told.title, "summary": told.summary, "transcript": told.transcript}
    actions.write_testimony(testimony=row, words=words, captions=None, poster=poster, by=person, now=sent)
    until = timezone.localdate(now + timedelta(days=400))
    actions.submit_testimony(testimony=row, uses=dict.fromkeys((Use.MEMBERS, *told.uses), until), by=person, now=sent)
    if told.published:
        published = sent + timedelta(days=3)
        moves_on = timezone.localdate(published + timedelta(days=90))
        actions.publish_testimony(testimony=row, seen=actions.sending(row), moves_on=moves_on, by=reader, now=published)

"""Testimonies for the tests, at each moment of their life, with a real little video."""

import io
from datetime import date, datetime, timedelta

from django.utils import timezone
from PIL import Image

from binome.library.actions import testimonies as actions
from binome.library.lifecycle import Use
from binome.library.models import Testimony
from binome.library.videos import Limits
from binome.people.models import User
from binome.people.photos import rebuild_photo
from tests.factories import home

from .videos import clips

WORDS = {
    "title": "Oser demander",
    "summary": "Une heure par mois qui a changé ma façon de travailler.",
    "transcript": "Je croyais donner des conseils. J’ai surtout appris à écouter.",
}
CAPTIONS = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nBonjour\n"
LIMITS = Limits(size=5_000_000, seconds=60)


def a_picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (320, 180), "teal").save(written, "JPEG")
    written.seek(0)
    return rebuild_photo(written, max_side=1280)


def a_clip(kind: str = "mp4") -> actions.Clip:
    return actions.make_clip(io.BytesIO(clips.recorded(kind)), limits=LIMITS)


def a_draft(person: User, *, now: datetime, kind: str = "mp4", written: bool = True) -> Testimony:
    """Her video is there; and her words and image too, when `written`."""
    draft = actions.start_testimony(person=person, programme=home(), clip=a_clip(kind), now=now)
    if written:
        actions.write_testimony(testimony=draft, words=WORDS, captions=CAPTIONS, poster=a_picture(), by=person, now=now)
    return draft


def uses(now: datetime, *others: Use, days: int = 365) -> dict[str, date]:
    return dict.fromkeys((Use.MEMBERS, *others), timezone.localdate(now + timedelta(days=days)))


def a_submitted(person: User, *others: Use, now: datetime, days: int = 365, kind: str = "mp4") -> Testimony:
    draft = a_draft(person, now=now, kind=kind)
    actions.submit_testimony(testimony=draft, uses=uses(now, *others, days=days), by=person, now=now)
    return draft


def a_published(
    person: User,
    *others: Use,
    by: User,
    now: datetime,
    days: int = 365,
    moves_on: date | None = None,
    kind: str = "mp4",
) -> Testimony:
    sent = a_submitted(person, *others, now=now, days=days, kind=kind)
    actions.publish_testimony(testimony=sent, seen=actions.sending(sent), moves_on=moves_on, by=by, now=now)
    return sent

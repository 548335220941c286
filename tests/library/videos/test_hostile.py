"""Hostile videos: each is rebuilt or refused with a sentence, in five seconds and 512 MB of a process of its own."""

import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from binome.library.videos import Limits, VideoRefused, rebuild_video
from tests import LONG
from tests.factories import a_mentor, log_in
from tests.library.ordeal import MEGABYTES, SECONDS, ordeal

from . import clips
from .hostile import VIDEOS

LIMITS = Limits(size=5_000_000, seconds=180)


def test_forty_hostile_videos(tmp_path):
    assert len(VIDEOS) >= 40
    for name, (make, _good) in VIDEOS.items():
        (tmp_path / name).write_bytes(make())

    outcomes = ordeal("video", [tmp_path / name for name in VIDEOS])

    faults = [
        f"{name}: {one}"
        for name, one in zip(VIDEOS, outcomes, strict=True)
        if one.fault
        or one.seconds > SECONDS
        or one.megabytes > MEGABYTES
        or (one.said == "rebuilt") != VIDEOS[name][1]
        or one.copied > (tmp_path / name).stat().st_size + 10_000
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_the_page_answers_each_of_them_with_a_page(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = Client(raise_request_exception=False)
    log_in(client, a_mentor())
    for name, (make, good) in VIDEOS.items():
        if good and "megabytes" in name:
            continue
        response = client.post(reverse("testimony-new"), {"video": SimpleUploadedFile(name, make(), "video/mp4")})
        assert response.status_code == (302 if good else 422), name
        if good:
            client.post(reverse("withdraw-testimony", args=[response.url.rstrip("/").rpartition("/")[2]]))


@pytest.mark.parametrize("name", ["phone", "iphone", "mp4", "webm", "secrets"])
def test_no_change_of_a_byte_gives_anything_but_a_video_or_a_sentence(name):
    """Each video with bytes changed, cut out or doubled at random, a thousand times in all; ten times more if long."""
    made = {"phone": clips.phone, "iphone": clips.iphone, "secrets": clips.webm_with_secrets}
    whole = made[name]() if name in made else clips.recorded(name)
    chance = random.Random(name)
    for _round in range(2000 if LONG else 200):
        broken = bytearray(whole)
        for _change in range(chance.choice((1, 1, 2, 8))):
            at = chance.randrange(min(len(broken), 6000) if chance.random() < 0.7 else len(broken))
            kind = chance.randrange(4)
            if kind == 0:
                broken[at] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
            elif kind == 1:
                broken[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", bytes(4), b"\0\0\0\1"))
            elif kind == 2:
                del broken[at : at + chance.randrange(1, 64)]
            else:
                broken[at:at] = broken[at : at + chance.randrange(1, 64)]
        target = io.BytesIO()
        try:
            rebuild_video(io.BytesIO(bytes(broken)), target, limits=LIMITS)
        except VideoRefused as refusal:
            assert len(str(refusal)) > 20
        else:
            assert len(target.getvalue()) < len(broken) + 10_000

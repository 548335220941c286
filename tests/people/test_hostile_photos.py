"""Hostile photos: each is rebuilt from its pixels or refused with a sentence, in five seconds and 512 MB (N9).

Five hundred when long; sixty otherwise. In a process of its own for what it costs, and through the page of her profile
for what it answers.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import LONG
from tests.factories import a_mentor, log_in
from tests.library.ordeal import MEGABYTES, SECONDS, ordeal

from .hostile_photos import photos

COUNT = 500 if LONG else 60


@pytest.mark.timeout(900)
def test_hostile_photos_cost_little_and_keep_nothing(tmp_path):
    names = photos(COUNT)
    assert len({name for name, _make in names}) == COUNT
    for name, make in names:
        (tmp_path / name).write_bytes(make())

    outcomes = ordeal("photo", [tmp_path / name for name, _make in names])

    faults = [str(one) for one in outcomes if one.fault or one.seconds > SECONDS or one.megabytes > MEGABYTES]
    assert len(outcomes) == COUNT and not faults, "\n".join(faults)
    assert 0 < sum(one.said == "rebuilt" for one in outcomes) < COUNT


@pytest.mark.django_db
@pytest.mark.timeout(900)
def test_the_page_of_a_profile_answers_each_of_them(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = Client(raise_request_exception=False)
    log_in(client, a_mentor())
    for name, make in photos(COUNT):
        response = client.post(
            reverse("profile-edit"), {"photo": SimpleUploadedFile(f"{name}.jpg", make(), "image/jpeg")}
        )
        assert response.status_code in {302, 422}, name

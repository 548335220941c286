"""The library of the demonstration: every state of a text is there, and what a team does with it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from binome.cli.demo.library import fill_library
from binome.cli.demo.team import create_team
from binome.library import queries
from binome.library.models import ArticleImage, ArticleVersion
from binome.programmes.queries import Membership
from tests.factories import home

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OPENED = NOW - timedelta(days=840)


@pytest.mark.django_db
def test_the_library_of_the_demonstration_is_alive():
    programme = home()
    fill_library(programme, create_team(programme, now=OPENED), opened=OPENED, now=NOW)
    anyone, today = Membership(programme), timezone.localdate(NOW)

    assert queries.questions(anyone, now=NOW).count() > 40
    assert queries.resources(anyone, now=NOW, today=today).count() > 15
    assert queries.news(anyone, now=NOW, today=today).count() >= 3
    desk = queries.desk_of(programme, now=NOW)
    assert {one.state for one in desk} == {"published", "scheduled", "draft"}
    assert any(one.live and one.waiting for one in desk)
    fiche = queries.find_article(anyone, kind="fiche", slug="la-premiere-rencontre", now=NOW)
    image = ArticleImage.objects.get()
    assert fiche.number == 2 and fiche.written_by.first_name == "Mireille"
    assert f"minute par minute\n\n![]({image.code})" in fiche.body
    assert f"minute by minute\n\n![]({image.code})" in fiche.body_en
    assert image.width == 1600 and image.alt and image.alt_en
    assert not ArticleVersion.objects.filter(written_at__gt=NOW).exists()

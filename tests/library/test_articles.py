"""What the library shows: the newest version whose moment has come, to whoever may read it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from binome.core.models import JournalEntry
from binome.library import queries
from binome.library.actions import (
    MoveRefused,
    Place,
    Words,
    drop_draft,
    place_article,
    publish_article,
    save_draft,
    unschedule_article,
    withdraw_article,
)
from binome.library.models import Article, ArticleVersion
from binome.programmes.models import CharterSignature
from binome.programmes.queries import Membership, home_membership
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, home

from .shelf import DAY, WORDS, a_draft, an_article, an_author

pytestmark = pytest.mark.django_db
OTHER = Words("Le premier rendez-vous, mieux", "Une heure.", "Écoutez d’abord.")


def seen(reader: Membership, now=NOON) -> list[str]:
    return sorted(queries.readable(reader, now=now).values_list("title", flat=True))


@pytest.fixture
def anyone():
    return Membership(home())


@pytest.fixture
def elsa():
    return an_author()


def test_a_draft_is_read_by_nobody(anyone, elsa):
    article = a_draft(by=elsa)

    assert seen(anyone) == []
    assert article.slug == "le-premier-rendez-vous"
    assert list(JournalEntry.objects.filter(object_code=article.code).values_list("verb", "actor_code")) == [
        ("article_created", elsa.code)
    ]


def test_two_articles_of_one_title_have_two_addresses(elsa):
    assert [a_draft(by=elsa).slug for _ in range(2)] == ["le-premier-rendez-vous", "le-premier-rendez-vous-2"]


def test_an_address_follows_the_title_until_the_first_publication(elsa):
    article = a_draft(Words("Brouillon", "", "x"), by=elsa)
    other = a_draft(Words("Écouter", "", "x"), by=elsa)

    save_draft(article=article, words=Words("Écouter", "", "x"), edits=0, by=elsa, now=NOON)
    publish_article(article=article, at=NOON + DAY, by=elsa, now=NOON)
    assert Article.objects.get(pk=article.pk).slug == "ecouter-2"
    save_draft(article=article, words=Words("L’écoute", "", "x"), edits=1, by=elsa, now=NOON)
    assert Article.objects.get(pk=article.pk).slug == "l-ecoute"
    save_draft(article=other, words=Words("Écouter", "", "Mieux."), edits=0, by=elsa, now=NOON)
    assert Article.objects.get(pk=other.pk).slug == "ecouter"

    save_draft(article=article, words=Words("L’écoute active", "", "x"), edits=None, by=elsa, now=NOON + 2 * DAY)
    withdraw_article(article=article, by=elsa, now=NOON + 2 * DAY)
    assert Article.objects.get(pk=article.pk).slug == "l-ecoute"


def test_a_published_article_is_read_from_that_moment(anyone, elsa):
    article = a_draft(by=elsa)

    publish_article(article=article, at=NOON + DAY, by=elsa, now=NOON)

    assert seen(anyone, NOON + DAY - timedelta(seconds=1)) == []
    assert seen(anyone, NOON + DAY) == [WORDS.title]
    assert JournalEntry.objects.latest("pk").verb == "article_scheduled"


def test_a_scheduled_article_can_be_held_back(anyone, elsa):
    article = a_draft(by=elsa)
    publish_article(article=article, at=NOON + DAY, by=elsa, now=NOON)

    unschedule_article(article=article, by=elsa, now=NOON)

    assert seen(anyone, NOON + 2 * DAY) == []
    with pytest.raises(MoveRefused):
        unschedule_article(article=article, by=elsa, now=NOON)


def test_a_published_text_stays_while_its_successor_is_written(anyone, elsa):
    article = an_article(by=elsa)

    save_draft(article=article, words=OTHER, edits=None, by=elsa, now=NOON + DAY)
    assert seen(anyone, NOON + DAY) == [WORDS.title]

    publish_article(article=article, at=NOON + DAY, by=elsa, now=NOON + DAY)
    assert seen(anyone, NOON + DAY) == [OTHER.title]
    assert seen(anyone, NOON) == [WORDS.title]
    versions = ArticleVersion.objects.filter(article=article).order_by("number")
    assert [(v.number, v.title, v.publish_at, v.written_by) for v in versions] == [
        (1, WORDS.title, NOON, elsa),
        (2, OTHER.title, NOON + DAY, elsa),
    ]


def test_an_article_keeps_the_date_of_its_first_publication(anyone, elsa):
    article = an_article(by=elsa)
    save_draft(article=article, words=OTHER, edits=None, by=elsa, now=NOON + DAY)
    publish_article(article=article, at=NOON + DAY, by=elsa, now=NOON + DAY)

    assert queries.readable(anyone, now=NOON + 2 * DAY).get().shown_since == NOON


def test_saving_again_changes_the_draft_and_makes_no_version(elsa):
    article = a_draft(by=elsa)

    save_draft(article=article, words=OTHER, edits=0, by=elsa, now=NOON)

    version = ArticleVersion.objects.get(article=article)
    assert (version.title, version.edits, version.number) == (OTHER.title, 1, 1)


def test_two_people_who_write_at_once_do_not_erase_one_another(elsa):
    article = a_draft(by=elsa)
    save_draft(article=article, words=OTHER, edits=0, by=elsa, now=NOON)

    with pytest.raises(MoveRefused, match="entre-temps"):
        save_draft(article=article, words=WORDS, edits=0, by=a_moderator("Dina"), now=NOON)

    assert ArticleVersion.objects.get(article=article).title == OTHER.title


def test_an_article_has_one_draft_at_most(elsa):
    article = a_draft(by=elsa)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleVersion.objects.create(article=article, number=2, title="x", body="x", written_at=NOON)


def test_nothing_to_publish_is_refused(elsa):
    article = an_article(by=elsa)
    with pytest.raises(MoveRefused):
        publish_article(article=article, at=NOON, by=elsa, now=NOON)


def test_a_withdrawn_article_is_gone_and_may_come_back(anyone, elsa):
    article = an_article(by=elsa)

    withdraw_article(article=article, by=elsa, now=NOON)
    withdraw_article(article=article, by=elsa, now=NOON + DAY)
    assert seen(anyone) == []
    assert JournalEntry.objects.filter(verb="article_withdrawn").count() == 1

    publish_article(article=article, at=NOON, by=elsa, now=NOON)
    assert seen(anyone) == [WORDS.title]


def test_a_withdrawn_text_does_not_come_back_while_its_successor_waits(anyone, elsa):
    article = an_article(by=elsa)
    withdraw_article(article=article, by=elsa, now=NOON)
    save_draft(article=article, words=OTHER, edits=None, by=elsa, now=NOON)

    with pytest.raises(MoveRefused, match="tout de suite"):
        publish_article(article=article, at=NOON + DAY, by=elsa, now=NOON)
    assert seen(anyone, NOON + 2 * DAY) == []

    publish_article(article=article, at=NOON, by=elsa, now=NOON)
    assert seen(anyone) == [OTHER.title]


def test_a_dropped_draft_leaves_what_was_published(anyone, elsa):
    article, never = an_article(by=elsa), a_draft(by=elsa)
    save_draft(article=article, words=OTHER, edits=None, by=elsa, now=NOON)

    assert drop_draft(article=article, by=elsa, now=NOON) is True
    assert drop_draft(article=never, by=elsa, now=NOON) is False

    assert list(ArticleVersion.objects.values_list("title", flat=True)) == [WORDS.title]
    assert list(Article.objects.all()) == [article]


# --- who reads -------------------------------------------------------------------------------------------
def test_a_reserved_article_is_for_the_members_of_its_audience(anyone, elsa):
    for audience in ("everyone", "mentors", "mentees"):
        an_article(Words(audience, "", "x"), by=elsa, audience=audience, reserved=True)
    an_article(Words("public", "", "x"), by=elsa, audience="mentors")

    awa, bruna = home_membership(a_mentee("Awa")), home_membership(a_mentor("Bruna"))

    assert seen(anyone) == ["public"]
    assert seen(awa) == ["everyone", "mentees", "public"]
    assert seen(bruna) == ["everyone", "mentors", "public"]
    assert seen(home_membership(elsa)) == ["everyone", "mentees", "mentors", "public"]


def test_a_member_who_has_not_accepted_the_charter_reads_what_anyone_reads(elsa):
    an_article(by=elsa, reserved=True)
    awa = a_mentee("Awa")
    CharterSignature.objects.filter(person=awa).delete()

    assert seen(home_membership(awa)) == []


def test_where_an_article_stands_changes_at_once(anyone, elsa):
    article = an_article(by=elsa)

    place_article(article=article, place=Place(reserved=True), by=elsa, now=NOON)

    assert seen(anyone) == []
    assert JournalEntry.objects.latest("pk").verb == "article_placed"


# --- shelves ---------------------------------------------------------------------------------------------
def test_news_become_resources_on_their_day(anyone, elsa):
    today = timezone.localdate(NOON)
    an_article(by=elsa, kind="news", moves_on=today + DAY)

    for day, shelves in ((today, (1, 0)), (today + DAY, (0, 1))):
        at = {"now": NOON + 2 * DAY, "today": day}
        assert (queries.news(anyone, **at).count(), queries.resources(anyone, **at).count()) == shelves


def test_questions_of_one_audience_come_with_those_for_everyone(anyone, elsa):
    for audience in ("everyone", "mentors", "mentees"):
        an_article(Words(audience, "", "x"), by=elsa, kind="question", audience=audience)

    found = queries.questions(anyone, now=NOON, audience="mentors")
    assert sorted(found.values_list("title", flat=True)) == ["everyone", "mentors"]

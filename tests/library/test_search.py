"""One search over texts and testimonies, read as the directory reads French."""

import pytest

from binome.library import queries
from binome.library.actions import Words
from binome.library.actions import testimonies as actions
from binome.library.lifecycle import Use
from binome.library.models import Testimony
from binome.programmes.queries import Membership
from tests.factories import NOON, a_mentor, an_administrator, home

from .shelf import an_article
from .testimonies import a_published, a_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsa():
    return an_administrator("Elsa")


@pytest.fixture
def anyone():
    return Membership(home())


@pytest.fixture
def bruna(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_mentor("Bruna")


def found(reader, text, **how):
    return [item.title for item in queries.search(reader, text=text, now=NOON, **how).items]


def test_a_search_reads_french_as_the_directory_does(anyone, elsa):
    an_article(Words("Préparer ses objectifs", "", "Des objectifs clairs."), by=elsa)
    an_article(Words("Écouter", "", "Un objectif se prépare en posant des questions."), by=elsa, kind="question")
    an_article(Words("Autre", "", "Rien de cela."), by=elsa, kind="news")

    assert found(anyone, "préparation d’un objectif") == ["Préparer ses objectifs", "Écouter"]
    assert found(anyone, "des objectifs clairs") == ["Préparer ses objectifs"]
    assert found(anyone, "OBJECTIF") == ["Préparer ses objectifs", "Écouter"]
    assert found(anyone, "introuvable") == []
    assert found(anyone, "le de la") == found(anyone, "") == []


def test_a_search_forgives_a_typo_and_says_which_word_it_read(anyone, elsa):
    an_article(Words("Confidentialité", "", "Ce qui se dit reste entre vous."), by=elsa)

    result = queries.search(anyone, text="la Confidentailité", now=NOON)

    assert [item.title for item in result.items] == ["Confidentialité"]
    assert result.corrections == {"Confidentailité": "confidentialité"}


def test_an_exact_search_reads_no_word_for_another(anyone, elsa):
    an_article(Words("Choisir sa mentore", "", "Elle écoute."), by=elsa)

    assert found(anyone, "mentroe") == ["Choisir sa mentore"]
    assert queries.search(anyone, text="mentroe", now=NOON, exact=True) == queries.Found()
    assert queries.search(anyone, text="mentroe écouter", now=NOON, exact=True).some_words


def test_a_search_that_finds_no_text_with_all_words_gives_the_nearest(anyone, elsa):
    an_article(Words("Écouter", "", "Des questions."), by=elsa)

    result = queries.search(anyone, text="écouter volcan", now=NOON)

    assert ([item.title for item in result.items], result.some_words) == (["Écouter"], True)


def test_a_search_counts_all_that_it_found_and_shows_the_first_of_them(anyone, elsa, monkeypatch):
    monkeypatch.setattr("binome.library.queries.finding.MOST", 2)
    for number in range(3):
        an_article(Words(f"Écouter {number}", "", "Des questions."), by=elsa)

    result = queries.search(anyone, text="questions", now=NOON)

    assert ([item.title for item in result.items], result.total) == (["Écouter 0", "Écouter 1"], 3)


def test_a_search_says_nothing_of_what_is_reserved(anyone, elsa):
    """Not even by a correction."""
    an_article(Words("Secret", "", "Chrysanthème."), by=elsa, reserved=True)

    assert queries.search(anyone, text="crysanthème", now=NOON) == queries.Found()


def test_a_testimony_is_found_by_all_that_it_says(anyone, elsa, bruna):
    """Title, summary, transcript and captions: see `testimonies.WORDS`."""
    an_article(Words("Demander de l’aide", "", "Oser une question."), by=elsa)
    a_published(bruna, Use.PUBLIC, by=elsa, now=NOON)

    assert found(anyone, "oser demander") == ["Oser demander", "Demander de l’aide"]
    assert found(anyone, "façons de travail") == ["Oser demander"]
    assert found(anyone, "je croyais donner un conseil") == ["Oser demander"]
    assert found(anyone, "bonjour") == ["Oser demander"]
    assert queries.search(anyone, text="consiels", now=NOON).corrections == {"consiels": "conseils"}


def test_a_testimony_is_found_by_those_who_may_watch_it_alone(anyone, elsa, bruna):
    member = Membership(home(), bruna.enrolments.get())
    sent = a_submitted(bruna, now=NOON)
    assert found(member, "oser") == []

    actions.publish_testimony(testimony=sent, seen=actions.sending(sent), moves_on=None, by=elsa, now=NOON)

    assert found(member, "oser") == ["Oser demander"]
    assert queries.search(anyone, text="oser", now=NOON) == queries.Found()
    assert queries.search(anyone, text="consiels", now=NOON) == queries.Found()


def test_withdrawn_its_words_are_found_no_more_and_kept_nowhere(elsa, bruna):
    shown = a_published(bruna, Use.PUBLIC, by=elsa, now=NOON)
    assert Testimony.objects.get().text_tokens

    actions.withdraw_testimony(testimony=shown, by=bruna, now=NOON)

    assert found(Membership(home()), "oser") == []
    assert Testimony.objects.values_list("title_tokens", "text_tokens").get() == ("", "")

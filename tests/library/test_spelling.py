"""No French word of ours is unknown to the dictionary, but for our own few."""

import pytest

from binome.library.defaults import starting_texts
from binome.programmes.actions import TEXTS

from . import catalogue
from .spelling import misspelt, need_hunspell, our_words, unknown_words


@pytest.fixture(autouse=True, scope="module")
def hunspell():
    need_hunspell()


def library() -> dict[str, str]:
    texts = {f"{text.title}\n{text.summary}\n{text.body}": f"{text.kind}/{text.slug}" for text in starting_texts()}
    return texts | {(TEXTS / "charte.fr.md").read_text(encoding="utf-8"): "the first charter"}


@pytest.mark.parametrize(
    "texts", [library, catalogue.french], ids=["the library and the charter", "the pages and the mails"]
)
def test_no_word_is_misspelt(texts):
    assert misspelt(texts()) == {}, "mend it, or add it to tests/library/spelling/mots.txt"


def test_a_misspelt_word_is_found_and_elisions_are_none():
    text = "L’apprentisage d’une mentore : aujourd’hui, quelqu’une l’écoute jusqu’au bout, dit-elle."
    assert unknown_words(text) == {"apprentisage"}


def test_our_words_are_sorted_and_in_use():
    ours = our_words()
    used = "\n".join([*library(), *catalogue.french()]).lower()
    assert ours == sorted(set(ours), key=str.casefold)
    assert [word for word in ours if word.lower() not in used] == []

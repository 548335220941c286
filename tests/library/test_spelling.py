"""No word of a French text is unknown to the dictionary, but for our own few."""

import pytest

from binome.library.defaults import starting_texts

from .spelling import need_hunspell, our_words, unknown_words


@pytest.fixture(autouse=True, scope="module")
def hunspell():
    need_hunspell()


def french(text) -> str:
    return f"{text.title}\n{text.summary}\n{text.body}"


def test_no_unknown_word_in_the_texts():
    unknown = {f"{text.kind}/{text.slug}": unknown_words(french(text)) for text in starting_texts()}
    assert {name: sorted(words) for name, words in unknown.items() if words} == {}


def test_a_misspelt_word_is_found_and_elisions_are_none():
    text = "L’apprentisage d’une mentore : aujourd’hui, quelqu’une l’écoute jusqu’au bout, dit-elle."
    assert unknown_words(text) == {"apprentisage"}


def test_our_words_are_sorted_unknown_elsewhere_and_in_use():
    ours = our_words()
    used = "\n".join(french(text) for text in starting_texts())
    assert ours == sorted(set(ours), key=str.casefold)
    assert [word for word in ours if word not in used] == []

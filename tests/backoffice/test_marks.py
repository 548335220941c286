"""Findings in a text, and the difference between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binome.backoffice.people.marks import highlight
from binome.ui.differences import changed_passages, compare


@pytest.mark.parametrize(
    ("text", "kinds", "name", "marked"),
    [
        ("Écrivez à a.b@exemple.fr !", ["contact"], "", ["a.b@exemple.fr"]),
        ("Appelez le 06 12 34 56 78.", ["contact"], "", ["06 12 34 56 78"]),
        ("Tout est sur www.exemple.fr", ["link"], "", ["www.", "exemple.fr"]),
        ("Un forfait à 80 €", ["money"], "", ["forfait", "80 €"]),
        ("Moi, véronique TESSIER-LAMARRÉ, à l’écoute", ["name"], "Tessier-Lamarre", ["TESSIER", "LAMARRÉ"]),
        ("Je signe d u r a n d ici", ["name"], "Durand", ["d u r a n d"]),
        ("Rien", ["name", "contact", "link", "money"], "Durand", []),
        ("Le 06 12 34 56 78", [], "", []),
        ("Durand", ["name"], "", []),
    ],
)
def test_what_was_found_is_marked(text, kinds, name, marked):
    pieces = highlight(text, kinds, name)
    assert [words for kind, words in pieces if kind] == marked


@given(st.text(max_size=80), st.text(max_size=10))
def test_a_marked_text_is_the_same_text(text, name):
    pieces = highlight(text, ["name", "contact", "link", "money"], name)
    assert "".join(words for _kind, words in pieces) == text


@pytest.mark.parametrize(
    ("before", "now", "pieces"),
    [
        ("Bonjour à vous", "Bonjour à toutes", [("", "Bonjour à "), ("del", "vous"), ("ins", "toutes")]),
        ("Je dirige", "Je dirige, et j’écoute", [("", "Je dirige"), ("ins", ", et j’écoute")]),
        ("un deux trois", "quatre cinq trois", [("del", "un deux"), ("ins", "quatre cinq"), ("", " trois")]),
        ("", "Neuf", [("ins", "Neuf")]),
        ("Vieux", "", [("del", "Vieux")]),
        ("Pareil", "Pareil", [("", "Pareil")]),
    ],
)
def test_a_difference_is_told_by_words(before, now, pieces):
    assert compare(before, now) == pieces


words = st.lists(st.sampled_from(["a", "bé", " ", "\n", ".", "’", "d", "  "]), max_size=25).map("".join)


@given(words, words)
def test_a_difference_holds_both_texts(before, now):
    pieces = compare(before, now)
    assert "".join(text for kind, text in pieces if kind != "ins") == before
    assert "".join(text for kind, text in pieces if kind != "del") == now


def test_only_the_passages_that_changed_are_shown():
    before, now = "Un.\n\nDeux mots.\n\nTrois.", "Un.\n\nDeux longs mots.\n\nTrois.\n\nQuatre."
    assert changed_passages(before, now) == [
        [("", "Deux"), ("ins", " longs"), ("", " mots.")],
        [("ins", "Quatre.")],
    ]
    assert changed_passages(now, now) == []

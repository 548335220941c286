"""What deserves a second look in a profile: pure, on texts."""

import pytest

from binome.people.models import Profile, User
from binome.people.rules import notices, why_not_review

LONG = "J’ai dirigé un atelier pendant dix ans, et j’aime écouter. " * 5


def kinds(text, name="Durand", field="presentation"):
    return [notice.kind for notice in notices({field: text}, name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Je suis Solène Durand.", "Durand"),
        ("je suis DURAND", "Durand"),
        ("Je m’appelle D u r a n d, enchantée", "Durand"),
        ("Solène Lefèvre", "LEFEVRE"),
        ("Solène lefevre", "Lefèvre"),
        ("Solène Müller-Petit", "Müller-Petit"),
        ("Solène Muller, de mon nom de jeune fille", "Müller-Petit"),
        ("Je suis Solène de La Rochère", "de La Rochère"),
        ("Solène N’Diaye", "N'Diaye"),
        ("Solène Öz", "Öz"),
        ("Solène Иванова", "Иванова"),
    ],
)
def test_her_family_name_in_a_text_is_noticed(text, name):
    assert "name" in kinds(LONG + text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("J’ai la dureté d’un roc.", "Durand"),
        ("Je travaille à la petite école.", "Müller-Petit"),
        ("Le rose me va.", "Ros"),
        ("Je vis de peu.", "de La Rochère"),
        ("Je suis arrivée hier.", ""),
    ],
)
def test_an_ordinary_text_is_not_taken_for_her_name(text, name):
    assert "name" not in kinds(LONG + text, name)


@pytest.mark.parametrize(
    "text",
    ["Écrivez à moi@exemple.fr", "moi (at) exemple . fr", "06 12 34 56 78", "+33 (0)6.12.34.56.78", "0612345678",
     "mon insta : @solene.fait", "sur WhatsApp"],
)  # fmt: skip
def test_a_way_to_reach_her_is_noticed(text):
    assert kinds(LONG + text) == ["contact"]


@pytest.mark.parametrize("text", ["voir https://exemple.fr", "www.exemple.fr", "mon site exemple.com"])
def test_a_link_is_noticed(text):
    assert kinds(LONG + text) == ["link"]


@pytest.mark.parametrize(
    "text", ["En 1998, j’avais 32 ans et 12 personnes.", "De 2001 à 2019, puis 2020-2024.", "À 7 h 30."]
)
def test_numbers_of_a_life_are_not_telephone_numbers(text):
    assert kinds(LONG + text) == []


def test_prices_short_texts_and_photos_are_noticed_in_order():
    found = notices({"quote": "80 € l’heure", "presentation": "Bonjour."}, "Durand", photo=True)
    assert [(notice.kind, notice.field) for notice in found] == [
        ("photo", "photo"), ("money", "quote"), ("short", "presentation"),
    ]  # fmt: skip
    assert all(notice.sentence for notice in found)


def test_a_notice_never_repeats_what_it_found():
    for notice in notices({"presentation": "Solène Durand, 06 12 34 56 78, www.exemple.fr"}, "Durand"):
        assert "Durand" not in notice.sentence + notice.advice
        assert "06" not in notice.sentence + notice.advice


def test_a_moderator_reviews_neither_herself_nor_her_other_account():
    dina, twin, other = User(pk=1), User(pk=2, linked_to_id=1), User(pk=3)
    assert why_not_review(by=dina, profile=Profile(person=dina))
    assert why_not_review(by=dina, profile=Profile(person=twin))
    assert why_not_review(by=twin, profile=Profile(person=dina))
    assert why_not_review(by=dina, profile=Profile(person=other, escalated_by=dina))
    assert why_not_review(by=dina, profile=Profile(person=other)) == ""

"""What deserves a second look in a profile: pure, on texts."""

import pytest

from binome.people.models import Profile, User
from binome.people.rules import notices, slips, why_not_review

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


def slipped(text, name, first="Awa"):
    return [slip.kind for slip in slips({"why_you": text}, first_name=first, family_name=name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Je suis Awa Diallo.", "Diallo"),
        ("je m’appelle diallo", "Diallo"),
        ("AWA LEFEVRE", "Lefèvre"),
        ("D i a l l o, enchantée", "Diallo"),
        ("Mme Le Goff", "Le Goff"),
        ("Une Muller parmi d’autres", "Müller-Petit"),
        ("Awa Petit", "Petit"),
        ("Petit Awa, formatrice", "Petit"),
        ("Awa de La Fontaine", "de La Fontaine"),
        ("Je signe Sow", "Sow"),
    ],
)
def test_her_family_name_is_refused_before_a_pair_exists(text, name):
    found = slips({"why_you": text}, first_name="Awa", family_name=name)
    assert [(slip.kind, slip.field, slip.is_refused) for slip in found] == [("name", "why_you", True)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Petit à petit, j’avance.", "Petit"),
        ("Une collègue, Rose, m’a aidée.", "Rose"),
        ("La Fontaine l’a écrit.", "de La Fontaine"),
        ("Au Ba, tout le monde.", "Ba"),
        ("Un livre de Petit", "Müller-Petit"),
    ],
)
def test_a_word_that_may_be_her_name_is_asked_about(text, name):
    assert slipped(text, name) == ["word"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Je cherche un petit coup de pouce, une rose à la main.", "Petit"),
        ("Un bouquet de roses.", "Rose"),
        ("J’ai la dureté d’un roc.", "Durand"),
        ("Le matin, la mer.", "Le Goff"),
        ("Je suis arrivée hier.", ""),
    ],
)
def test_a_common_word_stays_usable_by_those_who_bear_it(text, name):
    assert slipped(text, name) == []


def test_a_way_to_reach_her_is_asked_about_and_a_name_inside_it_is_refused():
    assert slipped("Écrivez-moi : moi@exemple.fr, 06 12 34 56 78, @moi_ici", "Diallo") == ["email", "phone", "account"]
    assert slipped("Écrivez-moi : awadiallo@exemple.fr", "Diallo") == ["name", "email"]
    assert slipped("J’ai lu votre parcours sur LinkedIn, en 2024, de 9 h 30 à 11 h.", "Diallo") == []


def test_a_slip_never_repeats_what_it_found():
    for slip in slips({"why_you": "Awa Diallo 06 12 34 56 78"}, first_name="Awa", family_name="Diallo"):
        assert "Diallo" not in slip.found and "06" not in slip.found

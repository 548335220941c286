"""Finding a mentor: French words, place, filters, order; and what must never be found."""

from datetime import timedelta

import pytest
from django.core.cache import caches

from binome.mentoring import actions
from binome.mentoring.models import Block, Listing
from binome.mentoring.queries.directory import AVAILABLE, NEWEST, Criteria, find_mentor, search
from binome.people.models import User
from binome.programmes.models import Enrolment, Pause
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_pair, a_request, family_name_of, home

pytestmark = pytest.mark.django_db


def look(text="", *, viewer=None, page=1, place="", sort="relevance", **chosen):
    """Search as Awa does, on a fresh picture."""
    caches["local"].clear()
    viewer = viewer or User.objects.filter(first_name="Awa").first() or a_mentee()
    criteria = Criteria(
        text=text, place=place, sort=sort, chosen={facet: frozenset(values) for facet, values in chosen.items()}
    )
    return search(programme=home(), viewer=viewer, criteria=criteria, page=page, now=NOON)


def names(results):
    return [row.card["first_name"] for row in results.listings]


def mentor(first_name, headline="Fleuriste", presentation="Je vous écoute.", **profile):
    words = {"headline": headline, "presentation": presentation, "quote": "", "topics": [], "city": "Tours", **profile}
    return a_mentor(first_name, profile=words)


# --- words -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ingénieure qualité", "ingenieur"),
        ("Ingénieur·e·s qualité", "INGÉNIEURES"),
        ("Directrice d’usine", "directeurs usines"),
        ("Cheffe d’œuvre", "oeuvre"),
        ("Négociatrice", "négociation"),
        ("Infirmières de nuit", "infirmière"),
        ("Travaux publics", "travail public"),
        ("Développeuse C++", "c++"),
        ("Responsable R&D", "r & d"),
    ],
)
def test_accents_plurals_and_forms_of_a_word_are_one(written, typed):
    mentor("Hélène", written)
    mentor("Chantal")
    assert names(look(typed)) == ["Hélène"]


def test_all_the_words_must_be_there():
    mentor("Hélène", "Soudeuse", "Je répare des bateaux.")
    mentor("Chantal", "Soudeuse")
    assert names(look("soudeuse bateau")) == ["Hélène"]


def test_when_no_profile_has_all_the_words_those_with_the_most_come_first():
    mentor("Une", "Soudeuse")
    mentor("Deux", "Soudeuse", "Je répare des bateaux.")
    mentor("Aucune")
    results = look("soudeuse bateau zoologie")
    assert (names(results), results.total, results.relaxed) == (["Deux", "Une"], 2, True)


def test_a_word_of_the_title_comes_before_a_word_of_the_text():
    for name in ("Texte1", "Texte2", "Texte3"):
        mentor(name, presentation="Je connais la soudure.")
    mentor("Titre", "Experte en soudure")
    assert names(look("soudure"))[0] == "Titre"


def test_a_topic_is_found_by_its_label_in_both_languages():
    mentor("Hélène", topics=["negocier"])
    assert names(look("négociation")) == names(look("negotiating")) == ["Hélène"]
    assert look("négocier").topics == {"negocier"}


def test_a_typo_in_a_word_of_five_letters_is_forgiven_and_said():
    mentor("Hélène", "Infirmière à l’hôpital")
    results = look("infirmere hopitla")
    assert names(results) == ["Hélène"]
    assert results.corrections == {"infirmere": "infirmière", "hopitla": "hôpital"}


def test_a_typo_in_a_word_of_four_letters_is_not_guessed():
    mentor("Hélène", "Juge")
    assert look("jige").total == 0


def test_a_right_word_is_never_corrected_even_when_the_vocabulary_is_a_minute_old():
    mentor("Hélène", "Soudeuse")
    look("soudeuse")
    viewer = User.objects.get(first_name="Awa")
    mentor("Chantal", "Soudoise")
    results = search(programme=home(), viewer=viewer, criteria=Criteria(text="soudoise"), page=1, now=NOON)
    assert "Chantal" in names(results)


def test_a_place_is_found_by_town_or_country_and_forgives_a_typo():
    mentor("Hélène", city="Bruxelles", country="BE")
    mentor("Chantal", city="Saint-Denis", country="RE")
    assert names(look(place="belgique")) == names(look(place="belgium")) == names(look(place="Bruxelles")) == ["Hélène"]
    assert names(look(place="la réunion")) == ["Chantal"]
    assert names(look(place="bruxeiles")) == ["Hélène"]
    assert look(place="bruxeiles").corrections == {"bruxeiles": "bruxelles"}


HOSTILE = [
    "x" * 20_000,
    "é̀" * 5_000,
    '"', "*", '" OR 1=1 --', "NEAR(a b)", "-soudeuse", "a AND NOT b", "text_tokens : x", "^x", "(((", "soudeuse*",
    "\x00\x07\x1b[31m", "💥 👩‍🔧", "\u202eesuos", "%s %d {0}", "' ; DROP TABLE mentoring_listing", "\\", "::", "a:b",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=[f"{n}" for n in range(len(HOSTILE))])
def test_no_query_breaks_the_search(typed):
    mentor("Hélène", "Soudeuse")
    assert look(typed, place=typed).total in {0, 1}


def test_words_of_the_index_s_language_are_only_words():
    mentor("Hélène", "Soudeuse near the sea")
    assert names(look('"near"')) == ["Hélène"]
    assert look("soudeuse -zinc").relaxed, "a minus excludes nothing: it is one more word"


# --- what is never found ---------------------------------------------------------------------------------
def test_sealed_fields_are_not_searchable():
    person = a_mentor("Hélène", email="prudence@example.org", profile={"link": "https://reseau.example/in/capucine"})
    for typed in (
        family_name_of(person),
        "prudence",
        "prudence@example.org",
        "0612345678",
        "06 12 34 56 78",
        "capucine",
    ):
        assert look(typed).total == 0, typed


@pytest.mark.parametrize("by_her", [True, False], ids=["she blocked", "she was blocked"])
def test_someone_kept_apart_is_in_no_list_no_number_and_no_page(by_her):
    awa, bruna, chloe = a_mentee("Awa"), mentor("Bruna", languages=["fr", "oc"]), mentor("Chloé")
    one, other = (awa, bruna) if by_her else (bruna, awa)
    Block.objects.create(by=one, person=other, since_at=NOON)
    blocked = look("fleuriste", viewer=awa)
    everyone = look(viewer=awa)
    assert names(blocked) == names(everyone) == ["Chloé"]
    assert everyone.total == everyone.counts["sector"]["industrie"] == 1
    assert everyone.present["language"] == {"fr"}
    assert find_mentor(programme=home(), viewer=awa, code=bruna.code) is None
    assert find_mentor(programme=home(), viewer=awa, code=chloe.code) is not None


def test_someone_kept_apart_gives_the_same_results_as_someone_paused():
    awa, bruna, _chloe = a_mentee("Awa"), mentor("Bruna"), mentor("Chloé")
    block = Block.objects.create(by=bruna, person=awa, since_at=NOON)
    as_blocked = look("fleuriste", viewer=awa), look(viewer=awa)
    block.delete()
    actions.pause_mentor(mentor=bruna.enrolments.get(), by=bruna, until=None, now=NOON)
    assert (look("fleuriste", viewer=awa), look(viewer=awa)) == as_blocked


def test_her_own_other_account_is_not_listed():
    awa, other = a_mentee("Awa"), mentor("Bruna")
    User.objects.filter(pk=awa.pk).update(linked_to=other)
    awa.refresh_from_db()
    assert look(viewer=awa).total == 0
    User.objects.filter(pk=awa.pk).update(linked_to=None)
    User.objects.filter(pk=other.pk).update(linked_to=awa)
    awa.refresh_from_db()
    assert look(viewer=awa).total == 0


@pytest.mark.parametrize("change", [{"person__is_active": False}, {"pause": Pause.OWN}], ids=["suspended", "paused"])
def test_someone_suspended_a_moment_ago_is_not_shown_even_by_a_stale_listing(change):
    mentor("Bruna")
    look()
    if "pause" in change:
        Enrolment.objects.filter(role="mentor").update(**change)
    else:
        User.objects.filter(first_name="Bruna").update(is_active=False)
    viewer = User.objects.get(first_name="Awa")
    assert search(programme=home(), viewer=viewer, criteria=Criteria(), page=1, now=NOON).listings == []


# --- order and pages -------------------------------------------------------------------------------------
def test_the_newest_first_and_the_available_first():
    old, new, full = mentor("Ancienne"), mentor("Nouvelle"), a_mentor("Complète", capacity=1)
    for person, days in ((old, 300), (new, 1), (full, 100)):
        Enrolment.objects.filter(person=person).update(joined_at=NOON - timedelta(days=days))
    a_pair(mentor=full)
    actions.refresh_listings(Enrolment.objects.values_list("pk", flat=True), now=NOON)
    assert names(look(sort=NEWEST)) == ["Nouvelle", "Complète", "Ancienne"]
    assert names(look(sort=AVAILABLE))[-1] == "Complète"


def test_pages_of_twenty_and_none_beyond_the_last():
    for number in range(45):
        mentor(f"M{number}")
    pages = [names(look(page=page)) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({name for page in pages for name in page}) == 45
    beyond = look(page=9_999)
    assert (names(beyond), beyond.page, beyond.total) == (pages[2], 3, 45)


def test_no_order_depends_on_a_family_name():
    from binome.people.models import CivilIdentity, open_identities

    for number in range(6):
        mentor(f"M{number}")
    before = [names(look(sort=sort)) for sort in ("relevance", NEWEST, AVAILABLE)]
    with open_identities():
        for rank, identity in enumerate(CivilIdentity.objects.order_by("-pk")):
            CivilIdentity.objects.filter(pk=identity.pk).update(family_name=f"Zyx{chr(97 + rank)}qa")
    actions.refresh_listings(Enrolment.objects.values_list("pk", flat=True), now=NOON)
    assert [names(look(sort=sort)) for sort in ("relevance", NEWEST, AVAILABLE)] == before


# --- a mentor's page -------------------------------------------------------------------------------------
def paused(person):
    Enrolment.objects.filter(person=person).update(pause=Pause.OWN)
    actions.refresh_listings(Enrolment.objects.filter(person=person).values_list("pk", flat=True), now=NOON)


def test_a_paused_mentor_has_a_page_for_herself_and_for_who_waits_for_her_answer():
    bruna, awa, chloe, dina = mentor("Bruna"), a_mentee("Awa"), a_mentee("Chloé"), a_moderator()
    a_request(mentee=awa, mentor=bruna)
    paused(bruna)
    found = [
        find_mentor(programme=home(), viewer=one, code=bruna.code) is not None for one in (bruna, awa, chloe, dina)
    ]
    assert found == [True, True, False, False]


def test_a_mentee_and_nobody_have_no_mentor_s_page():
    awa = a_mentee("Awa")
    assert find_mentor(programme=home(), viewer=awa, code=a_mentee("Chloé").code) is None
    assert find_mentor(programme=home(), viewer=awa, code="zzzzzzzzzz") is None
    assert not Listing.objects.exists()

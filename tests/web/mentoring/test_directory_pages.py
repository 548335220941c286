"""The directory and a mentor's page, through the site: addresses, filters, htmx, and who may read."""

import html
import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binome.mentoring import actions
from binome.mentoring.models import Block, Listing, MentoringRequest
from binome.programmes.models import Enrolment, EnrolmentState
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_pair, a_profile_to_check, home

from .pages import text

pytestmark = pytest.mark.django_db
LIST = "/mentores/"
HTMX = {"HX-Request": "true"}


def names(response):
    return re.findall(r'<h3><a href="/mentores/\w+/">(.*?)</a></h3>', response.content.decode())


def numbers(response):
    """What stands beside each box, by its place in the page."""
    found = re.findall(r'id="n-([\w-]+)"[^>]*><span class="vh">, </span>(\d+)<', response.content.decode())
    return {key: int(number) for key, number in found}


def mentor(first_name, **profile):
    return a_mentor(first_name, profile={"headline": "Fleuriste", "quote": "", "topics": ["negocier"], **profile})


@pytest.fixture
def awa(window):
    return window(a_mentee("Awa"))


def test_the_addresses_have_not_moved():
    assert (reverse("mentor-list"), reverse("mentor-detail", args=["abc"])) == (LIST, "/mentores/abc/")


# --- who may read ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["", "?q=fleuriste&secteur=industrie", "page"])
def test_a_visitor_is_led_to_the_login_without_a_byte_of_a_member(client, path):
    home()
    before = client.get(LIST + (path if path != "page" else "zzzzzzzzzz/"))
    code = mentor("Bruna").code
    after = client.get(LIST + (f"{code}/" if path == "page" else path))
    assert after.status_code == 302 and b"Bruna" not in after.content
    assert after.content == before.content
    assert after.headers["Location"].replace(code, "zzzzzzzzzz") == before.headers["Location"]


def test_a_mentee_and_the_team_read_the_directory(window):
    mentor("Bruna")
    assert [names(window(one).get(LIST)) for one in (a_mentee(), a_moderator())] == [["Bruna"], ["Bruna"]]


def test_a_mentor_is_led_to_her_own_page_and_reads_no_other(window):
    bruna, chloe = mentor("Bruna"), mentor("Chloé")
    client = window(bruna)
    response = client.get(LIST, follow=True)
    assert response.redirect_chain == [(f"{LIST}{bruna.code}/", 302)]
    assert "comme elles la voient" in text(response) and "Modifier mon profil" in text(response)
    assert client.get(f"{LIST}{chloe.code}/").status_code == 404


def test_who_has_left_reads_nothing(window):
    person = a_mentee()
    Enrolment.objects.filter(person=person).update(state=EnrolmentState.LEFT)
    bruna = mentor("Bruna")
    answers = [window(person).get(path) for path in (LIST, f"{LIST}{bruna.code}/")]
    assert all(answer.status_code == 302 and answer.url.startswith(reverse("my-space")) for answer in answers)


def test_missing_paused_kept_apart_and_unchecked_mentors_have_the_very_same_page(window):
    person = a_mentee("Awa")
    bruna, chloe = mentor("Bruna"), mentor("Chloé")
    fanta = a_profile_to_check("Fanta").person
    Block.objects.create(by=bruna, person=person, since_at=NOON)
    actions.pause_mentor(mentor=chloe.enrolments.get(), by=chloe, until=None, now=NOON)
    client = window(person)
    pages = [client.get(f"{LIST}{code}/") for code in ("zzzzzzzzzz", bruna.code, chloe.code, fanta.code, person.code)]
    codes = ["zzzzzzzzzz", bruna.code, chloe.code, fanta.code, person.code]
    bodies = {
        re.sub(r'value="[\w]{64}"', "", page.content.decode().replace(code, ""))
        for page, code in zip(pages, codes, strict=True)
    }
    assert {page.status_code for page in pages} == {404} and len(bodies) == 1


# --- the list --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["🙂", "?!", "la"])
def test_signs_without_a_word_match_nobody_in_particular(awa, typed):
    mentor("Bruna")
    assert "1 mentore vous attend" in text(awa.get(LIST, {"q": typed}))


def test_the_address_says_it_all(awa):
    mentor("Bruna", sector="sante", formats=["phone"])
    mentor("Chloé", sector="droit", formats=["remote"])
    response = awa.get(
        LIST, {"q": "fleuriste", "secteur": "sante", "mode": "telephone", "lieu": "Nantes", "tri": "nouvelles"}
    )
    content = response.content.decode()
    assert names(response) == ["Bruna"]
    assert "1 mentore correspond" in text(response)
    assert (
        'value="sante" form="recherche" checked' in content and 'value="droit" form="recherche" checked' not in content
    )
    assert 'name="q" type="search" value="fleuriste"' in content and 'value="nouvelles" selected' in content


def test_each_filter_is_taken_off_by_its_own_link(awa):
    mentor("Bruna")
    response = awa.get(LIST, {"q": "fleuriste", "secteur": ["industrie", "sante"], "lieu": "Nantes", "page": "3"})
    links = [html.unescape(link) for link in re.findall(r'<a class="chip" href="(.*?)"', response.content.decode())]
    assert links == [
        "/mentores/?q=fleuriste&secteur=sante&lieu=Nantes",
        "/mentores/?q=fleuriste&secteur=industrie&lieu=Nantes",
        "/mentores/?q=fleuriste&secteur=industrie&secteur=sante",
    ]
    assert 'href="/mentores/?q=fleuriste">Tout effacer' in response.content.decode()


def test_the_numbers_beside_the_boxes(awa):
    mentor("Bruna", sector="sante", formats=["remote", "phone"])
    mentor("Chloé", sector="droit", formats=["remote"])
    found = numbers(awa.get(LIST, {"secteur": "sante"}))
    assert (found["secteur-sante"], found["secteur-droit"], found["secteur-culture"]) == (1, 1, 0)
    assert (found["mode-distance"], found["mode-telephone"], found["aide-negocier"]) == (1, 1, 1)


def test_a_correction_is_said_and_a_matching_topic_highlighted(awa):
    mentor("Bruna", topics=["negocier", "confiance"])
    content = awa.get(LIST, {"q": "negocciation"}).content.decode()
    assert "Résultats pour" in content and '<li class="tag is-match">Négocier</li>' in content
    assert '<li class="tag">Prendre confiance</li>' in content


def test_unknown_filters_are_left_out_with_a_sentence(awa):
    mentor("Bruna")
    for query in ({"secteur": "<script>"}, {"tri": "notes"}, {"langue": "klingon"}):
        response = awa.get(LIST, query)
        assert names(response) == ["Bruna"] and "il n’est pas appliqué" in text(response)
        assert "klingon" not in text(response)


@pytest.mark.parametrize("page", ["0", "-1", "deux", "999999999999999999999", "٣", "2", ""])
def test_any_page_number_shows_a_page(awa, page):
    mentor("Bruna")
    assert names(awa.get(LIST, {"page": page})) == ["Bruna"]


@pytest.mark.parametrize("typed", ["a" * 20_000, "\x00\x1b", '"*" NEAR -', "\u202egnol", "💥" * 300, "%00", "<b>x</b>"])
def test_hostile_words_get_a_page(awa, typed):
    mentor("Bruna")
    response = awa.get(LIST, {"q": typed, "lieu": typed})
    assert response.status_code == 200
    assert ("premiers signes comptent" in text(response)) == (len(typed) > 200)
    assert "<b>x</b>" not in response.content.decode()


def test_nothing_found_shows_a_way_out(awa):
    mentor("Bruna")
    response = awa.get(LIST, {"q": "zoologiste"})
    assert "Aucun résultat" in text(response) and f'class="btn" href="{LIST}"' in response.content.decode()


def test_as_many_queries_for_one_card_as_for_twenty(awa):
    counts = {}
    for number in (1, 3, 20):
        while Listing.objects.count() < number:
            mentor("M")
        for name, query in {"list": {}, "search": {"q": "fleuriste", "secteur": "industrie", "dispo": "libre"}}.items():
            awa.get(LIST, query)
            with CaptureQueriesContext(connection) as queries:
                assert len(names(awa.get(LIST, query))) == number
            counts[name, number] = len(queries)
    assert set(counts.values()) == {6}


def test_a_card_never_keeps_its_reader(window):
    mentor("Bruna")
    pages = [window(one).get(LIST).content.decode() for one in (a_mentee("Awa"), a_mentee("Chloé"))]
    cards = [re.search(r'<article class="mentor-card">.*?</article>', page, re.DOTALL)[0] for page in pages]
    assert cards[0] == cards[1] and "csrf" not in cards[0]


def test_a_card_changes_at_once_with_the_mentor(awa):
    bruna = a_mentor("Bruna", capacity=1)
    assert "1 place libre sur 1" in text(awa.get(LIST))
    a_pair(mentor=bruna, mentee=a_mentee("Chloé"))
    assert "Complet pour le moment" in text(awa.get(LIST))


def test_the_cards_speak_the_language_of_the_page(awa):
    mentor("Bruna")
    assert "Négocier" in text(awa.get(LIST))
    awa.cookies["binome_language"] = "en"
    assert "Negotiating" in text(awa.get(LIST))


# --- htmx ------------------------------------------------------------------------------------------------
def test_htmx_receives_the_results_the_total_and_each_number(awa):
    mentor("Bruna", sector="sante")
    mentor("Chloé", sector="droit")
    query = {"q": "", "secteur": "sante", "lieu": "", "tri": "pertinence"}
    whole, swap = awa.get(LIST, query), awa.get(LIST, query, headers=HTMX)
    assert "<html" not in swap.content.decode() and names(swap) == names(whole) == ["Bruna"]
    assert numbers(swap) == numbers(whole)
    assert swap.headers["HX-Push-Url"] == "/mentores/?secteur=sante"
    assert "HX-Request" in swap.headers["Vary"]


def test_going_back_gives_the_whole_page(awa):
    response = awa.get(LIST, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in response.content.decode()


# --- a mentor's page -------------------------------------------------------------------------------------
def test_a_mentor_s_page_says_what_she_shares_and_nothing_sealed(awa):
    bruna = mentor(
        "Bruna", quote="Je sais ce que coûte une décision.", languages=["fr", "gcf"], rhythms=["fortnightly"]
    )
    said = text(awa.get(f"{LIST}{bruna.code}/"))
    expected = [
        "Bruna", "Fleuriste", "« Je sais ce que coûte une décision. »", "Négocier", "Français, créole antillais",
        "Tous les quinze jours", "2 places libres sur 2", "Profil vérifié", "Préparer ma demande",
    ]  # fmt: skip
    assert [words for words in expected if words not in said] == []
    assert bruna.email not in said and "06 12" not in said


def test_how_fast_she_answers_is_said_only_after_some_answers(awa):
    bruna, mentee = mentor("Bruna"), a_mentee("Chloé")
    for number in range(3):
        assert "Répond" not in text(awa.get(f"{LIST}{bruna.code}/"))
        MentoringRequest.objects.create(
            programme=home(), mentor=bruna, mentee=mentee, state="declined", created_at=NOON,
            sent_at=NOON - timedelta(days=40 + number), answered_at=NOON - timedelta(days=37 + number),
        )  # fmt: skip
    assert "En général en 3 jours" in text(awa.get(f"{LIST}{bruna.code}/"))


def test_a_full_mentor_offers_her_waiting_list(awa):
    bruna = a_mentor("Bruna", capacity=1)
    a_pair(mentor=bruna, mentee=a_mentee("Chloé"))
    said = text(awa.get(f"{LIST}{bruna.code}/"))
    assert "Complet pour le moment" in said and "Rejoindre sa liste d’attente" in said


def test_a_mentor_s_page_takes_seven_queries(awa):
    bruna = mentor("Bruna")
    with CaptureQueriesContext(connection) as queries:
        awa.get(f"{LIST}{bruna.code}/")
    assert len(queries) == 7


def test_the_picture_is_kept_a_minute_for_the_numbers_only(awa):
    mentor("Bruna")
    awa.get(LIST)
    mentor("Chloé")
    stale = awa.get(LIST)
    assert set(names(stale)) == {"Bruna", "Chloé"} and numbers(stale)["secteur-industrie"] == 1
    caches["local"].clear()
    assert numbers(awa.get(LIST))["secteur-industrie"] == 2

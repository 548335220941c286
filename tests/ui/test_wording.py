"""French as it is written: spacing, numbers in letters, dates. No database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import override

from binome.ui import wording

NB = "\u00a0"
WJ = "\u2060"
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def show(template: str, **context) -> str:
    return Template(template).render(Context(context))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Bonjour !", f"Bonjour{NB}!"),
        ("Pourquoi ? Comment ; ainsi : oui.", f"Pourquoi{NB}? Comment{NB}; ainsi{NB}: oui."),
        ("« Oser »", f"«{NB}Oser{NB}»"),
        ("«Oser»", f"«{NB}Oser{NB}»"),
        ("l’amie d'amie", "l’amie d’amie"),
        ("12 mars, 30 %, 6 mois, 1 500 signes", f"12{NB}mars, 30{NB}%, 6{NB}mois, 1{NB}500{NB}signes"),
        (
            "Un e-mail annonce l’E-mail, puis deux e-mails.",
            f"Un e-{WJ}mail annonce l’E-{WJ}mail, puis deux e-{WJ}mails.",
        ),
        ("Adresse e-mail", "Adresse e-mail"),
        (
            "e-mail@exemple.fr, awa@e-mail.fr, https://e-mail.fr/e-mail",
            "e-mail@exemple.fr, awa@e-mail.fr, https://e-mail.fr/e-mail",
        ),
        ("e-mail.exemple.fr, awa.e-mail@exemple.fr, e-mailing", "e-mail.exemple.fr, awa.e-mail@exemple.fr, e-mailing"),
        ("à 9 h 12", f"à 9{NB}h{NB}12"),
        ("Ma clé n° 3", f"Ma clé n°{NB}3"),
        ("http://exemple.fr et 12:30", "http://exemple.fr et 12:30"),
        ("à 12 maisons", "à 12 maisons"),
    ],
)
def test_spaces_that_do_not_break_and_curly_apostrophes(written, shown):
    assert wording.typo(mark_safe(written)) == shown


def test_what_people_wrote_stays_escaped():
    assert show("{{ text|typo }}", text="<b>l'été</b> & moi !") == f"&lt;b&gt;l’été&lt;/b&gt; &amp; moi{NB}!"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_would_turn_the_reading_round_is_not_shown_and_right_to_left_letters_are(language):
    with override(language):
        assert (
            show("{{ text|typo }}", text="Oui \u202eesrevne\u202c <b> \u2067مرحبا\u2069")
            == "Oui esrevne &lt;b&gt; مرحبا"
        )
        assert show("{{ html|typo }}", html=mark_safe("<i>\u202eOui</i>")) == "<i>Oui</i>"


def test_markup_keeps_its_tags():
    html = mark_safe('<a title="d\'accord ?" href="/a b ?c">Oui ?</a>')
    assert show("{{ html|typo }}", html=html) == f'<a title="d\'accord ?" href="/a b ?c">Oui{NB}?</a>'


def test_french_spacing_is_for_french_only():
    with override("en"):
        assert show("{{ text|typo }}", text="Really ?") == "Really ?"


def test_spacing_twice_is_spacing_once():
    once = wording.typo("« Oui ! » dit-elle : 12 mars.")
    assert wording.typo(once) == once


@pytest.mark.parametrize(
    ("number", "gender", "words"),
    [
        (0, "", "zéro"),
        (1, "", "un"),
        (1, "f", "une"),
        (2, "f", "deux"),
        (16, "", "seize"),
        (17, "", "17"),
        (-1, "", "-1"),
    ],
)
def test_numbers_up_to_sixteen_are_written_in_letters(number, gender, words):
    assert wording.count_words(number, gender) == words


def test_dates_are_written_out_in_french():
    assert wording.long_date(date(2026, 3, 12)) == f"12{NB}mars 2026"
    assert wording.long_date(date(2026, 8, 1)) == f"1er{NB}août 2026"


def test_an_instant_is_told_in_the_time_of_the_site():
    assert wording.clock(datetime(2026, 11, 20, 8, 12, tzinfo=UTC)) == f"9{NB}h{NB}12"
    assert wording.clock(datetime(2026, 11, 20, 17, 0, tzinfo=UTC)) == f"18{NB}h"
    meeting = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
    assert wording.long_datetime(meeting, now=NOON) == f"jeudi 26{NB}novembre, 18{NB}h{NB}30"
    assert wording.long_datetime(meeting.replace(year=2027), now=NOON) == f"vendredi 26{NB}novembre 2027, 18{NB}h{NB}30"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(hours=2, minutes=48), f"aujourd’hui à 9{NB}h{NB}12"),
        (timedelta(hours=13), "hier"),
        (timedelta(days=2), "il y a 2 jours"),
        (timedelta(days=14), "il y a 14 jours"),
        (timedelta(days=15), f"le 5{NB}novembre 2026"),
        (timedelta(days=-1), "demain"),
        (timedelta(days=-3), "dans 3 jours"),
    ],
)
def test_when_something_happened(before, words):
    assert wording.ago(NOON - before, NOON) == words


def test_midnight_is_counted_in_the_time_of_the_site():
    just_after_midnight_in_paris = datetime(2026, 11, 19, 23, 5, tzinfo=UTC)
    assert wording.ago(just_after_midnight_in_paris, NOON).startswith("aujourd’hui")


def test_a_date_in_english_has_its_day_before_its_month():
    with override("en"):
        assert wording.long_date(date(2026, 3, 1)) == f"1{NB}March 2026"
        assert wording.long_date(date(2026, 3, 12), year=False) == f"12{NB}March"
        assert date_format(date(2026, 3, 12), "DATE_FORMAT") == "12 March 2026"
        meeting = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
        assert wording.long_datetime(meeting, now=NOON) == f"Thursday 26{NB}November, 6:30 p.m."


@pytest.mark.parametrize(
    ("start", "end", "days", "months"),
    [
        (date(2026, 5, 3), date(2026, 5, 3), f"le 3{NB}mai 2026", "mai 2026"),
        (date(2026, 5, 1), date(2026, 5, 9), f"du 1er au 9{NB}mai 2026", "mai 2026"),
        (date(2026, 5, 28), date(2026, 6, 3), f"du 28{NB}mai au 3{NB}juin 2026", "mai à juin 2026"),
        (date(2025, 5, 3), date(2026, 5, 3), f"du 3{NB}mai 2025 au 3{NB}mai 2026", "mai 2025 à mai 2026"),
    ],
)
def test_a_range_of_dates_says_once_what_its_ends_share(start, end, days, months):
    assert (wording.date_range(start, end), wording.month_range(start, end)) == (days, months)


def test_a_range_of_instants_is_told_in_the_time_of_the_site():
    last_night = datetime(2026, 5, 2, 22, 30, tzinfo=UTC)
    assert wording.date_range(last_night, datetime(2026, 5, 3, 9, 0, tzinfo=UTC)) == f"le 3{NB}mai 2026"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Océane", "d’Océane"), ("Inès", "d’Inès"), ("Élodie", "d’Élodie"), ("Œdipe", "d’Œdipe"), ("Oumou", "d’Oumou"),
        ("Bruna", "de Bruna"), ("Çağla", "de Çağla"), ("", "de "),
        ("Hélène", "d’Hélène"), ("Henriette", "d’Henriette"), ("Hortense", "d’Hortense"),
        ("Hawa", "de Hawa"), ("Hind", "de Hind"), ("Holly", "de Holly"),
        ("Yvonne", "d’Yvonne"), ("Yasmine", "de Yasmine"), ("Yaël", "de Yaël"), ("Ouarda", "de Ouarda"),
    ],
)  # fmt: skip
def test_de_is_elided_before_a_vowel_or_a_mute_h(name, shown):
    assert wording.elided(name, "de") == shown


def test_que_is_elided_too_and_english_gets_the_name_alone():
    assert show('Ce {{ name|elided:"que" }} voit', name="Inès") == "Ce qu’Inès voit"
    with override("en"):
        assert show('What {{ name|elided:"que" }} sees', name="Inès") == "What Inès sees"


def test_an_elided_name_is_escaped_like_any_other():
    assert show('{{ name|elided:"de" }}', name="A<b>") == "d’A&lt;b&gt;"


def test_no_date_is_no_word():
    assert show("{{ d|long_date }}{{ d|long_datetime:now }}{{ d|ago:now }}", d=None, now=NOON) == ""

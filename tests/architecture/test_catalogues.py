"""French is in the source, English is complete, inclusive French is a second French; what runs is what is written."""

import importlib.util
import re
from itertools import pairwise

import pytest

from binome.ui.wording import spaced

from .sources import ROOT

_spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
messages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(messages)


def catalogue(language):
    return messages.LOCALE / language / "LC_MESSAGES" / "django.po"


def holes(text: str) -> list[str]:
    """What the code fills in."""
    return sorted(re.findall(r"%\(\w+\)s|%[sd]|\{\w*\}", text))


def unfaithful(translations) -> list[str]:
    """Translations that lose or invent a hole: the page would fail, or show the hole."""
    found = []
    for (_, singular, plural), texts in translations.items():
        accepted = [holes(singular), holes(plural)] if plural else [holes(singular)]
        found += [text for text in texts if text and holes(text) not in accepted]
    return found


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_catalogue_has_the_texts_of_the_source(language):
    assert set(messages.read_po(catalogue(language))) ^ set(messages.collect()) == set()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language):
    written = messages.compiled(language, messages.printed(language, messages.read_po(catalogue(language))))
    assert catalogue(language).with_suffix(".mo").read_bytes() == written


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_translation_keeps_the_holes_of_its_text(language):
    assert unfaithful(messages.read_po(catalogue(language))) == []


def test_french_is_the_source_with_its_spaces():
    assert catalogue("fr").with_suffix(".mo").read_bytes() == messages.compiled(
        "fr", messages.french(messages.collect())
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Qui voit mon nom ?", "Qui voit mon nom\u00a0?"),
        ("« L'objectif » : %(name)s", "«\u00a0L’objectif\u00a0»\u00a0: %(name)s"),
        ('<a href="a ? b">Vraiment ?</a>', '<a href="a ? b">Vraiment\u00a0?</a>'),
        ("12 mois, 3 %%", "12\u00a0mois, 3\u00a0%%"),
    ],
)
def test_french_spacing_is_printed_without_being_typed(typed, printed):
    assert spaced(typed) == printed
    assert spaced(printed) == printed


def unelided(texts) -> list[str]:
    """Texts that write « de » or « que » before a hole: nobody knows whether a vowel fills it."""
    before_a_hole = re.compile(r"\b(?:de|que) (?:%\(\w+\)s(?! Mo| millions)|$)", re.IGNORECASE)
    return sorted({text for key in texts for text in key[1:] if before_a_hole.search(text)})


def test_a_name_or_a_noun_after_de_or_que_is_elided_by_its_filter():
    """`{{ name|elided:"de" }}`, `elided(name, "de")`: « d’Océane », « qu’Inès »."""
    assert unelided(messages.collect()) == []


def test_a_text_that_forgets_to_elide_is_found():
    assert unelided([("", "Profil de %(name)s", ""), ("", "Compte de ", ""), ("", "Profil %(of_name)s", "")]) == [
        "Compte de ",
        "Profil de %(name)s",
    ]


def test_no_two_texts_differ_by_their_spaces_only():
    spaces = re.compile(r"[ \u00a0\u202f]+")
    texts = sorted(spaces.sub(" ", "|".join(key)) for key in messages.collect())
    assert [text for text, following in pairwise(texts) if text == following] == []


def test_only_the_words_of_a_programme_say_what_its_people_are_called():
    """« mentore » and « mentorée » are vocabulary: another programme has other nouns (A14)."""
    named = {
        origin for key, origin in messages.collect().items() if re.search(r"mentor(?:e|ée)s?\b", " ".join(key[1:]))
    }
    assert named - {"binome/programmes/models/enrolment.py"} == set()


def test_english_is_complete():
    texts = messages.read_po(catalogue("en"))
    assert [singular for (_, singular, _), translated in texts.items() if not all(translated)] == []


def test_a_lost_hole_is_found():
    assert unfaithful({("", "Bonjour %(name)s", ""): ["Hello"]}) == ["Hello"]


def test_a_catalogue_survives_its_own_round_trip(tmp_path):
    sources = {("", 'Un « texte »\n"cité"', ""): "a.py", ("mois", "mars", ""): "b.py", ("", "un an", "%s ans"): "b.py"}
    english = {("mois", "mars", ""): ["March"], ("", "un an", "%s ans"): ["a year", "%s years"]}
    messages.write_po(tmp_path / "django.po", "en", sources, english)

    read = messages.read_po(tmp_path / "django.po")

    assert read == {key: english.get(key, [""]) for key in sources}


def test_a_compiled_catalogue_is_read_by_gettext(tmp_path):
    import gettext

    path = tmp_path / "django.mo"
    texts = {
        ("", "bonjour", ""): ["hello"],
        ("mois", "mars", ""): ["March"],
        ("", "un an", "%s ans"): ["a year", "%s years"],
    }
    path.write_bytes(messages.compiled("en", {**texts, ("", "vide", ""): [""]}))

    with path.open("rb") as file:
        english = gettext.GNUTranslations(file)

    assert (english.gettext("bonjour"), english.pgettext("mois", "mars"), english.gettext("vide")) == (
        "hello",
        "March",
        "vide",
    )
    assert [english.ngettext("un an", "%s ans", number) for number in (1, 2)] == ["a year", "%s years"]


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("_('a')\ngettext_lazy('b' 'c')", [("", "a", ""), ("", "bc", "")]),
        ("ngettext('un', 'des', n)\npgettext('x', 'a')", [("", "un", "des"), ("x", "a", "")]),
        ("gettext(name)", []),
    ],
)
def test_texts_are_collected_from_python(source, keys):
    assert list(messages._in_python(source)) == keys


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ('{% translate "L’été" %}', [("", "L’été", "")]),
        (
            "{% blocktranslate trimmed with n=x %}\n Bonjour\n {{ n }}\n{% endblocktranslate %}",
            [("", "Bonjour %(n)s", "")],
        ),
        (
            "{% blocktranslate count n=x %}un{% plural %}{{ n }} fois{% endblocktranslate %}",
            [("", "un", "%(n)s fois")],
        ),
        ('{% include "x" with label=_("Envoyer") %}', [("", "Envoyer", "")]),
        ('{% translate "mars" context "mois" %}', [("mois", "mars", "")]),
    ],
)
def test_texts_are_collected_from_templates(source, keys):
    assert list(messages._in_template(source)) == keys

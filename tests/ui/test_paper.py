"""Texts on paper: what is written is read, in order, with its structure, and never runs."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from PIL import Image

from binome.ui.paper import Paper, print_paper
from binome.ui.paper.blocks import blocks
from tests import pdf

SHEET = Paper(
    title="Écouter, et questionner",
    summary="Bien écouter : un art.",
    body="## Avant\n\nPosez **une** question ?\n\n- Une pause\n- Un mot\n\n1. D’abord\n\n> Et vous ?\n\n"
    "[Suite](/questions/)",
    language="fr",
    site_name="Binôme",
    site_url="https://binome.example",
    dated=date(2026, 3, 1),
    facts=("Fiche", "Pour les mentores"),
)


def test_the_words_are_there_in_their_order_with_french_spacing():
    text = pdf.read(print_paper(SHEET)).text
    for words in ("Écouter, et questionner", "Bien écouter\u00a0: un art.", "Fiche · Pour les mentores", "Avant",
                  "Posez une question\u00a0?", "Une pause", "D’abord", "Et vous\u00a0?", "Suite"):  # fmt: skip
        assert words in text
        text = text.split(words, 1)[1]
    assert "binome.example · 1er\u00a0mars 2026" in text
    assert "page 1 sur 1" in text


def test_a_screen_reader_finds_titles_lists_and_links():
    read = pdf.read(print_paper(SHEET))
    assert {"Document", "H1", "H2", "P", "L", "LI", "LBody", "BlockQuote", "Strong", "Link"} <= set(read.tags)
    assert "<pdfuaid:part>1</pdfuaid:part>" in read.description
    assert "<rdf:li>fr</rdf:li>" in read.description
    assert "Écouter, et questionner" in read.description
    assert "<dc:creator><rdf:Seq><rdf:li>Binôme</rdf:li></rdf:Seq></dc:creator>" in read.description


def test_links_of_the_site_lead_to_it_and_only_web_addresses_are_links():
    printed = print_paper(replace(SHEET, body="[a](/questions/) [b](javascript:alert) [c](https://exemple.org/x)"))
    assert b"https://binome.example/questions/" in printed
    assert b"https://exemple.org/x" in printed
    assert b"javascript" not in printed


@pytest.mark.parametrize(
    "words",
    ['#panic("boum")', "$ x^2 $", "@nulle-part", "= Titre", '#read("main.typ")', "*a* _b_ `c` <d>", "\\#", "// rien"],
)
def test_what_is_written_never_runs(words):
    """Typst's own language, in a title, a summary and a text, is only ever words."""
    sheet = replace(SHEET, title=words, summary=words, facts=(words,), body=f"Voici\n\n    {words}\n")
    assert pdf.read(print_paper(sheet)).text.count(words) >= 3


def test_a_heading_never_jumps_a_level():
    found = blocks("# A\n\n#### B\n\n###### C\n\n## D", site_url="", pictures={})
    assert [block["level"] for block in found] == [2, 3, 4, 2]
    assert {"H2", "H3", "H4"} <= set(pdf.read(print_paper(replace(SHEET, body="# A\n\n#### B\n\n###### C"))).tags)


@pytest.mark.parametrize(
    "body", ["## \n\ntexte", "> #### a", "- # a", "[](https://exemple.org)", "0. x", "[x](mailto:)"]
)
def test_an_odd_text_stays_accessible(body):
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.read(print_paper(replace(SHEET, body=body))).description


def test_a_picture_has_its_words_and_a_foreign_one_is_left_out():
    drawn = io.BytesIO()
    Image.new("RGB", (160, 90), "teal").save(drawn, "JPEG")
    sheet = replace(
        SHEET,
        body="Avant ![](bbbb) ![](https://exemple.org/x.png) ![](../main.typ)",
        images={"bbbb": (drawn.getvalue(), "Deux cercles")},
    )

    printed = print_paper(sheet)

    assert pdf.read(printed).tags.count("Figure") == 1
    assert b"/Alt(Deux cercles)" in printed or "Deux cercles".encode("utf-16-be").hex().upper().encode() in printed
    assert b"exemple.org" not in printed


def test_an_english_text_is_english_whatever_the_page_speaks():
    with translation.override("fr"):
        read = pdf.read(print_paper(replace(SHEET, language="en", title="Listening: how?")))
    assert "Listening: how?" in read.text
    assert "page 1 of 1" in read.text
    assert "<rdf:li>en</rdf:li>" in read.description


def test_the_same_text_is_the_same_paper():
    assert print_paper(SHEET) == print_paper(replace(SHEET))
    assert print_paper(SHEET) != print_paper(replace(SHEET, summary="Autre."))


def test_hostile_markdown_is_printed_all_the_same():
    for body in (
        "",
        "<b>x</b>",
        "```\ncode\n```",
        "> " * 60 + "x",
        "- " * 40 + "x",
        "![](x)",
        "&amp; \x00 \u202e",
        "a" * 5000,
    ):
        assert print_paper(replace(SHEET, body=body)).startswith(b"%PDF-1.7")


def test_a_sign_that_no_font_draws_is_left_out_and_the_paper_stays_accessible():
    for sign in ("🎉", "👩🏽‍💻", "漢", "\u202e"):
        read = pdf.read(print_paper(replace(SHEET, title=f"Bravo {sign} !", body=f"Une {sign} fête → ☐ ✓")))
        assert "Une" in read.text and "fête → ☐ ✓" in read.text
        assert "<pdfuaid:part>1</pdfuaid:part>" in read.description


def test_a_text_of_signs_that_no_font_draws_is_printed_all_the_same():
    signs = "".join(chr(0x4E00 + number) for number in range(200))
    assert print_paper(replace(SHEET, body=" ".join(signs))).startswith(b"%PDF-1.7")

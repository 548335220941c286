"""The report: complete, escaped, self-contained, in two languages, with the look of the house; axe reads it."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from binome.cli.match.files_out import EXAMPLE
from binome.matching.certify import certify
from binome.matching.checking import check, sentences
from binome.matching.engine import match
from binome.matching.files.reading import read_promotion
from binome.matching.problem import Protection
from binome.matching.report import plots
from binome.matching.report.findings import Cost, gather, protection_cost
from binome.matching.report.html import tag
from binome.matching.report.page import SHEET, render
from binome.matching.report.proof import tell_protection
from binome.matching.scenarios import compare
from binome.matching.words import Language

from .promotions import PEOPLE, RULES, read

FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH


@pytest.fixture(scope="module")
def findings():
    promotion = read_promotion([(EXAMPLE / "people.csv", None)], EXAMPLE / "rules.toml")
    matching = match(promotion.problem)
    certificate = certify(matching)
    other = match(replace(promotion.problem, protection=Protection.NONE))
    return gather(
        promotion,
        matching,
        certificate=certificate,
        faults=check(promotion.problem, matching.pairs, certificate),
        comparison=compare(matching, other, {name: sides[0] for name, sides in promotion.groups.items()}),
        other="other.toml",
    )


def small(folder, people=PEOPLE, rules=RULES):
    promotion = read(folder, people, rules)
    return gather(promotion, match(promotion.problem))


class Reader(HTMLParser):
    """Words, ids, links and addresses of a page."""

    def __init__(self, page):
        super().__init__()
        self.words, self.ids, self.links, self.addresses, self.tags = [], [], [], [], []
        self.feed(page)

    def handle_starttag(self, name, attributes):
        given = dict(attributes)
        self.tags.append(name)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        self.addresses += [
            value for key, value in attributes if key in ("src", "srcset", "data", "action", "xlink:href")
        ]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words).replace("\u202f", " "))


def test_one_pair_of_a_group_is_singular(tmp_path):
    page = Reader(render(small(tmp_path), FRENCH)).text
    assert "1 binôme " in page and "1 binômes" not in page


def test_the_example_is_told_whole(findings):
    page = Reader(render(findings, FRENCH)).text
    for words in ("58 mentorées sur 60 ont une partenaire", "9 381 points en tout", "Sans partenaire", "La preuve"):
        assert words in page
    for story in findings.stories:
        assert f"{findings.name(0, story.mentee)} avec {findings.name(1, story.mentor)}" in page
        assert re.sub(r"\s+", " ", story.sentence(FRENCH)) in page
    for alone in findings.alone[0]:
        assert findings.name(0, alone.person) in page
    for rule in findings.rules:
        assert rule.label.said(FRENCH) in page
    assert findings.certificate.fingerprint in page and "Vérification indépendante : aucune faute." in page


def test_the_report_speaks_english(findings):
    page = Reader(render(findings, ENGLISH)).text
    for words in (
        "58 of 60 mentees have a partner",
        "9,381 points in all",
        "The proof",
        "Independent check: no fault.",
    ):
        assert words in page
    for french in ("mentorée", "binôme possible", "La preuve", "Sommaire"):
        assert french not in page


def test_the_page_needs_nothing_else_and_every_link_stays_inside(findings):
    page = render(findings, FRENCH)
    reader = Reader(page)
    assert reader.addresses == [] and "script" not in reader.tags and "url(" not in page and "@import" not in page
    assert reader.links and all(link.startswith("#") and link[1:] in reader.ids for link in reader.links)
    assert len(set(reader.ids)) == len(reader.ids)
    assert "default-src &#x27;none&#x27;" in page


def test_whatever_people_write_is_text(tmp_path):
    evil = "<script>alert(1)</script>"
    people = PEOPLE.replace("Awa", evil).replace("Alcyon", "<img src=x onerror=alert(1)>")
    page = render(small(tmp_path, people, RULES.replace("Compétences", evil)), FRENCH)
    assert "<script" not in page and "<img" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert tag("p", '"<', title='"><b>') == '<p title="&quot;&gt;&lt;b&gt;">&quot;&lt;</p>'


def test_a_damaged_proof_is_said_instead_of_praised(findings):
    damaged = replace(findings, faults=(sentences.UNDER_FLOOR.about(),))
    page = Reader(render(damaged, FRENCH)).text
    assert "La vérification indépendante a trouvé des fautes" in page and "est prouvé qu’aucun" not in page
    assert "un binôme est sous le plancher" in page
    assert "a pair is under the floor" in Reader(render(damaged, ENGLISH)).text


def test_a_matching_without_a_proof_says_so(tmp_path):
    assert "n’a pas de preuve d’optimum" in Reader(render(small(tmp_path), FRENCH)).text


def test_under_five_people_no_share_is_shown(tmp_path):
    page = render(small(tmp_path), FRENCH)
    rates = page.split("part avec une partenaire")[1].split("</figure>")[0]
    assert "1 sur 1" in rates and "%" not in rates


def test_the_cost_of_protection_counts_neither_side_of_the_pins(findings):
    cost = protection_cost(findings.matching)
    plain = match(replace(findings.matching.problem, protection=Protection.NONE))
    assert cost.points == int(plain.points.sum() - findings.matching.points.sum()) > 0
    assert cost.lowest == (int(plain.points.min()), int(findings.matching.points.min()))
    assert cost.tenth == tuple(float(np.sort(each.points)[:6].mean()) for each in (plain, findings.matching))
    pins = replace(findings.matching.problem, pinned=_first(findings.matching.pairs))
    pinned = match(pins)
    free = match(replace(pins, protection=Protection.NONE))
    assert protection_cost(pinned).points == int(free.points.sum() - pinned.points.sum())
    assert protection_cost(plain) is None


@pytest.mark.parametrize(
    ("cost", "sentence"),
    [
        (Cost(5, 90, (3, 7), (3.0, 7.0)), "le binôme le moins bien servi a 7 points au lieu de 3"),
        (
            Cost(5, 90, (3, 3), (4.0, 6.5)),
            "le dixième des binômes le moins bien servi a 6,5 points en moyenne au",
        ),
        (Cost(5, 90, (3, 3), (4.0, 4.0)), "les points sont répartis plus également"),
        (Cost(0, 90, (3, 3), (4.0, 4.0)), "le plus haut total sert déjà au mieux"),
    ],
)
def test_what_protection_brings_is_said_where_it_shows(cost, sentence):
    assert tell_protection(cost, FRENCH).startswith(sentence)


def _first(pairs):
    return replace(pairs, mentee=pairs.mentee[:3], mentor=pairs.mentor[:3])


def test_nobody_matched_still_makes_a_page(tmp_path):
    people = PEOPLE.replace("Bélier", "Alcyon")
    page = Reader(render(small(tmp_path, people), FRENCH)).text
    assert "0 mentorées sur 2" in page and "Les règles ne lui laissent aucune mentore possible." in page


@pytest.mark.parametrize(
    ("values", "lows", "counts"),
    [([5], [5], [1]), ([0, 1, 2, 11], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], None), ([-30, 95], [-40, -20], None)],
)
def test_bins_have_round_bounds_and_count_everyone(values, lows, counts):
    found = plots.bins(values)
    assert [each.low for each in found][: len(lows)] == lows
    assert sum(each.count for each in found) == len(values) and len(found) <= 13
    assert counts is None or [each.count for each in found] == counts


def test_the_colours_are_those_of_the_house():
    house = (SHEET.parents[2] / "ui" / "static" / "ui" / "css" / "tokens.css").read_text(encoding="utf-8")

    def tokens(sheet):
        return dict(re.findall(r"(--[\w-]+):\s*(light-dark\([^;]+\)|clamp\([^;]+\)|[\d.]+(?:rem|ch));", sheet))

    ours, theirs = tokens(SHEET.read_text(encoding="utf-8").split("@media print")[0]), tokens(house)
    assert len(ours) > 20
    assert {name: value for name, value in ours.items() if theirs.get(name) != value} == {}


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(390, "light", FRENCH), (820, "dark", FRENCH), (1280, "light", ENGLISH), (1280, "dark", ENGLISH)],
)
def test_axe_finds_nothing_and_nothing_overflows(findings, browser, tmp_path, width, scheme, language):
    path = tmp_path / "report.html"
    path.write_text(render(findings, language), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    errors = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(path.as_uri())
    page.locator("details.couple").first.click()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert errors == []
    page.close()

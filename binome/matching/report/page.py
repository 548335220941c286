"""The report: one HTML file that needs nothing else, to read on a screen, on a phone, on paper or aloud."""

from __future__ import annotations

from pathlib import Path

from binome.matching.problem import Form, Protection
from binome.matching.report import plots, proof, sections
from binome.matching.report.findings import Findings, protection_cost
from binome.matching.report.html import Html, join, tag
from binome.matching.report.nouns import nouns_of
from binome.matching.words import Language, Words, counted, decimal, percent, whole

SHEET = Path(__file__).with_name("report.css")
#: Nothing may be fetched or run: the page is complete.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

TITLE = Words("Binômes de la promotion", "Pairs of the promotion")
REPORT = Words("Rapport d’appariement", "Matching report")
SKIP = Words("Aller au contenu", "Skip to the content")
CONTENTS = Words("Sommaire", "Contents")
LEAD = Words(
    "{served} {people} sur {asking} {have}. Chaque choix s’explique, aucune règle n’est enfreinte, et il est prouvé "
    "qu’aucun autre ne ferait mieux.",
    "{served} of {asking} {people} {have}. Each choice is explained, no rule is broken, and it is proved that no other "
    "would do better.",
)
LEAD_GAP = Words(
    "{served} {people} sur {asking} {have}. Chaque choix s’explique et aucune règle n’est enfreinte ; ce qui est "
    "prouvé, et ce qui ne l’est pas, est dit plus bas.",
    "{served} of {asking} {people} {have}. Each choice is explained and no rule is broken; what is proved, and what is "
    "not, is said below.",
)
PROTECTION = Words("Protection", "Protection")
OF = Words("sur {number}", "of {number}")
SHARE = Words("{share} de celles qui le demandaient", "{share} of those who asked")
TOTAL = Words("{total} points en tout ; de {low} à {high}", "{total} points in all; from {low} to {high}")
FEWER = Words("point", "point"), Words("points", "points")
COST = Words("de moins en tout ({share}) ; {told}", "fewer in all ({share}); {told}")
NONE = Words("aucune", "none")
NO_PROTECTION = Words("le plus haut total, quelle qu’en soit la répartition", "the highest total, however it is shared")
GENTLE = Words("douce", "gentle")
GENTLE_NOTE = Words("les moins bien servies pèsent davantage dans le choix", "the worst-off weigh more in the choice")
ALLOWED = Words("sur {all} : les règles écartent les autres", "of {all}: the rules keep the others apart")
FOOT = Words(
    "Fait par Binôme, logiciel libre. Cette page ne charge rien et n’envoie rien. Elle nomme des personnes : gardez-la "
    "pour celles qui décident.",
    "Made by Binôme, free software. This page loads nothing and sends nothing. It names people: keep it for those who "
    "decide.",
)


def render(findings: Findings, language: Language) -> str:
    """The whole page, as text to be written in UTF-8."""
    title = findings.promotion.title or TITLE.said(language)
    parts = [
        sections.points(findings, language),
        sections.alone(findings, language),
        _matched(findings, language),
        sections.groups(findings, language),
        sections.compared(findings, language),
        proof.rules(findings, language),
        proof.certificate(findings, language),
    ]
    shown = [part for part in parts if part.body]
    links = [tag("li", tag("a", part.title, href=f"#{part.anchor}")) for part in shown]
    heading_id = "titre"
    body = join(
        tag("a", SKIP.said(language), class_="skip", href="#contenu"),
        tag("header", tag("div", _brand(language), class_="wrap"), class_="top"),
        tag(
            "main",
            tag(
                "div",
                tag("h1", title, id=heading_id),
                tag("p", _lead(findings, language), class_="lead"),
                tag("nav", tag("ul", *links), aria_label=CONTENTS.said(language)),
                _figures(findings, language),
                class_="intro",
            ),
            *[part.html() for part in shown],
            class_="wrap",
            id="contenu",
            tabindex="-1",
        ),
        tag("footer", tag("div", tag("p", FOOT.said(language)), class_="wrap")),
    )
    return f"<!doctype html>\n{tag('html', _head(title, language), tag('body', body), lang=language.value)}\n"


def _matched(findings: Findings, language: Language) -> sections.Section:
    circles = findings.promotion.problem.form is Form.CIRCLES
    return sections.circles(findings, language) if circles else sections.pairs(findings, language)


def _head(title: str, language: Language) -> Html:
    sheet = Html(SHEET.read_text(encoding="utf-8"))
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="robots", content="noindex"),
        tag("title", f"{title}, {REPORT.said(language)} · Binôme"),
        tag("style", sheet),
    )


def _brand(language: Language) -> Html:
    report = tag("small", REPORT.said(language))
    return tag("p", plots.glyph("brand-glyph"), tag("span", "Binôme"), report, class_="brand")


def _lead(findings: Findings, language: Language) -> str:
    words = LEAD if proof.is_exact(findings) else LEAD_GAP
    nouns = nouns_of(findings.promotion.problem)
    served, asking = whole(findings.served, language), whole(findings.asking, language)
    return words.said(language, served=served, asking=asking, people=nouns.people, have=nouns.have)


def _figures(findings: Findings, language: Language) -> Html:
    points = findings.matching.points
    served, asking, nouns = findings.served, findings.asking, nouns_of(findings.promotion.problem)
    tiles = [
        _tile(
            nouns.served.said(language),
            whole(served, language),
            OF.said(language, number=whole(asking, language)),
            SHARE.said(language, share=percent(served / asking, language)) if asking else "",
        )
    ]
    if len(points):
        tiles.append(
            _tile(
                nouns.points.said(language),
                decimal(float(points.mean()), language),
                "",
                TOTAL.said(
                    language,
                    total=whole(int(points.sum()), language),
                    low=whole(int(points.min()), language),
                    high=whole(int(points.max()), language),
                ),
            )
        )
        tiles.append(_protection(findings, language))
    all_pairs = ALLOWED.said(language, all=whole(findings.possible, language))
    tiles.append(_tile(nouns.possible.said(language), whole(findings.eligible, language), "", all_pairs))
    return tag("dl", *tiles, class_="kpis")


def _protection(findings: Findings, language: Language) -> Html:
    """What protecting the worst-off costs to the whole, and what it brings to them."""
    cost = protection_cost(findings.matching)
    if cost is None:
        gentle = findings.matching.population and findings.promotion.problem.protection is Protection.GENTLE
        kind, note = (GENTLE, GENTLE_NOTE) if gentle else (NONE, NO_PROTECTION)
        return _tile(PROTECTION.said(language), kind.said(language), "", note.said(language))
    share = percent(cost.points / cost.total if cost.total else 0.0, language, 2)
    told = COST.said(language, share=share, told=proof.tell_protection(cost, language))
    noun = counted(cost.points, *FEWER, language)
    return _tile(PROTECTION.said(language), whole(cost.points, language), noun, told)


def _tile(title: str, value: str, small: str, context: str) -> Html:
    shown = join(value, " ", tag("small", small)) if small else join(value)
    return tag("div", tag("dt", title), tag("dd", shown, class_="value"), tag("dd", context), class_="kpi")

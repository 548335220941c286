"""The parts of the report about people: points, groups, pairs, those left alone, another setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from binome.matching.called import nouns_in
from binome.matching.criteria import said_points
from binome.matching.explain import PairStory, Part
from binome.matching.fairness import GroupFigures
from binome.matching.problem import Form
from binome.matching.report import plots
from binome.matching.report.findings import Findings
from binome.matching.report.html import Html, join, tag
from binome.matching.report.nouns import Nouns, nouns_of
from binome.matching.scarcity import tell_alone
from binome.matching.words import Language, Words, bare, counted, decimal, listed, percent, whole

FEW = 5  # under so many people, a share says nothing and could point at someone
SHOWN = 500  # pairs told one by one: a longer page would be read by nobody, and the table of pairs has them all


@dataclass(frozen=True)
class Section:
    """One part of the page; without a body it is left out."""

    anchor: str
    title: str
    body: Html | None

    def html(self) -> Html:
        heading = tag("h2", self.title, id=f"t-{self.anchor}")
        return tag("section", heading, self.body or "", id=self.anchor, aria_labelledby=f"t-{self.anchor}")


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], first_text: int = 1) -> Html:
    """A table whose first `first_text` columns are texts and the others numbers."""

    def cell(name: str, place: int, text: str, scope: str | None) -> Html:
        return tag(name, text, scope=scope, class_="num" if place >= first_text else None)

    head = tag("tr", *[cell("th", place, text, "col") for place, text in enumerate(header)])
    body = []
    for name, *others in rows:
        cells = [cell("td", place, text, None) for place, text in enumerate(others, start=1)]
        body.append(tag("tr", tag("th", name, scope="row"), *cells))
    inner = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))
    return tag("div", inner, class_="table-wrap", tabindex="0", role="region", aria_label=caption)


def data(summary: str, inner: Html) -> Html:
    """A table folded under its plot; opened on paper."""
    return tag("details", tag("summary", summary), inner, class_="data")


POINTS_TITLE = Words("Les points", "The points")
HISTOGRAM_LABEL = Words("Histogramme. {bins}.", "Histogram. {bins}.")
BIN = Words("de {low} à {high} points : {count}", "{low} to {high} points: {count}")
FROM = Words("Points", "Points")
THE_NUMBERS = Words("Les chiffres", "The numbers")
BY_CRITERION = Words("Ce que chaque critère apporte, en moyenne", "What each criterion brings, on average")
OUT_OF = Words("sur {most}", "of {most}")


def points(findings: Findings, language: Language) -> Section:
    title = POINTS_TITLE.said(language)
    if not findings.stories:
        return Section("points", title, None)
    shown = plots.bins([story.points for story in findings.stories])
    rows = [(f"{whole(each.low, language)} – {whole(each.high - 1, language)}", str(each.count)) for each in shown]
    spoken = [BIN.said(language, low=each.low, high=each.high - 1, count=each.count) for each in shown]
    nouns = nouns_of(findings.promotion.problem)
    caption = nouns.histogram.said(language)
    figure = tag(
        "figure",
        tag("figcaption", caption),
        plots.histogram(shown, HISTOGRAM_LABEL.said(language, bins=", ".join(spoken))),
        data(THE_NUMBERS.said(language), table(caption, [FROM.said(language), nouns.couples.said(language)], rows)),
    )
    criteria = tag("figure", tag("figcaption", BY_CRITERION.said(language)), _by_criterion(findings, language))
    return Section("points", title, tag("div", figure, criteria, class_="split"))


def _by_criterion(findings: Findings, language: Language) -> Html:
    """The mean of each criterion over all pairs; wishes and kept pairs are counted where they bring something."""
    sums: dict[str, int] = {}
    most: dict[str, int] = {}
    for story in findings.stories:
        for part in story.parts:
            name = part.label.said(language)
            sums[name] = sums.get(name, 0) + part.points
            most[name] = max(part.most or 0, most.get(name, 0))
    count = len(findings.stories)
    widest = max((total / count for total in sums.values()), default=1.0)
    items = []
    for name, total in sums.items():
        mean, top = total / count, most[name]
        of = tag("small", OUT_OF.said(language, most=whole(top, language))) if top else ""
        shown = tag("span", decimal(mean, language), " ", of, class_="pts")
        items.append(tag("li", tag("span", name), plots.bar(mean / (top or widest or 1)), shown))
    return tag("ul", *items, class_="score")


GROUPS_TITLE = Words("Par groupe", "By group")
GROUPS_NOTE = Words(
    "Ces groupes n’entrent pas dans les points, sauf là où un critère ou une règle lit la même colonne. Le trait est "
    "l’intervalle de confiance à 95 % : deux groupes dont les traits se recouvrent largement ne se distinguent pas. "
    "Sous {few} personnes, aucun pourcentage n’est montré.",
    "These groups are not in the points, except where a criterion or a rule reads the same column. The line is the 95% "
    "confidence interval: two groups whose lines largely overlap can't be told apart. Under {few} people, no "
    "percentage is shown.",
)
OF_GROUP = Words("{column}, {side} : {figure}", "{column}, {side}: {figure}")
RATE_LABEL = Words("{share}, intervalle de {low} à {high}", "{share}, interval {low} to {high}")
ON = Words("{matched} sur {people}", "{matched} of {people}")
UNSAID = Words("non renseigné", "not given")


def groups(findings: Findings, language: Language) -> Section:
    title = GROUPS_TITLE.said(language)
    if not findings.groups:
        return Section("groupes", title, None)
    plotted = []
    nouns = nouns_of(findings.promotion.problem)
    for column, sides in findings.groups.items():
        for side, figures in zip((nouns.people, findings.promotion.problem.called[1].many), sides, strict=True):
            told = partial(OF_GROUP.said, language, column=column.capitalize(), side=side)
            if figures:
                plotted.append(_plot(told(figure=nouns.share), [_rate(each, language) for each in figures]))
                plotted.append(_plot(told(figure=nouns.mean), _means(figures, nouns, language)))
    note = tag("p", GROUPS_NOTE.said(language, few=FEW), class_="muted small")
    return Section("groupes", title, join(note, tag("div", *plotted, class_="split")))


def _plot(caption: str, items: Sequence[Html]) -> Html:
    return tag("figure", tag("figcaption", caption), tag("ul", *items, class_="rows"))


def _rate(group: GroupFigures, language: Language) -> Html:
    name = group.label or UNSAID.said(language)
    on = ON.said(language, matched=group.matched, people=group.people)
    if group.people < FEW:
        return tag("li", tag("span", name), tag("span"), tag("span", tag("small", on), class_="out"))
    share = group.matched / group.people
    low, high = (percent(each, language) for each in (group.rate.low, group.rate.high))
    label = RATE_LABEL.said(language, share=percent(share, language), low=low, high=high)
    plot = plots.span(share, group.rate, 0.0, 1.0, f"{name} : {label}")
    return tag("li", tag("span", name), plot, tag("span", percent(share, language), tag("small", on), class_="out"))


def _means(figures: Sequence[GroupFigures], nouns: Nouns, language: Language) -> list[Html]:
    shown = [each for each in figures if each.mean is not None and each.pairs >= FEW]
    ends = [end for each in shown if (span := each.mean_interval) for end in (span.low, span.high)]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    items = []
    for group in figures:
        name = group.label or UNSAID.said(language)
        over = counted(group.pairs, *nouns.couple, language)
        if group not in shown or group.mean is None or group.mean_interval is None:
            items.append(tag("li", tag("span", name), tag("span"), tag("span", tag("small", over), class_="out")))
            continue
        mean = decimal(group.mean, language)
        bounds = (decimal(each, language) for each in (group.mean_interval.low, group.mean_interval.high))
        label = RATE_LABEL.said(language, share=mean, **dict(zip(("low", "high"), bounds, strict=True)))
        plot = plots.span(group.mean, group.mean_interval, low, high, f"{name} : {label}")
        items.append(tag("li", tag("span", name), plot, tag("span", mean, tag("small", over), class_="out")))
    return items


PAIRS_TITLE = Words("Les binômes", "The pairs")
PAIRS_NOTE = Words(
    "D’abord {the_mentee}, puis {the_mentor}. Ouvrez un binôme pour lire ce qui le fait.",
    "First {the_mentee}, then {the_mentor}. Open a pair to read what makes it.",
)
PEERS_NOTE = Words(
    "Ouvrez un binôme pour lire ce qui le fait. Les points comptent dans les deux sens : un critère peut donc apporter "
    "deux fois les siens.",
    "Open a pair to read what makes it. Points count both ways: a criterion can bring twice its own.",
)
CIRCLES_TITLE = Words("Les cercles", "The circles")
CIRCLES_NOTE = Words(
    "Ouvrez un cercle pour lire ce qui en rapproche les membres, deux à deux. Les points comptent dans les deux sens : "
    "un critère peut donc apporter deux fois les siens.",
    "Open a circle to read what brings its members together, two by two. Points count both ways: a criterion can bring "
    "twice its own.",
)
CIRCLE = Words("Cercle {number} : {names}", "Circle {number}: {names}")
CUT = Words(
    "Les {shown} premiers sur {all} ; le tableau des binômes les a tous.",
    "The first {shown} of {all}; the table of pairs has them all.",
)
WITH = Words("{mentee} avec {mentor}", "{mentee} with {mentor}")


def pairs(findings: Findings, language: Language) -> Section:
    title = PAIRS_TITLE.said(language)
    if not findings.stories:
        return Section("binomes", title, None)
    ordered = sorted(
        findings.stories, key=lambda each: bare(findings.name(0, each.mentee) + findings.name(1, each.mentor))
    )
    problem = findings.promotion.problem
    note = (PAIRS_NOTE if problem.form is Form.PAIRS else PEERS_NOTE).said(language, **nouns_in(problem.called))
    if len(ordered) > SHOWN:
        note += " " + CUT.said(language, shown=SHOWN, all=whole(len(ordered), language))
    told = [_couple(findings, story, language) for story in ordered[:SHOWN]]
    return Section("binomes", title, join(tag("p", note, class_="muted"), tag("div", *told, class_="panel")))


def _couple(findings: Findings, story: PairStory, language: Language) -> Html:
    mentee, mentor = findings.name(0, story.mentee), findings.name(1, story.mentor)
    names = tag("strong", WITH.said(language, mentee=mentee, mentor=mentor))
    total = tag("span", said_points(story.points, language), class_="pts")
    inner = tag(
        "div",
        tag("p", story.sentence(language), class_="small"),
        tag("ul", *[_part(part, language) for part in story.parts], class_="score"),
    )
    return tag("details", tag("summary", plots.glyph(), names, total), inner, class_="couple")


def circles(findings: Findings, language: Language) -> Section:
    """Each circle with its couples; numbered as in the table of circles."""
    if not findings.stories:
        return Section("cercles", CIRCLES_TITLE.said(language), None)
    by_person = dict[int, list[PairStory]]()
    for story in findings.stories:
        by_person.setdefault(story.mentee, []).append(story)
    told = []
    for number, circle in enumerate(findings.matching.circles[:SHOWN], start=1):
        stories = [story for person in circle for story in by_person.get(person, ())]
        names = listed((findings.name(0, person) for person in circle), language)
        heading = tag("strong", CIRCLE.said(language, number=number, names=names))
        total = tag("span", said_points(sum(story.points for story in stories), language), class_="pts")
        inner = tag("ul", *[_together(findings, story, language) for story in stories], class_="stack small")
        told.append(tag("details", tag("summary", plots.glyph(), heading, total), tag("div", inner), class_="couple"))
    note = CIRCLES_NOTE.said(language)
    if len(findings.matching.circles) > SHOWN:
        note += " " + CUT.said(language, shown=SHOWN, all=whole(len(findings.matching.circles), language))
    body = join(tag("p", note, class_="muted"), tag("div", *told, class_="panel"))
    return Section("cercles", CIRCLES_TITLE.said(language), body)


def _together(findings: Findings, story: PairStory, language: Language) -> Html:
    names = WITH.said(language, mentee=findings.name(0, story.mentee), mentor=findings.name(1, story.mentor))
    return tag("li", tag("strong", names), ". ", story.sentence(language))


def _part(part: Part, language: Language) -> Html:
    detail = part.detail(language)
    name = join(part.label.said(language), tag("small", f" · {detail}", class_="muted") if detail else "")
    of = tag("small", OUT_OF.said(language, most=whole(part.most, language))) if part.most is not None else ""
    share = part.points / part.most if part.most else 1.0
    shown = tag("span", whole(part.points, language), " ", of, class_="pts")
    return tag("li", tag("span", name), plots.bar(share), shown)


ALONE_TITLE = Words("Sans partenaire, ou pas toutes", "Without a partner, or not all")
EVERYONE = Words("Aucune n’est laissée de côté.", "Nobody is left aside.")
FREE = Words("Places libres chez les {mentors}", "Places left with {mentors}")
FREE_NOTE = Words("{names}.", "{names}.")
LACKS = Words("{name} (il manque {number} sur {all})", "{name} ({number} of {all} lacking)")


def alone(findings: Findings, language: Language) -> Section:
    mentees, mentors = findings.alone
    several = any(findings.promotion.problem.mentees.places > 1)
    title = (ALONE_TITLE if several else nouns_of(findings.promotion.problem).alone).said(language)
    problem, names = findings.promotion.problem, findings.promotion.called
    told = []
    for each in mentees[:SHOWN]:
        asked, heading = int(problem.mentees.places[each.person]), findings.name(0, each.person)
        if asked > 1:
            heading = LACKS.said(language, name=heading, number=each.missing, all=asked)
        why = [tag("p", text, class_="small") for text in tell_alone(each, problem, names, language)]
        told.append(tag("div", tag("h3", heading), *why, class_="alone"))
    body = [tag("div", *told, class_="panel") if told else tag("p", EVERYONE.said(language))]
    if mentors:
        free = [f"{findings.name(1, each.person)} ({each.missing})" for each in mentors]
        names_free = FREE_NOTE.said(language, names=listed(free, language, at_most=100))
        body.append(
            tag(
                "div",
                tag("h3", FREE.said(language, mentors=problem.called[1].many)),
                tag("p", names_free),
                class_="stack",
            )
        )
    return Section("sans-partenaire", title, join(*body))


COMPARED_TITLE = Words("Avec d’autres règles : {other}", "With other rules: {other}")
COMPARED = Words(
    "{kept} ; {changed}. Les points sont ceux des règles de ce rapport.",
    "{kept}; {changed}. Points are those of the rules of this report.",
)
KEPT = (
    Words("{number} binôme serait le même", "{number} pair would be the same"),
    Words("{number} binômes seraient les mêmes", "{number} pairs would be the same"),
)
CHANGED = (
    Words("{number} personne en changerait", "{number} person would change"),
    Words("{number} personnes en changeraient", "{number} people would change"),
)
NO_CHANGE = Words("personne n’en changerait", "nobody would change")
WHAT = Words("Ce qui est compté", "What is counted")
SIDE_BY_SIDE = Words("Les deux jeux de règles", "Both sets of rules")
BEFORE, AFTER, GAIN = Words("Ici", "Here"), Words("Avec les autres", "With the others"), Words("Écart", "Difference")
WHOLE_ROW, POINTS_ROW = Words("Binômes", "Pairs"), Words("Points en tout", "Points in all")


def compared(findings: Findings, language: Language) -> Section:
    title = COMPARED_TITLE.said(language, other=findings.other)
    found = findings.comparison
    if found is None:
        return Section("comparaison", title, None)
    header = [words.said(language) for words in (WHAT, BEFORE, AFTER, GAIN)]
    wholes = ((WHOLE_ROW, found.pairs), (POINTS_ROW, found.points))
    rows = [_row(words.said(language), values, language) for words, values in wholes]
    for name, outcomes in found.groups.items():
        for each in outcomes:
            rows.append(_row(f"{name} · {each.label} · {WHOLE_ROW.said(language).casefold()}", each.matched, language))
            rows.append(_row(f"{name} · {each.label} · points", each.points, language))
    changed = counted(len(found.changes), *CHANGED, language) if found.changes else NO_CHANGE
    text = COMPARED.said(language, kept=counted(found.kept, *KEPT, language), changed=changed)
    told = [
        tag("li", f"{change.said(language, findings.promotion.called)} ({_signed(change.points, language)})")
        for change in found.changes[:SHOWN]
    ]
    moved = tag("div", tag("ul", *told, class_="stack small"), class_="panel padded") if told else ""
    figures = tag("div", table(SIDE_BY_SIDE.said(language), header, rows), class_="panel")
    return Section("comparaison", title, join(tag("p", text), figures, moved))


def _row(name: str, values: tuple[int, int], language: Language) -> list[str]:
    return [name, *(whole(value, language) for value in values), _signed(values[1] - values[0], language)]


def _signed(number: int, language: Language) -> str:
    return f"+{whole(number, language)}" if number > 0 else whole(number, language)

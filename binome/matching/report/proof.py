"""The parts of the report that are for whoever doubts: rules kept, and the proof that nothing better exists."""

from __future__ import annotations

from binome.matching.bounds import certify_population
from binome.matching.report.findings import Cost, Findings
from binome.matching.report.html import Html, join, tag
from binome.matching.report.nouns import NOUNS
from binome.matching.report.sections import Section, table
from binome.matching.words import Language, Words, counted, decimal, whole

RULES_TITLE = Words("Les règles, toutes tenues", "The rules, all kept")
RULES_NOTE = Words(
    "Chaque règle a été vérifiée, deux personnes à la fois, par un code qui ignore comment ce choix a été trouvé : "
    "{broken} infraction sur {pairs}.",
    "Each rule was checked, two people at a time, by code that doesn't know how this choice was found: {broken} "
    "breaches in {pairs}.",
)
RULES_TABLE = Words(
    "Couples écartés par chaque règle, sur {all} (un couple peut l’être par plusieurs)",
    "Couples kept apart by each rule, of {all} (a couple may be by several)",
)
RULE, APART, BROKEN = Words("Règle", "Rule"), Words("Couples écartés", "Kept apart"), Words("Infractions", "Breaches")
NO_RULES = Words("Aucune règle n’a été demandée.", "No rule was asked for.")

PROOF_TITLE = Words("La preuve", "The proof")
PROOF_HOW = Words(
    "Chaque personne reçoit un prix. La somme des prix borne ce que n’importe quel choix peut valoir, et les binômes "
    "retenus valent exactement cette somme : rien ne peut faire mieux (dualité de la programmation linéaire). Pour la "
    "rejouer : binome match people.csv --check pairs.csv certificate.json",
    "Each person is given a price. The sum of the prices bounds what any choice can be worth, and the chosen pairs are "
    "worth exactly that sum: nothing can do better (linear programming duality). To replay it: "
    "binome match people.csv --check pairs.csv certificate.json",
)
NO_PROOF = Words(
    "Cet appariement n’a pas de preuve d’optimum : il répond à une autre question (stabilité, parité ou autre forme).",
    "This matching has no proof of optimality: it answers another question (stability, parity or another form).",
)
CHECKED = Words("Vérification indépendante : aucune faute.", "Independent check: no fault.")
FAULTY = Words("La vérification indépendante a trouvé des fautes :", "The independent check found faults:")
NUMBERS = Words("Les nombres de la preuve", "The numbers of the proof")
LEVEL, VALUE = Words("Niveau", "Level"), Words("Valeur", "Value")
LEVELS = {
    "none": Words("Nombre, puis total", "Number, then total"),
    "gentle": Words("Nombre, puis protection", "Number, then protection"),
    "floor": Words("Nombre, puis total au-dessus du plancher", "Number, then total above the floor"),
    "total": Words("Total des points", "Total of the points"),
    "ties": Words("Égalités, départagées par les identifiants", "Ties, broken by the identifiers"),
}


EXACT = Words(
    "Preuve : aucun autre choix ne place plus de personnes, ni ne vaut davantage.",
    "Proof: no other choice places more people, nor is worth more.",
)
BOUNDED = Words(
    "Écart prouvé : le meilleur choix {more}, et à nombre égal vaudrait au plus {percent} % de plus.",
    "Proved gap: the best choice {more}, and with the same number would be worth {percent}% more at most.",
)
NO_MORE = Words("ne place personne de plus", "places nobody more")
SOME_MORE = Words("placerait au plus {number} de plus", "would place at most {number} more")
PLACED = Words("{number} personne", "{number} person"), Words("{number} personnes", "{number} people")


LOWEST = Words(
    "le binôme le moins bien servi a {after} points au lieu de {before}",
    "the worst-off pair has {after} points instead of {before}",
)
TENTH = Words(
    "le dixième des binômes le moins bien servi a {after} points en moyenne au lieu de {before}",
    "the worst-off tenth of the pairs has {after} points on average instead of {before}",
)
OTHERWISE = Words(
    "les points sont répartis plus également, sans que le dixième le moins bien servi change",
    "the points are shared more equally, while the worst-off tenth doesn’t change",
)
NEEDLESS = Words(
    "le plus haut total sert déjà au mieux les moins bien servies",
    "the highest total already serves the worst-off as well as can be",
)


def is_exact(findings: Findings) -> bool:
    """The whole objective is proved best, and the check agrees."""
    if findings.matching.population:
        return findings.matching.population.found.exact and not findings.faults
    return findings.certificate is not None and findings.certificate.exact and not findings.faults


def tell_bound(findings: Findings, language: Language) -> str:
    """What is proved of peers or circles: nothing better, or by how much at most."""
    population = findings.matching.population
    if population is None or population.found.exact:
        return EXACT.said(language)
    claimed = certify_population(findings.matching)
    return tell_gap(claimed.gap, claimed.weight, language)


def tell_gap(gap: tuple[int, int], weight: int, language: Language) -> str:
    """`gap`: so many people more at most, so much more of `weight` at most."""
    if gap == (0, 0):
        return EXACT.said(language)
    percent = decimal(100 * gap[1] / max(1, weight), language, 2)
    more = SOME_MORE.said(language, number=counted(gap[0], *PLACED, language)) if gap[0] else NO_MORE
    return BOUNDED.said(language, more=more, percent=percent)


def tell_protection(cost: Cost, language: Language) -> str:
    """What protecting the worst-off brings them; the lowest, else the lowest tenth, else that nothing shows there."""
    if cost.lowest[0] != cost.lowest[1]:
        before, after = (whole(points, language) for points in cost.lowest)
        return LOWEST.said(language, before=before, after=after)
    before, after = (decimal(points, language) for points in cost.tenth)
    if before != after:
        return TENTH.said(language, before=before, after=after)
    return (OTHERWISE if cost.points else NEEDLESS).said(language)


def rules(findings: Findings, language: Language) -> Section:
    title = RULES_TITLE.said(language)
    if not findings.rules:
        return Section("regles", title, tag("p", NO_RULES.said(language)))
    broken = sum(findings.broken)
    couple = NOUNS[findings.promotion.problem.form].couple
    note = RULES_NOTE.said(language, broken=broken, pairs=counted(len(findings.stories), *couple, language))
    counts = zip(findings.rules, findings.broken, strict=True)
    rows = [(rule.label.said(language), whole(rule.forbidden, language), str(number)) for rule, number in counts]
    header = [words.said(language) for words in (RULE, APART, BROKEN)]
    shown = table(RULES_TABLE.said(language, all=whole(findings.possible, language)), header, rows)
    return Section("regles", title, join(tag("p", note), tag("div", shown, class_="panel")))


def certificate(findings: Findings, language: Language) -> Section:
    title, proof = PROOF_TITLE.said(language), findings.certificate
    if findings.matching.population:
        return Section("preuve", title, join(tag("p", tell_bound(findings, language)), _checked(findings, language)))
    if proof is None:
        return Section("preuve", title, tag("p", NO_PROOF.said(language)))
    lines = [tag("p", line) for line in proof.said(language).splitlines()]
    lines.append(_checked(findings, language))
    rows = [(LEVELS[level.name].said(language), whole(level.value, language)) for level in proof.levels]
    numbers = table(NUMBERS.said(language), [LEVEL.said(language), VALUE.said(language)], rows)
    how = tag("p", PROOF_HOW.said(language), class_="muted small")
    return Section("preuve", title, join(*lines, tag("div", numbers, class_="panel"), how))


def _checked(findings: Findings, language: Language) -> Html:
    """What the check that knows nothing of the solver found."""
    if not findings.faults:
        return tag("p", CHECKED.said(language))
    found = tag("ul", *[tag("li", fault.said(language)) for fault in findings.faults])
    return tag("div", tag("p", FAULTY.said(language)), found, class_="note")

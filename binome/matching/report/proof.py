"""The parts of the report that are for whoever doubts: rules kept, and the proof that nothing better exists."""

from __future__ import annotations

from binome.matching.report.findings import Findings
from binome.matching.report.html import Html, join, tag
from binome.matching.report.sections import Section, table
from binome.matching.words import Language, Words, counted, whole

RULES_TITLE = Words("Les règles, toutes tenues", "The rules, all kept")
RULES_NOTE = Words(
    "Chaque binôme de ce rapport a été confronté à chaque règle, un par un, par un code qui ignore comment ils ont été "
    "trouvés : {broken} infraction sur {pairs} binômes.",
    "Each pair of this report was held against each rule, one by one, by code that doesn't know how they were found: "
    "{broken} breach in {pairs} pairs.",
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
    "Écart prouvé avec le meilleur choix : au plus {more} de plus, et {weight} unités de l’objectif à nombre égal.",
    "Proved gap with the best choice: at most {more} more, and {weight} units of the objective with the same number.",
)
COUPLES = Words("{number} binôme", "{number} pair"), Words("{number} binômes", "{number} pairs")
PLACED = Words("{number} personne", "{number} person"), Words("{number} personnes", "{number} people")


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
    more, weight = population.found.gap
    nouns = PLACED if findings.matching.circles else COUPLES
    return BOUNDED.said(language, more=counted(more, *nouns, language), weight=whole(weight, language))


def rules(findings: Findings, language: Language) -> Section:
    title = RULES_TITLE.said(language)
    if not findings.rules:
        return Section("regles", title, tag("p", NO_RULES.said(language)))
    broken = sum(findings.broken)
    note = RULES_NOTE.said(language, broken=broken, pairs=whole(len(findings.stories), language))
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

"""The minutes of a matching, in Markdown: one text for the page and for the paper."""

from datetime import datetime
from typing import Any

from django.utils import dateformat, timezone
from django.utils.translation import override

from binome.matching.certificate import Certificate
from binome.matching.words import Language, Words, counted, spaced
from binome.programmes.forms import label_of

from ..lifecycle import RulingKind, RunState
from ..models import MatchRun, Ruling
from .deciding import committee_of

TITLE = Words("Procès-verbal de l’appariement : {cohort}", "Minutes of the matching: {cohort}")
INTRO = Words(
    "Programme **{programme}**, **{cohort}**. Calcul {code} du {day}, en {seconds} s.",
    "Programme **{programme}**, **{cohort}**. Calculation {code} of {day}, in {seconds} s.",
)
PEOPLE = Words(
    "{mentees} à apparier, {mentors} avec une place : {matched}, {total} au total (médiane {median}, le plus bas "
    "{lowest}).",
    "{mentees} to match, {mentors} with a place: {matched}, {total} in total (median {median}, lowest {lowest}).",
)
RULES = Words("Les règles absolues", "The hard rules")
RULES_HOW = Words(
    "Chaque règle a été vérifiée sur chaque binôme retenu, par un code qui ignore comment il a été choisi. "
    "{possible}, {eligible}.",
    "Each rule was checked on each chosen pair, by code that doesn’t know how it was chosen. {possible}, {eligible}.",
)
RULE = Words(
    "- **{label}** : {apart} par cette règle ; {checked}, {broken}.",
    "- **{label}**: {apart} by this rule; {checked}, {broken}.",
)
APART = (
    Words("{number} couple écarté", "{number} couple kept apart"),
    Words("{number} couples écartés", "{number} couples kept apart"),
)
CHECKED = (
    Words("{number} binôme vérifié", "{number} pair checked"),
    Words("{number} binômes vérifiés", "{number} pairs checked"),
)
BROKEN = (
    Words("{number} ne la respecte pas", "{number} breaks it"),
    Words("{number} ne la respectent pas", "{number} break it"),
)
NONE_BROKEN = Words("0 ne l’enfreint", "0 break it")
NO_RULE = Words("Aucune règle n’a écarté personne.", "No rule kept anybody apart.")
CRITERIA = Words("Les critères", "The criteria")
CRITERION = Words("- {label} : {points} au plus", "- {label}: {points} at most")
PROTECTIONS = {
    "gentle": Words(
        "- Les personnes les moins bien servies sont un peu protégées : le total peut baisser légèrement.",
        "- The worst served are protected a little: the total may fall slightly.",
    ),
    "floor": Words(
        "- Les personnes les moins bien servies sont protégées le plus possible : personne sous une part de son "
        "meilleur choix.",
        "- The worst served are protected as far as can be: nobody under a share of her best choice.",
    ),
    "none": Words("- Le plus haut total est cherché, sans autre égard.", "- The highest total, with no other regard."),
}
CHOICES = Words("Les choix de l’équipe", "The choices of the team")
NO_CHOICE = Words(
    "Aucun binôme n’a été imposé ni écarté par l’équipe.", "No pair was imposed or set aside by the team."
)
CHOICE = {
    "imposed": Words("- Un binôme imposé par {who}, le {day}{why}", "- A pair imposed by {who}, on {day}{why}"),
    "forbidden": Words("- Un binôme écarté par {who}, le {day}{why}", "- A pair set aside by {who}, on {day}{why}"),
}
WHY = Words(". Motif : {reason}.", ". Reason: {reason}.")
DECLINED = (
    Words("- {number} proposition déclinée, qui ne revient pas.", "- {number} proposal declined, which won’t return."),
    Words("- {number} propositions déclinées, qui ne reviennent pas.", "- {number} proposals declined, for good."),
)
KEPT = Words(
    "- Les autres binômes ont été gardés. Ce que cela coûte à l’ensemble : {pairs}, {points}.",
    "- The other pairs were kept. What it costs the whole: {pairs}, {points}.",
)
ALONE = Words("Qui reste sans personne", "Who is left without anyone")
NOBODY_ALONE = Words("Personne.", "Nobody.")
CAUSE = Words("- {people} dans ce cas : {why}", "- {people} in this case: {why}")
PROOF = Words("La preuve", "The proof")
PROOF_HOW = Words(
    "Chaque personne reçoit un prix. La somme des prix borne ce que n’importe quel choix peut valoir, et les binômes "
    "retenus valent exactement cette somme : rien ne peut faire mieux (dualité de la programmation linéaire). Le site "
    "l’a rejouée avant de proposer quoi que ce soit ; le fichier preuve.json, à côté de ce texte, la contient, et "
    "`binome match --check` la rejoue.",
    "Each person is given a price. The sum of the prices bounds what any choice can be worth, and the chosen pairs are "
    "worth exactly that sum: nothing can do better (linear programming duality). The site replayed it before proposing "
    "anything; the file preuve.json, beside this text, holds it, and `binome match --check` replays it.",
)
NO_PROOF = Words(
    "Entre pairs et en cercles, le site vérifie une borne : aucun choix ne peut valoir plus. L’écart prouvé est dans "
    "le calcul.",
    "Among peers and in circles the site checks a bound: no choice can be worth more. The proved gap is in the "
    "calculation.",
)
DROPPED = (
    Words(
        "{number} choix de l’équipe n’a pas pu être tenu : une règle l’interdit.",
        "{number} choice of the team couldn’t be kept: a rule forbids it.",
    ),
    Words(
        "{number} choix de l’équipe n’ont pas pu être tenus : une règle les interdit.",
        "{number} choices of the team couldn’t be kept: a rule forbids them.",
    ),
)
DECIDED = Words("Qui a décidé", "Who decided")
STEPS = {
    "submitted": Words("- Soumis au comité par {who}, le {day}.", "- Submitted to the committee by {who}, on {day}."),
    "decided": Words(
        "- Avis du comité donné par {who}, le {day}.", "- The committee’s opinion given by {who}, on {day}."
    ),
    "published": Words("- Publié par {who}, le {day}.", "- Published by {who}, on {day}."),
}
SAID = Words("  Ses mots : {words}", "  In these words: {words}")
AWAITED = Words("- L’avis du comité est attendu de : {who}.", "- The committee’s opinion is awaited from: {who}.")
NOBODY = Words("- Rien n’est encore soumis ni publié.", "- Nothing has been submitted or published yet.")
SOMEBODY = Words("un membre de l’équipe", "a member of the team")
PAIRS = Words("{number} binôme", "{number} pair"), Words("{number} binômes", "{number} pairs")
POINTS = Words("{number} point", "{number} point"), Words("{number} points", "{number} points")
EXAMINED = (
    Words("{number} couple examiné", "{number} couple examined"),
    Words("{number} couples examinés", "{number} couples examined"),
)
ALLOWED = Words("{number} permis", "{number} allowed"), Words("{number} permis", "{number} allowed")
#: A proof is about what was open to choice: those whom the team imposed on each other were not.
SETTLED = (
    Words(
        "{number} autre couple permis touche un binôme imposé ou gardé : il n’était plus à choisir.",
        "{number} more allowed couple touches an imposed or kept pair: it was no longer open to choice.",
    ),
    Words(
        "{number} autres couples permis touchent un binôme imposé ou gardé : ils n’étaient plus à choisir.",
        "{number} more allowed couples touch an imposed or kept pair: they were no longer open to choice.",
    ),
)
PERSONS = Words("{number} personne", "{number} person"), Words("{number} personnes", "{number} people")


def minutes_of(run: MatchRun, language: Language) -> tuple[str, str]:
    """(title, Markdown). No participant is named: figures, rules, the proof, and who of the team decided."""
    title = TITLE.said(language, cohort=_plain(run.cohort.name))
    sections = (_begin, _rules, _choices, _alone, _proof, _decided)
    return title, "\n\n".join(part for section in sections for part in section(run, language))


def _begin(run: MatchRun, language: Language) -> list[str]:
    figures = run.figures
    programme = run.cohort.programme
    intro = INTRO.said(
        language,
        programme=_plain(programme.name),
        cohort=_plain(run.cohort.name),
        code=run.code,
        day=_day(run.done_at, language),
        seconds=round(run.seconds or 0),
    )
    people = PEOPLE.said(
        language,
        mentees=counted(figures["mentees"], *PERSONS, language),
        mentors=counted(figures["mentors"], *PERSONS, language),
        matched=counted(figures["matched"], *PAIRS, language),
        total=counted(figures["total"], *POINTS, language),
        median=figures["median"],
        lowest=figures["lowest"],
    )
    dropped = [counted(len(figures["dropped"]), *DROPPED, language)] if figures["dropped"] else []
    return [intro, people, *dropped]


def _rules(run: MatchRun, language: Language) -> list[str]:
    figures = run.figures
    how = RULES_HOW.said(
        language,
        possible=counted(figures["possible"], *EXAMINED, language),
        eligible=counted(figures["eligible"], *ALLOWED, language),
    )
    rows = [
        RULE.said(
            language,
            label=_plain(rule["label"][language.value]).rstrip("."),
            apart=counted(rule["apart"], *APART, language),
            checked=counted(figures["matched"], *CHECKED, language),
            broken=counted(rule["broken"], *BROKEN, language) if rule["broken"] else NONE_BROKEN.said(language),
        )
        for rule in figures["rules"]
    ]
    table = "\n".join(rows) if rows else NO_RULE.said(language)
    criteria = "\n".join(
        CRITERION.said(
            language, label=_plain(_label(each, language)), points=counted(each["points"], *POINTS, language)
        )
        for each in run.settings["criteria"]
    )
    criteria += "\n" + PROTECTIONS[run.settings.get("protection", "gentle")].said(language)
    return [f"## {RULES.said(language)}", how, table, f"## {CRITERIA.said(language)}", criteria]


def _choices(run: MatchRun, language: Language) -> list[str]:
    """Who of the team imposed or set aside a pair, when and why; never which two people."""
    rulings = list(Ruling.objects.filter(cohort=run.cohort, at__lte=run.asked_at).select_related("by").order_by("at"))
    lines = [_choice(ruling, language) for ruling in rulings if ruling.kind in CHOICE]
    declined = sum(ruling.kind == RulingKind.REFUSED for ruling in rulings)
    lines += [counted(declined, *DECLINED, language)] if declined else []
    if "keeping" in run.figures:
        pairs, points = run.figures["keeping"]
        costs = {"pairs": counted(pairs, *PAIRS, language), "points": counted(max(0, points), *POINTS, language)}
        lines.append(KEPT.said(language, **costs))
    return [f"## {CHOICES.said(language)}", "\n".join(lines or [NO_CHOICE.said(language)])]


def _choice(ruling: Ruling, language: Language) -> str:
    who = _plain(ruling.by.first_name) if ruling.by else SOMEBODY.said(language)
    why = WHY.said(language, reason=_plain(ruling.reason).rstrip(" .")) if ruling.reason else "."
    return CHOICE[ruling.kind].said(language, who=who, day=_day(ruling.at, language), why=why)


def _alone(run: MatchRun, language: Language) -> list[str]:
    causes = run.figures.get("alone", [])
    lines = [
        CAUSE.said(language, people=counted(many, *PERSONS, language), why=why[language.value]) for why, many in causes
    ]
    return [f"## {ALONE.said(language)}", "\n".join(lines or [NOBODY_ALONE.said(language)])]


def _proof(run: MatchRun, language: Language) -> list[str]:
    title = f"## {PROOF.said(language)}"
    if not run.certificate:
        return [title, NO_PROOF.said(language)]
    proof = Certificate.from_json(run.certificate)
    settled = run.figures["eligible"] - proof.eligible
    beside = [counted(settled, *SETTLED, language)] if settled > 0 else []
    return [title, *proof.said(language).splitlines(), *beside, PROOF_HOW.said(language)]


def _decided(run: MatchRun, language: Language) -> list[str]:
    lines = []
    for step, words in STEPS.items():
        at = getattr(run, f"{step}_at")
        if at is None:
            continue
        who = getattr(run, f"{step}_by")
        name = _plain(who.first_name) if who else SOMEBODY.said(language)
        lines.append(words.said(language, who=name, day=_day(at, language)))
        if step == "decided" and run.decision:
            lines.append(SAID.said(language, words=_plain(run.decision)))
    if run.state == RunState.SUBMITTED and (awaited := committee_of(run)):
        lines.append(AWAITED.said(language, who=", ".join(_plain(person.first_name) for person in awaited)))
    return [f"## {DECIDED.said(language)}", "\n".join(lines or [NOBODY.said(language)])]


def _label(criterion: dict[str, Any], language: Language) -> str:
    return str(label_of(criterion, english=language is Language.ENGLISH))


def _day(at: datetime | None, language: Language) -> str:
    """« 5 mai 2026, 14 h 05 », “5 May 2026, 14:05”."""
    if at is None:
        return ""
    local, french = timezone.localtime(at), language is Language.FRENCH
    with override(language.value):
        month = dateformat.format(local, "F Y")
    day = "1er" if french and local.day == 1 else str(local.day)
    return f"{day} {month}, {local.hour} h {local.minute:02d}" if french else f"{day} {month}, {local:%H:%M}"


def _plain(text: str) -> str:
    """Words of the team inside Markdown: no mark of theirs is one, no hole either."""
    for mark in "\\`*_[]<>|#{}":
        text = text.replace(mark, " ")
    return spaced(" ".join(text.split()))

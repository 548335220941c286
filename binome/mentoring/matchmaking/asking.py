"""`ask(cohort)`: the engine's question for a promotion. The rules of its form come first, and none can be left out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from binome.matching.called import Noun
from binome.matching.explain import forbidding
from binome.matching.files.faults import Faults
from binome.matching.files.reading import assemble
from binome.matching.files.rulebook import rulebook_of
from binome.matching.problem import Form, PairList, Problem, ProblemError
from binome.matching.words import Language, Words
from binome.matching.words import listed as in_words
from binome.programmes.forms import COLUMNS, label_of, rules_of_form
from binome.programmes.modalities import Modality
from binome.programmes.models import Cohort, Competition, Programme, Role

from .couples import Couple, Couples, Placed, listed, read_couples
from .people import BETWEEN, Someone, read_people, side_of, wordings

Table = dict[str, Any]

NOBODY = (
    Words("Il n’y a personne à accompagner dans cette promotion.", "There is nobody to mentor in this cohort."),
    Words("Il n’y a personne pour accompagner dans cette promotion.", "There is nobody to be a mentor in this cohort."),
)
#: Settings of criteria and rules that hold people's values: slugs there become the words of the choice.
_VALUES = ("families", "couples", "groups", "in_person", "remote")


@dataclass(frozen=True)
class Reading:
    """All that a question reads, before anything is made of it: two that are equal ask the same."""

    programme: Programme = field(compare=False)
    settings: Mapping[str, Any]
    people: Sequence[Someone]
    couples: Couples
    competitions: Sequence[tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Asked:
    """The problem, its people in its order (the same object twice in one population), and the imposed pairs that had to
    be left out, with what forbids each."""

    problem: Problem
    sides: tuple[Sequence[Someone], Sequence[Someone]]
    dropped: tuple[tuple[Someone, Someone, Words], ...] = ()
    reading: Reading | None = None

    def own_criteria(self) -> Problem:
        """The same question with the programme's criteria, whatever those of a trial are."""
        assert self.reading is not None
        wishes = {"mentee_wishes": self.problem.mentee_wishes, "mentor_wishes": self.problem.mentor_wishes}
        return replace(_compiled(self.reading, {}, self.sides), **wishes)


def read(cohort: Cohort, only: Collection[int] | None = None) -> Reading:
    """What a promotion, or some of its people (`only`: keys of enrolments), are asked with. A few queries."""
    programme = cohort.programme
    settings = {each.attname: getattr(programme, each.attname) for each in Programme._meta.concrete_fields}
    people = read_people(cohort, only)
    return Reading(programme, settings, people, read_couples(cohort, people), _competitions(programme, people))


def ask(
    cohort: Cohort,
    settings: Mapping[str, Any] | None = None,
    *,
    only: Collection[int] | None = None,
    pins: Iterable[Couple] | None = None,
) -> Asked:
    """The problem of a promotion, or of some of its people (`only`: keys of enrolments)."""
    return ask_of(read(cohort, only), settings, pins=pins)


def ask_of(
    reading: Reading, settings: Mapping[str, Any] | None = None, *, pins: Iterable[Couple] | None = None
) -> Asked:
    """The problem of what was read.

    `settings`: criteria, rules and protection other than the programme's. `pins`: couples of persons imposed instead
    of those ruled. Raises ProblemError, in both languages, when the settings or the people don't allow a question.
    """
    sides = _sides(reading.people, reading.programme.modality)
    for side, nobody in zip(sides, NOBODY, strict=True):
        if not side:
            raise ProblemError(nobody)
    problem = _compiled(reading, settings or {}, sides)
    known, placed = reading.couples, Placed(sides)
    problem = replace(
        problem,
        excluded=placed.exclusions(known.apart),
        mentee_wishes=placed.wishes(known.wishes, 0),
        mentor_wishes=placed.wishes(known.wishes, 1),
    )
    wanted = known.imposed if pins is None else tuple(pins)
    return _pinned(Asked(problem, sides, reading=reading), wanted, placed)


def _sides(people: Sequence[Someone], modality: Modality) -> tuple[Sequence[Someone], Sequence[Someone]]:
    if modality.symmetrical:
        return people, people
    return [p for p in people if p.role == Role.MENTEE], [p for p in people if p.role == Role.MENTOR]


def _compiled(
    reading: Reading, settings: Mapping[str, Any], sides: tuple[Sequence[Someone], Sequence[Someone]]
) -> Problem:
    """Criteria and rules, read as those of a file."""
    programme = reading.programme
    choices, faults = wordings(programme), Faults()
    columns = tuple(dict.fromkeys((*COLUMNS, *choices)))
    own = [*settings.get("rules", programme.rules)]
    tables: dict[str, Any] = {
        "promotion": _promotion(programme.modality, settings),
        "columns": {name: _options(words) for name, words in choices.items()},
        "criteria": [_worded(table, choices) for table in settings.get("criteria", programme.criteria)],
        "rules": [*rules_of_form(programme.modality), *_apart(reading.competitions)],
    }
    tables["rules"] += [_worded(table, choices) for table in own if table.get("table") != "exclusions"]
    english = [[_english(table) for table in tables[name]] for name in ("criteria", "rules")]
    for table in (*tables["criteria"], *tables["rules"]):
        table.pop("label_en", None)
    book = rulebook_of(tables, Path("promotion"), faults)
    faults.stop_if_any()
    mentees = side_of(sides[0], columns)
    mentors = mentees if sides[0] is sides[1] else side_of(sides[1], columns)
    problem, _groups = assemble((mentees, mentors), set(), book, faults)
    criteria = tuple(map(_in_english, problem.criteria, english[0]))
    rules = tuple(map(_in_english, problem.rules, english[1]))
    return replace(
        problem, criteria=criteria, rules=rules, called=(_noun(programme, "mentee"), _noun(programme, "mentor"))
    )


def _noun(programme: Programme, role: str) -> Noun:
    """What the programme calls one side, in both languages."""
    said = [
        [_plain(programme.vocabulary[each][role][case]) for case in ("one", "many", "the", "of")]
        for each in ("fr", "en")
    ]
    return Noun(*(Words(*both) for both in zip(*said, strict=True)))


def _promotion(modality: Modality, settings: Mapping[str, Any]) -> Table:
    form = Form.PAIRS if not modality.symmetrical else Form.CIRCLES if modality.circle_sizes else Form.PEERS
    table: Table = {"form": form.value, "protection": settings.get("protection", "gentle")}
    if modality.circle_sizes:
        table["circle_sizes"] = list(modality.circle_sizes)
    return table


def _competitions(programme: Programme, people: Sequence[Someone]) -> list[tuple[str, str]]:
    """The competitors by name, where people come from several organisations (D8)."""
    if len({someone.said["organisation"] for someone in people}) < 2:
        return []
    rows = Competition.objects.filter(programme=programme).order_by("pk")
    return list(rows.values_list("first__name", "second__name"))


def _apart(competitions: Iterable[tuple[str, str]]) -> list[Table]:
    """The rule that keeps the people of competitors apart."""
    groups = [list(couple) for couple in competitions]
    label = "Organisations concurrentes"
    return [{"kind": "competitors", "label": label, "column": "organisation", "groups": groups}] if groups else []


def _options(words: Mapping[str, str]) -> Table:
    """A list of values has one a line; choices stand in their order, so that they can be numbers too."""
    return {"separator": BETWEEN, **({"order": list(words.values())} if words else {})}


def _english(table: Table) -> str:
    label = label_of(table, english=True)
    return "" if label == label_of(table) else _plain(label)


def _plain(said: str) -> str:
    """Without what a sentence of the engine would fill."""
    return said.replace("{", "(").replace("}", ")")


def _in_english(each: Any, english: str) -> Any:
    """A criterion or a rule with its label in English too."""
    return replace(each, label=Words(each.label.french, english)) if english else each


def _worded(table: Table, choices: Mapping[str, Mapping[str, str]]) -> Table:
    """The same table with the words of choices instead of their slugs."""
    words = choices.get(str(table.get("column")), {})
    places = choices.get(str(table.get("place")), {})
    kept = {key: _said(value, words) if key in _VALUES else value for key, value in table.items() if key != "table"}
    return kept | ({"areas": _said(table["areas"], places)} if "areas" in table else {})


def _said(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_said(each, words) for each in value]
    return words.get(value, value) if isinstance(value, str) else value


def _pinned(asked: Asked, wanted: Iterable[Couple], placed: Placed) -> Asked:
    """Impose the couples that no rule forbids and that have places; the others are said to be left out."""
    problem, kept, dropped = asked.problem, list[Couple](), list[tuple[Someone, Someone, Words]]()
    left = [problem.mentees.places.copy(), problem.mentors.places.copy()]
    for couple in wanted:
        pairs = placed.pairs([couple])
        if not len(pairs):
            continue
        mentee, mentor = int(pairs.mentee[0]), int(pairs.mentor[0])
        refusal = refused_pin(problem, mentee, mentor)
        used = (left[0], left[0]) if placed.symmetric else (left[0], left[1])
        if refusal is None and (used[0][mentee] < 1 or used[1][mentor] < 1):
            refusal = Words("plus de place", "no place left")
        if refusal is not None:
            dropped.append((asked.sides[0][mentee], asked.sides[1][mentor], refusal))
            continue
        used[0][mentee] -= 1
        used[1][mentor] -= 1
        kept.append(couple)
    pins = placed.pairs(kept) if kept else listed([])
    return replace(asked, problem=replace(problem, pinned=pins), dropped=tuple(dropped))


def refused_pin(problem: Problem, mentee: int, mentor: int) -> Words | None:
    """Why these two can't be imposed, in both languages; None when nothing forbids it."""
    if problem.form is Form.CIRCLES:
        return Words("aucun binôme ne s’impose dans des cercles", "no pair can be imposed in circles")
    ways = [(mentee, mentor)] if problem.form is Form.PAIRS else [(mentee, mentor), (mentor, mentee)]
    for way in ways:
        if reasons := forbidding(problem, *way):
            return Words(*(in_words((tell(language) for tell in reasons), language) for language in Language))
    return None


def pairs_of(asked: Asked, pairs: PairList) -> list[tuple[Someone, Someone]]:
    """(mentee, mentor) of each pair."""
    both = zip(np.asarray(pairs.mentee).tolist(), np.asarray(pairs.mentor).tolist(), strict=True)
    return [(asked.sides[0][mentee], asked.sides[1][mentor]) for mentee, mentor in both]

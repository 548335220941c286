"""What a promotion allows today, what is missing of a person's answers, and what settings of a programme are wrong."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from binome.matching.files.shapes import CRITERIA, RULES

from .forms import ASKED_BY_PROFILE, COLUMNS
from .lifecycle import CohortState
from .models import Cohort, Enrolment, Programme, Role

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")
#: Keys of a table that name a column.
COLUMN_KEYS = ("column", "wanted", "offered", "place")
#: The highest number of points of all criteria together: no page needs more, and the engine takes them exactly.
MOST_POINTS = 1_000


def limit_of(cohort: Cohort, role: str) -> int | None:
    """The most people of this role; None without a limit. Between peers there is one size, the mentees'."""
    return cohort.max_mentors if role == Role.MENTOR else cohort.max_mentees


def opens_on(cohort: Cohort, role: str) -> date | None:
    """From which day this role enrols: mentors first, then mentees."""
    return cohort.mentors_from if role == Role.MENTOR else cohort.mentees_from


def why_not_enrol(cohort: Cohort, role: str, *, today: date) -> str:
    """Why nobody enrols with this role today, in a sentence; "" when one may."""
    opens = opens_on(cohort, role)
    if cohort.state == CohortState.DRAFT or (opens is not None and today < opens):
        if opens is None or cohort.state == CohortState.DRAFT:
            return _("Les inscriptions ne sont pas encore ouvertes.")
        return _("Les inscriptions ouvrent le %(day)s.") % {"day": formats.date_format(opens)}
    if cohort.state != CohortState.ENROLLING or (cohort.enrolment_ends_on or today) < today:
        return _("Les inscriptions de cette promotion sont closes.")
    return ""


def why_not_dates(dates: Mapping[str, date | None]) -> dict[str, str]:
    """What contradicts itself in the dates of a promotion: {"field": sentence}."""
    order = (
        ("mentees_from", "mentors_from", _("L’autre rôle s’inscrit d’abord : choisissez le même jour, ou après.")),
        ("enrolment_ends_on", "mentors_from", _("La fin des inscriptions vient après leur ouverture.")),
        ("enrolment_ends_on", "mentees_from", _("La fin des inscriptions vient après leur ouverture.")),
        ("starts_on", "enrolment_ends_on", _("Les binômes commencent après la fin des inscriptions.")),
        ("ends_on", "starts_on", _("La promotion finit après son début.")),
    )  # fmt: skip
    faults: dict[str, str] = {}
    for later, earlier, sentence in order:
        last, first = dates.get(later), dates.get(earlier)
        if last is not None and first is not None and last < first:
            faults.setdefault(later, sentence)
    return faults


def questions_for(programme: Programme, role: str) -> list[dict[str, Any]]:
    """Those that a person of this role answers, in their order; without what the profile of a directory asks."""
    known = ASKED_BY_PROFILE if programme.modality.self_service else frozenset()
    return [row for row in programme.questions if role in row["roles"] and row["key"] not in known]


def chosen_answers(enrolment: Enrolment, programme: Programme, *, english: bool) -> list[tuple[str, str]]:
    """What others may read of someone before a pair exists: answers chosen from lists, never what was written freely.
    (question, answers), in the language of the page or in French."""
    shown = []
    for question in questions_for(programme, enrolment.role):
        answer: Any = enrolment.answers.get(question["key"])
        if question["kind"] not in ("choice", "choices") or not answer:
            continue
        chosen = {answer} if isinstance(answer, str) else set(answer)
        labels = [(english and row["en"]) or row["fr"] for row in question["choices"] if row["slug"] in chosen]
        shown.append(((english and question["en"]) or question["fr"], ", ".join(labels)))
    return shown


def missing_answers(programme: Programme, role: str, answers: Mapping[str, Any]) -> list[str]:
    """The keys of the questions that she must still answer."""
    asked = (question for question in questions_for(programme, role) if question["required"])
    return [question["key"] for question in asked if answers.get(question["key"]) in (None, "", [])]


def columns_of(programme: Programme) -> tuple[str, ...]:
    """What a criterion or a rule may compare: the keys of the questions, then what the directory knows."""
    keys = tuple(question["key"] for question in programme.questions)
    return keys + tuple(column for column in COLUMNS if column not in keys)


def why_not_tables(tables: Iterable[Mapping[str, Any]], *, columns: Iterable[str], rules: bool) -> list[str]:
    """What the engine would refuse of these criteria, or rules, in sentences. Shapes: `matching.files.shapes`."""
    kinds, known, faults = RULES if rules else CRITERIA, set(columns), []
    for number, table in enumerate(tables, start=1):
        keys = kinds.get(table.get("kind", ""))
        if keys is None:
            faults.append(_("Ligne %(number)d : cette sorte de comparaison n’existe pas.") % {"number": number})
            continue
        wrong = [
            name for name, value in table.items() if name != "kind" and not (name in keys and keys[name].fits(value))
        ]
        missing = [name for name, key in keys.items() if key.required and name not in table]
        unknown = [table[name] for name in COLUMN_KEYS if name in table and table[name] not in known]
        if wrong or missing or unknown:
            what = ", ".join(map(str, [*wrong, *missing, *unknown]))
            faults.append(_("Ligne %(number)d : à corriger (%(what)s).") % {"number": number, "what": what})
    if not rules and sum(table.get("points", 0) for table in tables if _is_points(table)) > MOST_POINTS:
        faults.append(_("Tous les points ensemble dépassent %(most)d.") % {"most": MOST_POINTS})
    return faults


def _is_points(table: Mapping[str, Any]) -> bool:
    return isinstance(table.get("points"), int)


def tables_using(programme: Programme, key: str) -> list[str]:
    """The labels of the criteria and rules that read the answers to a question."""
    tables = [*programme.criteria, *programme.rules]
    return [str(table.get("label", key)) for table in tables if key in (table.get(name) for name in COLUMN_KEYS)]


def lines_digest(tables: list[dict[str, Any]]) -> str:
    """Another one means that somebody changed these criteria or rules since a page showed them."""
    return blake2b(repr(tables).encode(), digest_size=8).hexdigest()


def rescaled(criterion: Mapping[str, Any], points: int) -> dict[str, Any]:
    """The same criterion with other points: what it gives in part follows in proportion, a point at least and never
    more than the whole."""
    before = criterion["points"] or 1
    after = {**criterion, "points": points}
    for key in ("each", "per_step", "family_points"):
        if key in criterion:
            after[key] = min(points, max(1, round(criterion[key] * points / before)))
    if "couples" in criterion:
        shares = ((one, other, round(worth * points / before)) for one, other, worth in criterion["couples"])
        after["couples"] = [[one, other, min(points, worth)] for one, other, worth in shares]
    return after

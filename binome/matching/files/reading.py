"""From files to a Problem: `read_promotion(files, rules)`. Every fault of every file is said at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from binome.matching.called import nouns_in
from binome.matching.files import cells
from binome.matching.files.couples import Couples
from binome.matching.files.entries import Entries
from binome.matching.files.faults import Fault, Faults
from binome.matching.files.people import Side, read_people
from binome.matching.files.pins import check_pins
from binome.matching.files.rulebook import Entry, Rulebook, read_rulebook
from binome.matching.files.sheets import NO_FILE
from binome.matching.problem import Category, Column, Form, Labels, People, Problem
from binome.matching.words import Words, bare

NO_COLUMN = Words("il n’y a pas de colonne « {name} » ({used}).", "there is no column “{name}” ({used}).")
EMPTY_COLUMN = Words("cette colonne est vide ({used}).", "this column is empty ({used}).")
NOBODY_ON = (
    Words("il n’y a personne à accompagner (rôle « {mentee} »).", "there is nobody to mentor (role “{mentee}”)."),
    Words("il n’y a aucune {mentor} (rôle « {mentor} »).", "there is no {mentor} (role “{mentor}”)."),
)


@dataclass(frozen=True, eq=False)
class Promotion:
    """What the files say: the problem, and what people read besides it.

    `names`: the shown name of each identifier. `groups`: for each column compared in the report and never scored, the
    categories of both sides. `remarks`: what is odd but can be used.
    """

    problem: Problem
    title: str
    names: Mapping[str, str]
    groups: Mapping[str, tuple[Category, Category]]
    remarks: tuple[Fault, ...]

    @cached_property
    def called(self) -> Mapping[str, str]:
        """What to call each identifier in a text: her name, with her identifier where several people bear it."""
        bearers = Counter(self.names.values())
        return {who: name if bearers[name] == 1 else f"{name} ({who})" for who, name in self.names.items()}


def read_promotion(files: Sequence[tuple[Path, int | None]], rules: Path) -> Promotion:
    """Read people and rules. `files`: each with the role of all its people (0 mentees, 1 mentors) or None when a
    column of roles says it. Raises FilesError with all that is wrong.
    """
    faults = Faults()
    book = _read_rules(files, rules, faults)
    sides, refused = read_people(files, book, faults)
    _check_sides(sides, book, faults)
    problem, groups = assemble(sides, refused, book, faults)
    check_pins(problem, faults, book.file)
    faults.stop_if_any()
    names = {who: name for side in sides for who, name in zip(side.ids, side.names, strict=True)}
    title = book.tables["promotion"].get("title", "")
    return Promotion(problem, title, names, groups, tuple(faults.remarks))


def assemble(
    sides: tuple[Side, Side], refused: Set[str], book: Rulebook, faults: Faults
) -> tuple[Problem, dict[str, tuple[Category, Category]]]:
    """The problem of these people and rules, and the compared groups. Raises FilesError with all that is wrong."""
    columns = Columns(sides, book, faults)
    made = Entries(columns, faults, book.file)
    criteria = tuple(made.criterion(entry, f"criterion{number}") for number, entry in enumerate(book.criteria, 1))
    hard = tuple(made.rule(entry, f"rule{number}") for number, entry in enumerate(book.rules, 1))
    groups = {name: columns.group(name) for name in book.groups}
    couples = Couples(sides, book, faults, refused)
    people = columns.people()
    pins, current = (Entry("pairs", book.tables[name], f"[{name}]") for name in ("pins", "current"))
    problem = Problem(
        *people,
        criteria=criteria,
        rules=hard,
        form=book.form,
        protection=book.protection,
        mentee_wishes=couples.wishes(0),
        mentor_wishes=couples.wishes(1),
        wish_points=tuple(book.tables["wishes"]["points"]),
        excluded=tuple(couples.exclusion(entry) for entry in book.exclusions),
        pinned=couples.pairs(pins, strict=True),
        current=couples.pairs(current, strict=False),
        stickiness=book.tables["current"]["stickiness"],
        called=book.called,
        circle_sizes=tuple(book.tables["promotion"]["circle_sizes"]),
    )
    faults.stop_if_any()
    return problem, groups


def _read_rules(files: Sequence[tuple[Path, int | None]], rules: Path, faults: Faults) -> Rulebook:
    """The rules; missing files of people are said together with what is wrong there."""
    for path, _role in files:
        if not path.exists():
            faults.add(NO_FILE, file=str(path))
    book = read_rulebook(rules, faults)
    faults.stop_if_any()
    return book


def _check_sides(sides: tuple[Side, Side], book: Rulebook, faults: Faults) -> None:
    """An empty side is a fault of the file, unless another one already explains it."""
    if len(faults):
        return
    for side, nobody in zip(sides, NOBODY_ON, strict=True):
        if not side.ids:
            faults.add(nobody, file=book.file, **nouns_in(book.called))
    faults.stop_if_any()


class Columns:
    """The columns that criteria and rules ask for, read once each."""

    def __init__(self, sides: tuple[Side, Side], book: Rulebook, faults: Faults) -> None:
        self.sides, self.book, self.faults = sides, book, faults
        self.both = (0,) if book.form != Form.PAIRS else (0, 1)
        self._read: list[dict[str, Column]] = [{}, {}]
        self._spellings: dict[str, cells.Spellings] = {}
        self._vocabularies: dict[str, str] = {}
        self._options = {bare(name): options for name, options in book.columns.items()}

    def category(self, column: str, used: str) -> str:
        return self._need(column, "category", used)

    def number(self, column: str, used: str) -> str:
        return self._need(column, "number", used)

    def labels(self, column: str, used: str) -> str:
        return self._need(column, "labels", used)

    def vector(self, column: str, used: str) -> str:
        return self._need(column, "vector", used)

    def wanted_and_offered(self, wanted: str, offered: str, used: str) -> tuple[str, str]:
        """Two columns of levelled labels with one vocabulary: the mentees' and the mentors'."""
        mentors = (0,) if self.both == (0,) else (1,)
        vocabulary = f"{bare(wanted)} {bare(offered)}"
        return (
            self._need(wanted, "levels", used, (0,), vocabulary),
            self._need(offered, "levels", used, mentors, vocabulary),
        )

    def spellings(self, key: str) -> cells.Spellings:
        """The labels met in a column of categories or labels; none when the column isn't there."""
        return self._spellings.setdefault(self._vocabularies[key], cells.Spellings())

    def group(self, column: str) -> tuple[Category, Category]:
        """A column that is compared and never scored: no criterion, no rule sees it."""
        spellings = cells.Spellings()
        self._is_there(column, self.both, "[promotion] groups")
        mentees, mentors = (cells.category(self.sides[side].cells(column), spellings) for side in (0, self.both[-1]))
        return replace(mentees, labels=spellings.labels), replace(mentors, labels=spellings.labels)

    def people(self) -> tuple[People, People]:
        """Both sides with their columns; the same object twice when there is one population."""
        made = []
        for side in self.both:
            columns = {key: self._labelled(key, column) for key, column in self._read[side].items()}
            people = self.sides[side]
            made.append(People(people.ids, np.array(people.places, np.int32), columns))
        return made[0], made[-1]

    def _labelled(self, key: str, column: Column) -> Column:
        if isinstance(column, Category | Labels):
            return replace(column, labels=self._spellings[self._vocabularies[key]].labels)
        return column

    def _need(self, column: str, kind: str, used: str, sides: tuple[int, ...] = (), vocabulary: str = "") -> str:
        """Read a column as one kind, on some sides. Gives its key in People.columns: its name, with its kind when it is
        read in two ways."""
        vocabulary = vocabulary or f"{bare(column)} {kind}"
        sides = sides or self.both
        key = column
        while self._vocabularies.setdefault(key, vocabulary) != vocabulary:
            key += f" ({kind})"
        wanted = [side for side in sides if key not in self._read[side]]
        if wanted and self._is_there(column, wanted, used):
            texts = {side: self.sides[side].cells(column) for side in wanted}
            self._check_required(column, texts)
            self._read_kind(key, kind, texts, vocabulary, self._options.get(bare(column), {}))
        return key

    def _is_there(self, column: str, sides: Sequence[int], used: str) -> bool:
        sheets = list(dict.fromkeys(sheet for side in sides for sheet in self.sides[side].sheets))
        lacking = [sheet for sheet in sheets if sheet.column(column) < 0]
        for sheet in lacking:
            self.faults.unknown(NO_COLUMN, column, sheet.header, file=sheet.file, used=used)
        return not lacking

    def _check_required(self, column: str, texts: Mapping[int, list[cells.Cell]]) -> None:
        if self._options.get(bare(column), {}).get("required"):
            for cell in (cell for each in texts.values() for cell in each if not cell.text):
                self.faults.add(cells.MISSING, **cell.where())

    def _read_kind(
        self,
        key: str,
        kind: str,
        texts: Mapping[int, list[cells.Cell]],
        vocabulary: str,
        options: Mapping[str, Any],
    ) -> None:
        spellings = self._spellings.setdefault(vocabulary, cells.Spellings())
        separator = options.get("separator", "")
        length = cells.vector_length([cell for each in texts.values() for cell in each]) if kind == "vector" else 0
        for side, each in texts.items():
            if kind == "category":
                self._read[side][key] = cells.category(each, spellings)
            elif kind == "number":
                self._read[side][key] = cells.number(each, options.get("order", ()), self.faults)
            elif kind == "vector":
                self._read[side][key] = cells.vector(each, length, self.faults)
            else:
                self._read[side][key] = cells.labels(each, spellings, separator, kind == "levels", self.faults)

"""Pairs named in the files: wishes, exclusions, imposed pairs, pairs of the year before.

They are in a column (each person's row names the others) or in a file of their own with two columns, one for each role.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from binome.matching.called import Called, nouns_in
from binome.matching.files.cells import Cell, split
from binome.matching.files.faults import Faults, nearest
from binome.matching.files.people import Side, roles_of
from binome.matching.files.rulebook import Entry, Rulebook
from binome.matching.files.sheets import Sheet, read_sheet
from binome.matching.problem import Exclusion, Form, PairList, Problem, Wishes, no_wishes
from binome.matching.words import Words

NOBODY = Words("« {name} » n’est pas dans la liste.", "“{name}” is not in the list.")
SAME_SIDE = Words("« {name} » a le même rôle : on ne peut pas les mettre ensemble.", "“{name}” has the same role.")
ONESELF = Words("« {name} » se nomme elle-même.", "“{name}” names herself.")
NO_COLUMN = Words("il n’y a pas de colonne « {name} » ({used}).", "there is no column “{name}” ({used}).")
NO_ROLES = Words(
    "il faut une colonne « {mentee} » et une colonne « {mentor} ».",
    "a column “{mentee}” and a column “{mentor}” are needed.",
)
NEITHER = Words(
    "il faut « column » ou « file », et un seul des deux.", "either “column” or “file” is needed, not both."
)
MAYBE = Words(
    "« {name} » n’est pas dans la liste : cette ligne n’exclut personne.",
    "“{name}” is not in the list: this line excludes nobody.",
)
TOO_MANY_WISHES = Words(
    "{number} souhaits : seuls les {limit} premiers comptent ([wishes] points).",
    "{number} wishes: only the first {limit} count ([wishes] points).",
)
#: A name this like a known one, out of 100, is probably a typing error; and how many absent names are compared.
_TYPO, _LOOKED_FOR = 85, 500


@dataclass(frozen=True)
class _Named:
    """Somebody (`owner`, a place on side `side`: 0 mentees, 1 mentors) names `other` at some cell."""

    side: int
    owner: int
    other: str
    cell: Cell
    rank: int = 0


class Couples:
    """Reads pairs by the identifiers of both sides."""

    def __init__(self, sides: tuple[Side, Side], book: Rulebook, faults: Faults, refused: Set[str]) -> None:
        self.sides, self.book, self.faults = sides, book, faults
        self.symmetric = book.form != Form.PAIRS
        self.refused = refused
        self.absent: set[str] = set()
        self.places = [{who: place for place, who in enumerate(side.ids)} for side in sides]

    def wishes(self, side: int) -> Wishes:
        """The ranked wishes of one side (0 mentees, 1 mentors); in one population, everyone's are the mentees'."""
        if self.symmetric and side == 1:
            return no_wishes()
        settings = self.book.tables["wishes"]
        column = settings.get(("mentee", "mentor")[side])
        limit = len(settings["points"])
        ranks: dict[tuple[int, int], int] = {}
        for named in self._in_column(column, side, f"[wishes] {('mentee', 'mentor')[side]}") if column else ():
            pair = self._pair(named, strict=True)
            if pair and named.rank < limit:
                ranks.setdefault(pair, named.rank)
            elif named.rank == limit:
                self.faults.remark(TOO_MANY_WISHES, "", (), **named.cell.where(), number=f"> {limit}", limit=limit)
        pairs = sorted(ranks)
        return Wishes(_listed(pairs), np.array([ranks[pair] for pair in pairs], np.int8))

    def exclusion(self, entry: Entry) -> Exclusion:
        """The pairs that one [[exclusions]] forbids; people who aren't there are no fault."""
        pairs = self.pairs(entry, strict=False)
        return Exclusion(entry.label, pairs, secret=bool(entry.settings.get("secret", False)))

    def pairs(self, entry: Entry, *, strict: bool) -> PairList:
        """The pairs of a column or of a file, each once, sorted."""
        settings = entry.settings
        if "column" not in settings and "file" not in settings and entry.place in ("[pins]", "[current]"):
            return _listed([])
        if ("column" in settings) == ("file" in settings):
            self.faults.add(NEITHER, file=self.book.file, place=entry.place)
            return _listed([])
        if "file" in settings:
            found = set(self._in_file(self.book.folder / settings["file"], strict))
        else:
            sides = (0,) if self.symmetric else (0, 1)
            names = [n for side in sides for n in self._in_column(settings["column"], side, entry.place)]
            found = {pair for named in names if (pair := self._pair(named, strict=strict))}
        if self.symmetric:
            found |= {(other, one) for one, other in found}
        return _listed(sorted(found))

    def _in_column(self, column: str, side: int, used: str) -> Iterator[_Named]:
        sheets = self.sides[side].sheets
        if sheets and not any(sheet.column(column) >= 0 for sheet in sheets):
            if side == 0 or not any(sheet.column(column) >= 0 for sheet in self.sides[0].sheets):
                self.faults.unknown(NO_COLUMN, column, sheets[0].header, file=sheets[0].file, used=used)
            return
        for owner, cell in enumerate(self.sides[side].cells(column)):
            for rank, other in enumerate(split(cell.text)):
                yield _Named(side, owner, other, cell, rank)

    def _pair(self, named: _Named, *, strict: bool) -> tuple[int, int] | None:
        """(mentee, mentor), or None after a fault or a remark."""
        if named.other == self.sides[named.side].ids[named.owner]:
            if strict:
                self.faults.add(ONESELF, **named.cell.where(), name=named.other)
            return None
        other = self.places[1 - named.side].get(named.other)
        if other is None:
            self._nobody(named.other, 1 - named.side, named.cell, strict)
            return None
        return (named.owner, other) if named.side == 0 else (other, named.owner)

    def _nobody(self, name: str, side: int, cell: Cell, strict: bool) -> None:
        known = self.sides[side].ids
        if name in self.refused:
            return
        if strict and name in self.places[1 - side]:
            self.faults.add(SAME_SIDE, **cell.where(), name=name)
        elif strict:
            self.faults.unknown(NOBODY, name, known, **cell.where())
        elif name not in self.places[1 - side] and name not in self.absent:
            self.absent.add(name)
            if len(self.absent) <= _LOOKED_FOR and nearest(name, known, _TYPO):
                self.faults.remark(MAYBE, name, known, **cell.where())

    def _in_file(self, path: Path, strict: bool) -> Iterator[tuple[int, int]]:
        for cells in _rows(path, self.faults, self.book.called):
            found = [self.places[side].get(cell.text) for side, cell in enumerate(cells)]
            for side, (place, cell) in enumerate(zip(found, cells, strict=True)):
                if place is None and cell.text:
                    self._nobody(cell.text, side, cell, strict)
            if found[0] is not None and found[1] is not None:
                yield found[0], found[1]


def read_pairs(path: Path, problem: Problem) -> PairList:
    """The pairs of a file such as `binome match` writes. Raises FilesError for a name that the problem doesn't have."""
    faults = Faults()
    sides = problem.mentees.ids, problem.mentors.ids
    places = [{who: place for place, who in enumerate(ids)} for ids in sides]
    found = []
    for cells in _rows(path, faults, problem.called):
        for side, cell in enumerate(cells):
            if cell.text not in places[side]:
                faults.unknown(NOBODY, cell.text, sides[side], **cell.where())
        found.append(tuple(places[side].get(cell.text, -1) for side, cell in enumerate(cells)))
    faults.stop_if_any()
    return _listed(sorted((one, other) for one, other in found))


def read_groups(path: Path, problem: Problem, titles: tuple[Words, Words]) -> PairList:
    """The couples of peers, or of people in the same circle, of a file such as `binome match` writes; the smaller place
    first. `titles`, in either language: of the columns of both peers, or of the circle and of the person. Raises
    FilesError for a column that isn't there or a name that the problem doesn't have."""
    faults, ids = Faults(), problem.mentees.ids
    sheet, places = read_sheet(path, faults), {who: place for place, who in enumerate(ids)}
    columns = [_titled(sheet, words, faults) for words in titles]
    faults.stop_if_any()
    groups = dict[str, list[int]]()
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        cells = [Cell(row[at], sheet.file, number, sheet.header[at]) for at in columns]
        people = cells if problem.form is Form.PEERS else cells[1:]
        for cell in people:
            if cell.text not in places:
                faults.unknown(NOBODY, cell.text, ids, **cell.where())
        group = str(number) if problem.form is Form.PEERS else cells[0].text
        groups.setdefault(group, []).extend(places.get(cell.text, -1) for cell in people)
    faults.stop_if_any()
    return _listed(sorted(couple for group in groups.values() for couple in combinations(sorted(group), 2)))


def _titled(sheet: Sheet, words: Words, faults: Faults) -> int:
    """The column that has this title."""
    at = max(sheet.column(title) for title in (words.french, words.english))
    if at < 0:
        faults.unknown(NO_COLUMN, words.french, sheet.header, file=sheet.file, used=words)
    return at


def _rows(path: Path, faults: Faults, called: Called) -> Iterator[tuple[Cell, Cell]]:
    """The mentee's and the mentor's identifier in each row of a file of pairs."""
    sheet = read_sheet(path, faults)
    known = roles_of(called)
    roles = [known.get(title.casefold(), -1) for title in sheet.header]
    columns = [roles.index(role) if role in roles else -1 for role in (0, 1)]
    if min(columns) < 0:
        faults.add(NO_ROLES, file=sheet.file, **nouns_in(called))
        return
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        mentee, mentor = (Cell(row[at], sheet.file, number, sheet.header[at]) for at in columns)
        yield mentee, mentor


def _listed(pairs: list[tuple[int, int]]) -> PairList:
    array = np.array(pairs, np.int32).reshape(-1, 2)
    return PairList(array[:, 0].copy(), array[:, 1].copy())

"""What is wrong in a file, said where: file, row, column, and the nearest name that would have been right.

All the faults of the files are collected before anything is refused, so that they are mended in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from rapidfuzz import fuzz, process

from binome.matching.problem import ProblemError
from binome.matching.words import Language, Words, bare, listed

#: How alike two names must be, out of 100, for one to be suggested instead of the other.
ALIKE = 70
#: How many names a sentence may list, and how many faults are printed.
FEW, SHOWN = 40, 100

_WHERE = {
    "file": Words("{file}", "{file}"),
    "row": Words("{file}, ligne {row}", "{file}, row {row}"),
    "column": Words("{file}, colonne « {column} »", "{file}, column “{column}”"),
    "place": Words("{file}, {place}", "{file}, {place}"),
    "cell": Words("{file}, ligne {row}, colonne « {column} »", "{file}, row {row}, column “{column}”"),
}
_MEANT = Words(" Vouliez-vous dire « {name} » ?", " Did you mean “{name}”?")
_KNOWN = Words(" Noms connus : {names}.", " Known names: {names}.")
_MORE = Words("… et {number} autres fautes.", "… and {number} other faults.")


@dataclass(frozen=True)
class Fault:
    """One fault. `name`: what was written, to be looked for among the `known` names. `row`: the one that a spreadsheet
    shows (the header is usually row 1), 0 when it has none. `place`: where in a file of rules, which has no rows.
    """

    what: Words
    file: str = ""
    row: int = 0
    column: str = ""
    place: str = ""
    holes: dict[str, object] = field(default_factory=dict)
    name: str = ""
    known: tuple[str, ...] = ()

    def said(self, language: Language) -> str:
        """One line: where, what, and the name that was probably meant."""
        kind = "place" if self.place else "row" if self.row else "file"
        if self.column:
            kind = "cell" if self.row else "column"
        holes = {"file": self.file, "row": self.row, "column": self.column, "place": self.place}
        where = _WHERE[kind].said(language, **holes)
        text = self.what.said(language, **{"name": self.name, **self.holes})
        if meant := nearest(self.name, self.known):
            text += _MEANT.said(language, name=meant)
        elif 0 < len(self.known) <= FEW:
            text += _KNOWN.said(language, names=listed(self.known, language, at_most=12))
        colon = "\u00a0:" if language == Language.FRENCH else ":"
        return f"{where}{colon} {text}" if where else text


class FilesError(ProblemError):
    """The files can't be used as they are; `faults` says everything that is to be mended."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.said(Language.ENGLISH))

    def said(self, language: Language) -> str:
        """All the faults, one a line (the first hundred)."""
        lines = [fault.said(language) for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            lines.append(_MORE.said(language, number=len(self.faults) - SHOWN))
        return "\n".join(lines)


class Faults:
    """The faults found so far in some files, and the remarks: what is odd but can be used as it is."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self.remarks: list[Fault] = []

    def __len__(self) -> int:
        return len(self._found)

    @property
    def found(self) -> list[Fault]:
        return list(self._found)

    def add(
        self, what: Words, *, file: str = "", row: int = 0, column: str = "", place: str = "", **holes: object
    ) -> None:
        self._found.append(Fault(what, file, row, column, place, holes))

    def unknown(self, what: Words, name: str, known: Iterable[str], **where: Any) -> None:
        """A name that nobody knows, with the nearest known one, or all of them when none is near."""
        self.add(what, **where)
        self._found[-1] = replace(self._found[-1], name=name, known=tuple(known))

    def remark(self, what: Words, name: str, known: Iterable[str], **where: Any) -> None:
        """Something odd that is used as it is, with the nearest known name if there is one."""
        self.unknown(what, name, known, **where)
        self.remarks.append(self._found.pop())

    def stop(self) -> NoReturn:
        raise FilesError(sorted(self._found, key=lambda fault: (fault.file, fault.row)))

    def stop_if_any(self) -> None:
        if self._found:
            self.stop()


def nearest(name: str, known: Iterable[str], alike: int = ALIKE) -> str:
    """The known name most like this one, or nothing when none is near (rapidfuzz's ratio on bare words)."""
    found = process.extractOne(bare(name), {each: bare(each) for each in known}, scorer=fuzz.ratio, score_cutoff=alike)
    return found[2] if found else ""

"""Criteria and rules as the file of rules writes them, to those of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Any

from binome.matching import criteria, rules
from binome.matching.criteria import Criterion
from binome.matching.files.faults import Faults
from binome.matching.files.rulebook import Entry
from binome.matching.rules import Rule, Unknown
from binome.matching.words import Words

if TYPE_CHECKING:
    from binome.matching.files.reading import Columns

UNSEEN = Words(
    "« {name} » n’apparaît chez personne dans la colonne « {field} ».",
    "“{name}” appears for nobody in the column “{field}”.",
)
TOO_MANY = Words(
    "« {one} » avec « {other} » apporte {points} points ; le critère en apporte {most} au plus.",
    "“{one}” with “{other}” brings {points} points; the criterion brings {most} at most.",
)


def words(text: str) -> Words:
    """The organiser's own words, the same in both languages."""
    kept = text.replace("{", "(").replace("}", ")")
    return Words(kept, kept)


class Entries:
    """Makes criteria and rules, reading the columns that they need on the way."""

    def __init__(self, columns: Columns, faults: Faults, file: str) -> None:
        self.columns, self.faults, self.file = columns, faults, file

    def criterion(self, entry: Entry, name: str) -> Criterion:
        """`name`: alone of its kind in the problem, as for rules."""
        asked, used = entry.settings, f"{entry.place}, {entry.label}"
        common = {"name": name, "label": words(entry.label), "points": asked["points"]}
        if entry.kind == "overlap":
            wanted, offered = self.columns.wanted_and_offered(asked["wanted"], asked["offered"], used)
            return criteria.Overlap(**common, wanted=wanted, offered=offered)
        if entry.kind == "gap":
            column = self.columns.number(asked["column"], used)
            return criteria.Gap(**common, column=column, best=asked["best"], per_step=asked["per_step"])
        if entry.kind == "shared":
            return criteria.Shared(**common, column=self.columns.labels(asked["column"], used), each=asked["each"])
        if entry.kind == "alike":
            return criteria.Alike(**common, column=self.columns.vector(asked["column"], used))
        column = self.columns.category(asked["column"], used)
        if entry.kind == "closeness":
            return criteria.Closeness(**common, column=column, table=self._table(entry, column))
        return criteria.Same(**common, column=column)

    def _table(self, entry: Entry, column: str) -> dict[tuple[str, str], int]:
        asked = entry.settings
        most = int(asked["points"])
        table: dict[tuple[str, str], int] = {}
        for family in self._families(entry, column, "families"):
            table |= dict.fromkeys(permutations(family, 2), asked["family_points"])
        for one, other, points in asked["couples"]:
            table[self._known(entry, column, one), self._known(entry, column, other)] = points
        for (one, other), points in table.items():
            if points > most:
                holes: dict[str, Any] = {"one": one, "other": other, "points": points, "most": most}
                self.faults.add(TOO_MANY, file=self.file, place=entry.place, **holes)
        return {couple: min(points, most) for couple, points in table.items()}

    def rule(self, entry: Entry, name: str) -> Rule:
        asked, used = entry.settings, f"{entry.place}, {entry.label}"
        common: dict[str, Any] = {"name": name, "label": words(entry.label), "unknown": Unknown(asked["unknown"])}
        if entry.kind == "share_one":
            return rules.ShareOne(**common, column=self.columns.labels(asked["column"], used))
        if entry.kind in ("above", "below", "within"):
            least, most = _bounds(entry)
            return rules.Apart(**common, column=self.columns.number(asked["column"], used), least=least, most=most)
        column = self.columns.category(asked["column"], used)
        if entry.kind == "in_person":
            place = self.columns.category(asked["place"], used)
            return rules.InPerson(
                **common,
                column=column,
                in_person=tuple(self._known(entry, column, each) for each in asked["in_person"]),
                remote=tuple(self._known(entry, column, each) for each in asked["remote"]),
                place=place,
                areas=self._families(entry, place, "areas"),
            )
        if entry.kind == "competitors":
            return rules.NotTogether(**common, column=column, groups=self._families(entry, column, "groups"))
        if entry.kind == "allowed":
            couples = self._families(entry, column, "couples")
            return rules.Allowed(**common, column=column, couples=frozenset((one, other) for one, other in couples))
        return (rules.OtherThan if entry.kind == "other_than" else rules.SameAs)(**common, column=column)

    def _families(self, entry: Entry, column: str, key: str) -> tuple[tuple[str, ...], ...]:
        families: Sequence[Sequence[str]] = entry.settings[key]
        return tuple(tuple(self._known(entry, column, each) for each in family) for family in families)

    def _known(self, entry: Entry, column: str, text: str) -> str:
        """The label as people wrote it; one that nobody bears is remarked, it may be a typing error."""
        spellings = self.columns.spellings(column)
        code = spellings.known(text)
        if code < 0:
            known = spellings.labels
            self.faults.remark(UNSEEN, text, known, file=self.file, place=entry.place, field=column)
        return text if code < 0 else spellings.labels[code]


def _bounds(entry: Entry) -> tuple[int | None, int | None]:
    """The least and the most that the mentor may have more than the mentee."""
    asked = entry.settings
    if entry.kind == "within":
        return -asked["at_most"], asked["at_most"]
    return (asked["at_least"], None) if entry.kind == "above" else (None, -asked["at_least"])

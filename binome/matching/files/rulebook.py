"""The file of rules (TOML): what brings points, what forbids, where wishes and earlier pairs are. See docs/matching.md.

Only its form is checked here; that its columns exist and bear the right values is checked against the people.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from binome.matching.called import MENTEE, MENTOR, Called, Noun
from binome.matching.files.faults import Faults
from binome.matching.files.shapes import CRITERIA, RULES, TABLES, Key
from binome.matching.files.sheets import NO_FILE, NOT_A_FILE, UNREADABLE
from binome.matching.problem import Form, Protection
from binome.matching.tables import LIMIT
from binome.matching.words import Words

NOT_TOML = Words(
    'ce n’est pas du TOML ({why}). Un texte se met entre guillemets : column = "secteur".',
    'this isn\'t TOML ({why}). A text goes between quotation marks: column = "sector".',
)
UNKNOWN_TABLE = Words("« {name} » n’est pas une partie connue.", "“{name}” is not a known part.")
UNKNOWN_KEY = Words("« {name} » n’est pas un réglage connu.", "“{name}” is not a known setting.")
UNKNOWN_KIND = Words("« {name} » n’est pas une sorte connue.", "“{name}” is not a known kind.")
UNKNOWN_CHOICE = Words("« {name} » n’est pas un choix possible.", "“{name}” is not a possible choice.")
MISSING_KEY = Words("il manque « {key} ».", "“{key}” is missing.")
WRONG_SHAPE = Words("« {key} » doit être {shape}.", "“{key}” must be {shape}.")
NEGATIVE = Words("« {key} » vaut {value} : il faut 0 ou plus.", "“{key}” is {value}: it must be 0 or more.")
TOO_MANY_POINTS = Words(
    "tous les points ensemble font {total} ; {limit} au plus sont permis.",
    "all points together make {total}; {limit} at most are allowed.",
)
ONE_WAY = Words(
    "« {kind} » demande que l’une soit devant l’autre : dans la forme « {form} », cela écarterait tout le monde. "
    "« within » borne l’écart.",
    "“{kind}” asks that one be ahead of the other: in the form “{form}” it would keep everyone apart. “within” bounds "
    "the gap.",
)
NO_CRITERION = Words(
    "il faut au moins un critère ([[criteria]]) ou des souhaits ([wishes]).",
    "at least one criterion ([[criteria]]) or wishes ([wishes]) are needed.",
)


@dataclass(frozen=True)
class Entry:
    """One criterion, rule or list of pairs as written: `kind`, its settings, and where it stands in the file."""

    kind: str
    settings: dict[str, Any]
    place: str

    @property
    def label(self) -> str:
        """The words shown to people: hers, or the column's name."""
        words = ("label", "reason", "column", "wanted", "place", "file")
        return str(next((self.settings[key] for key in words if key in self.settings), self.kind))


@dataclass(frozen=True)
class Rulebook:
    """The whole file. `tables` has the settings of each single table, complete with their defaults."""

    file: str
    folder: Path
    criteria: tuple[Entry, ...]
    rules: tuple[Entry, ...]
    exclusions: tuple[Entry, ...]
    columns: dict[str, dict[str, Any]]
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        return Form(self.tables["promotion"]["form"])

    @property
    def protection(self) -> Protection:
        return Protection(self.tables["promotion"]["protection"])

    @property
    def called(self) -> Called:
        """What both sides are called."""
        people = self.tables["people"]
        return _noun(people.get("mentee"), MENTEE), _noun(people.get("mentor"), MENTOR)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.tables["promotion"]["groups"])


def _noun(written: list[str] | None, usual: Noun) -> Noun:
    """One and several, in French then in English; the same in both languages when there are two."""
    if not written:
        return usual
    french, english = written[:2], written[-2:]
    return Noun(*(Words(*both) for both in zip(french, english, strict=True)))


def read_rulebook(path: Path, faults: Faults) -> Rulebook:
    """Read and check the form of a file of rules. Faults go to `faults`; no TOML at all raises FilesError."""
    return rulebook_of(_toml(path, faults), path, faults)


def rulebook_of(written: dict[str, Any], path: Path, faults: Faults) -> Rulebook:
    """The same of rules that are written elsewhere, as TOML would give them. `path`: what faults call their place."""
    reader = _Reader(path.name, faults)
    lists = ("criteria", "rules", "exclusions")
    for name in written:
        if name not in (*TABLES, *lists, "columns"):
            faults.unknown(UNKNOWN_TABLE, name, (*TABLES, *lists, "columns"), file=path.name)
    entries = {name: reader.entries(name, written.get(name, [])) for name in lists}
    tables = {name: reader.table(written.get(name, {}), keys, f"[{name}]") for name, keys in TABLES.items()}
    columns = reader.columns(written.get("columns", {}))
    book = Rulebook(
        file=path.name,
        folder=path.parent,
        criteria=entries["criteria"],
        rules=entries["rules"],
        exclusions=entries["exclusions"],
        columns=columns,
        tables=tables,
    )
    for entry in book.rules if book.tables["promotion"]["form"] in (Form.PEERS, Form.CIRCLES) else ():
        if entry.kind in ("above", "below") and entry.settings.get("at_least") != 0:
            faults.add(ONE_WAY, file=book.file, place=entry.place, kind=entry.kind, form=book.form)
    _check_points(book, faults)
    return book


def _toml(path: Path, faults: Faults) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        what = NO_FILE if isinstance(error, FileNotFoundError) else NOT_A_FILE if path.is_dir() else UNREADABLE
        faults.add(what, file=str(path), why=error.strerror)
    except UnicodeDecodeError:
        faults.add(UNREADABLE, file=path.name, why="UTF-8")
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        faults.add(NOT_TOML, file=path.name, row=int(line[1]) if line else 0, why=str(error))
    return faults.stop()


class _Reader:
    """Checks tables against their shapes, and says each fault with its place."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file, self.faults = file, faults

    def entries(self, name: str, written: object) -> tuple[Entry, ...]:
        """The tables of a list such as [[criteria]]."""
        if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
            self.faults.add(WRONG_SHAPE, file=self.file, key=name, shape=f"[[{name}]]")
            return ()
        found = []
        for number, settings in enumerate(written, start=1):
            entry = self._entry(name, f"[[{name}]] n° {number}", settings)
            found += [entry] if entry else []
        return tuple(found)

    def _entry(self, name: str, place: str, settings: dict[str, Any]) -> Entry | None:
        shapes = {"criteria": CRITERIA, "rules": RULES}.get(name)
        if shapes is None:
            keys = TABLES["pins"] | {"reason": Key("text"), "secret": Key("flag", False)}
            return Entry("pairs", self.table(settings, keys, place), place)
        settings = dict(settings)
        kind = settings.pop("kind", None)
        if kind is None:
            self.faults.add(MISSING_KEY, file=self.file, place=place, key="kind")
        elif kind not in shapes:
            self.faults.unknown(UNKNOWN_KIND, str(kind), shapes, file=self.file, place=place)
        else:
            return Entry(kind, self.table(settings, shapes[kind], f"{place} ({kind})"), place)
        return None

    def columns(self, written: object) -> dict[str, dict[str, Any]]:
        """The options of columns, [columns."name"]."""
        if not isinstance(written, dict) or not all(isinstance(each, dict) for each in written.values()):
            self.faults.add(WRONG_SHAPE, file=self.file, key="columns", shape='[columns."…"]')
            return {}
        keys = {"order": Key("names"), "separator": Key("text"), "required": Key("flag", False)}
        return {name: self.table(each, keys, f'[columns."{name}"]') for name, each in written.items()}

    def table(self, written: object, keys: dict[str, Key], place: str) -> dict[str, Any]:
        """The settings of one table, with the defaults of those left out."""
        if not isinstance(written, dict):
            self.faults.add(WRONG_SHAPE, file=self.file, key=place, shape=Words("une table", "a table"))
            written = {}
        for name in written:
            if name not in keys:
                self.faults.unknown(UNKNOWN_KEY, name, keys, file=self.file, place=place)
        read = {}
        for name, key in keys.items():
            if name in written:
                self._check(name, written[name], key, place)
                value = written[name]
                read[name] = int(value) if isinstance(value, float) and value.is_integer() else value
            elif key.required:
                self.faults.add(MISSING_KEY, file=self.file, place=place, key=name)
            elif key.default is not None:
                read[name] = key.default
        return read

    def _check(self, name: str, value: object, key: Key, place: str) -> None:
        fits: Callable[[object], bool] = key.fits
        if not fits(value):
            self.faults.add(WRONG_SHAPE, file=self.file, place=place, key=name, shape=key.said)
        elif key.shape == "points" and isinstance(value, int) and value < 0:
            self.faults.add(NEGATIVE, file=self.file, place=place, key=name, value=value)
        elif key.choices and value not in key.choices:
            self.faults.unknown(UNKNOWN_CHOICE, str(value), key.choices, file=self.file, place=place)


def _check_points(book: Rulebook, faults: Faults) -> None:
    """Affinities must stay under LIMIT, so that every sum is exact on any machine (tables.py)."""
    if len(faults):
        return
    wishes, current = book.tables["wishes"], book.tables["current"]
    sides = sum(side in wishes for side in ("mentee", "mentor"))
    total = sum(entry.settings["points"] for entry in book.criteria)
    total += sides * max(wishes["points"], default=0) + (
        current["stickiness"] if {"column", "file"} & current.keys() else 0
    )
    if total > LIMIT:
        faults.add(TOO_MANY_POINTS, file=book.file, total=total, limit=LIMIT)
    if not book.criteria and not sides:
        faults.add(NO_CRITERION, file=book.file)

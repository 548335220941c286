"""What would become of a directory: who is new, what changes of whom, who has left; and what forbids it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from binome.matching.files.faults import Faults
from binome.matching.words import Words, bare

from ...models import Affiliation, DeclaredIdentity, Entity, Organisation
from ..perimeter import Perimeter
from .rows import Declared

UNKNOWN_ENTITY = Words("l’entité « {cell} » n’existe pas.", "there is no entity “{cell}”.")
OUTSIDE = Words("cette entité est hors de votre périmètre.", "this entity is outside your perimeter.")
ELSEWHERE = Words(
    "cette personne est déclarée hors de votre périmètre.", "this person is declared outside your perimeter."
)
NO_ENTITY = Words("indiquez une entité de votre périmètre.", "give an entity of your perimeter.")
TWO_PEOPLE = Words(
    "ce numéro est celui d’une personne, et cette adresse celle d’une autre.",
    "this number is one person's, and this address another's.",
)
UNKNOWN_MANAGER = Words(
    "« {cell} » n’est ni un numéro ni une adresse de cet annuaire.",
    "“{cell}” is neither a number nor an address of this directory.",
)
OWN_MANAGER = Words("une personne ne peut pas être sa propre responsable.", "nobody is her own line manager.")
CIRCLE = Words("ces responsables tournent en rond, de l’une à l’autre.", "these line managers go round in a circle.")
#: Compared and written as they are; the names and the address are in the sealed table.
PLAIN = ("reference", "job_title", "stage", "left_on")
NAMES = ("email", "first_name", "family_name")


@dataclass(frozen=True)
class Change:
    """One line, and what becomes of the person: `affiliation` is None for a new one. `differences`: field → (before,
    after), as a person reads them. `line_manager`: hers, by her affiliation, or by her address when
    she is new too."""

    declared: Declared
    affiliation: Affiliation | None
    entity: Entity | None = None
    line_manager: "str | Affiliation | None" = None
    differences: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """Everything that a confirmation would write. `new_entities`: paths to add, each after its parent's. `given`: the
    fields that the file has a column for; the others are not touched."""

    organisation: Organisation
    given: frozenset[str]
    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    leavers: tuple[Affiliation, ...] = ()
    new_entities: tuple[tuple[str, ...], ...] = ()

    @property
    def digest(self) -> str:
        """The same as long as a confirmation would write the same."""
        parts = [
            sorted((one.declared.email, str(one.declared)) for one in self.new),
            sorted((one.declared.email, sorted(one.differences.items())) for one in self.changed),
            sorted(one.pk for one in self.leavers),
            self.new_entities,
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@dataclass
class _Directory:
    """The organisation as it is now. `names`: what it declared, by affiliation; the shield reads it for us."""

    organisation: Organisation
    perimeter: Perimeter
    names: Mapping[int, DeclaredIdentity]

    def __post_init__(self) -> None:
        rows = Affiliation.objects.filter(organisation=self.organisation)
        self.people = {row.pk: row for row in rows.select_related("entity", "person")}
        self.by_reference = {row.reference: row for row in self.people.values() if row.reference}
        self.by_email = {row.person.email: row for row in self.people.values()}
        self.by_email |= {name.email: self.people[pk] for pk, name in self.names.items() if pk in self.people}
        self.entities = {entity.pk: entity for entity in Entity.objects.filter(organisation=self.organisation)}
        self.by_path = {tuple(map(bare, self.path(entity))): entity for entity in self.entities.values()}
        self.within = set(self.perimeter.affiliations().values_list("pk", flat=True))
        self.hers = set(self.perimeter.entities().values_list("pk", flat=True))
        self.runs = self.perimeter.runs(self.organisation)

    def path(self, entity: Entity) -> tuple[str, ...]:
        """The names from the top of the tree to this entity."""
        keys = [int(key) for key in entity.lineage.split("/") if key]
        return tuple(self.entities[key].name for key in keys if key in self.entities)

    def find(self, path: tuple[str, ...]) -> Entity | None:
        """By its whole path, the organisation's own name left out or not; or by its last name when it is alone to bear
        it."""
        wanted = tuple(map(bare, path))
        if wanted and wanted[0] == bare(self.organisation.name) and wanted not in self.by_path:
            wanted = wanted[1:]
        if wanted in self.by_path:
            return self.by_path[wanted]
        alike = [entity for known, entity in self.by_path.items() if len(wanted) == 1 and known[-1:] == wanted]
        return alike[0] if len(alike) == 1 else None


def plan_directory(
    *,
    organisation: Organisation,
    people: Iterable[Declared],
    given: frozenset[str],
    titles: Mapping[str, str],
    perimeter: Perimeter,
    names: Mapping[int, DeclaredIdentity],
    marks_leavers: bool,
    adds_entities: bool,
    file: str,
    faults: Faults,
) -> Plan:
    """`given`: the fields of the file; `titles`: field → the title of its column, for the faults; `names`: all that the
    organisation declared before. `perimeter`: whom the importer may declare (N11)."""
    directory = _Directory(organisation, perimeter, names)
    rows = list(people)
    where = {"file": file, "titles": titles, "faults": faults}
    new_paths: dict[tuple[str, ...], tuple[str, ...]] = {}
    changes = []
    for row in rows:
        known = _match(row, directory, **where)
        entity = _entity(row, known, given, directory, adds_entities, new_paths, **where)
        changes.append(Change(row, known, entity))
    changes = _with_managers(changes, directory, given, **where)
    changes = [_compared(one, directory, given, new_paths) for one in changes]
    present = {one.affiliation.pk for one in changes if one.affiliation is not None}
    gone = [p for pk, p in directory.people.items() if pk in directory.within - present and p.left_on is None]
    return Plan(
        organisation=organisation,
        given=given,
        new=tuple(one for one in changes if one.affiliation is None),
        changed=tuple(one for one in changes if one.affiliation is not None and one.differences),
        unchanged=sum(one.affiliation is not None and not one.differences for one in changes),
        leavers=tuple(gone) if marks_leavers else (),
        new_entities=tuple(sorted(new_paths.values(), key=len)),
    )


def _add(what: Words, row: Declared, name: str, *, file: str, titles: Mapping[str, str], faults: Faults) -> None:
    cell = getattr(row, name)
    cell = " > ".join(cell) if isinstance(cell, tuple) else cell
    faults.add(what, file=file, row=row.row, column=titles.get(name, ""), cell=str(cell)[:60])


def _match(row: Declared, directory: _Directory, **where: Any) -> Affiliation | None:
    """By her number, then by her address."""
    one, other = directory.by_reference.get(row.reference), directory.by_email.get(row.email)
    if one is not None and other is not None and one.pk != other.pk:
        _add(TWO_PEOPLE, row, "reference", **where)
    known = one or other
    if known is not None and known.pk not in directory.within:
        _add(ELSEWHERE, row, "email", **where)
    return known


def _entity(
    row: Declared,
    known: Affiliation | None,
    given: frozenset[str],
    directory: _Directory,
    adds: bool,
    new_paths: dict[tuple[str, ...], tuple[str, ...]],
    **where: Any,
) -> Entity | None:
    if "entity" not in given or not row.entity:
        kept = known.entity if known is not None and "entity" not in given else None
        if not directory.runs and (kept is None or kept.pk not in directory.hers):
            _add(NO_ENTITY, row, "entity", **where)
        return kept
    entity = directory.find(row.entity)
    if entity is None and adds and directory.runs:
        for depth in range(1, len(row.entity) + 1):
            path = row.entity[:depth]
            if directory.find(path) is None or depth == len(row.entity):
                new_paths.setdefault(tuple(map(bare, path)), path)
    elif entity is None:
        paths = [" > ".join(directory.path(each)) for each in directory.entities.values()]
        shown = " > ".join(row.entity)
        where["faults"].unknown(
            UNKNOWN_ENTITY, shown, paths, file=where["file"], row=row.row, column=where["titles"]["entity"],
            cell=shown[:60],
        )  # fmt: skip
    elif entity.pk not in directory.hers:
        _add(OUTSIDE, row, "entity", **where)
    return entity


def _with_managers(changes: list[Change], directory: _Directory, given: frozenset[str], **where: Any) -> list[Change]:
    """Each with her line manager: a row of the file, by its place, or somebody declared before."""
    if "line_manager" not in given:
        return changes
    places = {one.declared.email: place for place, one in enumerate(changes)}
    places |= {one.declared.reference: place for place, one in enumerate(changes) if one.declared.reference}
    led: dict[int, int] = {}
    result = []
    for place, one in enumerate(changes):
        text = one.declared.line_manager
        wanted = text.lower() if "@" in text else text
        leader = places.get(wanted) if wanted else None
        before = directory.by_reference.get(wanted) or directory.by_email.get(wanted) if wanted else None
        if leader == place:
            _add(OWN_MANAGER, one.declared, "line_manager", **where)
        elif wanted and leader is None and before is None:
            _add(UNKNOWN_MANAGER, one.declared, "line_manager", **where)
        elif leader is not None:
            led[place] = leader
            before = changes[leader].affiliation
        named = changes[leader].declared.email if leader is not None and before is None else before
        result.append(Change(one.declared, one.affiliation, one.entity, named))
    for place in _in_circles(led):
        _add(CIRCLE, changes[place].declared, "line_manager", **where)
    return result


def _in_circles(led: Mapping[int, int]) -> list[int]:
    """One place of each circle of line managers."""
    done: set[int] = set()
    found = []
    for start in led:
        path: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = led.get(at)
        if at in path:
            found.append(min(list(path)[list(path).index(at) :]))
        done.update(path)
    return found


def _compared(
    one: Change, directory: _Directory, given: frozenset[str], new_paths: Mapping[tuple[str, ...], tuple[str, ...]]
) -> Change:
    """The change with its differences, in the words of a person."""
    before = one.affiliation
    if before is None:
        return one
    found: dict[str, tuple[str, str]] = {}

    def differ(name: str, old: object, new: object) -> None:
        if old != new:
            found[name] = ("" if old is None else str(old), "" if new is None else str(new))

    sealed = directory.names.get(before.pk)
    for name in NAMES:
        old = getattr(sealed, name) if sealed else before.person.email if name == "email" else ""
        differ(name, old, getattr(one.declared, name))
    for name in PLAIN:
        if name in given or (name == "left_on" and before.left_on is not None):
            differ(name, getattr(before, name), getattr(one.declared, name))
    if "entity" in given:
        old_path = " > ".join(directory.path(before.entity)) if before.entity else ""
        added = tuple(map(bare, one.declared.entity)) in new_paths
        path = one.declared.entity if added else directory.path(one.entity) if one.entity else ()
        differ("entity", old_path, " > ".join(path))
    if "line_manager" in given:
        _compare_manager(one, before, differ, directory)
    for title, value in one.declared.attributes.items():
        differ(title, before.attributes.get(title, ""), value)
    return Change(one.declared, before, one.entity, one.line_manager, found)


def _compare_manager(one: Change, before: Affiliation, differ: Any, directory: _Directory) -> None:
    """By what the file calls her: the manager may be new, and then bears no key."""
    old = directory.people.get(before.line_manager_id) if before.line_manager_id else None
    sealed = directory.names.get(old.pk) if old else None
    address = sealed.email if sealed else old.person.email if old else ""
    said = one.declared.line_manager
    if (said.lower() if "@" in said else said) not in {address, old.reference if old else ""}:
        differ("line_manager", (old.reference or address) if old else "", said)

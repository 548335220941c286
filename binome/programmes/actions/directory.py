"""An organisation's directory: received, confirmed, given up."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.matching.words import bare
from binome.people.actions import declare_accounts, readdress_account
from binome.people.models import User

from ..models import Affiliation, DeclaredIdentity, DirectoryUpload, Entity, Organisation, Programme
from ..queries.directory import NAMES, Change, Plan

BATCH = 500
WRITTEN = {"entity", "reference", "job_title", "stage", "left_on", "line_manager"}


@transaction.atomic
def receive_directory(
    *,
    programme: Programme,
    organisation: Organisation,
    file_name: str,
    content: bytes,
    mapping: Mapping[str, str],
    marks_leavers: bool,
    adds_entities: bool,
    by: User,
    now: datetime,
) -> DirectoryUpload:
    """The file waits for its confirmation; her former one is dropped."""
    DirectoryUpload.objects.filter(by=by, organisation=organisation).delete()
    upload = DirectoryUpload.objects.create(
        programme=programme, organisation=organisation, by=by, file_name=file_name[:120], content=content,
        mapping=dict(mapping), marks_leavers=marks_leavers, adds_entities=adds_entities, sent_at=now,
    )  # fmt: skip
    record("directory_sent", by=by, obj=organisation, now=now)
    return upload


@transaction.atomic
def choose_columns(
    *, upload: DirectoryUpload, mapping: Mapping[str, str], marks_leavers: bool, adds_entities: bool
) -> None:
    """What each column is, and the options, before the preview is read again."""
    upload.mapping, upload.marks_leavers, upload.adds_entities = dict(mapping), marks_leavers, adds_entities
    upload.save(update_fields=["mapping", "marks_leavers", "adds_entities"])


@transaction.atomic
def drop_directory(*, upload: DirectoryUpload, by: User, now: datetime) -> None:
    """She gives it up: nothing of it is kept."""
    upload.delete()
    record("directory_dropped", by=by, obj=upload.organisation, now=now)


@transaction.atomic
def import_directory(
    *, upload: DirectoryUpload, plan_of: Callable[[], Plan], seen: str, by: User, now: datetime
) -> Plan:
    """All of it or nothing. `plan_of` works the plan out again, alone on this organisation; `seen` is the digest of the
    one that she read. Raises MoveRefused when the two differ, or when an account was opened meanwhile."""
    Organisation.objects.select_for_update().get(pk=upload.organisation_id)
    plan = plan_of()
    if plan.digest != seen:
        raise MoveRefused(_("L’annuaire a changé entre-temps : relisez l’aperçu avant de confirmer."))
    try:
        with transaction.atomic():
            _write(plan, language=upload.programme.wording, now=now)
    except IntegrityError:
        raise MoveRefused(_("L’annuaire a changé entre-temps : relisez l’aperçu avant de confirmer.")) from None
    upload.delete()
    counts = {"new": len(plan.new), "changed": len(plan.changed), "left": len(plan.leavers)}
    record("directory_imported", by=by, obj=plan.organisation, now=now, **counts)
    return plan


def _write(plan: Plan, *, language: str, now: datetime) -> None:
    entities = _add_entities(plan)
    people = declare_accounts(
        rows=[(c.declared.email, c.declared.first_name, c.declared.family_name) for c in plan.new],
        language=language, now=now,
    )  # fmt: skip
    made = {
        one.declared.email: Affiliation(
            organisation=plan.organisation, person=people[one.declared.email], declared_at=now
        )
        for one in plan.new
    }
    rows = [(one, one.affiliation or made[one.declared.email]) for one in (*plan.new, *plan.changed)]
    for one, row in rows:
        _apply(one, row, plan.given, entities)
    Affiliation.objects.bulk_create(made.values(), batch_size=BATCH)
    _lead(rows, plan)
    _save_changes(rows)
    names = [
        DeclaredIdentity(
            affiliation=row, email=one.declared.email, first_name=one.declared.first_name,
            family_name=one.declared.family_name,
        )
        for one, row in rows
    ]  # fmt: skip
    DeclaredIdentity.objects.declare(names)
    _readdress(plan, now=now)
    gone = [row.pk for row in plan.leavers]
    for start in range(0, len(gone), BATCH):
        Affiliation.objects.filter(pk__in=gone[start : start + BATCH]).update(left_on=timezone.localdate(now))


def _readdress(plan: Plan, *, now: datetime) -> None:
    """A new address of a known number: the account follows it only if nobody opened it, wrote to it or declared it
    elsewhere. Else a directory could take an account over; its owner alone changes its address, in her settings."""
    moved = [one for one in plan.changed if "email" in one.differences and one.affiliation is not None]
    keys = [one.affiliation.pk for one in moved if one.affiliation is not None]
    hers = Affiliation.objects.filter(pk__in=keys, invitations=None, person__enrolments=None, person__staff_roles=None)
    alone = {row.pk: row.person for row in hers.annotate(held=Count("person__affiliations")).select_related("person")
             if row.held == 1}  # fmt: skip
    for one in moved:
        if one.affiliation is not None and one.affiliation.pk in alone:
            readdress_account(person=alone[one.affiliation.pk], email=one.declared.email, now=now)


def _add_entities(plan: Plan) -> dict[tuple[str, ...], Entity]:
    """The new branches, each below its parent; by their path in bare words."""
    known: dict[tuple[str, ...], Entity] = {}
    rows = {row.pk: row for row in Entity.objects.filter(organisation=plan.organisation)}
    for row in rows.values():
        path = tuple(bare(rows[int(key)].name) for key in row.lineage.split("/") if key)
        known[path] = row
    for path in plan.new_entities:
        words = tuple(map(bare, path))
        if words not in known:
            parent = known.get(words[:-1])
            row = Entity.objects.create(organisation=plan.organisation, name=path[-1][:120], parent=parent, lineage="")
            row.lineage = f"{parent.lineage if parent else '/'}{row.pk}/"
            row.save(update_fields=["lineage"])
            known[words] = row
    return known


def _apply(one: Change, row: Affiliation, given: frozenset[str], entities: Mapping[tuple[str, ...], Entity]) -> None:
    """What this line says, written on her row; what the file has no column for stays."""
    said = one.declared
    if "entity" in given:
        row.entity = one.entity or entities.get(tuple(map(bare, said.entity)))
    for name in ("reference", "job_title", "stage"):
        if name in given:
            setattr(row, name, getattr(said, name))
    row.left_on = said.left_on  # who is in the file is here, unless it says when she left
    row.attributes = {**row.attributes, **said.attributes}


def _lead(rows: list[tuple[Change, Affiliation]], plan: Plan) -> None:
    """Line managers, once everyone has a row: one statement for each of those whose people are new."""
    if "line_manager" not in plan.given:
        return
    by_email = {one.declared.email: row for one, row in rows}
    led: dict[int, list[int]] = defaultdict(list)
    for one, row in rows:
        leader = one.line_manager
        row.line_manager = by_email.get(leader) if isinstance(leader, str) else leader
        if one.affiliation is None and row.line_manager is not None:
            led[row.line_manager.pk].append(row.pk)
    for leader_key, people in led.items():
        for start in range(0, len(people), BATCH):
            Affiliation.objects.filter(pk__in=people[start : start + BATCH]).update(line_manager=leader_key)


def _save_changes(rows: list[tuple[Change, Affiliation]]) -> None:
    """The columns that change, of those of whom one does; their names are in another table."""
    changed = []
    fields: set[str] = set()
    for one, row in rows:
        own = {name if name in WRITTEN else "attributes" for name in one.differences if name not in NAMES}
        if own:
            changed.append(row)
            fields |= own
    if changed:
        Affiliation.objects.bulk_update(changed, sorted(fields), batch_size=BATCH)

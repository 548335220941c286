"""The directory that an organisation sent: read as its sender may (the shield opens the names), then imported by the
worker, all at once."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.jobs import Task, ask_job
from binome.core.models import Job
from binome.core.moves import MoveRefused
from binome.matching.files.faults import Fault, Faults
from binome.matching.files.sheets import Sheet
from binome.people.models import User
from binome.programmes.actions.directory import import_directory
from binome.programmes.models import DirectoryUpload
from binome.programmes.queries.directory import FIELDS, Declared, Plan, open_file, plan_directory, read_rows
from binome.programmes.queries.perimeter import Perimeter, perimeter_of

from ..identity import declared_names

IMPORT = "import_directory"


@dataclass(frozen=True)
class Reading:
    """What the file says, before anything is compared with what is known."""

    sheet: Sheet
    people: list[Declared]
    faults: list[Fault]


def read_upload(upload: DirectoryUpload) -> Reading:
    """Raises FilesError for a file that can't be read at all."""
    faults = Faults()
    sheet = open_file(bytes(upload.content), upload.file_name, faults)
    return Reading(sheet, read_rows(sheet, upload.mapping, faults), faults.found)


def plan_upload(
    upload: DirectoryUpload, reading: Reading, *, viewer: User, perimeter: Perimeter, now: datetime
) -> tuple[Plan, list[Fault]]:
    """What it would change as things stand now, and everything that forbids it."""
    faults = Faults()
    titles = {field: title for title, field in upload.mapping.items() if field in FIELDS}
    people = [_still_here(one, timezone.localdate(now)) for one in reading.people]
    plan = plan_directory(
        organisation=upload.organisation, people=people, given=frozenset(titles), titles=titles,
        perimeter=perimeter, names=declared_names(viewer=viewer, perimeter=perimeter, now=now),
        marks_leavers=upload.marks_leavers, adds_entities=upload.adds_entities, file=upload.file_name, faults=faults,
    )  # fmt: skip
    return plan, [*reading.faults, *faults.found]


def _still_here(one: Declared, today: date) -> Declared:
    """A contract that ends next year is no departure yet."""
    return replace(one, left_on=None) if one.left_on is not None and one.left_on > today else one


def ask_import(*, upload: DirectoryUpload, seen: str, by: User, now: datetime) -> Job:
    """The worker imports it. `seen`: the digest of the plan that she read. Raises MoveRefused while another import of
    the same organisation goes on."""
    return ask_job(
        IMPORT, about=upload.organisation.code, data={"upload": upload.code, "seen": seen,
        "programme": upload.programme.slug}, by_code=by.code, language=get_language() or "fr", now=now,
        busy=_("Un import de cette organisation est déjà en cours : attendez qu’il soit fini."),
    )  # fmt: skip


def do_import(task: Task) -> None:
    """All of it and the end of the job, or nothing."""
    uploads = DirectoryUpload.objects.select_related("organisation", "programme", "by")
    upload = uploads.filter(code=task.job.data["upload"], by__code=task.job.by_code, by__is_active=True).first()
    if upload is None:
        raise MoveRefused(_("Ce fichier a été effacé : envoyez-le à nouveau."))
    by, perimeter = upload.by, perimeter_of(upload.by, upload.programme)
    if not perimeter.known_organisations().filter(pk=upload.organisation_id).exists():
        raise MoveRefused(_("Cette organisation n’est plus dans votre périmètre."))
    task.beat("reading")
    reading = read_upload(upload)
    task.beat("writing", 0, len(reading.people))
    now = task.clock()

    def plan_of() -> Plan:
        plan, faults = plan_upload(upload, reading, viewer=by, perimeter=perimeter, now=now)
        if faults:
            raise MoveRefused(_("Corrigez d’abord le fichier : rien n’est importé."))
        return plan

    with transaction.atomic():
        plan = import_directory(upload=upload, plan_of=plan_of, seen=task.job.data["seen"], by=by, now=now)
        task.finish(count=len(plan.new) + len(plan.changed), left=len(plan.leavers))

"""Invitations in number: asked on a page, done by the worker; letters first, then one short transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.jobs import Task, ask_job
from binome.core.models import Job
from binome.core.moves import MoveRefused
from binome.people.models import User

from ..models import Affiliation, Cohort
from ..queries.perimeter import perimeter_of
from .invitations import invite_people, prepare_invitations

INVITE = "invite_people"


def ask_invitations(*, cohort: Cohort, affiliations: Iterable[Affiliation], role: str, by: User, now: datetime) -> Job:
    """The worker writes to them. Raises MoveRefused while it writes to others of the same promotion."""
    codes = [row.code for row in affiliations]
    return ask_job(
        INVITE, about=cohort.code, data={"programme": cohort.programme.slug, "role": role, "people": codes},
        by_code=by.code, language=get_language() or "fr", now=now,
        busy=_("Des invitations à cette promotion partent déjà : attendez que ce soit fini."),
    )  # fmt: skip


def do_invite(task: Task) -> None:
    """Those who are still within her perimeter: all of them and the end of the job, or nothing."""
    cohort = Cohort.objects.select_related("programme").filter(code=task.job.about).first()
    by = User.objects.filter(code=task.job.by_code, is_active=True).first()
    if cohort is None or by is None:
        raise MoveRefused(_("Cette promotion n’est plus la vôtre."))
    codes = set(task.job.data["people"])
    hers = perimeter_of(by, cohort.programme).affiliations().select_related("person", "organisation")
    asked = {"cohort": cohort, "role": task.job.data["role"], "by": by, "now": task.clock()}
    people = [row for row in hers if row.code in codes]
    prepared = prepare_invitations(
        **asked, affiliations=people, beat=lambda done, total: task.beat("letters", done, total)
    )
    with task.writing():
        task.finish(count=invite_people(**asked, affiliations=people, prepared=prepared))

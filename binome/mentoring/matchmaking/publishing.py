"""A publication in number: asked on a page, done by the worker. Pairs, circles and letters are worked out first; then
one short transaction looks whether anything changed, and stores all of them or nothing."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.jobs import Task, ask_job
from binome.core.models import Job
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.queries.perimeter import perimeter_of

from ..lifecycle import RUN_MOVES
from ..models import MatchRun
from .deciding import offer_run, publish_run
from .preparing import CHANGED, prepare_run

PUBLISH = "publish_match"


def ask_publication(*, run: MatchRun, by: User, now: datetime) -> Job:
    """The worker publishes it, or puts it to the people. Raises MoveRefused for what can be seen at once."""
    if not perimeter_of(by, run.cohort.programme).whole:
        raise MoveRefused(_("Seule une responsable de tout le programme décide pour la promotion."))
    if run.state not in RUN_MOVES["publish"].sources:
        raise MoveRefused(_("Cet appariement a déjà changé d’étape. Rechargez la page."))
    programme = run.cohort.programme
    return ask_job(
        PUBLISH, about=run.cohort.code, data={
            "run": run.code, "programme": programme.slug, "asks": programme.modality.both_accept,
            "circles": programme.modality.circle_sizes is not None,
        },
        by_code=by.code, language=get_language() or "fr", now=now,
        busy=_("La publication est déjà en cours : attendez qu’elle soit finie."),
    )  # fmt: skip


def do_publish(task: Task) -> None:
    """All of it and the end of the job, or nothing."""
    run = MatchRun.objects.select_related("cohort__programme").filter(code=task.job.data["run"]).first()
    by = User.objects.filter(code=task.job.by_code, is_active=True).first()
    if run is None or by is None:
        raise MoveRefused(str(CHANGED))
    now = task.clock()
    prepared = prepare_run(run, now=now, beat=lambda done, total: task.beat("letters", done, total))
    act = offer_run if run.cohort.programme.modality.both_accept else publish_run
    with task.writing():
        task.finish(count=act(run=run, by=by, now=now, prepared=prepared))

"""Everything that the worker does: one line per scheduled work, and the jobs that pages ask for.

Each command may run any number of times (B8)."""

from datetime import timedelta

from binome.core.jobs import Work
from binome.core.schedule import Line
from binome.mentoring.actions.importing import IMPORT, do_import
from binome.mentoring.matchmaking.publishing import PUBLISH, do_publish
from binome.programmes.actions.inviting import INVITE, do_invite

HOURLY, DAILY = timedelta(hours=1), timedelta(days=1)
#: Somebody waits before a page; with nothing to do it is one query.
AT_ONCE = timedelta(seconds=5)

TIMETABLE = {
    "make_matches": Line("mentoring_match", AT_ONCE),
    "do_jobs": Line("core_jobs", AT_ONCE),
    "follow_up_mentoring": Line("mentoring_follow_up", HOURLY),
    "end_suspensions": Line("support_end_suspensions", HOURLY),
    "follow_up_enrolment": Line("programmes_follow_up", HOURLY),
    "turn_listings": Line("mentoring_turn_listings", DAILY),
    "forget_sessions": Line("clearsessions", DAILY),
    "forget_devices": Line("people_forget_sessions", DAILY),
    "sweep_files": Line("library_sweep_files", DAILY),
    "run_clocks": Line("privacy_run_clocks", DAILY),
}

#: What a page may ask of the worker (`core.jobs`), by kind.
WORKS: dict[str, Work] = {IMPORT: do_import, INVITE: do_invite, PUBLISH: do_publish}

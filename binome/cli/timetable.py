"""Everything that runs by itself: one line per scheduled work. Each command may run any number of times (B8)."""

from datetime import timedelta

from binome.core.schedule import Line

HOURLY, DAILY = timedelta(hours=1), timedelta(days=1)

TIMETABLE = {
    "forget_sessions": Line("clearsessions", DAILY),
    "forget_letters": Line("core_tidy", DAILY),
}

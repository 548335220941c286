"""What time has taken away since the platform opened: two nights of the retention rules, and the yes in between."""

from datetime import datetime, timedelta

from binome.people.models import User
from binome.privacy.models import ClockRun
from binome.privacy.retention import confirm_run, run_clocks
from binome.programmes.models import StaffRole


def pass_the_clocks(*, now: datetime) -> None:
    """The first night stops at the many years of a whole history; an administrator confirms; the second night acts."""
    for run in run_clocks(now=now - timedelta(days=1)):
        if run.outcome == ClockRun.Outcome.STOPPED:
            by = User.objects.filter(staff_roles__kind=StaffRole.Kind.ADMINISTRATOR).order_by("pk").first()
            assert by is not None
            confirm_run(run=run, by=by, now=now - timedelta(hours=12))
    run_clocks(now=now)

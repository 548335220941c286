from datetime import datetime, time

from django.db import migrations
from django.db.models import Q
from django.utils import timezone


def say_when_they_ended(apps, schema_editor):
    """What a promotion holds of people goes a year after its end: without a date it would stay for ever. The journal
    says when it was closed; failing that its archiving, its last day, or else today, which keeps rather than erases."""
    Cohort, JournalEntry = apps.get_model("programmes", "Cohort"), apps.get_model("core", "JournalEntry")
    now = timezone.now()
    over = Q(state="closed") | Q(archived_at__isnull=False)
    for cohort in Cohort.objects.filter(over, closed_at=None).order_by("pk").iterator():
        moves = JournalEntry.objects.filter(verb="cohort_moved", object_kind="cohort", object_code=cohort.code)
        closed = [entry.at for entry in moves.order_by("pk") if entry.data.get("move") == "close"]
        said = [*closed[-1:], *filter(None, [cohort.archived_at, _end_of(cohort.ends_on)])]
        cohort.closed_at = min(said[0] if said else now, now)
        cohort.save(update_fields=["closed_at"])


def _end_of(day):
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0013_line_managers_told"),
        ("core", "0001_tables"),
    ]

    operations = [migrations.RunPython(say_when_they_ended, migrations.RunPython.noop)]

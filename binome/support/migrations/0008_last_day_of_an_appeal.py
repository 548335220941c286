from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def say_the_last_day(apps, schema_editor):
    """As it was counted until now: from the decision."""
    rows = apps.get_model("support", "Case").objects.filter(closed_at__isnull=False).exclude(measure__in=["", "none"])
    for case in rows.select_related("programme"):
        case.appeal_until_on = timezone.localdate(case.closed_at) + timedelta(days=case.programme.appeal_days)
        case.save(update_fields=["appeal_until_on"])


class Migration(migrations.Migration):
    dependencies = [("support", "0007_whom_a_case_is_kept_from")]

    operations = [
        migrations.AddField("case", "appeal_until_on", models.DateField(blank=True, null=True)),
        migrations.RunPython(say_the_last_day, migrations.RunPython.noop),
    ]

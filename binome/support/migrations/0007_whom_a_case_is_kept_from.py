from django.conf import settings
from django.db import migrations, models


def keep_them_away(apps, schema_editor):
    case = apps.get_model("support", "Case")
    rows = case.objects.exclude(kept_from_one=None).values_list("pk", "kept_from_one")
    case.kept_from.through.objects.bulk_create(
        case.kept_from.through(case_id=case_pk, user_id=person_pk) for case_pk, person_pk in rows
    )


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0006_case_kept_from"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("case", "kept_from", "kept_from_one"),
        migrations.AddField(
            "case", "kept_from", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)
        ),
        migrations.RunPython(keep_them_away, migrations.RunPython.noop),
        migrations.RemoveField("case", "kept_from_one"),
    ]

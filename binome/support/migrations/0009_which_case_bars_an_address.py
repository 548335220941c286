from django.db import migrations

from binome.core.hashes import digests


def say_which_case(apps, schema_editor):
    """A bar placed before knew no case: it becomes one of each case whose measure holds for that address."""
    hashes = apps.get_model("core", "KeptHash").objects.filter(purpose="sanctioned", origin="")
    decisions = apps.get_model("support", "Decision").objects.filter(
        measure__in=["suspension", "exclusion"], ended_at=None, case__reported__isnull=False
    )
    claimed = set()
    for decision in decisions.select_related("case__reported"):
        for kept in hashes.filter(digest__in=digests(decision.case.reported.email)):
            origin = digests(decision.case.code)[0]
            claimed.add(kept.pk)
            hashes.model.objects.get_or_create(
                purpose=kept.purpose, digest=kept.digest, origin=origin, defaults={"until": kept.until}
            )
    hashes.filter(pk__in=claimed).delete()


class Migration(migrations.Migration):
    dependencies = [("support", "0008_last_day_of_an_appeal"), ("core", "0005_origin_of_a_kept_hash")]

    operations = [migrations.RunPython(say_which_case, migrations.RunPython.noop)]

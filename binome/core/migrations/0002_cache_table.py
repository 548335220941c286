"""The shared cache counts rate limits: its table comes with `migrate`, no other command to remember."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_tables")]

    operations = [migrations.RunPython(create_cache_table, migrations.RunPython.noop)]

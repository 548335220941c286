"""The order in which a French reader looks for names, the same on both databases."""

from typing import Any

from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler

MARKED = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝŸàáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿ"
BARE = "AAAAAAACEEEEIIIINOOOOOOOUUUUYYaaaaaaaceeeeiiiinooooooouuuuyy"


class FrenchOrder(Func):
    """A short text to sort by: « Élodie » beside « Elsa », not after « Zoé ».

    Neither a collation nor an extension is asked of the database: each letter that has a mark is put for its bare one.
    A column that is searched as well keeps its `french.fold` instead.
    """

    arity = 1
    output_field = CharField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        template = f"lower(translate(%(expressions)s, '{MARKED}', '{BARE}'))"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="french_order", **context)


_PUT = str.maketrans(MARKED, BARE)


def bare(text: str | None) -> str | None:
    """What PostgreSQL is asked for, for SQLite, whose own lower() knows the letters of ASCII only."""
    return text.translate(_PUT).lower() if text else text


def teach_sqlite(connection: Any, **signal: Any) -> None:
    """To every new connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("french_order", 1, bare, deterministic=True)

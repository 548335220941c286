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


def bare(text: str) -> str:
    """The same of a text that is read already."""
    return text.translate(_PUT).lower()


def teach_sqlite(connection: Any, **signal: Any) -> None:
    """Its own lower() knows the letters of ASCII only: every new connection is given ours."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("french_order", 1, lambda text: text and bare(text), deterministic=True)

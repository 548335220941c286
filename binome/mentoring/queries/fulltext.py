"""Looking words up in the listings: one question, asked in the language of each engine, with one answer.

A *need* is a column of tokens and the words of which one must be there. Both engines compare whole tokens and
nothing else, so that they find the same rows (migration 0002 makes the indexes).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Expression, F

COLUMNS = frozenset({"title_tokens", "text_tokens", "place_tokens", "facet_tokens"})


@dataclass(frozen=True)
class Need:
    """One of these words must be in this column."""

    column: str
    words: tuple[str, ...]


class Meets(Expression):
    """Whether a listing meets all the needs, or any of them: a condition for `filter`, `Case` and `order_by`."""

    output_field = BooleanField()

    def __init__(self, needs: Iterable[Need], *, every: bool = True) -> None:
        super().__init__(output_field=BooleanField())
        self.needs, self.every = tuple(needs), every
        assert self.needs and all(need.column in COLUMNS and need.words for need in self.needs)
        #: The key of the listing, then the column of each need: the ORM knows the table's name in each query.
        self.columns: list[Any] = [F("pk"), *(F(need.column) for need in self.needs)]

    @property
    def identity(self) -> tuple[Any, ...]:
        return (Meets, self.needs, self.every)

    def get_source_expressions(self) -> list[Any]:
        return self.columns

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        key, *columns = (compiler.compile(column)[0] for column in self.columns)
        return self._fts5(key) if connection.vendor == "sqlite" else self._arrays(columns)

    def _fts5(self, key: str) -> tuple[str, tuple[Any, ...]]:
        joint = " AND " if self.every else " OR "
        match = joint.join(f"({need.column} : ({' OR '.join(map(_quoted, need.words))}))" for need in self.needs)
        return (
            f"{key} IN (SELECT rowid FROM mentoring_listing_words WHERE mentoring_listing_words MATCH %s)",
            (match,),
        )

    def _arrays(self, columns: list[str]) -> tuple[str, tuple[Any, ...]]:
        joint = " AND " if self.every else " OR "
        met = joint.join(f"string_to_array({column}, ' ') && %s::text[]" for column in columns)
        return f"({met})", tuple(list(need.words) for need in self.needs)


def _quoted(word: str) -> str:
    """A string for FTS5: operators inside it are letters."""
    return '"' + word.replace('"', '""') + '"'

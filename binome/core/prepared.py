"""Questions that every page asks: their SQL is written at the first asking, and only the values change afterwards.

The ORM takes ten times longer to write such a query than the database to answer it. What comes back is what the
queryset itself would give, read at that moment: nothing of an answer is kept.

    @prepared
    def _named(code: Given) -> QuerySet[User]:
        return User.objects.filter(code=code)

    _named(code="hgw8d2kx3m")          # a list of users
"""

import inspect
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import Expression, Field, QuerySet

#: A row, as the queryset gives it: an object, or the value of one column.
Row = TypeVar("Row")
Value = int | str | bool | datetime | list[int] | list[str]


class Given(Expression):
    """The place of a value in a prepared query, in a lookup or among the parameters of a `RawSQL`; of several after
    `__in`, as `keys()` or `codes()`."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=Field())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def keys(self) -> "_Each":
        return _Each(self.name, "bigint")

    def codes(self) -> "_Each":
        return _Each(self.name, "text")


class _Each(Given):
    """The place of a list of any length, of one type of PostgreSQL: the query gets it as one value, a text of JSON."""

    def __init__(self, name: str, type_: str) -> None:
        super().__init__(name)
        self.type_ = type_

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "(SELECT value FROM json_each(%s))", (self,)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"(SELECT value::{self.type_} FROM json_array_elements_text(%s))", (self,)


class Prepared(Generic[Row]):
    """Written once for each connection; each thread has its own."""

    def __init__(self, write: Callable[..., QuerySet[Any, Row]]) -> None:
        self._write = write
        self._written: WeakKeyDictionary[Any, _Written[Row]] = WeakKeyDictionary()
        self.__doc__ = write.__doc__

    def first(self, **values: Value) -> Row | None:
        return next(iter(self(**values)), None)

    def exists(self, **values: Value) -> bool:
        return bool(self(**values))

    def __call__(self, **values: Value) -> list[Row]:
        """The rows for these values, which bear the names of the query's parameters."""
        connection = connections["default"]
        written = self._written.get(connection)
        if written is None:
            names = inspect.signature(self._write).parameters
            written = self._written[connection] = _Written(self._write(**{name: Given(name) for name in names}))
        return written.rows(values)


class _Written(Generic[Row]):
    """A queryset whose compiler has already worked: it gives the same SQL and converters at each asking."""

    def __init__(self, queryset: Any) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = self.compiler.as_sql()
        converters = self.compiler.get_converters([column for column, *_rest in self.compiler.select])
        self.compiler.get_converters = lambda columns: converters
        queryset.query.get_compiler = lambda *_args, **_options: self.compiler

    def rows(self, values: dict[str, Any]) -> list[Row]:
        adapted = {name: self._adapted(value) for name, value in values.items()}
        params = tuple(adapted[param.name] if isinstance(param, Given) else param for param in self.params)
        self.compiler.as_sql = lambda: (self.sql, params)
        return list(self.queryset._iterable_class(self.queryset))

    def _adapted(self, value: Value) -> Any:
        """As the ORM hands it to this database: only a moment is written differently, and a list is one text."""
        if isinstance(value, datetime):
            return self.compiler.connection.ops.adapt_datetimefield_value(value)
        return json.dumps(value) if isinstance(value, list) else value


prepared = Prepared

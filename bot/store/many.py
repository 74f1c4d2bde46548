"""Much at once: many rows by one statement, and many values as one parameter.

SQLAlchemy puts together a list of parameters anew each time, and looks at each value of each row:
that costs more than what the database does with them.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Table,
    Text,
    TypeDecorator,
    bindparam,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

_PLACE: Final = re.compile(r"\$\d+")


def for_each(connection: Connection, said: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Say *said* for each of *rows*, whose values are `$1`, `$2` … in it, once and in turn.

    They go to the database as they are: what is a time there has to be a number already.
    """
    if rows:
        connection.exec_driver_sql(_spoken(said, connection.dialect.name), list(rows))


def adding(table: Table, *names: str) -> str:
    """Return how to add a row with these columns, for `for_each`."""
    places = ", ".join(f"${number}" for number, _ in enumerate(names, 1))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return whether *column* is one of the values of the parameter *name*, a list."""
    return _Among(column, bindparam(name, type_=_Several(column.type)))


@cache
def _spoken(said: str, dialect: str) -> str:
    return _PLACE.sub("?", said) if dialect == "sqlite" else said


class _Several(TypeDecorator[Sequence[Any]]):
    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        is_server = dialect.name == "postgresql"
        return dialect.type_descriptor(ARRAY(self.item) if is_server else Text())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        listed = list(value or ())
        return listed if dialect.name == "postgresql" else json.dumps(listed)


class _Among(FunctionElement[bool]):
    # Without a type: of a boolean SQLAlchemy would ask whether it is 1, and no index tells that.
    inherit_cache = True


@compiles(_Among)
def _among(element: _Among, compiler: SQLCompiler, **words: Any) -> str:
    column, values = (compiler.process(one, **words) for one in element.clauses)
    if compiler.dialect.name == "postgresql":
        return f"{column} = ANY({values})"
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608

"""INSERT that may meet a row that is there already: each database has its own."""

from typing import Any, Final

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

INSERTS: Final[dict[str, Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_into(connection: Connection | AsyncConnection, table: Table) -> Any:
    return INSERTS[connection.dialect.name](table)

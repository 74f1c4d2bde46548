"""A real PostgreSQL, and databases of the tests' own in it."""

import asyncio
import atexit
import os
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.database import migrate
from bot.store.schema.base import VERSION_TABLE
from tests.line import Line, line

PATIENCE: Final = 30  # seconds
_ADDRESS: Final = "127.0.0.1:5432"
_USERS: Final = ("postgres", "root")
_GROWTH: Final = 4 * 2**20  # bytes, at most, of a database that is used again
_SWEEP: Final = f"""
DO $$
DECLARE one text;
BEGIN
    PERFORM pg_terminate_backend(pid, {PATIENCE * 1000}) FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend'
        AND pid <> pg_backend_pid();
    FOR one IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> '{VERSION_TABLE}'
    LOOP
        EXECUTE format('DELETE FROM %I', one);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""
# Whoever changes a table writes rows of the catalogue, even if all of it is changed back.
_STAND: Final = f"""
SELECT count(*), max(xmin::text::bigint), pg_database_size(current_database()) FROM (
    SELECT xmin FROM pg_class UNION ALL SELECT xmin FROM pg_attribute
    UNION ALL SELECT xmin FROM {VERSION_TABLE}
) AS known
"""


class _Copies:
    """Databases with their tables, all copied from one.

    To make and drop a copy costs more than most tests, so one is swept and used again, unless
    somebody has changed more in it than rows.
    """

    def __init__(self, template: str, stand: Any) -> None:
        self._template, self._stand = template, stand
        self._spare: list[str] = []

    async def take(self) -> str:
        return self._spare.pop() if self._spare else await _copy(self._template)

    async def give_back(self, name: str) -> None:
        rows, change, size = await _ask(_SWEEP, _STAND, database=name)
        if (rows, change) == tuple(self._stand[:2]) and size - self._stand[2] < _GROWTH:
            self._spare.append(name)
        else:
            await _drop(name)

    async def drop(self) -> None:
        await _drop(*self._spare, self._template)


_users: list[str] = []  # who we are there, once that is known
_copies: list[_Copies] = []  # one, once it is needed


@asynccontextmanager
async def empty_on_server() -> AsyncIterator[str]:
    """Make a database without tables; gives its DATABASE_URL."""
    name = await _copy("template1")
    try:
        yield await _url(name)
    finally:
        await _drop(name)


@asynccontextmanager
async def migrated_on_server() -> AsyncIterator[str]:
    """Give the DATABASE_URL of one with its tables and nothing in them."""
    if not _copies:
        template = await _copy("template1")
        await migrate(await _url(template))
        _copies.append(_Copies(template, await _ask(_STAND, database=template)))
        atexit.register(lambda: asyncio.run(_copies[0].drop()))
    [copies] = _copies
    name = await copies.take()
    try:
        yield await _url(name)
    finally:
        await copies.give_back(name)


@asynccontextmanager
async def migrated_over_line() -> AsyncIterator[tuple[str, Line]]:
    """Give the DATABASE_URL of one that is reached over a line, and the line."""
    async with migrated_on_server() as url, line(int(_ADDRESS.rpartition(":")[2])) as between:
        yield url.replace(_ADDRESS, f"127.0.0.1:{between.port}"), between
        between.go_on()


async def outside_transaction(*statements: str) -> None:
    """Say to PostgreSQL what no transaction may hold."""
    await _ask(*statements)


async def _copy(template: str) -> str:
    """Make a database; its commits do not wait for the disk, as nobody cuts the power here."""
    name = f"wherebot_{uuid.uuid4().hex}"
    await _ask(
        f"CREATE DATABASE {name} TEMPLATE {template}",
        f"ALTER DATABASE {name} SET synchronous_commit = off",
    )
    return name


async def _drop(*names: str) -> None:
    await _ask(*(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


async def _url(name: str) -> str:
    return f"postgresql://{await _user()}@{_ADDRESS}/{name}"


async def _ask(*statements: str, database: str = "test") -> Any:
    """Say something; return what the last of it gives."""
    return await _ask_as(await _user(), database, statements)


async def _user() -> str:
    """Return who we are there; without a PostgreSQL there is nothing to test, except in CI."""
    if _users:
        return _users[0]
    for user in _USERS:
        try:
            await _ask_as(user, "test", ["SELECT 1"])
        except (SQLAlchemyError, OSError) as error:
            why = str(error)
        else:
            _users.append(user)
            return user
    if os.environ.get("CI"):
        pytest.fail(f"there is no PostgreSQL at {_ADDRESS}: {why}")
    pytest.skip(f"there is no PostgreSQL at {_ADDRESS}")


async def _ask_as(user: str, database: str, statements: Iterable[str]) -> Any:
    url = f"postgresql+asyncpg://{user}@{_ADDRESS}/{database}"
    waiting = {"timeout": PATIENCE}
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", connect_args=waiting)
    try:
        async with engine.connect() as connection:
            for statement in statements:
                said = await connection.execute(text(statement))
            return said.first() if said.returns_rows else None
    finally:
        await engine.dispose()

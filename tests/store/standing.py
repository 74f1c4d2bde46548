"""Databases of the tests' own: a file of SQLite, and a database in a real PostgreSQL."""

import asyncio
import atexit
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.database import Database, migrate, open_database

KINDS = ("sqlite", "postgresql")
_SERVER = "127.0.0.1:5432"
_PATIENCE = 30  # seconds
_USERS = ("postgres", "root")
_migrated: dict[str, str] = {}  # kind -> where one is that is copied


@asynccontextmanager
async def empty_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """Make a database without tables; gives its DATABASE_URL."""
    if kind == "sqlite":
        yield _file(folder)
        return
    async with _of_server("template1") as url:
        yield url


@asynccontextmanager
async def migrated_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """Make a database with its tables: a copy of one that was migrated, which costs far less."""
    if kind == "sqlite":
        url = _file(folder)
        shutil.copy(await migrated_file(), make_url(url).database or "")
        yield url
        return
    async with _of_server(await _migrated_on_server()) as url:
        yield url


async def migrated_file() -> Path:
    """Return a file with the tables of today and nothing in them, to be copied."""
    if "sqlite" not in _migrated:
        folder = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, folder)
        _migrated["sqlite"] = _file(folder)
        await migrate(_migrated["sqlite"])
    return Path(make_url(_migrated["sqlite"]).database or "")


async def _migrated_on_server() -> str:
    """Return the name of such a database in the PostgreSQL."""
    if "postgresql" not in _migrated:
        user, name = await _user(), f"wherebot_{uuid.uuid4().hex}"
        await _ask(user, f"CREATE DATABASE {name}")
        atexit.register(lambda: asyncio.run(_ask(user, f"DROP DATABASE {name} WITH (FORCE)")))
        await migrate(f"postgresql://{user}@{_SERVER}/{name}")
        _migrated["postgresql"] = name
    return _migrated["postgresql"]


@asynccontextmanager
async def _of_server(template: str) -> AsyncIterator[str]:
    user, name = await _user(), f"wherebot_{uuid.uuid4().hex}"
    await _ask(user, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield f"postgresql://{user}@{_SERVER}/{name}"
    finally:
        await _ask(user, f"DROP DATABASE {name} WITH (FORCE)")


def _file(folder: Path) -> str:
    return f"sqlite:///{folder}/{uuid.uuid4().hex}.sqlite"


@asynccontextmanager
async def some_database(kind: str, folder: Path) -> AsyncIterator[Database]:
    async with migrated_database(kind, folder) as url, open_database(url) as database:
        yield database


@contextmanager
def beside(file: Path | str) -> Iterator[sqlite3.Connection]:
    """Open the bot's file past the bot, to read in it."""
    opened = sqlite3.connect(file, _PATIENCE, isolation_level=None, check_same_thread=False)
    with closing(opened):
        yield opened


@asynccontextmanager
async def locked(file: Path | str) -> AsyncIterator[None]:
    """Keep the bot from writing in its file.

    Its own transaction may have to end first, in this very loop: so a thread waits for that.
    """
    with beside(file) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def ask(url: str, *statements: str) -> None:
    """Say something to a database past the bot."""
    async_url = url.replace("sqlite:", "sqlite+aiosqlite:").replace("sql://", "sql+asyncpg://")
    engine = create_async_engine(async_url, connect_args={"timeout": _PATIENCE})
    try:
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()


async def outside_transaction(*statements: str) -> None:
    """Say to PostgreSQL what no transaction may hold."""
    user = await _user()
    for statement in statements:
        await _ask(user, statement)


async def _ask(user: str, statement: str) -> None:
    url = f"postgresql+asyncpg://{user}@{_SERVER}/test"
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": 5})
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()


async def _user() -> str:
    """Return who we are there; without a PostgreSQL there is nothing to test, except in CI."""
    for user in _USERS:
        try:
            await _ask(user, "SELECT 1")
        except (SQLAlchemyError, OSError) as error:
            why = str(error)
        else:
            return user
    if os.environ.get("CI"):
        pytest.fail(f"there is no PostgreSQL at {_SERVER}: {why}")
    pytest.skip(f"there is no PostgreSQL at {_SERVER}")

"""Databases of the tests' own: a file of SQLite, and a database in a real PostgreSQL."""

import asyncio
import atexit
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.database import Database, migrate, open_database
from tests.store.server import PATIENCE, empty_on_server, migrated_on_server

KINDS = ("sqlite", "postgresql")
_migrated: list[Path] = []  # one file, once it is needed, that is copied


@asynccontextmanager
async def empty_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """Make a database without tables; gives its DATABASE_URL."""
    if kind == "sqlite":
        yield _file(folder)
        return
    async with empty_on_server() as url:
        yield url


@asynccontextmanager
async def migrated_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """Make a database with its tables: a copy of one that was migrated, which costs far less."""
    if kind == "sqlite":
        url = _file(folder)
        shutil.copy(await migrated_file(), make_url(url).database or "")
        yield url
        return
    async with migrated_on_server() as url:
        yield url


async def migrated_file() -> Path:
    """Return a file with the tables of today and nothing in them, to be copied."""
    if not _migrated:
        folder = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, folder)
        url = _file(folder)
        await migrate(url)
        _migrated.append(Path(make_url(url).database or ""))
    return _migrated[0]


def _file(folder: Path) -> str:
    return f"sqlite:///{folder}/{uuid.uuid4().hex}.sqlite"


@asynccontextmanager
async def some_database(kind: str, folder: Path) -> AsyncIterator[Database]:
    async with migrated_database(kind, folder) as url, open_database(url) as database:
        yield database


@contextmanager
def beside(file: Path | str) -> Iterator[sqlite3.Connection]:
    """Open the bot's file past the bot, to read in it."""
    opened = sqlite3.connect(file, PATIENCE, isolation_level=None, check_same_thread=False)
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
    engine = create_async_engine(async_url, connect_args={"timeout": PATIENCE})
    try:
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()

"""The database: a file of SQLite for one machine, PostgreSQL for any number of replicas."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import event, inspect, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.core.letter import StoreError
from bot.store.schema import REVISIONS, VERSION_TABLE

_BUSY: Final = 5  # seconds to wait for another process that writes: Slack waits 3 for us, then more
_CONNECT: Final = 5  # seconds
_ANSWER: Final = 10  # seconds for one statement
_CONNECTIONS: Final = 5
_LAST: Final = 1.0  # seconds for what is under way when all is closed
_OLDEST_SQLITE: Final = (3, 35)  # RETURNING: sqlite.org/lang_returning.html
# synchronous=FULL: what was promised to Slack outlives a power cut, not only kill -9
# (sqlite.org/pragma.html#pragma_synchronous). secure_delete: what is erased is gone.
_PRAGMAS: Final = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")

_T = TypeVar("_T")


class CannotOpen(StoreError):
    """DATABASE_URL leads to no database that can be used."""


class NotMigrated(StoreError):
    """The tables are missing, or those of an older Wherebot."""


class UnknownSchema(StoreError):
    """The tables are those of a newer Wherebot, or of another program."""


class Database:
    """Gives transactions; whatever fails in one is a StoreError."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._running: set[asyncio.Task[Any]] = set()

    async def transact(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        """Do *work* in a transaction, which ends also if whoever waits for it is cancelled.

        A statement that is cut off leaves a connection behind that nobody closes: one of SQLite
        has a thread, and may hold the lock.
        """
        return await asyncio.shield(self.start(work))

    def start(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> asyncio.Task[_T]:
        """Begin what `transact` does."""
        task = asyncio.create_task(self._transact(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _transact(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        async with self.begin() as connection:
            return await work(connection)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction, committed at the end; not for who may be cancelled in it."""
        with _translated():
            async with self._engine.begin() as connection:
                yield connection

    async def finish(self) -> None:
        """Let end what was begun."""
        if self._running:
            await asyncio.wait(self._running, timeout=_LAST)


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open what `migrate` made; a file of SQLite is made, and migrated, at once.

    Raises CannotOpen, NotMigrated and UnknownSchema.
    """
    async with _engine(url) as engine:
        is_file = engine.dialect.name == "sqlite"
        if await _first(engine, is_current) is False:
            if not is_file:
                raise NotMigrated("the database has to be migrated: run `wherebot migrate`")
            await _first(engine, _migrated)
        database = Database(engine)
        try:
            yield database
        finally:
            await database.finish()


async def migrate(url: str) -> bool:
    """Bring the tables to this version; return whether there was anything to do."""
    async with _engine(url) as engine:
        return await _first(engine, _migrated)


def is_current(connection: Connection) -> bool:
    """Return whether the tables are of this version; raise UnknownSchema for unknown ones."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if tables and connection.dialect.name == "sqlite":
            raise UnknownSchema("the database is another program's: DATABASE_URL names its file")
        return False
    found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
    if found is not None and found not in REVISIONS:
        raise UnknownSchema(
            f"the database is at version {found}, and this Wherebot knows {REVISIONS[-1]} at most:"
            " run the newer one, or restore the copy from before"
        )
    return bool(found == REVISIONS[-1])


def _migrated(connection: Connection) -> bool:
    """Migrate alone, whoever else tries, and all or nothing; return whether it was needed."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock(hashtext('{VERSION_TABLE}'))"))
    if is_current(connection):
        return False
    from alembic import command  # slow to load, and hardly ever needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True


async def _first(engine: AsyncEngine, work: Any) -> bool:
    """Do the first thing with a database: here it turns out whether it is one."""
    try:
        async with engine.begin() as connection:
            return bool(await connection.run_sync(work))
    except (SQLAlchemyError, OSError) as error:
        why = getattr(error, "orig", None) or error
        raise CannotOpen(f"the database cannot be opened: {why or type(why).__name__}") from None


@asynccontextmanager
async def _engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = _new_engine(_address(url))
    try:
        yield engine
    finally:
        await engine.dispose()


def _address(url: str) -> URL:
    """Return SQLAlchemy's form of *url*; the usual forms of other programs are taken, too."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise CannotOpen("DATABASE_URL is no address such as sqlite:///wherebot.sqlite") from None
    match address.get_backend_name():
        case "sqlite":
            if not address.database or address.database == ":memory:":
                raise CannotOpen("DATABASE_URL names no file: what is remembered has to stay")
            return address.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            query = dict(address.query)
            if "sslmode" in query:  # libpq's name of what asyncpg calls ssl
                query["ssl"] = query.pop("sslmode")
            return address.set(drivername="postgresql+asyncpg", query=query)
    raise CannotOpen("DATABASE_URL is for sqlite:///… or postgresql://…")


def _new_engine(address: URL) -> AsyncEngine:
    if address.drivername == "postgresql+asyncpg":
        wait = {"timeout": _CONNECT, "command_timeout": _ANSWER}
        return create_async_engine(
            address,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=_CONNECTIONS,
            pool_timeout=_ANSWER,
            connect_args=wait,
        )
    _make_private(Path(address.database or ""))
    # One connection: writers of one process queue up, instead of trying again and again.
    engine = create_async_engine(
        address,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        pool_timeout=_ANSWER,
        connect_args={"timeout": _BUSY, "isolation_level": None},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _make_private(file: Path) -> None:
    """Make a file that nobody else can read: letters are customers' words."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise CannotOpen(f"SQLite {sqlite3.sqlite_version} is too old: use 3.35 or newer")
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise CannotOpen(f"the database {file} cannot be written: {error.strerror}") from None


def _prepare(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a reader that writes later may find it cannot any more."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _translated() -> Iterator[None]:
    """Raise a StoreError for what goes wrong at work, without the words that were to be stored."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"the database does not work now: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    name = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return str(name or type(cause).__name__)

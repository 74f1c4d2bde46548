"""The database: a file of SQLite for one machine, PostgreSQL for any number of replicas."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeVar, cast
from weakref import WeakSet

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.core.letter import StoreError
from bot.store.file import File
from bot.store.schema.base import REVISIONS, VERSION_TABLE

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

    def __init__(self, database: AsyncEngine | File) -> None:
        self._database = database
        self._running: set[asyncio.Task[Any]] = set()
        self._connections: WeakSet[Any] = WeakSet()
        if not isinstance(database, File):
            event.listen(database.sync_engine, "connect", self._connected)

    @property
    def is_file(self) -> bool:
        return isinstance(self._database, File)

    async def transact(self, work: Callable[[Connection], _T]) -> _T:
        """Do *work* in a transaction, which ends also if whoever waits for it is cancelled."""
        return await asyncio.shield(self.start(work))

    def start(self, work: Callable[[Connection], _T]) -> asyncio.Task[_T]:
        """Begin what `transact` does."""
        task = asyncio.create_task(self._transact(work))
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # whoever began it may have gone meanwhile

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction, committed at the end, for work that waits for others in between.

        Each statement changes threads if it is a file: `transact` does so once, which is faster.
        """
        with _translated():
            async with self._database.begin() as connection:
                yield cast("AsyncConnection", connection)

    async def _transact(self, work: Callable[[Connection], _T]) -> _T:
        with _translated():
            return await self._work(work)

    async def _work(self, work: Callable[[Connection], _T]) -> _T:
        if isinstance(self._database, File):
            return await self._database.transact(work)
        async with self._database.begin() as connection:
            return await connection.run_sync(work)

    async def first(self, work: Callable[[Connection], _T]) -> _T:
        """Do the first thing with a database: here it turns out whether it is one."""
        try:
            return await self._work(work)
        except (SQLAlchemyError, OSError) as error:
            why = getattr(error, "orig", None) or error
            raise CannotOpen(
                f"the database cannot be opened: {why or type(why).__name__}"
            ) from None

    async def close(self) -> None:
        """Let end what was begun, and close; whoever hangs is not told goodbye."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST):
                if self._running:
                    await asyncio.wait(self._running, timeout=_LAST / 2)
                if isinstance(self._database, File):
                    await self._database.close()
                else:
                    await self._database.dispose()
        for connection in self._connections:
            connection.terminate()

    def _connected(self, connection: Any, _record: Any) -> None:
        self._connections.add(connection.driver_connection)


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open what `migrate` made; a file of SQLite is made, and migrated, at once.

    Raises CannotOpen, NotMigrated and UnknownSchema.
    """
    async with _opened(url) as database:
        if await database.first(is_current) is False:
            if not database.is_file:
                raise NotMigrated("the database has to be migrated: run `wherebot migrate`")
            await database.first(_migrated)
        yield database


async def migrate(url: str) -> bool:
    """Bring the tables to this version; return whether there was anything to do."""
    async with _opened(url) as database:
        return await database.first(_migrated)


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


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    address = _address(url)
    is_server = address.drivername == "postgresql+asyncpg"
    database = Database(_server(address) if is_server else _file(address))
    try:
        yield database
    finally:
        await database.close()


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
            return address.set(drivername="sqlite+pysqlite")
        case "postgresql" | "postgres":
            query = dict(address.query)
            if "sslmode" in query:  # libpq's name of what asyncpg calls ssl
                query["ssl"] = query.pop("sslmode")
            return address.set(drivername="postgresql+asyncpg", query=query)
    raise CannotOpen("DATABASE_URL is for sqlite:///… or postgresql://…")


def _server(address: URL) -> AsyncEngine:
    # Rows that a process had locked when its machine was halted are free again after that
    # (postgresql.org/docs/current/runtime-config-client.html).
    limits = {"idle_in_transaction_session_timeout": f"{_ANSWER}s"}
    wait = {"timeout": _CONNECT, "command_timeout": _ANSWER, "server_settings": limits}
    return create_async_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=_CONNECTIONS,
        pool_timeout=_ANSWER,
        connect_args=wait,
    )


def _file(address: URL) -> File:
    _make_private(Path(address.database or ""))
    # What one thread has read, the loop's takes over: never both at once.
    connecting = {"timeout": _BUSY, "isolation_level": None, "check_same_thread": False}
    engine = create_engine(address, hide_parameters=True, pool_size=1, connect_args=connecting)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return File(engine)


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

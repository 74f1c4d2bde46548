"""A file of SQLite: one thread works in it, step by step, and nobody's cancellation cuts one off.

A statement that is cut off would leave a connection behind, and with it the file's lock.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Engine, ScalarResult
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError

_LAST: Final = 0.4  # seconds for what is under way when it is closed

_T = TypeVar("_T")


class File:
    """Gives transactions, one at a time; other processes wait at the file."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, "sqlite")
        self._turn = asyncio.Lock()

    async def transact(self, work: Callable[[Connection], _T]) -> _T:
        """Do *work* in a transaction, in one step."""
        async with self._turn:
            return await self._step(self._do, work)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator["Steps"]:
        """Open a transaction for several steps."""
        async with self._turn:
            opening = self._next(self._open)
            try:
                connection = await asyncio.shield(asyncio.wrap_future(opening))
                yield Steps(connection, self._step)
                await self._step(connection.commit)
            finally:
                await self._step(_close, opening)

    async def close(self) -> None:
        """Close, when what was begun has ended, or soon."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST), self._turn:
                pass
        closing = self._step(self._engine.dispose)
        self._thread.shutdown(wait=False)
        await closing

    def _step(self, work: Callable[..., _T], *arguments: Any) -> "asyncio.Future[_T]":
        """Do the next thing; it is done, and in its turn, if nobody waits for it any more."""
        return asyncio.shield(asyncio.wrap_future(self._next(work, *arguments)))

    def _next(self, work: Callable[..., _T], *arguments: Any) -> "Future[_T]":
        try:
            return self._thread.submit(work, *arguments)
        except RuntimeError:  # it is shut down
            raise InvalidRequestError("the file is closed") from None

    def _open(self) -> Connection:
        connection = self._engine.connect()
        try:
            connection.begin()
        except SQLAlchemyError:
            connection.close()
            raise
        return connection

    def _do(self, work: Callable[[Connection], _T]) -> _T:
        with self._engine.begin() as connection:
            return work(connection)


def _close(opening: "Future[Connection]") -> None:
    """Close what was opened; what is not committed is rolled back."""
    if not opening.exception():
        opening.result().close()


class Steps:
    """A transaction as SQLAlchemy's AsyncConnection gives it, as far as we use one."""

    def __init__(self, connection: Connection, step: Callable[..., "asyncio.Future[Any]"]) -> None:
        self._connection = connection
        self._step = step

    @property
    def dialect(self) -> Dialect:
        return self._connection.dialect

    async def execute(self, *statement: Any) -> CursorResult[Any]:
        result: CursorResult[Any] = await self._step(self._connection.execute, *statement)
        return result

    async def scalar(self, *statement: Any) -> Any:
        return await self._step(self._connection.scalar, *statement)

    async def scalars(self, *statement: Any) -> ScalarResult[Any]:
        result: ScalarResult[Any] = await self._step(self._connection.scalars, *statement)
        return result

    async def run_sync(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await self._step(work, self._connection, *arguments)

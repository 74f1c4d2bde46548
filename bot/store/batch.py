"""What waits at the same time shares one transaction: to commit many costs no more than one."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeAlias, TypeVar

from sqlalchemy import Connection

from bot.store.database import Database

_MOST: Final = 200  # in one transaction: others wait for it meanwhile
_GATHER: Final = 0.01  # seconds between two under load, so that more can share the next one

_C = TypeVar("_C")
# Makes changes, and returns what is told of each.
Write: TypeAlias = Callable[[Connection, Sequence[_C]], Sequence[Any]]


class Batches(Generic[_C]):
    """Makes changes in the order they come in: the first at once, those meanwhile together.

    Those of one transaction fail together, too.
    """

    def __init__(self, database: Database, write: Write[_C]) -> None:
        self._database = database
        self._write = write
        self._waiting: list[tuple[_C, asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def make(self, change: _C) -> Any:
        """Make a change; return what is told of it when it is committed."""
        told: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, told))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await told

    async def _write_all(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            # Not for those who have gone meanwhile.
            wanted = [(change, told) for change, told in taken if not told.done()]
            writing = self._begin([change for change, _ in wanted])
            await asyncio.wait({writing})
            error = writing.exception()
            for number, (_, told) in enumerate(wanted):
                if told.done():
                    continue
                if error:
                    told.set_exception(error)
                else:
                    told.set_result(writing.result()[number])
            if len(wanted) > 1 or self._waiting:  # who writes one by one does not wait for others
                await asyncio.sleep(_GATHER)

    def _begin(self, changes: Sequence[_C]) -> asyncio.Task[Sequence[Any]]:
        return self._database.start(lambda connection: self._write(connection, changes))

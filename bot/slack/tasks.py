"""Work that goes on after an acknowledgement: referenced while it runs, drained at the end."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

_CUT_OFF: Final = 0.5  # seconds to end for who is cut off: a database may hang even then

_T = TypeVar("_T")


class Tasks:
    """The loop keeps only weak references to tasks, and Bolt none: these are kept."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def drain(self, seconds: float) -> int:
        """Wait until all is done, work begun meanwhile too; return how many were cut off."""
        try:
            async with asyncio.timeout(seconds):
                while self._running:
                    await asyncio.wait(self._running)
        except TimeoutError:
            pass
        left = list(self._running)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=_CUT_OFF)
        return len(left)

"""What is made once for all who want it, and then remembered."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, Generic, TypeVar

from bot.core.latest import Latest
from bot.slack.tasks import Tasks

_REMEMBERED: Final = 2000

_K = TypeVar("_K")


def outcome(task: asyncio.Task[str | None]) -> str | None:
    """Return what a task has brought by now."""
    has_ended = task.done() and not task.cancelled() and not task.exception()
    return task.result() if has_ended else None


class Made(Generic[_K]):
    """Files by name. Whoever wants one that is being made shares the task; failures are forgotten.

    A failure is an exception, or None.
    """

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._files = Latest[_K, asyncio.Task[str | None]](_REMEMBERED)

    def get(self, name: _K) -> asyncio.Task[str | None] | None:
        """Return what brings the file, or has brought it."""
        task = self._files.get(name)  # a name may be long to hash: most are not there
        if task:
            self._files.move_to_end(name)
        return task

    def made(self, name: _K) -> str | None:
        """Return the file, if it is there."""
        task = self.get(name)
        return outcome(task) if task else None

    def make(
        self, name: _K, making: Callable[[], Coroutine[Any, Any, str | None]]
    ) -> asyncio.Task[str | None]:
        """Return what brings the file; begin it if nobody has."""
        task = self.get(name)
        if task is None:
            task = self._files[name] = self._tasks.start(making())
            task.add_done_callback(lambda task: self._ended(name, task))
        return task

    def forget(self, file_id: str) -> None:
        """Make this file anew when it is wanted again."""
        for name in [name for name, task in self._files.items() if outcome(task) == file_id]:
            del self._files[name]

    def _ended(self, name: _K, task: asyncio.Task[str | None]) -> None:
        if outcome(task) is None and self._files.get(name) is task:
            del self._files[name]

"""The time by which calls have to end, with one timer for all: one for each costs a tenth of it."""

import asyncio
from types import TracebackType
from typing import Self


class Deadlines:
    """What is under way, and has to end by a time of the loop's clock."""

    def __init__(self) -> None:
        self._under_way: set[Deadline] = set()
        self._timer: asyncio.TimerHandle | None = None

    def at(self, until: float) -> "Deadline":
        """Return a `with` that raises TimeoutError *until* when it has not ended."""
        return Deadline(self, until)

    def add(self, one: "Deadline") -> None:
        self._under_way.add(one)
        if self._timer is None or one.until < self._timer.when():
            self._wake_at(one.until)

    def remove(self, one: "Deadline") -> None:
        self._under_way.discard(one)

    def _wake_at(self, until: float) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(until, self._end_those_over)

    def _end_those_over(self) -> None:
        self._timer = None
        now = asyncio.get_running_loop().time()
        for one in [one for one in self._under_way if one.until <= now]:
            self._under_way.discard(one)
            one.cancel()
        if self._under_way:
            self._wake_at(min(one.until for one in self._under_way))


class Deadline:
    """The time of one call; it does what asyncio.timeout does."""

    def __init__(self, deadlines: Deadlines, until: float) -> None:
        self.until = until
        self._deadlines = deadlines
        self._is_over = False

    def __enter__(self) -> Self:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("there is nothing to end: it is no task")
        self._task, self._cancelling = task, task.cancelling()
        self._deadlines.add(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._deadlines.remove(self)
        if not self._is_over:
            return
        is_all = self._task.uncancel() <= self._cancelling  # nobody else has cancelled it, too
        if is_all and kind is asyncio.CancelledError:
            raise TimeoutError from fault

    def cancel(self) -> None:
        self._is_over = True
        self._task.cancel()

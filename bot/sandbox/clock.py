"""The time of the sandbox: it can be moved, stopped and made to run faster."""

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """A clock that starts at `start` (default: now) and runs `speed` times as fast as the world.

    A speed of 0 makes it stand still, which is what most tests want. `listeners` are told of
    every change of its time or speed.
    """

    def __init__(self, start: datetime | None = None, *, speed: float = 1.0) -> None:
        self.listeners: list[Callable[[], None]] = []
        self._speed = speed
        self.set(start or datetime.now(UTC))

    @property
    def speed(self) -> float:
        """How many times as fast as the world it runs."""
        return self._speed

    def now(self) -> datetime:
        """The sandbox's time, aware and in UTC."""
        return self._base + timedelta(seconds=(time.monotonic() - self._mark) * self._speed)

    def set(self, now: datetime) -> None:
        """Jump to `now`, which must carry its time zone."""
        if now.tzinfo is None:
            raise ValueError("the clock needs a time with its time zone")
        self._base = now.astimezone(UTC)
        self._mark = time.monotonic()
        for listener in self.listeners:
            listener()

    def advance(self, seconds: float) -> None:
        """Jump `seconds` ahead (back, when negative)."""
        self.set(self.now() + timedelta(seconds=seconds))

    def run_at(self, speed: float) -> None:
        """Go on from here, `speed` times as fast as the world: 0 (still) to a million."""
        if not 0 <= speed <= 1e6:
            raise ValueError("the speed is 0 to 1000000")
        now, self._speed = self.now(), speed
        self.set(now)

    def reset(self) -> None:
        """Show the world's time again, and run as fast as it."""
        self._speed = 1.0
        self.set(datetime.now(UTC))

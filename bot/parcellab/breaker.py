"""Lets an outage be felt once: after failures in a row nobody asks, but for a probe."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from bot.core.question import Broken, ParcelLabError

_SLOW: Final = 3  # failures that one is worth for which somebody waited all their time


class Breaker:
    """Opens after *most* failures in a row; *pause* seconds later one call may try again.

    Time-outs are failures, and what is Broken in passing: who refuses or is busy is there.
    """

    def __init__(
        self, *, most: int = 5, pause: float = 3.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._pause = pause
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0
        self._is_probing = False

    def check(self) -> None:
        """Raise Broken where a call would only be one more failure."""
        if self._is_tripped and (self._is_probing or self._clock() < self._open_until):
            raise Broken("parcelLab has not answered lately.")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Watch a call; raise Broken instead of beginning it where check() would."""
        self.check()
        is_probe = self._is_probing = self._is_tripped
        try:
            yield
        except TimeoutError:
            self._fail(_SLOW)
            raise
        except Broken as broken:
            # What would be as broken next time says nothing of an outage: it may be the ask.
            self._fail(1 if broken.is_passing else 0)
            raise
        except ParcelLabError:
            self._failures = 0
            raise
        else:
            self._failures = 0
        finally:
            if is_probe:
                self._is_probing = False

    @property
    def _is_tripped(self) -> bool:
        return self._failures >= self._most

    def _fail(self, weight: int) -> None:
        self._failures += weight
        self._open_until = self._clock() + self._pause

"""How often something is said: once, and again after half an hour at the earliest."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from bot.core.clock import Clock
from bot.core.latest import Latest
from bot.core.letter import StoreError
from bot.slack.gesture import DOUBLE, Doubles

_QUIET: Final = timedelta(minutes=30)
_REMEMBERED: Final = 1000
_log = logging.getLogger(__name__)


class Told(Protocol):
    """Where it is remembered, for all replicas, what was told lately."""

    async def is_first(self, key: str, *, by: str, now: datetime, until: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class Noise:
    """Bounds what is said unasked. `name` makes of anything a name that reveals nothing."""

    told: Told
    name: Callable[..., str]
    clock: Clock

    async def may_say(self, by: str, *what: str) -> bool:
        """Whether that was not said lately; then it is said now, in the letter with the key *by*.

        A letter that is taken up again may say what it was about to.
        """
        return await self._is_first(by, what, _QUIET)

    async def unsaid(self, by: str, *what: str) -> None:
        """Say that it was not said after all: others may."""
        await self._is_first(by, what, timedelta())

    async def _is_first(self, by: str, what: tuple[str, ...], lasts: timedelta) -> bool:
        now = self.clock()
        return await self.told.is_first(self.name(*what), by=by, now=now, until=now + lasts)


@dataclass(frozen=True, slots=True)
class Once:
    """Lets something be done once, whichever replica each click of a double click gets to.

    While the store does not work, this process alone tells the two apart.
    """

    told: Told
    clock: Clock
    _mine: Latest[str, str] = field(default_factory=partial(Latest, _REMEMBERED))

    async def may_do(self, what: str) -> bool:
        """Whether nobody has done it, or is about to: then it is ours to do."""
        if what in self._mine:
            return False
        self._mine[what] = by = secrets.token_hex(8)
        if await self._is_first(what, by, _QUIET):
            return True
        self._mine.pop(what, None)
        return False

    async def undone(self, what: str) -> None:
        """Say that nothing came of it: it may be tried again."""
        if by := self._mine.pop(what, ""):
            await self._is_first(what, by, timedelta())

    async def _is_first(self, what: str, by: str, lasts: timedelta) -> bool:
        now = self.clock()
        try:
            return await self.told.is_first(what, by=by, now=now, until=now + lasts)
        except StoreError as error:
            _log.warning("what is done once is known to this process alone: %s", error)
            return True


@dataclass(frozen=True, slots=True)
class DoubleClicks:
    """Tells a double click from two clicks, whichever replica each half of it gets to."""

    told: Told
    name: Callable[..., str]
    clock: Clock
    _mine: Doubles = field(default_factory=Doubles)

    async def is_first(self, key: tuple[str, ...]) -> bool:
        """Whether this is not the second of a double click."""
        if not self._mine.is_first(key):
            return False
        now, by = self.clock(), secrets.token_hex(8)
        until = now + timedelta(seconds=DOUBLE)
        try:
            return await self.told.is_first(self.name("click", *key), by=by, now=now, until=until)
        except StoreError as error:
            _log.warning("a double click is known to this process alone: %s", error)
            return True

"""How often something is said: once, and again after half an hour at the earliest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

_QUIET: Final = timedelta(minutes=30)


class Told(Protocol):
    """Where it is remembered, for all replicas, what was told lately."""

    async def is_first(self, key: str, *, by: str, now: datetime, until: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class Noise:
    """Bounds what is said unasked. `name` makes of anything a name that reveals nothing."""

    told: Told
    name: Callable[..., str]
    clock: Callable[[], datetime]

    async def may_say(self, by: str, *what: str) -> bool:
        """Whether that was not said lately; then it is said now, in the letter with the key *by*.

        A letter that is taken up again may say what it was about to.
        """
        now = self.clock()
        return await self.told.is_first(self.name(*what), by=by, now=now, until=now + _QUIET)

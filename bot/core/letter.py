"""What somebody wrote to the bot, kept until it is answered; and what became of an answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

_TOO_LONG: Final = timedelta(minutes=1)


class StoreError(Exception):
    """What has to be remembered cannot be written down or read now."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What Slack handed over; any of `keys` tells that it comes again. Answered before `until`."""

    keys: frozenset[str]
    body: str
    until: datetime


# Write a letter down and answer it; False: it is known. StoreError: it is not taken.
Take: TypeAlias = Callable[[Letter], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter that is written down, and ours until somebody claims it with a higher `fence`.

    `key` marks our answer in Slack. `since` is when a post of it was first begun, by us or by
    somebody who may have died meanwhile. Before `safe_until` nobody else can have it, nor while
    a post that begins by then takes its time.
    """

    id: int
    fence: int
    key: str
    body: str
    since: datetime | None = None
    safe_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many letters have no answer yet, and since when the first of them.

    `due` is since when nobody is at work on one, in the future while somebody is.
    """

    count: int
    oldest: datetime | None
    due: datetime | None = None

    def is_too_long(self, now: datetime) -> bool:
        """Whether somebody should have taken one over by now."""
        return self.due is not None and now - self.due > _TOO_LONG


@dataclass(frozen=True, slots=True)
class Posted:
    """It stands in Slack."""

    ts: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack does not take it, in its own word; nothing stands there."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may stand there, and we may not look; `is_late`: or may come to stand there yet."""

    reason: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Postponed:
    """Slack could not be asked, or asks for a pause: look again, and then post, after `seconds`."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Silent:
    """There is nothing to say."""


Sent: TypeAlias = Posted | Refused | Unclear | Postponed | Silent

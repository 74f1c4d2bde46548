"""A look at an order: whose it is, and what came of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.core.alert import Event
from bot.core.reference import Reference
from bot.core.watches.look import Wait

# Somebody said to look now: that is due as if it had waited for so long already. It goes before
# what is looked at as a matter of course, and yet nothing is passed over for ever.
HASTE: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Judged:
    """That an answer, known by its `mark`, brought nothing more than what was seen then.

    It is so again whenever the same answer comes after `since` and before the end of `wait`, which
    says when to look next. `habits` is how it was judged.
    """

    mark: str
    habits: str
    since: datetime
    wait: Wait

    def holds(self, now: datetime) -> bool:
        return self.since <= now < self.wait.until

    def written(self) -> str:
        wait = self.wait
        moments = (self.since, wait.until, wait.aim)
        seconds = [one.timestamp() if one else 0.0 for one in moments]
        return " ".join(map(str, (self.mark, self.habits, wait.time.total_seconds(), *seconds)))


def read_judged(text: str) -> Judged:
    mark, habits, time, *seconds = text.split(" ")
    since, until, aim = (datetime.fromtimestamp(float(one), UTC) for one in seconds)
    is_aimed = seconds[2] != "0.0"
    wait = Wait(timedelta(seconds=float(time)), until, aim if is_aimed else None)
    return Judged(mark, habits, since, wait)


@dataclass(frozen=True, slots=True)
class Claim:
    """An order that is ours to look at, until somebody claims it with a higher `fence`.

    `seen` is its last sighting as it was written down, `due_at` when it was to be looked at.
    `has_new`: somebody who watches it was told nothing yet. `hints`: how often it was hinted at.
    `judged`: of which answer nothing more is to be seen, as it was written down.
    """

    id: int
    fence: int
    reference: Reference
    client_key: str
    seen: str | None
    failures: int
    has_new: bool
    hints: int
    due_at: datetime
    judged: str | None = None

    @property
    def key(self) -> str:
        return str(self.id)

    def is_late(self, now: datetime) -> bool:
        """Whether it is looked at a minute late or more."""
        return now - self.due_at > _MINUTE and not self.is_hinted(now)

    def is_hinted(self, now: datetime) -> bool:
        """Whether somebody has just said to look at it."""
        return HASTE <= now - self.due_at <= HASTE + _MINUTE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a look: when to look again, and what is news.

    With `seen` there is something to write down: `events` for all who watch, `standing` for who
    was told nothing yet. `numbers` are those a webhook may name. `has_moved`: a parcel was scanned.
    `is_over`: it is over with it. `ends`: when it is over with which parcel, by their tags, once
    its way has ended. `judged`: which answer need not be looked at again.
    """

    claim: Claim
    due_at: datetime
    failures: int = 0
    seen: str | None = None
    name: str = ""
    events: tuple[Event, ...] = ()
    standing: tuple[Event, ...] = ()
    numbers: tuple[str, ...] = ()
    has_moved: bool = False
    is_over: bool = False
    ends: tuple[tuple[str, datetime], ...] = ()
    judged: str | None = None

    @property
    def is_plain(self) -> bool:
        return self.seen is None and not self.is_over

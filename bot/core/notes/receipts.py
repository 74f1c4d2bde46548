"""Receipts: what became of every alert of a day. They add up: each notice is in one state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.core.card import NoteCard
from bot.core.phrase import Phrase, count, say
from bot.core.watches.watch import State
from bot.core.words import watch as said

_ORDER: Final = ("posted", "merged", "snoozed", "silenced", "parked", "owed")
_TOLD_WHY: Final = {"silenced", "parked"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """How many notices are in a state, and why."""

    state: State
    reason: str
    count: int

    @property
    def shown(self) -> str:
        is_waiting = self.state in (State.SENDING, State.HELD)
        return State.OWED.value if is_waiting else self.state.value


def span_of(day: date) -> tuple[datetime, datetime]:
    """Return when a day begins and ends, in UTC."""
    begins = datetime.combine(day, time(), UTC)
    return begins, begins + timedelta(days=1)


def day_of(text: str, today: date) -> date | None:
    """Read a day as `2026-11-14`, `today` or `yesterday`; none is today."""
    match text.strip().casefold():
        case "" | "today":
            return today
        case "yesterday":
            return today - timedelta(days=1)
        case other:
            try:
                return date.fromisoformat(other)
            except ValueError:
                return None


def receipts(day: date, found: Iterable[Receipt]) -> NoteCard:
    found = list(found)
    lines = (count(said.RECEIPTS_SEEN, sum(one.count for one in found)), *_lines(found))
    return NoteCard("🧾", say(said.RECEIPTS_TITLE, day=day), lines)


def _lines(found: list[Receipt]) -> Iterator[Phrase]:
    for state in _ORDER:
        of_state = [one for one in found if one.shown == state]
        if state in _TOLD_WHY:
            for one in sorted(of_state, key=lambda one: (-one.count, one.reason)):
                yield count(said.RECEIPTS[state], one.count, why=one.reason)
        elif of_state:
            yield count(said.RECEIPTS[state], sum(one.count for one in of_state))

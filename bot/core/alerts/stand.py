"""How a card stands with the people of its channel: who has it, whether it is snoozed, or done.

Everything that changes it is a function of how it stood: a click, a scan, time that has passed.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

_HOUR: Final = timedelta(hours=1)
_MORNING: Final = time(9)
_CHECKING: Final = timedelta(minutes=10)  # that somebody waits for an answer of parcelLab's
_SOON: Final = timedelta(seconds=1)


class Deed(StrEnum):
    """What a click on a card does."""

    HAVE = "have"
    SNOOZE = "snooze"
    DONE = "done"
    OPEN = "open"
    REFRESH = "refresh"
    CARD = "card"  # of one order of many


class Snooze(StrEnum):
    """Until when nothing is told of it."""

    HOUR = "hour"
    MORNING = "morning"
    MOVE = "move"
    PROMISE = "promise"


class Reason(StrEnum):
    """Why there is nothing left to do."""

    INFORMED = "informed"
    COURIER = "courier"
    REPLACED = "replaced"
    REFUNDED = "refunded"
    SOLVED = "solved"
    NOTHING = "nothing"


class Stand(BaseModel):
    """`turn` counts what people did: a click on a card that has moved on since does nothing."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    turn: int = 0
    holder: str = ""
    held_at: datetime | None = None
    snooze: Snooze | None = None
    snoozed_by: str = ""
    snoozed_until: datetime | None = None
    done: Reason | None = None
    done_by: str = ""
    done_at: datetime | None = None
    opened_at: datetime | None = None  # again, by a scan
    moved_at: datetime | None = None
    reminded: int = 0  # since it was taken, or has moved
    asked_at: datetime | None = None  # when somebody wanted it checked, who waits for that
    checked_at: datetime | None = None
    is_unchecked: bool = False  # parcelLab did not answer

    @property
    def is_snoozed(self) -> bool:
        return self.snooze is not None


FRESH: Final = Stand()


def acted(
    stand: Stand,
    deed: Deed,
    by: str,
    now: datetime,
    *,
    choice: str = "",
    until: date | None = None,
    zone: str = "UTC",
) -> Stand | None:
    """Return how it stands after a click; None if that cannot be done.

    *choice* is what was chosen with it, *until* the day that was promised.
    """
    changed = _changes(stand, deed, by, now, choice=choice, until=until, zone=zone)
    return stand.model_copy(update={"turn": stand.turn + 1, **changed}) if changed else None


_AWAKE: Final = {"snooze": None, "snoozed_by": "", "snoozed_until": None}
_SNOOZES: Final = set(map(str, Snooze))
_REASONS: Final = set(map(str, Reason))
_UNDONE: Final = {"done": None, "done_by": "", "done_at": None}


def _changes(
    stand: Stand, deed: Deed, by: str, now: datetime, *, choice: str, until: date | None, zone: str
) -> dict[str, object]:
    match deed:
        case Deed.HAVE if stand.holder != by or stand.done:
            held = {"holder": by, "held_at": now, "reminded": 0, "opened_at": None}
            return {**held, **_AWAKE, **_UNDONE}
        case Deed.SNOOZE if choice in _SNOOZES and not stand.done:
            snooze = Snooze(choice)
            ends = _ends(snooze, now, until, zone)
            is_open = snooze is not Snooze.MOVE
            if is_open and (ends is None or ends <= now):
                return {}
            return {"snooze": snooze, "snoozed_by": by, "snoozed_until": ends}
        case Deed.DONE if choice in _REASONS and not stand.done:
            done = {"done": Reason(choice), "done_by": by, "done_at": now, "opened_at": None}
            return {**done, **_AWAKE}
        case Deed.OPEN if stand.done or stand.is_snoozed:
            return {**_AWAKE, **_UNDONE}
        case Deed.REFRESH if stand.asked_at is None:
            # Not a turn: whatever else somebody sees on the card can be clicked as before.
            return {"asked_at": now, "turn": stand.turn}
    return {}


def _ends(snooze: Snooze, now: datetime, until: date | None, zone: str) -> datetime | None:
    local = now.astimezone(ZoneInfo(zone))
    match snooze:
        case Snooze.HOUR:
            return now + _HOUR
        case Snooze.MORNING:
            day = local.date() + timedelta(days=1)
            return datetime.combine(day, _MORNING, local.tzinfo)
        case Snooze.PROMISE if until:
            return datetime.combine(until, _MORNING, local.tzinfo)
    return None


def moved(stand: Stand, at: datetime, *, is_over: bool) -> Stand:
    """Return how it stands after a scan: what waited for that is open; what is over stays done."""
    if stand.moved_at and stand.moved_at >= at:
        return stand
    changed: dict[str, object] = {"moved_at": at, "reminded": 0}
    if stand.snooze is Snooze.MOVE:
        changed |= _AWAKE
    if stand.done_at and at > stand.done_at and not is_over:
        changed |= {**_UNDONE, "opened_at": at}
    return stand.model_copy(update=changed)


def checked(stand: Stand, looked_at: datetime | None, now: datetime, *, failed: bool) -> Stand:
    """Return how it stands when parcelLab was asked at *looked_at* the last time."""
    if stand.asked_at is None:
        return stand
    is_done = looked_at is not None and looked_at >= stand.asked_at
    if not is_done and now < stand.asked_at + _CHECKING:
        return stand
    is_unchecked = failed or not is_done
    at = stand.checked_at if is_unchecked else looked_at
    return stand.model_copy(
        update={"asked_at": None, "checked_at": at, "is_unchecked": is_unchecked}
    )


def woken(stand: Stand, now: datetime) -> Stand:
    """Return how it stands when a snooze is over."""
    is_over = stand.snoozed_until is not None and stand.snoozed_until <= now
    return stand.model_copy(update=_AWAKE) if is_over else stand


def reminder_at(stand: Stand, patience: timedelta, *, is_over: bool) -> datetime | None:
    """Return when whoever has it is reminded next: nothing has moved since for so long."""
    if not stand.holder or stand.held_at is None or stand.done or stand.is_snoozed or is_over:
        return None
    since = max(filter(None, (stand.held_at, stand.moved_at)))
    return since + patience * (stand.reminded + 1)


def next_at(stand: Stand, now: datetime, patience: timedelta, *, is_over: bool) -> datetime | None:
    """Return when something happens to it by itself."""
    checking = now + _SOON if stand.asked_at else None
    reminder = reminder_at(stand, patience, is_over=is_over)
    return min(filter(None, (checking, stand.snoozed_until, reminder)), default=None)

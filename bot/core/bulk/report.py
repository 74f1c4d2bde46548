"""A list's answers as CSV: one line for each of its lines, in its order, for a spreadsheet."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from bot.core.bulk.entry import Entries, Entry
from bot.core.bulk.tally import Answers, state_of, why_unanswered
from bot.core.card import by_urgency, courier_name
from bot.core.cell import Cells, csv_file, safe_cell
from bot.core.parcel import Parcel, Window
from bot.core.phrase import Speech, say
from bot.core.privacy import Agent, Audience, named, reveal
from bot.core.question import Found

_PRIVATE: Final = "tracking_number"  # whole in an agent's file alone
_OF_PARCEL: Final = (
    "courier",
    _PRIVATE,
    "status",
    "lifecycle",
    "since",
    "last_scan",
    "problems",
    "expected",
    "promise",
)
_COLUMNS: Final = ("line", "asked", "state", "order_number", "parcels", *_OF_PARCEL, "reason")


def csv_of(
    entries: Entries, answers: Answers, to: Audience, *, speech: Speech, now: datetime
) -> bytes:
    """Return the file, as *to* may see it."""
    columns = [name for name in _COLUMNS if name != _PRIVATE or isinstance(to, Agent)]
    lines = (_told(entry, answers, to, Cells(speech), now) for entry in entries.lines)
    rows = ([safe_cell(told.get(name, "")) for name in columns] for told in lines)
    return csv_file([columns, *rows], speech)


def _told(
    entry: Entry, answers: Answers, to: Audience, words: Cells, now: datetime
) -> dict[str, str]:
    answer = answers.get(entry.key) if entry.key else None
    told = {
        "line": str(entry.line),
        "asked": _asked(entry, to),
        "state": state_of(entry, answers, now).lower(),
        "reason": words(entry.reason) if entry.reason else "",
    }
    why = why_unanswered(answer) if entry.is_answered else None
    if why:
        return told | {"reason": "; ".join(filter(None, (told["reason"], words(say(why)))))}
    if isinstance(answer, Found) and answer.order:
        order = reveal(answer.order, to).order
        parcels = by_urgency(order, now)
        told |= {"order_number": order.order_number or "", "parcels": str(len(parcels))}
        if parcels:
            told |= zip(_OF_PARCEL, _of_parcel(parcels[0], words), strict=True)
    return told


def _asked(entry: Entry, to: Audience) -> str:
    """What stood there may be anything: a channel sees only what a number may be called."""
    if isinstance(to, Agent):
        return entry.asked
    return named(entry.reference, to) if entry.reference and entry.is_answered else ""


def _of_parcel(parcel: Parcel, words: Cells) -> Iterator[str]:
    """Yield what _OF_PARCEL names, of the parcel that is the most urgent of its order."""
    courier = courier_name(parcel.tracking.courier_info)
    yield words(say("{courier}", courier=courier)) if courier else ""
    yield parcel.tracking.tracking_number or ""
    yield words(say("{headline}", headline=parcel.headline))
    yield parcel.stage.value if parcel.stage else ""
    yield _moment(parcel.since)
    yield _moment(parcel.scanned_at)
    yield "; ".join(map(words, parcel.problems))
    yield _window(parcel.forecast)
    yield _window(parcel.promised)


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if at else ""


def _window(window: Window | None) -> str:
    if window is None:
        return ""
    days = dict.fromkeys((window.first.isoformat(), window.last.isoformat()))
    hours = [at.strftime("%H:%M") for at in (window.start, window.end) if at]
    return " ".join(filter(None, (" to ".join(days), "-".join(hours))))

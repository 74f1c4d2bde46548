"""What somebody types, or a file lists, to be watched: which orders, until when, where told."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from bot.core.bulk.entry import ByLook, reader_of
from bot.core.bulk.sheet import rows_of
from bot.core.reference import Kind, Reference, find_references
from bot.core.text.pattern import OrderPatterns
from bot.core.watches.watch import WATCHABLE

_CHANNEL: Final = re.compile(r"(?:\bin\s+)?<#([CG][A-Z0-9]+)(?:\|[^>]*)?>", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"(?:\bin\s+)?(?<!\S)(#[\w-]{1,80})", re.IGNORECASE
)  # Slack knows no such
_HERE: Final = re.compile(r"\b(?:in\s+)?here\s*$", re.IGNORECASE)
_UNTIL: Final = re.compile(r"\buntil\s+(delivered|delivery|\d{4}-\d{2}-\d{2})\b", re.IGNORECASE)
_NAME: Final = re.compile(r"\bas\s+(\S.*)$", re.IGNORECASE)
NAME_LONGEST: Final = 60  # characters, as in the table
_LONGEST: Final = 200  # characters, as in the table


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be watched. `channel` is where it is told, "" for the asker, "here" for here.

    `name` is what they are called together, if they are.
    """

    found: tuple[Reference, ...]
    others: tuple[Reference, ...]  # what cannot be watched
    channel: str
    until: datetime | None
    name: str = ""


def wish_in(text: str, patterns: OrderPatterns) -> Wish:
    """Read `PK1004 PK1017 until delivered in #delays as Black Friday`."""
    until, name = None, ""
    channel, text = place_in(text)
    if match := _UNTIL.search(text):
        until, text = end_of(match[1]), _without(text, match)
    if match := _NAME.search(text):
        name, text = name_in(match[1]), text[: match.start()]
    found = find_references(text, patterns).found
    watchable = tuple(one for one in found if is_watchable(one))
    others = tuple(one for one in found if not is_watchable(one))
    return Wish(watchable, others, channel, until, name)


def place_in(text: str) -> tuple[str, str]:
    """Return the channel that is named, "here" or none, and the text without that."""
    if match := _CHANNEL.search(text):
        return match[1].upper(), _without(text, match)
    if match := _NAMED.search(text):
        return match[1], _without(text, match)
    if match := _HERE.search(text):
        return "here", _without(text, match)
    return "", text


def name_in(text: str) -> str:
    """Return what somebody calls a watch, as it is kept."""
    return " ".join(text.split()).strip("\"'“”„«»")[:NAME_LONGEST].strip()


@dataclass(frozen=True, slots=True)
class Listed:
    """The orders of a list, each with its client's key, and the lines that name none."""

    found: tuple[tuple[Reference, str], ...]
    unread: tuple[int, ...]


def listed_in(text: str, patterns: OrderPatterns) -> Listed:
    """Read a CSV, with a head that names its columns or without, or a number in each line."""
    reader, rows = reader_of(list(rows_of(text)), patterns)
    found: dict[tuple[Reference, str], None] = {}
    unread = []
    for row in rows:
        named = [one.reference for one in reader.read(row) if is_watchable(one.reference)]
        if not named and isinstance(reader, ByLook):
            named = _bare(row.cells[0])
        if not named:
            unread.append(row.line)
        found.update(dict.fromkeys((one, reader.client(row)) for one in named))
    return Listed(tuple(found), tuple(unread))


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def end_of(day: str) -> datetime | None:
    """Return the end of a day; none for `delivered`, for that every watch ends by itself."""
    try:
        return datetime.combine(date.fromisoformat(day), time(23, 59, 59), UTC)
    except ValueError:
        return None


def is_watchable(reference: Reference) -> bool:
    """Whether it may be remembered for weeks, and can be looked up without more."""
    if reference.kind not in WATCHABLE or len(reference.value) > _LONGEST:
        return False
    return reference.kind is not Kind.TRACKING_NUMBER or bool(reference.couriers)


def _bare(cell: str) -> list[Reference]:
    """Take a number that no pattern knows for an order's: why else would it be listed?"""
    is_number = any(map(str.isdigit, cell)) and "@" not in cell and " " not in cell
    return [Reference(Kind.ORDER_NUMBER, cell[:_LONGEST])] if is_number else []

"""Sentences to a customer, each bound to the fields of the order that it was made from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any, Final

from bot.core.order import Checkpoint
from bot.core.parcel import Parcel
from bot.core.phrase import Phrase, Value, say
from bot.core.pickup import web_link

_TEXT_MAX: Final = 120  # a longer one is no name and no place
_URL_MAX: Final = 1000
_HOSTILE: Final = re.compile(r"[<>{}\[\]`|\\]|://|www\.", re.IGNORECASE)
_PLACEHOLDERS: Final = {"_unset", "null", "none", "n/a", "unknown", "undefined"}
_CODE: Final = re.compile(r"[A-Za-z]+(?:[_-][A-Za-z]+)*")


class Rank(IntEnum):
    """What goes first where there is room for little."""

    STATE = 0
    TO_DO = 1
    NEXT = 2
    PROBLEM = 3
    CHOICE = 4
    DETAIL = 5
    LINK = 6
    LONG_ONLY = 7


class Paragraph(IntEnum):
    """What stands together in a letter; of several parcels each has its own from NEWS on."""

    INTRODUCTION = 0
    NEWS = 1
    PLACE = 2
    LINKS = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement, and the fields it was made from, as paths into the order."""

    text: Phrase
    fields: tuple[str, ...]
    rank: Rank
    paragraph: int = Paragraph.NEWS


def value_at(part: Any, path: str) -> Any:
    """Return what `trackings.0.courier_info.courier_name` leads to; None where nothing is."""
    for key in path.split("."):
        if isinstance(part, tuple):
            part = part[int(key)] if int(key) < len(part) else None
        else:
            part = getattr(part, key, None)
    return part


def fit(text: Any) -> str | None:
    """Return a foreign text if it can stand in a letter: no placeholder, no markup, no link."""
    line = " ".join(text.split()) if isinstance(text, str) else ""
    is_name = line.isprintable() and len(line) <= _TEXT_MAX and any(map(str.isalnum, line))
    is_meant = line.casefold() not in _PLACEHOLDERS and not _HOSTILE.search(line)
    return line if is_name and is_meant else None


class Source:
    """One parcel, and where in the order its fields are."""

    def __init__(self, parcel: Parcel, at: int, *, is_only: bool) -> None:
        self.parcel = parcel
        self.tracking = parcel.tracking
        self.stage = parcel.stage.value if parcel.stage else ""
        self.is_only = is_only
        self._at = f"trackings.{at}"

    def tell(
        self,
        message: str,
        *fields: str,
        rank: Rank,
        paragraph: Paragraph = Paragraph.NEWS,
        **gaps: Value,
    ) -> Iterator[Sentence]:
        """Yield the sentence, bound to those of *fields* that say something: without any, none."""
        there = tuple(f"{self._at}.{field}" for field in fields if value_at(self.tracking, field))
        if there:
            yield Sentence(say(message, **gaps), there, rank, paragraph)

    def text(self, field: str) -> str | None:
        return fit(value_at(self.tracking, field))

    def code(self, field: str) -> str:
        """Return one of parcelLab's codes in small letters; nothing if a text stands there."""
        code = value_at(self.tracking, field) or ""
        return code.casefold() if _CODE.fullmatch(code) else ""

    def https(self, field: str) -> str | None:
        """Return an address that can be passed on."""
        link = web_link(Phrase(""), value_at(self.tracking, field))
        is_fit = link and link.url[:8].casefold() == "https://" and len(link.url) <= _URL_MAX
        return link.url if link and is_fit else None

    def day(self, at: datetime) -> date:
        """Return the day that it was where the parcel is delivered."""
        return at.astimezone(self.parcel.zone or at.tzinfo).date()

    def checkpoint(self, newest: Checkpoint) -> str:
        """Return the path of a checkpoint."""
        written = self.tracking.checkpoints or ()
        return f"checkpoints.{next(i for i, one in enumerate(written) if one is newest)}"

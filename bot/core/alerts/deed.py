"""A click on an alert's card: what it asks for, and what became of it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.core.alerts.stand import FRESH, Deed, Stand

_VALUE: Final = re.compile(r"([0-9a-f]{32})\.([0-9]{1,9})(?:\.([a-z]{1,12}))?")
_DEEDS: Final = set(map(str, Deed))


@dataclass(frozen=True, slots=True)
class AlertClick:
    """`turn` is that of the card as whoever clicks has seen it; `choice` is what they chose.

    Of what is told with others (Deed.CARD) `card` names what tells it, and `turn` is the notice.
    """

    deed: Deed
    card: str
    turn: int
    choice: str = ""

    def encoded(self) -> str:
        """Return the value of a button or option; the deed stands in its action_id."""
        value = f"{self.card}.{self.turn}"
        return f"{value}.{self.choice}" if self.choice else value

    @classmethod
    def decoded(cls, deed: str, value: str) -> "AlertClick | None":
        """Read a value back; None for anything this version did not write."""
        found = _VALUE.fullmatch(value)
        if not found or deed not in _DEEDS:
            return None
        return cls(Deed(deed), found[1], int(found[2]), found[3] or "")


class Became(StrEnum):
    """What became of a click."""

    DONE = "done"
    SAME = "same"  # it is so already, by whoever clicks
    LATE = "late"  # somebody else was faster
    UNKNOWN = "unknown"  # no such card here
    IMPOSSIBLE = "impossible"
    UNWATCHED = "unwatched"  # nobody asks parcelLab for it any more


@dataclass(frozen=True, slots=True)
class Acted:
    """What became of a click, and how the card stands now."""

    became: Became
    stand: Stand = FRESH

"""Who looks what up, through which door: an entry of the audit log."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from bot.core.privacy import Audience, Channel
from bot.core.reference import Reference


class Door(StrEnum):
    """Through which of Slack's surfaces somebody asks."""

    COMMAND = "command"
    MENTION = "mention"
    DM = "dm"
    LIST = "list"
    LISTENING = "listening"
    LINK = "link"
    BUTTON = "button"
    ALERT = "alert"
    SHORTCUT = "shortcut"
    SEARCH = "search"
    REPLY = "reply"
    HOME = "home"
    CUSTOMER = "customer"  # the form in which they prove an order
    CASE = "case"
    OTHER = "other"


LIMITED: Final = "limit"  # the outcome of what is not looked up any more, and does not count


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at a door, as Slack names them."""

    team_id: str
    user_id: str
    door: Door


# Set where Slack's word comes in, read where a look-up is noted: nobody between has to know of it.
VISIT: Final[ContextVar[Visit | None]] = ContextVar("visit", default=None)


@dataclass(frozen=True, slots=True)
class LookUp:
    """What somebody looked up just now; its references are named by hashes before it is kept."""

    at: datetime
    visit: Visit
    audience: str
    outcome: str
    references: Sequence[Reference] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference of a look-up, as it is kept."""

    at: datetime
    team_id: str
    user_id: str
    door: str
    audience: str
    outcome: str
    reference: str


class Audit(Protocol):
    """Where look-ups are noted, and counted."""

    @property
    def most(self) -> int:
        """How many look-ups one person has within an hour."""
        ...

    def note(
        self,
        references: Sequence[Reference],
        to: Audience,
        outcome: str,
        *,
        door: Door | None = None,
    ) -> None:
        """Note a look-up of whoever is at the door; costs next to nothing."""
        ...

    def is_spent(self, to: Audience) -> bool:
        """Whether whoever is at the door has had as many as one person may."""
        ...


def visit_of(to: Audience) -> Visit | None:
    """Return who is at the door; in private that is who reads the answer."""
    visit = VISIT.get()
    if isinstance(to, Channel) or (visit and visit.user_id == to.user_id):
        return visit
    return Visit(to.team_id, to.user_id, visit.door if visit else Door.OTHER)

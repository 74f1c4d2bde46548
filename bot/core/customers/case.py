"""A case: a customer who wants to talk to somebody, until it is closed; and when who is reminded.

It waits, is taken by one agent, may be handed back, and is closed. Times are arguments.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.text.concern import Concern


class State(StrEnum):
    """Where a case stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"


class Urge(StrEnum):
    """Who is told that somebody is still waiting."""

    CHANNEL = "channel"
    LEAD = "lead"


class Origin(StrEnum):
    """Where a customer comes from, as Slack marks them."""

    GUEST = "guest"
    COMPANY = "company"  # another one
    MEMBER = "member"  # of the workspace, but no agent


@dataclass(frozen=True, slots=True)
class Support:
    """How the administrator has arranged it: without a `channel` nobody can be asked for."""

    channel: str | None
    lead: str | None  # a person or a user group
    patience: timedelta
    contact: str | None = None
    lang: str = "en"  # of what stands in the channel


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a case when it begins; `order` is what they have proven, as a question."""

    team: str
    customer: str
    dm: str
    lang: str
    origin: Origin
    concern: Concern | None = None
    order: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """What is remembered of a case. `turn` grows whenever somebody else becomes responsible."""

    id: int
    opened: Opened
    state: State
    opened_at: datetime
    waits_since: datetime
    turn: int = 0
    card: tuple[str, str] | None = None  # channel and ts in the support channel
    agent: str | None = None
    taken_at: datetime | None = None
    thread: tuple[str, str] | None = None  # channel and ts in the agent's direct message
    urged: frozenset[Urge] = frozenset()
    closed_at: datetime | None = None

    @property
    def tag(self) -> str:
        """What a button carries: an old one must not undo what somebody else has begun."""
        return f"{self.id}.{self.turn}"

    @property
    def customer(self) -> str:
        return self.opened.customer


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread in an agent's direct message, and which turn of which case it was made for."""

    case: Case
    turn: int
    agent: str
    place: tuple[str, str]  # channel and ts

    @property
    def is_current(self) -> bool:
        return self.case.state is State.TAKEN and self.case.turn == self.turn


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote: `text` is Slack's raw one, and `id` names the message."""

    id: str
    text: str = field(repr=False)
    has_files: bool
    author: str
    channel: str
    thread: str = ""


def tagged(value: str) -> tuple[int, int] | None:
    """Read a button's value back; None for what is none of ours."""
    number, dot, turn = value[:40].partition(".")
    parts = (number, turn)
    if not dot or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    return int(number), int(turn)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is to be told of a case that waits, and from when on."""

    urge: Urge
    due_at: datetime


_AFTER: Final = {Urge.CHANNEL: 1, Urge.LEAD: 2}  # times the patience


def next_reminder(case: Case, patience: timedelta) -> Reminder | None:
    """Return who is told next that *case* waits; None if nobody is, or everybody was."""
    if case.state is not State.WAITING:
        return None
    for urge, times in _AFTER.items():
        if urge not in case.urged:
            return Reminder(urge, case.waits_since + times * patience)
    return None


def is_due(reminder: Reminder | None, now: datetime) -> bool:
    return reminder is not None and reminder.due_at <= now

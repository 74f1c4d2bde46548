"""What is owed in a case, as letters: one step each, known by a key, so that none is done twice."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from bot.core.letter import Kept, Letter

CASE: Final = "case"  # the kind of these letters
_WINDOW: Final = timedelta(hours=24)  # what was promised is tried for as long


class Step(StrEnum):
    """One thing to do. Those of people come first: they decide, and owe the others."""

    ASK = "ask"  # a customer wants to talk to somebody
    TAKE = "take"
    BACK = "back"
    CLOSE = "close"
    SOLVED = "solved"  # closed by the customer

    ASKED = "asked"  # -> the customer: passed on, or who else to write to
    ANNOUNCE = "announce"  # -> the support channel
    THREAD = "thread"  # -> the agent's direct message: where both sides meet
    HISTORY = "history"  # -> the thread: what the customer wrote until then
    ORDER = "order"  # -> the thread: the order that they have proven
    SHOWN = "shown"  # the card in the support channel, as the case now stands
    URGE = "urge"  # -> below the card: still waiting
    TOLD = "told"  # -> the customer: what became of their case
    RELAY = "relay"  # -> the other side: what somebody wrote
    NOTE = "note"  # -> whoever wrote, or clicked: what became of that


@dataclass(frozen=True, slots=True)
class Owed:
    """A step of a case. `more` is what else it needs, each a text."""

    step: Step
    case_id: int
    at: datetime  # no post of it is older
    more: dict[str, str]

    @property
    def place(self) -> tuple[str, str | None]:
        return self.more.get("channel", ""), self.more.get("thread") or None


def owed(step: Step, case_id: int, mark: str, now: datetime, **more: str) -> Letter:
    """Return the letter for a step; whoever owes the same, with the same *mark*, owes it once."""
    body = {"kind": CASE, "step": step, "case": case_id, "at": now.timestamp(), **more}
    key = f"case:{step}:{mark}"[:200]
    return Letter(frozenset({key}), json.dumps(body, separators=(",", ":")), now + _WINDOW)


def read_owed(kept: Kept) -> Owed:
    body: dict[str, Any] = json.loads(kept.body)
    at = datetime.fromtimestamp(body["at"]).astimezone()
    told = {name: value for name, value in body.items() if name not in _OWN}
    return Owed(Step(body["step"]), int(body["case"]), at, told)


_OWN: Final = ("kind", "step", "case", "at")

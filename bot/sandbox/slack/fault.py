"""Faults on request: what may go wrong between the bot and Slack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["429", "500", "fatal_error", "drop", "lost", "slow"]


@dataclass
class Fault:
    """One thing that goes wrong, `times` times (None: until it is taken away).

    `429` and `500` answer so without any effect, `drop` closes the connection before any effect,
    `lost` after the effect, `fatal_error` is the answer after it, `slow` waits `seconds` first.
    `seconds` is also the Retry-After of 429.
    """

    kind: Kind
    times: int | None = 1
    seconds: float = 1.0


class Faults(dict[str, Fault]):
    """Faults by method name, `response_url` or `upload`; `*` is for every one of them."""

    def take(self, name: str) -> Fault | None:
        """The fault for this call, counted down."""
        for key in (name, "*"):
            fault = self.get(key)
            if fault and fault.times is None:
                return fault
            if fault and fault.times:
                fault.times -= 1
                return fault
        return None

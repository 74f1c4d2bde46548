"""The world behind Slack as the playground's panel sees it: orders, clock and faults."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, get_args

from bot.sandbox.parcellab import controls
from bot.sandbox.parcellab.outage import KINDS
from bot.sandbox.parcellab.outage import Fault as Outage
from bot.sandbox.slack.fault import Fault, Kind
from bot.sandbox.slack.web_api import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.parcellab.api import ParcelLab
    from bot.sandbox.slack.slack import Slack

    Json = dict[str, Any]

SLACK_METHODS = ("*", "response_url", "upload", *sorted(METHODS))
MAX_SECONDS = 3600.0


def told(parcellab: ParcelLab, slack: Slack) -> Json:
    """All that the panel shows."""
    fault, change = parcellab.fault, parcellab.next_change()
    return {
        "now": parcellab.clock.now().timestamp(),
        "speed": parcellab.clock.speed,
        "is_travelling": parcellab.is_travelling,
        "next_change": change and change.timestamp(),
        "orders": [controls.row(parcellab, order) for order in parcellab.orders],
        "faults": {
            "parcellab": fault and {"kind": fault.kind, "seconds": fault.seconds},
            "slack": [
                {"method": method, **asdict(each)}
                for method, each in slack.fault.items()
                if each.times != 0
            ],
        },
        "fault_kinds": {"parcellab": list(KINDS), "slack": list(get_args(Kind))},
        "slack_methods": list(SLACK_METHODS),
    }


def obey(parcellab: ParcelLab, slack: Slack, wanted: Json) -> None:
    """Do what the panel wants.

    Raises LookupError for an order that is not there, ValueError for anything else that cannot be.
    """
    verbs: dict[str, Callable[[Json], object]] = {
        "move": lambda more: controls.move(parcellab, more),
        "clock": lambda more: controls.set_clock(parcellab.clock, more),
        "travel": lambda more: controls.set_travel(parcellab, more),
        "parcellab_fault": lambda more: _break_parcellab(parcellab, more),
        "slack_fault": lambda more: _break_slack(slack, more),
    }
    verb = str(wanted.get("do"))
    if verb not in verbs:
        raise ValueError(f"The world does {', '.join(verbs)}, not {verb}.")
    verbs[verb]({name: value for name, value in wanted.items() if name != "do"})
    parcellab.touch()


def _break_parcellab(parcellab: ParcelLab, wanted: Json) -> None:
    kind = wanted.get("kind")
    seconds = _seconds(wanted, otherwise=5.0)
    parcellab.fault = Outage(str(kind), seconds=seconds) if kind else None


def _break_slack(slack: Slack, wanted: Json) -> None:
    """Break one method (or `*`, every one); without a kind repair it, or all if none is named."""
    kind, method = wanted.get("kind"), str(wanted.get("method") or "*")
    if method not in SLACK_METHODS:
        raise ValueError(f"Slack's sandbox has no method {method}.")
    if kind:
        seconds = _seconds(wanted, otherwise=1.0)
        slack.fault[method] = Fault(_kind(kind), _times(wanted), seconds)
    elif wanted.get("method"):
        slack.fault.pop(method, None)
    else:
        slack.fault.clear()


def _kind(text: object) -> Kind:
    for kind in get_args(Kind):
        if kind == text:
            known: Kind = kind
            return known
    raise ValueError(f"Slack has no such fault: {text}; there are {', '.join(get_args(Kind))}.")


def _times(wanted: Json) -> int | None:
    times = wanted.get("times")
    if times is None:
        return None
    if not isinstance(times, int) or not 1 <= times <= 1000:
        raise ValueError("A fault happens 1 to 1000 times, or until it is taken away.")
    return times


def _seconds(wanted: Json, *, otherwise: float) -> float:
    seconds = wanted.get("seconds")
    if seconds is None:
        return otherwise
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise ValueError("Seconds are a number.")
    if not 0 <= seconds <= MAX_SECONDS:
        raise ValueError(f"Seconds are 0 to {MAX_SECONDS:.0f}.")
    return float(seconds)

"""Replay: what stored looks tell by rules, with the code that told it, or would have."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.alert import Event
from bot.core.alert_rule import AlertRule
from bot.core.watch import Notice, State, listeners, notices_for


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at an order brought, in the order in which it was told; `name` names it."""

    name: str
    at: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done with `events` pieces of news: post, tell along, and silence."""

    events: int
    posted: int
    merged: int
    silenced: int


def replayed(looks: Iterable[Look], rules: Sequence[AlertRule]) -> Iterator[Notice]:
    """Yield what *rules* owe for these looks."""
    everybody = listeners((), rules)
    for look in looks:
        for listener in everybody:
            yield from notices_for(listener, look.name, look.events)


def tried(looks: Sequence[Look], rule: AlertRule) -> Trial:
    """Say what a rule would have done: each piece of news counts once, as it is told once."""
    states = {one.key: one.state for one in replayed(looks, [rule])}
    return Trial(
        events=sum(len(look.events) for look in looks),
        posted=sum(state is State.OWED for state in states.values()),
        merged=sum(state is State.MERGED for state in states.values()),
        silenced=sum(state is State.SILENCED for state in states.values()),
    )

"""Watches and notices: who wants to hear of an order, and what they are owed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Final

from bot.core.alert import ENDS, LATENESS, Event, Facts, Kind
from bot.core.catalogue import ENGLISH
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference

# What an end of a parcel's way may be behind a new watch, and is news to it all the same: scans
# come late, and clocks differ.
_FRESH: Final = timedelta(hours=2)
# What may be remembered for weeks: no e-mail address, and no number of a person.
WATCHABLE: Final = {
    Asked.ORDER_NUMBER,
    Asked.TRACKING_NUMBER,
    Asked.EXTERNAL_REFERENCE,
    Asked.EXTERNAL_ORDER_ID,
}


class State(StrEnum):
    """What became of a notice."""

    OWED = "owed"
    SENDING = "sending"  # a post has begun; whether it stands there, history tells
    POSTED = "posted"
    MERGED = "merged"  # another notice says it, too
    SILENCED = "silenced"  # nobody there wants to hear this kind
    SNOOZED = "snoozed"  # until whoever snoozed its card wants to hear of it
    HELD = "held"  # until the place wants to hear of anything
    PARKED = "parked"  # Slack does not take it


OPEN: Final = (State.OWED, State.SENDING)
HELD: Final = (State.SNOOZED, State.HELD)


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody's wish: `place` is the channel or direct message where it is told.

    `since` is when it was made, and `is_new` until it was told for the first time what holds.
    `kinds` is what they want to hear of, empty for all. `until` ends it by itself.
    """

    id: int
    reference: Reference
    place: str
    by: str
    since: datetime
    lang: str = ENGLISH
    client_key: str = ""
    kinds: frozenset[Kind] = frozenset()
    until: datetime | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What is owed to a place: told once under its key, whoever else finds the same out.

    `into` is the key of the notice that says it, too. `card` names the order there.
    """

    key: str
    place: str
    card: str
    event: Event
    facts: Facts
    lang: str
    state: State = State.OWED
    into: str = ""
    reason: str = ""


def notices_for(watch: Watch, name: str, events: Sequence[Event]) -> Iterator[Notice]:
    """Yield what *watch* is owed for *events* of the order *name*, in their order.

    Of what makes one delay, seen at once, the worst is told, and says the others as well.
    """
    events = [event for event in events if not _is_old(watch, event)]
    silent = {id(event) for event in events if watch.kinds and event.kind not in watch.kinds}
    leads: dict[str, tuple[Event, str]] = {}
    wanted = [event for event in events if id(event) not in silent]
    for kind in LATENESS:
        for event in (one for one in wanted if one.kind is kind):
            leads.setdefault(event.tag, (event, _key(watch.place, name, event)))
    for event in events:
        lead, key = leads.get(event.tag, (event, ""))
        facts, state, into, reason = event.facts, State.OWED, "", ""
        if id(event) in silent:
            state, reason = State.SILENCED, "kinds"
        elif event.kind in LATENESS and event is not lead:
            state, into = State.MERGED, key
        elif event is lead and event.kind in LATENESS:
            facts = _together(event, wanted)
        own = _key(watch.place, name, event)
        card = card_of(watch.place, name)
        yield Notice(own, watch.place, card, event, facts, watch.lang, state, into, reason)


def card_of(place: str, name: str) -> str:
    """Name what stands in a place for an order; hashed, so that no table tells orders."""
    return blake2b(f"{place}\n{name}".encode(), digest_size=16).hexdigest()


def name_of(reference: Reference, order_number: str, client_key: str) -> str:
    """Name an order so that two watches of it, by whichever number, mean the same."""
    return f"{client_key}\n{order_number or f'{reference.kind.value}:{reference.value}'}"


def _key(place: str, name: str, event: Event) -> str:
    parts = (place, name, event.tag, event.kind.value, str(event.episode))
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _is_old(watch: Watch, event: Event) -> bool:
    is_end = event.kind in ENDS
    return watch.is_new and is_end and event.facts.began < watch.since - _FRESH


def _together(lead: Event, events: Sequence[Event]) -> Facts:
    same = [event.kind for event in events if event.tag == lead.tag and event.kind in LATENESS]
    kinds = tuple(kind for kind in LATENESS if kind in same)
    return lead.facts.model_copy(update={"kinds": kinds})

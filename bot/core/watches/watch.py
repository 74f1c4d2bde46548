"""Watches and notices: who wants to hear of an order, and what they are owed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Final

from bot.core.alert import ENDS, LATENESS, STEP, Event, Facts, Kind, Severity, Sighting
from bot.core.catalogue import ENGLISH
from bot.core.click import tags_of
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.rule import AlertRule

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
    `kinds` is what they want to hear of, empty for all. `until` ends it by itself. `name` is what
    they call it; those of one name are a list. `parcels` are the tags of those it is about, empty
    for the whole order; once the way of all of them has ended, it ends at `ends_at`.
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
    name: str = ""
    parcels: frozenset[str] = frozenset()
    ends_at: datetime | None = None

    @property
    def may_be_part(self) -> bool:
        """Whether it may be about some parcels of its order alone."""
        return bool(self.parcels) or self.reference.kind is Asked.TRACKING_NUMBER

    def within(self, known: Iterable[str]) -> "Watch":
        """Return it for an order with these parcels: if it is about none of them, about all.

        A parcel has another tag once its courier has; rather too much is told than too little.
        """
        return replace(self, parcels=(self.parcels or tags_of(self.reference)) & set(known))

    def concerns(self, event: Event) -> bool:
        return not self.parcels or event.tag in self.parcels


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch, and what was seen of its order when that was looked at last."""

    watch: Watch
    seen: Sighting | None = None
    looked_at: datetime | None = None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What holds of its parcels now, in the order of `Kind`."""
        seen = self.seen.parcels if self.seen else {}
        about = self.watch.within(seen).parcels or seen
        holds = {kind for tag in about for kind in seen[tag].holds}
        return tuple(kind for kind in Kind if kind in holds)


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


@dataclass(frozen=True, slots=True)
class Listener:
    """A place that hears of an order: by a watch of it, by the rules there, or by both."""

    place: str
    watch: Watch | None = None
    rules: tuple[AlertRule, ...] = ()

    @property
    def lang(self) -> str:
        return self.watch.lang if self.watch else self.rules[0].lang

    def heard(
        self, news: Sequence[Event], standing: Sequence[Event], *, is_first: bool
    ) -> Sequence[Event]:
        """Return what it hears after a look: what is new, or all that holds if that is new to it.

        *is_first*: nobody has looked at the order before.
        """
        if not is_first and not (self.watch and self.watch.is_new):
            return news
        known = {(one.tag, one.kind, one.episode) for one in standing}
        past = [one for one in news if (one.tag, one.kind, one.episode) not in known]
        return [*(past if self.rules else ()), *standing]


def listeners(watches: Sequence[Watch], rules: Sequence[AlertRule]) -> list[Listener]:
    """Return who hears of an order that is watched by *watches*."""
    by_watch = {one.place: one for one in watches}
    places = dict.fromkeys([*by_watch, *(one.place for one in rules)])
    return [
        Listener(place, by_watch.get(place), tuple(one for one in rules if one.place == place))
        for place in places
    ]


def notices_for(listener: Listener, name: str, events: Sequence[Event]) -> Iterator[Notice]:
    """Yield what *listener* is owed for *events* of the order *name*, in their order.

    Of what makes one delay, seen at once, the worst is told, and says the others as well.
    """
    place = listener.place
    verdicts = [(event, _verdict(listener, event)) for event in events]
    wanted = [event for event, verdict in verdicts if verdict.is_wanted]
    leads: dict[str, Event] = {}
    for kind in LATENESS:
        for event in (one for one in wanted if one.kind is kind):
            leads.setdefault(event.tag, event)
    card = card_of(place, name) if events else ""
    for event, verdict in verdicts:
        facts, state, into, reason = event.facts, State.OWED, "", ""
        lead = leads.get(event.tag, event)
        if not verdict.is_wanted:
            if not verdict.silenced_by:
                continue
            state, reason = State.SILENCED, verdict.silenced_by
        elif event.kind in LATENESS and event is not lead:
            state, into = State.MERGED, _key(place, name, lead)
        else:
            facts = _said(event, wanted, verdict.severity)
        yield Notice(
            key=_key(place, name, event),
            place=place,
            card=card,
            event=event,
            facts=facts,
            lang=listener.lang,
            state=state,
            into=into,
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Whether something is told, and as what; or who silences it: a rule, by its name."""

    is_wanted: bool = False
    severity: Severity | None = None
    silenced_by: str = ""


def _verdict(listener: Listener, event: Event) -> _Verdict:
    """Ask the watch, then the rules. What has not grown far enough yet is nobody's news."""
    watch, silenced_by = listener.watch, ""
    severities: list[Severity] = []
    if watch and watch.concerns(event) and _is_news(watch, event):
        if not watch.kinds or event.kind in watch.kinds:
            severities.append(event.facts.severity)
        else:
            silenced_by = "kinds"
    for rule in listener.rules:
        if _is_past(event) or not rule.concerns(event):
            continue
        if not rule.wants(event.kind):
            silenced_by = silenced_by or rule.name
        elif event.reaches(rule.step(event.kind)):
            as_said = event.facts.severity if rule.severity is None else rule.severity
            severities.append(as_said)
    if not severities:
        return _Verdict(silenced_by=silenced_by)
    worst = min(severities)
    return _Verdict(is_wanted=True, severity=None if worst == event.facts.severity else worst)


def _is_past(event: Event) -> bool:
    """Whether it is the end of a way that had ended before the bot knew of the order."""
    facts = event.facts
    return facts.is_found and event.kind in ENDS and facts.began < facts.seen - _FRESH


def card_of(place: str, name: str) -> str:
    """Name what stands in a place for an order; hashed, so that no table tells orders."""
    return blake2b(f"{place}\n{name}".encode(), digest_size=16).hexdigest()


def name_of(reference: Reference, order_number: str, client_key: str, lead: str = "") -> str:
    """Name an order so that two watches of it, by whichever number, mean the same.

    One without an order number is known by *lead*, its first parcel.
    """
    asked = f"{reference.kind.value}:{reference.value}"
    return f"{client_key}\n{order_number or lead or asked}"


def identity_of(name: str) -> str:
    """Return a name of an order as it is kept: hashed, so that no table tells orders."""
    return blake2b(name.encode(), digest_size=16).hexdigest()


def _key(place: str, name: str, event: Event) -> str:
    return episode_key(place, name, event.tag, event.kind, event.episode)


def episode_key(place: str, name: str, tag: str, kind: Kind, episode: int) -> str:
    parts = (place, name, tag, kind.value, str(episode))
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _is_news(watch: Watch, event: Event) -> bool:
    is_end = event.kind in ENDS
    is_old = watch.is_new and is_end and event.facts.began < watch.since - _FRESH
    return not is_old and event.reaches(STEP.get(event.kind, 0))


def _said(event: Event, events: Sequence[Event], severity: Severity | None) -> Facts:
    """Return what is told of it: of a delay all that is seen at once, and as how urgent."""
    kinds = event.facts.kinds
    if event.kind in LATENESS:
        same = {one.kind for one in events if one.tag == event.tag}
        kinds = tuple(kind for kind in LATENESS if kind in same)
    if kinds == event.facts.kinds and severity is event.facts.told_as:
        return event.facts
    return event.facts.model_copy(update={"kinds": kinds, "told_as": severity})

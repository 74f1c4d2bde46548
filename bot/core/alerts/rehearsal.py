"""Rehearsal: how many messages a rule would have cost its channel, by what the gate goes by.

Quiet hours, the digest, the day's budget and storms count as they do there. What came of looks at
one time is told together, and posted at once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from bot.core.alerts.gate import LISTED, day_began, quiet_until, wait_for
from bot.core.alerts.replay import Look, replayed
from bot.core.alerts.storm import ASIDE, SHOWN, SPAN, storm_of
from bot.core.watches.rule import AlertRule, Etiquette
from bot.core.watches.watch import Notice, State


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done with `events` pieces of news: tell some along, and silence some.

    `posted` is how many messages it would have cost.
    """

    events: int
    posted: int
    merged: int
    silenced: int


def tried(looks: Sequence[Look], rule: AlertRule, wanted: Etiquette, *, storm: int) -> Trial:
    """Say what a rule would have done in a channel; up to *storm* parcels are told one by one.

    Each piece of news counts once, as it is told once.
    """
    channel, known, silenced = _Channel(wanted, storm), set[str](), 0
    for at, together in groupby(looks, key=lambda look: look.at):
        fresh = list(_fresh(replayed(together, [rule]), known))
        silenced += sum(one.state is State.SILENCED for one in fresh)
        channel.merged += sum(one.state is State.MERGED for one in fresh)
        channel.hear([one for one in fresh if one.state is State.OWED], at)
    channel.read_all()
    events = sum(len(look.events) for look in looks)
    return Trial(events, channel.posted, channel.merged, silenced)


def _fresh(notices: Iterable[Notice], known: set[str]) -> Iterator[Notice]:
    for one in notices:
        if one.key not in known:
            known.add(one.key)
            yield one


@dataclass(slots=True)
class _Storm:
    """One that is on until a time, or may come: `alone` is when which cards told of it last."""

    alone: dict[str, datetime] = field(default_factory=dict)
    until: datetime | None = None
    unfiled: int = 0

    def is_on(self, at: datetime) -> bool:
        return self.until is not None and self.until > at

    def begins(self, at: datetime, coming: Iterable[str], most: int) -> bool:
        recent = {card for card, told in self.alone.items() if told > at - SPAN}
        return len(recent.union(coming)) > most


class _Channel:
    """Counts what is posted there, and what is told along."""

    def __init__(self, wanted: Etiquette, most: int) -> None:
        self.posted = self.merged = 0
        self._wanted = wanted
        self._most = most
        self._told: Counter[datetime] = Counter()  # messages by the day
        self._held: Counter[datetime] = Counter()  # what waits, by when it is told
        self._cards: set[str] = set()
        self._storms: defaultdict[str, _Storm] = defaultdict(_Storm)
        self._in_storm: set[str] = set()

    def hear(self, notices: Sequence[Notice], at: datetime) -> None:
        """Tell what is owed at one time, after what has waited until then."""
        self._let_out(at)
        coming: defaultdict[str, set[str]] = defaultdict(set)
        for one in notices:
            coming[self._name(one)].add(one.card)
        alone = [one for one in notices if self._tell(one, at, coming)]
        self._cards |= {one.card for one in alone if not self._is_aside(one)}
        for name in filter(None, coming):
            self._file(self._storms[name], at)

    def read_all(self) -> None:
        """Tell what waits yet."""
        self._let_out()

    def _tell(self, one: Notice, at: datetime, coming: Mapping[str, set[str]]) -> bool:
        """Tell one, or let it wait or join a storm; return whether it was told by itself."""
        name = self._name(one)
        storm = self._storms[name] if name and one.card not in self._cards else None
        told = self._told[day_began(self._wanted, at)]
        is_on = storm is not None and storm.is_on(at)
        wait = wait_for(one.facts.severity, self._wanted, at, told=0 if is_on else told)
        if wait:
            self._held[quiet_until(self._wanted, wait.until) or wait.until] += 1
            return False
        if storm and (is_on or storm.begins(at, coming[name], self._most)):
            self._join(storm, one, at)
            return False
        self._post(at)
        if name:
            self._storms[name].alone[one.card] = at
        return True

    def _is_aside(self, one: Notice) -> bool:
        """Whether it is told in the thread of a storm's card."""
        return one.card in self._in_storm and one.facts.kinds[0] in ASIDE

    def _join(self, storm: _Storm, one: Notice, at: datetime) -> None:
        if not storm.is_on(at):
            self._post(at)
            storm.unfiled = SHOWN  # its file comes with it
            storm.alone.clear()
        storm.until = at + SPAN
        storm.unfiled += 1
        self._in_storm.add(one.card)
        self.merged += 1

    def _file(self, storm: _Storm, at: datetime) -> None:
        if storm.unfiled > SHOWN:
            storm.unfiled = 0
            self._post(at)

    def _let_out(self, at: datetime | None = None) -> None:
        """Tell together what has waited until one time, or whatever waits."""
        for when in sorted(one for one in self._held if at is None or one <= at):
            waited = self._held.pop(when)
            self.merged += waited
            for _ in range(0, waited, LISTED):
                self._post(when)

    def _post(self, at: datetime) -> None:
        self.posted += 1
        self._told[day_began(self._wanted, at)] += 1

    def _name(self, one: Notice) -> str:
        return storm_of(one.place, one.facts) if self._most else ""

"""Episodes: what of a parcel holds now, and what has begun or come and gone since it was seen.

parcelLab's flags and stages are read as conditions. Each time that one begins to hold is an
episode; one that holds again within the settling time is still the same. Scans tell what came and
went between two looks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.core.alert import Episode, Kind, ParcelSeen
from bot.core.order import Checkpoint, LifecycleStatus
from bot.core.parcel import Parcel

_DAY: Final = timedelta(days=1)
_LIKELY: Final = 50  # per cent
_TURN: Final = {kind: turn for turn, kind in enumerate(Kind)}
BY_STAGE: Final = {
    LifecycleStatus.FAILED: Kind.EXCEPTION,
    LifecycleStatus.READY_TO_COLLECT: Kind.READY_FOR_PICKUP,
    LifecycleStatus.SENT_BACK: Kind.SENT_BACK,
    LifecycleStatus.RETURNED: Kind.RETURNED,
    LifecycleStatus.DELIVERED: Kind.DELIVERED,
    LifecycleStatus.CANCELLED: Kind.CANCELLED,
}
# Of a return the customer's promise and the courier's attempts are nobody's news.
_OF_RETURNS: Final = {Kind.EXCEPTION, Kind.NO_SCAN, Kind.RETURNED, Kind.CANCELLED}
# What a scan's code says; couriers' codes are an open set, so these are words and no list.
_BY_CODE: Final = (
    (re.compile(r"attempt|notdelivered|undeliver|failed", re.IGNORECASE), Kind.FAILED_ATTEMPT),
    (re.compile(r"pickup_?-?ready|ready_?-?(to|for)|collectable", re.IGNORECASE),
     Kind.READY_FOR_PICKUP),
    (re.compile(r"returnto|sentback|backto", re.IGNORECASE), Kind.SENT_BACK),
    (re.compile(r"^returned", re.IGNORECASE), Kind.RETURNED),
    (re.compile(r"^delivered", re.IGNORECASE), Kind.DELIVERED),
)  # fmt: skip


class ParcelLook:
    """A parcel, and what of it holds now."""

    def __init__(self, parcel: Parcel, settling: timedelta) -> None:
        self.parcel = parcel
        self._settling = settling
        self._now = parcel.now
        self._holds = dict(self._conditions())

    def against(self, old: ParcelSeen) -> tuple[ParcelSeen, list[tuple[Kind, Episode]]]:
        """Return what is seen of it now, and the episodes that have begun."""
        episodes = dict(old.episodes)
        begun: list[tuple[Kind, Episode]] = []
        scans = self._scans(old.scanned)
        known = self._holds.keys() | episodes.keys() | scans.keys()
        for kind in sorted(known, key=_TURN.__getitem__):
            for one in self._next(kind, episodes.get(kind), scans.get(kind, ())):
                if kind not in episodes or one.number > episodes[kind].number:
                    begun.append((kind, one))
                episodes[kind] = one
        promises = self._promises(old.promises)
        if len(promises) > max(len(old.promises), 1):
            moved = Episode(number=len(promises) - 1, began=self._now)
            begun.append((Kind.PROMISE_MOVED, moved))
            episodes[Kind.PROMISE_MOVED] = moved
        newest = next(self._scanned(), None)
        scanned = max(newest, old.scanned) if newest and old.scanned else newest or old.scanned
        ended = old.ended or self._now if self.parcel.is_over else None
        seen = ParcelSeen(episodes=episodes, promises=promises, scanned=scanned, ended=ended)
        return seen, begun

    def in_turn(self, episodes: Sequence[tuple[Kind, Episode]]) -> list[tuple[Kind, Episode]]:
        """Put in order what happened: what no scan dates goes before, in the order of Kind."""

        def turn(one: tuple[Kind, Episode]) -> tuple[bool, datetime, int]:
            kind, episode = one
            is_dated = episode.began < self._now
            return is_dated, episode.began if is_dated else self._now, _TURN[kind]

        return sorted(episodes, key=turn)

    def _next(
        self, kind: Kind, old: Episode | None, scans: Sequence[datetime]
    ) -> Iterator[Episode]:
        """Yield the episodes since *old*, and as the last the one that is on now, or was."""
        if kind is Kind.PROMISE_MOVED and old:
            yield old  # a promise that has moved never moves back: each move is an episode
            return
        old = self._by_this_clock(kind, old) if old else None
        for at in scans:
            if old is None or at > max(old.began, old.ended or old.began) + self._settling:
                old = Episode(number=old.number + 1 if old else 1, began=at)
                yield old
        if kind in self._holds:
            began = max(self._holds[kind] or self._now, self._ahead(kind))
            step = self._step(kind)
            if old is None:
                yield Episode(number=1, began=began, step=step)
            elif old.ended and self._now - old.ended >= self._settling:
                yield Episode(number=old.number + 1, began=max(began, old.ended), step=step)
            elif step > old.step:
                yield Episode(number=old.number + 1, began=began, below=old.step, step=step)
            else:
                yield old.model_copy(update={"ended": None}) if old.ended else old
        elif old:
            yield old if old.ended else old.model_copy(update={"ended": self._now})

    def _by_this_clock(self, kind: Kind, old: Episode) -> Episode:
        """Take back what a clock ahead of ours has dated later than now; scans keep their time."""
        if max(old.began, old.ended or old.began) <= self._now:
            return old
        began = min(old.began, self._ahead(kind))
        return old.model_copy(
            update={"began": began, "ended": old.ended and min(old.ended, self._now)}
        )

    def _ahead(self, kind: Kind) -> datetime:
        """Return now, or when it is by a scan that is dated later: it is told once by both."""
        scanned = (at for at, one in scans_after(self.parcel, self._now) if _kind_of(one) is kind)
        return max(scanned, default=self._now)

    def _step(self, kind: Kind) -> int:
        """Return how far something has grown by now; 0 of what does not grow."""
        if kind is Kind.NOT_COLLECTED:
            return self._days_waiting
        return self._percent // 10 * 10 if kind is Kind.TRENDING_LATE else 0

    @property
    def _days_waiting(self) -> int:
        at = self.parcel.status.event_timestamp
        waits = self.parcel.stage is LifecycleStatus.READY_TO_COLLECT
        return max(0, (self._now - at) // _DAY) if waits and at else 0

    @property
    def _percent(self) -> int:
        chance = self.parcel.reporting.trending_late_probability
        is_known = chance is not None and chance == chance  # NaN is no probability
        return round(min(max(chance or 0.0, 0.0), 1.0) * 100) if is_known else 0

    def _conditions(self) -> Iterator[tuple[Kind, datetime | None]]:
        """Yield what holds now, and since when if parcelLab tells."""
        for kind, since in self._every_condition():
            if not self.parcel.is_return or kind in _OF_RETURNS:
                yield kind, since

    def _every_condition(self) -> Iterator[tuple[Kind, datetime | None]]:
        parcel, report = self.parcel, self.parcel.reporting
        at = parcel.status.event_timestamp
        at = at if at and at <= self._now else None
        yield from self._lateness()
        if report.is_forgotten:
            yield Kind.NO_SCAN, None
        if parcel.is_exception:
            yield Kind.EXCEPTION, at if parcel.status.exception_type else None
        if report.has_failed_attempt:
            yield Kind.FAILED_ATTEMPT, None
        if report.is_returned and parcel.stage is not LifecycleStatus.RETURNED:
            yield Kind.SENT_BACK, None
        kind = BY_STAGE.get(parcel.stage) if parcel.stage else None
        if parcel.is_return and kind is Kind.DELIVERED:
            kind = Kind.RETURNED  # it was delivered to the shop
        if kind:
            yield kind, at
        if at and self._days_waiting:
            yield Kind.NOT_COLLECTED, at + self._days_waiting * _DAY

    def _lateness(self) -> Iterator[tuple[Kind, datetime | None]]:
        parcel, report = self.parcel, self.parcel.reporting
        is_flagged = parcel.tracking.is_delayed or report.is_delayed
        is_behind = not parcel.has_ended and (parcel.days_late or 0) > 0
        if report.is_delayed_dispatch:
            yield Kind.DISPATCH_LATE, None
        if is_flagged or is_behind:
            yield Kind.LATE, None
        elif not parcel.has_ended and (
            report.trending_late_status in ("warning", "delayed") or self._percent >= _LIKELY
        ):
            yield Kind.TRENDING_LATE, None
        if report.is_customer_promise_exceeded:
            yield Kind.PROMISE_EXCEEDED, None

    def _scanned(self) -> Iterator[datetime]:
        return (
            one.event_timestamp
            for one in self.parcel.checkpoints
            if one.event_timestamp and one.event_timestamp <= self._now
        )

    def _scans(self, since: datetime | None) -> Mapping[Kind, Sequence[datetime]]:
        """Return when scans after *since* say that something happened, oldest first."""
        found: dict[Kind, list[datetime]] = {}
        fresh = [*scans_after(self.parcel, since)] if since else ()
        for at, checkpoint in reversed(fresh):
            kind = _kind_of(checkpoint) if at <= self._now else None
            if kind and (not self.parcel.is_return or kind in _OF_RETURNS):
                found.setdefault(kind, []).append(at)
        return found

    def _promises(self, old: tuple[date, ...]) -> tuple[date, ...]:
        """Return the first promise and the later ones: only a later day is news."""
        parcel = self.parcel
        first = parcel.promised or parcel.forecast
        promises = old or ((first.last,) if first else ())
        if parcel.is_return or parcel.has_ended or not promises:
            return promises
        expected = parcel.forecast or parcel.promised
        return (*promises, expected.last) if expected and expected.last > promises[-1] else promises


def scans_after(parcel: Parcel, since: datetime) -> Iterator[tuple[datetime, Checkpoint]]:
    """Yield the scans after *since*, newest first, as a parcel has them: most are older."""
    for one in parcel.checkpoints:
        if one.event_timestamp is None or one.event_timestamp <= since:
            return
        yield one.event_timestamp, one


def _kind_of(checkpoint: Checkpoint) -> Kind | None:
    """Return what happened, if that may be news; hidden scans tell nothing."""
    if checkpoint.is_hidden:
        return None
    if checkpoint.exception_type:
        return Kind.EXCEPTION
    if checkpoint.delivery_location_type == "Notified":
        return Kind.FAILED_ATTEMPT
    code = checkpoint.status_code or ""
    return next((kind for looks, kind in _BY_CODE if looks.search(code)), None)

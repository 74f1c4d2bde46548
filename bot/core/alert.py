"""Alerts: what there is to tell of a parcel, and what has been seen of an order by now.

All of it is kept, so none of it is personal: it holds what a channel may see, and nothing else.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict


class Kind(StrEnum):
    """What may be told, in the order in which it is told where no scan says when it happened."""

    DISPATCH_LATE = "dispatch_late"
    TRENDING_LATE = "trending_late"
    PROMISE_MOVED = "promise_moved"
    LATE = "late"
    PROMISE_EXCEEDED = "promise_exceeded"
    NO_SCAN = "no_scan"
    EXCEPTION = "exception"
    FAILED_ATTEMPT = "failed_attempt"
    READY_FOR_PICKUP = "ready_for_pickup"
    NOT_COLLECTED = "not_collected"
    SENT_BACK = "sent_back"
    RETURNED = "returned"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Severity(IntEnum):
    URGENT = 0
    WARNING = 1
    INFO = 2


SEVERITY: Final = {
    Kind.EXCEPTION: Severity.URGENT,
    Kind.FAILED_ATTEMPT: Severity.URGENT,
    Kind.NO_SCAN: Severity.URGENT,
    Kind.SENT_BACK: Severity.URGENT,
    Kind.LATE: Severity.WARNING,
    Kind.PROMISE_EXCEEDED: Severity.WARNING,
    Kind.PROMISE_MOVED: Severity.WARNING,
    Kind.DISPATCH_LATE: Severity.WARNING,
    Kind.NOT_COLLECTED: Severity.WARNING,
    Kind.TRENDING_LATE: Severity.INFO,
    Kind.READY_FOR_PICKUP: Severity.INFO,
    Kind.RETURNED: Severity.INFO,
    Kind.DELIVERED: Severity.INFO,
    Kind.CANCELLED: Severity.INFO,
}
# One delay shows in several of parcelLab's flags at once: what is seen together is told together,
# under the first of these.
LATENESS: Final = (
    Kind.LATE,
    Kind.PROMISE_EXCEEDED,
    Kind.PROMISE_MOVED,
    Kind.DISPATCH_LATE,
    Kind.TRENDING_LATE,
)


ENDS: Final = {Kind.DELIVERED, Kind.RETURNED, Kind.CANCELLED}


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


# What grows while it lasts is told at each step: how many days a parcel was not collected, and how
# likely it is late, in per cent. This is the step at which it is told to whom no rule says another.
STEP: Final = {Kind.NOT_COLLECTED: 3, Kind.TRENDING_LATE: 0}
NO_STEP: Final = -1


class Episode(_Kept):
    """One time that something was so, counted from 1: since when, and until when if it is over.

    Of what grows each step is one: from `below`, which was told before, up to `step`.
    """

    number: int
    began: datetime
    ended: datetime | None = None
    below: int = NO_STEP
    step: int = 0


class ParcelSeen(_Kept):
    """What was seen of a parcel. `promises`: the first day promised, then each later one told.

    `ended` is when its way was seen to have come to an end.
    """

    episodes: Mapping[Kind, Episode] = {}
    promises: tuple[date, ...] = ()
    scanned: datetime | None = None
    ended: datetime | None = None

    @property
    def holding(self) -> frozenset[Kind]:
        return frozenset(kind for kind, episode in self.episodes.items() if not episode.ended)

    @property
    def holds(self) -> set[Kind]:
        """What holds of it now; of a way that has ended its end alone."""
        kinds = {kind for kind, episode in self.episodes.items() if not episode.ended}
        return kinds & ENDS or kinds


class Sighting(_Kept):
    """What was seen of an order, parcels by their tags; `ended` is when all had come to an end."""

    parcels: Mapping[str, ParcelSeen] = {}
    ended: datetime | None = None


def has_moved(before: Sighting, now: Sighting) -> bool:
    """Whether a parcel was scanned between two looks."""
    known = {tag: seen.scanned for tag, seen in before.parcels.items()}
    return any(seen.scanned and seen.scanned != known.get(tag) for tag, seen in now.parcels.items())


def united(one: Sighting, other: Sighting) -> Sighting:
    """Put together what was seen of one order by two who did not know of each other.

    What has been counted further is kept, so that no number is given twice.
    """
    tags = {**one.parcels, **other.parcels}
    parcels = {
        tag: _united(one.parcels.get(tag, ParcelSeen()), other.parcels.get(tag, ParcelSeen()))
        for tag in tags
    }
    ended = min(one.ended, other.ended) if one.ended and other.ended else None
    return Sighting(parcels=parcels, ended=ended)


def _united(one: ParcelSeen, other: ParcelSeen) -> ParcelSeen:
    episodes = dict(one.episodes)
    for kind, episode in other.episodes.items():
        if kind not in episodes or episodes[kind].number < episode.number:
            episodes[kind] = episode
    scans = [at for at in (one.scanned, other.scanned) if at]
    return ParcelSeen(
        episodes=episodes,
        promises=max(one.promises, other.promises, key=len),
        scanned=min(scans, default=None),
        ended=one.ended and other.ended,
    )


def lacks(seen: Sighting, more: Sighting) -> bool:
    """Whether something holds by *more* that does not by *seen*."""
    return any(
        parcel.holding - seen.parcels.get(tag, ParcelSeen()).holding
        for tag, parcel in more.parcels.items()
    )


class Facts(_Kept):
    """What an alert says, as data: it is put into words when it is posted.

    `order` is the order's number or what else it was asked for by, `parcel` the end of a number,
    `kinds` all that is told together, worst first. `is_found`: it was so when the order was seen
    for the first time. `told_as` is how urgent a rule wants it. `traits` is what rules ask for.
    `location` is the courier's place of the last scan, `country` where it goes (ISO 3166 alpha-3).
    `lead` is the tag of its first parcel, if the order has no number to be known by.
    """

    order: str
    kinds: tuple[Kind, ...]
    began: datetime
    seen: datetime
    is_return: bool = False
    client: str = ""
    parcel: str = ""
    courier: str = ""
    stage: str = ""
    promises: tuple[date, ...] = ()
    expected: date | None = None
    what: str = ""
    is_found: bool = False
    below: int = NO_STEP
    step: int = 0
    told_as: Severity | None = None
    traits: Mapping[str, tuple[str, ...]] = {}
    location: str = ""
    country: str = ""
    lead: str = ""

    @property
    def severity(self) -> Severity:
        if self.told_as is not None:
            return self.told_as
        return min(SEVERITY[kind] for kind in self.kinds)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.kinds[0] in ENDS


class Event(_Kept):
    """Something that happened to one parcel: known by parcel, kind and episode."""

    tag: str
    kind: Kind
    episode: int
    facts: Facts

    def reaches(self, step: int) -> bool:
        """Whether it has grown to *step* since it was told before; what does not grow is at 0."""
        return self.facts.below < step <= self.facts.step

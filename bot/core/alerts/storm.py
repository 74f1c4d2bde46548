"""Storms: many parcels of one courier and place that turn late together are told on one card.

The place is where parcelLab says that the last scan was: a depot, while the courier moves a parcel
between them. In the last mile that is where somebody lives, so there, and without a scan, it is the
country. Whose parcel needs somebody's own look (an exception, a failed attempt) is told by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.alert import Facts, Kind, ParcelSeen, Sighting
from bot.core.alerts.gate import key_of
from bot.core.order import LifecycleStatus
from bot.core.parcel import Parcel

SPAN: Final = timedelta(hours=1)  # in which they turn late; and since the last that joined
SHOWN: Final = 10  # parcels of one card; a file has all
_LONGEST: Final = 60  # characters of a place
_LATE: Final = "late"
# What makes a storm, and of which sort: parcels that are late, and parcels that nobody scans.
FAMILY: Final = {
    Kind.LATE: _LATE,
    Kind.PROMISE_EXCEEDED: _LATE,
    Kind.PROMISE_MOVED: _LATE,
    Kind.DISPATCH_LATE: _LATE,
    Kind.NO_SCAN: "no_scan",
}
# What happens to a parcel that is late no more; it is told below the card of its storm.
ASIDE: Final = {Kind.READY_FOR_PICKUP, Kind.RETURNED, Kind.DELIVERED, Kind.CANCELLED}
_MOVED_ON: Final = ASIDE | {Kind.SENT_BACK}
_BEFORE_LAST_MILE: Final = {
    LifecycleStatus.PENDING,
    LifecycleStatus.TRANSIT,
    LifecycleStatus.CUSTOMS,
}


@dataclass(frozen=True, slots=True)
class Storm:
    """What a storm's card tells: `head` is what its parcels have in common, and since when.

    `parcels` are in it, those that joined last first; `apart` of it have cards of their own, and
    `left` have moved on. `ids` are the notices of `parcels`, `all_ids` those of older news, too.
    `names` are what the channel calls the watches of `parcels`, empty where it does not.
    """

    head: Facts
    parcels: tuple[Facts, ...] = ()
    apart: int = 0
    left: int = 0
    ids: tuple[int, ...] = ()
    all_ids: tuple[int, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.parcels) + self.apart


def location_of(parcel: Parcel) -> str:
    """Return where the last scan was that somebody may see, if that is a courier's place."""
    if parcel.stage not in _BEFORE_LAST_MILE:
        return ""
    seen = (one.location for one in parcel.checkpoints if not one.is_hidden)
    return (next(filter(None, seen), None) or "")[:_LONGEST]


def storm_of(place: str, facts: Facts) -> str:
    """Name the storm that an alert may become a part of; empty: none.

    What is told to one person is told by itself.
    """
    family = FAMILY.get(facts.kinds[0])
    where = facts.location.casefold() or facts.country
    if not family or not facts.courier or not where or not place.startswith(("C", "G")):
        return ""
    return key_of("storm", place, family, facts.courier.casefold(), where)


def head_of(first: Facts, since: datetime) -> Facts:
    """Return what the parcels of a storm have in common."""
    return Facts(
        order="",
        kinds=first.kinds[:1],
        began=since,
        seen=first.seen,
        courier=first.courier,
        location=first.location,
        country=first.country,
    )


def episodes_in(seen: Sighting) -> Iterator[tuple[str, Kind, int, bool]]:
    """Yield what of an order may be told in a storm: parcel, kind, episode, and if it is so yet."""
    for tag, parcel in seen.parcels.items():
        for kind, episode in parcel.episodes.items():
            if kind in FAMILY:
                holds = _holds(parcel, FAMILY[kind])
                yield from ((tag, kind, n, holds) for n in range(1, episode.number + 1))


def _holds(parcel: ParcelSeen, family: str) -> bool:
    """Whether a parcel is late, or not scanned; that a promise has moved never ends by itself."""
    now = {kind for kind, episode in parcel.episodes.items() if not episode.ended}
    of_family = {kind for kind, its in FAMILY.items() if its == family} - {Kind.PROMISE_MOVED}
    return bool(now & of_family) and not now & _MOVED_ON

"""When a change is news: an order as it stands, against what was seen of it before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from bot.core.alert import (
    ENDS,
    LATENESS,
    NO_STEP,
    Episode,
    Event,
    Facts,
    Kind,
    ParcelSeen,
    Sighting,
)
from bot.core.alerts.episode import BY_STAGE, ParcelLook, scans_after
from bot.core.alerts.storm import FAMILY, location_of
from bot.core.click import lead_of, tag_of
from bot.core.order import Order, ReturnedBox
from bot.core.parcel import Parcel, in_words, midnight_after, parcels_of
from bot.core.privacy import Channel, reveal
from bot.core.watches.condition import traits_of

_DAY: Final = timedelta(days=1)
_CHANNEL: Final = Channel("")


@dataclass(frozen=True, slots=True)
class News:
    """What a look brought.

    `events` are new since the look before. `standing` is all that holds now, if somebody wants to
    know who has only begun to watch. `seen` is what to compare the next look with.
    """

    events: tuple[Event, ...]
    standing: tuple[Event, ...]
    seen: Sighting


def news_about(
    order: Order,
    before: Sighting | None,
    now: datetime,
    *,
    settling: timedelta,
    has_new: bool = True,
    read: Sequence[Parcel] | None = None,
) -> News:
    """Compare; without *before* nothing is new. *has_new*: somebody was told nothing yet.

    What stands is told as from the beginning, whichever step of it others were told. Who has *read*
    the order's parcels already hands them over: that costs as much as comparing.
    """
    known = before.parcels if before else {}
    parcels_now = parcels_of(order, now) if read is None else read
    every = [ParcelLook(parcel, settling) for parcel in parcels_now]
    words = _Words(order, now)
    parcels = {**known}
    events: list[Event] = []
    standing: list[Event] = []
    met: set[str] = set()
    for index, look in enumerate(every):
        tag = tag_of(look.parcel.tracking)
        if tag in met:
            continue  # parcels without a number: nothing tells them apart, the worst has spoken
        met.add(tag)
        old = known.get(tag) or _unnumbered(known, order, parcels)
        seen, begun = look.against(old or ParcelSeen())
        parcels[tag] = seen
        if old is not None:
            events += words.of(index, look, seen, begun)
        if has_new:
            holds = _standing(look, seen)
            standing += words.of(index, look, seen, holds, is_found=before is None)
    ended = (before and before.ended) or now if _is_over(every) else None
    news = tuple(events) if before else ()
    return News(news, tuple(standing), Sighting(parcels=parcels, ended=ended))


def same_until(parcels: Sequence[Parcel], now: datetime) -> datetime:
    """Return until when the same parcels, looked at again, bring no news.

    Time alone makes some: a day ends over there, a moment comes that was told ahead, or a parcel
    was not collected for a day more.
    """
    moments = (moment for parcel in parcels for moment in _turns(parcel))
    return min((moment for moment in moments if moment > now), default=now + _DAY)


def _turns(parcel: Parcel) -> Iterator[datetime]:
    yield midnight_after(parcel)
    at = parcel.status.event_timestamp
    if at:
        yield at
    if at and at <= parcel.now:
        yield at + ((parcel.now - at) // _DAY + 1) * _DAY
    yield from (at for at, _ in scans_after(parcel, parcel.now))


def _unnumbered(
    known: Mapping[str, ParcelSeen], order: Order, parcels: dict[str, ParcelSeen]
) -> ParcelSeen | None:
    """Return what was seen of a parcel before it had a number, and so another tag."""
    gone = known.keys() - {tag_of(tracking) for tracking in order.trackings or ()}
    if len(gone) != 1 or len(known) != len(order.trackings or ()):
        return None
    return parcels.pop(gone.pop(), None)


def _is_over(every: Sequence[ParcelLook]) -> bool:
    return bool(every) and all(look.parcel.is_over for look in every)


def _standing(look: ParcelLook, seen: ParcelSeen) -> list[tuple[Kind, Episode]]:
    """Return what holds now; of a way that has ended its end, and no more."""
    stage = look.parcel.stage
    last = ENDS | {BY_STAGE[stage]} if look.parcel.is_over and stage else None
    return [
        (kind, one if one.below == NO_STEP else one.model_copy(update={"below": NO_STEP}))
        for kind, one in seen.episodes.items()
        if not one.ended and (last is None or kind in last)
    ]


class _Words:
    """Says episodes as events, with no more of the order than a channel may see."""

    def __init__(self, order: Order, now: datetime) -> None:
        self._order = order
        self._now = now

    @cached_property
    def _visible(self) -> Order:
        return reveal(self._order, _CHANNEL).order

    def of(
        self,
        index: int,
        look: ParcelLook,
        seen: ParcelSeen,
        episodes: Sequence[tuple[Kind, Episode]],
        *,
        is_found: bool = False,
    ) -> list[Event]:
        """Say what *look* found of the order's parcel at *index*."""
        if not episodes:
            return []
        order, visible, tracking = self._order, self._visible, look.parcel.tracking
        country = visible.destination_country_iso3
        parcel = Parcel((visible.trackings or ())[index], now=self._now, country=country)
        tag, lead, traits = tag_of(tracking), lead_of(order), traits_of(order, tracking)
        family = {"location": location_of(look.parcel), "country": country or ""}
        facts = {"is_found": is_found, "traits": traits, "lead": lead}
        return [
            Event(
                tag=tag,
                kind=kind,
                episode=one.number,
                facts=Facts(
                    **_facts(visible, parcel, seen, kind, one),
                    **facts,
                    **(family if kind in FAMILY else {}),
                ),
            )
            for kind, one in look.in_turn(episodes)
        ]


def _facts(
    order: Order, parcel: Parcel, seen: ParcelSeen, kind: Kind, one: Episode
) -> dict[str, Any]:
    tracking, courier = parcel.tracking, parcel.tracking.courier_info
    expected = parcel.forecast or parcel.promised
    return {
        "order": order.order_number or "",
        "kinds": (kind,),
        "began": one.began,
        "seen": parcel.now,
        "is_return": parcel.is_return,
        "client": order.client_key or "",
        "parcel": tracking.tracking_number or "",
        "courier": (courier and courier.courier_name) or "",
        "stage": parcel.stage.value if parcel.stage else "",
        "promises": seen.promises if kind in LATENESS else (),
        "expected": expected.last if expected and kind in LATENESS else None,
        "what": _what(parcel, kind),
        "below": one.below,
        "step": one.step,
    }


def _what(parcel: Parcel, kind: Kind) -> str:
    """Return what parcelLab says about an exception, or why something came back."""
    box = parcel.tracking.action_box
    if kind in (Kind.RETURNED, Kind.SENT_BACK) and isinstance(box, ReturnedBox):
        return box.reason or ""
    return in_words(parcel.status.exception_type or "") if kind is Kind.EXCEPTION else ""

"""What parcelLab said and when, packed, and for how long it holds."""

import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.core.order import LifecycleStatus, Order
from bot.core.question import Found

_DAY: Final = timedelta(days=1)
_HEAD: Final = struct.Struct("<d?")
_LONG: Final = 4096  # bytes of JSON; that of an order with one parcel has 3,000
_LARGEST: Final = 10 * 2**20  # bytes unpacked; what lies in Redis may not be ours

_UNKNOWN_ORDER: Final = timedelta(seconds=30)
_NO_PARCEL: Final = timedelta(minutes=2)
_UNKNOWN_STAGE: Final = timedelta(minutes=5)
_ENDED: Final = timedelta(hours=6)
_LIFETIMES: Final = {
    LifecycleStatus.PENDING: timedelta(minutes=10),
    LifecycleStatus.TRANSIT: timedelta(minutes=5),
    LifecycleStatus.CUSTOMS: timedelta(minutes=10),
    LifecycleStatus.LAST_MILE: timedelta(minutes=1),
    LifecycleStatus.READY_TO_COLLECT: timedelta(minutes=10),
    LifecycleStatus.SENT_BACK: timedelta(minutes=10),
    LifecycleStatus.DELIVERED: _ENDED,
    LifecycleStatus.RETURNED: _ENDED,
    LifecycleStatus.FAILED: _ENDED,
    LifecycleStatus.CANCELLED: _ENDED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer: an order, or that there is none."""

    order: Order | None
    as_of: datetime
    fresh_until: datetime
    is_live: bool = False

    @classmethod
    def of(cls, order: Order | None, as_of: datetime, *, is_live: bool = False) -> "Entry":
        return cls(order, as_of, as_of + lifetime(order), is_live)

    def found(self, *, is_stale: bool = False) -> Found:
        return Found(self.order, self.as_of, is_stale=is_stale, is_live=self.is_live)

    def helps_out(self, now: datetime) -> bool:
        """Whether it may still be said, marked as stale, while parcelLab does not answer."""
        return self.order is not None and now - self.as_of <= _DAY


def lifetime(order: Order | None) -> timedelta:
    """Return for how long an answer holds; the parcel that changes soonest decides."""
    if order is None:
        return _UNKNOWN_ORDER
    stages = [
        status.lifecycle_status if (status := tracking.last_delivery_status) else None
        for tracking in order.trackings or ()
    ]
    holds = (_LIFETIMES[stage] if stage else _UNKNOWN_STAGE for stage in stages)
    return min(holds, default=_NO_PARCEL)


def packed(entry: Entry, *, is_shared: bool = True) -> bytes:
    """Write an entry as its head and JSON, of which there is none when there is no order.

    It is compressed for Redis, where nobody is to read names at a glance, or if it is long.
    """
    head = _HEAD.pack(entry.as_of.timestamp(), entry.is_live)
    if entry.order is None:
        return head
    text = entry.order.model_dump_json(exclude_none=True).encode()
    return head + (_compressed(text) if is_shared or len(text) > _LONG else text)


def _compressed(text: bytes) -> bytes:
    """Compress as zlib.compress does, which clears 270 kB of memory first."""
    packing = zlib.compressobj(1, wbits=12, memLevel=5)
    return packing.compress(text) + packing.flush()


def unpacked(raw: bytes) -> Entry:
    """Read a packed entry; raise ValueError if it is none."""
    try:
        seconds, is_live = _HEAD.unpack_from(raw)
        body = raw[_HEAD.size :]
        as_of = datetime.fromtimestamp(seconds, UTC)
        return Entry.of(_order(body) if body else None, as_of, is_live=is_live)
    except (struct.error, zlib.error, OverflowError, OSError):
        raise ValueError("This is no entry.") from None


def _order(body: bytes) -> Order:
    return Order.model_validate_json(body if body.startswith(b"{") else _decompressed(body))


def _decompressed(body: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(body, _LARGEST)
    if not unpacking.eof:  # cut off, or more than an order can be
        raise ValueError("This is no order.")
    return text

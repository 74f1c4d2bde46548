"""Made-up orders for the tests of cards, and how to read what the bot says in plain English."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from bot.core.card import Card, for_order
from bot.core.order import Order, tolerant_order
from bot.core.parcel import Parcel
from bot.core.phrase import Speech, Value
from bot.core.privacy import Agent, Audience, Channel, Customer, reveal
from bot.core.story import story

Json = dict[str, Any]

NOW = datetime(2026, 11, 16, 10, 30, tzinfo=UTC)  # a Monday
AGENT, CUSTOMER, CHANNEL = Agent("T1", "U1"), Customer("T1", "U2"), Channel("C1")
STAGES = (
    "Pending",
    "Transit",
    "Customs",
    "LastMile",
    "ReadyToCollect",
    "Delivered",
    "SentBack",
    "Returned",
    "Failed",
    "Cancelled",
)


def status(stage: str | None = "Transit", **members: Any) -> Json:
    """Return a last_delivery_status of five hours ago."""
    return {
        "lifecycle_status": stage,
        "status_text": "On the road",
        "event_timestamp": "2026-11-16T05:30:00Z",
        **members,
    }


def tracking(stage: str | None = "Transit", **members: Any) -> Json:
    """Return a parcel in Berlin with *members* laid over."""
    return {
        "tracking_number": "00340434161094042557",
        "courier_info": {"courier": "dhl-germany", "courier_name": "DHL"},
        "last_delivery_status": status(stage),
        "timezone": "Europe/Berlin",
        "reporting_info": {},
        **members,
    }


def body(*trackings: Json, **members: Any) -> Json:
    return {"order_number": "PK1004", "trackings": list(trackings), **members}


def order(*trackings: Json, **members: Any) -> Order:
    return tolerant_order(body(*trackings, **members))


def parcel(stage: str | None = "Transit", **members: Any) -> Parcel:
    (read,) = order(tracking(stage, **members)).trackings or ()
    return Parcel(read, now=NOW)


def card(*trackings: Json, to: Audience = AGENT, **members: Any) -> Card:
    return for_order(reveal(order(*trackings, **members), to), now=NOW)


class Bare:
    """A pen that leaves every text as it is."""

    def foreign(self, text: str) -> str:
        return text

    def code(self, text: str) -> str:
        return f"`{text}`"

    def moment(self, at: datetime, plain: str) -> str:
        return plain


def english(value: Value | None) -> str:
    return Speech.of("en").spell(value, Bare()) if value is not None else ""


def told(values: Iterable[Value]) -> list[str]:
    return [english(value) for value in values]


def told_story(of: Card) -> str:
    return "\n".join(told(story(of)))


def texts(part: Any) -> Iterator[str]:
    """Yield every text and address in a message, as it will be read."""
    if isinstance(part, dict):
        yield from (part[key] for key in ("text", "url") if isinstance(part.get(key), str))
        yield from (text for value in part.values() for text in texts(value))
    elif isinstance(part, list):
        yield from (text for value in part for text in texts(value))

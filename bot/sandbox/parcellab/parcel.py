"""How a made-up parcel is written down: bodies in parcelLab's shape, their leaves still to fill.

A leaf that is callable is asked for its value in a Scene when the order is answered, so one body
serves every language, and its times are those of the day on which the sandbox was started.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.parcellab.words import FALLBACK, WORDS

Body = dict[str, Any]
BERLIN = "Europe/Berlin"


@dataclass(frozen=True)
class Scene:
    """When the stories of all orders are told from (aware), and the language they are told in."""

    start: datetime
    lang: str = FALLBACK

    def day(self, days: int, zone: str) -> date:
        """The date in `zone`, so many days from the start."""
        return self.start.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)


Leaf = Callable[[Scene], object]

# lifecycle_status, step, icon_hint of each status_code; codes, steps and icons are open sets.
STATUSES: dict[str, tuple[str, int, str]] = {
    "OrderProcessed": ("Pending", 0, "box"),
    "Announced": ("Pending", 1, "box"),
    "PickedUp": ("Transit", 2, "truck"),
    "InTransit": ("Transit", 3, "truck"),
    "AtDepot": ("Transit", 4, "warehouse"),
    "InCustoms": ("Customs", 4, "customs"),
    "AddressIssue": ("Transit", 4, "alert"),
    "OutForDelivery": ("LastMile", 5, "van"),
    "Attempted": ("LastMile", 5, "alert"),
    "PickupReady": ("ReadyToCollect", 6, "shop"),
    "Delivered": ("Delivered", 7, "check"),
    "DeliveredNeighbor": ("Delivered", 7, "check"),
    "DeliveredShop": ("Delivered", 7, "check"),
    "ReturnToSender": ("SentBack", 6, "back"),
    "Returned": ("Returned", 7, "back"),
    "Lost": ("Failed", 6, "alert"),
    "Damaged": ("Failed", 6, "alert"),
    "Cancelled": ("Cancelled", 0, "stop"),
}
# Which dates of reporting_info a status settles.
SETTLES = {
    "PickedUp": ("pickup_date", "in_transit_date"),
    "Delivered": ("delivery_date",),
    "DeliveredNeighbor": ("delivery_date",),
    "DeliveredShop": ("delivery_date",),
    "Returned": ("returned_date",),
}
# What the last checkpoint and last_delivery_status both say.
TOLD_TWICE = (
    "status_code",
    "event_timestamp",
    "status_text",
    "status_details",
    "delivery_extra_info",
    "exception_type",
    "next_action",
)
COURIERS = {
    "dhl-germany": "DHL",
    "dpd": "DPD",
    "fedex": "FedEx",
    "gls": "GLS",
    "hermes": "Hermes",
    "inpost": "InPost",
    "nzpost": "NZ Post",
    "pclx": "PCLX",
    "royal-mail": "Royal Mail",
    "ups": "UPS",
    "usps": "USPS",
    "yamato": "Yamato",
}


def fill(written: Any, scene: Scene) -> Any:
    """`written` with every callable leaf replaced by its value in `scene`; a new tree each time."""
    if isinstance(written, dict):
        return {name: fill(value, scene) for name, value in written.items()}
    if isinstance(written, (list, tuple)):
        return [fill(value, scene) for value in written]
    return written(scene) if callable(written) else written


def ago(hours: float, zone: str = "UTC") -> Leaf:
    """The date-time so many hours before the start, with the offset of `zone`."""

    def value(scene: Scene) -> str:
        moment = (scene.start - timedelta(hours=hours)).astimezone(ZoneInfo(zone))
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")

    return value


def day(days: int, zone: str = BERLIN) -> Leaf:
    """The plain date so many days from the start's date in `zone`."""
    return lambda scene: scene.day(days, zone).isoformat()


def say(key: str) -> Leaf:
    """The sandbox's words for `key` in the language of the answer."""
    return lambda scene: WORDS[scene.lang][key]


def clock_hour(plus: int) -> Leaf:
    """The hour `plus` hours from now in Berlin as `HH:00`, between 8 and 23: still today."""

    def value(scene: Scene) -> str:
        hour = min(max(scene.start.astimezone(ZoneInfo(BERLIN)).hour, 7), 20) + plus
        return f"{hour:02}:00"

    return value


def parcel(number: str, journey: str, **members: Any) -> Body:
    """A tracking of TrackingInfo whose scans are `journey`: "hours-ago status-code place; …".

    `courier` and `zone` say who carries it and where, `last` adds members to the last scan; other
    members are laid over the ordinary ones, objects member by member (an empty object replaces).
    """
    courier = members.pop("courier", "dhl-germany")
    zone = members.pop("zone", BERLIN)
    last = members.pop("last", {})
    body = _ordinary(number, courier, zone)
    scans = [scan(step, courier=courier, zone=zone) for step in journey.split(";") if step]
    if scans:
        scans[-1] |= last
        body["last_delivery_status"] = status_of(scans[-1])
    for seen in scans:
        for name in SETTLES.get(seen["status_code"], ()):
            body["reporting_info"][name] = seen["event_timestamp"]
    return laid_over(body | {"checkpoints": scans}, members)


def dhl(serial: int) -> str:
    """A number of DHL's shape: 00, SSCC-18, GS1 check digit."""
    digits = f"0034043416109{serial:06}"
    weighed = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-weighed % 10}"


def laid_over(body: Body, members: Body) -> Body:
    """`body` with `members` on top: objects merge member by member, anything else replaces."""
    merged = dict(body)
    for name, value in members.items():
        below = merged.get(name)
        merge = isinstance(below, dict) and isinstance(value, dict) and value
        merged[name] = laid_over(below, value) if merge and below is not None else value
    return merged


def scan(step: str, *, courier: str = "dhl-germany", zone: str = BERLIN, **members: Any) -> Body:
    """A checkpoint "hours-ago status-code place", with `members` on top."""
    hours, code, *place = step.split(maxsplit=2)
    seen = {
        "step": STATUSES[code][1],
        "courier": courier,
        "status_code": code,
        "event_timestamp": ago(float(hours), zone),
        "status_text": say(code),
        "status_details": "",
        "is_hidden": False,
    }
    if place:
        seen["location"] = place[0].strip()
    return seen | members


def status_of(seen: Body) -> Body:
    """The last_delivery_status that repeats a checkpoint."""
    lifecycle, step, icon = STATUSES[seen["status_code"]]
    told = {name: seen[name] for name in TOLD_TWICE if name in seen}
    return {"step": step, "lifecycle_status": lifecycle, "icon_hint": icon, **told}


def _ordinary(number: str, courier: str, zone: str) -> Body:
    return {
        "tracking_number": number,
        "courier_info": {
            "courier": courier,
            "courier_name": COURIERS[courier],
            "courier_tracking_url": f"https://{courier}.example.com/track/{number}",
        },
        "is_delayed": False,
        "is_exception": False,
        "is_return": False,
        "action_box": None,
        "recipient_name": "Sandbox Recipient",
        "destination_country_iso3": "DEU",
        "recipient_postal_code": "10115",
        "warehouse": "Sandbox Warehouse 1",
        "shipping_address": {
            "first_name": "Sandbox",
            "last_name": "Recipient",
            "address_line": "1 Sandbox Street",
            "postal_code": "10115",
            "city": "Berlin",
            "country_iso3": "DEU",
        },
        "articles": [article("Canvas sneaker", size="42", color="white")],
        "additional_attributes": {},
        "timezone": zone,
        "reporting_info": {
            "is_forgotten": False,
            "is_delayed": False,
            "has_failed_attempt": False,
            "is_delayed_dispatch": False,
            "is_returned": False,
            "is_customer_promise_exceeded": False,
            "trending_late_status": "normal",
        },
        "supports_live_refresh": False,
    }


def article(name: str, quantity: int = 1, **members: Any) -> Body:
    """A line of ArticleInfo at 49.90 a piece."""
    return {
        "version": "v2",
        "line_item_id": None,
        "sku": f"SBX-{len(name):03}-{quantity}",
        "article_name": name,
        "quantity": quantity,
        "unit_price": "49.90",
        "amount_invoiced": f"{quantity * 4990 / 100:.2f}",
        **members,
    }


def box(kind: str, **members: Any) -> Body:
    """An action box of `kind`, with its label and, where there is one, its caption."""
    caption = f"{kind}.caption"
    words = {"label_caption": say(caption)} if caption in WORDS[FALLBACK] else {}
    return {"type": kind, "label": say(kind), **words, **members}


def prediction(first: int, last: int | None = None, *, zone: str = BERLIN, **members: Any) -> Body:
    """A prediction box for a day, or the days `first` to `last`, from the start; `raw` merges."""
    raw = {
        "has_time": False,
        "earliest_date": day(first, zone),
        "latest_date": day(first if last is None else last, zone),
        "earliest_time": None,
        "latest_time": None,
    }
    words: Body = {
        "day_of_month": lambda scene: str(scene.day(first, zone).day),
        "week_day": lambda scene: _named(scene, "weekdays", scene.day(first, zone).weekday()),
        "month": lambda scene: _named(scene, "months", scene.day(first, zone).month - 1),
        "prediction_caption": say("forecast"),
        "raw": raw,
    }
    return box("prediction", **laid_over(words, members))


def between(earliest: str | Leaf, latest: str | Leaf) -> Body:
    """The members of `raw` for a window of hours."""
    return {"has_time": True, "earliest_time": earliest, "latest_time": latest}


def opening(days: str, *hours: str) -> list[Body]:
    """Opening hours on `days` ("mon tue"), for each "HH:MM-HH:MM" of `hours`."""
    spans = [span.split("-") for span in hours]
    return [
        {"day": name, "open": f"{start}:00", "close": f"{end}:00"}
        for name in days.split()
        for start, end in spans
    ]


def _named(scene: Scene, names: str, index: int) -> str:
    return WORDS[scene.lang][names].split()[index]

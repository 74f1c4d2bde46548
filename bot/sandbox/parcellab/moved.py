"""What parcelLab tells of a parcel after all that has happened to it since the start."""

from datetime import date, datetime, time
from typing import Any

from bot.sandbox.parcellab.course import FINAL, LATE, RESET, SCAN, Course, Event
from bot.sandbox.parcellab.parcel import (
    SETTLES,
    Body,
    Scene,
    between,
    box,
    day,
    fill,
    opening,
    prediction,
    scan,
    status_of,
)
from bot.sandbox.parcellab.words import WORDS

SOONEST_REFRESH = 60.0
"""Seconds between two scans that a carrier's live answer adds."""
DAYS_LEFT = {
    "OrderProcessed": 4,
    "Announced": 3,
    "PickedUp": 2,
    "InTransit": 1,
    "InCustoms": 3,
    "AddressIssue": 2,
    "Attempted": 1,
}
"""Days from a status to the delivery, where nothing goes wrong; where nothing is said, today."""
ON_SCAN: dict[str, Body] = {
    "Attempted": {"delivery_location_type": "Notified"},
    "PickupReady": {"delivery_location_type": "ParcelShop"},
    "Delivered": {"delivery_location_type": "Doorstep"},
    "DeliveredShop": {"delivery_location_type": "ParcelShop"},
}
# Nothing that went wrong before is still wrong when a parcel moves on.
SETTLED: Body = {"is_forgotten": False, "exception_messages": []}
REPORTED: dict[str, Body] = {
    "PickedUp": {"is_delayed_dispatch": False},
    "Attempted": {"has_failed_attempt": True},
    "Returned": {"is_returned": True},
}
PICKUP_HOURS = [
    *opening("mon tue wed thu fri", "09:00-12:30", "14:00-18:30"),
    *opening("sat", "09:00-13:00"),
]


def can_refresh(tracking: Body, now: datetime) -> bool:
    """Whether the courier, asked now, would tell something newer than `tracking` says."""
    last = tracking.get("last_delivery_status") or {}
    if not tracking.get("supports_live_refresh") or not last.get("event_timestamp"):
        return False
    seen = datetime.fromisoformat(last["event_timestamp"])
    return (now - seen).total_seconds() >= SOONEST_REFRESH


def moved(tracking: Body, course: Course, *, number: str, lang: str) -> Body:
    """`tracking` as it stood at the start, and on it all the events of its `course`."""
    scans = 0
    for count, event in enumerate(course.events, 1):
        if event.what == SCAN:
            tracking = _noted(tracking, event, _position(tracking, scans, lang))
            scans += 1
        elif event.what != RESET:
            tracking = _changed(tracking, course.until(count), Scene(event.at, lang))
            scans = 0
    is_unnumbered = not tracking["tracking_number"] and course.status != "OrderProcessed"
    return _numbered(tracking, number) if is_unnumbered else tracking


def _changed(tracking: Body, course: Course, scene: Scene) -> Body:
    event, last = course.events[-1], tracking.get("last_delivery_status") or {}
    if event.what != LATE:
        return _stepped(tracking, course, scene)
    if last.get("status_code") == course.status:
        told = _noted(tracking, event, WORDS[scene.lang]["late"])
    else:
        told = _stepped(tracking, course, scene)
    before = course.until(len(course.events) - 1)
    return _late(told, course, scene, first=_days_left(tracking, before, scene) + 1)


def _position(tracking: Body, scans: int, lang: str) -> str:
    is_near = tracking["last_delivery_status"].get("lifecycle_status") == "LastMile"
    words = WORDS[lang]["near" if is_near else "scanned"]
    return words.format(max(1, 9 - 2 * scans))


def _noted(tracking: Body, event: Event, details: str) -> Body:
    """One more checkpoint in the same status, which says `details`."""
    last = tracking["last_delivery_status"]
    added: Body = {
        "step": last["step"],
        "courier": _courier(tracking),
        "status_code": last["status_code"],
        "status_text": last["status_text"],
        "status_details": details,
        "event_timestamp": event.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "is_hidden": False,
    }
    newest = {name: added[name] for name in ("status_details", "event_timestamp")}
    return tracking | {
        "checkpoints": [*(tracking.get("checkpoints") or ()), added],
        "last_delivery_status": last | newest,
    }


def _stepped(tracking: Body, course: Course, scene: Scene) -> Body:
    """A checkpoint of the status it has now, and all that goes with it."""
    code = course.status
    seen = fill(_scan_of(tracking, course), scene)
    report = _reported(tracking.get("reporting_info") or {}, code, seen["event_timestamp"])
    told = tracking | {
        "last_delivery_status": status_of(seen),
        "checkpoints": [*(tracking.get("checkpoints") or ()), seen],
        "action_box": fill(_box(tracking, course, scene), scene),
        "is_exception": False,
        "reporting_info": report,
    }
    return told | {"supports_live_refresh": False} if code in FINAL else told


def _scan_of(tracking: Body, course: Course) -> Body:
    code, place = course.status, _place(course)
    more = ON_SCAN.get(code, {}) if not course.is_return else {}
    seen = scan(f"0 {code} {place}", zone=course.zone.key, **more)
    return seen | {"courier": _courier(tracking)}


def _place(course: Course) -> str:
    """Where a parcel is scanned: from Hamburg by Hanover to the city of its time zone."""
    city = course.city
    start, end = (city, "Hamburg") if course.is_return else ("Hamburg", city)
    places = {"Announced": "", "PickedUp": start, "InTransit": "Hanover", "Returned": "Hamburg"}
    return places.get(course.status, end)


def _reported(report: Body, code: str, at: str) -> Body:
    settled = {name: value for name, value in SETTLED.items() if name in report}
    told = report | settled | REPORTED.get(code, {}) | dict.fromkeys(SETTLES.get(code, ()), at)
    if code in FINAL and told.get("trending_late_status") == "warning":
        told["trending_late_status"] = "normal"
    if code in FINAL:
        told.pop("trending_late_probability", None)
    return told


def _box(tracking: Body, course: Course, scene: Scene) -> Body | None:
    """The action box that goes with the status it has now."""
    zone, code = course.zone.key, course.status
    if course.is_return and code != "Returned":
        return None
    match code:
        case "OutForDelivery":
            return prediction(0, zone=zone, raw=_window(course, scene.start))
        case "Attempted" if course.next_status == "PickupReady":
            return box("pickup-location-unknown")
        case "PickupReady":
            return _pickup(tracking, course)
        case "Delivered" | "DeliveredShop":
            return box("vote-courier")
        case "Returned":
            return box("returned", returned_date=day(0, zone))
        case _:
            return prediction(_days_left(tracking, course, scene), zone=zone)


def _window(course: Course, start: datetime) -> Body:
    """Two hours of today, in which the driver comes; none where that would be after midnight."""
    first = course.delivery_after(start).astimezone(course.zone)
    if first.date() != start.astimezone(course.zone).date() or first.hour > 21:
        return {"has_time": False}
    return between(f"{first.hour:02}:00", f"{first.hour + 2:02}:00")


def _pickup(tracking: Body, course: Course) -> Body:
    zone = course.zone.key
    place = {
        "address": f"Sandbox Parcel Shop, 7 Sandbox Square, {course.city}",
        "courier": _courier(tracking),
        "delivery_location": "Sandbox Parcel Shop",
    }
    raw = {"has_time": False, "earliest_date": day(0, zone), "latest_date": day(7, zone)}
    return box("pickup-location", address=place, opening_hours=PICKUP_HOURS, raw=raw)


def _days_left(tracking: Body, course: Course, scene: Scene) -> int:
    """Days to the delivery; a later forecast that was made before is kept."""
    local = scene.start.astimezone(course.zone)
    is_too_late_for_today = course.status == "AtDepot" and local.time() > time(9)
    usual = DAYS_LEFT.get(course.status, int(is_too_late_for_today))
    forecast = _forecast(tracking)
    return max(usual, (forecast - local.date()).days) if forecast else usual


def _forecast(tracking: Body) -> date | None:
    told: Any = tracking.get("action_box")
    raw = told.get("raw") if told and told.get("type") == "prediction" else None
    return date.fromisoformat(raw["latest_date"]) if raw else None


def _late(tracking: Body, course: Course, scene: Scene, *, first: int) -> Body:
    """`tracking` marked as late, and expected in `first` days."""
    expected = scene.day(first, course.zone.key).isoformat()
    promised = tracking.get("announced_delivery_date")
    report: Body = {"is_delayed": True, "trending_late_status": "delayed"}
    if promised and expected > promised:
        report["is_customer_promise_exceeded"] = True
    if course.status in ("OrderProcessed", "Announced"):
        report["is_delayed_dispatch"] = True
    report = (tracking.get("reporting_info") or {}) | report
    changes: Body = {"is_delayed": True, "reporting_info": report}
    asks = (tracking.get("action_box") or {}).get("type")
    if asks not in ("next-action", "pickup-location-unknown") and not course.is_return:
        changes["action_box"] = fill(prediction(first, zone=course.zone.key), scene)
    return tracking | changes


def _courier(tracking: Body) -> str:
    return str((tracking.get("courier_info") or {}).get("courier", ""))


def _numbered(tracking: Body, number: str) -> Body:
    courier = tracking["courier_info"]
    link = f"https://{courier['courier']}.example.com/track/{number}"
    named = courier | {"courier_tracking_url": link}
    return tracking | {"tracking_number": number, "courier_info": named}

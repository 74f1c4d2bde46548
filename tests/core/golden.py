"""Texts for customers in every state and language, in files for people to read.

`python -m tests.core.golden` writes tests/core/golden/*.txt anew.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.core.catalogue import ENGLISH, LANGUAGES
from bot.core.customers.text import LENGTHS, CustomerText, Length, customer_text, written
from bot.core.order import tolerant_order
from bot.core.phrase import Listed, Phrase, Value
from bot.core.privacy import reveal
from tests.core.sample import AGENT, NOW, STAGES, Json, body, status, tracking

_FOLDER = Path(__file__).parent / "golden"
_DAY = "2026-11-15T09:00:00Z"
_LINKS: Json = {
    "courier": "dhl-germany",
    "courier_name": "DHL",
    "courier_tracking_url": "https://courier.example/track/1",
    "courier_reroute_url": "https://courier.example/change/1",
}
_HOURS: Json = {"day": "monday", "open": "09:00", "close": "18:00"}


def _of(stage: str | None = "Transit", /, **members: Any) -> Json:
    return tracking(stage, **{"courier_info": _LINKS, **members})


def _orders() -> Iterator[tuple[str, Json]]:
    """Yield what each case is called, and its order."""
    for stage in STAGES:
        yield stage, body(_of(stage))
        yield f"{stage}, courier unknown", body(_of(stage, courier_info={}))
        yield f"{stage}, a return", body(_of(stage, is_return=True))
    yield from _in_trouble()
    yield from _to_collect()
    yield from _ended()
    yield from _of_several()


def _in_trouble() -> Iterator[tuple[str, Json]]:
    late: Json = {"is_delayed": True, "announced_delivery_date": "2026-11-14"}
    failed: Json = {"has_failed_attempt": True}
    yield "late", body(_of(**late))
    yield "late, no promise", body(_of(is_delayed=True))
    told: Json = {"contacted_with_messages": ["Delay"]}
    yield "late, told already", body(_of(**late, reporting_info=told))
    yield "dispatched late", body(_of("Pending", reporting_info={"is_delayed_dispatch": True}))
    yield "attempt failed", body(_of("LastMile", reporting_info=failed))
    told = {**failed, "contacted_with_messages": ["Failed attempt"]}
    yield "attempt failed, told already", body(_of("LastMile", reporting_info=told))
    for kind in ("address", "damage", "lost", "other"):
        wrong = status("Transit", exception_type=kind)
        yield f"exception: {kind}", body(_of(is_exception=True, last_delivery_status=wrong))
    wrong = status("Failed", exception_type="lost")
    yield "failed: lost", body(_of(is_exception=True, last_delivery_status=wrong))
    wrong = status("Failed", exception_type="damage")
    report = {"exception_messages": ["Box was open"]}
    yield (
        "failed, with a reason",
        body(_of(is_exception=True, last_delivery_status=wrong, reporting_info=report)),
    )
    for code in ("ProvideAddress", "ProvideDocuments", "NextAttempt"):
        yield f"next action: {code}", body(_of(last_delivery_status=status(next_action=code)))


def _to_collect() -> Iterator[tuple[str, Json]]:
    address = {"address": "1 Main Street, 10115 Berlin", "delivery_location": "Kiosk"}
    box = {
        "type": "pickup-location",
        "address": address,
        "opening_hours": [_HOURS],
        "raw": {"latest_date": "2026-11-20"},
    }
    yield "to be collected", body(_of("ReadyToCollect", action_box=box))
    unknown = {"type": "pickup-location-unknown"}
    yield "to be collected, place unknown", body(_of("ReadyToCollect", action_box=unknown))
    prepared = {"type": "order-processed"}
    yield "being prepared", body(_of("Pending", action_box=prepared))
    window: Json = {"earliest_date": "2026-11-17", "latest_date": "2026-11-17"}
    hours = {"has_time": True, "earliest_time": "09:00:00", "latest_time": "12:00:00"}
    for name, raw in (
        ("a day", window),
        ("some hours", window | hours),
        ("some days", window | {"latest_date": "2026-11-19"}),
    ):
        yield f"expected: {name}", body(_of(action_box={"type": "prediction", "raw": raw}))
    yield "announced", body(_of(announced_delivery_date="2026-11-17"))
    place = {"event_timestamp": "2026-11-16T05:30:00Z", "location": "Berlin"}
    yield "scanned somewhere", body(_of(checkpoints=[place]))


def _ended() -> Iterator[tuple[str, Json]]:
    delivered: Json = {"reporting_info": {"delivery_date": _DAY}}
    yield "delivered, on a day", body(_of("Delivered", **delivered))
    for kind in ("ParcelShop", "ParcelLocker", "Neighbor", "Postbox", "HomeDeposit", "Doorstep"):
        left = {"event_timestamp": _DAY, "delivery_location_type": kind}
        yield f"left: {kind}", body(_of("Delivered", checkpoints=[left], **delivered))
    left = {"event_timestamp": _DAY, "delivery_location_type": "Reception"}
    somebody: Json = {"delivery_location": "Ms Sample", "pod_date": "2026-11-15"}
    yield "left with somebody", body(_of("Delivered", checkpoints=[left], **somebody, **delivered))
    yield "left at a place", body(_of("Delivered", **somebody, **delivered))
    box = {"type": "returned", "returned_date": "2026-11-15", "reason": "Recipient unknown"}
    yield "came back", body(_of("Returned", action_box=box))
    yield "return arrived", body(_of("Delivered", is_return=True, **delivered))
    unknown = {"lifecycle_status": None, "status_text": "Beamed up", "event_timestamp": None}
    yield "status unknown", body(_of(last_delivery_status=unknown))
    yield "no status", body(_of(last_delivery_status=None))
    undated = {"lifecycle_status": "Delivered"}
    yield "delivered, nobody knows when", body(_of(last_delivery_status=undated))
    undated = {"lifecycle_status": "Returned"}
    yield "came back, nobody knows when", body(_of(last_delivery_status=undated))
    undated = {"lifecycle_status": "Delivered"}
    yield "return arrived some day", body(_of(is_return=True, last_delivery_status=undated))


def _of_several() -> Iterator[tuple[str, Json]]:
    one, other = _of(), _of("Delivered", tracking_number="00340434161094042558")
    back: Json = {"is_return": True}
    yield "several parcels", body(one, other, _of("Pending", tracking_number=None))
    yield "many parcels", body(*(_of(tracking_number=f"N{at}") for at in range(30)))
    yield "a parcel and a return", body(one, _of(**back))
    yield (
        "several returns",
        body(_of(**back), _of("Delivered", tracking_number=None, **back)),
    )
    yield "no parcel yet", body()
    yield "somebody by name", body(one, recipient_name="Alex Sample")


def _told(answer: Json, lang: str, length: Length) -> CustomerText:
    visible = reveal(tolerant_order(answer), AGENT)
    return customer_text(visible, lang=lang, length=length, now=NOW)


def cases() -> Iterator[tuple[str, CustomerText]]:
    """Yield every text in English, with its name."""
    for name, answer in _orders():
        for length in LENGTHS:
            yield f"{name} · {length}", _told(answer, "en", length)


def gaps(text: CustomerText) -> Iterator[Phrase]:
    """Yield the phrases that stand in the gaps of its sentences."""
    for sentence in text.sentences:
        yield from _within(sentence.text)


def _within(value: Value) -> Iterator[Phrase]:
    inner = [one for _, one in value.values] if isinstance(value, Phrase) else []
    inner += value.items if isinstance(value, Listed) else ()
    for one in inner:
        if isinstance(one, Phrase):
            yield one
        yield from _within(one)


def texts(lang: str) -> str:
    """Return all letters in a language, each under its name; in English the short texts, too."""
    found = (
        f"## {name} · {length}\n\n{written(_told(answer, lang, length))}\n"
        for name, answer in _orders()
        for length in (LENGTHS if lang == ENGLISH else LENGTHS[-1:])
    )
    return "\n".join(found)


def path(lang: str) -> Path:
    return _FOLDER / f"{lang}.txt"


if __name__ == "__main__":
    _FOLDER.mkdir(exist_ok=True)
    for lang in LANGUAGES:
        path(lang).write_text(texts(lang), encoding="utf-8")

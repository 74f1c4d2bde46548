"""What a customer may be told of one parcel: sentences, each made from fields of the order.

parcelLab's own texts speak the language in which the order was asked for, and the customer may
speak another: of its words only names, places and, in quotation marks, reasons are passed on.

Of what was told already, parcelLab knows the names of the messages: no dates, no contents. So the
news of a delay or a failed attempt is not told twice, but what is true now, and what the customer
needs to act, stays: nobody can tell whether that message held it.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.core import opening_hours
from bot.core.customers.field import Paragraph, Rank, Sentence, Source, fit, value_at
from bot.core.order import NextActionBox, PickupLocationBox, PredictionBox, ReturnedBox
from bot.core.outlook import window_of
from bot.core.parcel import in_words
from bot.core.phrase import Coded, Phrase, Value, listed, say
from bot.core.words import card as words
from bot.core.words import customer as said

_STAGE: Final = "last_delivery_status.lifecycle_status"
_PROMISED: Final = ("announced_delivery_date", "announced_delivery_date_min")
_TO_COME: Final = {"Pending", "Transit", "Customs", "LastMile"}
_SCANNED: Final = {"Transit", "Customs", "SentBack"}
_CARRIER: Final = {
    "Transit": ("courier_info.courier_name",),
    "LastMile": ("courier_info.last_mile_courier_name", "courier_info.courier_name"),
}
_ENDED_ON: Final = {
    "Delivered": ("reporting_info.delivery_date", "last_delivery_status.event_timestamp"),
    "Returned": ("reporting_info.returned_date", "last_delivery_status.event_timestamp"),
}
_CODES: Final = ("last_delivery_status.exception_type", "last_delivery_status.status_code")
_EXCEPTIONS: Final = {
    "address": said.ADDRESS_WRONG,
    "damage": said.DAMAGED,
    "lost": said.LOST,
}
_IN_VAIN: Final = {
    "SentBack": said.SAY_HOW,
    "Returned": said.SAY_HOW,
    "Failed": said.SAY_HOW,
    "Cancelled": said.IF_UNEXPECTED,
}
_LEFT_AT: Final = ("delivery_location", "last_delivery_status.delivery_extra_info")
_LEFT_NOWHERE: Final = {"Notified", "LastMileCarrier"}
_DELAY: Final = re.compile(
    r"delay|\blater?\b|verspät|verzöger|später|retard|retras|demora|ritard|vertrag|opóźn",
    re.IGNORECASE,
)
_ATTEMPT: Final = re.compile(
    r"attempt|missed|failed deliver|zustellversuch|nicht angetroffen|tentativ|intento"
    r"|bezorgpoging|\bprób",
    re.IGNORECASE,
)


def sentences(of: Source) -> Iterator[Sentence]:
    """Yield everything there is to say, in the order in which it is read."""
    yield from _state(of)
    yield from _news(of)
    yield from _scan(of)
    yield from _choices(of)
    yield from _track(of)


def _news(of: Source) -> Iterator[Sentence]:
    parts = (_problem,) if _lost(of) else (_delay, _problem, _asked, _next)
    for part in parts if not of.parcel.is_return else ():
        yield from part(of)


def _choices(of: Source) -> Iterator[Sentence]:
    parts = (_in_vain,) if _lost(of) else (_collect, _left, _in_vain, _reroute)
    for part in parts if not of.parcel.is_return else ():
        yield from part(of)


# -- where it is ---------------------------------------------------------------------------


def _state(of: Source) -> Iterator[Sentence]:
    is_return, stage = of.parcel.is_return, of.stage
    if stage == "LastMile" and of.parcel.reporting.has_failed_attempt and not is_return:
        yield from _attempt(of)
        return
    if lost := _lost(of):
        parcel, named = _subject(of)
        yield from of.tell(said.PARCEL_LOST, *lost, *named, rank=Rank.STATE, parcel=parcel)
        return
    plain = (said.RETURN_STATE if is_return else said.STATE).get(stage)
    dated = (said.RETURN_STATE_ON if is_return else said.STATE_ON).get(stage)
    day, ended = _ended_on(of)
    courier, carrier = _carrier(of)
    parcel, named = _subject(of)
    if plain is None:
        yield from _status(of)
    elif dated and day:
        yield from of.tell(dated, _STAGE, ended, *named, rank=Rank.STATE, parcel=parcel, day=day)
    elif courier and not is_return:
        told = said.STATE_WITH[stage]
        yield from of.tell(
            told, _STAGE, carrier, *named, rank=Rank.STATE, parcel=parcel, courier=courier
        )
    else:
        yield from of.tell(plain, _STAGE, *named, rank=Rank.STATE, parcel=parcel)


def _subject(of: Source) -> tuple[Phrase, tuple[str, ...]]:
    """Return the parcel as a subject, and the fields that name it; `Your parcel` needs none."""
    alone, numbered, any_one = (
        (said.RETURN, said.RETURN_NUMBERED, said.RETURN_ANY)
        if of.parcel.is_return
        else (said.PARCEL, said.PARCEL_NUMBERED, said.PARCEL_ANY)
    )
    if of.is_only:
        return say(alone), ()
    number, courier = of.text("tracking_number"), of.text("courier_info.courier_name")
    if not number:
        return say(any_one), ()
    name = say(numbered, number=number)
    if not courier:
        return name, ("tracking_number",)
    named = ("tracking_number", "courier_info.courier_name")
    return say(words.KIND_OF, name=name, kind=courier), named


def _carrier(of: Source) -> tuple[str | None, str]:
    """Return who carries it; among several parcels its name already says so."""
    for field in _CARRIER.get(of.stage, ()) if of.is_only else ():
        if name := of.text(field):
            return name, field
    return None, ""


def _ended_on(of: Source) -> tuple[date | None, str]:
    box, report, status = of.tracking.action_box, of.parcel.reporting, of.parcel.status
    if of.stage == "Returned" and isinstance(box, ReturnedBox) and box.returned_date:
        return box.returned_date, "action_box.returned_date"
    ended = {"Delivered": report.delivery_date, "Returned": report.returned_date}.get(of.stage)
    if ended:
        return of.day(ended), _ENDED_ON[of.stage][0]
    if of.stage in _ENDED_ON and status.event_timestamp:
        return of.day(status.event_timestamp), _ENDED_ON[of.stage][1]
    return None, ""


def _attempt(of: Source) -> Iterator[Sentence]:
    told = _told(of, _ATTEMPT)
    message = said.ATTEMPT_TOLD if told else said.ATTEMPT
    parcel, named = _subject(of)
    failed = "reporting_info.has_failed_attempt"
    yield from of.tell(message, failed, *told, *named, rank=Rank.STATE, parcel=parcel)


def _status(of: Source) -> Iterator[Sentence]:
    """Quote the status where its stage is not known: nothing else is certain."""
    status, field = of.text("last_delivery_status.status_text"), "last_delivery_status.status_text"
    parcel, named = _subject(of)
    if status:
        yield from of.tell(
            said.STATUS, field, *named, rank=Rank.STATE, parcel=parcel, status=status
        )
    else:
        yield from of.tell(said.NO_STATUS, "tracking_number", rank=Rank.STATE, parcel=parcel)


def _scan(of: Source) -> Iterator[Sentence]:
    """Say when the parcel was last seen, foremost where no forecast says what comes."""
    since, checkpoints = of.parcel.since, of.parcel.checkpoints
    if not since or (of.stage and of.stage not in _SCANNED):
        return
    rank, day = Rank.LONG_ONLY if _is_expected(of) else Rank.DETAIL, of.day(since)
    fields = ["last_delivery_status.event_timestamp"]
    place = None
    for at in checkpoints:
        if at.event_timestamp == since:
            fields.append(f"{of.checkpoint(at)}.event_timestamp")
            if not place and (place := fit(at.location)):
                fields.append(f"{of.checkpoint(at)}.location")
    if place:
        yield from of.tell(said.LAST_SCAN_IN, *fields, rank=rank, day=day, place=place)
    else:
        yield from of.tell(said.LAST_SCAN, *fields, rank=rank, day=day)


# -- what went wrong -----------------------------------------------------------------------


def _delay(of: Source) -> Iterator[Sentence]:
    flags = ("is_delayed", "reporting_info.is_delayed", "reporting_info.is_delayed_dispatch")
    is_unsent = of.stage == "Pending" and of.parcel.reporting.is_delayed_dispatch
    if of.stage not in _TO_COME or not (of.parcel.is_late or is_unsent):
        return
    promised = of.parcel.promised
    if told := _told(of, _DELAY):
        yield from of.tell(said.DELAY_TOLD, *told, rank=Rank.LONG_ONLY)
    elif is_unsent:
        yield from of.tell(said.LATE_DISPATCH, flags[2], rank=Rank.PROBLEM)
    elif promised and (of.parcel.days_late or 0) > 0:
        since, fields = window_of(promised), (*_PROMISED, *flags[:2])
        yield from of.tell(said.DELAYED_SINCE, *fields, rank=Rank.PROBLEM, promised=since)
    else:
        yield from of.tell(said.DELAYED, *flags[:2], rank=Rank.PROBLEM)


def _problem(of: Source) -> Iterator[Sentence]:
    box, messages = of.tracking.action_box, "reporting_info.exception_messages.0"
    if isinstance(box, ReturnedBox) and of.stage in ("SentBack", "Returned"):
        yield from _reason(of, "action_box.reason")
    if not of.parcel.is_open or not of.parcel.is_exception:
        return
    codes = {field: of.code(field) for field in _CODES}
    known = next((part for part in _EXCEPTIONS if any(part in one for one in codes.values())), None)
    if known and not _lost(of):
        yield from of.tell(_EXCEPTIONS[known], *_saying(of, known), rank=Rank.PROBLEM)
    elif not known and of.stage != "Failed" and not of.parcel.reporting.has_failed_attempt:
        yield from of.tell(said.PROBLEM, "is_exception", _CODES[0], rank=Rank.PROBLEM)
    if (of.text(messages) or "").casefold() not in codes.values():
        yield from _reason(of, messages)


def _saying(of: Source, part: str) -> tuple[str, ...]:
    """Return the fields whose code says so."""
    return tuple(field for field in _CODES if part in of.code(field))


def _lost(of: Source) -> tuple[str, ...]:
    """Return the fields that say that it is lost, while its stage still says that it comes."""
    is_to_come = of.parcel.is_exception and of.stage in _TO_COME and not of.parcel.is_return
    return _saying(of, "lost") if is_to_come else ()


def _reason(of: Source, field: str) -> Iterator[Sentence]:
    if reason := of.text(field):
        yield from of.tell(said.REASON, field, rank=Rank.LONG_ONLY, reason=reason)


def _told(of: Source, topic: re.Pattern[str]) -> tuple[str, ...]:
    """Return the fields that name a message about *topic* which the customer got."""
    got = enumerate(of.parcel.reporting.contacted_with_messages or ())
    about = (at for at, name in got if topic.search(in_words(name[:200])))
    return tuple(f"reporting_info.contacted_with_messages.{at}" for at in about)


# -- what comes next, and what the customer can do ----------------------------------------


def _is_expected(of: Source) -> bool:
    forecast = of.parcel.forecast
    return bool(forecast and forecast.last >= of.parcel.today and of.stage in (*_TO_COME, ""))


def _next(of: Source) -> Iterator[Sentence]:
    parcel, box = of.parcel, of.tracking.action_box
    if isinstance(box, NextActionBox) and box.type == "order-processed" and of.stage == "Pending":
        yield from of.tell(said.PREPARED, "action_box.type", rank=Rank.PROBLEM)
    if parcel.forecast and _is_expected(of):
        window, field = window_of(parcel.forecast), _forecast_field(of)
        yield from of.tell(said.EXPECTED, field, rank=Rank.NEXT, window=window)
    elif parcel.promised and of.stage in _TO_COME and not parcel.is_late:
        window = window_of(parcel.promised)
        yield from of.tell(said.ANNOUNCED, *_PROMISED, rank=Rank.NEXT, window=window)


def _forecast_field(of: Source) -> str:
    box = of.tracking.action_box
    raw = box.raw if isinstance(box, PredictionBox) else None
    if raw and (raw.earliest_date or raw.latest_date):
        return "action_box.raw"
    start = "estimated_delivery_date.start_date"
    newest = next(at for at in of.parcel.checkpoints if value_at(at, start))
    return f"{of.checkpoint(newest)}.{start}"


def _asked(of: Source) -> Iterator[Sentence]:
    field = "last_delivery_status.next_action"
    code = of.code(field)
    if not of.parcel.has_ended:
        if "address" in code:
            yield from of.tell(said.GIVE_ADDRESS, field, rank=Rank.TO_DO)
        if "attempt" in code:
            yield from of.tell(said.NEXT_ATTEMPT, field, rank=Rank.DETAIL)
        if "document" in code:
            yield from of.tell(said.GIVE_PAPERS, field, rank=Rank.TO_DO)
        elif of.stage == "Customs":
            yield from of.tell(said.CUSTOMS_MAY_ASK, _STAGE, rank=Rank.CHOICE)


def _collect(of: Source) -> Iterator[Sentence]:
    box = of.tracking.action_box
    if of.parcel.has_ended:
        return
    if isinstance(box, NextActionBox) and box.type == "pickup-location-unknown":
        yield from of.tell(said.COLLECT_UNKNOWN, "action_box.type", rank=Rank.PROBLEM)
    if not isinstance(box, PickupLocationBox):
        return
    place, fields = _place(of)
    if place:
        yield from of.tell(
            said.COLLECT_AT, *fields, rank=Rank.TO_DO, paragraph=Paragraph.PLACE, place=place
        )
    week = opening_hours.by_days(opening_hours.stretches(box.opening_hours or ()))
    if week:
        hours, field = listed(week, "; "), "action_box.opening_hours"
        yield from of.tell(
            said.COLLECT_HOURS, field, rank=Rank.DETAIL, paragraph=Paragraph.PLACE, hours=hours
        )
    until = box.raw.latest_date if box.raw else None
    if until and until >= of.parcel.today and of.stage not in _TO_COME:
        field = "action_box.raw.latest_date"
        yield from of.tell(
            said.COLLECT_UNTIL, field, rank=Rank.NEXT, paragraph=Paragraph.PLACE, day=until
        )


def _place(of: Source) -> tuple[Value | None, tuple[str, ...]]:
    fields = ("action_box.address.delivery_location", "action_box.address.address")
    name, street = map(of.text, fields)
    if name and street and name not in street:
        return listed((name, street)), fields
    return street or name or of.text("action_box.address"), (*fields, "action_box.address")


def _left(of: Source) -> Iterator[Sentence]:
    """Say where it was left, and what to do when it is not there."""
    if not of.parcel.is_delivered:
        return
    kind, fields = _kind_of_place(of)
    place, place_fields = _left_place(of)
    fields += place_fields
    if kind and place:
        yield from of.tell(said.LEFT_WITH, *fields, rank=Rank.TO_DO, kind=say(kind), place=place)
    elif kind:
        yield from of.tell(said.LEFT, *fields, rank=Rank.TO_DO, kind=say(kind))
    elif place:
        yield from of.tell(said.LEFT_AT, *fields, rank=Rank.TO_DO, place=place)
    if day := of.tracking.pod_date:
        yield from of.tell(said.PROOF, "pod_date", rank=Rank.LONG_ONLY, day=day)
    check = said.CHECK_THERE if kind or place else said.NOT_THERE
    yield from of.tell(check, *(fields or (_STAGE,)), rank=Rank.CHOICE, paragraph=Paragraph.PLACE)


def _in_vain(of: Source) -> Iterator[Sentence]:
    """Say what to do when no delivery comes of it any more."""
    lost = _lost(of)
    asked = said.SAY_HOW if lost else _IN_VAIN.get(of.stage)
    if asked:
        yield from of.tell(asked, *(lost or (_STAGE,)), rank=Rank.CHOICE, paragraph=Paragraph.PLACE)


def _kind_of_place(of: Source) -> tuple[str | None, tuple[str, ...]]:
    for at in of.parcel.checkpoints:
        kind = at.delivery_location_type
        if kind in words.DELIVERED_PLACE and kind not in _LEFT_NOWHERE:
            return words.DELIVERED_PLACE[kind], (f"{of.checkpoint(at)}.delivery_location_type",)
    return None, ()


def _left_place(of: Source) -> tuple[str | None, tuple[str, ...]]:
    """Return the place, or whom it was left with, and every field that says so."""
    places = {field: of.text(field) for field in _LEFT_AT}
    place = next(filter(None, places.values()), None)
    return place, tuple(field for field, text in places.items() if text and text == place)


def _reroute(of: Source) -> Iterator[Sentence]:
    field = "courier_info.courier_reroute_url"
    if of.stage in _TO_COME and (url := of.https(field)):
        yield from of.tell(
            said.REROUTE, field, rank=Rank.CHOICE, paragraph=Paragraph.LINKS, url=Coded(url)
        )


def _track(of: Source) -> Iterator[Sentence]:
    field = "courier_info.courier_tracking_url"
    if of.stage in (*_TO_COME, "ReadyToCollect", "SentBack") and (url := of.https(field)):
        yield from of.tell(
            said.TRACK, field, rank=Rank.LINK, paragraph=Paragraph.LINKS, url=Coded(url)
        )

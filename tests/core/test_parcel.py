"""What one tracking means: stage, place, urgency, problems, promise and forecast."""

from datetime import date, time
from typing import Any

import pytest

from bot.core.parcel import Urgency, Window, clock, in_words
from tests.core.sample import STAGES, Json, english, parcel, status, told


def box(first: str | None, last: str | None, **raw: Any) -> Json:
    dates = {"earliest_date": first, "latest_date": last}
    return {"type": "prediction", "raw": {**dates, **raw}}


def scan(at: str, text: str = "Scanned", **members: Any) -> Json:
    stamp = f"2026-11-{at}:00Z"
    return {"event_timestamp": stamp, "status_text": text, "is_hidden": False, **members}


ON_MON, ON_WED = box("2026-11-16", "2026-11-16"), box("2026-11-18", "2026-11-18")
LAST_WEEK = box("2026-11-10", "2026-11-11")
PROMISED_SAT = {"announced_delivery_date": "2026-11-14"}


@pytest.mark.parametrize(
    ("stage", "members", "expected"),
    [
        ("Transit", {}, None),
        ("Transit", {"announced_delivery_date": "2026-11-17"}, 0),
        ("Transit", PROMISED_SAT, 2),
        ("Transit", {"announced_delivery_date_min": "2026-11-14"}, 2),
        ("Transit", PROMISED_SAT | {"announced_delivery_date_min": "2026-11-10"}, 2),
        ("Transit", PROMISED_SAT | {"action_box": ON_WED}, 4),
        ("Transit", PROMISED_SAT | {"action_box": LAST_WEEK}, 2),
        ("Transit", {"announced_delivery_date": "2026-11-20", "action_box": ON_WED}, -2),
        ("Transit", {"announced_delivery_date": "2026-11-18", "action_box": ON_WED}, 0),
        ("Delivered", PROMISED_SAT, 2),
        ("Delivered", {"announced_delivery_date": "2026-11-16"}, 0),
        ("Delivered", {"announced_delivery_date": "2026-11-20"}, -4),
        ("Delivered", PROMISED_SAT | {"action_box": ON_WED}, 2),
        ("ReadyToCollect", {"announced_delivery_date": "2026-11-16"}, 0),
        ("SentBack", PROMISED_SAT, None),
        ("Returned", PROMISED_SAT, None),
        ("Failed", PROMISED_SAT, None),
        ("Cancelled", PROMISED_SAT, None),
    ],
)
def test_days_late_are_counted_from_the_promise(
    stage: str, members: Json, expected: int | None
) -> None:
    assert parcel(stage, **members).days_late == expected


def test_a_parcel_that_waits_at_the_shop_gets_no_later_while_it_waits() -> None:
    ready = status("ReadyToCollect", event_timestamp="2026-11-13T10:00:00Z")
    waits = parcel(last_delivery_status=ready, announced_delivery_date="2026-11-13")
    assert waits.days_late == 0
    assert not waits.is_late


def test_delivered_is_the_day_in_the_zone_of_the_place() -> None:
    late_evening = {"delivery_date": "2026-11-14T23:30:00Z"}
    in_berlin = parcel("Delivered", reporting_info=late_evening, timezone="Europe/Berlin")
    in_new_york = parcel("Delivered", reporting_info=late_evening, timezone="America/New_York")
    assert in_berlin.arrived == date(2026, 11, 15)
    assert in_new_york.arrived == date(2026, 11, 14)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ((None, None), None),
        (("2026-11-18", None), Window(date(2026, 11, 18), date(2026, 11, 18))),
        ((None, "2026-11-18"), Window(date(2026, 11, 18), date(2026, 11, 18))),
        (("2026-11-20", "2026-11-18"), Window(date(2026, 11, 18), date(2026, 11, 20))),
    ],
)
def test_a_window_is_what_of_its_ends_is_known(
    raw: tuple[str | None, str | None], expected: Window | None
) -> None:
    assert parcel(action_box=box(*raw)).forecast == expected


@pytest.mark.parametrize(
    ("has_time", "expected"),
    [(True, (time(14), time(16))), (None, (time(14), time(16))), (False, (None, None))],
)
def test_hours_count_unless_the_box_says_it_has_none(
    has_time: bool | None,  # noqa: FBT001
    expected: tuple[time | None, time | None],
) -> None:
    hours = {"has_time": has_time, "earliest_time": "14:00", "latest_time": "16:00:00+01:00"}
    forecast = parcel(action_box=box("2026-11-18", None, **hours)).forecast
    assert forecast
    assert (forecast.start, forecast.end) == expected


def test_without_a_box_the_newest_estimate_of_a_courier_is_the_forecast() -> None:
    scans = [
        scan("14T08:00", estimated_delivery_date={"start_date": "2026-11-17"}),
        scan("15T08:00", estimated_delivery_date={"start_date": "2026-11-18"}),
        scan("16T08:00"),
    ]
    assert parcel(checkpoints=scans).forecast == Window(date(2026, 11, 18), date(2026, 11, 18))
    with_box = parcel(checkpoints=scans, action_box=ON_MON)
    assert with_box.forecast == Window(date(2026, 11, 16), date(2026, 11, 16))


@pytest.mark.parametrize("stage", STAGES)
def test_a_forecast_ends_with_the_way(stage: str) -> None:
    has_ended = stage in ("Delivered", "SentBack", "Returned", "Failed", "Cancelled")
    assert (parcel(stage, action_box=ON_WED).forecast is None) is has_ended


@pytest.mark.parametrize(
    ("stage", "members", "expected"),
    [
        ("Pending", {}, Urgency.ANNOUNCED),
        ("Transit", {}, Urgency.MOVING),
        ("Customs", {}, Urgency.MOVING),
        ("LastMile", {}, Urgency.MOVING),
        ("Teleported", {}, Urgency.MOVING),
        ("ReadyToCollect", {}, Urgency.TO_COLLECT),
        ("Delivered", {}, Urgency.DELIVERED),
        ("SentBack", {}, Urgency.BACK),
        ("Returned", {}, Urgency.BACK),
        ("Failed", {}, Urgency.NEEDS_YOU),
        ("Cancelled", {}, Urgency.CANCELLED),
        ("Transit", {"is_delayed": True}, Urgency.LATE),
        ("Transit", {"reporting_info": {"is_delayed": True}}, Urgency.LATE),
        ("Transit", {"reporting_info": {"is_customer_promise_exceeded": True}}, Urgency.LATE),
        ("Pending", {"reporting_info": {"is_delayed_dispatch": True}}, Urgency.LATE),
        ("Transit", PROMISED_SAT, Urgency.LATE),
        ("SentBack", {"is_delayed": True}, Urgency.LATE),
        ("Transit", {"is_exception": True}, Urgency.NEEDS_YOU),
        ("LastMile", {"reporting_info": {"has_failed_attempt": True}}, Urgency.NEEDS_YOU),
        ("Transit", {"reporting_info": {"is_forgotten": True}}, Urgency.NEEDS_YOU),
        ("Failed", {"is_delayed": True}, Urgency.NEEDS_YOU),
        ("Delivered", {"is_exception": True, "is_delayed": True}, Urgency.DELIVERED),
        ("Cancelled", {"is_exception": True}, Urgency.CANCELLED),
    ],
)
def test_urgency_is_how_soon_somebody_should_look(
    stage: str, members: Json, expected: Urgency
) -> None:
    assert parcel(stage, **members).urgency is expected


def test_an_exception_without_its_flag_is_as_urgent() -> None:
    assert parcel(last_delivery_status=status(exception_type="Lost")).urgency is Urgency.NEEDS_YOU


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, []),
        ({"is_exception": True}, ["Exception"]),
        ({"is_delayed": True}, ["Late"]),
        (PROMISED_SAT, ["2 days late"]),
        ({"announced_delivery_date": "2026-11-15"}, ["1 day late"]),
        ({"reporting_info": {"is_delayed": True}}, ["Late"]),
        ({"reporting_info": {"has_failed_attempt": True}}, ["Failed delivery attempt"]),
        ({"reporting_info": {"is_forgotten": True}}, ["No scan for long"]),
        ({"reporting_info": {"is_delayed_dispatch": True}}, ["Dispatched late by the shop"]),
        (
            {"reporting_info": {"is_customer_promise_exceeded": True}},
            ["Promise to the customer exceeded"],
        ),
        ({"reporting_info": {"is_returned": True}}, ["Returned"]),
        ({"reporting_info": {"exception_messages": ["Unread without the flag"]}}, []),
        (
            {"is_exception": True, "reporting_info": {"exception_messages": ["Wet", "Wet", ""]}},
            ["Exception: Wet"],
        ),
        (
            {"is_exception": True, "is_delayed": True, "reporting_info": {"is_forgotten": True}},
            ["Exception", "Late", "No scan for long"],
        ),
    ],
)
def test_problems_are_said_in_words_the_worst_first(members: Json, expected: list[str]) -> None:
    assert told(parcel(**members).problems) == expected


@pytest.mark.parametrize(
    ("kind", "messages", "expected"),
    [
        ("AddressIncomplete", [], "Exception: Address incomplete"),
        ("Damaged", ["Damaged"], "Exception: Damaged"),
        ("Damaged", ["Box is wet"], "Exception: Damaged; Box is wet"),
        ("_", [], "Exception"),
    ],
)
def test_an_exception_says_its_kind_and_messages(
    kind: str, messages: list[str], expected: str
) -> None:
    has_exception = parcel(
        last_delivery_status=status(exception_type=kind),
        reporting_info={"exception_messages": messages},
    )
    assert told(has_exception.problems) == [expected]


@pytest.mark.parametrize(
    ("probability", "trend", "expected"),
    [
        (0.72, "warning", ["May be late (72 %)"]),
        (0.72, "normal", ["May be late (72 %)"]),
        (0.2, "delayed", ["May be late (20 %)"]),
        (0.2, "normal", []),
        (0.2, None, []),
        (None, "warning", ["May be late"]),
        (None, "normal", []),
        (1.7, "warning", ["May be late (100 %)"]),
        (-3, "warning", ["May be late (0 %)"]),
        (1e308, None, ["May be late (100 %)"]),
        (float("nan"), None, []),
    ],
)
def test_what_may_be_late_is_said_with_its_probability(
    probability: float | None, trend: str | None, expected: list[str]
) -> None:
    trending = {"trending_late_probability": probability, "trending_late_status": trend}
    assert told(parcel(reporting_info=trending).problems) == expected
    assert told(parcel(is_delayed=True, reporting_info=trending).problems) == ["Late"]
    assert told(parcel("Delivered", reporting_info=trending).problems) == []


def test_a_delivered_parcel_was_late() -> None:
    assert told(parcel("Delivered", is_delayed=True).problems) == ["Was late"]


@pytest.mark.parametrize(
    ("stage", "members", "expected"),
    [
        ("Transit", {}, "On the road"),
        ("Transit", {"last_delivery_status": status(status_text="")}, "In transit"),
        ("Transit", {"last_delivery_status": status(status_text=" \u200b\ufeff")}, "In transit"),
        ("", {"last_delivery_status": status("Teleported", status_text="Beamed")}, "Beamed"),
        ("", {"last_delivery_status": status(None, status_text="")}, "No status yet"),
        ("", {"last_delivery_status": None}, "No status yet"),
        (
            "",
            {"last_delivery_status": None, "checkpoints": [scan("15T08:00", "In a depot")]},
            "In a depot",
        ),
        ("Delivered", {"is_return": True}, "Return arrived at the shop (On the road)"),
        (
            "Transit",
            {"is_return": True, "last_delivery_status": status(status_text=None)},
            "Return on its way to the shop",
        ),
        ("SentBack", {"is_return": True}, "On the road"),
    ],
)
def test_the_headline_is_the_status_in_words(stage: str, members: Json, expected: str) -> None:
    assert english(parcel(stage, **members).headline) == expected


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_words_an_icon_and_somebody_who_acts(stage: str) -> None:
    silent = parcel(last_delivery_status=status(stage, status_text=None))
    assert english(silent.headline) not in ("", "No status yet")
    assert silent.icon != "❔"
    assert bool(silent.actor) is (stage not in ("Delivered", "Cancelled"))


@pytest.mark.parametrize(
    ("stage", "members", "expected"),
    [
        ("Transit", {}, "The courier takes it onward"),
        ("Transit", {"is_exception": True}, "An agent clears it with the courier"),
        ("Transit", {"reporting_info": {"is_forgotten": True}},
         "An agent clears it with the courier"),
        ("LastMile", {"action_box": {"type": "pickup-location-unknown"}},
         "The courier names the pickup place"),
        ("ReadyToCollect", {}, "The recipient picks it up"),
        ("Delivered", {"is_exception": True}, ""),
        ("Delivered", {"is_return": True}, "The shop checks the return"),
        ("Pending", {"is_return": True}, "The customer hands the return in"),
        ("Returned", {"is_exception": True}, "The shop decides on refund or a new dispatch"),
    ],
)  # fmt: skip
def test_somebody_acts_next(stage: str, members: Json, expected: str) -> None:
    assert english(parcel(stage, **members).actor) == expected


@pytest.mark.parametrize(
    ("scans", "expected"),
    [
        ([], ""),
        ([scan("16T05:30", location="Berlin"), scan("15T05:30", location="Hanover")], "Berlin"),
        ([scan("15T05:30", location="Hanover"), scan("16T05:30", location="Berlin")], "Berlin"),
        ([scan("15T05:30", location="Hanover"), scan("16T05:30")], "last seen in Hanover"),
        (
            [
                scan("16T05:30", "Left the depot", location="Hanover"),
                scan("16T05:30", "On the road", location="Berlin"),
                scan("16T05:30", "Reached the depot", location="Potsdam"),
            ],
            "Berlin",
        ),
    ],
)
def test_the_place_is_that_of_the_last_scan_or_said_to_be_older(
    scans: list[Json], expected: str
) -> None:
    assert english(parcel(checkpoints=scans).place) == expected


def test_checkpoints_stand_newest_first_those_without_time_last() -> None:
    scans = [scan("14T08:00", "b"), scan("15T08:00", "a"), {"status_text": "c"}]
    assert [c.status_text for c in parcel(checkpoints=scans).checkpoints] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("members", "is_unscanned"),
    [
        ({"last_delivery_status": status("Pending")}, True),
        ({"last_delivery_status": None}, True),
        ({"last_delivery_status": status(None)}, False),
        ({"last_delivery_status": status("Transit")}, False),
        ({"last_delivery_status": None, "checkpoints": [scan("15T08:00")]}, False),
    ],
)
def test_announced_is_not_scanned(members: Json, is_unscanned: bool) -> None:  # noqa: FBT001
    announced = parcel(**members)
    assert announced.is_unscanned is is_unscanned
    assert (announced.scanned_at is None) is is_unscanned


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("address_incomplete", "address incomplete"),
        ("AddressIncomplete", "Address incomplete"),
        ("next-attempt", "next attempt"),
        ("DAMAGED", "DAMAGED"),
        ("Left at the X-ray", "Left at the X-ray"),
        ("_", ""),
    ],
)
def test_codes_become_words_and_sentences_stay(code: str, expected: str) -> None:
    assert in_words(code) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:00", time(14)),
        ("14:00:30", time(14, 0, 30)),
        ("14:00:00+02:00", time(14)),
        ("10:59:49Z", time(10, 59, 49)),
        ("25:00", None),
        ("2 pm", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_of_day_is_read_or_none(text: str | None, expected: time | None) -> None:
    assert clock(text) == expected

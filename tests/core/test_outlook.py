"""Promise against forecast, and what the action box says comes next."""

import pytest

from bot.core.outlook import boxed, promise
from tests.core.sample import STAGES, Json, english, parcel, status, told


def prediction(first: str | None = None, last: str | None = None, **members: Json | str) -> Json:
    raw = {"earliest_date": first, "latest_date": last or first}
    return {"type": "prediction", "raw": raw if first else None, **members}


def window(first: str, last: str, earliest: str | None, latest: str | None) -> Json:
    dates = {"earliest_date": first, "latest_date": last, "has_time": True}
    return {"raw": {**dates, "earliest_time": earliest, "latest_time": latest}}


SAT, MON, TUE, WED = "2026-11-14", "2026-11-16", "2026-11-17", "2026-11-18"
BY_SAT, BY_WED = {"announced_delivery_date": SAT}, {"announced_delivery_date": WED}
TUE_TO_WED = BY_WED | {"announced_delivery_date_min": TUE}


@pytest.mark.parametrize(
    ("name", "stage", "members", "expected"),
    [
        ("no promise", "Transit", {}, ""),
        ("no forecast yet", "Transit", BY_WED, "Promised Wed 18 Nov"),
        ("a span of days", "Transit", TUE_TO_WED, "Promised Tue 17 Nov – Wed 18 Nov"),
        ("only its begin", "Transit", {"announced_delivery_date_min": WED}, "Promised Wed 18 Nov"),
        (
            "begin after end",
            "Transit",
            BY_SAT | {"announced_delivery_date_min": WED, "action_box": prediction(WED)},
            "Promised Sat 14 Nov – Wed 18 Nov, on time as things stand",
        ),
        ("late", "Transit", BY_SAT | {"action_box": prediction(MON)},
         "Promised Sat 14 Nov → now Mon 16 Nov"),
        ("late, with hours", "Transit",
         BY_SAT | {"action_box": prediction() | window(MON, MON, "14:00", "16:00")},
         "Promised Sat 14 Nov → now Mon 16 Nov, 14:00–16:00"),
        ("late, some days", "Transit", BY_SAT | {"action_box": prediction(MON, WED)},
         "Promised Sat 14 Nov → now Mon 16 Nov – Wed 18 Nov"),
        ("on time", "Transit", BY_WED | {"action_box": prediction(WED)},
         "Promised Wed 18 Nov, on time as things stand"),
        ("early", "Transit", TUE_TO_WED | {"action_box": prediction(MON)},
         "Promised Tue 17 Nov – Wed 18 Nov, on time as things stand"),
        ("past, no forecast", "Transit", BY_SAT, "Promised Sat 14 Nov, not delivered yet"),
        ("past, stale forecast", "Transit", BY_SAT | {"action_box": prediction("2026-11-13")},
         "Promised Sat 14 Nov, not delivered yet"),
        ("stale forecast, time left", "Transit", BY_WED | {"action_box": prediction(SAT)},
         "Promised Wed 18 Nov"),
        ("delivered in time", "Delivered", BY_WED,
         "Promised Wed 18 Nov, kept: delivered Mon 16 Nov"),
        ("delivered late", "Delivered", BY_SAT, "Promised Sat 14 Nov, delivered Mon 16 Nov"),
        ("delivered, old forecast", "Delivered", BY_SAT | {"action_box": prediction(WED)},
         "Promised Sat 14 Nov, delivered Mon 16 Nov"),
        ("at the shop in time", "ReadyToCollect", BY_WED,
         "Promised Wed 18 Nov, kept: ready for pickup Mon 16 Nov"),
        ("at the shop late", "ReadyToCollect", BY_SAT,
         "Promised Sat 14 Nov, ready for pickup Mon 16 Nov"),
        ("sent back", "SentBack", BY_SAT | {"action_box": prediction(WED)},
         "Promised Sat 14 Nov"),
        ("cancelled", "Cancelled", BY_SAT, "Promised Sat 14 Nov"),
    ],
)  # fmt: skip
def test_the_promise_is_said_against_what_is(
    name: str, stage: str, members: Json, expected: str
) -> None:
    assert english(promise(parcel(stage, **members))) == expected, name


LABELS = {"label": "Expected delivery", "label_caption": "May change"}
SPOKEN: Json = {"week_day": "Wednesday", "day_of_month": "18", "month": "November"}


@pytest.mark.parametrize(
    ("name", "stage", "box", "expected"),
    [
        ("no box", "Transit", None, []),
        ("unknown box", "Transit", {"type": "hologram", "label": "Look!"}, []),
        ("a day", "Transit", prediction(WED), ["Expected Wed 18 Nov"]),
        ("days", "Transit", prediction(TUE, WED), ["Expected Tue 17 Nov – Wed 18 Nov"]),
        ("hours", "Transit", prediction() | window(WED, WED, "14:00", "16:00"),
         ["Expected Wed 18 Nov, 14:00–16:00"]),
        ("from an hour", "Transit", prediction() | window(WED, WED, "14:00", None),
         ["Expected Wed 18 Nov, from 14:00"]),
        ("until an hour", "Transit", prediction() | window(WED, WED, None, "16:00"),
         ["Expected Wed 18 Nov, until 16:00"]),
        ("today, all day", "LastMile", prediction(MON), ["Expected Mon 16 Nov"]),
        ("past", "Transit", prediction(SAT), ["Was expected Sat 14 Nov"]),
        ("words only", "Transit", prediction(**SPOKEN), ["Expected Wednesday 18 November"]),
        ("words give way to dates", "Transit", prediction(TUE, **SPOKEN), ["Expected Tue 17 Nov"]),
        ("some words", "Transit", prediction(week_day="Wednesday"), ["Expected Wednesday"]),
        ("who predicts", "Transit",
         prediction(WED, **LABELS, prediction_caption="By parcelLab"),
         ["Expected Wed 18 Nov", "Expected delivery · May change · By parcelLab"]),
        ("labels alone", "Transit", prediction(**LABELS), ["Expected delivery · May change"]),
        ("returned", "Returned",
         {"type": "returned", "reason": "Refused", "returned_date": SAT, "label": "Back"},
         ["Returned: Refused · Sat 14 Nov", "Back"]),
        ("returned, nothing more", "Returned", {"type": "returned"}, ["Returned"]),
        ("next action", "Transit", {"type": "next-action", **LABELS},
         ["Expected delivery · May change"]),
        ("place unknown", "LastMile", {"type": "pickup-location-unknown"},
         ["Pickup place not known yet"]),
        ("place unknown, in words", "LastMile",
         {"type": "pickup-location-unknown", "label": "Soon"}, ["Soon"]),
        ("packing", "Pending", {"type": "order-processed", "label": "Packing"}, ["Packing"]),
        ("a survey", "Delivered", {"type": "vote-courier", "label": "How was it?"},
         ["The customer is asked: How was it?"]),
        ("pickup", "ReadyToCollect",
         {"type": "pickup-location", "label": "Here", "label_caption": "Bring an id"},
         ["Bring an id"]),
    ],
)  # fmt: skip
def test_the_box_says_what_comes_next(
    name: str, stage: str, box: Json | None, expected: list[str]
) -> None:
    assert told(boxed(parcel(stage, action_box=box))) == expected, name


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("box", [prediction(WED, **LABELS), prediction(**SPOKEN, **LABELS)])
def test_once_its_way_has_ended_no_forecast_is_said_in_dates_or_words(
    stage: str, box: Json
) -> None:
    has_ended = stage in ("Delivered", "SentBack", "Returned", "Failed", "Cancelled")
    assert (told(boxed(parcel(stage, action_box=box))) == []) is has_ended


def test_the_next_action_of_the_status_is_said_in_words() -> None:
    must_act = parcel(last_delivery_status=status(next_action="ProvideAddress"))
    assert told(boxed(must_act)) == ["Next action: Provide address"]

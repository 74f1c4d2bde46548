"""parcelLab's answer as models: what survives an answer that is not as documented."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.order import (
    Article,
    LastDeliveryStatus,
    LifecycleStatus,
    NextActionBox,
    Order,
    OtherBox,
    PickupAddress,
    PickupLocationBox,
    PredictionBox,
    ReturnedBox,
    Tracking,
    tolerant_order,
)
from tests.strategies import hurt, hurt_bodies, order_bodies, places, wounds

UNSEEN = ("Cc", "Cf", "Co")
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
few = settings(max_examples=100)


def order(**members: Any) -> Order:
    """Return an order with one parcel that has *members*, read tolerantly."""
    parcel = {"tracking_number": "1", "reporting_info": {}, **members}
    return tolerant_order({"order_number": "PK1004", "trackings": [parcel]})


def tracking(**members: Any) -> Tracking:
    (parcel,) = order(**members).trackings or ()
    return parcel


def status(**members: Any) -> LastDeliveryStatus:
    read = tracking(last_delivery_status=members).last_delivery_status
    assert read is not None
    return read


def shown(text: str | None) -> str:
    """Return what there is to see of a text, stripped of what Python takes for white space."""
    shown = [c for c in text or "" if category(c)[0] not in "ZM" and c not in FILLERS]
    return (text or "").strip() if any(category(c) not in UNSEEN for c in shown) else ""


@pytest.mark.parametrize(
    ("box", "model"),
    [
        ({"type": "pickup-location"}, PickupLocationBox),
        ({"type": "prediction", "raw": None}, PredictionBox),
        ({"type": "returned"}, ReturnedBox),
        ({"type": "next-action"}, NextActionBox),
        ({"type": "pickup-location-unknown"}, NextActionBox),
        ({"type": "order-processed"}, NextActionBox),
        ({"type": "vote-courier"}, NextActionBox),
        ({"type": "live-tracking", "info": {"city": "Berlin"}}, OtherBox),
        ({"type": 5}, OtherBox),
        ({"type": ["prediction"]}, OtherBox),
        ({}, OtherBox),
        ({"label": "A box without a type", "address": "Main Street 1"}, OtherBox),
    ],
)
def test_a_box_is_what_its_type_says(box: dict[str, Any], model: type) -> None:
    assert type(tracking(action_box=box).action_box) is model


@pytest.mark.parametrize("box", [None, [], [1], "prediction", 5, True])
def test_what_is_no_box_leaves_the_parcel_without_one(box: Any) -> None:
    parcel = tracking(action_box=box, delivery_location="Porch")
    assert parcel.action_box is None
    assert parcel.delivery_location == "Porch"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Main Street 1", "Main Street 1"),
        (
            {"address": "Main Street 1", "courier": "dhl", "delivery_location": "Kiosk"},
            PickupAddress(address="Main Street 1", courier="dhl", delivery_location="Kiosk"),
        ),
        ({"address": ["Main Street 1"], "courier": "dhl"}, PickupAddress(courier="dhl")),
        ({"address": {}, "PickupAddress": {"address": 1}}, PickupAddress()),
        (None, None),
        ([1], None),
        (True, None),
    ],
)
def test_a_pickup_address_is_words_or_an_object(address: Any, expected: Any) -> None:
    box = tracking(action_box={"type": "pickup-location", "label": "Pick up", "address": address})
    assert box.action_box == PickupLocationBox(
        type="pickup-location", label="Pick up", address=expected
    )


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("ReadyToCollect", LifecycleStatus.READY_TO_COLLECT),
        ("ready_to_collect", LifecycleStatus.READY_TO_COLLECT),
        ("last-mile", LifecycleStatus.LAST_MILE),
        ("Teleported", None),
        ("", None),
        (None, None),
        (["Transit"], None),
    ],
)
def test_an_unknown_stage_is_none(stage: Any, expected: LifecycleStatus | None) -> None:
    read = status(lifecycle_status=stage, status_text="On its way")
    assert (read.lifecycle_status, read.status_text) == (expected, "On its way")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2024-06-01T10:00:00Z", datetime(2024, 6, 1, 10, tzinfo=UTC)),
        ("2024-06-01T12:00:00+02:00", datetime(2024, 6, 1, 10, tzinfo=UTC)),
        ("2024-06-01T10:00:00.123456789", datetime(2024, 6, 1, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2024-06-01", datetime(2024, 6, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("1", None),
        ("yesterday", None),
        ("", None),
        ({}, None),
    ],
)
def test_a_time_has_a_zone_and_a_plausible_year(moment: Any, expected: datetime | None) -> None:
    assert status(event_timestamp=moment).event_timestamp == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-06-01", date(2024, 6, 1)),
        ("2024-06-01T22:00:00Z", date(2024, 6, 1)),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("2024-02-30", None),
        ("soon", None),
        (0, None),
        ([], None),
    ],
)
def test_a_day_is_a_plausible_date(day: Any, expected: date | None) -> None:
    assert tracking(announced_delivery_date=day).announced_delivery_date == expected


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 10**400, [], "x", "1e999"])
def test_a_number_that_cannot_be_shown_is_left_out(number: Any) -> None:
    parcel = tracking(
        reporting_info={"trending_late_probability": number, "is_forgotten": True},
        articles=[{"article_name": "Shoe", "quantity": number}],
    )
    assert parcel.reporting_info is not None
    assert parcel.reporting_info.is_forgotten
    assert parcel.articles is not None
    assert parcel.articles[0].article_name == "Shoe"
    for read in (parcel.reporting_info.trending_late_probability, parcel.articles[0].quantity):
        assert read is None


def test_numbers_where_words_belong_are_read_as_words() -> None:
    assert tracking(tracking_number=123, delivery_location=4.5).tracking_number == "123"


def test_of_a_list_only_the_members_that_do_not_fit_are_cut_out() -> None:
    good = [{"status_text": text} for text in "abcdefghijkl"]
    bad: list[Any] = [1, None, "x", [], [{}], 2.5]
    mixed = [*bad, *good[:6], *bad, *good[6:], *bad]
    checkpoints = tracking(checkpoints=mixed).checkpoints or ()
    assert [checkpoint.status_text for checkpoint in checkpoints] == [*"abcdefghijkl"]


@pytest.mark.parametrize(
    "shadow", [[], {}, "x", {"opening_hours": []}, {"opening_hours": [1]}, {"opening_hours": {}}]
)
def test_a_member_that_is_named_like_a_box_does_not_hide_what_is_wrong(shadow: Any) -> None:
    box = {"type": "pickup-location", "label": "Pick up", "opening_hours": [{"day": []}]}
    read = tracking(action_box={**box, "pickup-location": shadow}).action_box
    assert isinstance(read, PickupLocationBox)
    assert read.label == "Pick up"


@pytest.mark.parametrize(
    ("number", "text"), [(7, "7"), (-1.5, "-1.5"), (2.0, "2"), (10**20, "1" + 20 * "0")]
)
def test_a_number_where_a_text_is_due_is_read_as_its_digits(number: float, text: str) -> None:
    box = {"type": "pickup-location", "label": number, "address": number}
    read = order(tracking_number=number, action_box=box, articles=[{"tags": ["a", number]}])
    parcel = (read.trackings or ())[0]
    assert parcel.tracking_number == text
    assert isinstance(parcel.action_box, PickupLocationBox)
    assert (parcel.action_box.label, parcel.action_box.address) == (text, text)
    assert (parcel.articles or ())[0].tags == ("a", text)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), True, False])
def test_what_is_no_number_is_no_text(number: float) -> None:
    read = order(tracking_number=number, articles=[{"article_name": number, "tags": [number]}])
    parcel = (read.trackings or ())[0]
    assert parcel.tracking_number is None
    assert (parcel.articles or ())[0] == Article(tags=())


@pytest.mark.parametrize("trackings", [None, {}, "none", 0, [None], [[]], ["x", 1]])
def test_an_order_whose_parcels_do_not_fit_is_still_that_order(trackings: Any) -> None:
    read = tolerant_order({"order_number": "PK1004", "trackings": trackings})
    assert read.order_number == "PK1004"
    assert not read.trackings


def test_an_order_is_hashable_and_comes_back_the_same_from_json() -> None:
    read = order(
        action_box={"type": "pickup-location", "address": {"address": "Main Street 1"}},
        last_delivery_status={"event_timestamp": "2024-06-01T12:00:00+02:00"},
        articles=[{"article_name": "Shoe", "quantity": 2}],
    )
    again = Order.model_validate_json(read.model_dump_json())
    assert again == read
    assert hash(again) == hash(read)


@few
@given(order_bodies())
def test_whatever_the_schema_allows_is_read_with_every_parcel_and_word(body: Any) -> None:
    read = tolerant_order(deepcopy(body))
    assert shown(read.order_number) == shown(body["order_number"])
    for parcel, given_parcel in zip(read.trackings or (), body["trackings"], strict=True):
        assert shown(parcel.tracking_number) == shown(given_parcel["tracking_number"])
        last = given_parcel.get("last_delivery_status", {})
        text = getattr(parcel.last_delivery_status, "status_text", None)
        assert shown(text) == shown(last.get("status_text"))
        assert len(parcel.checkpoints or ()) == len(given_parcel.get("checkpoints", ()))
        box = given_parcel.get("action_box") or {}
        assert getattr(parcel.action_box, "type", None) == box.get("type")


@few
@given(hurt_bodies())
def test_a_hurt_body_is_still_an_order(body: Any) -> None:
    assert isinstance(tolerant_order(body), Order)


@few
@given(order_bodies(), wounds(), st.data())
def test_a_wound_in_one_parcel_does_not_touch_the_next(
    body: dict[str, Any], wound: Any, data: st.DataObject
) -> None:
    body["trackings"] = [*body["trackings"][:1], {"tracking_number": "sound"}]
    wounded = json.loads(json.dumps(body))
    ways = [way for way in places(body["trackings"][:-1]) if len(way) > 1]
    if not ways:
        return
    hurt(wounded["trackings"], data.draw(st.sampled_from(ways)), wound)
    assert (tolerant_order(wounded).trackings or ())[-1].tracking_number == "sound"


@pytest.mark.parametrize(
    "text",
    ["\u200b", " \u200d\u2060 ", "\x00\x1b", "\u00ad\ufeff", "\u2066\u2069", "\u3164", "\u2800"],
)
def test_a_text_in_which_nothing_is_to_be_seen_is_no_text(text: str) -> None:
    box = {"type": "pickup-location", "label": text, "address": text}
    said = {"contacted_with_messages": [text, "shipped"]}
    scans = [{"status_text": text, "location": text}]
    courier = {"courier": "ups", "courier_name": text}
    read = tolerant_order(
        {
            "order_number": "PK1004",
            "client_key": text,
            "trackings": [
                {
                    "tracking_number": text,
                    "courier_info": courier,
                    "action_box": box,
                    "reporting_info": said,
                    "checkpoints": scans,
                    "articles": [{"article_name": text, "sku": "7"}],
                }
            ],
        }
    )
    assert read.model_dump(exclude_none=True) == {
        "order_number": "PK1004",
        "trackings": (
            {
                "courier_info": {"courier": "ups"},
                "action_box": {"type": "pickup-location"},
                "reporting_info": {"contacted_with_messages": ("shipped",)},
                "checkpoints": ({},),
                "articles": ({"sku": "7"},),
            },
        ),
    }


@pytest.mark.parametrize("text", ["é", "👨\u200d👩\u200d👧", "ن", "包", "·", "-", "\u200bA"])
def test_a_text_in_which_anything_is_to_be_seen_stays(text: str) -> None:
    assert tracking(delivery_location=text).delivery_location == text

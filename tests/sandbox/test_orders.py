"""The made-up orders: valid by the schema, and one for everything that can be true of a parcel."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.parcellab.order import ACCOUNTS, SandboxOrder
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Body, Scene
from bot.sandbox.parcellab.words import WORDS
from tests.sandbox.schema import DOCUMENT, faults

NOON = Scene(datetime(2025, 6, 14, 10, 0, tzinfo=UTC))
ON_SCHEMA = [order for order in ORDERS if not order.off_schema]
OFF_SCHEMA = [order for order in ORDERS if order.off_schema]


def names(order: SandboxOrder) -> str:
    return f"{order.order_number}-{order.body['client_key'][:8]}"


def parcels() -> Iterator[Body]:
    for order in ORDERS:
        yield from order.info(NOON)["trackings"]


def parcel_of(number: str) -> Body:
    order = next(each for each in ORDERS if each.order_number == number)
    first: Body = order.info(NOON)["trackings"][0]
    return first


def statuses(orders: list[SandboxOrder]) -> set[object]:
    return {
        (tracking.get("last_delivery_status") or {}).get("lifecycle_status")
        for order in orders
        for tracking in order.info(NOON)["trackings"]
    }


@pytest.mark.parametrize("order", ON_SCHEMA, ids=names)
def test_an_order_answers_as_the_schema_says_in_every_language(order: SandboxOrder) -> None:
    for lang in WORDS:
        assert faults(order.info(Scene(NOON.start, lang)), "OrderInfo") == [], lang


@pytest.mark.parametrize("order", OFF_SCHEMA, ids=names)
def test_an_order_flagged_as_off_schema_really_breaks_it(order: SandboxOrder) -> None:
    assert faults(order.info(NOON), "OrderInfo")


def test_there_are_enough_orders_and_each_says_what_it_is() -> None:
    assert len(ORDERS) >= 32
    assert len({order.description for order in ORDERS}) == len(ORDERS)
    assert all(order.description and "\n" not in order.description for order in ORDERS)


def test_every_account_has_its_sample_order() -> None:
    samples = {order.order_number: order.account for order in ORDERS}
    assert [samples[number] for number in ("PK1004", "PCL-1235", "ORDER-123")] == list(ACCOUNTS)


def test_every_lifecycle_status_of_the_schema_has_an_order() -> None:
    known = set(DOCUMENT["components"]["schemas"]["LifecycleStatusEnum"]["enum"])
    assert statuses(ON_SCHEMA) - {None} == known
    assert "Teleported" in statuses(OFF_SCHEMA)


def test_every_action_box_has_an_order() -> None:
    boxes = {(tracking.get("action_box") or {}).get("type") for tracking in parcels()}
    assert boxes >= {
        *DOCUMENT["components"]["schemas"]["NextActionActionBoxTypeEnum"]["enum"],
        *("pickup-location", "prediction", "returned", "hologram", "live-tracking", None),
    }


@pytest.mark.parametrize(
    ("number", "path", "value"),
    [
        ("PK1004", "is_delayed", True),
        ("PK1004", "action_box.raw.has_time", True),
        ("PK1004", "action_box.raw.earliest_date", "2025-06-14"),
        ("PK1004", "announced_delivery_date", "2025-06-13"),
        ("PK1004", "courier_info.courier_name", "DHL"),
        ("PK1002", "tracking_number", ""),
        ("PK1003", "action_box.raw.has_time", False),
        ("PK1017", "reporting_info.is_customer_promise_exceeded", True),
        ("PK1018", "is_exception", True),
        ("PK1019", "reporting_info.has_failed_attempt", True),
        ("PK1020", "reporting_info.is_delayed_dispatch", True),
        ("PK1021", "reporting_info.is_forgotten", True),
        ("PK1022", "reporting_info.trending_late_probability", 0.72),
        ("PK1024", "is_return", True),
        ("PK1011", "delivery_location", "Sandbox Neighbour, 2nd floor"),
        ("PK1012", "pod_signature", "S. NEIGHBOUR"),
        ("PK1014", "action_box.reason", "Recipient unknown"),
        ("PK2001", "timezone", "America/New_York"),
        ("PK2002", "timezone", "Asia/Tokyo"),
        ("PK2003", "timezone", "Pacific/Auckland"),
        ("PK3006", "courier_info.courier_tracking_url", "javascript:alert(1)"),
    ],
)
def test_an_order_is_what_its_description_promises(number: str, path: str, value: object) -> None:
    found: object = parcel_of(number)
    for name in path.split("."):
        assert isinstance(found, dict)
        found = found[name]
    assert found == value


@pytest.mark.parametrize(
    ("number", "count"), [("PK1027", 0), ("PK1025", 3), ("PK1026", 40), ("PK1023", 2)]
)
def test_orders_of_no_one_and_many_parcels(number: str, count: int) -> None:
    order = next(each for each in ORDERS if each.order_number == number)
    assert len(order.info(NOON)["trackings"]) == count


def test_pickup_places_cover_both_addresses_and_three_kinds_of_hours() -> None:
    midday, past_midnight, none = (
        parcel_of(number)["action_box"] for number in ("PK1006", "PK1007", "PK1008")
    )
    assert isinstance(midday["address"], dict)
    assert isinstance(past_midnight["address"], str)
    assert Counter(span["day"] for span in midday["opening_hours"])["mon"] == 2
    assert all(span["close"] < span["open"] for span in past_midnight["opening_hours"])
    assert "opening_hours" not in none


@pytest.mark.parametrize(
    "text",
    ["<!channel>", "<@U1>", "&amp;", '"quoted"', "{{ 7*7 }}", "`tick`", "\n", "\u202e", "\u200d"],
)
def test_hostile_text_stands_where_a_courier_may_write(text: str) -> None:
    details = [
        (tracking.get("last_delivery_status") or {}).get("status_details") or ""
        for tracking in parcels()
    ]
    assert any(text in each for each in details)


def test_one_order_has_texts_of_five_thousand_characters() -> None:
    assert len(parcel_of("PK3005")["last_delivery_status"]["status_text"]) >= 5000


def test_hidden_checkpoints_hold_words_that_stand_nowhere_else() -> None:
    tracking = parcel_of("PK3007")
    hidden = [scan for scan in tracking["checkpoints"] if scan["is_hidden"]]
    shown = [scan for scan in tracking["checkpoints"] if not scan["is_hidden"]]
    assert len(hidden) == 2
    assert all("PRIVATE" in json.dumps(scan) for scan in hidden)
    assert "PRIVATE" not in json.dumps(tracking | {"checkpoints": shown})


def test_every_language_says_everything_and_in_its_own_words() -> None:
    assert list(WORDS) == ["en", "de", "fr", "es", "it", "nl", "pl"]
    for lang, words in WORDS.items():
        assert words.keys() == WORDS["en"].keys()
        assert len(words["weekdays"].split()) == 7
        assert len(words["months"].split()) == 12
        assert lang == "en" or words["Announced"] != WORDS["en"]["Announced"]


@pytest.mark.parametrize("hour", range(24))
def test_the_window_of_the_show_piece_is_today_at_any_hour(hour: int) -> None:
    order = next(each for each in ORDERS if each.order_number == "PK1004")
    scene = Scene(NOON.start.replace(hour=hour) + timedelta(minutes=59))
    raw = order.info(scene)["trackings"][0]["action_box"]["raw"]
    assert raw["earliest_date"] == raw["latest_date"]
    assert raw["earliest_time"] < raw["latest_time"] <= "23:00"


def test_identifiers_are_each_orders_own() -> None:
    for name in ("external_order_id", "security_hash"):
        assert len({getattr(order, name) for order in ORDERS}) == len(ORDERS)
    tracked = Counter(
        tracking["tracking_number"] for tracking in parcels() if tracking["tracking_number"]
    )
    assert [number for number, count in tracked.items() if count > 1] == []

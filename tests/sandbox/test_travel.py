"""Parcels that travel by themselves as the sandbox's clock passes."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.api import ParcelLab
from bot.sandbox.parcellab.order import SHOP, SandboxOrder
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Body
from tests.sandbox.asking import NOON, PK1004, Client, ask
from tests.sandbox.schema import faults
from tests.sandbox.test_moves import order, parcel_of, told

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def parcellab(parcellab: ParcelLab) -> ParcelLab:
    parcellab.is_travelling = True
    return parcellab


@pytest.fixture
async def client(parcellab: ParcelLab) -> AsyncIterator[Client]:
    async with TestClient(TestServer(parcellab.app())) as client:
        yield client


def after(parcellab: ParcelLab, days: float) -> ParcelLab:
    parcellab.clock.advance(days * 86_400)
    return parcellab


def scans(tracking: Body) -> list[tuple[str, str]]:
    """Status and local time of every scan since noon."""
    seen = [
        (datetime.fromisoformat(each["event_timestamp"]).astimezone(BERLIN), each["status_code"])
        for each in tracking["checkpoints"]
    ]
    return [(code, at.strftime("%a %H")) for at, code in seen if at >= NOON]


def states(parcellab: ParcelLab, *, travelling: bool = True) -> Counter[str]:
    orders = [each for each in ORDERS if each.travels == travelling]
    return Counter(parcellab.state(each).state for each in orders)


def test_parcels_stand_still_unless_they_are_told_to_travel() -> None:
    parcellab = ParcelLab(clock=Clock(NOON, speed=0))
    before = [told(parcellab, each) for each in ORDERS]
    after(parcellab, 30)
    assert parcellab.next_change() is None
    assert [told(parcellab, each) for each in ORDERS] == before


def test_a_parcel_goes_by_night_and_is_delivered_at_noon(parcellab: ParcelLab) -> None:
    assert scans(parcel_of(after(parcellab, 3), "PK1001")) == [
        ("PickedUp", "Sat 18"),
        ("InTransit", "Sun 04"),
        ("AtDepot", "Mon 04"),
        ("OutForDelivery", "Mon 10"),
        ("Delivered", "Mon 12"),
    ]


@pytest.mark.parametrize("hour", range(24))
def test_the_show_piece_comes_in_its_window(hour: int) -> None:
    clock = Clock(NOON.replace(hour=hour), speed=0)
    parcellab = ParcelLab(clock=clock)
    parcellab.is_travelling = True
    raw = parcel_of(parcellab, "PK1004")["action_box"]["raw"]
    clock.advance(86_400)
    arrived = parcel_of(parcellab, "PK1004")["checkpoints"][-1]
    at = datetime.fromisoformat(arrived["event_timestamp"])
    assert arrived["status_code"] == "Delivered"
    if 8 <= clock.now().astimezone(BERLIN).hour < 20:
        assert raw["earliest_time"] <= at.strftime("%H:%M") <= raw["latest_time"]


def test_a_van_comes_in_the_window_it_was_given(parcellab: ParcelLab) -> None:
    parcellab.clock.set(NOON.replace(hour=9) + timedelta(days=1))
    out = parcel_of(parcellab, "PK1003")
    assert out["last_delivery_status"]["status_code"] == "OutForDelivery"
    raw = out["action_box"]["raw"]
    at = parcel_of(after(parcellab, 0.5), "PK1003")["reporting_info"]["delivery_date"]
    assert raw["earliest_date"] == at[:10]
    assert raw["earliest_time"] <= at[11:16] <= raw["latest_time"]


def test_in_a_week_everything_arrives_but_what_waits_for_a_person(parcellab: ParcelLab) -> None:
    left = states(after(parcellab, 7))
    ended = {"Delivered", "Collected", "With a neighbour", "Back at the shop"}
    ended |= {"Lost", "Damaged", "Cancelled", "No parcel yet"}
    waiting = {name: count for name, count in left.items() if name not in ended}
    assert waiting == {"Address problem": 1, "In transit": 1}  # PK1018, and PK1021: forgotten
    assert parcellab.next_change() is None


def test_some_become_late_and_come_when_they_are_then_expected(parcellab: ParcelLab) -> None:
    after(parcellab, 0.9)
    late = [
        each
        for each in ORDERS
        if len(each.body["trackings"]) == 1
        and each.travels
        and not each.body["trackings"][0].get("is_delayed")
        and parcellab.state(each).is_late
    ]
    expected = {each.order_number: _forecast(parcellab, each) for each in late}
    assert 2 <= len(expected) <= 8
    after(parcellab, 7)
    for each in late:
        report = told(parcellab, each)["trackings"][0]["reporting_info"]
        assert report["is_delayed"]
        if not report["has_failed_attempt"]:
            assert report["delivery_date"][:10] == expected[each.order_number]


def _forecast(parcellab: ParcelLab, each: SandboxOrder) -> str:
    return str(told(parcellab, each)["trackings"][0]["action_box"]["raw"]["latest_date"])


def test_somebody_is_not_at_home_and_it_comes_again_in_the_morning(parcellab: ParcelLab) -> None:
    after(parcellab, 7)
    ways = [
        [code for code, _ in scans(tracking)]
        for each in ORDERS
        if each.travels
        for tracking in told(parcellab, each)["trackings"]
    ]
    failed = [codes for codes in ways if "Attempted" in codes]
    assert failed
    for codes in failed:
        assert codes[codes.index("Attempted") + 1] == "OutForDelivery"
        assert codes[-1] == "Delivered"


@pytest.mark.parametrize("days", [0.2, 0.8, 1.1, 2, 4])
def test_every_answer_on_the_way_keeps_to_the_schema(parcellab: ParcelLab, days: float) -> None:
    after(parcellab, days)
    for each in ORDERS:
        if not each.off_schema:
            assert faults(told(parcellab, each, "fr"), "OrderInfo") == []


def test_small_steps_and_one_jump_lead_to_the_same(parcellab: ParcelLab) -> None:
    jumped = ParcelLab(clock=Clock(NOON, speed=0))
    jumped.is_travelling = True
    after(jumped, 4)
    for _ in range(96):
        after(parcellab, 1 / 24)
        parcellab.state(ORDERS[0])
    assert [told(parcellab, each) for each in ORDERS] == [told(jumped, each) for each in ORDERS]


def test_the_orders_that_hurt_stay_as_they_are(parcellab: ParcelLab) -> None:
    before = states(parcellab, travelling=False)
    assert states(after(parcellab, 7), travelling=False) == before
    assert sum(before.values()) == 17


def test_a_move_by_hand_sends_a_traveller_on_from_there(parcellab: ParcelLab) -> None:
    parcellab.move(SHOP, "PK1018", None, "next")
    assert scans(parcel_of(after(parcellab, 1), "PK1018"))[-1][0] == "Delivered"
    parcellab.move(SHOP, "PK1018", None, "reset")
    assert scans(parcel_of(after(parcellab, 7), "PK1018")) == []


def test_a_parcel_that_is_put_back_travels_from_then(parcellab: ParcelLab) -> None:
    after(parcellab, 5)
    parcellab.move(SHOP, "PK1003", None, "reset")
    assert parcellab.state(order("PK1003")).state == "In transit"
    assert parcellab.state(order("PK1003")).moves == 0
    assert parcellab.state(order("PK1003")).can == ("next", "late", "deliver")
    after(parcellab, 2)
    assert parcellab.state(order("PK1003")).state == "Delivered"


def test_what_travelled_stays_where_it_is_when_travel_ends(parcellab: ParcelLab) -> None:
    after(parcellab, 0.8)
    parcellab.is_travelling = False
    before = states(parcellab)
    assert states(after(parcellab, 5)) == before
    parcellab.is_travelling = True
    assert states(parcellab) == before
    assert states(after(parcellab, 1)) != before


def test_a_clock_that_is_set_back_takes_its_travels_along(parcellab: ParcelLab) -> None:
    before = states(parcellab)
    assert states(after(parcellab, 2)) != before
    parcellab.clock.set(NOON)
    assert states(parcellab) == before
    parcellab.clock.set(NOON - timedelta(hours=12))
    assert states(after(parcellab, 2)) != before


async def test_the_next_change_wakes_whoever_watches(parcellab: ParcelLab) -> None:
    due = parcellab.next_change()
    assert due is not None
    assert NOON < due < NOON + timedelta(hours=12)
    version = parcellab.version
    parcellab.clock.run_at(86_400)
    assert await parcellab.changed(5, since=version + 1)
    assert parcellab.clock.now() >= due
    assert parcellab.next_change() != due


async def test_a_clock_that_stands_still_wakes_nobody(parcellab: ParcelLab) -> None:
    began = time.monotonic()
    assert not await parcellab.changed(0.05)
    assert 0.04 < time.monotonic() - began < 2
    waiting = asyncio.create_task(parcellab.changed(5))
    await asyncio.sleep(0)
    parcellab.move(SHOP, "PK1004", None, "next")
    assert await waiting


async def test_travel_is_switched_over_the_wire(client: Client, parcellab: ParcelLab) -> None:
    for is_on in (False, True):
        async with client.post("/_sandbox/travel", json={"is_on": is_on}) as answer:
            assert await answer.json() == {"is_travelling": is_on}
        assert parcellab.is_travelling is is_on
    async with client.post("/_sandbox/travel", json={"is_on": "yes"}) as answer:
        assert answer.status == 400
    async with client.post("/_sandbox/clock", json={"advance": 86_400}) as answer:
        assert answer.status == 200
    body = (await ask(client, PK1004))[1]
    assert body["trackings"][0]["last_delivery_status"]["lifecycle_status"] == "Delivered"


async def test_the_clock_goes_back_to_the_worlds_time(client: Client, parcellab: ParcelLab) -> None:
    async with client.post("/_sandbox/clock", json={"reset": True}) as answer:
        told_now = datetime.fromisoformat((await answer.json())["now"])
    assert abs(told_now.timestamp() - time.time()) < 5
    assert parcellab.clock.speed == 1

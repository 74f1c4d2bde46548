"""Orders that a person moves: every answer about them follows, in every language."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.access import Access
from bot.sandbox.parcellab.api import WIDGET, Fault, ParcelLab
from bot.sandbox.parcellab.course import FINAL
from bot.sandbox.parcellab.order import ACCOUNTS, SHOP, SandboxOrder
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import STATUSES, Body
from bot.sandbox.parcellab.question import Question
from bot.sandbox.parcellab.traffic import MOVES, NAMES
from bot.sandbox.parcellab.words import WORDS
from tests.sandbox.asking import NOON, PK1004, Client, ask
from tests.sandbox.schema import faults

EVERYONE = Access(frozenset(ACCOUNTS))
EMPTY = {"PK1027"}


@pytest.fixture
async def client(parcellab: ParcelLab) -> AsyncIterator[Client]:
    async with TestClient(TestServer(parcellab.app())) as client:
        yield client


def order(number: str) -> SandboxOrder:
    return next(each for each in ORDERS if each.order_number == number)


def made(parcellab: ParcelLab, number: str, *moves: str) -> None:
    for move in moves:
        parcellab.move(SHOP, number, None, move)


def told(parcellab: ParcelLab, each: SandboxOrder, lang: str = "en") -> Body:
    question = Question(
        "order_number",
        account=each.account,
        order_number=each.order_number,
        client_key=each.body["client_key"],
        show_returns=True,
        lang=lang,
    )
    return parcellab.answer(question, EVERYONE)


def parcel_of(parcellab: ParcelLab, number: str, lang: str = "en") -> Body:
    first: Body = told(parcellab, order(number), lang)["trackings"][0]
    return first


def code(tracking: Body) -> str:
    return str(tracking["last_delivery_status"]["status_code"])


def way(parcellab: ParcelLab, number: str) -> list[str]:
    """The status codes an order goes through when it is always moved to the next."""
    codes = [code(parcel_of(parcellab, number))]
    while "next" in parcellab.state(order(number)).can:
        made(parcellab, number, "next")
        codes.append(code(parcel_of(parcellab, number)))
    return codes


# --- the ordinary life of a parcel ---


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        (
            "PK1002",
            "OrderProcessed Announced PickedUp InTransit AtDepot OutForDelivery Delivered",
        ),
        ("PK1005", "InCustoms InTransit AtDepot OutForDelivery Delivered"),
        ("PK1018", "AddressIssue OutForDelivery Delivered"),
        ("PK1019", "Attempted OutForDelivery Delivered"),
        ("PK1009", "Attempted PickupReady DeliveredShop"),
        ("PK1006", "PickupReady DeliveredShop"),
        ("PK1013", "ReturnToSender Returned"),
    ],
)
def test_next_follows_the_life_of_a_parcel_to_its_end(
    parcellab: ParcelLab, number: str, codes: str
) -> None:
    assert way(parcellab, number) == codes.split()


@pytest.mark.parametrize("each", ORDERS, ids=lambda each: each.order_number)
def test_every_move_of_every_order_is_told_by_the_schema(
    parcellab: ParcelLab, each: SandboxOrder
) -> None:
    langs = list(WORDS) * 3
    for move in ("late", *["next"] * 8):
        if move not in parcellab.state(each).can:
            continue
        parcellab.move(each.account, each.order_number, each.body["client_key"], move)
        parcellab.clock.advance(7 * 3600)
        body = told(parcellab, each, langs.pop())
        assert each.off_schema or faults(body, "OrderInfo") == []
    assert "next" not in parcellab.state(each).can


@settings(max_examples=40)
@given(
    moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 40)), max_size=12),
    number=st.sampled_from(["PK1002", "PK1004", "PK1009", "PK1017", "PK1025", "PK1031", "PK2001"]),
    lang=st.sampled_from(list(WORDS)),
)
def test_whatever_is_done_the_answer_hangs_together(
    moves: list[tuple[str, int]], number: str, lang: str
) -> None:
    parcellab = ParcelLab(clock=Clock(NOON, speed=0))
    for move, hours in moves:
        if move in parcellab.state(order(number)).can:
            made(parcellab, number, move)
        for tracking in told(parcellab, order(number), lang)["trackings"]:
            hangs_together(tracking, parcellab.clock.now(), lang)
        parcellab.clock.advance(hours * 3600)


def hangs_together(tracking: Body, now: datetime, lang: str) -> None:
    last, box = tracking["last_delivery_status"], tracking["action_box"] or {}
    lifecycle, step, _ = STATUSES[last["status_code"]]
    assert (last["lifecycle_status"], last["step"]) == (lifecycle, step)
    assert last["status_text"] == WORDS[lang][last["status_code"]]
    newest = tracking["checkpoints"][-1]
    for name in ("status_code", "status_text", "status_details", "event_timestamp"):
        assert newest[name] == last[name]
    times = [datetime.fromisoformat(seen["event_timestamp"]) for seen in tracking["checkpoints"]]
    assert times == sorted(times)
    assert times[-1] <= now
    assert lifecycle != "Delivered" or box.get("type") != "prediction"
    assert (box.get("type") == "pickup-location") == (lifecycle == "ReadyToCollect")
    assert tracking["tracking_number"] or last["status_code"] == "OrderProcessed"
    if box.get("type") == "prediction":
        assert box["label"] == WORDS[lang]["prediction"]


# --- what follows from a state ---


def test_a_move_is_a_checkpoint_of_now(parcellab: ParcelLab) -> None:
    before = parcel_of(parcellab, "PK1003")
    made(parcellab, "PK1003", "next")
    parcellab.clock.advance(3600)
    after = parcel_of(parcellab, "PK1003", "de")
    assert len(after["checkpoints"]) == len(before["checkpoints"]) + 1
    newest = after["checkpoints"][-1]
    assert (newest["status_text"], newest["location"]) == (WORDS["de"]["AtDepot"], "Berlin")
    assert datetime.fromisoformat(newest["event_timestamp"]) == NOON


def test_out_for_delivery_means_two_hours_of_today(parcellab: ParcelLab) -> None:
    made(parcellab, "PK1003", "next", "next")
    raw = parcel_of(parcellab, "PK1003")["action_box"]["raw"]
    assert (raw["earliest_date"], raw["latest_date"]) == ("2025-06-14", "2025-06-14")
    assert "12:00" < raw["earliest_time"] < raw["latest_time"] < "18:00"


def test_there_is_no_window_where_it_would_end_after_midnight(parcellab: ParcelLab) -> None:
    parcellab.clock.set(NOON.replace(hour=20))
    made(parcellab, "PK1003", "next", "next")
    assert parcel_of(parcellab, "PK1003")["action_box"]["raw"]["has_time"] is False


def test_delivered_is_delivered_wherever_it_is_asked(parcellab: ParcelLab) -> None:
    made(parcellab, "PK1004", "deliver")
    tracking = parcel_of(parcellab, "PK1004")
    assert tracking["last_delivery_status"]["lifecycle_status"] == "Delivered"
    assert tracking["action_box"]["type"] == "vote-courier"
    assert tracking["reporting_info"]["delivery_date"] == "2025-06-14T12:00:00+02:00"
    assert tracking["supports_live_refresh"] is False
    state = parcellab.state(order("PK1004"))
    assert (state.state, state.arrived, state.can) == ("Delivered", 1, ("reset",))


def test_what_waits_for_the_recipient_is_collected_not_brought(parcellab: ParcelLab) -> None:
    made(parcellab, "PK1006", "deliver")
    assert code(parcel_of(parcellab, "PK1006")) == "DeliveredShop"


def test_trouble_ends_with_the_next_move(parcellab: ParcelLab) -> None:
    made(parcellab, "PK1018", "next")
    held = parcel_of(parcellab, "PK1018")
    assert (held["is_exception"], held["reporting_info"]["exception_messages"]) == (False, [])
    assert "exception_type" not in held["last_delivery_status"]
    made(parcellab, "PK1021", "next")
    assert parcel_of(parcellab, "PK1021")["reporting_info"]["is_forgotten"] is False


# --- late ---


@pytest.mark.parametrize("lang", WORDS)
def test_late_is_said_with_a_later_forecast_in_every_language(
    parcellab: ParcelLab, lang: str
) -> None:
    made(parcellab, "PK1003", "late")
    tracking = parcel_of(parcellab, "PK1003", lang)
    assert tracking["is_delayed"]
    assert tracking["reporting_info"]["is_delayed"]
    assert tracking["action_box"]["raw"]["latest_date"] == "2025-06-16"
    assert tracking["action_box"]["week_day"] == WORDS[lang]["weekdays"].split()[0]
    assert tracking["last_delivery_status"]["status_details"] == WORDS[lang]["late"]
    assert tracking["last_delivery_status"]["status_text"] == WORDS[lang]["InTransit"]


def test_each_late_is_a_day_and_breaks_the_promise_when_it_passes_it(parcellab: ParcelLab) -> None:
    days = []
    for _ in range(3):
        made(parcellab, "PK1003", "late")
        tracking = parcel_of(parcellab, "PK1003")
        exceeded = tracking["reporting_info"]["is_customer_promise_exceeded"]
        days.append((tracking["action_box"]["raw"]["latest_date"][-2:], exceeded))
    assert days == [("16", False), ("17", True), ("18", True)]


def test_a_late_van_comes_back_and_the_forecast_stays_until_it_sets_out(
    parcellab: ParcelLab,
) -> None:
    made(parcellab, "PK1004", "late")
    back = parcel_of(parcellab, "PK1004")
    assert (code(back), back["action_box"]["raw"]["latest_date"]) == ("AtDepot", "2025-06-15")
    made(parcellab, "PK1004", "next")
    out = parcel_of(parcellab, "PK1004")
    assert (code(out), out["action_box"]["raw"]["latest_date"]) == ("OutForDelivery", "2025-06-14")
    assert out["is_delayed"]


def test_a_parcel_that_waits_for_the_recipient_keeps_saying_so_when_late(
    parcellab: ParcelLab,
) -> None:
    made(parcellab, "PK1018", "late")
    held = parcel_of(parcellab, "PK1018")
    assert (held["action_box"]["type"], held["is_delayed"]) == ("next-action", True)


def test_a_late_shop_dispatches_late(parcellab: ParcelLab) -> None:
    made(parcellab, "PK1001", "late")
    assert parcel_of(parcellab, "PK1001")["reporting_info"]["is_delayed_dispatch"] is True
    made(parcellab, "PK1001", "next")
    assert parcel_of(parcellab, "PK1001")["reporting_info"]["is_delayed_dispatch"] is False


# --- several parcels, and none ---


def test_a_move_is_for_every_parcel_that_can_make_it(parcellab: ParcelLab) -> None:
    made(parcellab, "PK1025", "next")
    codes = [code(tracking) for tracking in told(parcellab, order("PK1025"))["trackings"]]
    assert codes == ["Delivered", "AtDepot", "Announced"]
    state = parcellab.state(order("PK1025"))
    assert (state.state, state.parcels, state.arrived, state.moves) == ("Announced", 3, 1, 1)


def test_a_return_ends_at_the_shop(parcellab: ParcelLab) -> None:
    made(parcellab, "PK1023", "next")
    back = told(parcellab, order("PK1023"))["trackings"][1]
    assert (code(back), back["action_box"]) == ("Delivered", None)
    assert back["checkpoints"][-1]["location"] == "Hamburg"


@pytest.mark.parametrize(
    ("number", "move", "words"),
    [
        ("PK1027", "next", "PK1027 cannot do that now: next."),
        ("PK1010", "next", "PK1010 cannot do that now: next."),
        ("PK1016", "deliver", "PK1016 cannot do that now: deliver."),
        ("PK1006", "late", "PK1006 cannot do that now: late."),
        ("PK1004", "reset", "PK1004 cannot do that now: reset."),
        ("PK1004", "fly", "There is no move 'fly'; there are next, late, deliver, reset."),
    ],
)
def test_a_move_that_cannot_be_made_says_so(
    parcellab: ParcelLab, number: str, move: str, words: str
) -> None:
    with pytest.raises(ValueError, match=r"move|cannot") as raised:
        parcellab.move(SHOP, number, None, move)
    assert str(raised.value) == words


def test_an_order_that_is_not_there_cannot_move(parcellab: ParcelLab) -> None:
    for account, number, client in ((SHOP, "PK9999", None), (1, "PK1004", None)):
        with pytest.raises(LookupError, match="There is no order"):
            parcellab.move(account, number, client, "next")
    with pytest.raises(LookupError, match="There is no order"):
        parcellab.move(SHOP, "PK2006", "somebody", "next")


def test_the_client_key_tells_equal_orders_apart(parcellab: ParcelLab) -> None:
    parcellab.move(SHOP, "PK2006", "atlas", "deliver")
    states = {
        each.body["client_key"]: parcellab.state(each).moves
        for each in ORDERS
        if each.order_number == "PK2006"
    }
    assert states == {"atlas": 1, "borealis": 0}


@pytest.mark.parametrize("each", ORDERS, ids=lambda each: each.order_number)
def test_reset_puts_everything_back(parcellab: ParcelLab, each: SandboxOrder) -> None:
    before = told(parcellab, each)
    if "next" not in parcellab.state(each).can:
        assert each.order_number in EMPTY or parcellab.state(each).stage
        return
    for move in ("next", "deliver", "reset"):
        if move in parcellab.state(each).can:
            parcellab.move(each.account, each.order_number, each.body["client_key"], move)
    assert told(parcellab, each) == before
    assert parcellab.state(each).moves == 0


def test_every_status_has_a_name_for_the_panel() -> None:
    assert NAMES.keys() == STATUSES.keys()
    assert len(set(NAMES.values())) == len(NAMES)
    assert {"Delivered", "Lost", "Cancelled", "Returned"} < FINAL


# --- over the wire ---


async def moved(client: Client, **wanted: object) -> tuple[int, Any]:
    async with client.post("/_sandbox/move", json={"account": SHOP} | wanted) as answer:
        return answer.status, await answer.json()


async def test_a_script_can_move_an_order_and_the_lookup_and_picture_follow(
    client: Client,
) -> None:
    async with client.get(WIDGET, params=PK1004) as answer:
        before = await answer.read()
    status, row = await moved(client, order_number="PK1004", move="next")
    assert (status, row["state"], row["moves"]) == (200, "Delivered", 1)
    body = (await ask(client, PK1004 | {"lang": "pl"}))[1]
    assert body["trackings"][0]["last_delivery_status"]["status_text"] == "Doręczona"
    async with client.get(WIDGET, params=PK1004) as answer:
        assert await answer.read() != before
    async with client.get("/_sandbox/orders") as answer:
        assert (await answer.json())["orders"][0] == row


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"order_number": "PK1004", "move": "fly"}, 400),
        ({"order_number": "PK1004"}, 400),
        ({"order_number": "PK1004", "move": "next", "account": "x"}, 400),
        ({"order_number": "PK9999", "move": "next"}, 404),
    ],
)
async def test_nonsense_moves_nothing(
    client: Client, parcellab: ParcelLab, wanted: dict[str, object], status: int
) -> None:
    version = parcellab.version
    answered, body = await moved(client, **wanted)
    assert (answered, len(body["errors"])) == (status, 1)
    assert parcellab.version == version


async def test_a_parcel_is_found_by_its_number_from_the_time_it_has_one(client: Client) -> None:
    number = order("PK1002").number_at(0)
    query = {"tracking_number": number, "courier": "dhl-germany"}
    assert (await ask(client, query))[0] == 404
    await moved(client, order_number="PK1002", move="next")
    status, body = await ask(client, query)
    tracking = body["trackings"][0]
    assert (status, tracking["tracking_number"]) == (200, number)
    assert tracking["courier_info"]["courier_tracking_url"].endswith(number)


async def test_live_scans_and_moves_keep_their_order(client: Client, parcellab: ParcelLab) -> None:
    live = PK1004 | {"live_refresh": "true"}
    await ask(client, live)
    parcellab.clock.advance(600)
    made(parcellab, "PK1004", "late")
    parcellab.clock.advance(600)
    tracking = (await ask(client, live))[1]["trackings"][0]
    codes = [(seen["status_code"], seen["status_details"]) for seen in tracking["checkpoints"][-3:]]
    assert codes == [
        ("OutForDelivery", "The driver is 9 stops away"),
        ("AtDepot", ""),
        ("AtDepot", "New position from the courier"),
    ]
    assert faults(tracking, "TrackingInfo") == []


# --- telling of changes, and keeping them ---


async def test_whoever_watches_is_told_of_every_change(parcellab: ParcelLab) -> None:
    changes: list[Any] = [
        lambda: made(parcellab, "PK1004", "next"),
        lambda: parcellab.clock.advance(60),
        lambda: parcellab.clock.run_at(60),
        lambda: setattr(parcellab, "fault", Fault("500")),
        lambda: setattr(parcellab, "is_travelling", True),
    ]
    for change in changes:
        version = parcellab.version
        assert not await parcellab.changed(0.001, since=version)
        change()
        assert await parcellab.changed(1, since=version)


def test_a_clock_that_is_set_back_undoes_what_happened_since(parcellab: ParcelLab) -> None:
    before = told(parcellab, order("PK1003"))
    parcellab.clock.advance(3600)
    made(parcellab, "PK1003", "next")
    parcellab.clock.set(NOON + timedelta(minutes=30))
    assert told(parcellab, order("PK1003")) == before
    parcellab.clock.advance(86_400)
    assert told(parcellab, order("PK1003")) == before


def test_what_is_kept_goes_on_where_it_stopped(parcellab: ParcelLab) -> None:
    made(parcellab, "PK1003", "next", "late")
    parcellab.clock.advance(3 * 86_400)
    parcellab.fault = Fault("slow", seconds=2, times=3)
    parcellab.is_travelling = True
    kept = json.loads(json.dumps(parcellab.dump()))
    again = ParcelLab(clock=Clock(datetime(2026, 1, 1, tzinfo=UTC)))
    again.load(kept)
    assert again.clock.now() == NOON + timedelta(days=3)
    assert (again.clock.speed, again.is_travelling) == (0, True)
    assert again.fault == Fault("slow", seconds=2, times=3)
    assert again.next_change() == parcellab.next_change()
    for each in ORDERS:
        assert told(again, each) == told(parcellab, each)


@pytest.mark.parametrize(
    "damage",
    [
        {"clock": None},
        {"clock": {"now": "soon", "speed": 1}},
        {"traffic": {"start": "2025-06-14T10:00:00", "travelling_since": None, "events": {}}},
        {"traffic": {}},
        {"fault": {"kind": "flood"}},
        {"fault": "500"},
    ],
)
def test_what_was_not_kept_by_a_sandbox_is_refused(
    parcellab: ParcelLab, damage: dict[str, object]
) -> None:
    kept = parcellab.dump()
    with pytest.raises(ValueError, match=r".+"):
        parcellab.load(kept | damage)

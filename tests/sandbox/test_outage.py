"""The sandbox's parcelLab over real HTTP on loopback: its time, its wire, its faults."""

import time
from collections.abc import AsyncIterator
from datetime import datetime

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.api import INFO, LIST, WIDGET, ParcelLab
from bot.sandbox.parcellab.orders import ORDERS
from tests.sandbox.asking import NOON, PK1004, SHOPS, Client, ask, errors


@pytest.fixture
async def client(parcellab: ParcelLab) -> AsyncIterator[Client]:
    async with TestClient(TestServer(parcellab.app())) as client:
        yield client


# --- time ---


async def test_time_makes_a_parcel_older_but_does_not_move_what_happened(client: Client) -> None:
    before = await ask(client, PK1004)
    async with client.post("/_sandbox/clock", json={"advance": 7200}) as answer:
        assert await answer.json() == {"now": "2025-06-14T12:00:00+00:00"}
    assert await ask(client, PK1004) == before


async def test_a_live_refresh_finds_a_newer_scan_that_stays(
    client: Client, parcellab: ParcelLab
) -> None:
    before = (await ask(client, PK1004))[1]["trackings"][0]
    live = (await ask(client, PK1004 | {"live_refresh": "true"}))[1]["trackings"][0]
    assert live["last_delivery_status"]["event_timestamp"] == "2025-06-14T10:00:00Z"
    assert live["last_delivery_status"]["status_details"] == "The driver is 9 stops away"
    assert len(live["checkpoints"]) == len(before["checkpoints"]) + 1
    assert (await ask(client, PK1004))[1]["trackings"][0] == live
    parcellab.clock.advance(600)
    nearer = (await ask(client, PK1004 | {"live_refresh": "true"}))[1]["trackings"][0]
    assert nearer["last_delivery_status"]["status_details"] == "The driver is 7 stops away"


async def test_a_live_refresh_changes_nothing_where_the_courier_has_none(client: Client) -> None:
    query = PK1004 | {"order_number": "PK1003"}
    assert await ask(client, query | {"live_refresh": "1"}) == await ask(client, query)


def test_a_clock_stands_still_jumps_and_runs() -> None:
    clock = Clock(NOON, speed=0)
    assert clock.now() == clock.now() == NOON
    clock.advance(90)
    assert (clock.now() - NOON).total_seconds() == 90
    before = clock.now()
    clock.run_at(1e6)
    time.sleep(0.002)
    assert (clock.now() - before).total_seconds() >= 2000
    with pytest.raises(ValueError, match="time zone"):
        clock.set(datetime(2025, 1, 1))  # noqa: DTZ001 - the missing zone is the point


# --- the wire ---


async def test_the_widget_is_a_picture_for_the_same_question(client: Client) -> None:
    async with client.get(WIDGET, params=PK1004) as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
        assert (await answer.read()).startswith(b"\x89PNG")
    assert (await ask(client, PK1004 | {"order_number": "PK9999"}, path=WIDGET))[0] == 404
    assert (await ask(client, {}, path=WIDGET))[0] == 400


@pytest.mark.parametrize("path", ["/", "/v4/", "/v4/track/order/info/", "/V4/track/orders/info/"])
async def test_other_addresses_are_a_page_not_json(client: Client, path: str) -> None:
    async with client.get(path) as answer:
        assert (answer.status, answer.content_type) == (404, "text/html")
        assert "<h1>Not Found</h1>" in await answer.text()


@pytest.mark.parametrize("path", [INFO, WIDGET, LIST])
async def test_a_path_without_its_final_slash_redirects(client: Client, path: str) -> None:
    bare = path.rstrip("/")
    async with client.get(bare, params={"lang": "de"}, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (301, f"{path}?lang=de")


async def test_another_method_is_not_allowed(client: Client) -> None:
    async with client.post(INFO, params=PK1004) as answer:
        assert (answer.status, errors(await answer.json())) == (405, {("method_not_allowed", None)})


async def test_the_journal_tells_what_was_asked_but_no_secret(
    client: Client, parcellab: ParcelLab
) -> None:
    await ask(client, PK1004, headers=SHOPS)
    await ask(client, {}, headers={})
    first, second = parcellab.calls
    assert (first.method, first.path, first.query) == ("GET", INFO, PK1004)
    assert [(call.credentials, call.status) for call in (first, second)] == [
        ("accepted", 200),
        ("none", 400),
    ]
    assert SHOPS["Authorization"] not in repr(parcellab.calls)


async def test_the_sandbox_lists_its_orders(client: Client, parcellab: ParcelLab) -> None:
    async with client.get("/_sandbox/orders") as answer:
        rows = (await answer.json())["orders"]
    assert len(rows) == len(ORDERS)
    assert rows[0] == {
        "account": 1612197,
        "order_number": "PK1004",
        "client_key": "sandbox-shop",
        "description": ORDERS[0].description,
        "state": "Out for delivery",
        "stage": "LastMile",
        "is_late": True,
        "moves": 0,
        "parcels": 1,
        "arrived": 0,
        "can": ["next", "late", "deliver"],
    }
    assert parcellab.calls == []


# --- faults ---


async def cause(client: Client, **fault: object) -> int:
    async with client.post("/_sandbox/fault", json=fault) as answer:
        return answer.status


@pytest.mark.parametrize(
    ("kind", "status", "content_type", "start"),
    [
        (
            "429",
            429,
            "application/json",
            '{"type": "client_error", "errors": [{"code": "throttled"',
        ),
        ("500", 500, "application/json", '{"type": "server_error"'),
        ("502", 502, "text/html", "<html>"),
        ("half", 200, "application/json", '{"order_number": "PK1004"'),
        ("garbage", 200, "text/html", "<!doctype html>"),
        ("empty", 200, "application/json", ""),
        ("missing", 404, "application/json", '{"type": "client_error"'),
        ("slow", 200, "application/json", '{"order_number": "PK1004"'),
    ],
)
async def test_a_fault_changes_the_next_answers_and_then_goes(
    client: Client, parcellab: ParcelLab, kind: str, status: int, content_type: str, start: str
) -> None:
    await cause(client, kind=kind, times=1, seconds=0.01)
    async with client.get(INFO, params=PK1004) as answer:
        text = await answer.text()
        assert (answer.status, answer.content_type) == (status, content_type)
    assert text.startswith(start)
    assert bool(text) == bool(start)
    assert parcellab.calls[-1].status == status
    assert (await ask(client, PK1004))[0] == 200


async def test_a_fault_may_hit_only_some_calls(client: Client) -> None:
    await cause(client, kind="500", each=3)
    assert [(await ask(client, PK1004))[0] for _ in range(6)] == [200, 200, 500] * 2
    assert await cause(client, kind="500", each=0) == 400


async def test_half_an_answer_is_whole_http_but_broken_json(client: Client) -> None:
    await cause(client, kind="half")
    with pytest.raises(ValueError, match=r"delimiter|Expecting|Unterminated"):
        await ask(client, PK1004)


async def test_a_throttled_answer_says_when_to_come_back(client: Client) -> None:
    await cause(client, kind="429", seconds=7)
    async with client.get(INFO, params=PK1004) as answer:
        assert answer.headers["Retry-After"] == "7"


async def test_a_truncated_answer_has_a_valid_head(client: Client) -> None:
    await cause(client, kind="truncated", times=1)
    async with client.get(INFO, params=PK1004) as answer:
        assert answer.status == 200
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()
    assert (await ask(client, PK1004))[0] == 200


async def test_a_dropped_call_has_no_answer_at_all(client: Client, parcellab: ParcelLab) -> None:
    await cause(client, kind="drop", times=2)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.post(INFO)
    assert parcellab.calls[-1].status == 0


async def test_a_hanging_call_is_never_answered(client: Client, parcellab: ParcelLab) -> None:
    await cause(client, kind="hang", times=1)
    with pytest.raises(TimeoutError):
        await client.get(INFO, timeout=aiohttp.ClientTimeout(total=0.1))
    assert parcellab.calls[-1].status in (None, 0)
    assert (await ask(client, PK1004))[0] == 200


async def test_a_fault_may_be_limited_to_one_path_and_taken_away(client: Client) -> None:
    await cause(client, kind="500", only="info-widget")
    assert (await ask(client, PK1004))[0] == 200
    assert (await ask(client, PK1004, path=WIDGET))[0] == 500
    await cause(client)
    async with client.get(WIDGET, params=PK1004) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "fault", [{"kind": "flood"}, {"kind": "500", "when": "now"}, {"kind": "slow", "seconds": -1}]
)
async def test_an_unknown_fault_is_refused(client: Client, fault: dict[str, object]) -> None:
    assert await cause(client, **fault) == 400


@pytest.mark.parametrize(
    "body",
    [
        *("[]", "{", '{"advance": "soon"}', '{"set": 1}', '{"stop": 1}', '{"speed": NaN}'),
        *('{"advance": 1e300}', '{"set": "2025-01-01T00:00:00"}'),
    ],
)
async def test_a_clock_cannot_be_moved_by_nonsense(client: Client, body: str) -> None:
    async with client.post("/_sandbox/clock", data=body) as answer:
        assert answer.status == 400

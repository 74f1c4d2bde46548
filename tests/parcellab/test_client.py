"""The client, over real connections to small servers on loopback."""

import asyncio
import gzip
import json
import logging
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web

from bot.core.customers.proof import Claim, is_proven
from bot.core.question import Broken, Busy, Options, ParcelLabError, Refused
from bot.core.reference import Kind, Reference
from bot.parcellab.client import ParcelLab, open_client
from bot.sandbox.parcellab.access import JWT_OF_ALL, TOKEN
from bot.sandbox.parcellab.api import ParcelLab as Sandbox
from bot.sandbox.parcellab.order import ACCOUNTS, SHOP
from bot.sandbox.parcellab.orders import ORDERS
from tests.parcellab.loopback import (
    ORDER,
    Answer,
    answering,
    by,
    drip,
    hang,
    serving,
    speaking,
    with_body,
)

PK1004 = Reference(Kind.ORDER_NUMBER, "PK1004")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@asynccontextmanager
async def parcellab(
    url: str, *, accounts: tuple[int, ...] = (), **more: Any
) -> AsyncIterator[ParcelLab]:
    async with open_client(url, **{"timeout": 5, **more}) as http:
        yield ParcelLab(http, accounts=accounts)


async def test_an_order_is_found_with_credentials_and_account() -> None:
    async with (
        answering(with_body(ORDER)) as server,
        parcellab(server.url, accounts=(1612197,), jwt="ey.J.w") as orders,
    ):
        order = await orders.find(PK1004, Options(lang="de"))
    assert order is not None
    assert order.order_number == "PK1004"
    assert server.asked[0].path == "/v4/track/orders/info/"
    assert server.asked[0].headers["Authorization"] == "Bearer ey.J.w"
    assert server.queries == [
        {"account": "1612197", "order_number": "PK1004", "lang": "de", "show_returns": "true"}
    ]


async def test_a_base_address_may_have_a_path() -> None:
    async with (
        answering(with_body(ORDER)) as server,
        parcellab(f"{server.url}/gateway/parcellab/") as orders,
    ):
        await orders.find(PK1004)
    assert server.asked[0].path == "/gateway/parcellab/v4/track/orders/info/"
    assert "account" not in server.queries[0]
    assert "Authorization" not in server.asked[0].headers


@pytest.mark.parametrize(
    "value",
    [
        "A&account=2",
        "A;account=2",
        "A#account=2",
        "A?account=2",
        "../x",
        "a/b",
        "a+b c",
        "a%26b",
        "%2e%2e%2f",
        "%",
        "=",
        "ä€😀",
        "شحنة",
        "line\r\nX-Injected: 1",
        "nul\x00",
        "'\"<>\\^`{|}~",
        "\u202e\ufeff",
    ],
)
async def test_a_value_stays_one_value_whatever_is_in_it(value: str) -> None:
    async with answering(with_body(ORDER)) as server, parcellab(server.url) as orders:
        await orders.find(Reference(Kind.ORDER_NUMBER, value))
    (ask,) = server.asked
    assert ask.rel_url.raw_path == "/v4/track/orders/info/"
    query = parse_qs(ask.raw_path.partition("?")[2], keep_blank_values=True, errors="strict")
    assert query == {"order_number": [value], "lang": ["en"], "show_returns": ["true"]}
    assert "X-Injected" not in ask.headers


@pytest.mark.parametrize("value", ["\ud800", "x" * 100_000])
async def test_a_value_that_no_address_can_hold_is_broken(value: str) -> None:
    async with answering(with_body(ORDER)) as server, parcellab(server.url) as orders:
        with pytest.raises(Broken):
            await orders.find(Reference(Kind.ORDER_NUMBER, value))
    assert not server.asked


@pytest.mark.parametrize(
    ("statuses", "outcome", "asked"),
    [
        ({"1": 200, "2": 200}, True, ["1"]),
        ({"1": 404, "2": 200}, True, ["1", "2"]),
        ({"1": 404, "2": 404}, None, ["1", "2"]),
        ({"1": 403, "2": 200}, True, ["1", "2"]),
        ({"1": 500, "2": 200}, True, ["1", "2"]),
        ({"1": 403, "2": 404}, Refused, ["1", "2"]),
        ({"1": 404, "2": 429}, Busy, ["1", "2"]),
        ({"1": 500, "2": 403}, Broken, ["1", "2"]),
    ],
)
async def test_accounts_are_asked_in_turn_until_one_has_the_order(
    statuses: dict[str, int], outcome: Any, asked: list[str]
) -> None:
    async with (
        answering(by("account", statuses)) as server,
        parcellab(server.url, accounts=(1, 2)) as orders,
    ):
        assert await found(orders, PK1004) == outcome
    assert [query["account"] for query in server.queries] == asked


async def found(orders: ParcelLab, reference: Reference) -> bool | type[ParcelLabError] | None:
    """Return True for an order, None for none, or the error's class."""
    try:
        return await orders.find(reference) is not None or None
    except ParcelLabError as error:
        return type(error)


@pytest.mark.parametrize(
    ("statuses", "outcome", "asked"),
    [
        ({"ups": 200, "dhl": 200}, True, ["ups"]),
        ({"ups": 404, "dhl": 200}, True, ["ups", "dhl"]),
        ({"ups": 400, "dhl": 200}, True, ["ups", "dhl"]),
        ({"ups": 400, "dhl": 404}, None, ["ups", "dhl"]),
        ({"ups": 404, "dhl": 404}, None, ["ups", "dhl"]),
        ({"ups": 404, "dhl": 400}, Refused, ["ups", "dhl"]),
        ({"ups": 403, "dhl": 200}, Refused, ["ups"]),
        ({"ups": 429, "dhl": 200}, Busy, ["ups"]),
        ({"ups": 500, "dhl": 200}, Broken, ["ups"]),
        ({"a": 404, "b": 404, "c": 404, "d": 200}, None, ["a", "b", "c"]),
        ({"a": 404, "b": 404, "c": 400, "d": 200}, Refused, ["a", "b", "c"]),
        ({}, None, []),
    ],
)
async def test_a_tracking_number_is_asked_for_with_the_likeliest_couriers(
    statuses: dict[str, int], outcome: Any, asked: list[str]
) -> None:
    reference = Reference(Kind.TRACKING_NUMBER, "123", couriers=tuple(statuses))
    async with answering(by("courier", statuses)) as server, parcellab(server.url) as orders:
        assert await found(orders, reference) == outcome
    assert [query["courier"] for query in server.queries] == asked


async def test_every_account_is_asked_for_every_courier() -> None:
    reference = Reference(Kind.TRACKING_NUMBER, "123", couriers=("ups", "dhl"))
    async with (
        answering(with_body(b"", 404)) as server,
        parcellab(server.url, accounts=(1, 2)) as orders,
    ):
        assert await orders.find(reference) is None
    asked = [(query["account"], query["courier"]) for query in server.queries]
    assert asked == [("1", "ups"), ("1", "dhl"), ("2", "ups"), ("2", "dhl")]


async def test_a_redirect_is_not_followed() -> None:
    redirect = with_body(b"", 301, ("Location", "/elsewhere/"))
    async with answering(redirect) as server, parcellab(server.url) as orders:
        with pytest.raises(Broken, match="301"):
            await orders.find(PK1004)
    assert len(server.asked) == 1


async def test_an_answer_may_be_packed() -> None:
    packed = with_body(gzip.compress(ORDER), header=("Content-Encoding", "gzip"))
    async with answering(packed) as server, parcellab(server.url) as orders:
        assert await orders.find(PK1004)


@pytest.mark.parametrize("is_packed", [False, True])
async def test_an_answer_without_end_is_cut_off_and_the_next_one_is_read(
    *, is_packed: bool
) -> None:
    flood = b'{"order_number": "' + b"x" * 11 * 2**20

    async def answer(request: web.Request) -> web.StreamResponse:
        if "flood" not in request.query["order_number"]:
            return web.Response(body=ORDER)
        if is_packed:
            return web.Response(body=gzip.compress(flood), headers={"Content-Encoding": "gzip"})
        return web.Response(body=flood)

    async with answering(answer) as server, parcellab(server.url) as orders:
        with pytest.raises(Broken, match="too large"):
            await orders.find(Reference(Kind.ORDER_NUMBER, "flood"))
        assert await orders.find(PK1004)


async def test_a_small_answer_that_unpacks_to_no_end_takes_no_more_room_than_any() -> None:
    bomb = with_body(gzip.compress(b"x" * 150 * 2**20), header=("Content-Encoding", "gzip"))
    async with answering(bomb) as server, parcellab(server.url) as orders:
        tracemalloc.start()
        try:
            with pytest.raises(Broken, match="too large"):
                await orders.find(PK1004)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 40 * 2**20


@pytest.mark.parametrize(
    ("packed", "coding"),
    [
        (gzip.compress(ORDER, mtime=0), "GZIP"),
        (zlib.compress(ORDER), "deflate"),
        (zlib.compress(ORDER)[2:-4], "deflate"),
        (gzip.compress(zlib.compress(ORDER), mtime=0), "deflate, gzip"),
        (ORDER, "identity"),
        (ORDER, ""),
    ],
)
async def test_an_answer_is_unpacked_however_it_was_packed(packed: bytes, coding: str) -> None:
    answer = with_body(packed, header=("Content-Encoding", coding))
    async with answering(answer) as server, parcellab(server.url) as orders:
        assert await orders.find(PK1004)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "reply",
    [
        [],
        [b"hello\r\n\r\n"],
        [b"HTTP/1.1 abc OK\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\n"],
        [HEAD + b"Content-Length: x\r\n\r\n"],
        [HEAD + b"X-Long: " + b"x" * 100_000 + b"\r\n\r\n"],
        [HEAD + b"Content-Length: 500\r\n\r\n", ORDER],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", ORDER],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n", ORDER[:5]],
        [HEAD + b"Content-Encoding: gzip\r\n\r\n", ORDER],
        [HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(ORDER)[:-12]],
        [HEAD + b"\r\n", ORDER[:-1]],
        [bytes(range(256))],
    ],
)
async def test_what_is_not_http_or_ends_early_is_broken(reply: list[bytes]) -> None:
    async with speaking(*reply) as url, parcellab(url) as orders:
        with pytest.raises(Broken) as broken:
            await orders.find(PK1004)
    assert "PK1004" not in repr(broken.value)


async def test_a_parcellab_that_is_not_there_is_broken() -> None:
    async with speaking() as url:
        pass
    async with parcellab(url) as orders:
        with pytest.raises(Broken):
            await orders.find(PK1004)


@pytest.mark.parametrize("answer", [hang, drip])
async def test_a_question_ends_in_time_however_slow_the_answer(answer: Answer) -> None:
    async with (
        answering(answer) as server,
        parcellab(server.url, timeout=0.2, accounts=(1, 2, 3)) as orders,
    ):
        async with asyncio.timeout(5):
            with pytest.raises(Broken, match="in time"):
                await orders.find(PK1004)


async def test_forty_questions_that_nobody_waits_for_do_not_block_the_next() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.query["order_number"] == "PK1004":
            return web.Response(body=ORDER)
        return await (hang if len(server.asked) % 2 else drip)(request)

    async with answering(answer) as server, parcellab(server.url, connections=4) as orders:
        for turn in range(4):
            slow = [
                asyncio.create_task(orders.find(Reference(Kind.ORDER_NUMBER, f"slow-{n}")))
                for n in range(10)
            ]
            await asyncio.sleep(0.01 * (turn + 1))
            for task in slow:
                task.cancel()
            outcomes = await asyncio.gather(*slow, return_exceptions=True)
            assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
        assert await orders.find(PK1004)


async def test_the_time_of_whoever_asks_stays_theirs() -> None:
    async with answering(hang) as server, parcellab(server.url) as orders:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await orders.find(PK1004)


async def test_nothing_that_was_asked_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    email = Reference(Kind.RECIPIENT_EMAIL, "anna@example.com")
    async with (
        answering(with_body(b"<html>", 502)) as server,
        parcellab(server.url, token="1612197:s3cret") as orders,
    ):
        with caplog.at_level(logging.DEBUG), pytest.raises(Broken):
            await orders.find(email)
    assert server.asked[0].query["recipient_email"] == "anna@example.com"
    asked = [
        record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp")
    ]
    assert not any("anna" in line or "s3cret" in line for line in asked)


async def test_a_widget_is_an_image() -> None:
    image = with_body(PNG, header=("Content-Type", "application/json"))
    async with answering(image) as server, parcellab(server.url, accounts=(1,)) as orders:
        assert await orders.widget(PK1004, Options(lang="fr")) == PNG
    assert server.asked[0].path == "/v4/track/orders/info-widget/"
    assert server.queries[0]["lang"] == "fr"


@pytest.mark.parametrize(("status", "body"), [(404, b""), (200, b"<svg/>"), (200, b"")])
async def test_no_widget_is_broken(status: int, body: bytes) -> None:
    async with answering(with_body(body, status)) as server, parcellab(server.url) as orders:
        with pytest.raises(Broken):
            await orders.widget(PK1004)


async def test_credentials_are_checked_for_every_account() -> None:
    page = json.dumps({"next": None, "previous": None, "results": []}).encode()
    async with (
        answering(with_body(page)) as server,
        parcellab(server.url, accounts=(1, 2), token="1:t") as orders,
    ):
        await orders.check_credentials()
    assert [(ask.path, ask.query["account"]) for ask in server.asked] == [
        ("/v4/track/orders/", "1"),
        ("/v4/track/orders/", "2"),
    ]


async def test_refused_credentials_are_refused_in_parcellabs_words() -> None:
    refusal = with_body(b'{"errors": [{"detail": "Invalid token."}]}', 401)
    async with answering(refusal) as server, parcellab(server.url) as orders:
        with pytest.raises(Refused) as refused:
            await orders.check_credentials()
    assert (refused.value.status, refused.value.detail) == (401, "Invalid token.")


async def test_a_check_that_hangs_is_broken() -> None:
    async with answering(hang) as server, parcellab(server.url, timeout=0.1) as orders:
        with pytest.raises(Broken, match="in time"):
            await orders.check_credentials()


async def test_every_order_of_the_sandbox_is_found_whole() -> None:
    async with (
        serving(Sandbox().app()) as url,
        parcellab(url, accounts=ACCOUNTS, jwt=JWT_OF_ALL) as orders,
    ):
        for known in ORDERS:
            reference = Reference(Kind.ORDER_NUMBER, known.order_number)
            order = await orders.find(reference, Options(client_key=known.body["client_key"]))
            assert order is not None
            assert order.order_number == known.order_number
            assert len(order.trackings or ()) == len(known.body["trackings"])


async def test_the_sandbox_tells_what_it_knows_from_what_it_does_not() -> None:
    async with (
        serving(Sandbox().app()) as url,
        parcellab(url, accounts=(SHOP,), token=f"{SHOP}:{TOKEN}") as orders,
        parcellab(url, accounts=(SHOP,), token=f"{SHOP}:wrong") as strangers,
    ):
        await orders.check_credentials()
        assert (await orders.widget(PK1004)).startswith(b"\x89PNG")
        assert await orders.find(Reference(Kind.ORDER_NUMBER, "NO-SUCH-ORDER")) is None
        with pytest.raises(Refused):
            await strangers.check_credentials()


async def test_without_credentials_the_recipient_is_named_to_who_knows_the_postal_code() -> None:
    right, wrong = Options(postal_code="10115"), Options(postal_code="99999")
    async with (
        serving(Sandbox().app()) as url,
        parcellab(url, accounts=ACCOUNTS) as orders,
    ):
        found = await orders.look_as_recipient(PK1004, right)
        masked = await orders.look_as_recipient(PK1004, wrong)
        unknown = await orders.look_as_recipient(Reference(Kind.ORDER_NUMBER, "PK9999"), right)
    assert found
    assert found[0].order_number == "PK1004"
    assert is_proven(Claim(postal_code="10 115"), found[1])
    assert not is_proven(Claim(postal_code="99999"), found[1])
    assert masked
    assert not is_proven(Claim(postal_code="10115", email="pk1004@example.com"), masked[1])
    assert unknown is None

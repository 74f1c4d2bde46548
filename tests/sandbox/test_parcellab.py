"""The sandbox's parcelLab over real HTTP on loopback: what is found, who sees how much of it."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.parcellab.access import api_token, jwt
from bot.sandbox.parcellab.api import INFO, LIST, WIDGET, ParcelLab
from bot.sandbox.parcellab.order import ACCOUNTS, SHOP
from bot.sandbox.parcellab.orders import ORDERS
from tests.sandbox.asking import (
    EVERYONES,
    ORDER_123,
    PK1004,
    SHOPS,
    Client,
    Query,
    ask,
    errors,
)
from tests.sandbox.schema import faults


@pytest.fixture
async def client(parcellab: ParcelLab) -> AsyncIterator[Client]:
    async with TestClient(TestServer(parcellab.app())) as client:
        yield client


# --- finding an order ---


@pytest.mark.parametrize(
    ("query", "number"),
    [
        (PK1004, "PK1004"),
        (ORDER_123, "ORDER-123"),
        ({"order_number": "PCL-1235", "account": "1234567", "client_key": "1234"}, "PCL-1235"),
        (
            {
                "external_order_id": "8d57c8b2-3c38-4bd4-9b6e-9b6dc9ce52d9",
                "account": "1619884",
            },
            "ORDER-123",
        ),
        ({"external_reference": "SHIPMENT-1", "account": "1619884"}, "ORDER-123"),
        ({"external_reference": "REF-1234", "account": "1234567"}, "PCL-1235"),
        ({"tracking_number": "PCLX-123123", "courier": "pclx"}, "PCL-1235"),
        ({"tracking_number": "1Z999AA10123456784", "courier": "ups"}, "ORDER-123"),
        ({"tracking_id": "8d57c8b2-0"}, "ORDER-123"),
        ({"customer_number": "C-ORDER-123", "account": "1619884"}, "ORDER-123"),
        ({"customer_number": "C-1004", "account": "1612197"}, "PK1004"),
        ({"recipient_email": "sandbox.recipient@example.com", "account": "1612197"}, "PK1004"),
        ({"order_number": "PK2006", "account": "1612197", "client_key": "borealis"}, "PK2006"),
    ],
)
async def test_an_order_is_found_by_each_way_parcellab_knows(
    client: Client, query: Query, number: str
) -> None:
    status, body = await ask(client, query)
    assert (status, body["order_number"]) == (200, number)


@pytest.mark.parametrize("key", ["atlas", "borealis"])
async def test_the_client_key_tells_equal_order_numbers_apart(client: Client, key: str) -> None:
    _, body = await ask(client, {**PK1004, "order_number": "PK2006", "client_key": key})
    assert body["client_key"] == key


@pytest.mark.parametrize(
    ("query", "code", "attr"),
    [
        ({}, "invalid", None),
        ({"lang": "de"}, "invalid", None),
        ({"order_number": "PK1004"}, "required", "account"),
        ({"external_reference": "REF-1234"}, "required", "account"),
        ({"customer_number": "C-1004"}, "required", "account"),
        ({"recipient_email": "a@example.com"}, "required", "account"),
        ({"tracking_number": "PCLX-123123"}, "required", "courier"),
        ({"order_number": "", "account": "1612197"}, "blank", "order_number"),
        (PK1004 | {"lang": ""}, "blank", "lang"),
        (PK1004 | {"account": "PK"}, "invalid", "account"),
        (PK1004 | {"account": "1612197.0"}, "invalid", "account"),
        (PK1004 | {"live_refresh": "perhaps"}, "invalid", "live_refresh"),
        (PK1004 | {"recipient_email": "nobody"}, "invalid", "recipient_email"),
        ({"external_order_id": "PK1004", "account": "1612197"}, "invalid", "external_order_id"),
    ],
)
async def test_a_question_that_cannot_be_asked_says_which_parameter_is_wrong(
    client: Client, query: Query, code: str, attr: str | None
) -> None:
    status, body = await ask(client, query)
    assert (status, errors(body)) == (400, {(code, attr)})
    assert faults(body, "Error400Response") == []


@pytest.mark.parametrize(
    "query",
    [
        PK1004 | {"order_number": "PK9999"},
        PK1004 | {"account": "1234567"},
        PK1004 | {"client_key": "another"},
        {"tracking_number": "PCLX-123123", "courier": "ups"},
        {"tracking_id": "none"},
    ],
)
async def test_an_unknown_order_gets_the_bare_not_found(client: Client, query: Query) -> None:
    status, body = await ask(client, query)
    assert (status, body) == (404, {"code": "not_found", "detail": "Not found.", "attr": None})
    assert faults(body, "Error404") == []


async def test_the_list_has_the_other_not_found(client: Client) -> None:
    status, body = await ask(client, {"cursor": "nonsense"}, path=LIST, headers=SHOPS)
    assert (status, errors(body)) == (404, {("not_found", None)})
    assert faults(body, "ErrorResponse404") == []


async def test_returns_are_left_out_unless_asked_for(client: Client) -> None:
    query = PK1004 | {"order_number": "PK1024"}
    assert (await ask(client, query))[1]["trackings"] == []
    assert len((await ask(client, query | {"show_returns": "true"}))[1]["trackings"]) == 1


async def test_a_tracking_lookup_shows_the_whole_order_or_the_one_parcel(client: Client) -> None:
    whole = (await ask(client, PK1004 | {"order_number": "PK1025"}))[1]["trackings"]
    number = whole[1]["tracking_number"]
    query = {"tracking_number": number, "courier": "dhl-germany"}
    assert len((await ask(client, query))[1]["trackings"]) == 3
    one = (await ask(client, query | {"single_tracking": "true"}))[1]["trackings"]
    assert [each["tracking_number"] for each in one] == [number]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Out for delivery"),
        ("de", "In Zustellung"),
        ("de-AT", "In Zustellung"),
        ("pl", "Wydana do doręczenia"),
        ("sv", "Out for delivery"),
    ],
)
async def test_the_status_is_told_in_the_language_of_the_question(
    client: Client, lang: str, words: str
) -> None:
    _, body = await ask(client, PK1004 | {"lang": lang})
    assert body["trackings"][0]["last_delivery_status"]["status_text"] == words


# --- who may see how much ---


def bearer(token: str) -> Query:
    return {"Authorization": f"Bearer {token}"}


def api_key(text: str) -> Query:
    return {"Authorization": f"Parcellab-API-Token {base64.b64encode(text.encode()).decode()}"}


@pytest.mark.parametrize("account", ACCOUNTS)
async def test_both_forms_of_credentials_open_their_own_account(
    client: Client, account: int
) -> None:
    for headers in ({"Authorization": api_token(account)}, bearer(jwt(account))):
        status, body = await ask(client, {}, path=LIST, headers=headers)
        assert (status, {row["account"] for row in body["results"]}) == (200, {account})


@pytest.mark.parametrize(
    "headers",
    [
        bearer("wrong"),
        bearer("sandbox-1"),
        bearer(""),
        api_key("1612197:wrong"),
        api_key("9999999:sandbox"),
        api_key("1612197"),
        {"Authorization": "Parcellab-API-Token 1612197:sandbox"},
    ],
)
@pytest.mark.parametrize("path", [INFO, WIDGET, LIST])
async def test_wrong_credentials_are_refused_everywhere(
    client: Client, parcellab: ParcelLab, headers: Query, path: str
) -> None:
    status, body = await ask(client, PK1004, path=path, headers=headers)
    assert (status, errors(body)) == (401, {("authentication_failed", None)})
    assert parcellab.calls[-1].credentials == "refused"


@pytest.mark.parametrize("path", [INFO, WIDGET, LIST])
async def test_another_accounts_orders_are_forbidden(client: Client, path: str) -> None:
    status, body = await ask(client, ORDER_123, path=path, headers=SHOPS)
    assert (status, errors(body)) == (403, {("permission_denied", None)})
    assert faults(body, "ErrorResponse403") == []


async def test_another_accounts_parcel_is_not_found_by_its_number(client: Client) -> None:
    query = {"tracking_number": "1Z999AA10123456784", "courier": "ups"}
    assert (await ask(client, query, headers=SHOPS))[0] == 404


PROOF = {"order_number": "PK1011", "account": "1612197"}
HASH = next(order.security_hash for order in ORDERS if order.order_number == "PK1011")


@pytest.mark.parametrize(
    "proof",
    [{}, {"s": "wrong"}, {"recipient_postal_code": "99999"}, {"recipient_email": "x@example.com"}],
)
async def test_a_stranger_sees_where_it_is_but_not_whose(client: Client, proof: Query) -> None:
    status, body = await ask(client, PROOF | proof, headers={})
    tracking = body["trackings"][0]
    assert (status, body["recipient_name"], body["recipient_email"]) == (200, "<name>", "<email>")
    assert tracking["last_delivery_status"]["status_text"] == "Delivered to a neighbour"
    assert tracking["articles"][0]["article_name"] == "Canvas sneaker"
    for private in ("Sandbox Recipient", "10115", "Street", "Neighbour,", "NEIGHBOUR", "49.90"):
        assert private not in str(body)
    assert faults(body, "OrderInfo") == []


@pytest.mark.parametrize(
    "proof",
    [
        {"s": HASH},
        {"recipient_postal_code": "10115"},
        {"recipient_email": "pk1011@example.com"},
    ],
)
async def test_the_recipient_sees_all_but_the_shops_own_notes(client: Client, proof: Query) -> None:
    _, body = await ask(client, PROOF | proof, headers={})
    tracking = body["trackings"][0]
    assert body["recipient_name"] == "Sandbox Recipient"
    assert tracking["pod_signature"] == "S. NEIGHBOUR"
    assert tracking["shipping_address"]["city"] == "Berlin"
    assert "warehouse" not in tracking


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.order_number)
async def test_every_order_answers_strangers_recipients_and_shops(
    client: Client, order: Any
) -> None:
    query = {
        "order_number": order.order_number,
        "account": str(order.account),
        "client_key": order.body["client_key"],
        "show_returns": "true",
        "live_refresh": "true",
    }
    for headers, more in (({}, {}), ({}, {"s": order.security_hash}), (EVERYONES, {})):
        status, body = await ask(client, query | more, headers=headers)
        assert status == 200
        assert order.off_schema or faults(body, "OrderInfo") == []


# --- the list ---


async def test_the_list_is_paged_by_links_that_are_followed_as_they_are(client: Client) -> None:
    seen: list[str] = []
    link: str | None = str(client.make_url(LIST))
    while link:
        async with client.session.get(link, headers=SHOPS) as answer:
            body = await answer.json()
        assert faults(body, "PaginatedOrderList") == []
        seen += [row["external_id"] for row in body["results"]]
        link = body["next"]
    assert body["previous"]
    assert seen == [order.external_order_id for order in ORDERS if order.account == SHOP]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ([("order_number", "PK1004")], ["PK1004"]),
        ([("external_reference", "SHIPMENT-1")], ["ORDER-123"]),
        ([("account", "1234567"), ("account", "1619884")], ["PCL-1235", "ORDER-123"]),
        ([("order_number", "PK9999")], []),
    ],
)
async def test_the_list_is_filtered(
    client: Client, query: list[tuple[str, str]], numbers: list[str]
) -> None:
    async with client.get(LIST, params=query, headers=EVERYONES) as answer:
        body = await answer.json()
    assert [row["order_number"] for row in body["results"]] == numbers


async def test_the_list_names_a_wrong_account(client: Client) -> None:
    status, body = await ask(client, {"account": "PK"}, path=LIST)
    assert (status, errors(body)) == (400, {("invalid", "account")})


async def test_the_list_needs_credentials(client: Client) -> None:
    status, body = await ask(client, {}, path=LIST, headers={})
    assert (status, errors(body)) == (401, {("not_authenticated", None)})

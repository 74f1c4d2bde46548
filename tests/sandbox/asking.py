"""How the tests ask the sandbox's parcelLab."""

from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.sandbox.parcellab.access import JWT_OF_ALL, api_token
from bot.sandbox.parcellab.api import INFO
from bot.sandbox.parcellab.order import SHOP

Client = TestClient[web.Request, web.Application]
Query = dict[str, str]
NOON = datetime(2025, 6, 14, 10, 0, tzinfo=UTC)
SHOPS = {"Authorization": api_token(SHOP)}
EVERYONES = {"Authorization": f"Bearer {JWT_OF_ALL}"}
PK1004 = {"order_number": "PK1004", "account": "1612197"}
ORDER_123 = {"order_number": "ORDER-123", "account": "1619884"}


async def ask(
    client: Client, query: Query, *, path: str = INFO, headers: Query = EVERYONES
) -> tuple[int, Any]:
    async with client.get(path, params=query, headers=headers) as answer:
        return answer.status, await answer.json()


def errors(body: Any) -> set[tuple[str, str | None]]:
    return {(error["code"], error["attr"]) for error in body["errors"]}

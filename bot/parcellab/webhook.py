"""`POST /webhooks/parcellab`: a hint to look now, and nothing that is believed.

parcelLab does not sign a webhook, may send one again and again, and drops it after fifteen tries
half an hour apart: so it only says which orders to ask about.
"""

import base64
import hmac
import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, Protocol

from aiohttp import web

from bot.core.clock import Clock
from bot.core.letter import StoreError
from bot.core.watches.number import hashed, numbers_in

PATH: Final = "/webhooks/parcellab"
_LARGEST: Final = 256 * 1024  # bytes
_HEADER: Final = "X-Wherebot-Token"
_log = logging.getLogger(__name__)


class Hints(Protocol):
    """Where it is written down that an order is to be looked at now."""

    async def hint(self, values: Iterable[str], hashed: Iterable[str], now: datetime) -> int: ...


class Webhook:
    """Takes hints from who knows the token: as Basic's password, as a bearer, or in a header."""

    def __init__(self, token: str, hints: Hints, clock: Clock, stir: Callable[[], None]) -> None:
        self._token = token.encode()
        self._hints = hints
        self._clock = clock
        self._stir = stir

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self._hinted)]

    async def _hinted(self, request: web.Request) -> web.Response:
        if not self._is_known(request):
            return _said("unauthorized", 401, {"WWW-Authenticate": "Basic"})
        body = bytearray()
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > _LARGEST:
                return _said("too large", 413)
        try:
            numbers = numbers_in(json.loads(body))
        except (ValueError, RecursionError):
            return _said("no JSON", 400)
        try:
            meant = await self._hints.hint(numbers, map(hashed, numbers), self._clock())
        except StoreError as error:
            _log.warning("%s", error)
            return _said("try again", 503, {"Retry-After": "30"})
        if meant:
            self._stir()
        _log.info("a hint", extra={"numbers": len(numbers), "orders": meant})
        return _said("thank you", 200)

    def _is_known(self, request: web.Request) -> bool:
        given = [request.headers.get(_HEADER, ""), *_credentials(request)]
        every = (
            one.encode(errors="surrogateescape") for one in given if one
        )  # whatever bytes came
        return any(hmac.compare_digest(one, self._token) for one in every)


def _credentials(request: web.Request) -> list[str]:
    """Return what may be the token in an Authorization header of any usual kind."""
    scheme, _, value = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "basic":
        return [value.strip(), scheme]
    try:
        _, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:  # no base64, or no text in it
        return []
    return [password]


def _said(word: str, status: int, headers: dict[str, str] | None = None) -> web.Response:
    said: dict[str, Any] = {"said": word}
    return web.json_response(said, status=status, headers=headers)

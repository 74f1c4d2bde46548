"""Carries the wire's asks to parcelLab over httpx, and reads what comes back with it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from bot.core.order import Order
from bot.core.question import Broken, Options, ParcelLabError, Refused
from bot.core.reference import Kind, Reference
from bot.parcellab import wire
from bot.parcellab.wire import PLAIN, Ask

_CONNECT = 2.0  # seconds
_LARGEST = 10 * 2**20  # bytes of an answer, unpacked

_T = TypeVar("_T")


@asynccontextmanager
async def open_client(
    url: str,
    *,
    token: str | None = None,
    jwt: str | None = None,
    timeout: float = 8.0,  # noqa: ASYNC109 - handed on to the client, which keeps it
    connections: int = 100,
) -> AsyncIterator[httpx.AsyncClient]:
    """Open an HTTP client for parcelLab at *url*; *timeout* seconds is a whole question's time.

    The aiohttp transport is there because httpx's own loses connections for good when calls are
    cancelled (encode/httpcore#1093), and costs several times the CPU.
    """
    # At INFO httpx writes whole addresses, and ours hold order numbers and e-mail addresses.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    async with httpx.AsyncClient(
        base_url=url,
        headers=wire.authorization(token, jwt),
        timeout=httpx.Timeout(timeout, connect=_CONNECT),
        transport=AiohttpTransport(limits=httpx.Limits(max_connections=connections)),
        follow_redirects=False,
        trust_env=False,
    ) as http:
        yield http


class ParcelLab:
    """Questions to parcelLab. All raise Refused, Busy or Broken when they are not answered.

    A question has the client's read time-out as its time, however many asks it takes.
    """

    def __init__(
        self, http: httpx.AsyncClient, *, accounts: Sequence[int] = (), max_couriers: int = 3
    ) -> None:
        self._http = http
        self._accounts: Sequence[int | None] = accounts or (None,)
        self._max_couriers = max_couriers

    async def find(self, reference: Reference, options: Options = PLAIN) -> Order | None:
        """Return the order, or None when no account has it.

        A tracking number is asked for with each of its couriers, the likeliest first and no more
        than `max_couriers`; without a courier parcelLab cannot be asked, and nothing is found.
        """
        ask = partial(wire.order_info, reference, options)
        async with self._in_time():
            return await self._first(ask, wire.read_order, self._couriers(reference))

    async def widget(self, reference: Reference, options: Options = PLAIN) -> bytes:
        """Return the picture of an order's status as PNG, JPEG or GIF; Broken if there is none."""
        ask = partial(wire.order_widget, reference, options)
        async with self._in_time():
            image = await self._first(ask, wire.read_widget, self._couriers(reference))
        if image is None:
            raise Broken("There is no picture of an unknown order.")
        return image

    async def check_credentials(self) -> None:
        """Return if every account accepts the credentials."""
        async with self._in_time():
            for account in self._accounts:
                await self._carry(wire.credentials_check(account), wire.read_credentials_check)

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        # A read time-out alone does not end an answer that drips a byte a second.
        with _translated():
            async with asyncio.timeout(self._http.timeout.read):
                yield

    def _couriers(self, reference: Reference) -> Sequence[str | None]:
        if reference.kind is not Kind.TRACKING_NUMBER:
            return (None,)
        return reference.couriers[: self._max_couriers]

    async def _first(
        self,
        ask: Callable[..., Ask],
        read: Callable[..., _T | None],
        couriers: Sequence[str | None],
    ) -> _T | None:
        """Ask one account after the other; a failure counts only if none has the order."""
        failures: list[ParcelLabError] = []
        for account in self._accounts:
            try:
                answer = await self._first_courier(partial(ask, account=account), read, couriers)
            except ParcelLabError as failure:
                failures.append(failure)
            else:
                if answer is not None:
                    return answer
        if failures:
            raise failures[0]
        return None

    async def _first_courier(
        self,
        ask: Callable[..., Ask],
        read: Callable[..., _T | None],
        couriers: Sequence[str | None],
    ) -> _T | None:
        """Ask for one courier after the other; a 400 means "not this one" while one is left."""
        for courier in couriers:
            try:
                answer = await self._carry(ask(courier=courier), read)
            except Refused as refusal:
                if refusal.status != 400 or courier == couriers[-1]:
                    raise
            else:
                if answer is not None:
                    return answer
        return None

    async def _carry(self, ask: Ask, read: Callable[..., _T]) -> _T:
        with _translated():
            async with self._http.stream("GET", ask.path, params=ask.params) as response:
                body = await _whole(response)
        return read(response.status_code, response.headers, body, now=datetime.now(UTC))


async def _whole(response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > _LARGEST:
            raise Broken("The answer is too large.")
    return bytes(body)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn all that httpx and what lies below it can raise into Broken, less their words.

    `from None`, because those words quote the address, and with it what was asked.
    """
    try:
        yield
    except (TimeoutError, httpx.TimeoutException):
        raise Broken("There was no answer in time.") from None
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        aiohttp.ClientError,
        UnicodeError,
        OSError,
    ) as fault:
        raise Broken(f"There was no answer ({type(fault).__name__}).") from None

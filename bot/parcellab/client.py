"""Carries the wire's asks to parcelLab over httpx, and reads what comes back with it."""

import asyncio
import ssl
import zlib
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import cache, cached_property, partial
from typing import Any, TypeVar, cast

import aiohttp
import httpx

from bot.core.customers.proof import Recipient
from bot.core.order import Order
from bot.core.question import PLAIN, Answer, Broken, Options, ParcelLabError, Refused
from bot.core.reference import Kind, Reference
from bot.parcellab import wire
from bot.parcellab.packing import TooLong, Unpacking
from bot.parcellab.traffic import Traffic
from bot.parcellab.transport import AiohttpTransport
from bot.parcellab.wire import Ask

_CONNECT = 2.0  # seconds
_TIMEOUT = 8.0  # seconds
_LARGEST = 10 * 2**20  # bytes of an answer, unpacked
_ADDRESS = 8000  # bytes of a path and query, which every server should take (RFC 9110, 4.1)

_NOTHING = httpx.ByteStream(b"")
_HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate", "User-Agent": "Wherebot"}

_T = TypeVar("_T")


@asynccontextmanager
async def open_client(
    url: str,
    *,
    token: str | None = None,
    jwt: str | None = None,
    timeout: float = _TIMEOUT,  # noqa: ASYNC109 - handed on to the client, which keeps it
    connections: int = 100,
) -> "AsyncIterator[Http]":
    """Open the way to parcelLab at *url*; *timeout* seconds is a whole question's time."""
    headers = _HEADERS | wire.authorization(token, jwt)
    async with AiohttpTransport(_session(connections, headers)) as transport:
        yield Http(transport, url, timeout=timeout)


def _session(connections: int, headers: Mapping[str, str]) -> aiohttp.ClientSession:
    """Return a session whose calls are all counted, and which keeps no cookies.

    aiohttp by itself repeats a GET whose connection drops, and has no public switch for that.
    """
    session = aiohttp.ClientSession(
        headers=headers,
        connector=aiohttp.TCPConnector(limit=connections, ssl=_trust()),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(sock_connect=_CONNECT),  # Traffic minds the whole time
    )
    session._retry_connection = False
    return session


@cache
def _trust() -> ssl.SSLContext:
    """Return whose certificates are believed; reading them takes longer than opening all else."""
    return httpx.create_ssl_context()


class Http:
    """GETs below an address, asked of httpx's transport itself.

    httpx's client would look for cookies, redirects and proxies, which nobody wants here, and
    cost as much again as the call.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport, url: str, *, timeout: float) -> None:
        self.timeout = timeout
        self._transport = transport
        self._url = url

    async def get(self, target: str) -> tuple[httpx.Response, bytes]:
        """Return an answer, read and closed, and its body."""
        address = self._address
        path = address.raw_path.rstrip(b"/") + target.encode()
        if len(path) > _ADDRESS:
            raise Broken("What is asked is too long for an address.")
        # With a stream httpx adds no headers, which aiohttp adds again.
        request = httpx.Request("GET", address, extensions={"target": path}, stream=_NOTHING)
        response = await self._transport.handle_async_request(request)
        try:
            return response, await _whole(response)
        finally:
            await response.aclose()

    @cached_property
    def _address(self) -> httpx.URL:
        return httpx.URL(self._url)


class ParcelLab:
    """Questions to parcelLab. All raise Refused, Busy or Broken when they are not answered.

    A question has the client's read time-out as its time, however many calls it takes.
    """

    def __init__(
        self,
        http: Http,
        *,
        accounts: Sequence[int] = (),
        max_couriers: int = 3,
        traffic: Traffic | None = None,
        widget_traffic: Traffic | None = None,
    ) -> None:
        """Take in *traffic* what all calls pass; without it nothing is counted or repeated.

        Pictures pass *widget_traffic*, if given: nobody may wait for an order because of them.
        """
        self._http = http
        self._accounts: Sequence[int | None] = accounts or (None,)
        self._max_couriers = max_couriers
        self._traffic = traffic or Traffic()
        self._widget_traffic = widget_traffic or self._traffic
        self.timeout = http.timeout

    async def find(self, reference: Reference, options: Options = PLAIN) -> Order | None:
        """Return the order, or None when no account has it.

        A tracking number is asked for with each of its couriers, the likeliest first and no more
        than `max_couriers`; without a courier parcelLab cannot be asked, and nothing is found.
        """
        order, _ = await self.look(reference, options)
        return order

    async def look(
        self, reference: Reference, options: Options = PLAIN
    ) -> tuple[Order | None, str | None]:
        """Find an order, and say which of a tracking number's couriers it was found with."""
        ask = partial(wire.order_info, reference, options)
        carry = self._reading(wire.read_order, self._traffic)
        return await self._first(ask, carry, self._couriers(reference))

    async def answer(
        self, reference: Reference, options: Options, *, known: str = ""
    ) -> Answer | None:
        """Find an order; an answer that is *known* by its mark is not read again."""
        ask = partial(wire.order_info, reference, options)
        carry = self._reading(partial(wire.read_answer, known), self._traffic)
        answer, _ = await self._first(ask, carry, self._couriers(reference))
        return answer

    async def look_as_recipient(
        self, reference: Reference, options: Options
    ) -> tuple[Order, Recipient] | None:
        """Find an order, and whose parcelLab says it is; None when no account has it.

        To be asked of a client without credentials: then the postal code or e-mail address in
        *options* decides what parcelLab shows. It may show an order to whoever names none.
        """
        ask = partial(wire.order_info, reference, options)
        carry = self._reading(wire.read_recipient, self._traffic)
        found, _ = await self._first(ask, carry, self._couriers(reference))
        return found

    async def widget(self, reference: Reference, options: Options = PLAIN) -> bytes:
        """Return the picture of an order's status as PNG, JPEG or GIF; Broken if there is none."""

        def ask(**narrowed: Any) -> Ask:
            return wire.order_widget(wire.order_info(reference, options, **narrowed))

        carry = self._reading(wire.read_widget, self._widget_traffic)
        image, _ = await self._first(ask, carry, self._couriers(reference))
        if image is None:
            raise Broken("There is no picture of an unknown order.")
        return image

    async def check_credentials(self) -> None:
        """Return if every account accepts the credentials."""
        carry = self._reading(wire.read_credentials_check, self._traffic)
        for account in self._accounts:
            await carry(wire.credentials_check(account))

    def _reading(self, read: Callable[..., _T], traffic: Traffic) -> Callable[[Ask], Awaitable[_T]]:
        """Return what carries the asks of one question, whose time begins now."""
        until = asyncio.get_running_loop().time() + self.timeout

        def carry(ask: Ask) -> Awaitable[_T]:
            return traffic.carry(partial(self._get, ask, read), account=ask.account, until=until)

        return carry

    def _couriers(self, reference: Reference) -> Sequence[str | None]:
        if reference.kind is not Kind.TRACKING_NUMBER:
            return (None,)
        return reference.couriers[: self._max_couriers]

    async def _first(
        self,
        ask: Callable[..., Ask],
        carry: Callable[[Ask], Awaitable[_T | None]],
        couriers: Sequence[str | None],
    ) -> tuple[_T | None, str | None]:
        """Ask one account after the other, each for one courier after the other.

        A failure counts only if no account has the order; a 400 means "not this courier" while
        one is left.
        """
        failures: list[ParcelLabError] = []
        for account in self._accounts:
            for courier in couriers:
                try:
                    answer = await carry(ask(account=account, courier=courier))
                except ParcelLabError as failure:
                    if courier != couriers[-1] and _is_refused(failure, 400):
                        continue
                    failures.append(failure)
                    break
                if answer is not None:
                    return answer, courier
        if failures:
            raise failures[0]
        return None, None

    async def _get(self, ask: Ask, read: Callable[..., _T]) -> _T:
        with _translated():
            response, body = await self._http.get(ask.target)
        return read(response.status_code, response.headers, body, now=datetime.now(UTC))


async def _whole(response: httpx.Response) -> bytes:
    codings = response.headers.get("content-encoding")
    unpack = Unpacking(codings, most=_LARGEST + 1).unpack if codings else bytes
    body = bytearray()
    async for chunk in cast("httpx.AsyncByteStream", response.stream):
        try:
            body += unpack(chunk)
        except TooLong:
            raise Broken("The answer is too large.") from None
        if len(body) > _LARGEST:
            raise Broken("The answer is too large.")
    return bytes(body)


def _is_refused(failure: ParcelLabError, status: int) -> bool:
    return isinstance(failure, Refused) and failure.status == status


@contextmanager
def _translated() -> Iterator[None]:
    """Turn all that httpx and what lies below it can raise into Broken, less their words.

    `from None`, because those words quote the address, and with it what was asked.
    """
    try:
        yield
    except (TimeoutError, httpx.TimeoutException):
        raise Broken("There was no answer in time.", is_passing=True) from None
    except (httpx.InvalidURL, UnicodeError) as fault:
        raise Broken(f"There was no answer ({type(fault).__name__}).") from None
    except (
        httpx.HTTPError,
        aiohttp.ClientError,
        zlib.error,
        OSError,
    ) as fault:
        raise Broken(f"There was no answer ({type(fault).__name__}).", is_passing=True) from None

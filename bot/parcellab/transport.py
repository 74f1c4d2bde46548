"""GETs below an address, carried by aiohttp.

httpx's own transport loses connections for good when calls are cancelled (encode/httpcore#1093),
and its requests and responses around aiohttp's cost as much again as the call.
"""

from collections.abc import Mapping
from functools import cached_property
from types import TracebackType
from typing import Self

import aiohttp
import httpx
from yarl import URL

from bot.core.question import Broken
from bot.parcellab.packing import TooLong, Unpacking

_LARGEST = 10 * 2**20  # bytes of an answer, unpacked
_ADDRESS = 8000  # bytes of a path and query, which every server should take (RFC 9110, 4.1)


class Http:
    """The way to one address; headers and time-outs are the session's, for all calls alike.

    Raises what aiohttp and zlib raise, httpx.InvalidURL and Broken.
    """

    def __init__(self, session: aiohttp.ClientSession, url: str, *, timeout: float) -> None:
        self.timeout = timeout
        self._session = session
        self._url = url

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def get(self, target: str) -> tuple[int, Mapping[str, str], bytes]:
        """Return the status of an answer, its headers and its body, read whole."""
        base, path = self._address
        if len(path) + len(target) > _ADDRESS:
            raise Broken("What is asked is too long for an address.")
        # Encoded: aiohttp would read the address again, and write it anew.
        url = URL(f"{base}{path}{target}", encoded=True)
        answer = await self._session.request(
            "GET", url, allow_redirects=False, auto_decompress=False
        )
        try:
            return answer.status, answer.headers, await _whole(answer)
        finally:
            answer.release()  # a connection with something unread on it is closed

    @cached_property
    def _address(self) -> tuple[str, str]:
        url = httpx.URL(self._url)
        return f"{url.scheme}://{url.netloc.decode()}", url.raw_path.decode().rstrip("/")


async def _whole(answer: aiohttp.ClientResponse) -> bytes:
    codings = answer.headers.get("Content-Encoding")
    unpack = Unpacking(codings, most=_LARGEST + 1).unpack if codings else bytes
    body = bytearray()
    async for chunk in answer.content.iter_any():
        try:
            body += unpack(chunk)
        except TooLong:
            raise Broken("The answer is too large.") from None
        if len(body) > _LARGEST:
            raise Broken("The answer is too large.")
    return bytes(body)

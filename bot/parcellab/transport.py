"""GETs below an address, carried by aiohttp; what comes packed is unpacked by httpx.

httpx's own transport loses connections for good when calls are cancelled (encode/httpcore#1093).
Its requests and responses around aiohttp's would cost as much again as the call: what does not
come packed passes none of them.
"""

from collections.abc import AsyncIterable, AsyncIterator, Mapping
from functools import cached_property
from types import TracebackType
from typing import Self

import aiohttp
import httpx
from yarl import URL

from bot.core.question import Broken

_LARGEST = 10 * 2**20  # bytes of an answer, unpacked
_ADDRESS = 8000  # bytes of a path and query, which every server should take (RFC 9110, 4.1)


class Http:
    """The way to one address; headers and time-outs are the session's, for all calls alike.

    Raises what aiohttp and httpx raise, and Broken.
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
    body = bytearray()
    async for chunk in _chunks(answer):
        body += chunk
        if len(body) > _LARGEST:
            raise Broken("The answer is too large.")
    return bytes(body)


def _chunks(answer: aiohttp.ClientResponse) -> AsyncIterable[bytes]:
    chunks = answer.content.iter_any()
    if "Content-Encoding" not in answer.headers:
        return chunks
    packed = httpx.Response(answer.status, headers=answer.raw_headers, stream=_Packed(chunks))
    return packed.aiter_bytes()


class _Packed(httpx.AsyncByteStream):
    def __init__(self, chunks: AsyncIterable[bytes]) -> None:
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            yield chunk

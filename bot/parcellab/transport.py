"""httpx's requests, carried by aiohttp.

httpx's own transport loses connections for good when calls are cancelled (encode/httpcore#1093),
and costs several times the CPU.
"""

from collections.abc import AsyncIterator

import aiohttp
import httpx
from yarl import URL

# The headers of an answer that anybody reads: httpx takes each apart, for a fifth of a call.
_READ = {b"content-encoding", b"retry-after"}


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Carries requests without a body; headers and time-outs are the session's, for all alike.

    The extension `target` stands for an address's path and query, as it does with httpx's own
    (python-httpx.org/advanced/extensions): an address that differs costs a third of a call to read.
    """

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target: bytes = request.extensions.get("target", url.raw_path)
        answer = await self._session.request(
            request.method,
            # Encoded: aiohttp would read each part of it again, and write it anew.
            URL(f"{url.scheme}://{url.netloc.decode()}{target.decode()}", encoded=True),
            allow_redirects=False,
            auto_decompress=False,  # httpx unpacks
        )
        headers = [one for one in answer.raw_headers if one[0].lower() in _READ]
        return httpx.Response(answer.status, headers=headers, stream=_Body(answer))

    async def aclose(self) -> None:
        await self._session.close()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Give aiohttp's own iterator: a generator is noted down by the loop, each time."""
        return self._answer.content.iter_any()

    async def aclose(self) -> None:
        """Give the connection back; one with something unread on it is closed."""
        self._answer.release()

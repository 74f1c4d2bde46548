"""A line to a server that can fall silent: what is said on it stays on its way, both ways."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Line:
    """The near end of a line to *port* on loopback."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self._far = port
        self._is_through = asyncio.Event()
        self._is_through.set()
        self._ends: set[asyncio.Task[None]] = set()

    def fall_silent(self) -> None:
        """Carry nothing any more; whoever calls now is taken in, and hears nothing either."""
        self._is_through.clear()

    def go_on(self) -> None:
        self._is_through.set()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._far)
        for end in (self._carry(reader, far_writer), self._carry(far_reader, writer)):
            task = asyncio.create_task(end)
            self._ends.add(task)
            task.add_done_callback(self._ends.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while said := await reader.read(2**16):
                await self._is_through.wait()
                writer.write(said)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def hang_up(self) -> None:
        for end in (ends := [*self._ends]):
            end.cancel()
        await asyncio.gather(*ends, return_exceptions=True)


@asynccontextmanager
async def line(port: int) -> AsyncIterator[Line]:
    """Open a line to *port*; its own `port` is where to call."""
    opened = Line(port)
    server = await asyncio.start_server(opened._join, "127.0.0.1", 0)
    opened.port = int(server.sockets[0].getsockname()[1])
    try:
        yield opened
    finally:
        server.close()
        await opened.hang_up()

"""Does what the first who needs it would have to wait for, while everybody else is served."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Final

_REST: Final = 1.0  # seconds before each part, so that few who ask meanwhile wait 5 ms for it


@asynccontextmanager
async def preparing(
    parts: Iterable[Callable[[], object]], *, rest: float = _REST
) -> AsyncIterator[None]:
    """Do the *parts* one by one, each in a thread, after a *rest* in seconds."""

    async def work() -> None:
        for part in parts:
            await asyncio.sleep(rest)
            await asyncio.to_thread(part)

    working = asyncio.create_task(work())
    try:
        yield
    finally:
        working.cancel()
        await asyncio.wait((working,))

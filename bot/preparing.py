"""Does what the first who needs it would have to wait for, while everybody else is served."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Final

_REST: Final = 0.2  # seconds between two parts, for whoever asks meanwhile


@asynccontextmanager
async def preparing(
    parts: Iterable[Callable[[], object]], *, rest: float = _REST
) -> AsyncIterator[None]:
    """Do the *parts* one by one, each in a thread, with a *rest* in seconds after it."""

    async def work() -> None:
        for part in parts:
            await asyncio.to_thread(part)
            await asyncio.sleep(rest)

    working = asyncio.create_task(work())
    try:
        yield
    finally:
        working.cancel()
        await asyncio.wait((working,))

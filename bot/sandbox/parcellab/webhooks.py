"""parcelLab's webhooks: who asked for them is told of each order that something happened to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

import aiohttp

from bot.sandbox.parcellab.controls import row
from bot.sandbox.parcellab.parcel import Body

if TYPE_CHECKING:
    from bot.sandbox.parcellab.api import ParcelLab

_TIMEOUT: Final = aiohttp.ClientTimeout(total=5)
_LONGEST: Final = 3600.0  # seconds to wait for a change, and again


@asynccontextmanager
async def webhooks(parcellab: "ParcelLab", url: str, token: str) -> AsyncIterator[None]:
    """Post to *url*, with *token* as bearer, what moves while the `with` lasts.

    A webhook that finds nobody is not sent again: what a demo has lost, its next look finds.
    """
    stand = _stand(parcellab)
    async with aiohttp.ClientSession(
        headers={"Authorization": f"Bearer {token}"}, timeout=_TIMEOUT
    ) as session:
        telling = asyncio.create_task(_tell(parcellab, stand, session, url))
        try:
            yield
        finally:
            telling.cancel()


async def _tell(
    parcellab: "ParcelLab", told: list[Body], session: aiohttp.ClientSession, url: str
) -> None:
    while True:
        version, stand = parcellab.version, _stand(parcellab)
        for order, before in zip(stand, told, strict=True):
            if order != before:
                with suppress(aiohttp.ClientError, TimeoutError):
                    (await session.post(url, json={"event": "onUpdated"} | order)).release()
        told = stand
        await parcellab.changed(_LONGEST, since=version)


def _stand(parcellab: "ParcelLab") -> list[Body]:
    return [row(parcellab, order) for order in parcellab.orders]

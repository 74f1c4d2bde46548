"""Workers killed at the worst moments between parcelLab's answer and Slack's.

The short form kills at the two most telling; `make faults` makes it long.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from bot.sandbox.slack.fault import Fault
from tests.store.standing import KINDS
from tests.stories.alert_world import LONG, World, number, world

ROUNDS: Final = 2 if LONG else 1
pytestmark = pytest.mark.timeout(900)


async def _parcellab_answered(found: World, index: int) -> None:
    """Before anything is written down of what it said."""
    seen = len(found.parcellab.calls)
    found.turn(index)
    asked = {"order_number": number(index)}
    await _soon(
        lambda: any(
            call.status == 200 and asked.items() <= call.query.items()
            for call in found.parcellab.calls[seen:]
        )
    )


async def _slack_has_it_not_yet(found: World, index: int) -> None:
    """The message arrives when its sender is dead."""
    await _posting(found, index, Fault("slow", seconds=1.5))


async def _slack_never_gets_it(found: World, index: int) -> None:
    await _posting(found, index, Fault("drop"))


async def _slack_took_it(found: World, index: int) -> None:
    """The answer is lost with who waited for it."""
    found.slack.fault["chat.postMessage"] = Fault("lost")
    found.turn(index)
    await _soon(lambda: number(index) in found.told())


async def _history_is_read(found: World, index: int) -> None:
    found.slack.fault["chat.postMessage"] = Fault("lost")
    found.slack.fault["conversations.history"] = Fault("slow", seconds=1)
    before = _newest(found, "conversations.history")
    found.turn(index)
    await _soon(lambda: _newest(found, "conversations.history") > before)


MOMENTS: Final = (
    _parcellab_answered,
    _slack_has_it_not_yet,
    _slack_never_gets_it,
    _slack_took_it,
    _history_is_read,
)


@pytest.mark.parametrize("workers", (1, 3) if LONG else (1,))
@pytest.mark.parametrize("kind", KINDS if LONG else KINDS[:1])
async def test_killed_at_chosen_moments(tmp_path: Path, kind: str, workers: int) -> None:
    chosen = MOMENTS if LONG else (_slack_has_it_not_yet, _slack_took_it)
    moments = [moment for moment in chosen for _ in range(ROUNDS)]
    async with world(kind, tmp_path, workers=workers, orders=len(moments)) as found:
        for index, moment in enumerate(moments):
            await moment(found, index)
            await found.restart()
        await found.is_all_told_once(seconds=120)


async def _posting(found: World, index: int, fault: Fault) -> None:
    before = _newest(found, "chat.postMessage")
    found.slack.fault["chat.postMessage"] = fault
    found.turn(index)
    await _soon(lambda: _newest(found, "chat.postMessage") > before)


def _newest(found: World, method: str) -> int:
    return max((call.id for call in found.slack.calls(method)), default=0)


async def _soon(is_so: Callable[[], bool]) -> None:
    """Wait for a moment that is over soon."""
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.002)

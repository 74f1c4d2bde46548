"""What may go wrong between an order that turns late and the channel that hears of it, once.

Real workers, real databases. The short form runs with every test; `make faults` makes it long.
"""

import asyncio
import os
import random
from pathlib import Path

import pytest

from bot.sandbox.slack.fault import Fault
from tests.store.standing import KINDS
from tests.stories.alert_world import world

LONG = os.environ.get("FAULTS") == "long"
SEED = int(os.environ.get("SEED", "7"))
WORKERS = (1, 3) if LONG else (3,)
AFTER = 4.0 if LONG else 1.5  # seconds for whoever would say it a second time
both = pytest.mark.parametrize("kind", KINDS)
few_and_many = pytest.mark.parametrize("workers", WORKERS)
pytestmark = pytest.mark.timeout(300)


@both
@few_and_many
async def test_killed_at_random(tmp_path: Path, kind: str, workers: int) -> None:
    chance, orders = random.Random(SEED), 120 if LONG else 20
    async with world(kind, tmp_path, workers=workers, orders=orders) as found:
        killing = asyncio.create_task(found.killed_at_random(chance, 40 if LONG else 4))
        for index in range(orders):
            found.turn(index)
            await asyncio.sleep(chance.uniform(0, 0.5 if LONG else 0.2))
        deaths = await killing
        await found.until_told()
        await asyncio.sleep(AFTER)
        found.is_told_once()
    assert deaths


@both
@pytest.mark.parametrize("fault", ["lost", "drop", "500", "429"])
async def test_slack_fails(tmp_path: Path, kind: str, fault: str) -> None:
    chance = random.Random(SEED)
    async with world(kind, tmp_path, orders=12) as found:
        for index in range(12):
            found.slack.fault["chat.postMessage"] = Fault(fault)  # type: ignore[arg-type]
            found.turn(index)
            await asyncio.sleep(chance.uniform(0, 0.4))
        await found.until_told()
        await asyncio.sleep(AFTER)
        found.is_told_once()

"""What may go wrong between an order that turns late and the channel that hears of it, once.

Real workers, real databases. The short form runs with every test; `make faults` makes it long.
"""

import asyncio
import os
import random
from pathlib import Path

import pytest

from bot.sandbox.parcellab.api import Fault as Outage
from bot.sandbox.slack.fault import Fault
from tests.store.standing import KINDS, ask, locked
from tests.stories.alert_world import AFTER, LONG, number, world

SEED = int(os.environ.get("SEED", "7"))
WORKERS = (1, 3) if LONG else (3,)
both = pytest.mark.parametrize("kind", KINDS)
either = pytest.mark.parametrize("kind", KINDS if LONG else KINDS[:1])
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
        await found.is_all_told_once()
    assert deaths


@either
@pytest.mark.parametrize(
    "fault", ["lost", "fatal_error", "drop", "500", "429"] if LONG else ["lost", "500"]
)
async def test_slack_fails(tmp_path: Path, kind: str, fault: str) -> None:
    chance = random.Random(SEED)
    async with world(kind, tmp_path, orders=12) as found:
        for index in range(12):
            found.slack.fault["chat.postMessage"] = Fault(fault)  # type: ignore[arg-type]
            found.turn(index)
            await asyncio.sleep(chance.uniform(0, 0.4))
        await found.is_all_told_once()


@either
async def test_a_replica_that_never_returns_is_taken_over_from(tmp_path: Path, kind: str) -> None:
    async with world(kind, tmp_path, workers=2, orders=12) as found:
        await found.pause(found.workers[0])
        found.turn(*range(12))
        await found.is_all_told_once()


@either
async def test_a_rolling_restart_ends_each_in_time_with_code_0(tmp_path: Path, kind: str) -> None:
    async with world(kind, tmp_path, workers=3, orders=15) as found:
        for turn, worker in enumerate(found.workers):
            found.turn(*range(5 * turn, 5 * turn + 5))
            assert await worker.stop() == 0
            await worker.start()
        await found.is_all_told_once()


@both
async def test_replicas_do_not_look_at_the_same_order_at_once(tmp_path: Path, kind: str) -> None:
    async with world(
        kind,
        tmp_path,
        workers=3,
        orders=40,
        WHEREBOT_LOOK_LEAST="3600",
        WHEREBOT_LOOK_MOST="3600",
    ) as found:
        await asyncio.sleep(AFTER)
        assert len(found.parcellab.calls) <= 1.3 * 40


@either
async def test_four_things_between_two_looks_are_all_told_in_order(
    tmp_path: Path, kind: str
) -> None:
    road = "9 Attempted Berlin; 6 PickupReady Berlin; 1 DeliveredShop Berlin"
    async with world(kind, tmp_path, orders=2, WHEREBOT_LOOK_LEAST="3", WHEREBOT_LOOK_MOST="3") as (
        found
    ):
        found.change(0, road, is_delayed=True, reporting_info={"has_failed_attempt": True})
        found.turned += [number(0)] * 4
        await found.is_all_told_once()
        first, *others = found.messages()
        texts = [str(one.text) for one in (first, *others)]
    for text, word in zip(texts, ("ate", "attempt", "pickup", "elivered"), strict=True):
        assert word in text, texts
    assert {one.thread_ts for one in others} == {first.ts}


@either
async def test_a_dead_channel_holds_up_nobody(tmp_path: Path, kind: str) -> None:
    async with world(kind, tmp_path, orders=6) as found:
        await found.watch(6, ["C0NOWHERE"])
        found.turn(*range(6))
        await found.is_all_told_once(seconds=30)
        posts = found.slack.calls("chat.postMessage")
        assert len([post for post in posts if post.arguments["channel"] == "C0NOWHERE"]) <= 3


@either
async def test_history_that_lags_and_gives_little(tmp_path: Path, kind: str) -> None:
    async with world(kind, tmp_path, orders=6, WHEREBOT_SLACK_LAG="4") as found:
        found.slack.workspace.history_lag = 3.0
        for index in range(3):
            found.slack.fault["chat.postMessage"] = Fault("lost")
            found.turn(index)
            await asyncio.sleep(0.5)
        await found.is_all_told_once(after=AFTER + 3)


@either
async def test_slack_is_slower_than_anybody_waits(tmp_path: Path, kind: str) -> None:
    async with world(kind, tmp_path, orders=4, WHEREBOT_SLACK_TIMEOUT="1") as found:
        found.slack.fault["chat.postMessage"] = Fault("slow", seconds=2.5)
        found.turn(0, 1)
        await found.is_all_told_once(after=AFTER + 2)


@either
@pytest.mark.parametrize("fault", ["hang", "drop", "500", "garbage"] if LONG else ["drop"])
async def test_parcellab_is_away(tmp_path: Path, kind: str, fault: str) -> None:
    """Fewer ask while it is away, and when it is back all is told."""
    away = 15.0 if LONG else 3.0
    async with world(kind, tmp_path, orders=20) as found:
        before = len(found.parcellab.calls)
        await asyncio.sleep(away)
        usual = len(found.parcellab.calls) - before
        found.parcellab.fault = Outage(fault)
        found.turn(*range(20))
        await asyncio.sleep(away)  # until it is felt
        before = len(found.parcellab.calls)
        await asyncio.sleep(away)
        assert len(found.parcellab.calls) - before < max(usual, 20)
        found.parcellab.fault = None
        await found.is_all_told_once()


@pytest.mark.parametrize("workers", WORKERS)
async def test_the_database_is_locked(tmp_path: Path, workers: int) -> None:
    async with world("sqlite", tmp_path, workers=workers, orders=8) as found:
        async with locked(found.url.removeprefix("sqlite:///")):
            found.turn(*range(8))
            await asyncio.sleep(12 if LONG else 6)
        await found.is_all_told_once()


async def test_all_connections_to_the_database_are_cut(tmp_path: Path) -> None:
    async with world("postgresql", tmp_path, workers=3, orders=12) as found:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
        for index in range(12):
            found.turn(index)
            await ask(found.url, f"{cut} current_database() AND pid <> pg_backend_pid()")
            await asyncio.sleep(0.2)
        await found.is_all_told_once()

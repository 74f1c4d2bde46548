"""Redis as far as it is there: dead, hung, late, gone and back."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.parcellab.shared import Shared, open_shared
from tests.conftest import until
from tests.parcellab.standing import RedisServer, reading


@asynccontextmanager
async def silent() -> AsyncIterator[str]:
    """A Redis that takes every connection and never says a word."""

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"redis://127.0.0.1:{port}"
    finally:
        server.close()
        await asyncio.sleep(0)  # for those who have hung up


async def test_what_is_kept_is_found_until_its_time_is_over(redis: RedisServer) -> None:
    async with open_shared(redis.url) as one, open_shared(redis.url) as two, reading(redis) as raw:
        await one.set("key", b"\x00value\xff", seconds=100)
        assert await two.get("key") == b"\x00value\xff"
        assert await two.get("other") is None
        [name] = await raw.keys()
        assert 95 < await raw.ttl(name) <= 100


async def test_a_mark_is_claimed_once_and_swapped_by_its_owner(redis: RedisServer) -> None:
    async with open_shared(redis.url) as shared:
        assert await shared.claim("key", b"mine", seconds=9) is None
        assert await shared.claim("key", b"yours", seconds=9) == b"mine"
        await shared.swap("key", b"yours", b"stolen", seconds=9)
        assert await shared.get("key") == b"mine"
        await shared.swap("key", b"mine", b"done", seconds=9)
        assert await shared.get("key") == b"done"


async def test_user_password_and_database_are_used(redis: RedisServer) -> None:
    async with reading(redis) as raw:
        await raw.acl_setuser(
            "bot", enabled=True, passwords=["+p@ss/word"], keys=["*"], categories=["+@all"]
        )
    url = f"redis://bot:p%40ss%2Fword@127.0.0.1:{redis.port}/3"
    async with open_shared(url) as shared, reading(redis) as raw:
        await shared.set("key", b"value", seconds=9)
        assert shared.is_up
        assert await raw.keys() == []
    async with open_shared(url.replace("word", "wrong")) as shared:
        assert not shared.is_up
        assert shared.fault == "AuthenticationError"


async def everything(shared: Shared) -> list[object]:
    """Try every verb; return what those say that say something."""
    await shared.set("key", b"", seconds=1)
    await shared.swap("key", b"", b"", seconds=1)
    return [
        await shared.get("key"),
        await shared.claim("key", b"", seconds=1),
        await shared.run("return 1", []),
    ]


@pytest.mark.parametrize("url", [None, "redis://127.0.0.1:1"])
async def test_without_redis_every_verb_gives_nothing(url: str | None) -> None:
    async with open_shared(url) as shared:
        assert await everything(shared) == [None] * 3


async def test_a_redis_that_is_silent_is_left_alone() -> None:
    async with silent() as url, asyncio.timeout(5), open_shared(url) as shared:
        for _ in range(100):  # waited for each time, they would take two minutes
            assert await everything(shared) == [None] * 3


async def test_a_redis_that_hangs_is_waited_for_once(redis: RedisServer) -> None:
    async with open_shared(redis.url) as shared:
        assert shared.is_up
        redis.hang()
        async with asyncio.timeout(5):
            many = await asyncio.gather(*(everything(shared) for _ in range(200)))
        assert many == [[None] * 3] * 200
        redis.go_on()
        await until(lambda: shared.is_up)


async def test_a_redis_that_comes_back_is_used_again(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_shared(redis.url) as shared:
        await asyncio.gather(*(shared.set(f"key{n}", b"value", seconds=99) for n in range(50)))
        redis.die()
        with caplog.at_level(logging.INFO, logger="bot"):
            await asyncio.gather(*(shared.get("secret-key") for _ in range(50)))
            assert not shared.is_up
            redis.start()
            await until(lambda: shared.is_up)
        assert await shared.get("key0") is None
        await asyncio.gather(*(shared.set(f"key{n}", b"value", seconds=9) for n in range(50)))
        assert await shared.get("key0") == b"value"
        assert shared.is_up
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2, "gone, and back"
    assert not any("secret-key" in line for line in said)


async def test_who_was_not_there_at_the_start_is_found_later(redis: RedisServer) -> None:
    redis.die()
    async with open_shared(redis.url) as shared:
        assert not shared.is_up
        redis.start()
        await until(lambda: shared.is_up)


async def test_more_at_once_than_there_are_connections(redis: RedisServer) -> None:
    async with open_shared(redis.url) as shared:
        await shared.set("key", b"value", seconds=9)
        answers = await asyncio.gather(*(shared.get("key") for _ in range(200)))
        assert set(answers) == {b"value"}


async def test_who_is_cancelled_hears_it_wherever_it_is(redis: RedisServer) -> None:
    async with open_shared(redis.url) as shared:
        for steps in range(40):
            asking = asyncio.create_task(shared.get("key"))
            for _ in range(steps):
                await asyncio.sleep(0)
            if asking.cancel():
                with pytest.raises(asyncio.CancelledError):
                    await asking

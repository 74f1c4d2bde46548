"""What Slack handed over is answered once: commands after a crash, and whatever comes again."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.sandbox.parcellab.outage import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.exchange import Exchange
from bot.sandbox.slack.fault import Fault as SlackFault
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, BOT_USER, SUPPORT, Message
from bot.slack.letter import command_letter
from bot.store.database import open_database
from bot.store.inbox import Inbox
from tests.conftest import settings_for, until
from tests.store.standing import ask, beside, locked

SLOW = Fault("slow", seconds=0.4)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "wherebot.sqlite"


@asynccontextmanager
async def bots(
    sandbox: Addresses, file: Path, count: int = 1, **changes: Any
) -> AsyncIterator[None]:
    """Replicas that share a database."""
    shared = {"database_url": f"sqlite:///{file}", "WHEREBOT_POLL": 0.05}
    settings = settings_for(sandbox, slack_app_token="xapp-sandbox", **shared, **changes)
    async with AsyncExitStack() as stack:
        for _ in range(count):
            await stack.enter_async_context(running(settings))
        await until(lambda: len(sandbox.slack.sockets.connections) == 2 * count)
        yield


async def where(sandbox: Addresses, text: str = "PK1004") -> Exchange:
    return await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", text)


def of_bot(messages: list[Message]) -> list[Message]:
    return [one for one in messages if one.user == BOT_USER and not one.is_deleted]


async def left_behind(sandbox: Addresses, file: Path, text: str) -> Exchange:
    """A command that was written down by somebody who died of it, while nobody was there."""
    exchange = await where(sandbox, text)
    long_ago = datetime.now(UTC) - timedelta(minutes=1)
    async with open_database(f"sqlite:///{file}") as database:
        inbox = Inbox(database, lease=timedelta(seconds=1))
        kept = await inbox.keep(command_letter(exchange.payload, long_ago), long_ago)
        assert kept
        await inbox.posting(kept, long_ago)
    exchange.shown.clear()
    return exchange


def rows(file: Path) -> list[Any]:
    with beside(file) as connection:
        return connection.execute("SELECT outcome, body FROM inbox_letter").fetchall()


@pytest.mark.parametrize("text", ["PK1004", "PK1004 public"])
async def test_a_command_is_answered_when_who_took_it_has_died(
    sandbox: Addresses, file: Path, text: str
) -> None:
    exchange = await left_behind(sandbox, file, text)
    async with bots(sandbox, file, 2):
        await until(lambda: bool(of_bot(exchange.shown)))
        await until(lambda: rows(file) == [("posted", None)])
    [answer] = of_bot(exchange.shown)
    assert "Out for delivery" in json.dumps(answer.blocks)
    assert bool(answer.only_for) == (text == "PK1004")


@pytest.mark.parametrize("text", ["PK1004", "PK1004 public"])
async def test_it_takes_the_place_of_what_the_dead_may_have_said(
    sandbox: Addresses, file: Path, text: str
) -> None:
    sandbox.slack.workspace.commands_can_replace = True
    exchange = await left_behind(sandbox, file, text)
    key = exchange.payload["response_url"].rsplit("/", 1)[1]
    sandbox.slack._urls.use(key, {"text": "Looking …"})
    async with bots(sandbox, file):
        await until(lambda: rows(file) == [("posted", None)])
    [answer] = of_bot(exchange.shown)
    assert "Out for delivery" in json.dumps(answer.blocks)


async def test_an_answer_inside_the_acknowledgement_is_not_written_down(
    sandbox: Addresses, file: Path
) -> None:
    async with bots(sandbox, file):
        exchange = await where(sandbox)
        assert of_bot(exchange.shown)
        assert rows(file) == []


async def test_a_promise_is_written_down_and_noted_when_it_is_kept(
    sandbox: Addresses, file: Path
) -> None:
    sandbox.parcellab.fault = SLOW
    async with bots(sandbox, file):
        await where(sandbox)
        [(outcome, body)] = rows(file)
        assert outcome is None
        assert "PK1004" in body
        await until(lambda: rows(file) == [("posted", None)])


async def test_a_command_that_comes_again_is_answered_once(sandbox: Addresses, file: Path) -> None:
    sandbox.parcellab.fault = SLOW
    never_at_once = {"WHEREBOT_CACHE_ORDERS": 0}  # an answer that is there goes out once more
    async with bots(sandbox, file, 2, **never_at_once):
        exchange = await where(sandbox)
        again = [sandbox.slack.sockets.ask("slash_commands", exchange.payload, 0) for _ in range(6)]
        assert await asyncio.gather(*again) == [None] * 6
        await until(lambda: rows(file) == [("posted", None)])
        await asyncio.sleep(0.5)
    assert len(of_bot(exchange.shown)) == 1


@pytest.mark.parametrize("text", ["PK1004 public", "listen on"])
async def test_a_command_that_others_hear_of_is_obeyed_once_however_fast_its_answer(
    sandbox: Addresses, file: Path, text: str
) -> None:
    """What comes again gets to both replicas, at once and later."""
    async with bots(sandbox, file, 2):
        exchange = await where(sandbox, text)
        again = [sandbox.slack.sockets.ask("slash_commands", exchange.payload, 0) for _ in range(6)]
        assert await asyncio.gather(*again) == [None] * 6
        await until(lambda: rows(file) == [("posted", None)])
        assert await sandbox.slack.sockets.ask("slash_commands", exchange.payload, 0) is None
    answers = [one for one in of_bot(exchange.shown) if "Looking" not in one.text]
    assert len(answers) == 1
    public = [one for one in of_bot(sandbox.slack.seen_by(AGENT_TWO, SUPPORT)) if not one.only_for]
    assert len(public) == 1


async def test_a_private_answer_goes_out_again_in_the_acknowledgement_whose_first_was_lost(
    sandbox: Addresses, file: Path
) -> None:
    """Slack shows what the one acknowledgement that arrives carries: the picture comes once."""
    async with bots(sandbox, file, WHEREBOT_PICTURES="on"):
        exchange = await where(sandbox)
        assert of_bot(exchange.shown)
        again = await sandbox.slack.sockets.ask("slash_commands", exchange.payload, 0)
        assert "Out for delivery" in json.dumps(again)
        await until(lambda: bool(sandbox.slack.calls("response_url")))
    assert rows(file) == []
    assert len(sandbox.slack.calls("response_url")) == 1


async def test_an_event_that_comes_to_several_at_once_is_answered_once(
    sandbox: Addresses, file: Path
) -> None:
    """Again as it is, and as another event about the same words."""
    async with bots(sandbox, file, 2):
        await sandbox.slack.message(AGENT_ONE, sandbox.slack.workspace.dm(AGENT_ONE).id, "PK1004")
        told = sandbox.slack.exchanges[-1].payload
        other = told | {"event_id": "Ev0"}
        later = {**told["event"], "ts": f"{float(told['event']['ts']) + 1:.6f}"}
        same_words = told | {"event_id": "Ev1", "event": later}
        envelopes = [told, other, *([same_words] if later.get("client_msg_id") else [])] * 4
        await asyncio.gather(
            *(sandbox.slack.sockets.ask("events_api", one, 0) for one in envelopes)
        )
        await until(lambda: all(outcome for outcome, _ in rows(file)))
    assert rows(file) == [("posted", None)]
    assert len(sandbox.slack.calls("chat.postMessage")) == 1


async def test_without_a_database_a_command_is_answered_all_the_same(
    sandbox: Addresses, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.parcellab.fault = SLOW
    async with bots(sandbox, file):
        await ask(f"sqlite:///{file}", "ALTER TABLE inbox_letter RENAME TO gone")
        with caplog.at_level(logging.WARNING):
            exchange = await where(sandbox)
            assert exchange.error is None
            await until(lambda: bool(of_bot(exchange.shown)))
    assert "without being written down" in caplog.text


async def test_a_database_that_hangs_delays_no_command(sandbox: Addresses, file: Path) -> None:
    sandbox.parcellab.fault = SLOW
    async with bots(sandbox, file):
        async with locked(file):
            exchange = await where(sandbox)
            assert exchange.error is None
            assert exchange.ack_ms
            assert exchange.ack_ms < 2500
            await until(lambda: bool(of_bot(exchange.shown)))
        await until(lambda: rows(file) == [("posted", None)])
        await asyncio.sleep(0.3)
    assert len(of_bot(exchange.shown)) == 1


async def test_an_answer_that_is_there_before_its_promise_goes_out_with_the_acknowledgement(
    sandbox: Addresses, file: Path
) -> None:
    """Acknowledged without either, it would be lost if the bot died then."""
    async with bots(sandbox, file):
        sandbox.parcellab.fault = SLOW
        async with locked(file):
            exchange = await where(sandbox)
            [shown] = of_bot(exchange.shown)
            assert "Out for delivery" in json.dumps(shown.blocks)
        await until(lambda: [body for _, body in rows(file)] == [None])
        assert len(of_bot(exchange.shown)) == 1
        await where(sandbox)
    assert len(of_bot(exchange.shown)) == 1


async def test_a_response_url_that_cannot_be_reached_is_tried_again(
    sandbox: Addresses, file: Path
) -> None:
    sandbox.parcellab.fault = SLOW
    sandbox.slack.fault["response_url"] = SlackFault("429", times=4, seconds=0)
    async with bots(sandbox, file):
        exchange = await where(sandbox)
        await until(lambda: bool(of_bot(exchange.shown)), seconds=20)
    assert len(of_bot(exchange.shown)) == 1
    assert not of_bot(sandbox.slack.seen_by(AGENT_TWO, SUPPORT))

"""The bot is killed again and again while a customer and an agent write to each other."""

import asyncio
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, BOT_USER, PARTNER, SUPPORT, Message
from tests.conftest import until
from tests.store.standing import KINDS, migrated_database
from tests.stories.test_kill import AFTER, REPLICAS, Replica

MESSAGES = 8  # of each side
DEATHS = 3  # at least
SEED = 11


class Chat:
    """What both sides do, as people would: again, where Slack says that it did not work."""

    def __init__(self, sandbox: Addresses) -> None:
        self.slack = sandbox.slack

    def dm(self, person: str) -> str:
        return self.slack.workspace.dm(person).id

    def said(self, channel: str) -> list[Message]:
        found = self.slack.workspace.messages.of(channel)
        return [one for one in found if one.user == BOT_USER and not one.only_for]

    async def until_said(self, channel: str, words: str) -> Message:
        await until(lambda: any(words in one.text for one in self.said(channel)), seconds=90)
        return next(one for one in self.said(channel) if words in one.text)

    async def press(self, person: str, message: Message, action: str) -> None:
        for _ in range(100):
            if not (await self.slack.click(person, message.channel, message.ts, action)).error:
                return
            await asyncio.sleep(0.3)

    async def write(self, person: str, text: str, thread: str | None = None) -> None:
        await self.slack.message(person, self.dm(person), text, thread)

    def relayed(self, person: str, sign: str) -> Counter[str]:
        found = (re.findall(rf"{sign}\d+!", one.text) for one in self.said(self.dm(person)))
        return Counter(mark for marks in found for mark in marks)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
async def test_each_word_arrives_once_however_often_the_bot_is_killed(
    sandbox: Addresses, tmp_path: Path, kind: str
) -> None:
    chance, chat = random.Random(SEED), Chat(sandbox)
    sandbox.slack.subscriptions |= {"message.im"}
    async with migrated_database(kind, tmp_path) as url:
        bots = [Replica(sandbox, url, chance) for _ in range(REPLICAS)]
        for bot in bots:
            bot._environment |= {"WHEREBOT_SUPPORT_CHANNEL": SUPPORT}
        lives = [asyncio.create_task(bot.live(tmp_path)) for bot in bots]
        try:
            # What nobody listens to yet, Slack tells again a minute later, and then five.
            await until(lambda: bool(sandbox.slack.sockets.connections), seconds=60)
            await chat.write(PARTNER, "I want to talk to someone")
            card = await chat.until_said(SUPPORT, "asks for help")
            await asyncio.gather(
                *(chat.press(agent, card, "case:take") for agent in (AGENT_ONE, AGENT_TWO))
            )
            agent, thread = await _taken(chat)
            await chat.until_said(chat.dm(PARTNER), "is here")
            for number in range(MESSAGES):
                await chat.write(agent, f"from support: s{number}!", thread)
                await asyncio.sleep(chance.uniform(0, 0.3))
                await chat.write(PARTNER, f"from me: c{number}!")
                await asyncio.sleep(chance.uniform(0, 0.3))
            await until(lambda: sum(bot.deaths for bot in bots) >= DEATHS, seconds=120)
            await sandbox.slack.settled()
            for bot in bots:
                bot.is_immortal = True
            await until(
                lambda: (
                    len(chat.relayed(PARTNER, "s")) == len(chat.relayed(agent, "c")) == MESSAGES
                ),
                seconds=120,
            )
            await asyncio.sleep(AFTER)
        finally:
            for life in lives:
                life.cancel()
            await asyncio.gather(*lives, return_exceptions=True)
            for bot in bots:
                await bot.stop()
    once = dict.fromkeys(map(str, range(MESSAGES)), 1)
    assert chat.relayed(PARTNER, "s") == {f"s{number}!": count for number, count in once.items()}
    assert chat.relayed(agent, "c") == {f"c{number}!": count for number, count in once.items()}
    assert len([one for one in chat.said(SUPPORT) if not one.thread_ts]) == 1
    assert [bool(chat.said(chat.dm(one))) for one in (AGENT_ONE, AGENT_TWO)].count(True) == 1


async def _taken(chat: Chat) -> tuple[str, str]:
    """Return who has it, and the thread."""

    def threads() -> list[tuple[str, str]]:
        return [
            (agent, message.ts)
            for agent in (AGENT_ONE, AGENT_TWO)
            for message in chat.said(chat.dm(agent))
            if PARTNER in message.mentions
        ]

    await until(lambda: bool(threads()), seconds=90)
    return threads()[0]

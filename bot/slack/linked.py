"""Links to orders that somebody posted, and what is shown under them: what all may see."""

import asyncio
from dataclasses import dataclass
from typing import Final, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.letter import Kept, Sent, Silent
from bot.core.listening import ANSWERED, in_link
from bot.core.privacy import Channel
from bot.slack.answer import Answers
from bot.slack.blocks import Message
from bot.slack.channels import obstacle
from bot.slack.desk import PATIENCE
from bot.slack.letter import body_of, key_of_mention
from bot.slack.listening import Ears, links_of
from bot.slack.noise import Noise
from bot.slack.people import People
from bot.slack.poster import Poster
from bot.slack.unpacked import Reader

_BESIDE: Final = 1.0  # seconds until what Slack tells of one message has most likely come


class Inbox(Protocol):
    """Where it is known what was asked."""

    async def knows(self, key: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Linked:
    """Shows the order under a link to it, once in half an hour, and to members' links only.

    A link in a mention is answered as a mention is, and shows nothing besides.
    """

    ears: Ears
    people: People
    answers: Answers
    noise: Noise
    poster: Poster
    client: AsyncWebClient
    inbox: Inbox
    reader: Reader

    async def answer(self, kept: Kept) -> dict[str, Message]:
        """Return what to show, by link."""
        event = body_of(kept)["event"]
        person = await self.people.person(str(event.get("user", "")), patience=PATIENCE)
        if not person.is_member or await obstacle(self.client, event["channel"]):
            return {}
        if await self._is_mention(kept):
            return {}
        shown = {url: await self._shown(kept, url, person.lang) for url in links_of(event)}
        return {url: message for url, message in shown.items() if message}

    async def post(self, kept: Kept, shown: dict[str, Message]) -> Sent:
        if not shown:
            return Silent()
        event = body_of(kept)["event"]
        return await self.poster.unfurl(event["channel"], event["message_ts"], shown)

    async def find(self, _kept: Kept) -> Sent | None:
        """Shown again it looks the same."""
        return None

    async def _is_mention(self, kept: Kept) -> bool:
        """Whether the link's message asks the bot, which only hears so where it is a member.

        Slack tells of both in any order, and of a mention as late as it likes: so the message is
        read. Where the bot may not do that, it waits for the mention a moment.
        """
        body = body_of(kept)
        event = body["event"]
        if not event.get("is_bot_user_member"):
            return False
        channel, ts = str(event["channel"]), str(event["message_ts"])
        text = await self.reader.text(channel, ts)
        if text is not None:
            return self.ears.is_mention(text)
        await asyncio.sleep(_BESIDE)
        return await self.inbox.knows(key_of_mention(str(body["team_id"]), channel, ts))

    async def _shown(self, kept: Kept, url: str, lang: str) -> Message | None:
        """Show the first order that the link leads to, of those that exist."""
        body = body_of(kept)
        where = (str(body["team_id"]), str(body["event"]["channel"]))
        for reference in in_link(url, self.ears.patterns())[:ANSWERED]:
            name = await self.answers.known(reference, lang=lang)
            if name is None:
                continue
            if not await self.noise.may_say(kept.key, *where, "told", name):
                return None
            return await self.answers.unfurl(reference, Channel(where[1]), lang=lang)
        return None

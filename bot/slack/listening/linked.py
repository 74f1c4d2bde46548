"""Links to orders that somebody posted, and what is shown under them: what all may see.

Slack tells of a link and of the mention it stands in one by one, in any order, as late as it likes
and to any replica: so it is written down which of the two tells what the link leads to.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.letter import Kept, Refused, Sent, Silent
from bot.core.listening import ANSWERED, in_link
from bot.core.privacy import Channel
from bot.core.reference import Reference, find_references
from bot.core.text.slack_text import read
from bot.slack.answer import Answers
from bot.slack.blocks import Message
from bot.slack.channels import obstacle
from bot.slack.desks import Desk
from bot.slack.letter import body_of
from bot.slack.listening.talk import FEW, Ears, links_of
from bot.slack.listening.unpacked import Reader
from bot.slack.message_desk import PATIENCE
from bot.slack.noise import Noise
from bot.slack.people import People
from bot.slack.poster import Poster

_LABEL: Final = re.compile(r"\A\|[^<>]*")  # docs.slack.dev/messaging/formatting-message-text
_BESIDE: Final = 1.0  # seconds until what Slack tells of one message has most likely come


@dataclass(frozen=True, slots=True)
class OneTells:
    """Lets a message's links be told once, by the letter with the key *by*."""

    noise: Noise

    async def may_tell(self, by: str, message: Sequence[str], found: Sequence[Reference]) -> bool:
        return await self.noise.may_say(by, *message, *_names(found))

    async def untold(self, by: str, message: Sequence[str], found: Sequence[Reference]) -> None:
        """Leave it to the other one."""
        await self.noise.unsaid(by, *message, *_names(found))


def _names(found: Sequence[Reference]) -> tuple[str, ...]:
    return ("link", *sorted(f"{one.kind} {one.value}" for one in found))


@dataclass(frozen=True, slots=True)
class BesideLinks:
    """Stands before the desk for what is asked: leaves out what is shown under a link in it."""

    desk: Desk
    ears: Ears
    one: OneTells

    async def answer(self, kept: Kept) -> Any:
        left = await self._left(kept)
        return await self.desk.answer(left) if left else None

    async def post(self, kept: Kept, answer: Any) -> Sent:
        return Silent() if answer is None else await self.desk.post(kept, answer)

    async def find(self, kept: Kept) -> Sent | None:
        return await self.desk.find(kept)

    async def _left(self, kept: Kept) -> Kept | None:
        """Return what is left to be answered; None for nothing."""
        body = body_of(kept)
        event = body["event"]
        links = read(str(event.get("text") or "")).links
        if event.get("type") != "app_mention" or not 0 < len(links) < FEW:
            return kept
        text, where = str(event["text"]), _message(body, str(event["ts"]))
        for link in reversed(links):
            found = in_link(link.url, self.ears.patterns())
            if found and not await self.one.may_tell(kept.key, where, found):
                text = text[: link.start] + _LABEL.sub("", text[link.end :])
        if text == event["text"]:
            return kept
        if not find_references(text, self.ears.patterns()).found and not event.get("files"):
            return None
        return replace(kept, body=json.dumps(body | {"event": event | {"text": text}}))


def _message(body: dict[str, Any], ts: str) -> tuple[str, ...]:
    return (str(body["team_id"]), str(body["event"]["channel"]), ts)


@dataclass(frozen=True, slots=True)
class Linked:
    """Shows the order under a link to it, once in half an hour, and to members' links only.

    A link in a mention is left to whoever answers mentions, as far as that can be known.
    """

    ears: Ears
    people: People
    answers: Answers
    noise: Noise
    poster: Poster
    client: AsyncWebClient
    one: OneTells
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
        body = body_of(kept)
        channel, ts = str(body["event"]["channel"]), str(body["event"]["message_ts"])
        sent = await self.poster.unfurl(channel, ts, shown)
        if isinstance(sent, Refused):
            for url in shown:
                found = in_link(url, self.ears.patterns())
                await self.one.untold(kept.key, _message(body, ts), found)
        return sent

    async def find(self, _kept: Kept) -> Sent | None:
        """Shown again it looks the same."""
        return None

    async def _is_mention(self, kept: Kept) -> bool:
        """Whether the link's message asks the bot, which only hears so where it is a member.

        Where the bot may not read the message, it gives the mention a moment to come first.
        """
        event = body_of(kept)["event"]
        if not event.get("is_bot_user_member"):
            return False
        text = await self.reader.text(str(event["channel"]), str(event["message_ts"]))
        if text is None:
            await asyncio.sleep(_BESIDE)
        return text is not None and self.ears.is_mention(text)

    async def _shown(self, kept: Kept, url: str, lang: str) -> Message | None:
        """Show the first order that the link leads to, of those that exist."""
        body = body_of(kept)
        where = (str(body["team_id"]), str(body["event"]["channel"]))
        found = in_link(url, self.ears.patterns())
        for reference in found[:ANSWERED]:
            name = await self.answers.known(reference, lang=lang)
            if name is None:
                continue
            if not await self.noise.may_say(kept.key, *where, "told", name):
                return None
            message = await self.answers.unfurl(reference, Channel(where[1]), lang=lang)
            ours = _message(body, str(body["event"]["message_ts"]))
            is_ours = message and await self.one.may_tell(kept.key, ours, found)
            return message if is_ours else None
        return None

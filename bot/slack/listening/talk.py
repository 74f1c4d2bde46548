"""Other people's talk: what of it is answered, and by a first look that costs next to nothing.

A channel is listened to only if somebody wanted that (switch.py). What guests and
people of other organisations write never shows what there is: by writing numbers they could find
out which exist.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.clock import Clock
from bot.core.letter import Kept, Refused, Sent, Silent
from bot.core.listening import ANSWERED, Mode, Setting, in_link, telling
from bot.core.notes.listening import offer
from bot.core.privacy import Channel
from bot.core.reference import Reference
from bot.core.text.pattern import OrderPatterns
from bot.slack.answer import Answers
from bot.slack.blocks import Message
from bot.slack.channels import obstacle
from bot.slack.door import Identity
from bot.slack.letter import is_direct, written_at
from bot.slack.message_desk import PATIENCE, Question
from bot.slack.noise import Noise
from bot.slack.people import People
from bot.slack.poster import Poster

PACKAGE: Final = "package"  # 📦 (docs.slack.dev/reference/methods/reactions.add)
FEW: Final = 3  # links; at so many in one message none is shown


class Channels(Protocol):
    """Where it is kept how each channel is listened to."""

    async def setting(self, team: str, channel: str, now: datetime) -> Setting | None: ...


@dataclass(frozen=True, slots=True)
class Ears:
    """Says of what Slack tells whether it may be worth an answer; of most it is not."""

    channels: Channels
    patterns: Callable[[], OrderPatterns]
    identity: Identity
    clock: Clock

    async def mode(self, team: str, channel: str) -> Mode | None:
        setting = await self.channels.setting(team, channel, self.clock())
        return setting.mode if setting else None

    async def hear(self, body: dict[str, Any]) -> bool:
        """Whether a new message speaks of an order to others, where we listen.

        A mention is told as a mention, too: docs.slack.dev/reference/events/app_mention
        """
        event = body["event"]
        text = str(event.get("text") or "")
        if is_direct(event) or self._is_shared(body) or self.is_mention(text):
            return False
        is_heard = await self.mode(str(body.get("team_id", "")), event["channel"])
        return is_heard is not None and bool(telling(text, self.patterns()))

    async def see_click(self, body: dict[str, Any]) -> bool:
        """Whether somebody put a 📦 to a message where we listen.

        docs.slack.dev/reference/events/reaction_added
        """
        event = body.get("event") or {}
        item = event.get("item") or {}
        if event.get("reaction") != PACKAGE or item.get("type") != "message":
            return False
        team, channel = str(body.get("team_id", "")), str(item.get("channel", ""))
        return await self.mode(team, channel) is not None

    def see_link(self, body: dict[str, Any]) -> bool:
        """Whether links to orders were posted, few enough, and where no other organisation reads.

        While a link is being written Slack does not say where it will be posted, and so who will
        read there: it tells of the link once more when it is posted
        (docs.slack.dev/messaging/unfurling-links-in-messages#composer). In a direct message to the
        bot the link is answered anyway.
        """
        event = body.get("event") or {}
        is_posted = event.get("source") == "conversations_history" and bool(event.get("message_ts"))
        is_ours = str(event.get("channel", "")).startswith("D") and event.get("is_bot_user_member")
        if not is_posted or is_ours or self._is_shared(body):
            return False
        urls = links_of(event)
        return len(urls) < FEW and any(in_link(url, self.patterns()) for url in urls)

    def is_mention(self, text: str) -> bool:
        """Whether a message asks the bot."""
        me = self.identity.authorized().bot_user_id
        return bool(me) and f"<@{me}" in text

    @staticmethod
    def _is_shared(body: dict[str, Any]) -> bool:
        return bool(body.get("is_ext_shared_channel"))


def links_of(event: dict[str, Any]) -> list[str]:
    """Return the addresses in a link_shared event, each once, exactly as chat.unfurl wants them."""
    urls = (str(link.get("url") or "") for link in event.get("links") or ())
    return list(dict.fromkeys(filter(None, urls)))


@dataclass(frozen=True, slots=True)
class Package:
    """A 📦 on the message: whoever clicks it is answered."""


Said: TypeAlias = Message | Package | None


@dataclass(frozen=True, slots=True)
class Overhearing:
    """Answers in the thread of a message that was not meant for the bot, or offers to."""

    ears: Ears
    people: People
    answers: Answers
    noise: Noise
    poster: Poster
    client: AsyncWebClient

    async def answer(self, kept: Kept) -> Said:
        """Say nothing where there is nothing new to say, whatever the reason."""
        heard = Question.of(kept)
        mode = await self.ears.mode(heard.agent.team_id, heard.channel)
        references = telling(heard.text, self.ears.patterns())
        if mode is None or not references:
            return None
        person = await self.people.person(heard.agent.user_id, patience=PATIENCE)
        if await obstacle(self.client, heard.channel):
            return None
        if not person.is_member:
            names = [f"{one.kind} {one.value}" for one in references[:ANSWERED]]
            return await self._package(kept, heard, "unchecked", names)
        known = await self._known(references[:ANSWERED], person.lang)
        if mode is Mode.ASK:
            return await self._package(kept, heard, "offered", known.values())
        if len(references) > ANSWERED:
            return await self._offer(kept, heard, references, person.lang) if known else None
        return await self._told(kept, heard, known, person.lang)

    async def post(self, kept: Kept, said: Said) -> Sent:
        heard = Question.of(kept)
        if said is None:
            return Silent()
        if isinstance(said, Package):
            sent = await self.poster.react(heard.channel, heard.ts, PACKAGE)
            # Who listens without that scope does without the 📦: `wherebot check` says so.
            return Silent() if sent == Refused("missing_scope") else sent
        return await self.poster.post(heard.place, said, key=kept.key, since=written_at(kept))

    async def find(self, kept: Kept) -> Sent | None:
        place = Question.of(kept).place
        return await self.poster.find(place, key=kept.key, since=written_at(kept))

    async def _known(self, references: Sequence[Reference], lang: str) -> dict[Reference, str]:
        """Return what parcelLab knows, and the names of the orders."""
        names = await asyncio.gather(*(self.answers.known(one, lang=lang) for one in references))
        return {one: name for one, name in zip(references, names, strict=True) if name}

    async def _package(
        self, kept: Kept, heard: Question, how: str, names: Iterable[str]
    ) -> Package | None:
        new = [name for name in names if await self._may_say(kept, heard, how, name)]
        return Package() if new else None

    async def _offer(
        self, kept: Kept, heard: Question, references: Sequence[Reference], lang: str
    ) -> Message | None:
        names = sorted(f"{one.kind} {one.value}" for one in references)
        if not await self._may_say(kept, heard, "list", *names):
            return None
        return self.answers.drawn(offer(len(references), heard.ts), lang=lang).message

    async def _told(
        self, kept: Kept, heard: Question, known: dict[Reference, str], lang: str
    ) -> Message | None:
        new: dict[str, Reference] = {}
        for one, name in known.items():
            if name not in new and await self._may_say(kept, heard, "told", name):
                new[name] = one
        if not new:
            return None
        channel = Channel(heard.channel)
        answer = await self.answers.about(tuple(new.values()), channel, lang=lang)
        return None if answer.is_note else answer.message

    async def _may_say(self, kept: Kept, heard: Question, *what: str) -> bool:
        return await self.noise.may_say(kept.key, heard.agent.team_id, heard.channel, *what)

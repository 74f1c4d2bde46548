"""A 📦 that somebody clicked, and the button to a table: that one person is answered."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.letter import Kept, Sent, Silent
from bot.core.listening import telling
from bot.core.notes.listening import gone
from bot.core.privacy import Agent
from bot.core.reference import Reference
from bot.core.text.pattern import OrderPatterns
from bot.slack.answer import NOTHING, Answer, Answers
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.letter import body_of
from bot.slack.listening.talk import Ears
from bot.slack.message_desk import PATIENCE, MessageDesk
from bot.slack.noise import DoubleClicks, Noise
from bot.slack.people import People, refusal
from bot.slack.poster import Place

_PAGE: Final = 10  # messages: of a thread Slack may tell the first one, too
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what a message says now: one that was deleted meanwhile says nothing any more."""

    client: AsyncWebClient
    patterns: Callable[[], OrderPatterns]

    async def references(self, channel: str, ts: str) -> tuple[Reference, ...]:
        return (await self.read(channel, ts))[0]

    async def read(self, channel: str, ts: str) -> tuple[tuple[Reference, ...], str | None]:
        """Return what a message refers to, and the thread it stands in, if that has begun."""
        found = await self._message(channel, ts) or {}
        return telling(str(found.get("text") or ""), self.patterns()), found.get("thread_ts")

    async def text(self, channel: str, ts: str) -> str | None:
        """Return what a message says; None if it cannot be read."""
        found = await self._message(channel, ts)
        return None if found is None else str(found.get("text") or "")

    async def _message(self, channel: str, ts: str) -> dict[str, Any] | None:
        """Return it, empty if it is gone; None if it cannot be read.

        docs.slack.dev/reference/methods/conversations.replies takes any message's ts.
        """
        try:
            page = await self.client.conversations_replies(
                channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=_PAGE
            )
        except CALL_FAULTS as error:
            _log.warning("a message cannot be read: %s", reason(error))
            return None
        said: list[dict[str, Any]] = page.get("messages") or []
        return next((one for one in said if one.get("ts") == ts), {})


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Answers members who click a 📦, each once a message; others hear nothing at all."""

    ears: Ears
    people: People
    answers: Answers
    noise: Noise
    reader: Reader
    desk: MessageDesk

    async def answer(self, kept: Kept) -> tuple[Place, Answer] | None:
        body = body_of(kept)
        team, user, item = body["team_id"], str(body["event"]["user"]), body["event"]["item"]
        channel, ts = str(item["channel"]), str(item["ts"])
        person = await self.people.person(user, patience=PATIENCE)
        if not person.is_member or await self.ears.mode(team, channel) is None:
            return None
        references, thread_ts = await self.reader.read(channel, ts)
        if not references:
            return None
        answer = await self.answers.about(references, Agent(team, user), lang=person.lang)
        # Without an order to show it may be clicked again: parcelLab may answer by then.
        is_new = answer.is_note or await self.noise.may_say(
            kept.key, team, channel, "unpacked", ts, user
        )
        return (Place(channel, thread_ts), answer) if is_new else None

    async def post(self, kept: Kept, said: tuple[Place, Answer] | None) -> Sent:
        if said is None:
            return Silent()
        place, answer = said
        return await self.desk.whisper(place, answer, to=str(body_of(kept)["event"]["user"]))

    async def find(self, _kept: Kept) -> Sent | None:
        """Of what one person alone sees nobody can look whether it stands there."""
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """The orders of a message, for one who clicks the button to them."""

    people: People
    answers: Answers
    reader: Reader
    doubles: DoubleClicks

    async def answer(self, agent: Agent, channel: str, ts: str) -> Answer:
        if not await self.doubles.is_first((agent.team_id, agent.user_id, "table", channel, ts)):
            return NOTHING
        person = await self.people.person(agent.user_id)
        refused = refusal(person)
        if refused:
            return self.answers.drawn(refused, lang=person.lang)
        references = await self.reader.references(channel, ts)
        if not references:
            return self.answers.drawn(gone(), lang=person.lang)
        return await self.answers.about(references, agent, lang=person.lang)

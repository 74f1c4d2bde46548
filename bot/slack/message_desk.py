"""Answers messages: draws the answer, and posts it where it was asked, for whoever may read it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.catalogue import asked_in
from bot.core.letter import Kept, Posted, Refused, Sent
from bot.core.privacy import Agent, Channel
from bot.slack.answer import Answer, Answers
from bot.slack.channels import obstacle
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.letter import body_of, is_direct, written_at
from bot.slack.people import People, refusal
from bot.slack.picture import Later
from bot.slack.poster import Place, Poster

PATIENCE: Final = 8.0  # seconds for Slack to say who writes: without it nothing is told
_MENTION: Final = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wrote to the bot, and where: `thread_ts` is that of a thread it stands in."""

    agent: Agent
    text: str
    channel: str
    ts: str
    thread_ts: str | None
    is_direct: bool

    @classmethod
    def of(cls, kept: Kept) -> "Question":
        """Read it from the letter; who is mentioned is no part of the question."""
        body = body_of(kept)
        event = body["event"]
        return cls(
            agent=Agent(body["team_id"], event["user"]),
            text=_MENTION.sub(" ", str(event.get("text") or "")).strip(),
            channel=event["channel"],
            ts=event["ts"],
            thread_ts=event.get("thread_ts"),
            is_direct=is_direct(event),
        )

    @property
    def place(self) -> Place:
        """A mention is answered in its thread, a direct message where it stands."""
        return Place(self.channel, self.thread_ts or (None if self.is_direct else self.ts))

    @property
    def place_beside(self) -> Place:
        """Where one person alone is told: Slack shows that in threads that have begun, only.

        docs.slack.dev/reference/methods/chat.postEphemeral
        """
        return Place(self.channel, self.thread_ts)


class MessageDesk:
    """Answers members of the workspace, and tells everybody else that it does not."""

    def __init__(
        self, poster: Poster, people: People, answers: Answers, client: AsyncWebClient
    ) -> None:
        self._poster = poster
        self._people = people
        self._answers = answers
        self._client = client

    async def answer(self, kept: Kept) -> Answer:
        asked = Question.of(kept)
        return await self._answers.surely(
            self._drawn(asked),
            lambda: asked_in(asked.text) or self._people.lang(asked.agent.user_id),
        )

    async def post(self, kept: Kept, answer: Answer) -> Sent:
        """Post it for all who read there; what is for the asker alone, to them alone.

        Of that nobody can look whether it stands there. So whoever takes over from the dead
        tells it, perhaps again: its one reader rather hears it twice than never.
        """
        asked, answer = Question.of(kept), answer.latest()
        if answer.is_note and not asked.is_direct:
            return await self.whisper(asked.place_beside, answer, to=asked.agent.user_id)
        sent = await self._poster.post(
            asked.place, answer.message, key=kept.key, since=written_at(kept)
        )
        if isinstance(sent, Posted):
            where = (asked.channel, sent.ts)
            _follow(answer.later, lambda later, file: self._update(where, later, file), where)
        return sent

    async def whisper(self, place: Place, answer: Answer, *, to: str) -> Sent:
        """Show it to one person alone, the picture afterwards."""
        sent = await self._poster.whisper(place, answer.message, to=to)

        async def show(later: Later, file_id: str) -> str:
            """Show it in a message of its own: what only one person sees cannot be updated."""
            shown = await self._poster.whisper(place, later.alone(file_id), to=to)
            return shown.reason if isinstance(shown, Refused) else ""

        if isinstance(sent, Posted):
            _follow(answer.later, show, (place.channel, to, sent.ts))
        return sent

    async def find(self, kept: Kept) -> Sent | None:
        place = Question.of(kept).place
        return await self._poster.find(place, key=kept.key, since=written_at(kept))

    async def _drawn(self, asked: Question) -> Answer:
        """Anybody can write to a bot, guests and outsiders too: only members are told of orders."""
        person = await self._people.person(asked.agent.user_id, patience=PATIENCE)
        lang = person.lang
        refused = refusal(person)
        if refused:
            return self._answers.drawn(refused, lang=lang)
        if asked.is_direct:
            return await self._answers.to(asked.text, asked.agent, lang=lang)
        found = await obstacle(self._client, asked.channel)
        if found:
            why = found.lines[0]
            return await self._answers.privately(asked.text, asked.agent, why, lang=lang)
        return await self._answers.to(asked.text, Channel(asked.channel), lang=lang)

    async def _update(self, where: tuple[str, str], later: Later, file_id: str) -> str:
        channel, ts = where
        try:
            await self._client.chat_update(channel=channel, ts=ts, **later.whole(file_id))
        except CALL_FAULTS as error:
            return reason(error)
        return ""


def _follow(
    later: Later | None, show: Callable[[Later, str], Awaitable[str]], place: tuple[str, ...]
) -> None:
    """Show the picture that did not delay its answer, when it is there."""
    if later is None:
        return
    found = later

    async def show_it(file_id: str) -> str:
        return await show(found, file_id)

    found.follow(show_it, place=place)

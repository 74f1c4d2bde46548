"""Replies to a slash command in time: inside the acknowledgement, or after it.

Slack waits 3 s for an acknowledgement and takes 5 posts to a response_url within 30 minutes
(docs.slack.dev/interactivity/implementing-slash-commands).
"""

import asyncio
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final, Protocol

from bot.slack.answer import Answer, Answers, Lang
from bot.slack.blocks import Drawn, Message
from bot.slack.response_url import ResponseUrls
from bot.slack.tasks import Tasks

_AT_ONCE: Final = 0.12  # seconds the acknowledgement may wait for its answer
# Seconds before each try to show a picture: the acknowledgement comes first, and of five posts
# "Looking …" and the answer may have taken three.
_PAUSES: Final = (0.5, 2.0)
_PATIENCE: Final = 0.7  # seconds until somebody wants to know that we are looking


class Acknowledge(Protocol):
    """Bolt's `ack`; a text that is a JSON object goes out as one, like BoltResponse's body."""

    async def __call__(self, body: str = "") -> Any: ...


@dataclass(frozen=True, slots=True)
class Address:
    """Where a command's answer goes, in which language, and whether the channel sees it."""

    response_url: str
    lang: Lang
    is_public: bool


class Replies:
    """Answers each command once, whatever it takes, and says that it looks when it takes long."""

    def __init__(self, urls: ResponseUrls, tasks: Tasks, answers: Answers) -> None:
        self._urls = urls
        self._tasks = tasks
        self._answers = answers

    async def reply(
        self, ack: Acknowledge, address: Address, work: Coroutine[Any, Any, Answer]
    ) -> None:
        """Acknowledge with the answer if it is ready at once, else at once and answer after."""
        begun = time.monotonic()
        answering = self._tasks.start(self._answers.surely(work, address.lang))
        await asyncio.sleep(0)  # what is remembered is there after one step: no need for a timer
        if not answering.done():
            await asyncio.wait({answering}, timeout=_AT_ONCE)
        if answering.done():
            answer = answering.result()
            await ack(_body(answer, is_public=address.is_public))
            self._follow_up(answer, address)
            return
        await ack()
        self._tasks.start(self._follow(answering, address, begun=begun))

    async def _follow(
        self, answering: asyncio.Task[Answer], address: Address, *, begun: float
    ) -> None:
        patience = max(0.0, begun + _PATIENCE - time.monotonic())
        done, _ = await asyncio.wait({answering}, timeout=patience)
        is_looking = False
        if not done:
            looking = _private(self._answers.looking(address.lang))
            is_looking = await self._urls.post(address.response_url, looking)
        answer = (await answering).latest()
        message = _addressed(answer, is_public=address.is_public)
        if is_looking and message["response_type"] == "in_channel":
            await self._urls.post(address.response_url, {"delete_original": True})
        elif is_looking:
            message["replace_original"] = True
        if await self._urls.say(address.response_url, message):
            self._follow_up(answer, address)

    def _follow_up(self, answer: Answer, address: Address) -> None:
        """Show the picture in a message of its own: what only one person sees cannot be updated."""
        later = answer.later
        if later is None:
            return

        async def show(file_id: str) -> str:
            message = _private(later.alone(file_id))
            return await self._urls.try_to_post(address.response_url, message)

        later.follow(show, pauses=_PAUSES, place=address.response_url)


def _private(message: Message) -> Message:
    return {**message, "response_type": "ephemeral"}


def _addressed(answer: Answer, *, is_public: bool) -> Message:
    return {**answer.message, "response_type": _audience(answer, is_public=is_public)}


def _body(answer: Answer, *, is_public: bool) -> str:
    """Write what _addressed() returns, if need be: what was drawn is written already."""
    if isinstance(answer.message, Drawn):
        return answer.message.written_with("response_type", _audience(answer, is_public=is_public))
    return json.dumps(_addressed(answer, is_public=is_public))


def _audience(answer: Answer, *, is_public: bool) -> str:
    return "in_channel" if is_public and not answer.is_note else "ephemeral"

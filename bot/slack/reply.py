"""Replies to a slash command in time: inside the acknowledgement, or after it.

Slack waits 3 s for an acknowledgement and takes 5 posts to a response_url within 30 minutes
(docs.slack.dev/interactivity/implementing-slash-commands).
"""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Final, Protocol

from bot.core import note
from bot.slack.answer import Answer, Answers
from bot.slack.blocks import Message
from bot.slack.response_url import ResponseUrls
from bot.slack.tasks import Tasks

_AT_ONCE: Final = 0.08  # seconds the acknowledgement may wait for its answer
_PATIENCE: Final = 0.7  # seconds until somebody wants to know that we are looking


class Acknowledge(Protocol):
    """Bolt's `ack`."""

    async def __call__(self, **message: Any) -> Any: ...


class Replies:
    """Answers each command once, whatever it takes, and says that it looks when it takes long."""

    def __init__(self, urls: ResponseUrls, tasks: Tasks, answers: Answers) -> None:
        self._urls = urls
        self._tasks = tasks
        self._answers = answers

    async def reply(
        self,
        ack: Acknowledge,
        response_url: str,
        work: Coroutine[Any, Any, Answer],
        *,
        is_public: bool = False,
    ) -> None:
        """Acknowledge with the answer if it is ready at once, else at once and answer after."""
        begun = time.monotonic()
        answering = self._tasks.start(self._answers.surely(work))
        done, _ = await asyncio.wait({answering}, timeout=_AT_ONCE)
        if done:
            await ack(**_addressed(answering.result(), is_public=is_public))
            return
        await ack()
        following = self._follow(answering, response_url, begun=begun, is_public=is_public)
        self._tasks.start(following)

    async def _follow(
        self, answering: asyncio.Task[Answer], response_url: str, *, begun: float, is_public: bool
    ) -> None:
        patience = max(0.0, begun + _PATIENCE - time.monotonic())
        done, _ = await asyncio.wait({answering}, timeout=patience)
        is_looking = False
        if not done:
            looking = self._answers.drawn(note.looking())
            is_looking = await self._urls.post(response_url, _private(looking.message))
        message = _addressed(await answering, is_public=is_public)
        if is_looking and message["response_type"] == "in_channel":
            await self._urls.post(response_url, {"delete_original": True})
        elif is_looking:
            message["replace_original"] = True
        await self._urls.say(response_url, message)


def _private(message: Message) -> Message:
    return {**message, "response_type": "ephemeral"}


def _addressed(answer: Answer, *, is_public: bool) -> Message:
    if is_public and not answer.is_note:
        return {**answer.message, "response_type": "in_channel"}
    return _private(answer.message)

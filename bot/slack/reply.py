"""Replies to a slash command in time: inside the acknowledgement, or after it.

Slack waits 3 s for an acknowledgement and takes 5 posts to a response_url within 30 minutes
(docs.slack.dev/interactivity/implementing-slash-commands).
"""

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any, Final, Protocol

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core import note
from bot.slack.answer import Answer, Answers
from bot.slack.blocks import Message
from bot.slack.tasks import Tasks

_AT_ONCE: Final = 0.08  # seconds the acknowledgement may wait for its answer
_PATIENCE: Final = 0.7  # seconds until somebody wants to know that we are looking
_TRIES: Final = 3
_log = logging.getLogger(__name__)


class Acknowledge(Protocol):
    """Bolt's `ack`."""

    async def __call__(self, **message: Any) -> Any: ...


class Replies:
    """Answers each command once, whatever it takes, and says that it looks when it takes long."""

    def __init__(self, session: aiohttp.ClientSession, tasks: Tasks, answers: Answers) -> None:
        self._session = session
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
            is_looking = await self._post(response_url, _private(looking.message))
        message = _addressed(await answering, is_public=is_public)
        if is_looking and message["response_type"] == "in_channel":
            await self._post(response_url, {"delete_original": True})
        elif is_looking:
            message["replace_original"] = True
        await self._answer(response_url, message)

    async def _answer(self, response_url: str, message: Message) -> None:
        """Post the answer; if Slack does not take it as drawn, its text alone."""
        if not await self._post(response_url, message) and "blocks" in message:
            plain = {name: value for name, value in message.items() if name != "blocks"}
            await self._post(response_url, plain)

    async def _post(self, response_url: str, message: Message) -> bool:
        """Post once; only what surely did not arrive (429, no connection) is sent again."""
        client = AsyncWebhookClient(
            response_url,
            session=self._session,
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=_TRIES)],
        )
        for pause in (0.2, 1.0, None):
            try:
                answer = await client.send_dict(message)
            except aiohttp.ClientConnectorError:
                if pause is not None:
                    await asyncio.sleep(pause)
            except (aiohttp.ClientError, TimeoutError) as error:
                _log.warning("a response_url broke off: %s", type(error).__name__)
                return True  # it may have arrived: never say it twice
            else:
                if answer.status_code != 200:
                    _log.warning(
                        "a response_url answered %d %.80s", answer.status_code, answer.body
                    )
                return answer.status_code == 200
        _log.error("a response_url could not be reached")
        return False


def _private(message: Message) -> Message:
    return {**message, "response_type": "ephemeral"}


def _addressed(answer: Answer, *, is_public: bool) -> Message:
    if is_public and not answer.is_note:
        return {**answer.message, "response_type": "in_channel"}
    return _private(answer.message)

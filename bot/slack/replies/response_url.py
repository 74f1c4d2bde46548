"""Posts to a response_url: the way to answer a command or a click after its acknowledgement.

Slack takes 5 posts within 30 minutes (docs.slack.dev/interactivity/handling-user-interaction).
"""

import asyncio
import logging
import random
from typing import Final

import aiohttp

from bot.slack.blocks import Message, drafts, written
from bot.slack.error import REFUSED

UNREACHABLE: Final = "unreachable"  # nothing has arrived
_TRIES: Final = 3  # more, while Slack is busy
_JSON: Final = {"Content-Type": "application/json; charset=utf-8"}
_log = logging.getLogger(__name__)


def beside(message: Message) -> Message:
    """Return it as who clicked alone sees it, below what was clicked, which stays."""
    return {**message, "replace_original": False, "response_type": "ephemeral"}


class ResponseUrls:
    """Posts over one shared session; Bolt's own `respond` opens a connection each time.

    slack_sdk's client costs as much again as the post.
    """

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def say(self, response_url: str, message: Message) -> str:
        """Post an answer, with less in it if Slack does not take it; return what it says against.

        UNREACHABLE: it may be tried again.
        """
        against = ""
        for draft in drafts(message):
            against = await self.try_to_post(response_url, draft)
            if not against or against == UNREACHABLE:
                break
        return against

    async def post(self, response_url: str, message: Message) -> bool:
        """Post once; only what surely did not arrive (429, no connection) is sent again."""
        return not await self.try_to_post(response_url, message)

    async def try_to_post(self, response_url: str, message: Message) -> str:
        """Post as `post` does; return what Slack says against it, if anything."""
        body = written(message).encode()
        for pause in (0.2, 1.0, None):
            try:
                status, said = await self._posted(response_url, body)
            except aiohttp.ClientConnectorError:
                if pause is not None:
                    await asyncio.sleep(pause)
            except (aiohttp.ClientError, TimeoutError) as error:
                _log.warning("a response_url broke off: %s", type(error).__name__)
                return ""  # it may have arrived: never say it twice
            else:
                return _against(status, said)
        _log.error("a response_url could not be reached")
        return UNREACHABLE

    async def _posted(self, response_url: str, body: bytes) -> tuple[int, str]:
        """Post, and again after each pause that Slack asks for; return what it says at last."""
        status, said, pause = await self._answer(response_url, body)
        for _ in range(_TRIES):
            if status != 429:
                break
            await asyncio.sleep(pause + random.random())  # noqa: S311 - spreads posts
            status, said, pause = await self._answer(response_url, body)
        return status, said

    async def _answer(self, response_url: str, body: bytes) -> tuple[int, str, int]:
        """Post; return the status, what is said, and the seconds that Slack asks to wait."""
        async with self._session.post(response_url, data=body, headers=_JSON) as answer:
            asked = answer.headers.get("Retry-After", "")
            pause = int(asked) if asked.isascii() and asked.isdigit() else 1
            return answer.status, await answer.text(errors="replace"), pause


def _against(status: int, said: str) -> str:
    """Return what an answer says against a post, if anything."""
    if status == 200:
        return ""
    _log.warning("a response_url answered %d %.80s", status, said)
    if status >= 500:
        return ""  # it may have arrived: Slack may have shown it before it failed
    if status == 429:
        return UNREACHABLE
    said = said or f"HTTP {status}"
    return REFUSED if REFUSED in said else said[:80]

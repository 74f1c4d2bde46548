"""Posts to a response_url: the way to answer a command or a click after its acknowledgement.

Slack takes 5 posts within 30 minutes (docs.slack.dev/interactivity/handling-user-interaction).
"""

import asyncio
import logging
from typing import Final

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.blocks import Message, drafts
from bot.slack.error import REFUSED

UNREACHABLE: Final = "unreachable"  # nothing has arrived
_TRIES: Final = 3
_log = logging.getLogger(__name__)


class ResponseUrls:
    """Posts over one shared session; Bolt's own `respond` opens a connection each time."""

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
                return ""  # it may have arrived: never say it twice
            else:
                if answer.status_code == 200:
                    return ""
                _log.warning("a response_url answered %d %.80s", answer.status_code, answer.body)
                if answer.status_code >= 500:
                    return ""  # as above: Slack may have shown it before it failed
                if answer.status_code == 429:
                    return UNREACHABLE
                said = answer.body or f"HTTP {answer.status_code}"
                return REFUSED if REFUSED in said else said[:80]
        _log.error("a response_url could not be reached")
        return UNREACHABLE

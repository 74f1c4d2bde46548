"""A direct message to the bot: answered in place, for full members of the workspace."""

import logging
from collections import OrderedDict
from typing import Any, Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import note
from bot.core.privacy import Agent
from bot.slack.answer import Answer, Answers
from bot.slack.tasks import Tasks

_REMEMBERED: Final = 2000
_log = logging.getLogger(__name__)


def register(app: AsyncApp, *, answers: Answers, tasks: Tasks) -> None:
    seen = _Seen()

    @app.event("message")
    async def direct_message(body: dict[str, Any], client: AsyncWebClient) -> None:
        event = body.get("event", {})
        if is_for_us(event) and seen.is_new(str(body.get("event_id") or event.get("ts"))):
            tasks.start(_answer(client, event, str(body.get("team_id", "")), answers))


def is_for_us(event: dict[str, Any]) -> bool:
    """Whether a person wrote it to the bot: no edit, no deletion, no bot, no channel."""
    is_direct = event.get("channel_type") == "im" and bool(event.get("user"))
    return is_direct and not event.get("subtype") and not event.get("bot_id")


async def _answer(
    client: AsyncWebClient, event: dict[str, Any], team_id: str, answers: Answers
) -> None:
    try:
        answer = await _drawn(client, event, team_id, answers)
        await client.chat_postMessage(
            channel=event["channel"], unfurl_links=False, unfurl_media=False, **answer.message
        )
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        _log.error("a direct message was not answered: %s", _reason(error))


async def _drawn(
    client: AsyncWebClient, event: dict[str, Any], team_id: str, answers: Answers
) -> Answer:
    user = (await client.users_info(user=event["user"])).get("user") or {}
    if not is_member(user, team_id):
        return answers.drawn(note.outsider())
    return await answers.to(str(event.get("text", "")), Agent(team_id, event["user"]))


def is_member(user: dict[str, Any], team_id: str) -> bool:
    """Whether Slack vouches for a full member of this team; unknown means no.

    Guests are restricted, people of other organisations strangers or of another team
    (docs.slack.dev/reference/objects/user-object).
    """
    outside = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
    return user.get("team_id") == team_id and not any(user.get(mark) for mark in outside)


def _reason(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        return str(error.response.get("error"))
    return type(error).__name__


class _Seen:
    """Slack delivers an event again when it is unsure: each is answered once."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()

    def is_new(self, event_id: str) -> bool:
        if event_id in self._ids:
            return False
        self._ids[event_id] = None
        if len(self._ids) > _REMEMBERED:
            self._ids.popitem(last=False)
        return True

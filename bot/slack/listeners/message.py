"""A direct message to the bot: answered in place, for full members of the workspace."""

import logging
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any, Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import note
from bot.core.privacy import Agent
from bot.slack.answer import Answer, Answers
from bot.slack.error import reason
from bot.slack.people import People
from bot.slack.tasks import Tasks

_REMEMBERED: Final = 2000
_log = logging.getLogger(__name__)


def register(app: AsyncApp, *, people: People, answers: Answers, tasks: Tasks) -> None:
    seen = _Seen()

    @app.event("message")
    async def direct_message(body: dict[str, Any], client: AsyncWebClient) -> None:
        event = body.get("event", {})
        if is_for_us(event) and seen.is_new(str(body.get("event_id") or event.get("ts"))):
            agent = Agent(str(body.get("team_id", "")), event["user"])
            answering = _drawn(people, answers, str(event.get("text", "")), agent)
            tasks.start(_answer(client, event["channel"], answers.surely(answering)))


def is_for_us(event: dict[str, Any]) -> bool:
    """Whether a person wrote it to the bot: no edit, no deletion, no bot, no channel."""
    is_direct = event.get("channel_type") == "im" and bool(event.get("user"))
    return is_direct and not event.get("subtype") and not event.get("bot_id")


async def _answer(
    client: AsyncWebClient, channel: str, answering: Coroutine[Any, Any, Answer]
) -> None:
    answer = await answering
    try:
        await client.chat_postMessage(
            channel=channel, unfurl_links=False, unfurl_media=False, **answer.message
        )
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        _log.error("a direct message was not answered: %s", reason(error))


async def _drawn(people: People, answers: Answers, text: str, agent: Agent) -> Answer:
    """Anybody can write to a bot, guests and outsiders too: only members are told of orders."""
    person = await people.person(agent.user_id)
    if person.is_member is None:
        return answers.drawn(note.not_known())
    return await answers.to(text, agent) if person.is_member else answers.drawn(note.outsider())


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

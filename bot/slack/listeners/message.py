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
from bot.core.catalogue import asked_in
from bot.core.privacy import Agent
from bot.slack.answer import Answer, Answers
from bot.slack.blocks import Message, drafts
from bot.slack.error import REFUSED, reason
from bot.slack.people import People
from bot.slack.tasks import Tasks

_REMEMBERED: Final = 2000
# A message with a file is one, too (docs.slack.dev/reference/events/message).
_WRITTEN: Final = (None, "", "file_share")
_PATIENCE: Final = 8.0  # seconds for Slack to say who writes: without it nothing is told
_PAUSES: Final = (0.0, 0.5, 1.0, 2.0, 4.0)  # seconds before each try to show a picture
_log = logging.getLogger(__name__)


def register(app: AsyncApp, *, people: People, answers: Answers, tasks: Tasks) -> None:
    seen = _Seen()

    @app.event("message")
    async def direct_message(body: dict[str, Any], client: AsyncWebClient) -> None:
        event = body.get("event", {})
        if is_for_us(event) and seen.is_new(str(body.get("event_id") or event.get("ts"))):
            agent = Agent(str(body.get("team_id", "")), event["user"])
            text = str(event.get("text", ""))
            answering = answers.surely(
                _drawn(people, answers, text, agent),
                lambda: asked_in(text) or people.lang(agent.user_id),
            )
            tasks.start(_answer(client, _place(event), answering))


def is_for_us(event: dict[str, Any]) -> bool:
    """Whether a person wrote it to the bot: no edit, no deletion, no bot, no channel."""
    is_direct = event.get("channel_type") == "im" and bool(event.get("user"))
    return is_direct and event.get("subtype") in _WRITTEN and not event.get("bot_id")


def _place(event: dict[str, Any]) -> dict[str, str]:
    """Return where to answer: in the thread, if it was written in one."""
    return {name: event[name] for name in ("channel", "thread_ts") if event.get(name)}


async def _answer(
    client: AsyncWebClient, place: dict[str, str], answering: Coroutine[Any, Any, Answer]
) -> None:
    answer = (await answering).latest()
    ts = await _post(client, place, answer.message)
    later = answer.later
    if not ts or not later:
        return

    async def show(file_id: str) -> str:
        try:
            await client.chat_update(channel=place["channel"], ts=ts, **later.whole(file_id))
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            return reason(error)
        return ""

    later.follow(show, pauses=_PAUSES, place=(place["channel"], ts))


async def _post(client: AsyncWebClient, place: dict[str, str], message: Message) -> str | None:
    """Post an answer, with less in it if Slack refuses it; return its `ts`."""
    why = ""
    for draft in drafts(message):
        try:
            posted = await client.chat_postMessage(
                channel=place["channel"],
                thread_ts=place.get("thread_ts"),
                unfurl_links=False,
                unfurl_media=False,
                **draft,
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            why = reason(error)
            if why != REFUSED:
                break
        else:
            return str(posted["ts"])
    _log.error("a direct message was not answered: %s", why)
    return None


async def _drawn(people: People, answers: Answers, text: str, agent: Agent) -> Answer:
    """Anybody can write to a bot, guests and outsiders too: only members are told of orders."""
    person = await people.person(agent.user_id, patience=_PATIENCE)
    if person.is_member is None:
        return answers.drawn(note.not_known(), lang=person.lang)
    if not person.is_member:
        return answers.drawn(note.outsider(), lang=person.lang)
    return await answers.to(text, agent, lang=person.lang)


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

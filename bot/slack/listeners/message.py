"""What somebody writes, to the bot or where it listens: written down, then answered.

Bolt acknowledges an event after its listener has returned, and not at all if that raised
(`process_before_response`): what could not be written down Slack hands over again.
"""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.core.clock import Clock
from bot.core.letter import Take
from bot.slack.letter import WRITTEN, is_direct, letter
from bot.slack.listening.talk import Ears


def register(app: AsyncApp, *, take: Take, clock: Clock, ears: Ears) -> None:
    async def written(body: dict[str, Any]) -> None:
        event = body.get("event") or {}
        if is_for_us(event) or (is_new(event) and await ears.hear(body)):
            await take(letter(body, clock()))

    app.event("message")(written)
    app.event("app_mention")(written)


def is_for_us(event: dict[str, Any]) -> bool:
    """Whether a person wrote it to the bot: no edit, no deletion, no bot, no talk of others."""
    return is_new(event) and (event.get("type") == "app_mention" or is_direct(event))


def is_new(event: dict[str, Any]) -> bool:
    """Whether a person wrote it just now.

    An edited mention is told as a mention once more (docs.slack.dev/reference/events/app_mention).
    """
    is_a_persons = bool(event.get("user") and event.get("channel")) and not event.get("bot_id")
    return is_a_persons and event.get("subtype") in WRITTEN and not event.get("edited")

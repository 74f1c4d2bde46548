"""`/where …`, typed by a person in Slack."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.core.privacy import Agent, Audience, Channel
from bot.slack.answer import Answers
from bot.slack.reply import Replies

_PUBLIC = "public"


def register(app: AsyncApp, *, command: str, answers: Answers, replies: Replies) -> None:
    @app.command(command)
    async def where(ack: Any, body: dict[str, Any]) -> None:
        text, audience = asked(body)
        is_public = isinstance(audience, Channel)
        work = answers.to(text, audience)
        await replies.reply(ack, str(body.get("response_url", "")), work, is_public=is_public)


def asked(body: dict[str, Any]) -> tuple[str, Audience]:
    """Return the text, and who will see the answer: the channel, when the last word says so."""
    text = str(body.get("text", "")).strip()
    question, _, last = text.rpartition(" ")
    if question and last.casefold() == _PUBLIC:
        return question.strip(), Channel(str(body.get("channel_id", "")))
    return text, Agent(str(body.get("team_id", "")), str(body.get("user_id", "")))

"""`/where …`, typed by a person in Slack."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.core import note
from bot.core.privacy import Agent, Audience, Channel
from bot.slack.answer import Answer, Answers
from bot.slack.people import People
from bot.slack.reply import Replies

_PUBLIC = "public"


def register(
    app: AsyncApp, *, command: str, people: People, answers: Answers, replies: Replies
) -> None:
    @app.command(command)
    async def where(ack: Any, body: dict[str, Any]) -> None:
        text, audience = asked(body)
        is_public = isinstance(audience, Channel)
        work = _answer(people, answers, body, text, audience)
        await replies.reply(ack, str(body.get("response_url", "")), work, is_public=is_public)


async def _answer(
    people: People, answers: Answers, body: dict[str, Any], text: str, to: Audience
) -> Answer:
    """Answer everybody who can type a command here, except whom Slack knows to be a guest."""
    person = await people.person(str(body.get("team_id", "")), str(body.get("user_id", "")))
    if person.is_member is False:
        return answers.drawn(note.outsider())
    return await answers.to(text, to)


def asked(body: dict[str, Any]) -> tuple[str, Audience]:
    """Return the text, and who will see the answer: the channel, when the last word says so."""
    text = str(body.get("text", "")).strip()
    question, _, last = text.rpartition(" ")
    if question and last.casefold() == _PUBLIC:
        return question.strip(), Channel(str(body.get("channel_id", "")))
    return text, Agent(str(body.get("team_id", "")), str(body.get("user_id", "")))

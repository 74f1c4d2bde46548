"""`/where …`, typed by a person in Slack."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import note
from bot.core.catalogue import asked_in
from bot.core.privacy import Agent, Channel
from bot.slack.answer import Answer, Answers
from bot.slack.channels import obstacle
from bot.slack.people import People
from bot.slack.reply import Address, Replies

_PUBLIC = "public"
_LANG = "lang:"


def register(
    app: AsyncApp, *, command: str, people: People, answers: Answers, replies: Replies
) -> None:
    commands = Commands(app.client, people, answers)

    @app.command(command)
    async def where(ack: Any, body: dict[str, Any]) -> None:
        agent = Agent(str(body.get("team_id", "")), str(body.get("user_id", "")))
        text, channel = asked(body)
        address = Address(
            response_url=str(body.get("response_url", "")),
            lang=lambda: asked_in(text) or people.lang(agent.user_id),
            is_public=channel is not None,
        )
        await replies.reply(ack, address, commands.answer(text, agent, channel))


class Commands:
    """Answers everybody who can type a command here, except whom Slack knows to be an outsider."""

    def __init__(self, client: AsyncWebClient, people: People, answers: Answers) -> None:
        self._client = client
        self._people = people
        self._answers = answers

    async def answer(self, text: str, agent: Agent, channel: Channel | None) -> Answer:
        """Answer in *channel*; without one, or where nothing may be posted, *agent* alone."""
        person = await self._people.person(agent.user_id)
        if person.is_outsider:  # another team alone is none: only this workspace has its commands
            return self._answers.drawn(note.outsider(), lang=person.lang)
        found = await obstacle(self._client, channel.channel_id) if channel else None
        if found:
            return await self._answers.privately(text, agent, found.lines[0], lang=person.lang)
        return await self._answers.to(text, channel or agent, lang=person.lang)


def asked(body: dict[str, Any]) -> tuple[str, Channel | None]:
    """Return the text, and the channel that is to see the answer, when the last word says so.

    The language may be said behind it, `PK1004 public lang:de`.
    """
    text = str(body.get("text", "")).strip()
    question, _, last = text.rpartition(" ")
    lang = ""
    if last.casefold().startswith(_LANG):
        lang = f" {last}"
        question, _, last = question.rstrip().rpartition(" ")
    if question and last.casefold() == _PUBLIC:
        return question.strip() + lang, Channel(str(body.get("channel_id", "")))
    return text, None

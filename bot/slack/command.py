"""`/where …` as somebody typed it: what stands behind it, who may, and what answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.catalogue import asked_in
from bot.core.privacy import Agent, Channel
from bot.slack.answer import Answer, Answers
from bot.slack.channels import obstacle
from bot.slack.people import People, refusal
from bot.slack.replies.response import Address

_PUBLIC = "public"
_LANG = "lang:"


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as somebody typed it: what stands behind `/where`, and where they were."""

    agent: Agent
    channel_id: str
    text: str
    trigger_id: str = ""  # with which a window can be opened, for three seconds


class Subcommand(Protocol):
    """What `/where WORD …` does when it asks for no order; for full members alone, in private."""

    async def __call__(self, typed: Typed, *, lang: str) -> Answer:
        """Do it; `typed.text` is what stands behind the word, `lang` the language they read."""
        ...


class Commands:
    """Answers everybody who can type a command here, but no outsider, and nobody against a rule."""

    def __init__(
        self,
        client: AsyncWebClient,
        people: People,
        answers: Answers,
        subcommands: Mapping[str, Subcommand],
    ) -> None:
        self._client = client
        self._people = people
        self._answers = answers
        self._subcommands = subcommands

    def address(self, body: dict[str, Any], typed: Typed, *, is_public: bool) -> Address:
        """Return where the answer goes."""
        return Address(
            response_url=str(body.get("response_url", "")),
            lang=lambda: asked_in(typed.text) or self._people.lang(typed.agent.user_id),
            is_public=is_public,
            trigger=str(body.get("trigger_id", "")),
        )

    def is_deed(self, typed: Typed) -> bool:
        """Whether it asks for more than an answer, which must not be done twice."""
        return self._subcommand(typed) is not None

    async def answer(self, typed: Typed, *, is_public: bool) -> Answer:
        """Answer for the channel if that is asked for; where nothing may be posted, in private."""
        person = await self._people.person(typed.agent.user_id)
        # Another team alone makes no outsider: only this workspace has its commands.
        refused = refusal(person)
        if refused and (person.is_outsider or person.is_ruled):
            return self._answers.drawn(refused, lang=person.lang)
        subcommand = self._subcommand(typed)
        if subcommand:
            if refused:
                return self._answers.drawn(refused, lang=person.lang)
            behind = replace(typed, text=typed.text.partition(" ")[2].strip())
            return await subcommand(behind, lang=person.lang)
        if not is_public:
            return await self._answers.to(typed.text, typed.agent, lang=person.lang)
        found = await obstacle(self._client, typed.channel_id)
        if found:
            why = found.lines[0]
            return await self._answers.privately(typed.text, typed.agent, why, lang=person.lang)
        return await self._answers.to(typed.text, Channel(typed.channel_id), lang=person.lang)

    def _subcommand(self, typed: Typed) -> Subcommand | None:
        return self._subcommands.get(typed.text.partition(" ")[0].casefold())


def asked(body: dict[str, Any]) -> tuple[Typed, bool]:
    """Return what was typed, and whether the channel is to see the answer: the last word says so.

    The language may be said behind it, `PK1004 public lang:de`.
    """
    agent = Agent(str(body.get("team_id", "")), str(body.get("user_id", "")))
    channel_id = str(body.get("channel_id", ""))
    trigger_id = str(body.get("trigger_id", ""))
    text = str(body.get("text", "")).strip()
    question, _, last = text.rpartition(" ")
    lang = ""
    if last.casefold().startswith(_LANG):
        lang = f" {last}"
        question, _, last = question.rstrip().rpartition(" ")
    if question and last.casefold() == _PUBLIC:
        return Typed(agent, channel_id, question.strip() + lang, trigger_id), True
    return Typed(agent, channel_id, text, trigger_id), False

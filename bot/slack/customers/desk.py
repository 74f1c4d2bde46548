"""Answers customers where nobody else reads: in their direct message with the bot.

Whoever is no agent is a customer: guests, people of other organisations, strangers, and everybody
of whom Slack does not say who they are.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.customers import card
from bot.core.customers.answer import CustomerAnswer
from bot.core.customers.asker import Asker
from bot.core.letter import Kept, Posted, Postponed, Refused, Sent
from bot.core.privacy import Customer
from bot.slack.answer import Answer, Answers
from bot.slack.desks import Desk
from bot.slack.direct import direct_message
from bot.slack.letter import written_at
from bot.slack.message_desk import PATIENCE, Question
from bot.slack.people import People, Person, refusal
from bot.slack.poster import Place, Poster


class Customers(Protocol):
    """The use case "my parcel"."""

    async def answer(self, text: str, asker: Asker) -> CustomerAnswer: ...


@dataclass(frozen=True, slots=True)
class ToCustomer(Answer):
    """An answer that nobody but its reader may see."""


class CustomerDesk:
    """Stands before the desk for agents, to which it leaves what agents ask."""

    def __init__(
        self,
        agents: Desk,
        customers: Customers,
        *,
        answers: Answers,
        people: People,
        poster: Poster,
        client: AsyncWebClient,
    ) -> None:
        self._agents = agents
        self._customers = customers
        self._answers = answers
        self._people = people
        self._poster = poster
        self._client = client

    async def answer(self, kept: Kept) -> Any:
        asked = Question.of(kept)
        person = await self._people.reader(
            asked.agent.user_id,
            wrote=asked.text,
            dm=asked.channel if asked.is_direct else "",
            patience=PATIENCE,
        )
        if refusal(person) is None:
            return await self._agents.answer(kept)
        customer = Customer(asked.agent.team_id, asked.agent.user_id)

        async def drawn() -> Answer:
            said = await self._customers.answer(asked.text, asker(customer, person, kept.key))
            return self._answers.drawn(said, lang=person.lang)

        answer = await self._answers.surely(drawn(), lambda: person.lang)
        return ToCustomer(answer.message, is_note=False)

    async def post(self, kept: Kept, answer: Any) -> Sent:
        """Post it into the direct message; a channel hears that it was written, and no more."""
        if not isinstance(answer, ToCustomer):
            return await self._agents.post(kept, answer)
        asked = Question.of(kept)
        place = await self._direct(asked)
        if isinstance(place, Refused | Postponed):
            return place
        since = written_at(kept)
        sent = await self._poster.post(place, answer.message, key=kept.key, since=since)
        if isinstance(sent, Posted) and not asked.is_direct:
            written = CustomerAnswer((card.written_to_you(),))
            message = self._answers.drawn(written, lang=self._people.lang(asked.agent.user_id))
            await self._poster.whisper(asked.place_beside, message.message, to=asked.agent.user_id)
        return sent

    async def find(self, kept: Kept) -> Sent | None:
        asked = Question.of(kept)
        person = await self._people.person(asked.agent.user_id, patience=PATIENCE)
        if refusal(person) is None:
            return await self._agents.find(kept)
        place = await self._direct(asked)
        if isinstance(place, Refused | Postponed):
            return place
        return await self._poster.find(place, key=kept.key, since=written_at(kept))

    async def _direct(self, asked: Question) -> Place | Refused | Postponed:
        if asked.is_direct:
            return asked.place
        return await direct_message(self._client, asked.agent.user_id)


def asker(customer: Customer, person: Person, gesture: str) -> Asker:
    return Asker(customer, person.lang, person.email, gesture)

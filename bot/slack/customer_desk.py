"""Answers customers where nobody else reads: in their direct message with the bot.

Whoever is no agent is a customer: guests, people of other organisations, strangers, and everybody
of whom Slack does not say who they are.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import customer_card as card
from bot.core.asker import Asker
from bot.core.customer_answer import CustomerAnswer
from bot.core.letter import Kept, Posted, Postponed, Refused, Sent
from bot.core.privacy import Customer
from bot.core.reference import Reference
from bot.slack.answer import Answer, Answers
from bot.slack.desk import PATIENCE, Question
from bot.slack.error import reason
from bot.slack.events import Answerer
from bot.slack.letter import written_at
from bot.slack.people import People, Person, refusal
from bot.slack.poster import Place, Poster

_LATER: Final = 2.0  # seconds until a direct message that could not be opened is tried again


class Customers(Protocol):
    """The use case "my parcel"."""

    async def answer(self, text: str, asker: Asker) -> CustomerAnswer: ...
    async def prove(
        self, reference: Reference, postal_code: str, asker: Asker
    ) -> CustomerAnswer: ...


@dataclass(frozen=True, slots=True)
class ToCustomer(Answer):
    """An answer that nobody but its reader may see."""


class CustomerDesk:
    """Stands before the desk for agents, to which it leaves what agents ask."""

    def __init__(
        self,
        agents: Answerer,
        customers: Customers,
        *,
        answers: Answers,
        people: People,
        poster: Poster,
        client: AsyncWebClient,
        clock: Callable[[], datetime],
    ) -> None:
        self._agents = agents
        self._customers = customers
        self._answers = answers
        self._people = people
        self._poster = poster
        self._client = client
        self._clock = clock

    async def answer(self, kept: Kept) -> Any:
        asked = Question.of(kept)
        person = await self._people.person(asked.agent.user_id, patience=PATIENCE)
        if refusal(person) is None:
            return await self._agents.answer(kept)
        customer = Customer(asked.agent.team_id, asked.agent.user_id)

        async def drawn() -> Answer:
            said = await self._customers.answer(asked.text, _asker(customer, person))
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

    async def prove(self, reference: Reference, postal_code: str, sent_in: "SentIn") -> None:
        """Answer a form that was sent in, once, however often it is."""
        begun, customer = self._clock(), sent_in.customer
        person = await self._people.person(customer.user_id)

        async def drawn() -> Answer:
            asker = _asker(customer, person)
            said = await self._customers.prove(reference, postal_code, asker)
            return self._answers.drawn(said, lang=person.lang)

        answer = await self._answers.surely(drawn(), lambda: person.lang)
        place = await self._opened(customer.user_id)
        if isinstance(place, Place):
            await self._poster.post(place, answer.message, key=sent_in.key, since=begun)

    async def _direct(self, asked: Question) -> Place | Refused | Postponed:
        if asked.is_direct:
            return asked.place
        return await self._opened(asked.agent.user_id)

    async def _opened(self, user_id: str) -> Place | Refused | Postponed:
        """Return their direct message (docs.slack.dev/reference/methods/conversations.open)."""
        try:
            opened = await self._client.conversations_open(users=user_id)
        except SlackApiError as error:
            return Refused(reason(error))
        except (aiohttp.ClientError, TimeoutError) as error:
            return Postponed(_LATER, reason(error))
        return Place(str((opened.get("channel") or {}).get("id", "")))


@dataclass(frozen=True, slots=True)
class SentIn:
    """Who sent a form in, and by what its answer is known."""

    customer: Customer
    key: str

    @classmethod
    def of(cls, body: dict[str, Any]) -> "SentIn":
        """Read a view_submission (docs.slack.dev/reference/interaction-payloads)."""
        user, team = body.get("user") or {}, body.get("team") or {}
        customer = Customer(
            str(team.get("id") or user.get("team_id") or ""), str(user.get("id", ""))
        )
        view = str((body.get("view") or {}).get("id", ""))
        return cls(customer, hashlib.blake2s(f"proof:{view}".encode(), digest_size=16).hexdigest())


def _asker(customer: Customer, person: Person) -> Asker:
    return Asker(customer, person.lang, person.email)

"""Answers customers where nobody else reads: in their direct message with the bot."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import customer_card as card
from bot.core.asker import Asker
from bot.core.customer_answer import CustomerAnswer
from bot.core.letter import Postponed, Refused, Sent
from bot.core.privacy import Customer
from bot.core.reference import Reference
from bot.slack.answer import Answer, Answers
from bot.slack.error import reason
from bot.slack.people import People, Person
from bot.slack.poster import Place, Poster

_LATER = 2.0  # seconds until a direct message that could not be opened is tried again


class Customers(Protocol):
    """The use case "my parcel"."""

    async def answer(self, text: str, asker: Asker) -> CustomerAnswer: ...
    async def prove(
        self, reference: Reference, postal_code: str, asker: Asker
    ) -> CustomerAnswer: ...


class CustomerDesk:
    """Says everything in private; a channel only hears that it was written."""

    def __init__(
        self,
        customers: Customers,
        answers: Answers,
        people: People,
        poster: Poster,
        client: AsyncWebClient,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._customers = customers
        self._answers = answers
        self._people = people
        self._poster = poster
        self._client = client
        self._clock = clock

    async def answer(self, text: str, customer: Customer, person: Person) -> Answer:
        """Answer a message of somebody who is no agent."""
        said = await self._customers.answer(text, _asker(customer, person))
        return self._answers.drawn(said, lang=person.lang)

    async def post(
        self, answer: Answer, customer: Customer, dm: str, *, key: str, since: datetime
    ) -> Sent:
        """Post it into *dm*, which is opened if there is none yet."""
        place = await self._dm(customer, dm)
        if isinstance(place, Refused | Postponed):
            return place
        return await self._poster.post(place, answer.message, key=key, since=since)

    async def find(
        self, customer: Customer, dm: str, *, key: str, since: datetime
    ) -> Sent | None:
        """Look whether it stands there already."""
        place = await self._dm(customer, dm)
        if isinstance(place, Refused | Postponed):
            return place
        return await self._poster.find(place, key=key, since=since)

    def written(self, lang: str) -> Answer:
        """Return all that a channel is told."""
        return self._answers.drawn(CustomerAnswer((card.written_to_you(),)), lang=lang)

    async def prove(self, reference: Reference, postal_code: str, body: dict[str, Any]) -> None:
        """Answer a form that was sent in, once, however often it is."""
        user = body.get("user") or {}
        customer = Customer(
            str((body.get("team") or {}).get("id") or user.get("team_id") or ""), str(user["id"])
        )
        begun = self._clock()
        person = await self._people.person(customer.user_id)

        async def drawn() -> Answer:
            asker = _asker(customer, person)
            said = await self._customers.prove(reference, postal_code, asker)
            return self._answers.drawn(said, lang=person.lang)

        answer = await self._answers.surely(drawn(), lambda: person.lang)
        view = str((body.get("view") or {}).get("id", ""))
        key = hashlib.blake2s(f"proof:{view}".encode(), digest_size=16).hexdigest()
        await self.post(answer, customer, "", key=key, since=begun)

    async def _dm(self, customer: Customer, known: str) -> Place | Refused | Postponed:
        """Return the direct message (docs.slack.dev/reference/methods/conversations.open)."""
        if known:
            return Place(known)
        try:
            opened = await self._client.conversations_open(users=customer.user_id)
        except SlackApiError as error:
            return Refused(reason(error))
        except (aiohttp.ClientError, TimeoutError) as error:
            return Postponed(_LATER, reason(error))
        return Place(str((opened.get("channel") or {}).get("id", "")))


def _asker(customer: Customer, person: Person) -> Asker:
    return Asker(customer, person.lang, person.email)

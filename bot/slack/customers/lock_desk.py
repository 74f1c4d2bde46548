"""Tells who should know that customers' postal codes were wrong too often."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.customers.lock_letter import Lock, lock_card
from bot.core.letter import Kept, Postponed, Refused, Sent
from bot.slack.answer import Answer, Answers
from bot.slack.channels import obstacle
from bot.slack.direct import direct_message
from bot.slack.people import People
from bot.slack.poster import Place, Poster


@dataclass(frozen=True, slots=True)
class LockDesk:
    """Answers letters about locks; `lang` is spoken in the support channel."""

    answers: Answers
    people: People
    poster: Poster
    client: AsyncWebClient
    lang: str

    async def answer(self, kept: Kept) -> Answer:
        lock = Lock.of(kept)
        lang = (await self.people.person(lock.to)).lang if lock.is_for_one else self.lang
        return self.answers.drawn(lock_card(lock), lang=lang)

    async def post(self, kept: Kept, answer: Answer) -> Sent:
        lock, place = Lock.of(kept), await self._place(kept)
        if isinstance(place, Refused | Postponed):
            return place
        if not lock.is_for_one and await obstacle(self.client, place.channel):
            return Refused("others read along, or nobody knows")
        return await self.poster.post(place, answer.message, key=kept.key, since=lock.at)

    async def find(self, kept: Kept) -> Sent | None:
        place = await self._place(kept)
        if isinstance(place, Refused | Postponed):
            return place
        return await self.poster.find(place, key=kept.key, since=Lock.of(kept).at)

    async def _place(self, kept: Kept) -> Place | Refused | Postponed:
        lock = Lock.of(kept)
        return await direct_message(self.client, lock.to) if lock.is_for_one else Place(lock.to)

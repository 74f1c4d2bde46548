"""A form sent in, with the postal code of an order: kept until it is answered, once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.customers import card
from bot.core.customers.answer import CustomerAnswer
from bot.core.customers.asker import Asker
from bot.core.customers.card import decoded, encoded
from bot.core.letter import Kept, Letter, Postponed, Refused, Sent
from bot.core.privacy import Customer
from bot.core.reference import Reference
from bot.slack.answer import Answer, Answers
from bot.slack.customers.desk import asker
from bot.slack.direct import direct_message
from bot.slack.gesture import agent_of
from bot.slack.letter import REPLY_WINDOW, body_of
from bot.slack.message_desk import PATIENCE
from bot.slack.people import People
from bot.slack.poster import Place, Poster

PROOF: Final = "proof"  # the kind of these letters


class Seal(Protocol):
    """Makes what is kept unreadable for whoever reads the database."""

    def close(self, text: str) -> str: ...
    def open(self, sealed: str) -> str | None: ...


class Customers(Protocol):
    """The use case "my parcel", as far as forms go."""

    async def prove(
        self, orders: Sequence[Reference], postal_code: str, asker: Asker
    ) -> CustomerAnswer: ...


def proof_letter(
    body: dict[str, Any],
    orders: Sequence[Reference],
    postal_code: str,
    *,
    seal: Seal,
    now: datetime,
) -> Letter:
    """Read a view_submission (docs.slack.dev/reference/interaction-payloads): one form, one try."""
    who = agent_of(body)
    kept = {
        "kind": PROOF,
        "team": who.team_id,
        "user": who.user_id,
        "sealed": seal.close(json.dumps([encoded(orders), postal_code])),
        "at": now.timestamp(),
    }
    view = str((body.get("view") or {}).get("id", ""))
    key = f"{PROOF}:{kept['user']}:{view}"[:200]
    return Letter(frozenset({key}), json.dumps(kept, separators=(",", ":")), now + REPLY_WINDOW)


@dataclass(frozen=True, slots=True)
class ProofDesk:
    """Answers such forms in the direct message of whoever sent them in."""

    customers: Customers
    answers: Answers
    people: People
    poster: Poster
    client: AsyncWebClient
    seal: Seal

    async def answer(self, kept: Kept) -> Answer:
        body = body_of(kept)
        place = await direct_message(self.client, body["user"])
        dm = place.channel if isinstance(place, Place) else ""
        person = await self.people.reader(body["user"], dm=dm, patience=PATIENCE)
        who = asker(Customer(body["team"], body["user"]), person, kept.key)

        async def drawn() -> Answer:
            said = await self._said(body["sealed"], who)
            return self.answers.drawn(said, lang=person.lang)

        return await self.answers.surely(drawn(), lambda: person.lang)

    async def post(self, kept: Kept, answer: Answer) -> Sent:
        place = await direct_message(self.client, body_of(kept)["user"])
        if isinstance(place, Refused | Postponed):
            return place
        return await self.poster.post(place, answer.message, key=kept.key, since=_sent_at(kept))

    async def find(self, kept: Kept) -> Sent | None:
        place = await direct_message(self.client, body_of(kept)["user"])
        if isinstance(place, Refused | Postponed):
            return place
        return await self.poster.find(place, key=kept.key, since=_sent_at(kept))

    async def _said(self, sealed: str, who: Asker) -> CustomerAnswer:
        entered = self.seal.open(sealed)
        value, postal_code = json.loads(entered) if entered else ("", "")
        orders = decoded(value)
        if not orders:  # sealed with a secret that has changed since
            return CustomerAnswer((card.form_is_old(),))
        return await self.customers.prove(orders, postal_code, who)


def _sent_at(kept: Kept) -> datetime:
    return datetime.fromtimestamp(body_of(kept)["at"], UTC)

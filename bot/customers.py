"""The use case "my parcel": a customer's text in, an answer out that no stranger could have had.

parcelLab is asked without the account's credentials, with what the customer gave: it decides itself
what it shows, and what it shows tells whether they are the recipient. Unknown, wrong and not
allowed are answered alike, and after the same time.
"""

import asyncio
import json
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.core import customer_card as card
from bot.core.asker import Asker
from bot.core.audit import Audit
from bot.core.customer_answer import CustomerAnswer, CustomerCard
from bot.core.order import Order
from bot.core.privacy import reveal
from bot.core.proof import Attempt, Claim, Locked, Recipient, Rule, code_behind, is_proven
from bot.core.question import Options, ParcelLabError, Refused
from bot.core.reference import Kind, Reference, find_references
from bot.core.story import outcome_for_customer
from bot.core.text.concern import Concern, concerns_of
from bot.core.text.pattern import OrderPatterns

_MOST: Final = 3  # orders in one answer
_STEP: Final = 1.0  # seconds for each call that a look-up may take: a "no" comes after them
_NAMED: Final = {Kind.ORDER_NUMBER, Kind.TRACKING_NUMBER}  # what a customer can have at hand
_ABOUT_AN_ORDER: Final = {
    Concern.NOT_RECEIVED,
    Concern.RETURN,
    Concern.PICKUP,
    Concern.LATE,
    Concern.WHERE,
}
_log = logging.getLogger(__name__)


class Orders(Protocol):
    """Where an order and its recipient are found, without the account's credentials."""

    async def look_as_recipient(
        self, reference: Reference, options: Options
    ) -> tuple[Order, Recipient] | None:
        """Return what parcelLab shows to who knows what *options* hold; raise ParcelLabError."""
        ...


class Proofs(Protocol):
    """Who has proven what, and who was wrong how often: shared by all replicas."""

    async def keep_proof(
        self, person: str, order_key: str, secret: str, now: datetime, *, until: datetime
    ) -> None: ...
    async def proven(self, person: str, now: datetime) -> Sequence[str]: ...
    async def attempt(self, person: str, order_key: str, now: datetime) -> Attempt | Locked: ...
    async def was_right(self, attempt: Attempt) -> None: ...
    async def may_look(self, person: str, now: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Question:
    """An order that is asked for, with what may prove that it is theirs."""

    reference: Reference
    postal_code: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)

    def secret(self) -> str:
        reference = self.reference
        return json.dumps(
            [reference.kind, reference.value, reference.couriers, self.postal_code, self.email]
        )

    @classmethod
    def of(cls, secret: str) -> "_Question":
        kind, value, couriers, postal_code, email = json.loads(secret)
        return cls(Reference(Kind(kind), value, tuple(couriers)), postal_code, email)

    @property
    def claim(self) -> Claim:
        return Claim(postal_code=self.postal_code, email=self.email)


async def proven_last(proofs: Proofs, person: str, now: datetime) -> Reference | None:
    """Return what *person* has proven last to be theirs, as long as that holds."""
    held = await proofs.proven(person, now)
    return _Question.of(held[0]).reference if held else None


@dataclass(frozen=True, slots=True)
class Customers:
    """Answers customers. `holds` is how long a proof does, `key_of` hashes what was asked for."""

    orders: Orders
    proofs: Proofs
    patterns: Callable[[], OrderPatterns]
    clock: Callable[[], datetime]
    key_of: Callable[[Reference], str]
    timeout: float
    rule: Rule = Rule.ANY
    holds: timedelta = timedelta(hours=24)
    accounts: int = 1  # that are asked one after the other
    step: float = _STEP
    audit: Audit | None = None

    async def answer(self, text: str, asker: Asker) -> CustomerAnswer:
        """Answer a message: what it names, else what was proven lately, else what to do."""
        concerns, heard = concerns_of(text), find_references(text, self.patterns())
        named = [one for one in heard.found if one.kind in _NAMED]
        if named:
            code = heard.postal_code
            if not code and len(heard.found) == 1:
                code = code_behind(text, named[0].end)
            questions = [_Question(one, code, asker.email) for one in named[:_MOST]]
            asked = (
                self._noted(one, asker, self._about(one, asker, concerns)) for one in questions
            )
            return CustomerAnswer(tuple(await asyncio.gather(*asked)))
        first = concerns[0] if concerns else None
        if first in _ABOUT_AN_ORDER:
            return await self._about_the_last(asker, concerns)
        return CustomerAnswer((self._small_talk(first),))

    async def prove(self, reference: Reference, postal_code: str, asker: Asker) -> CustomerAnswer:
        """Answer somebody who says where the parcel goes to."""
        asked = _Question(reference, postal_code, asker.email)
        return CustomerAnswer((await self._noted(asked, asker, self._tried(asked, asker, ())),))

    async def _noted(
        self, asked: _Question, asker: Asker, work: Awaitable[CustomerCard]
    ) -> CustomerCard:
        """Answer, and note in the audit log what became of it."""
        card = await work
        if self.audit:
            self.audit.note((asked.reference,), asker.customer, outcome_for_customer(card))
        return card

    def _small_talk(self, concern: Concern | None) -> CustomerCard:
        match concern:
            case Concern.GREETING | Concern.HELP | Concern.PERSON:
                return card.greeting(self.patterns().examples)
            case Concern.THANKS:
                return card.thanks()
            case _:
                return card.not_understood(self.patterns().examples)

    async def _about_the_last(self, asker: Asker, concerns: Sequence[Concern]) -> CustomerAnswer:
        """Answer about the order they proved last; without one, ask for its number."""
        held = await self.proofs.proven(asker.person, self.clock())
        if not held:
            return CustomerAnswer((card.number_wanted(self.patterns().examples),))
        asked = _Question.of(held[0])
        return CustomerAnswer(
            (await self._noted(asked, asker, self._about(asked, asker, concerns)),)
        )

    async def _about(
        self, asked: _Question, asker: Asker, concerns: Sequence[Concern]
    ) -> CustomerCard:
        if asked.reference.kind is Kind.TRACKING_NUMBER and not asked.reference.couriers:
            return card.courier_wanted(asked.reference)
        held = await self.proofs.proven(asker.person, self.clock())
        known = next((q for q in map(_Question.of, held) if q.reference == asked.reference), None)
        if asked.postal_code and not known:
            return await self._tried(asked, asker, concerns)
        question = known or asked
        shown: CustomerCard | None = None
        if known or (asked.email and self.rule is not Rule.POSTAL_CODE):
            shown = await self._steadily(
                asked.reference, lambda: self._looked(question, asker, concerns)
            )
        return shown or card.proof_wanted(asked.reference, card.encoded(asked.reference))

    async def _tried(
        self, asked: _Question, asker: Asker, concerns: Sequence[Concern]
    ) -> CustomerCard:
        """Look whether it is theirs; a wrong try counts, whether there is such an order or not."""
        attempt = await self.proofs.attempt(
            asker.person, self.key_of(asked.reference), self.clock()
        )
        if attempt is Locked.PERSON:
            return card.locked()
        if isinstance(attempt, Attempt) and attempt.is_last:
            _log.warning("a customer was wrong too often and is locked for a while")

        async def looked() -> CustomerCard | None:
            if not isinstance(attempt, Attempt):
                return None
            shown = await self._looked(asked, asker, concerns)
            if shown:
                await self.proofs.was_right(attempt)
            return shown

        return await self._steadily(asked.reference, looked) or card.not_shown(asked.reference)

    async def _looked(
        self, asked: _Question, asker: Asker, concerns: Sequence[Concern]
    ) -> CustomerCard | None:
        """Return the order if it is theirs, a word that it cannot be looked up, or None."""
        now = self.clock()
        if not await self.proofs.may_look(asker.person, now):
            return card.too_many()
        options = Options(lang=asker.lang, postal_code=asked.postal_code, email=asked.email)
        try:
            async with asyncio.timeout(self.timeout):
                found = await self.orders.look_as_recipient(asked.reference, options)
        except Refused:
            return None  # parcelLab's way to say that there is none, or that it is not theirs
        except (ParcelLabError, TimeoutError):
            return card.busy()
        if not found or not is_proven(asked.claim, found[1], self.rule):
            return None
        until = now + self.holds
        key = self.key_of(asked.reference)
        await self.proofs.keep_proof(asker.person, key, asked.secret(), now, until=until)
        visible = reveal(found[0], asker.customer)
        return card.for_customer(visible, concerns=concerns, now=now, as_of=now)

    async def _steadily(
        self, reference: Reference, work: Callable[[], Awaitable[CustomerCard | None]]
    ) -> CustomerCard | None:
        """Do *work*; a None comes after as many steps as it may take: its moment tells nothing."""
        calls = self.accounts * max(1, len(reference.couriers))
        step = min(calls * self.step, self.timeout + self.step)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        shown = await work()
        if shown is None:
            spent = loop.time() - begun
            await asyncio.sleep(math.ceil(spent / step) * step - spent)
        return shown

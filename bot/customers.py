"""The use case "my parcel": a customer's text in, an answer out that no stranger could have had.

parcelLab is asked without the account's credentials, with what the customer gave: it decides itself
what it shows, and what it shows tells whether they are the recipient. Unknown, wrong and not
allowed are answered alike, and after the same time.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeAlias

from bot.core.audit import Audit
from bot.core.clock import Clock
from bot.core.customers import card
from bot.core.customers.answer import CustomerAnswer, CustomerCard, Want
from bot.core.customers.asker import Asker
from bot.core.customers.proof import (
    Attempt,
    Claim,
    Locked,
    Recipient,
    Rule,
    code_alone,
    code_behind,
    code_beside,
    code_to_ask,
    is_proven,
)
from bot.core.customers.wanted import Wanted, from_words, in_words, joined, number_alone
from bot.core.order import Order
from bot.core.privacy import reveal
from bot.core.question import Broken, Busy, Options, ParcelLabError, Refused
from bot.core.reference import Kind, Reference, find_references
from bot.core.story import outcome_for_customer
from bot.core.text.concern import Concern, concerns_of
from bot.core.text.pattern import OrderPatterns

_STEP: Final = 1.0  # seconds for each call that a look-up may take, and one more: then comes a "no"
_NAMED: Final = {Kind.ORDER_NUMBER, Kind.TRACKING_NUMBER}  # what a customer can have at hand
_ABOUT_AN_ORDER: Final = {
    *card.BEYOND,
    Concern.NOT_RECEIVED,
    Concern.RETURN,
    Concern.PICKUP,
    Concern.LATE,
    Concern.WHERE,
}
_WANTED_FOR: Final = timedelta(minutes=15)  # that a message may answer what the bot has asked
_NOBODYS: Final = Reference(Kind.ORDER_NUMBER, "wherebot-check")  # a number that no order has
_log = logging.getLogger(__name__)

# Tell who should know that this person, or an order by its hash, is locked.
Tell: TypeAlias = Callable[[Locked, str, str], Awaitable[None]]
# Begin what goes on after the answer is given, and keep it until it is done.
Look: TypeAlias = Coroutine[Any, Any, CustomerCard | None]
Start: TypeAlias = Callable[[Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]


async def _tell_nobody(_what: Locked, _person: str, _key: str) -> None:
    """The log says it already."""


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
    async def attempt(
        self, person: str, order_key: str, now: datetime, *, gesture: str
    ) -> Attempt | Locked: ...
    async def keep_wanted(self, person: str, secret: str, *, until: datetime) -> None: ...
    async def wanted(self, person: str, now: datetime) -> str | None: ...
    async def was_right(self, attempt: Attempt) -> None: ...
    async def may_look(self, person: str, now: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Question:
    """An order that is asked for, with what may prove that it is theirs."""

    reference: Reference
    postal_code: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)

    def secret(self) -> str:
        return json.dumps([*in_words(self.reference), self.postal_code, self.email])

    @classmethod
    def of(cls, secret: str) -> "_Question":
        *reference, postal_code, email = json.loads(secret)
        return cls(from_words(reference), postal_code, email)

    @property
    def claim(self) -> Claim:
        is_numbered = self.reference.kind in _NAMED
        return Claim(is_numbered=is_numbered, postal_code=self.postal_code, email=self.email)


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
    clock: Clock
    key_of: Callable[[Reference], str]
    timeout: float
    rule: Rule
    holds: timedelta
    accounts: int  # that are asked one after the other
    audit: Audit | None
    start: Start
    step: float = _STEP
    tell: Tell = _tell_nobody

    async def answer(self, text: str, asker: Asker) -> CustomerAnswer:
        """Answer a message: what it names, else what was proven lately, else what to do."""
        wanted = Wanted.of(await self.proofs.wanted(asker.person, self.clock()))
        concerns = concerns_of(text)
        questions = self._questions(text, asker, wanted)
        about = concerns if _ABOUT_AN_ORDER & {*concerns} or not questions else wanted.about
        asked = (
            self._noted(one, asker, self._about(one, asker, about))
            for one in questions[: card.MOST_ORDERS]
        )
        cards = [*card.together(await asyncio.gather(*asked))]
        if left := questions[card.MOST_ORDERS :]:
            cards.append(card.three_at_a_time([one.reference for one in left]))
        first = concerns[0] if concerns else None
        if not cards and first is Concern.SHOP:
            asked_for = Want(wanted.orders, wanted.is_number)
            return await self._said(asker, [card.shop_question(asked_for)], wanted.about)
        if not cards and first in _ABOUT_AN_ORDER:
            is_asked = wanted.orders and not wanted.is_number
            cards.append(
                card.proof_wanted(*wanted.orders)
                if is_asked
                else await self._about_the_last(asker, concerns)
            )
        if first in card.BEYOND:
            cards = [*card.beyond_first(first, cards)]
        return await self._said(asker, cards or [self._small_talk(first)], about)

    async def show(self, order: Reference, asker: Asker) -> CustomerAnswer:
        """Answer somebody who clicks an order, as if they had written its number."""
        asked = _Question(order, email=asker.email)
        return await self._said(
            asker, [await self._noted(asked, asker, self._about(asked, asker, ()))], ()
        )

    async def prove(
        self, orders: Sequence[Reference], postal_code: str, asker: Asker
    ) -> CustomerAnswer:
        """Answer somebody who says where their parcels go to."""
        wanted = Wanted.of(await self.proofs.wanted(asker.person, self.clock()))
        about = wanted.about if {*orders} & {*wanted.orders} else ()
        asked = [_Question(one, postal_code, asker.email) for one in orders]
        tried = (self._noted(one, asker, self._about(one, asker, about)) for one in asked)
        return await self._said(asker, card.together(await asyncio.gather(*tried)), about)

    async def _said(
        self, asker: Asker, cards: Sequence[CustomerCard], about: Sequence[Concern]
    ) -> CustomerAnswer:
        """Remember what is asked for: the next message may be that and no more."""
        secret = Wanted.by(cards, about).secret()
        await self.proofs.keep_wanted(asker.person, secret, until=self.clock() + _WANTED_FOR)
        return CustomerAnswer(tuple(cards))

    def _questions(self, text: str, asker: Asker, wanted: Wanted) -> Sequence[_Question]:
        """Return what a message asks for, if need be as the answer to what it was asked for."""
        patterns = self.patterns()
        text = joined(text, patterns.examples)
        heard = find_references(text, patterns)
        named = [one for one in heard.found if one.kind in _NAMED]
        code = code_alone(text) if wanted.orders else None
        if code or (heard.postal_code and not named):
            code = code or heard.postal_code
            return [
                _Question(one, code, asker.email)
                for one in wanted.orders
                if one.kind in _NAMED or one.value == asker.email
            ]
        code = heard.postal_code
        if named and not code and len(heard.found) == 1:
            only = named[0]
            code = code_behind(text, only.end) or code_beside(text[: only.start] + text[only.end :])
        number = number_alone(text) if wanted.is_number and not heard.found else None
        if number:
            named = [Reference(Kind.ORDER_NUMBER, patterns.canonical(number))]
        return [_Question(one, code, asker.email) for one in named]

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

    async def _about_the_last(self, asker: Asker, concerns: Sequence[Concern]) -> CustomerCard:
        """Answer about the order they proved last; without one, ask for its number."""
        held = await self.proofs.proven(asker.person, self.clock())
        if held:
            asked = _Question(_Question.of(held[0]).reference, email=asker.email)
            return await self._noted(asked, asker, self._about(asked, asker, concerns))
        if concerns[0] in card.BEYOND:
            return card.beyond(concerns[0])
        examples = self.patterns().examples
        return card.number_wanted(examples, self._email(asker), concern=concerns[0])

    def _email(self, asker: Asker) -> str | None:
        """Return the address with which a postal code is enough."""
        return asker.email if self.rule is Rule.ANY else None

    async def _about(
        self, asked: _Question, asker: Asker, concerns: Sequence[Concern]
    ) -> CustomerCard:
        if asked.reference.kind is Kind.TRACKING_NUMBER and not asked.reference.couriers:
            return card.courier_wanted(asked.reference)
        held = await self.proofs.proven(asker.person, self.clock())
        known = next((q for q in map(_Question.of, held) if q.reference == asked.reference), None)
        if known:
            known = replace(known, email=asker.email)  # another one, perhaps, than it was then
            if shown := await self._looked(known, asker, concerns, is_known=True):
                return shown
        if asked.postal_code is not None:
            return await self._tried(asked, asker, concerns)
        if asked.reference.kind not in _NAMED:
            return card.number_wanted(self.patterns().examples, self._email(asker))
        shown = None
        if asked.email and not known and self.rule is not Rule.POSTAL_CODE:
            shown = await self._evenly(asked.reference, self._looked(asked, asker, concerns))
        return shown or card.proof_wanted(asked.reference)

    async def _tried(
        self, asked: _Question, asker: Asker, concerns: Sequence[Concern]
    ) -> CustomerCard:
        """Look whether it is theirs; a wrong try counts, whether there is such an order or not."""
        key = self.key_of(asked.reference)
        attempt = await self.proofs.attempt(asker.person, key, self.clock(), gesture=asker.gesture)
        if attempt is Locked.PERSON:
            return card.locked()

        async def looked() -> CustomerCard | None:
            if not isinstance(attempt, Attempt):
                return None
            shown = await self._looked(asked, asker, concerns)
            if shown:
                await self.proofs.was_right(attempt)
                return shown
            for what in attempt.locks:
                _log.warning("wrong proofs too often: locked for a while is %s", what)
                await self.tell(what, asker.person, key)
            return None

        return await self._evenly(asked.reference, looked()) or card.not_shown(asked.reference)

    async def _looked(
        self,
        asked: _Question,
        asker: Asker,
        concerns: Sequence[Concern],
        *,
        is_known: bool = False,
    ) -> CustomerCard | None:
        """Return the order if it is theirs, a word that it cannot be looked up, or None.

        Only who has proven it hears that an order's own answer cannot be read.
        """
        now = self.clock()
        if not await self.proofs.may_look(asker.person, now):
            return card.too_many()
        code = code_to_ask(asked.postal_code) if asked.postal_code else None
        options = Options(lang=asker.lang, postal_code=code, email=asked.email)
        try:
            found = await self._found(asked.reference, options)
        except Refused:
            return None  # parcelLab's way to say that there is none, or that it is not theirs
        except Broken:
            if is_known or not await self._answers_others():
                return card.busy()
            _log.warning("parcelLab's answer about one order cannot be read: told as if unknown")
            return None
        except ParcelLabError:  # whom it asks to wait it has not looked up
            return card.busy()
        if not found or not is_proven(asked.claim, found[1], self.rule):
            return None
        until = now + self.holds
        key = self.key_of(asked.reference)
        await self.proofs.keep_proof(asker.person, key, asked.secret(), now, until=until)
        visible = reveal(found[0], asker.customer)
        return card.for_customer(visible, concerns=concerns, now=now, as_of=now)

    async def _found(
        self, reference: Reference, options: Options
    ) -> tuple[Order, Recipient] | None:
        try:
            async with asyncio.timeout(self.timeout):
                return await self.orders.look_as_recipient(reference, options)
        except TimeoutError:
            raise Broken("no answer in time") from None

    async def _answers_others(self) -> bool:
        """Return whether parcelLab answers what is asked of no order, as far as it can be asked.

        Then a failure is one order's own, and tells that there is such an order. An outage concerns
        every number alike: it may be told.
        """
        try:
            await self._found(_NOBODYS, Options())
        except (Refused, Busy):
            pass
        except ParcelLabError:
            return False
        return True

    async def _evenly(self, reference: Reference, look: Look) -> CustomerCard | None:
        """Look; a None comes at one moment, which tells nothing, however long it took to find out.

        What parcelLab has not said when it has of a number of nobody's is a no, too: it is slow for
        this order alone. The look goes on: what proves to be theirs is theirs when they ask once
        more. If it is slow for all, all wait, a step more and another.
        """
        calls = self.accounts * max(1, len(reference.couriers))
        wait = min((1 + calls) * self.step, self.timeout + self.step)
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        looking: asyncio.Task[CustomerCard | None] = self.start(look)
        await asyncio.wait((looking,), timeout=wait / 4)
        others: asyncio.Task[bool] | None
        others = None if looking.done() else self.start(self._answers_others())
        while True:
            await asyncio.wait((looking,), timeout=until - loop.time())
            if looking.done() and (shown := looking.result()):
                return shown
            await asyncio.sleep(until - loop.time())
            if others is None or others.done():
                break
            until += self.step
        if others is None or looking.done() or others.result():
            return None
        return card.busy()

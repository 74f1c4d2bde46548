"""The doors to customers: what stands between them and the use case "my parcel"."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.customers.lock_letter import LOCK, lock_letters
from bot.core.customers.proof import Locked
from bot.core.letter import Take
from bot.customers import Customers
from bot.slack.customers.click import CustomerClicks
from bot.slack.customers.desk import CustomerDesk
from bot.slack.customers.lock_desk import LockDesk
from bot.slack.customers.proof_desk import PROOF, ProofDesk
from bot.slack.desks import Desk
from bot.slack.listeners import customer
from bot.slack.listeners.old import OldButtons
from bot.slack.poster import Poster
from bot.wiring.parts import Parts


@dataclass(frozen=True, slots=True)
class CustomerDoor:
    """Lets customers in; `take` is where their letters go."""

    customers: Customers
    parts: Parts
    take: Take

    def desk(self, agents: Desk, poster: Poster) -> CustomerDesk:
        """Return who answers messages, and leaves to *agents* what those ask."""
        return CustomerDesk(
            agents,
            self._served,
            answers=self.parts.answers,
            people=self.parts.people,
            poster=poster,
            client=self.parts.client,
        )

    def desks(self, poster: Poster) -> Mapping[str, Desk]:
        """Return who answers proofs, and tells of locks."""
        parts = self.parts
        slack = (parts.answers, parts.people, poster, parts.client)
        return {
            PROOF: ProofDesk(self._served, *slack, parts.seal),
            LOCK: LockDesk(*slack, parts.support.lang),
        }

    def clicks(self) -> CustomerClicks:
        """Return who answers their clicks on agents' cards."""
        return CustomerClicks(self._served, self.parts.answers)

    def hang(self, old: OldButtons) -> None:
        customer.register(
            self.parts.app,
            take=self.take,
            seal=self.parts.seal,
            people=self.parts.people,
            views=self.parts.views,
            clock=self.parts.clock,
            old=old,
        )

    @property
    def _served(self) -> Customers:
        return replace(self.customers, tell=self._tell)

    async def _tell(self, what: Locked, person: str, key: str) -> None:
        """Tell who should know when somebody is wrong too often."""
        to, now = self.parts.told_of_locks, self.parts.clock()
        for letter in lock_letters(what, person, key, to=to, now=now):
            await self.take(letter)

"""The doors to customers: what stands between them and the use case "my parcel"."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.clock import Clock
from bot.core.customers.lock_letter import LOCK, lock_letters
from bot.core.customers.proof import Locked
from bot.core.letter import Take
from bot.customers import Customers
from bot.slack.answer import Answers
from bot.slack.customers.click import CustomerClicks
from bot.slack.customers.desk import CustomerDesk
from bot.slack.customers.lock_desk import LockDesk
from bot.slack.customers.proof_desk import PROOF, ProofDesk
from bot.slack.desks import Desk
from bot.slack.listeners import customer
from bot.slack.listeners.old import OldButtons
from bot.slack.people import People
from bot.slack.poster import Poster
from bot.slack.views import Views
from bot.wiring.case_door import CaseParts


@dataclass(frozen=True, slots=True)
class CustomerDoor:
    """Lets customers in; `take` is where their letters go."""

    customers: Customers
    case: CaseParts
    client: AsyncWebClient
    people: People
    answers: Answers
    views: Views
    clock: Clock
    take: Take

    def desk(self, agents: Desk, poster: Poster) -> CustomerDesk:
        """Return who answers messages, and leaves to *agents* what those ask."""
        return CustomerDesk(
            agents,
            self._served,
            answers=self.answers,
            people=self.people,
            poster=poster,
            client=self.client,
        )

    def desks(self, poster: Poster) -> Mapping[str, Desk]:
        """Return who answers proofs, and tells of locks."""
        answers, people, client, case = self.answers, self.people, self.client, self.case
        return {
            PROOF: ProofDesk(self._served, answers, people, poster, client, case.seal),
            LOCK: LockDesk(answers, people, poster, client, case.support.lang),
        }

    def clicks(self) -> CustomerClicks:
        """Return who answers their clicks on agents' cards."""
        return CustomerClicks(self._served, self.answers)

    def hang(self, app: AsyncApp, old: OldButtons) -> None:
        customer.register(
            app,
            take=self.take,
            seal=self.case.seal,
            people=self.people,
            views=self.views,
            clock=self.clock,
            old=old,
        )

    @property
    def _served(self) -> Customers:
        return replace(self.customers, tell=self._tell)

    async def _tell(self, what: Locked, person: str, key: str) -> None:
        """Tell who should know when somebody is wrong too often."""
        to = self.case.told_of_locks
        for letter in lock_letters(what, person, key, to=to, now=self.clock()):
            await self.take(letter)

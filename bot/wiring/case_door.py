"""The doors to a person: what stands between customers, agents and the use case."""

from dataclasses import dataclass
from datetime import timedelta

from bot.cases import Cases
from bot.core.customers.case import Support
from bot.core.letter import Take
from bot.core.privacy import Customer
from bot.core.reference import Reference, find_references
from bot.customers import proven_last
from bot.settings import Settings
from bot.slack.customers.case_deeds import Asking, Between, Clicks
from bot.slack.customers.case_desk import CaseDesk
from bot.slack.desks import Desk
from bot.slack.listeners import case
from bot.slack.poster import Poster
from bot.store.case import CaseStore
from bot.store.customer import CustomerStore
from bot.wiring.parts import Parts


def support_of(settings: Settings) -> Support:
    """Return whom the administrator has arranged for customers to talk to."""
    return Support(
        channel=settings.support_channel,
        lead=settings.support_lead,
        contact=settings.support_contact,
        patience=timedelta(minutes=settings.support_remind),
        lang=settings.support_lang,
    )


@dataclass(frozen=True, slots=True)
class CaseDoor:
    """Lets both sides in; `take` is where their letters go."""

    parts: Parts
    take: Take

    @property
    def cases(self) -> Cases:
        parts, store = self.parts, CaseStore(self.parts.database, self.parts.seal)
        return Cases(store, self.take, parts.support, parts.clock, parts.world)

    def desk(self, poster: Poster) -> CaseDesk:
        """Return who answers letters of cases."""
        parts = self.parts
        decisions = Clicks(self.cases, self._asking, parts.people).decisions()
        slack = (parts.people, poster, parts.client, parts.identity)
        return CaseDesk(self.cases, decisions, parts.answers, *slack)

    def between(self, messages: Desk) -> Between:
        """Return who stands before the desk for messages."""
        people = self.parts.people
        return Between(messages, self.cases, self._asking, people, self._names_an_order)

    @property
    def _asking(self) -> Asking:
        return Asking(self.cases, self.parts.people, self.parts.client, self._proven)

    def hang(self) -> None:
        case.register(self.parts.app, take=self.take, clock=self.parts.clock)

    def _names_an_order(self, text: str) -> bool:
        return bool(find_references(text, self.parts.ruling.patterns()).found)

    async def _proven(self, customer: Customer) -> Reference | None:
        proofs = CustomerStore(self.parts.database, self.parts.seal)
        return await proven_last(proofs, customer.user_id, self.parts.world())

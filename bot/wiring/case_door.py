"""The doors to a person: what stands between customers, agents and the use case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases import Cases
from bot.core.clock import Clock
from bot.core.customers.case import Support
from bot.core.letter import Take
from bot.core.privacy import Customer
from bot.core.reference import Reference, find_references
from bot.core.text.pattern import OrderPatterns
from bot.customers import proven_last
from bot.settings import Settings
from bot.slack.answer import Answers
from bot.slack.customers.case_deeds import Asking, Between, Clicks
from bot.slack.customers.case_desk import CaseDesk
from bot.slack.desks import Desk
from bot.slack.door import Identity
from bot.slack.listeners import case
from bot.slack.people import People
from bot.slack.poster import Poster
from bot.store.case import CaseStore
from bot.store.customer import CustomerStore
from bot.store.database import Database
from bot.store.seal import Seal


@dataclass(frozen=True, slots=True)
class CaseParts:
    """What the administrator has arranged, and what is known of a customer's message and order."""

    support: Support
    seal: Seal
    names_an_order: Callable[[str], bool]
    told_of_locks: tuple[str, ...]  # people, or a channel


def case_parts(settings: Settings, seal: Seal, patterns: Callable[[], OrderPatterns]) -> CaseParts:
    """Return what the settings say; what order numbers look like may change meanwhile."""

    def names_an_order(text: str) -> bool:
        return bool(find_references(text, patterns()).found)

    support = Support(
        channel=settings.support_channel,
        lead=settings.support_lead,
        contact=settings.support_contact,
        patience=timedelta(minutes=settings.support_remind),
        lang=settings.support_lang,
    )
    channel = (support.channel,) if support.channel else ()
    return CaseParts(support, seal, names_an_order, tuple(sorted(settings.admins)) or channel)


@dataclass(frozen=True, slots=True)
class CaseDoor:
    """Lets both sides in; `take` is where their letters go.

    `clock` is real time, `world` that of proofs, cases and Slack, which a demo moves.
    """

    parts: CaseParts
    database: Database
    client: AsyncWebClient
    identity: Identity
    people: People
    answers: Answers
    clock: Clock
    world: Clock
    take: Take

    @property
    def cases(self) -> Cases:
        store = CaseStore(self.database, self.parts.seal)
        return Cases(store, self.take, self.parts.support, self.clock, self.world)

    def desk(self, poster: Poster) -> CaseDesk:
        """Return who answers letters of cases."""
        decisions = Clicks(self.cases, self._asking, self.people).decisions()
        slack = (self.people, poster, self.client, self.identity)
        return CaseDesk(self.cases, decisions, self.answers, *slack)

    def between(self, messages: Desk) -> Between:
        """Return who stands before the desk for messages."""
        names_an_order = self.parts.names_an_order
        return Between(messages, self.cases, self._asking, self.people, names_an_order)

    @property
    def _asking(self) -> Asking:
        return Asking(self.cases, self.people, self.client, self._proven)

    def hang(self, app: AsyncApp) -> None:
        case.register(app, take=self.take, clock=self.clock)

    async def _proven(self, customer: Customer) -> Reference | None:
        proofs = CustomerStore(self.database, self.parts.seal)
        return await proven_last(proofs, customer.user_id, self.world())

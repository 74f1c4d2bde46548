"""A customer clicks *Details for me* below a card that others see, too: the answer is theirs alone.

The order's number stands on the card; that it is theirs has to be proven like anywhere else.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.core.click import Click, Verb
from bot.core.customers.answer import CustomerAnswer
from bot.core.customers.asker import Asker
from bot.core.customers.card import beside
from bot.core.privacy import Agent, Customer
from bot.core.reference import Kind, Reference
from bot.slack.answer import Answer, Answers
from bot.slack.customers.desk import asker
from bot.slack.people import Person


class Customers(Protocol):
    """The use case "my parcel", as far as clicks go."""

    async def show(self, order: Reference, asker: Asker) -> CustomerAnswer: ...


@dataclass(frozen=True, slots=True)
class CustomerClicks:
    """Shows them their order where they clicked, or asks for the proof there."""

    customers: Customers
    answers: Answers

    async def answer(self, click: Click | None, by: Agent, person: Person) -> Answer | None:
        """Answer it; None: it is not for them. While Slack does not say who clicks, nothing is."""
        if click is None or click.verb is not Verb.DETAILS or not click.is_posted:
            return None
        if person.is_agent is not False or click.reference.kind is not Kind.ORDER_NUMBER:
            return None
        customer = Customer(by.team_id, by.user_id)
        said = await self.customers.show(click.reference, asker(customer, person, ""))
        cards = tuple(map(beside, said.cards))
        return self.answers.drawn(CustomerAnswer(cards), lang=person.lang)

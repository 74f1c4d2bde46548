"""A customer who asks, as Slack knows them."""

from dataclasses import dataclass, field

from bot.core.privacy import Customer


@dataclass(frozen=True, slots=True)
class Asker:
    """`email` is one that Slack vouches for, `gesture` what is answered: perhaps once again."""

    customer: Customer
    lang: str
    email: str | None = field(default=None, repr=False)
    gesture: str = ""

    @property
    def person(self) -> str:
        """Name them without a team: a payload says the app's or their own.

        A database is of one workspace (`Identity.learn`), and a user id there is one person's.
        """
        return self.customer.user_id

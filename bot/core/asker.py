"""A customer who asks, as Slack knows them."""

from dataclasses import dataclass, field

from bot.core.privacy import Customer


@dataclass(frozen=True, slots=True)
class Asker:
    """`email` is one that Slack vouches for."""

    customer: Customer
    lang: str
    email: str | None = field(default=None, repr=False)

    @property
    def person(self) -> str:
        return f"{self.customer.team_id}:{self.customer.user_id}"

"""What administrators hear of wrong postal codes, in English."""

from typing import Final

from bot.core.phrase import N_

TITLE: Final = N_("Many wrong postal codes")
PERSON: Final = N_(
    "{person} has entered wrong postal codes within an hour: five times, or for five orders. I "
    "accept no more from them until the hour has passed."
)
SOMEBODY: Final = N_(
    "A customer has entered wrong postal codes within an hour: five times, or for five orders. I "
    "accept no more from them until the hour has passed."
)
ORDER: Final = N_(
    "For one order number, ten wrong postal codes were entered within a day. I show that order to "
    "no customer until the day has passed, if there is such an order."
)
ORDER_BY: Final = N_(
    "For one order number, ten wrong postal codes were entered within a day, the last by {person}. "
    "I show that order to no customer until the day has passed, if there is such an order."
)
NEXT: Final = N_("They can talk to someone meanwhile. You need not do anything.")

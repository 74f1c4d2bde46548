"""What a customer writes about, beside the numbers in it: by words in en, de, fr, es, it, nl, pl.

Rules, no guesses: what none of them knows is said to be not understood.
"""

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import cache, partial
from typing import Final

from bot.core.text.phrasing import expression, plain
from bot.core.text.slack_text import read
from bot.core.text.talk import (
    beyond,
    courtesy,
    delay,
    missing,
    person,
    pickup,
    refund,
    shop,
    whereabouts,
)


class Concern(IntEnum):
    """Of several in one text the first here counts most. The numbers are written down: keep them.

    What no bot can do comes first, as nobody is helped by being told where it is.
    """

    PERSON = 0  # to talk to somebody
    CANCEL = 9  # or to change what was ordered
    DAMAGED = 10
    INVOICE = 14
    INCOMPLETE = 11
    NOT_RECEIVED = 1  # it says delivered, but it is not there
    ADDRESS = 12  # it is to go elsewhere
    REFUND = 13
    SHOP = 15  # prices, countries, vouchers, payments: nothing that is on its way
    RETURN = 2
    PICKUP = 3  # where and when it can be collected
    LATE = 4
    WHERE = 5
    HELP = 6  # what the bot can do
    THANKS = 7
    GREETING = 8


_SAID: Final = {
    Concern.PERSON: person.SAID,
    Concern.CANCEL: beyond.CANCEL,
    Concern.DAMAGED: beyond.DAMAGED,
    Concern.INCOMPLETE: beyond.INCOMPLETE,
    Concern.NOT_RECEIVED: missing.SAID,
    Concern.ADDRESS: beyond.ADDRESS,
    Concern.REFUND: beyond.REFUND,
    Concern.INVOICE: beyond.INVOICE,
    Concern.SHOP: shop.SAID,
    Concern.RETURN: refund.SAID,
    Concern.PICKUP: pickup.SAID,
    Concern.LATE: delay.SAID,
    Concern.WHERE: whereabouts.SAID,
    Concern.HELP: courtesy.HELP,
    Concern.THANKS: courtesy.THANKS,
    Concern.GREETING: courtesy.GREETING,
}
_EVERY: Final = (*_SAID.values(), shop.AT_LARGE, shop.THEIRS, shop.PAID)
_NUMBER: Final = re.compile("[a-z]-?[0-9]{3}")  # of an order: in "to 10115 Berlin" there is none
_READ: Final = 4000  # characters: nobody says later what they want
# "Delivered or not?" is no complaint.
_OR_NOT: Final = re.compile(
    r"(?<![a-z])(?:or not|oder nicht|ou non|ou pas|o no|o non|of niet|czy nie)(?![a-z])"
)
# "They don't fit, how do I send them back?" is no "don't send them".
_SEND_BACK: Final = re.compile(r"(?<![a-z])send(?:ing)? (?:it|them|this|these|that) back(?![a-z])")


def concerns_of(text: str) -> tuple[Concern, ...]:
    """Return what a raw Slack text is about, what counts most first; of nothing known, nothing."""
    said = _OR_NOT.sub("", plain(read(text).text[:_READ]))
    said = _SEND_BACK.sub("return", said)
    return tuple(one for one in Concern if _is_in(said, one))


def _is_in(said: str, concern: Concern) -> bool:
    is_said = _expression(_SAID[concern]).search(said) is not None
    if concern is not Concern.SHOP:
        return is_said
    if not is_said and _expression(shop.AT_LARGE).search(said):
        is_said = not (_expression(shop.THEIRS).search(said) or _NUMBER.search(said))
    return is_said and not _expression(shop.PAID).search(said)


@cache
def _expression(phrases: str) -> re.Pattern[str]:
    """All take a second: more than any other part of a start, and most never read a customer."""
    return expression(phrases)


def preparations() -> Iterator[Callable[[], object]]:
    """Yield what compiles the words, in parts of 0.1 s: then the first text is read at once."""
    return (partial(_expression, phrases) for phrases in _EVERY)

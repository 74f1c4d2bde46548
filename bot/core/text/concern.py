"""What a customer writes about, beside the numbers in it: by words in en, de, fr, es, it, nl, pl.

Rules, no guesses: what none of them knows is said to be not understood.
"""

import re
from enum import IntEnum
from functools import cache
from typing import Final

from bot.core.text.phrasing import expression, plain
from bot.core.text.slack_text import read
from bot.core.text.talk import beyond, courtesy, delay, missing, person, pickup, refund, whereabouts


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
    Concern.RETURN: refund.SAID,
    Concern.PICKUP: pickup.SAID,
    Concern.LATE: delay.SAID,
    Concern.WHERE: whereabouts.SAID,
    Concern.HELP: courtesy.HELP,
    Concern.THANKS: courtesy.THANKS,
    Concern.GREETING: courtesy.GREETING,
}
_READ: Final = 4000  # characters: nobody says later what they want
# "Delivered or not?" is no complaint.
_OR_NOT: Final = re.compile(
    r"(?<![a-z])(?:or not|oder nicht|ou non|ou pas|o no|o non|of niet|czy nie)(?![a-z])"
)


def concerns_of(text: str) -> tuple[Concern, ...]:
    """Return what a raw Slack text is about, what counts most first; of nothing known, nothing."""
    said = _OR_NOT.sub("", plain(read(text).text[:_READ]))
    return tuple(one for one in Concern if _expression(one).search(said))


@cache
def _expression(concern: Concern) -> re.Pattern[str]:
    """All take 0.6 s: more than any other part of a start, and most never read a customer."""
    return expression(_SAID[concern])

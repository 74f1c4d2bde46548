"""An option of a menu."""

from bot.core.phrase import Phrase
from bot.core.value import value_object


@value_object
class Option:
    """What it says, and what comes back when it is chosen."""

    label: Phrase
    value: str

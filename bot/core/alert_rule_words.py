"""What is said about alert rules. See words.py for how."""

from typing import Final

from bot.core.phrase import N_

EMPTY_VALUE: Final = N_("Nothing stands behind {field}. Name one, such as {example}.")
NO_FIELD: Final = N_("What is {word}? Say, for example, {example}.")
NO_SUCH_FIELD: Final = N_("There is no {word}. Use {fields}.")
DID_YOU_MEAN: Final = N_("There is no {word}. Did you mean {field}?")
NO_SUCH_COUNTRY: Final = N_("{word} is no country code. Use two or three letters, such as DE.")
NOT_CLOSED: Final = N_("A bracket is opened that is not closed.")
NOT_OPENED: Final = N_("A bracket is closed that was not opened.")
NOTHING_AFTER: Final = N_("Something is missing after {word}.")
NOTHING_BEFORE: Final = N_("Something is missing before {word}.")
TOO_LONG: Final = N_("That is too long: {most} characters at most.")
TOO_DEEP: Final = N_("There are too many brackets in one another.")

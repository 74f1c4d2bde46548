"""What is said about alert rules. See card.py for how."""

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

# The list of a channel's rules.
TITLE: Final = N_("Alert rules")
OF_PLACE: Final = N_(
    "What {channel} is told of every order I look at, beside what is watched there."
)
NO_RULES: Final = N_("There is no rule yet.")
ADD: Final = N_("Add a rule")
EDIT: Final = N_("Edit")
ALL_KINDS: Final = N_("Everything")
ONLY: Final = N_("Only {condition}")
TOLD_AS: Final = N_("Told as: {severity}")
FULL: Final = N_("A channel has {most} rules at most.")
WINDOW: Final = N_("The rules stand in the window.")
NO_WINDOW: Final = N_("The window did not open. Please say it again.")

# One rule.
RULE: Final = N_("Alert rule")
NAME: Final = N_("Name")
NAME_HINT: Final = N_("It stands in the receipts, for what the rule silences.")
KINDS: Final = N_("What is told")
KINDS_HINT: Final = N_("Nothing chosen means everything.")
CONDITION: Final = N_("Only for orders with")
CONDITION_HINT: Final = N_(
    "For example {example}. There are client, courier, country, warehouse and tag; and, or, not, "
    "brackets; * stands for anything. Empty means every order."
)
SEVERITY: Final = N_("Told as")
AS_IT_IS: Final = N_("As urgent as it is")
SEVERITIES: Final = {
    0: N_("Urgent, also in quiet hours"),
    1: N_("Warning"),
    2: N_("For information"),
}
DAYS: Final = N_("Not collected: told after")
DAYS_OF: Final = (N_("{n} day"), N_("{n} days"))
PERCENT: Final = N_("May be late: told from a probability of")
PERCENT_ANY: Final = N_("any")
TRY: Final = N_("What would it have told?")
TRIED: Final = (
    N_("In the last 7 days it would have posted {n} message."),
    N_("In the last 7 days it would have posted {n} messages."),
)
TRIED_OF: Final = N_("Of {events} pieces of news: {merged} told along, {silenced} silenced.")
REMOVE: Final = N_("Remove this rule")
REMOVE_TEXT: Final = N_("The channel is not told by it any more.")
NO_NAME: Final = N_("Give it a name.")
SAME_NAME: Final = N_("Another rule of this channel has that name.")
OUTDATED: Final = N_("Somebody has changed it meanwhile. Close this and open it again.")

# When a channel wants to hear.
HOURS: Final = N_("Quiet hours, digest")
QUIET: Final = N_("Quiet from {begins} to {ends} ({zone})")
NEVER_QUIET: Final = N_("No quiet hours")
DIGEST: Final = N_("Digest at {at}")
BUDGET: Final = (N_("At most {n} message a day"), N_("At most {n} messages a day"))
QUIET_FROM: Final = N_("Quiet from")
QUIET_UNTIL: Final = N_("Quiet until")
ZONE: Final = N_("Time zone")
DIGEST_AT: Final = N_("Digest at")
DIGEST_HINT: Final = N_("When what was collected is told.")
BUDGET_LABEL: Final = N_("Messages a day, at most")
BUDGET_HINT: Final = N_("Empty means any number.")
NO_TIME: Final = N_("None")
BOTH_TIMES: Final = N_("Choose both times, and not the same, or none.")
NO_ZONE: Final = N_("Choose a time zone.")
NO_NUMBER: Final = N_("A number from 1 to 1000, please.")

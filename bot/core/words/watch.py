"""What is said about watches and receipts. See card.py for how."""

from typing import Final

from bot.core.phrase import N_

BUTTON_WATCH: Final = N_("Watch")
BUTTON_UNWATCH: Final = N_("Stop watching")
ALREADY_TITLE: Final = N_("You watch it already")
YOU_WATCH: Final = N_("You watch {order} since {when}.")
NAMED: Final = N_("Named: {name}")
WATCHING_PARCEL: Final = N_("Watching a parcel")
WATCHING_TITLE: Final = (N_("Watching {n} order"), N_("Watching {n} orders"))
TELLS_YOU: Final = N_(
    "I tell you in our direct message when {orders} is late, stuck, ready or delivered."
)
TELLS_YOU_ALL: Final = N_(
    "I tell you in our direct message when one is late, stuck, ready or delivered."
)
TELLS_CHANNEL: Final = N_("I tell {channel} when {orders} is late, stuck, ready or delivered.")
TELLS_CHANNEL_ALL: Final = N_("I tell {channel} when one is late, stuck, ready or delivered.")
WATCHED_BEFORE: Final = (N_("{n} was watched there before."), N_("{n} were watched there before."))
ENDS_BY_ITSELF: Final = N_("It ends by itself some time after delivery; {example} ends it now.")
ENDS_ON: Final = N_("It ends on {day}; {example} ends it now.")
NO_NUMBER_TITLE: Final = N_("Watch which order?")
NO_NUMBER: Final = N_("Name an order or a parcel, for example: {example}")
NO_NUMBER_CHANNEL: Final = N_("{example}  tells a channel")
NOT_WATCHABLE_TITLE: Final = N_("That cannot be watched")
NOT_WATCHABLE: Final = N_(
    "What is watched is remembered for weeks, so no e-mail address or customer number. "
    "Name the order."
)
NOT_THERE_TITLE: Final = N_("I am not in that channel")
NOT_THERE: Final = N_("Invite me to the channel first, then say it again there.")
UNWATCHED_TITLE: Final = N_("Watched no more")
UNWATCHED: Final = (
    N_("{orders} is not watched here any more."),
    N_("{orders} are not watched here any more."),
)
NOT_WATCHED_TITLE: Final = N_("Not watched")
NOT_WATCHED: Final = (N_("{orders} was not watched here."), N_("{orders} were not watched here."))
WATCHES_TITLE: Final = (N_("{n} order is watched for you"), N_("{n} orders are watched for you"))
WATCHES_HERE: Final = (
    N_("{n} order is watched for this channel"),
    N_("{n} orders are watched for this channel"),
)
PARCELS_OF: Final = (N_("{n} parcel of {order}"), N_("{n} parcels of {order}"))
WATCHED_SINCE: Final = N_("{order} since {when}")
NO_WATCHES_TITLE: Final = N_("Nothing is watched")
NO_WATCHES: Final = N_("{example} tells you when an order is late, stuck, ready or delivered.")
AND_MORE: Final = (N_("… {n} more"), N_("… {n} more"))
MY_WATCHES: Final = N_("Your watches")
MY_WATCHES_ARE: Final = (
    N_("{n} order, and how it stood when I looked last."),
    N_("{n} orders, what needs you first, as they stood when I looked last."),
)
MY_WATCHES_MORE: Final = (N_("… {n} more: {command}"), N_("… {n} more: {command}"))
LIST_OF: Final = (N_("{name}: {n} order"), N_("{name}: {n} orders"))
# The window in which they are changed.
WINDOW: Final = N_("Watches")
FORM_TITLE: Final = N_("Change a watch")
NAME: Final = N_("Name")
NAME_HINT: Final = N_(
    "To know it by, wherever it is told. Several orders with one name are a list."
)
UNTIL: Final = N_("Until")
UNTIL_HINT: Final = N_("Empty: it ends by itself some time after delivery.")
UNTIL_DAY: Final = N_("until {day}")
DAY_OVER: Final = N_("This day is over.")
STOP_TEXT: Final = (
    N_("{n} order is not watched any more then."),
    N_("{n} orders are not watched any more then."),
)
GONE_TITLE: Final = N_("It is watched no more")
GONE: Final = N_("It has ended meanwhile.")
TOLD_IN: Final = N_("told in {channel}")
LOOKED_AT: Final = N_("looked at {when}")
NOT_LOOKED_AT: Final = N_("Not looked at yet")
NOT_FOUND_YET: Final = N_("parcelLab does not know it yet")
NOTHING_TO_TELL: Final = N_("Nothing to tell so far")
NO_DAY_TITLE: Final = N_("Which day?")
NO_DAY: Final = N_("Name a day as {example}, or none for today.")
RECEIPTS_TITLE: Final = N_("Receipts of {day}")
RECEIPTS_SEEN: Final = (N_("{n} alert was due"), N_("{n} alerts were due"))
RECEIPTS: Final = {
    "posted": (N_("{n} posted"), N_("{n} posted")),
    "merged": (N_("{n} told along with another"), N_("{n} told along with another")),
    "silenced": (N_("{n} silenced: {why}"), N_("{n} silenced: {why}")),
    "snoozed": (N_("{n} snoozed"), N_("{n} snoozed")),
    "parked": (N_("{n} parked: {why}"), N_("{n} parked: {why}")),
    "owed": (N_("{n} waiting to be posted"), N_("{n} waiting to be posted")),
}

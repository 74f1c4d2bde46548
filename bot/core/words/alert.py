"""What alerts say. See card.py for how."""

from typing import Final

from bot.core.phrase import N_

HEADLINE: Final = {
    "dispatch_late": N_("Dispatched late by the shop"),
    "trending_late": N_("May be late"),
    "promise_moved": N_("Expected later than promised"),
    "late": N_("Late"),
    "promise_exceeded": N_("Promise to the customer exceeded"),
    "no_scan": N_("No scan for long"),
    "exception": N_("Exception"),
    "failed_attempt": N_("Failed delivery attempt"),
    "ready_for_pickup": N_("Ready for pickup"),
    "not_collected": N_("Not collected yet"),
    "sent_back": N_("On its way back to the shop"),
    "returned": N_("Back at the shop"),
    "delivered": N_("Delivered"),
    "cancelled": N_("Cancelled"),
}
BEGAN: Final = N_("Since {when}")
SEEN: Final = N_("Seen {when}")
AS_RETURN: Final = N_("Return")
REPEATED: Final = N_("Repeated: Slack did not tell whether this was posted before.")

# What people do with a card.
HAVE: Final = N_("I have it")
SNOOZE: Final = N_("Snooze …")
DONE: Final = N_("Done …")
WAKE: Final = N_("Wake up")
CARD: Final = N_("Open a card …")
REOPEN: Final = N_("Open again")
TELL: Final = N_("Tell the customer")
SNOOZES: Final = {
    "hour": N_("for an hour"),
    "morning": N_("until tomorrow, 9:00"),
    "move": N_("until it moves"),
    "promise": N_("until the promised date"),
}
REASONS: Final = {
    "informed": N_("The customer is informed"),
    "courier": N_("The courier is on it"),
    "replaced": N_("Sent again"),
    "refunded": N_("Refunded"),
    "solved": N_("It has solved itself"),
    "nothing": N_("Nothing to do"),
}
HAS_IT: Final = N_("{agent} has it, {at}")
SNOOZED_UNTIL: Final = N_("{agent} snoozed it until {at}")
SNOOZED_MOVE: Final = N_("{agent} snoozed it until it moves")
DONE_BY: Final = N_("{agent} is done with it, {at}: {reason}")
OPENED: Final = N_("Open again: it has moved, {at}")
STORM_OPENED: Final = N_("Open again: more have joined, {at}")
CHECKING: Final = N_("parcelLab is being asked …")
CHECKED: Final = N_("Checked {at}")
UNCHECKED: Final = N_("parcelLab did not answer")
REMINDER: Final = N_("{order} · still nothing has moved")
REMINDS: Final = N_("{agent}, you have had it since {at}.")
# What has waited is told together.
DIGEST: Final = (N_("{n} alert has waited"), N_("{n} alerts have waited"))

# Many parcels of one courier and place that turn late together.
STORM: Final = {
    "late": (
        N_("{n} parcel late since {at}"),
        N_("{n} parcels late since {at}"),
    ),
    "no_scan": (
        N_("{n} parcel not scanned for long, since {at}"),
        N_("{n} parcels not scanned for long, since {at}"),
    ),
}
STORM_APART: Final = (
    N_("{n} of them has a card of its own"),
    N_("{n} of them have cards of their own"),
)
STORM_LEFT: Final = (N_("{n} parcel has moved on"), N_("{n} parcels have moved on"))
STORM_PARCEL: Final = N_("Parcel")
STORM_JOIN: Final = N_("More of them join this card. The file in its thread lists all.")

# What a click did not do.
LATE_TITLE: Final = N_("Somebody was faster")
LATE: Final = N_("The card has changed meanwhile. It shows how it stands now.")
UNKNOWN_TITLE: Final = N_("This card is not known (yet)")
UNKNOWN: Final = N_("Try again in a moment.")
IMPOSSIBLE_TITLE: Final = N_("That does not work")
IMPOSSIBLE: Final = N_("No date is promised that is still to come, or the card is done.")
UNWATCHED_TITLE: Final = N_("It is watched no more")
UNWATCHED: Final = N_("Watch it again, and it is looked at again: {example}")

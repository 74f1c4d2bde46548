"""What alerts say. See words.py for how."""

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
PROMISE_CHAIN: Final = N_("Promised {days} → now {now}")
PROMISE_OPEN: Final = N_("Promised {days}, not delivered yet")
BEGAN: Final = N_("Since {when}")
SEEN: Final = N_("Seen {when}")
AS_RETURN: Final = N_("Return")
REPEATED: Final = N_("Repeated: Slack did not tell whether this was posted before.")

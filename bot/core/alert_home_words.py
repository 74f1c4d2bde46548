"""What is said about alerts in Home. See words.py for how."""

from typing import Final

from bot.core.phrase import N_

HOW: Final = N_("{example} in a channel says what it is told of every order.")
PARKED: Final = N_("Alerts that are not posted")
PARKED_ARE: Final = N_("Slack does not take them. Mend the reason, then try again.")
WAIT: Final = (
    N_("{channel}: {n} alert since {since}. Slack says {reason}."),
    N_("{channel}: {n} alerts since {since}. Slack says {reason}."),
)
DIRECT: Final = N_("A direct message")
MORE_CHANNELS: Final = (N_("… {n} more channel"), N_("… {n} more channels"))
_INVITE: Final = N_("Invite me to the channel, then try again.")
HINTS: Final = {
    "not_in_channel": _INVITE,
    "channel_not_found": _INVITE,
    "is_archived": N_("Somebody has to bring the channel back from the archive first."),
    "restricted_action": N_("Somebody has to let apps post in the channel first."),
}

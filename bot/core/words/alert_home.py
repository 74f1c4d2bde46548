"""What is said about alerts in Home. See card.py for how."""

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
AUDIT_RULE: Final = N_("{who} changed the alert rule {rule} of {channel}: {before} → {after}")
AUDIT_RULE_NEW: Final = N_("{who} made the alert rule {rule} for {channel}: {after}")
AUDIT_RULE_GONE: Final = N_("{who} removed the alert rule {rule} of {channel}")
AUDIT_HOURS: Final = N_("{who} changed when {channel} hears of alerts: {before} → {after}")
AUDIT_WATCHED: Final = (
    N_("{who} imported {n} order that {channel} watches"),
    N_("{who} imported {n} orders that {channel} watches"),
)
AUDIT_IMPORT: Final = (
    N_("{who} imported {n} order for the alert rules"),
    N_("{who} imported {n} orders for the alert rules"),
)
IMPORT_TITLE: Final = N_("Orders for the alert rules")
IMPORTED: Final = (
    N_("{n} order is looked at for the rules, {new} of it new."),
    N_("{n} orders are looked at for the rules, {new} of them new."),
)
IMPORT_HOW: Final = N_(
    "Paste a list behind {example}: a number in each line, or a CSV with its head. On the "
    "bot's server: {command}."
)
IMPORT: Final = N_("Import orders")
IMPORT_WINDOW: Final = N_("A file goes into the window that has opened.")
IMPORT_FILE: Final = N_("File")
IMPORT_FILE_HINT: Final = N_(
    "A CSV with a column order_number, or tracking_number and courier; or a number in each line."
)
IMPORT_READING: Final = N_("I am reading the file …")
IMPORT_UNREAD: Final = (N_("{n} line names no order."), N_("{n} lines name no order."))

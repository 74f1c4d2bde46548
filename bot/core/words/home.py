"""What the bot says in its Home, and of the rules that administrators set there."""

from typing import Final

from bot.core.phrase import N_

NO_AGENT: Final = N_("Orders are for the support team here, and you are not in it.")
NO_AGENT_NEXT: Final = N_(
    "Ask a colleague of the support team. If you belong to it, ask an administrator of this Slack "
    "to add you."
)

# For agents.
HELLO: Final = N_("Ask for an order or a parcel: where it is, since when, and what happens next.")
SEARCH: Final = N_("Look up an order")
RECENT: Final = N_("Your recent look-ups")
RECENT_KEPT: Final = N_("For you alone; forgotten after 30 days.")
RECENT_NONE: Final = N_("The orders you look up will stand here, for you alone.")
FORGET: Final = N_("Forget them")
FORGET_TITLE: Final = N_("Forget your recent look-ups?")
FORGET_TEXT: Final = N_("Only this list is emptied.")
CANCEL: Final = N_("Cancel")
HOW: Final = N_("How to ask")
HOW_COMMAND: Final = N_("{example}  anywhere, for your eyes only")
HOW_MENTION: Final = N_("{example}  in a channel, without anything private")
HOW_DIRECT: Final = N_("{example}  in a direct message to me")
HOW_HELP: Final = N_("{example}  everything else")
LANGUAGE: Final = N_("Your language")
LANGUAGE_WHY: Final = N_("In which I answer you. Times follow the time zone of your Slack.")
LANGUAGE_SLACK: Final = N_("As in Slack ({language})")

# For everybody else.
VISITOR_TITLE: Final = N_("Hello")
VISITOR: Final = N_("I tell this shop's support team where parcels are.")

# For administrators.
SETTINGS: Final = N_("Settings")
CHANGE: Final = N_("Change")
SAVE: Final = N_("Save")
CLOSE: Final = N_("Close")
CHANGED_BY: Final = N_("Changed by {who}, {when}")
AGENTS: Final = N_("Who is an agent")
AGENTS_LABEL: Final = N_("Agents are")
AGENTS_ARE: Final = {
    "membership": N_("Every full member of this Slack"),
    "groups": N_("Full members in {names}"),
    "channels": N_("Full members in {names}"),
}
AGENTS_NOBODY: Final = N_("Nobody: this rule was made by another version of the bot")
AGENTS_WHY: Final = N_(
    "Guests and people of other organisations never are. Administrators can change this even if "
    "they are no agents themselves."
)
AGENTS_BY: Final = {
    "membership": N_("Every full member"),
    "groups": N_("Members of user groups"),
    "channels": N_("Members of channels"),
}
GROUPS: Final = N_("User groups")
CHANNELS: Final = N_("Channels")
CHANNELS_HINT: Final = N_("A private channel counts only with the bot in it.")
CHOOSE: Final = N_("Choose at least one.")
UNSAID: Final = N_("Slack does not say who is in {names}: {reason}")
UNSAID_SCOPE: Final = N_(
    "Slack does not say who is in {names}: the app needs the scope {scope}, and to be installed "
    "again."
)
PATTERNS: Final = N_("Order numbers")
PATTERNS_FILE: Final = N_("As the bot's settings file says")
PATTERNS_LABEL: Final = N_("Regular expressions, one a line")
PATTERNS_HINT: Final = N_("Leave it empty for what the bot's settings file says: {patterns}")
PATTERNS_MANY: Final = N_("At most {most} patterns, please.")
PATTERN_WRONG: Final = N_("{pattern} {fault}: {remedy}")
PATTERNS_LIKE: Final = N_("For example {examples}")
TRY: Final = N_("Try it")
TRY_LABEL: Final = N_("What somebody could write")
TRY_FOUND: Final = N_("Recognised: {found}")
TRY_NOTHING: Final = N_("Nothing to look up in that.")
LISTENING: Final = N_("Listening channels")
LISTENING_NONE: Final = N_("None. {command} in a channel starts it there.")
LISTENING_MORE: Final = (N_("… {n} more channel"), N_("… {n} more channels"))
LISTENING_MODE: Final = {
    "on": N_("Answers"),
    "ask": N_("Asks with 📦"),
    "off": N_("Off"),
}
LISTENING_WHY: Final = N_("What you choose holds within half a minute, and the channel is told.")
LISTENING_ANOTHER: Final = N_("Another channel")
LISTENING_CHOOSE: Final = N_("Choose a channel")
STATE: Final = N_("State")
STATE_GOOD: Final = N_("Everything I need is there.")
STATE_SCOPE: Final = N_("The scope {scope} is missing: add it to the app and install it again.")
STATE_WAITING: Final = (
    N_("{n} message waits for an answer since {when}."),
    N_("{n} messages wait for an answer since {when}."),
)
STATE_UNKNOWN: Final = N_("Slack does not say what I may do: {reason}")
STATE_MORE: Final = N_("{command} says more.")
AUDIT: Final = N_("Latest changes")
AUDIT_OF: Final = {
    "agents": N_("{who} changed who is an agent: {before} → {after}"),
    "order_patterns": N_("{who} changed the order numbers: {before} → {after}"),
    "listening": N_("{who} changed listening in {channel}: {before} → {after}"),
}
AUDIT_OTHER: Final = N_("{who} changed {what}")
OUTDATED: Final = N_(
    "{who} has changed this meanwhile. Here is how it stands now; nothing of yours is saved yet."
)
NOT_SAVED: Final = N_("The database does not work now, so nothing is saved. Try again in a minute.")
NO_ADMIN_TITLE: Final = N_("For administrators")
NO_ADMIN: Final = N_("Only administrators of this Slack can change that. Nothing was changed.")

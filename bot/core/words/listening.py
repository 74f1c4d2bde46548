"""What the bot says about listening to a channel, and about links."""

from typing import Final

from bot.core.phrase import N_

HELP: Final = N_(
    "{listen}  answers numbers in a channel; {watch}, {alerts}  tell of delays; "
    "{report}  sums them up"
)

# How a channel is listened to.
IS_ON: Final = N_("Order numbers written here are answered in a thread.")
IS_ASK: Final = N_(
    "Messages with an order number get a 📦; whoever clicks it is answered privately."
)
SET_BY: Final = N_("Switched on by {who}, {when}.")

# What everybody in the channel is told.
SWITCHED_ON: Final = N_("Wherebot now reads this channel")
SWITCHED_OFF: Final = N_("Wherebot no longer reads this channel")
SET_OFF: Final = N_("Switched off by {who}. Mentions and {command} are answered as before.")
WHO_MAY: Final = N_("Every full member can change that: {off}, {on} or {ask}.")
ONLY_MEMBERS: Final = N_("Guests get no answers.")

# What whoever typed the command is told.
DONE_TITLE: Final = N_("Done")
DONE: Final = N_("The channel has been told.")
DONE_UNTOLD: Final = N_("Listening is off. Slack did not let me tell the channel: {reason}.")
ALREADY_TITLE: Final = N_("Nothing changed")
IS_ON_TITLE: Final = N_("Wherebot reads this channel")
IS_OFF_TITLE: Final = N_("Wherebot does not read this channel")
IS_OFF: Final = N_("Only mentions and {command} are answered here.")
HOW_ON: Final = N_("{on}  answers order numbers written here, in a thread")
HOW_ASK: Final = N_("{ask}  puts a 📦 on them and answers whoever clicks it, privately")
HOW_OFF: Final = N_("{off}  stops that")
UNKNOWN_TITLE: Final = N_("on, off or ask?")
NO_CHANNEL_TITLE: Final = N_("No channel here")
NO_CHANNEL: Final = N_("In direct messages I answer anyway. Type that in a channel.")
INVITE_TITLE: Final = N_("I am not in this channel")
INVITE: Final = N_("Slack shows me only channels I am in. Type {invite}, then {again}.")
NO_SCOPE_TITLE: Final = N_("I may not do that here")
NO_SCOPE: Final = N_(
    "The app lacks {scopes}, so Slack does not show me what I need here. An administrator can add "
    "that and install the app again."
)
NOT_POSTED_TITLE: Final = N_("Nothing was switched on")
NOT_POSTED: Final = N_(
    "The channel has to be told first, and Slack does not take that: {reason}. Try again in a "
    "minute."
)

# In a thread, under a message with many numbers; and where that message is gone.
OFFER: Final = (N_("{n} number stands here."), N_("{n} numbers stand here."))
SHOW: Final = (N_("Show {n} order"), N_("Show {n} orders"))
GONE_TITLE: Final = N_("Nothing to look up")
GONE: Final = N_("The message is gone, or no order number stands in it any more.")

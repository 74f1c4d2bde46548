"""What the reply kit says to the agent; what it says to the customer, in customer.py."""

from typing import Final

from bot.core.phrase import N_

BUTTON: Final = N_("Answer the customer")

# The window: its title and buttons hold 24 characters.
TITLE: Final = N_("Answer the customer")
CLOSE: Final = N_("Close")
CONTINUE: Final = N_("Post it …")
SEND_TO_ME: Final = N_("Send it to me")
DONE: Final = N_("Done")
LANGUAGE: Final = N_("Language of the customer")
SHORT: Final = N_("Short")
LONG: Final = N_("As a letter")
TEXT: Final = N_("Text for the customer")
HOW_TO_COPY: Final = N_(
    "To copy it, click into the text and press Ctrl+A, then Ctrl+C (⌘ on a Mac). Nothing is sent "
    "until you post it."
)
ABOUT_ORDER: Final = N_("Order {order}")
ABOUT_PARCEL: Final = N_("Order {order}, parcel {number}")
TOLD: Final = N_("parcelLab has told the customer already: {messages}")
TOLD_NOTHING: Final = N_("parcelLab has not written to the customer yet.")

# When a choice changes and the text was edited, or cannot be written.
KEPT: Final = N_("Your changes to the text are kept ({language} · {length}).")
WRITE_ANEW: Final = N_("Write it anew")
WRITE_ANEW_ASKED: Final = N_("Your changes to the text will be lost.")
KEEP: Final = N_("Keep my text")
NOT_WRITTEN: Final = N_("The text stays as it is: there is no other at the moment.")

# Before it is posted.
CONFIRM_TITLE: Final = N_("Who will read this")
POST: Final = N_("Post")
BACK: Final = N_("Back")
READ_BY_ALL: Final = N_("Everybody in {channel} will read this, and whoever joins later.")
READ_BY_OTHERS: Final = N_(
    "People of another organisation read {channel}: they and everybody else there will read this."
)
READ_BY_UNKNOWN: Final = N_("Slack does not tell who reads there. Whoever does will read this.")
IN_THREAD: Final = N_("It goes into the thread.")
HOLDS: Final = N_("It names: {what}.")
HOLDS_NAME: Final = N_("the recipient")
HOLDS_PLACE: Final = N_("an address or who took the parcel")
HOLDS_NUMBER: Final = N_("a tracking number or link, which leads on to more")
YOUR_NAME: Final = N_("Wherebot posts it and says that it is from you.")

# What becomes of it.
EMPTY: Final = N_("There is nothing in it yet.")
NOT_HERE: Final = N_(
    "Wherebot is not in that conversation, so it cannot post there. Invite it, or copy the text."
)
REFUSED: Final = N_("Slack does not take it ({reason}). Nothing was posted; you can copy the text.")
UNCLEAR: Final = N_("Slack does not say whether it was posted: look there before you post again.")
POSTPONED: Final = N_("Slack cannot be reached at the moment. Try again in a minute.")
POSTING: Final = N_("It is being posted …")
POSTED: Final = N_("It is posted.")
ANSWER_FROM: Final = N_("Answer from")  # a person's name follows
NO_WINDOW_TITLE: Final = N_("The window did not open")
NO_WINDOW: Final = N_("Slack was too slow. Please click again.")
OLD_WINDOW_TITLE: Final = N_("That window is too old")
OLD_WINDOW: Final = N_("Close it, and open it anew from the card.")

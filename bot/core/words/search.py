"""What the search windows say, in English; phrase.py fills the gaps, as for card.py."""

from typing import Final

from bot.core.phrase import N_

# The window.
WINDOW_TITLE: Final = N_("Where is it?")
CLOSE: Final = N_("Close")
PLACEHOLDER: Final = N_("Number or e-mail")
BUTTON_MORE: Final = N_("More ways to search")
BUTTON_AGAIN: Final = N_("Try again")
BUTTON_OPEN: Final = N_("Open")
START_TITLE: Final = N_("Which order?")
START: Final = N_("Type or paste a number above, then choose what it is.")
START_MORE: Final = N_("{button} has a field for everything parcelLab can be asked by.")
RECENT_TITLE: Final = N_("You looked these up lately")
ONLY_YOU: Final = N_("Only you see this window")

# Suggestions.
GROUP_TYPED: Final = N_("What you typed")
GROUP_RECENT: Final = N_("Looked up lately")
GROUP_WATCHED: Final = N_("Your watches")
SUGGESTED_COURIER: Final = N_("{value} · tracking number, {courier}")
SUGGESTED_ALL: Final = (N_("{n} number at once"), N_("All {n} at once"))
MODE: Final = {
    "order_number": N_("Order number"),
    "tracking_number": N_("Tracking number"),
    "recipient_email": N_("Recipient's e-mail"),
    "customer_number": N_("Customer number"),
    "external_reference": N_("External reference"),
    "external_order_id": N_("External order id"),
}

# The full form.
SUBMIT: Final = N_("Search")
BUTTON_BACK: Final = N_("Back to the quick search")
FIELD_MODE: Final = N_("Search by")
FIELD_VALUE: Final = N_("Number or address")
VALUE_HINT: Final = N_("Or a list, one a line: a long one is looked up in our direct message.")
PASSED_OVER: Final = (
    N_("{n} line has no number, and was passed over"),
    N_("{n} lines have no number, and were passed over"),
)
NOT_FOR_LISTS: Final = N_("Not for a long list: leave this empty.")
LIST_BEGUN_TITLE: Final = N_("Your list is being looked up")
LIST_BEGUN: Final = N_(
    "Our direct message says how far it is; the table and a CSV file come there, too. You can "
    "close this window."
)
LIST_NOT_BEGUN_TITLE: Final = N_("The list could not be begun")
LIST_NOT_BEGUN: Final = N_("Try again in a minute, or paste it into our direct message.")
FIELD_COURIER: Final = N_("Courier")
COURIER_PLACEHOLDER: Final = N_("As the number tells")
COURIER_HINT: Final = N_("For tracking numbers alone.")
FIELD_POSTAL_CODE: Final = N_("Postal code of the recipient")
POSTAL_CODE_HINT: Final = N_("Where parcelLab asks for it before it says more.")
FIELD_CLIENT: Final = N_("Client")
CLIENT_HINT: Final = N_("parcelLab's client key, where several clients use the same number.")
FIELD_LANG: Final = N_("Language of the answer")
FIELD_OPTIONS: Final = N_("Options")
OPTION_RETURNS: Final = N_("Returns alone")
OPTION_LIVE: Final = N_("Ask the courier anew")
OPTION_WATCH: Final = N_("Watch: tell me of delays and delivery")

# What is wrong with a field.
NO_EMAIL: Final = N_("This is no e-mail address.")
NO_ORDER_ID: Final = N_("parcelLab's order ids look like {example}.")
NO_NUMBER_HERE: Final = N_("There is no letter or digit in this.")
TOO_LONG: Final = N_("This is too long for a number: at most {most} characters.")
NO_TRACKING: Final = N_("A tracking number has at least {least} letters or digits.")
WHICH_COURIER: Final = N_("The number does not tell its courier: choose one.")
NO_POSTAL_CODE: Final = N_("A postal code has 2 to 10 letters or digits.")

# A message without a number.
NOTHING_TITLE: Final = N_("No number in this message")
NOTHING: Final = N_("I found no order number or tracking number in it.")
NOTHING_GUESS: Final = N_("Is it the one below? Say what it is, and search.")
NOTHING_NEXT: Final = N_("If you know one from elsewhere, search for it here.")

# Sharing out of a window.
SHARE_SUBMIT: Final = N_("Share")
SHARE_WHERE: Final = N_("Where to")
SHARE_PREVIEW: Final = N_("Everybody there will see this:")
SHARE_THREAD: Final = N_("Where you asked from, it goes into the thread of that message.")
SHARED_TITLE: Final = N_("Shared")
SHARED: Final = N_("The card stands there now. You can close this window.")
NOT_SHARED_TITLE: Final = N_("Not shared")
NOT_SHARED: Final = N_("Slack did not take the card. Try again in a minute.")

# Trouble with a window.
OLD_FORM_TITLE: Final = N_("That form is too old")
OLD_FORM: Final = N_("Close it, and open it anew.")
NO_WINDOW_TITLE: Final = N_("The window did not open")
NO_WINDOW: Final = N_("Slack gave up waiting for it. Try again, or type {example}.")

"""What a customer is answered in a conversation, in English; the catalogues say it politely."""

from typing import Final

from bot.core.phrase import N_

HELLO: Final = N_("Hello! I can tell you where your parcel is.")
CAN_TELL: Final = N_("• Send me your order number or tracking number, for example {examples}.")
CAN_EXPLAIN: Final = N_(
    "• Ask where to collect it, why it is late, or what to do if it says delivered and you have "
    "nothing."
)
CAN_FETCH: Final = N_("• Or talk to someone: one click below.")
NOT_UNDERSTOOD: Final = N_("I did not understand that. Three things I can do:")
WELCOME: Final = N_("You are welcome!")
WELCOME_NEXT: Final = N_("Write to me whenever you want to know more about your parcel.")

NUMBER_WANTED: Final = N_("Which order is it about?")
NUMBER_WHERE: Final = N_(
    "You find the number in the e-mail that confirmed your order, and in the one that told you "
    "it was sent."
)
NUMBER_LOOKS: Final = N_("It looks like {examples}.")
COURIER_TITLE: Final = N_("Which courier brings it?")
COURIER_WANTED: Final = N_(
    "Please write the courier's name before the number {number}, or send me your order number."
)

BUTTON_PROVE: Final = N_("Show my order")
BUTTON_PERSON: Final = N_("Talk to someone")
PROOF_WANTED: Final = N_("One question first")
PROOF_WHY: Final = N_(
    "So that nobody else can see {number}, I need the postal code that the parcel goes to."
)
PROOF_PRIVATE: Final = N_("Only you and I see what you enter, and I do not keep it readable.")

NOT_SHOWN_TITLE: Final = N_("I cannot show you this order")
NOT_SHOWN: Final = N_("{number} and what you entered do not go together.")
NOT_SHOWN_CHECK: Final = N_(
    "Please compare both with the e-mail that confirmed your order: the number, and the postal "
    "code of the delivery address."
)
NOT_SHOWN_NEXT: Final = N_("If they are right, talk to someone: one click below.")
LOCKED_TITLE: Final = N_("That was too often")
LOCKED: Final = N_("For your safety I take no further entries from you for an hour.")
BUSY_TITLE: Final = N_("I cannot look it up right now")
BUSY: Final = N_("Please try again in a few minutes. You need not enter anything anew.")
TOO_MANY_TITLE: Final = N_("One moment, please")
TOO_MANY: Final = N_("You have asked very often. Please try again in an hour, or talk to someone.")
WRITTEN_TO_YOU: Final = N_("I have written to you.")

REROUTE: Final = N_("Change the delivery")
NO_PICKUP: Final = N_("No collection point has been named for your parcel.")
HOURS_UNKNOWN: Final = N_("The collection point's opening hours are not known to me.")
NOT_RECEIVED: Final = N_("I am sorry that it says delivered and you do not have it.")
NOT_RECEIVED_CHECK: Final = N_(
    "Please look at the place below, ask your neighbours and household, and in the letter box for "
    "a note. Some couriers scan a parcel a day before they bring it."
)
NOT_RECEIVED_NEXT: Final = N_("If it is not there, talk to someone: we then ask the courier.")
NOT_DELIVERED_YET: Final = N_("It has not been delivered yet: it should still come.")
NO_RETURN: Final = N_(
    "No return of this order is on its way. To return something, talk to someone."
)
NOT_LATE: Final = N_("As far as the courier says, it is not late.")

PROOF_TITLE: Final = N_("Show my order")
PROOF_SUBMIT: Final = N_("Show")
PROOF_CLOSE: Final = N_("Cancel")
PROOF_FIELD: Final = N_("Postal code of the delivery address")
PROOF_HINT: Final = N_("As it stands in your order, for example 10115.")
PROOF_INVALID: Final = N_("This is no postal code.")
PROOF_OLD: Final = N_("This form is too old. Please send me the number once more.")

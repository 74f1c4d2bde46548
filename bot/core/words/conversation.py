"""What a customer is answered in a conversation, in English; the catalogues say it politely."""

from typing import Final

from bot.core.phrase import N_

HELLO: Final = N_("Hello! I can tell you where your parcel is.")
CAN_TELL: Final = N_("• Send me your order number or tracking number, for example {examples}.")
CAN_EXPLAIN: Final = N_(
    "• Ask me where to collect it, why it is late, or what to do if it is marked as delivered but "
    "you do not have it."
)
CAN_FETCH: Final = N_("• Or talk to someone: just click below.")
NOT_UNDERSTOOD: Final = N_("Sorry, I did not understand that. Here is what I can do:")
WELCOME: Final = N_("You are welcome!")
WELCOME_NEXT: Final = N_("Write to me any time you want to know more about your parcel.")

NUMBER_WANTED: Final = N_("Which order is it about?")
NUMBER_WHERE: Final = N_(
    "You will find the number in your order confirmation, and in the e-mail that told you it was "
    "sent."
)
NUMBER_LOOKS: Final = N_("It looks like this: {examples}")
CODE_DOES: Final = N_(
    "Or send me the postal code of the delivery address: I then look for what was ordered with the "
    "e-mail address that you have here."
)
NUMBER_LOST: Final = N_(
    "If you do not have it, or it is about something else, talk to someone: just click below."
)
THREE_AT_A_TIME: Final = N_("Three numbers at a time, please")
THREE_LEFT: Final = N_("I have not looked at these so far; send them to me again: {numbers}")
COURIER_TITLE: Final = N_("Which courier is bringing it?")
COURIER_WANTED: Final = N_(
    "Please send me {number} again with the courier's name before it, or send me your order number."
)

BUTTON_PROVE: Final = N_("Show my order")
BUTTON_PROVE_ALL: Final = N_("Show my orders")
BUTTON_PERSON: Final = N_("Talk to someone")
PROOF_WANTED: Final = N_("One question first")
PROOF_WHY: Final = N_(
    "So that nobody else can see {number}, I need the postal code of the delivery address."
)
PROOF_HOW: Final = N_("Simply write it to me, or click below.")
PROOF_BESIDE: Final = N_("Just click below: I then answer you in our direct message.")
PROOF_PRIVATE: Final = N_("What you enter stays between us, and I never keep it in readable form.")

NOT_SHOWN_TITLE: Final = N_("Sorry, I cannot show you this order")
NOT_SHOWN_ALL_TITLE: Final = N_("Sorry, I cannot show you these orders")
NOT_SHOWN: Final = N_("I have found nothing so far for {number} together with what you entered.")
NOT_SHOWN_ALL: Final = N_(
    "I have found nothing so far for these numbers together with what you entered: {numbers}."
)
NOT_SHOWN_CHECK: Final = N_(
    "Please compare both with your order confirmation: the number, and the postal code of the "
    "delivery address."
)
NOT_SHOWN_NUMBER: Final = N_(
    "Perhaps it was ordered with another e-mail address. Please send me the order number instead: "
    "you will find it in your order confirmation."
)
NOT_SHOWN_NEXT: Final = N_(
    "If both are right, send them once more in a minute: sometimes the answer takes me too long. "
    "Or talk to someone: just click below."
)
LOCKED_TITLE: Final = N_("Too many attempts")
LOCKED: Final = N_("For your safety, I cannot accept any more entries from you for an hour.")
LOCKED_NEXT: Final = N_("If you cannot wait, talk to someone: just click below.")
BUSY_TITLE: Final = N_("I cannot look it up right now")
BUSY: Final = N_("Please try again in a few minutes, or talk to someone.")
TOO_MANY_TITLE: Final = N_("One moment, please")
TOO_MANY: Final = N_(
    "You have asked a lot in a short time. Please try again in an hour, or talk to someone."
)
WRITTEN_TO_YOU: Final = N_("I have written to you privately.")

REROUTE: Final = N_("Change the delivery")
NO_PICKUP: Final = N_("Your parcel has no collection point so far.")
HOURS_UNKNOWN: Final = N_("I do not know the collection point's opening hours.")
NOT_RECEIVED: Final = N_(
    "I am sorry that your parcel is marked as delivered but you do not have it."
)
NOT_RECEIVED_CHECK: Final = N_(
    "Please look wherever it may have been left, ask your household and neighbours, and check the "
    "letter box for a note. Some couriers scan a parcel a day before they bring it."
)
NOT_RECEIVED_NEXT: Final = N_(
    "If you still cannot find it, talk to someone: we will then ask the courier."
)
NOT_DELIVERED_YET: Final = N_("It is not marked as delivered so far. This is where things stand:")
NO_RETURN: Final = N_(
    "I see no return for this order so far. If you would like to send something back, talk to "
    "someone."
)
NOT_LATE: Final = N_("No delay has been reported so far.")

PROOF_SUBMIT: Final = N_("Show")
PROOF_CLOSE: Final = N_("Cancel")
PROOF_FIELD: Final = N_("Postal code of the delivery address")
PROOF_HINT: Final = N_("As in your order, for example 10115.")
PROOF_INVALID: Final = N_("This is not a postal code.")
PROOF_OLD: Final = N_("This form has expired. Please send me the number again.")
NO_CUSTOMERS: Final = N_("This is no longer offered here. Nothing was looked up or passed on.")

CANNOT_CANCEL: Final = N_("I cannot cancel or change an order")
CANCEL_ASK: Final = N_(
    "Whether that is still possible, support can say: the sooner you ask, the better."
)
CANNOT_ADDRESS: Final = N_("I cannot change where or when it is delivered")
ADDRESS_SOMETIMES: Final = N_(
    "Some couriers let you redirect a parcel yourself: I can tell you whether yours does."
)
ADDRESS_YOURSELF: Final = N_(
    "But you can redirect your parcel with the courier yourself: just click below."
)
CANNOT_REFUND: Final = N_("I cannot pay money back, nor see payments")
REFUND_SEES: Final = N_("I can only tell you whether what you sent back has arrived.")
SORRY_DAMAGED: Final = N_("I am sorry that it did not arrive intact")
DAMAGED_KEEP: Final = N_(
    "I cannot replace it or pay it back. Please keep the packaging, and take photos of it and of "
    "the damage."
)
SORRY_INCOMPLETE: Final = N_("I am sorry that something is missing or wrong")
INCOMPLETE_CHECK: Final = N_(
    "I cannot send it to you. But an order may come in several parcels: I can tell you whether "
    "one is still on its way."
)
CANNOT_INVOICE: Final = N_("I have no invoices or receipts")
INVOICE_LOOK: Final = N_("They often come with the e-mail that confirmed your order.")
CANNOT_SHOP: Final = N_("Sorry, that is something I do not know")
SHOP_ONLY: Final = N_(
    "I only know about parcels that were ordered: not about prices, delivery areas, shops, "
    "vouchers or payments."
)
SHOP_HOURS: Final = N_("I know the opening hours of collection points, not those of our shops.")
SUPPORT_CAN: Final = N_("Support can help you: just click below.")
NUMBER_FIRST: Final = N_(
    "Send me your order number first if you have it: support then sees which order it is about."
)
CODE_FIRST: Final = N_(
    "Send me the postal code of the delivery address first if you like: support then sees "
    "what is yours: {number}"
)

"""What is said in a case, to the customer and to the agents, in English."""

from typing import Final

from bot.core.phrase import N_
from bot.core.text.concern import Concern

# To the customer.
ASKED: Final = N_("I have passed it on")
ASKED_NEXT: Final = N_(
    "Somebody will write to you here. You need not wait: write what else they should know."
)
WAITING: Final = N_("You are in the queue already")
WAITING_NEXT: Final = N_("I passed it on {at}. Somebody will write to you here.")
TALKING: Final = N_("You are talking to support already")
TALKING_NEXT: Final = N_("Write here: every message from you reaches them.")
HEARD: Final = N_("Passed on")
HEARD_NEXT: Final = N_("Whoever takes over reads it, and what else you write until then.")
ARRIVED: Final = N_("Somebody from support is here")
ARRIVED_NEXT: Final = N_(
    "What you write here reaches them. Files, and changes to what you wrote, do not."
)
LEFT: Final = N_("Somebody else from support will take over")
LEFT_NEXT: Final = N_("They will write to you here.")
CLOSED: Final = N_("Your conversation with support has ended")
CLOSED_NEXT: Final = N_("I am here again: ask me where your parcel is, or talk to someone anew.")
WITHDRAWN: Final = N_("Glad it is solved")
NOBODY: Final = N_("Nobody can be reached through me right now")
CONTACT: Final = N_("Please write to support: {contact}")
CONTACT_UNKNOWN: Final = N_(
    "Please answer to the e-mail that confirmed your order, or write to whoever gave you this bot."
)
BUTTON_SOLVED: Final = N_("Thanks, it is solved")
FROM_SUPPORT: Final = N_("Support")
FROM_CUSTOMER: Final = N_("Customer")

# To the agents, in the support channel.
GUEST: Final = N_("A customer (guest here) asks for help")
OTHER_COMPANY: Final = N_("A customer (of another company) asks for help")
MEMBER: Final = N_("Somebody of this workspace asks for help")
ABOUT: Final = N_("About: {concern}")
SPEAKS: Final = N_("Language: {language}")
SINCE: Final = N_("Waiting since {at}")
SINCE_DONE: Final = N_("Asked {at}")
NO_ORDER: Final = N_("They have not proven any order.")
THEIR_ORDER: Final = N_("They have proven that this order is theirs:")
EARLIER: Final = N_("They were helped earlier, until {at}.")
HAS_IT: Final = N_("{agent} has it, since {at}")
DONE: Final = N_("Closed {at}")
DONE_BY: Final = N_("Closed {at}; {agent} had it")
STILL_WAITING: Final = N_("This customer is still waiting, since {at}.")
STILL_WAITING_LEAD: Final = N_("{lead}: nobody has taken this yet. Waiting since {at}.")
WAITS_AGAIN: Final = N_("Handed back: this customer is waiting again.")
BUTTON_TAKE: Final = N_("I take it")
BUTTON_BACK: Final = N_("Hand back")
BUTTON_CLOSE: Final = N_("Close")

CONCERNS: Final = {
    Concern.CANCEL: N_("cancelling or changing an order"),
    Concern.DAMAGED: N_("something damaged"),
    Concern.INCOMPLETE: N_("something missing"),
    Concern.ADDRESS: N_("another address"),
    Concern.REFUND: N_("a refund"),
    Concern.INVOICE: N_("an invoice"),
    Concern.SHOP: N_("a question to the shop"),
    Concern.NOT_RECEIVED: N_("it says delivered, and they have nothing"),
    Concern.RETURN: N_("a return"),
    Concern.PICKUP: N_("collecting a parcel"),
    Concern.LATE: N_("a late parcel"),
    Concern.WHERE: N_("where a parcel is"),
}

# To an agent alone.
YOURS: Final = N_("You help {customer}")
YOURS_HOW: Final = N_(
    "What you write in this thread goes to them, from “Support”, without your name."
)
YOURS_NOT: Final = N_(
    "Not passed on: files, reactions, and what you change or delete after sending it."
)
YOURS_END: Final = N_("When it is done, close it. If you cannot go on, hand it back.")
WROTE_BEFORE: Final = N_("What they wrote until now:")
WROTE_NOTHING: Final = N_("They have written nothing about it yet.")
UNREADABLE: Final = N_("Slack does not let me read what they wrote until now. Please ask them.")
SOMEBODY_HAS_IT: Final = N_("{agent} has it already, since {at}.")
NOT_OPEN: Final = N_("This case is closed.")
BUTTON_IS_OLD: Final = N_("This button is too old: the case has moved on.")
NO_AGENT: Final = N_("Only support agents can do this.")
NO_AGENT_NOW: Final = N_(
    "You are no support agent any more, so this was not passed on. Somebody else will take over."
)
WHO_UNSAID: Final = N_("Slack does not say who you are right now. Please try again.")
NOT_YOURS: Final = N_("Not passed on: you do not have this case any more.")
NOT_PASSED_ON: Final = N_("This could not be passed on.")
FILES_NOT: Final = N_("Files are not passed on. Please say in words what is in them.")
CUT_OFF: Final = N_("The rest was too long, and was not passed on.")
FILES_WERE: Final = N_("They sent a file too, which cannot be passed on.")
CLOSED_HERE: Final = N_("Closed. What is written here is not passed on any more.")
HANDED_BACK: Final = N_("Handed back. What is written here is not passed on any more.")
SOLVED_HERE: Final = N_("The customer says that it is solved. The case is closed.")

"""What is said of orders and on every card, in English; phrase.py fills the gaps.

All that the bot says stands in this package. A pair is a message and its plural; `N_` marks a
message for extraction into catalogues.
"""

from typing import Final

from bot.core.phrase import N_

# Stages: what a parcel does, and who acts next.
STAGE: Final = {
    "Pending": N_("Announced, not yet with the courier"),
    "Transit": N_("In transit"),
    "Customs": N_("In customs"),
    "LastMile": N_("Out for delivery"),
    "ReadyToCollect": N_("Ready for pickup"),
    "Delivered": N_("Delivered"),
    "SentBack": N_("On its way back to the shop"),
    "Returned": N_("Back at the shop"),
    "Failed": N_("Delivery failed"),
    "Cancelled": N_("Cancelled"),
}
ACTOR: Final = {
    "Pending": N_("The shop hands it to the courier"),
    "Transit": N_("The courier takes it onward"),
    "Customs": N_("Customs clears it; papers or duties may be asked of the recipient"),
    "LastMile": N_("The courier delivers it"),
    "ReadyToCollect": N_("The recipient picks it up"),
    "SentBack": N_("The courier brings it back to the shop"),
    "Returned": N_("The shop decides on refund or a new dispatch"),
    "Failed": N_("An agent clears it with the courier"),
}
ACTOR_TROUBLE: Final = N_("An agent clears it with the courier")
ACTOR_PLACE: Final = N_("The courier names the pickup place")
RETURN_STAGE: Final = {
    "Delivered": N_("Return arrived at the shop"),
    "Pending": N_("Return announced"),
    "Transit": N_("Return on its way to the shop"),
}
RETURN_HEADLINE: Final = N_("{stage} ({status})")
RETURN_ACTOR: Final = {
    "Pending": N_("The customer hands the return in"),
    "Delivered": N_("The shop checks the return"),
}
UNKNOWN_STAGE: Final = N_("No status yet")
DELIVERED_PLACE: Final = {
    "ParcelShop": N_("at a parcel shop"),
    "ParcelLocker": N_("in a parcel locker"),
    "Neighbor": N_("with a neighbour"),
    "Postbox": N_("in the letter box"),
    "HomeDeposit": N_("at the agreed place"),
    "LastMileCarrier": N_("with the last-mile courier"),
    "Doorstep": N_("at the doorstep"),
    "Notified": N_("a notice was left"),
    "Reception": N_("at the reception"),
}

# Problems, in words.
LATE: Final = N_("Late")
LATE_BY: Final = (N_("{n} day late"), N_("{n} days late"))
WAS_LATE: Final = N_("Was late")
EARLIER: Final = N_("Earlier: {problems}")
EXCEPTION: Final = N_("Exception")
EXCEPTION_OF: Final = N_("Exception: {what}")
FAILED_ATTEMPT: Final = N_("Failed delivery attempt")
LATE_DISPATCH: Final = N_("Dispatched late by the shop")
NO_SCAN: Final = N_("No scan for long")
PROMISE_EXCEEDED: Final = N_("Promise to the customer exceeded")
MAY_BE_LATE: Final = N_("May be late")
MAY_BE_LATE_BY: Final = N_("May be late ({percent} %)")
IS_RETURNED: Final = N_("Returned")

# Promise against forecast.
PROMISED: Final = N_("Promised {promised}")
PROMISED_PAST: Final = N_("Promised {promised}, not delivered yet")
PROMISED_NOW: Final = N_("Promised {promised} → now {forecast}")
PROMISED_SAME: Final = N_("Promised {promised}, on time as things stand")
PROMISED_ARRIVED: Final = N_("Promised {promised}, {arrived}")
PROMISED_KEPT: Final = N_("Promised {promised}, kept: {arrived}")
ARRIVED: Final = {
    "Delivered": N_("delivered {day}"),
    "ReadyToCollect": N_("ready for pickup {day}"),
}
DAYS: Final = N_("{first} – {last}")
EXPECTED: Final = N_("Expected {window}")
WAS_EXPECTED: Final = N_("Was expected {window}")
WINDOW: Final = N_("{day}, {start}–{end}")
WINDOW_FROM: Final = N_("{day}, from {start}")
WINDOW_UNTIL: Final = N_("{day}, until {end}")

# Pickup.
PICKUP: Final = N_("Pickup")
PICKUP_UNKNOWN: Final = N_("Pickup place not known yet")
OPEN_NOW: Final = N_("open now, closes {end} ({left})")
OPENS_LATER: Final = N_("closed now, opens {start} ({left})")
OPENS_ON: Final = N_("closed now, opens {day} {start}")
OPEN_ALWAYS: Final = N_("open around the clock")
TODAY: Final = N_("Today {hours}")
TODAY_NONE: Final = N_("Today: no opening hours given")
HOURS: Final = N_("{start}–{end}")
ALL_DAY: Final = N_("24 hours")
HOURS_ON: Final = N_("{days} {hours}")
COLLECT_BY: Final = N_("Collect by {day}")
OPEN_MAP: Final = N_("Map")

# Facts of a parcel.
COURIER: Final = N_("Courier")
LAST_MILE: Final = N_("{courier}, at the door {last_mile}")
LAST_SCAN: Final = N_("Last scan")
LAST_SCAN_AGO: Final = N_("last scan {age}")
NOT_SCANNED: Final = N_("not scanned yet")
ANNOUNCED: Final = N_("not scanned yet · announced {when} · {age}")
NEXT: Final = N_("Next")
NEXT_ACTION: Final = N_("Next action: {action}")
ASKED: Final = N_("The customer is asked: {question}")
LAST_SEEN: Final = N_("last seen in {place}")
LEFT: Final = N_("Left")
NOTED: Final = N_("Note")
PROOF: Final = N_("Proof of delivery")
RETURNED_FOR: Final = N_("Returned: {what}")
ARTICLES: Final = N_("Articles")
TIMES: Final = N_("{n} × {name}")
KIND_OF: Final = N_("{name} ({kind})")
MORE: Final = (N_("… {n} more"), N_("… {n} more"))
CHECKPOINTS: Final = N_("History")
TOLD: Final = N_("The customer was told: {messages}")
CARRIER_PAGE: Final = N_("Track at {courier}")
CARRIER_PAGE_ANYONE: Final = N_("Carrier page")

# Orders.
TITLE: Final = N_("{order} · {status}")
CLIENT: Final = N_("Client {client}")
DESTINATION: Final = N_("To {country}")
PARCELS: Final = (N_("{n} parcel"), N_("{n} parcels"))
COUNTED: Final = {
    "NEEDS_YOU": (N_("{n} needs you"), N_("{n} need you")),
    "LATE": (N_("{n} late"), N_("{n} late")),
    "BACK": (N_("{n} going back"), N_("{n} going back")),
    "TO_COLLECT": (N_("{n} to collect"), N_("{n} to collect")),
    "MOVING": (N_("{n} on its way"), N_("{n} on their way")),
    "ANNOUNCED": (N_("{n} not scanned yet"), N_("{n} not scanned yet")),
    "DELIVERED": (N_("{n} delivered"), N_("{n} delivered")),
    "CANCELLED": (N_("{n} cancelled"), N_("{n} cancelled")),
}
PARCELS_MORE: Final = (
    N_("… {n} more parcel, less urgent"),
    N_("… {n} more parcels, less urgent"),
)
RETURNS: Final = N_("Returns")
NO_RETURN: Final = N_("No return is known for this order. Here is all of it.")
RETURNS_TOO: Final = (N_("{n} return"), N_("{n} returns"))
AS_OF: Final = N_("As of {when}")
STALE: Final = N_("parcelLab cannot be reached: this is what it said {age}")
EMPTY_TITLE: Final = N_("{order} · no parcel yet")
EMPTY: Final = N_("parcelLab knows this order, but no parcel has been announced for it yet.")
EMPTY_ORDERED: Final = N_("Ordered {when}.")
EMPTY_NEXT: Final = N_("Next: the shop packs it and hands it to a courier.")

# Tables.
TABLE_TITLE: Final = (N_("{n} order"), N_("{n} orders, most urgent first"))
TABLE_HEAD: Final = (
    N_("Order"),
    N_("Status"),
    N_("Problem"),
    N_("Last scan"),
    N_("Expected"),
)
ROW_EMPTY: Final = N_("no parcel yet")
ROW_NOT_FOUND: Final = N_("not known to parcelLab")
ROW_REFUSED: Final = N_("no permission")
ROW_BUSY: Final = N_("parcelLab is busy")
ROW_BROKEN: Final = N_("parcelLab did not answer")
ROW_NO_COURIER: Final = N_("which courier?")
NOTHING: Final = N_("–")
TABLE_MORE: Final = (
    N_("{n} more number was not looked up: at most {most} at a time."),
    N_("{n} more numbers were not looked up: at most {most} at a time."),
)

# Notes: everything that is not an order.
NOT_FOUND_TITLE: Final = N_("No order found")
NOT_FOUND: Final = N_("parcelLab knows no {kind} {value}.")
NOT_FOUND_NEXT: Final = N_(
    "Check it for typing errors. A new order can take some minutes to appear; parcelLab "
    "keeps orders for about 90 days."
)
KIND: Final = {
    "order_number": N_("order"),
    "tracking_number": N_("tracking number"),
    "external_order_id": N_("external order id"),
    "external_reference": N_("external reference"),
    "customer_number": N_("customer number"),
    "recipient_email": N_("order for"),
}
ASKED_COURIERS: Final = N_("Asked for as a number of: {couriers}.")
NO_COURIER_TITLE: Final = N_("Which courier?")
NO_COURIER: Final = N_("{value} looks like a tracking number, but several couriers use that shape.")
NO_COURIER_NEXT: Final = N_("Say which, for example: {example}")
REFUSED_TITLE: Final = N_("parcelLab refused the question")
REFUSED: Final = N_(
    "Wherebot may not see this: parcelLab did not accept its credentials for this account."
)
REFUSED_NEXT: Final = N_(
    "An administrator can find out why with {command}. It is no fault of the number {value}."
)
REJECTED: Final = N_("parcelLab did not accept the question about {value}: {detail}")
REJECTED_PLAINLY: Final = N_("parcelLab did not accept the question about {value}.")
REJECTED_NEXT: Final = N_("Check the number, and try again.")
BUSY_TITLE: Final = N_("parcelLab is busy")
BUSY: Final = N_("parcelLab takes no more questions for the moment; {value} was not looked up.")
BUSY_NEXT: Final = (N_("Try again in {n} second."), N_("Try again in {n} seconds."))
BROKEN_TITLE: Final = N_("parcelLab cannot be reached")
BROKEN: Final = N_("parcelLab gave no usable answer about {value}. The order may well exist.")
BROKEN_NEXT: Final = N_("Try again in a minute; if it stays so, tell an administrator.")
FAULT_TITLE: Final = N_("Something went wrong")
FAULT: Final = N_("Wherebot hit a fault of its own. Nothing is lost: you can ask again.")
FAULT_NEXT: Final = N_("If it happens again, give an administrator this token: {token}")
NOT_UNDERSTOOD_TITLE: Final = N_("No order number in that")
NOT_UNDERSTOOD: Final = N_("I read {text} and found no order number or tracking number in it.")
ONLY_COURIER: Final = N_("I understood the courier {courier}, but saw no tracking number.")
ONLY_OPTIONS: Final = N_("I understood the options, but there is no number to look up.")
NUMBERS_LOOK: Final = N_("Order numbers look like {examples}.")
OTHER_LANGUAGE_TITLE: Final = N_("I do not speak that language")
OTHER_LANGUAGE: Final = N_("I do not know {lang}, so nothing was looked up.")
OTHER_LANGUAGE_NEXT: Final = N_("Choose one of these: {languages}")
USAGE_TITLE: Final = N_("Where is my order?")
USAGE: Final = N_("Type the number after the command, for example:")
USAGE_ORDER: Final = N_("{example}  an order, shown to you alone")
USAGE_TRACKING: Final = N_("{example}  a tracking number")
USAGE_SEVERAL: Final = N_("{example}  several at once, most urgent first")
USAGE_PUBLIC: Final = N_("{example}  shows the channel what it may see")
USAGE_LANG: Final = N_("{example}  in another language: {languages}")
USAGE_HELP: Final = N_("{example}  everything else")
HELP_TITLE: Final = N_("What Wherebot understands")
HELP_ORDER: Final = N_("{example}  any order number, whatever it looks like")
HELP_COURIER: Final = N_("{example}  a tracking number and its courier")
HELP_EMAIL: Final = N_("{example}  by the recipient's e-mail")
HELP_CUSTOMER: Final = N_("{example}  by customer number")
HELP_REFERENCE: Final = N_("{example}  by external reference")
HELP_LIVE: Final = N_("{example}  asks the courier anew, where the courier allows it")
HELP_RETURNS: Final = N_("{example}  the returns of the order alone")
HELP_PRIVACY: Final = N_(
    "Answers are visible to you only. With the word public the channel gets a card without "
    "names, addresses, articles or links."
)
HELP_AGE: Final = N_("Every card says how old its data is; times are in your own time zone.")
PRIVATE_ONLY_TITLE: Final = N_("That stays between us")
PRIVATE_ONLY: Final = N_(
    "The channel would see the e-mail address, customer number or postal code you typed, "
    "so nothing was posted."
)
PRIVATE_ONLY_NEXT: Final = N_("Ask without the word public, then share by order number.")
NOT_KNOWN_TITLE: Final = N_("I could not check who you are")
NOT_KNOWN: Final = N_("Slack does not answer that at the moment, so nothing was looked up.")
NOT_KNOWN_NEXT: Final = N_("Ask again in a minute.")
OUTSIDER_TITLE: Final = N_("Not available here")
OUTSIDER: Final = N_("This is for full members of this workspace only.")
OUTSIDER_SERVED: Final = N_("Write to me in a direct message: there I find your own order.")
OUTSIDER_NEXT: Final = N_("Please ask the shop's support.")
LOOKING: Final = N_("Looking …")
LABELLED: Final = N_("{label}: {value}")

# Buttons, and what they lead to.
BUTTON_REFRESH: Final = N_("Refresh")
BUTTON_HISTORY: Final = N_("History")
BUTTON_ARTICLES: Final = N_("Articles")
BUTTON_ALL: Final = N_("All parcels")
BUTTON_SHARE: Final = N_("Share to channel")
BUTTON_DETAILS: Final = N_("Details for me")
BUTTON_NEWER: Final = N_("Newer")
BUTTON_OLDER: Final = N_("Older")
BUTTON_PREVIOUS: Final = N_("Previous page")
BUTTON_NEXT: Final = N_("Next page")
BUTTON_BACK: Final = N_("Back")
CHOOSE_PARCEL: Final = N_("Show one parcel")
HISTORY_OF: Final = N_("History of {order}")
ARTICLES_OF: Final = N_("Articles of {order}")
PAGE_OF: Final = N_("Page {page} of {pages}")
NOTHING_LISTED: Final = N_("Nothing to list.")
LIVE: Final = N_("asked of the courier itself")
TOO_SOON_TITLE: Final = N_("Just refreshed")
TOO_SOON: Final = (
    N_("The courier was asked a moment ago. Refreshing is possible again in {n} second."),
    N_("The courier was asked a moment ago. Refreshing is possible again in {n} seconds."),
)
LIMIT_TITLE: Final = N_("That is a lot at once")
LIMIT: Final = N_(
    "You have looked up as many orders as one person can within an hour: {n}. Please go on a "
    "little later."
)
SHARED_TITLE: Final = N_("Already shared")
SHARED: Final = N_("This card is in the channel already.")
NO_CHANNEL_TITLE: Final = N_("No channel here")
NO_CHANNEL: Final = N_("This is a direct message. Ask in a channel to share a card there.")
OTHER_COMPANY_TITLE: Final = N_("Not in a shared channel")
OTHER_COMPANY: Final = N_("People of another organisation read here, so nothing was posted.")
READERS_UNKNOWN_TITLE: Final = N_("Nobody can tell who reads here")
READERS_UNKNOWN: Final = N_(
    "Slack does not tell Wherebot who reads here, so nothing was posted. An administrator can add "
    "the scope {scope} to the app."
)
OLD_BUTTON_TITLE: Final = N_("That button is too old")
OLD_BUTTON: Final = N_("Ask again with {example}.")
OLD_HOME: Final = N_(
    "The page it stood on has just been brought up to date. Close this window and look there again."
)

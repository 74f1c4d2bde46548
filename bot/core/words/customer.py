"""What a customer is written, in English; the catalogues say it politely in the other languages.

`{parcel}` is always the subject and opens its sentence, so that no language has to decline it.
Days stand where they need no ending, and a link stands last, without a full stop behind it.
"""

from typing import Final

from bot.core.phrase import N_

# Around the news, in a long text. The introduction goes on after a greeting.
GREETING: Final = N_("Hello,")
GREETING_NAMED: Final = N_("Hello {name},")
INTRODUCTION: Final = N_("Here is the latest on your order {order}.")
CLOSING: Final = N_("Kind regards\nYour customer service")

# What a sentence is about.
PARCEL: Final = N_("Your parcel")
PARCEL_NUMBERED: Final = N_("Parcel {number}")
PARCEL_ANY: Final = N_("One parcel")
RETURN: Final = N_("Your return")
RETURN_NUMBERED: Final = N_("Return {number}")
RETURN_ANY: Final = N_("One return")

# Where it is, by stage.
STATE: Final = {
    "Pending": N_("{parcel} has not reached the courier yet."),
    "Transit": N_("{parcel} is on its way to you."),
    "Customs": N_("{parcel} is being cleared by customs."),
    "LastMile": N_("{parcel} is out for delivery."),
    "ReadyToCollect": N_("{parcel} is ready to be collected."),
    "Delivered": N_("{parcel} has been delivered."),
    "SentBack": N_("{parcel} is on its way back to us."),
    "Returned": N_("{parcel} has come back to us."),
    "Failed": N_("{parcel} unfortunately could not be delivered."),
    "Cancelled": N_("{parcel} has been cancelled."),
}
STATE_WITH: Final = {
    "Transit": N_("{parcel} is on its way to you with {courier}."),
    "LastMile": N_("{parcel} is out for delivery with {courier}."),
}
STATE_ON: Final = {
    "Delivered": N_("{parcel} was delivered on {day}."),
    "Returned": N_("{parcel} came back to us on {day}."),
}
RETURN_STATE: Final = {
    "Pending": N_("{parcel} has been registered; the courier has not received it yet."),
    "Transit": N_("{parcel} is on its way to us."),
    "Customs": N_("{parcel} is on its way to us."),
    "LastMile": N_("{parcel} is on its way to us."),
    "Delivered": N_("{parcel} has arrived with us."),
    "Failed": N_("{parcel} unfortunately could not be delivered to us."),
    "Cancelled": N_("{parcel} was cancelled."),
}
RETURN_STATE_ON: Final = {"Delivered": N_("{parcel} arrived with us on {day}.")}
ATTEMPT: Final = N_("{parcel} could not be delivered yet: one delivery attempt was unsuccessful.")
ATTEMPT_TOLD: Final = N_(
    "{parcel} could not be delivered yet; we have already written to you about the delivery "
    "attempt."
)
STATUS: Final = N_("{parcel} has this status at present: “{status}”.")
NO_STATUS: Final = N_("{parcel} has no delivery status at present.")
NO_PARCEL: Final = N_("No parcel has been announced for your order yet.")
MORE: Final = (
    N_("{n} more parcel belongs to your order."),
    N_("{n} more parcels belong to your order."),
)
LAST_SCAN: Final = N_("The last scan was on {day}.")
LAST_SCAN_IN: Final = N_("The last scan was on {day} ({place}).")

# What went wrong.
DELAYED: Final = N_("It is taking longer than planned; we apologise for the delay.")
DELAYED_SINCE: Final = N_("Delivery was announced for {promised}; we apologise for the delay.")
DELAY_TOLD: Final = N_("We have already written to you about the delay.")
LATE_DISPATCH: Final = N_("Dispatch is taking longer than planned; we apologise for the delay.")
ADDRESS_WRONG: Final = N_("The courier reports that the address is incomplete or incorrect.")
DAMAGED: Final = N_("According to the courier it was damaged on the way.")
PARCEL_LOST: Final = N_("{parcel} was lost on the way, according to the courier.")
LOST: Final = N_("According to the courier it was lost on the way.")
PROBLEM: Final = N_("The courier reports a problem with the delivery.")
REASON: Final = N_("Reason given: “{reason}”.")

# What happens next.
PREPARED: Final = N_("We are getting it ready for dispatch.")
EXPECTED: Final = N_("Expected delivery: {window}.")
ANNOUNCED: Final = N_("Announced delivery: {window}.")
NEXT_ATTEMPT: Final = N_("The courier is planning another delivery attempt.")

# What the customer can do.
GIVE_ADDRESS: Final = N_("Please send us your full address.")
GIVE_PAPERS: Final = N_("Please send in the documents that customs has asked for.")
CUSTOMS_MAY_ASK: Final = N_(
    "If customs or the courier asks you for documents, please reply as soon as possible."
)
SAY_HOW: Final = N_("Please let us know how you would like to proceed.")
IF_UNEXPECTED: Final = N_("If you did not expect this, please let us know.")
COLLECT_AT: Final = N_("Collection point: {place}.")
COLLECT_HOURS: Final = N_("Opening hours: {hours}.")
COLLECT_UNTIL: Final = N_("Please collect it no later than {day}.")
COLLECT_UNKNOWN: Final = N_("The collection point is not known yet.")
LEFT: Final = N_("It was left {kind}.")
LEFT_WITH: Final = N_("It was left {kind} ({place}).")
LEFT_AT: Final = N_("Place of delivery: {place}.")
CHECK_THERE: Final = N_("If you do not have it, please check there first and then let us know.")
NOT_THERE: Final = N_("If you do not have it, please let us know.")
PROOF: Final = N_("The courier has a proof of delivery dated {day}.")
REROUTE: Final = N_("You can change the delivery here: {url}")
TRACK: Final = N_("You can follow the shipment here: {url}")

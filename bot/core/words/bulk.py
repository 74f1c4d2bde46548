"""What the bot says about a list of references: while it works, at the end, and why not."""

from typing import Final

from bot.core.phrase import N_

# Why a line was not looked up.
NOTHING_KNOWN: Final = N_("no number recognised")
WHICH_COURIER: Final = N_("tracking number without a courier")
ROUNDED: Final = N_("a spreadsheet has rounded this number")
SAME_AS: Final = N_("same as line {line}")
BEYOND: Final = N_("beyond the first {most}")
ONLY_PRIVATELY: Final = N_("only answered in a direct message")

# While it works.
PROGRESS: Final = N_("{done} of {total} looked up")
ABOUT_SECONDS: Final = (N_("About {n} second left"), N_("About {n} seconds left"))
ABOUT_MINUTES: Final = (N_("About {n} minute left"), N_("About {n} minutes left"))
RATE: Final = N_(
    "at {calls} questions to parcelLab a minute; what was asked lately is there at once"
)

# At the end.
NEED_YOU: Final = (N_("{n} of {total} needs you"), N_("{n} of {total} need you"))
NOBODY_NEEDED: Final = (N_("{n} number, nothing needs you"), N_("{n} numbers, nothing needs you"))
COUNTED: Final = {
    "NOT_FOUND": (N_("{n} not known to parcelLab"), N_("{n} not known to parcelLab")),
    "NO_ANSWER": (N_("{n} without an answer"), N_("{n} without an answer")),
    "NOT_UNDERSTOOD": (N_("{n} line not looked up"), N_("{n} lines not looked up")),
}
TWICE: Final = (N_("{n} listed twice"), N_("{n} listed twice"))
SHOWN: Final = (
    N_("… {n} more, less urgent: the file in the thread has them all."),
    N_("… {n} more, less urgent: the file in the thread has them all."),
)
IN_FILE: Final = N_("The file in the thread has every line.")
LINES: Final = (N_("Line {lines}: {why}"), N_("Lines {lines}: {why}"))
LINES_MORE: Final = (
    N_("Lines {lines} and {n} more: {why}"),
    N_("Lines {lines} and {n} more: {why}"),
)
UNREAD: Final = N_("Lines after line {most} were not read.")
ONE_FILE: Final = N_("Only the first file was read.")
NO_FILE: Final = N_("The file with every line could not be put into the thread.")
SEND_LIST: Final = N_("Send me the list in a direct message, as text or CSV: up to {most}.")

# What cannot be read.
WRONG_TYPE_TITLE: Final = N_("I cannot read that file")
WRONG_TYPE: Final = N_("Send a list as a text or CSV file: one order or tracking number a line.")
WRONG_TYPE_NEXT: Final = N_("From a spreadsheet: save it as CSV first.")
TOO_LARGE_TITLE: Final = N_("That file is too large")
TOO_LARGE: Final = N_("I read lists of up to {most} numbers, in a file of up to 1 MB.")
NOT_GIVEN_TITLE: Final = N_("Slack did not give me that file")
NOT_GIVEN: Final = N_("Nothing was looked up. Send it again in a minute.")
NOTHING_TITLE: Final = N_("No order or tracking number in that list")
ELSEWHERE: Final = N_("Send me the list in a direct message.")

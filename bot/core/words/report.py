"""What the report says. See card.py for how."""

from typing import Final

from bot.core.phrase import N_

TITLE: Final = N_("Late parcels, {since} to {until}")
ALL: Final = N_("All")
UNKNOWN: Final = N_("not known")
LATE: Final = (N_("{n} parcel turned late."), N_("{n} parcels turned late."))
KEPT: Final = (
    N_("Promise kept for {kept} of {n} delivered parcel: {percent} %."),
    N_("Promise kept for {kept} of {n} delivered parcels: {percent} %."),
)
NO_DELIVERIES: Final = N_("Nothing was delivered.")
NOTHING: Final = N_(
    "I have seen no parcel turn late or be delivered. What is watched or imported is counted."
)
BY: Final = N_("By")
NAME: Final = N_("Name")
COURIER: Final = N_("Courier")
COUNTRY: Final = N_("Country")
PLACE: Final = N_("Place")
HEAD_LATE: Final = N_("Late")
HEAD_DELIVERED: Final = N_("Delivered")
HEAD_KEPT: Final = N_("Promise kept")
HOW: Final = N_(
    "Of the orders I look at; days in UTC. A promise is kept if parcelLab never called the parcel "
    "late. The place is that of a late parcel's last scan, or its country."
)
MORE: Final = (N_("{n} more row is in the file."), N_("{n} more rows are in the file."))
NO_CHART: Final = N_("A chart stands here where {command} was run.")
NO_SPAN_TITLE: Final = N_("Which days?")
NO_SPAN: Final = N_("Say {example}, up to {most} days.")
POSTED_TITLE: Final = N_("The report is ready")
POSTED_TO_YOU: Final = N_("It stands in our direct message, with a CSV in its thread.")
POSTED_IN: Final = N_("It stands in {channel}, with a CSV in its thread.")
NOT_POSTED_TITLE: Final = N_("The report was not posted")
NOT_POSTED: Final = N_("Slack says {reason}. Try again in a minute.")

# In the chart, where there is little room.
CHART_COURIERS: Final = N_("By courier")
CHART_PLACES: Final = N_("By place")
CHART_KEPT: Final = N_("Promise kept: {percent} %")
LEGEND_KEPT: Final = N_("Delivered as promised")
LEGEND_BROKEN: Final = N_("Delivered late")
OTHERS: Final = (N_("{n} other"), N_("{n} others"))

"""PK1xxx, first half: parcels on their way, and parcels that wait to be collected."""

from dataclasses import replace

from bot.sandbox.parcellab.order import order
from bot.sandbox.parcellab.parcel import (
    ago,
    article,
    between,
    box,
    day,
    dhl,
    opening,
    parcel,
    prediction,
)

SAME_RECIPIENT = "sandbox.recipient@example.com"
UNDER_WAY = "60 Announced; 48 PickedUp Hamburg; 20 InTransit Hanover"
AT_THE_DOOR = f"{UNDER_WAY}; 6 AtDepot Berlin; 2 OutForDelivery Berlin"
PARCEL_SHOP = {
    "address": "Sandbox Parcel Shop, 7 Sandbox Square, 10115 Berlin",
    "courier": "dhl-germany",
    "delivery_location": "Sandbox Parcel Shop",
}
SHOP_HOURS = [
    *opening("sat", "09:00-13:00"),
    *opening("mon tue wed thu fri", "09:00-12:30", "14:00-18:30"),
]
LATE = {"is_delayed": True, "is_customer_promise_exceeded": True, "trending_late_status": "delayed"}


ON_THE_WAY = (
    order("PK1001", "Announced, not yet scanned by the courier", parcel(dhl(1), "9 Announced")),
    order(
        "PK1002",
        "Being packed, no tracking number yet",
        parcel(
            "",
            "5 OrderProcessed",
            action_box=box("order-processed"),
            courier_info={"courier_tracking_url": ""},
        ),
    ),
    order(
        "PK1003",
        "In transit, expected tomorrow, no hours",
        parcel(
            dhl(3),
            UNDER_WAY,
            action_box=prediction(1),
            announced_delivery_date=day(2),
            announced_delivery_date_min=day(1),
        ),
    ),
    replace(
        order(
            "PK1005",
            "In customs; the same recipient as PK1004, an older order",
            parcel(
                dhl(5),
                "150 Announced; 140 PickedUp Shenzhen; 30 InCustoms Leipzig",
                articles=[
                    article("Lamp", harmonized_system_code="940520", origin_country_iso3="CHN")
                ],
            ),
            order_date=ago(160),
            recipient_email=SAME_RECIPIENT,
        ),
        customer_number="C-1004",
    ),
    order(
        "PK1017",
        "Late: three days behind the promise",
        parcel(
            dhl(17),
            UNDER_WAY,
            is_delayed=True,
            announced_delivery_date=day(-2),
            action_box=prediction(1),
            reporting_info=LATE | {"contacted_with_messages": ["Sorry, it is late"]},
        ),
    ),
    order(
        "PK1018",
        "Held because of the address, the recipient must act",
        parcel(
            dhl(18),
            f"{UNDER_WAY}; 4 AddressIssue Berlin",
            is_exception=True,
            last={"exception_type": "AddressIncomplete", "next_action": "ProvideAddress"},
            action_box=box("next-action"),
            reporting_info={"exception_messages": ["House number missing"]},
        ),
    ),
    order(
        "PK1019",
        "Delivery failed once, next attempt tomorrow",
        parcel(
            dhl(19),
            f"{AT_THE_DOOR}; 1 Attempted Berlin",
            last={"delivery_location_type": "Notified", "next_action": "NextAttempt"},
            action_box=prediction(1, raw=between("10:00:00", "12:00:00")),
            reporting_info={"has_failed_attempt": True},
        ),
    ),
    order(
        "PK1020",
        "The shop has not dispatched in time",
        parcel(
            dhl(20),
            "120 OrderProcessed; 96 Announced",
            announced_delivery_date=day(-1),
            reporting_info={"is_delayed_dispatch": True},
        ),
        order_date=ago(130),
    ),
    order(
        "PK1021",
        "Forgotten: no scan for nine days",
        parcel(
            dhl(21),
            "260 Announced; 240 PickedUp Hamburg; 216 InTransit Hanover",
            reporting_info={"is_forgotten": True},
        ),
        order_date=ago(280),
    ),
    order(
        "PK1022",
        "Trending late, 72 percent likely",
        parcel(
            dhl(22),
            UNDER_WAY,
            announced_delivery_date=day(1),
            reporting_info={"trending_late_probability": 0.72, "trending_late_status": "warning"},
        ),
    ),
    order(
        "PK1029",
        "UPS in transit, live refresh finds a newer scan",
        parcel("1ZSBX0101000000025", UNDER_WAY, courier="ups", supports_live_refresh=True),
    ),
    order(
        "PK1030",
        "Expected between the day after tomorrow and two days later",
        parcel(dhl(30), UNDER_WAY, action_box=prediction(2, 4)),
    ),
    order(
        "PK1031",
        "Forecast in words only, without raw dates",
        parcel(
            dhl(31),
            UNDER_WAY,
            action_box={name: part for name, part in prediction(2).items() if name != "raw"},
        ),
    ),
    order(
        "PK1033",
        "The courier's own estimate on a checkpoint, handed on to another courier",
        parcel(
            dhl(33),
            f"{UNDER_WAY}; 3 AtDepot Berlin",
            courier_info={"last_mile_courier": "gls", "last_mile_courier_name": "GLS"},
            last={
                "estimated_delivery_date": {
                    "start_date": day(1),
                    "start_time": "09:00:00",
                    "end_time": "12:00:00",
                }
            },
        ),
    ),
)

COLLECT = (
    order(
        "PK1006",
        "Ready at a parcel shop that closes at midday",
        parcel(
            dhl(6),
            f"{UNDER_WAY}; 5 PickupReady Berlin",
            last={"delivery_location_type": "ParcelShop"},
            action_box=box("pickup-location", address=PARCEL_SHOP, opening_hours=SHOP_HOURS),
        ),
    ),
    order(
        "PK1007",
        "Ready at a kiosk, address as one string, open past midnight",
        parcel(
            dhl(7),
            f"{UNDER_WAY}; 30 PickupReady Berlin",
            action_box=box(
                "pickup-location",
                address="Sandbox Kiosk, 9 Sandbox Street, 10115 Berlin",
                opening_hours=opening("mon tue wed thu fri sat sun", "18:00-02:00"),
                raw=None,
            ),
        ),
    ),
    order(
        "PK1008",
        "Ready at a post office without opening hours, until in five days",
        parcel(
            dhl(8),
            f"{UNDER_WAY}; 26 PickupReady Berlin",
            action_box=box(
                "pickup-location",
                address="Sandbox Post Office, 3 Sandbox Avenue, 10115 Berlin",
                raw={"has_time": False, "earliest_date": day(-1), "latest_date": day(5)},
            ),
        ),
    ),
    order(
        "PK1009",
        "Can be collected soon, the place is not known yet",
        parcel(
            dhl(9),
            f"{AT_THE_DOOR}; 1 Attempted Berlin",
            action_box=box("pickup-location-unknown"),
            reporting_info={"has_failed_attempt": True},
        ),
    ),
    order(
        "PK1028",
        "Ready at a locker that never closes",
        parcel(
            "620040010010010010010015",
            f"{UNDER_WAY}; 3 PickupReady Warsaw",
            courier="inpost",
            zone="Europe/Warsaw",
            last={"delivery_location_type": "ParcelLocker", "delivery_extra_info": "Code 0000"},
            action_box=box(
                "pickup-location",
                address=PARCEL_SHOP | {"address": "Locker SBX01M, Warsaw", "courier": "inpost"},
                opening_hours=opening("mon tue wed thu fri sat sun", "00:00-23:59"),
            ),
        ),
    ),
)

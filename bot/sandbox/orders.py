"""Every order of the sandbox: PK1xxx the ways of a parcel, PK2xxx the wide world, PK3xxx to hurt."""

from dataclasses import replace

from bot.sandbox.hostile import HOSTILE_ORDERS
from bot.sandbox.order import PCL_SHOP, UPS_SHOP, SandboxOrder, order
from bot.sandbox.parcel import (
    Body,
    ago,
    article,
    between,
    box,
    clock_hour,
    day,
    opening,
    parcel,
    prediction,
)

NEW_YORK, TOKYO, AUCKLAND = "America/New_York", "Asia/Tokyo", "Pacific/Auckland"
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


def dhl(serial: int) -> str:
    """A number of DHL's shape: 00, SSCC-18, GS1 check digit."""
    digits = f"0034043416109{serial:06}"
    weighed = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-weighed % 10}"


def kept(serial: int, journey: str, kind: str, extra: str) -> Body:
    """A delivered parcel with its proof of delivery: where it was left, and who signed."""
    proof = "https://pod.example.com/sandbox.png"
    return parcel(
        dhl(serial),
        f"{UNDER_WAY}; {journey}",
        last={"delivery_location_type": kind, "delivery_extra_info": extra},
        delivery_location=extra,
        pod_identifier=proof,
        pod_signature="S. NEIGHBOUR",
        pod_date=day(-1),
    )


SHOW_PIECE = replace(
    order(
        "PK1004",
        "Out for delivery today with a window, a day after the promise",
        parcel(
            "00340434161094042557",
            "82 Announced; 70 PickedUp Hamburg; 55 InTransit Hanover; 31 InTransit Leipzig;"
            "7 AtDepot Berlin; 0.7 OutForDelivery Berlin",
            courier_info={"courier_reroute_url": "https://dhl-germany.example.com/reroute/sandbox"},
            action_box=prediction(0, raw=between(clock_hour(1), clock_hour(3))),
            announced_delivery_date=day(-1),
            announced_delivery_date_min=day(-2),
            is_delayed=True,
            articles=[
                article("Canvas sneaker", size="42", color="white", article_brand="Sandbox Shoes"),
                article("Merino sock", 3, size="39-42", color="grey"),
            ],
            reporting_info={
                "is_delayed": True,
                "trending_late_status": "delayed",
                "contacted_with_messages": ["Dispatched", "Sorry, a day later"],
            },
            supports_live_refresh=True,
        ),
        order_date=ago(90),
        recipient_email=SAME_RECIPIENT,
    ),
    customer_number="C-1004",
)

SAMPLES = (
    replace(
        order(
            "PCL-1235",
            "The documentation's PCLX order, in transit",
            parcel("PCLX-123123", UNDER_WAY, courier="pclx", supports_live_refresh=True),
            client_key="1234",
        ),
        account=PCL_SHOP,
        external_references=("REF-1234",),
    ),
    replace(
        order(
            "ORDER-123",
            "The documentation's UPS order, expected tomorrow",
            parcel("1Z999AA10123456784", UNDER_WAY, courier="ups", action_box=prediction(1)),
        ),
        account=UPS_SHOP,
        external_references=("SHIPMENT-1",),
        security_hash="FPrvZY6CkE",
        external_order_id="8d57c8b2-3c38-4bd4-9b6e-9b6dc9ce52d9",
    ),
)

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
        parcel(dhl(3), UNDER_WAY, action_box=prediction(1), announced_delivery_date=day(1)),
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
        "UPS in transit, live refresh shows a newer place",
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

ENDED = (
    order(
        "PK1010",
        "Delivered to the doorstep, the recipient may rate it",
        parcel(
            dhl(10),
            f"{AT_THE_DOOR}; 1 Delivered Berlin",
            last={"delivery_location_type": "Doorstep"},
            action_box=box("vote-courier"),
        ),
    ),
    order(
        "PK1011",
        "Delivered to a neighbour, with proof of delivery",
        kept(11, "20 DeliveredNeighbor Berlin", "Neighbor", "Sandbox Neighbour, 2nd floor"),
    ),
    order(
        "PK1012",
        "Collected at a parcel shop, with proof of delivery",
        kept(12, "25 DeliveredShop Berlin", "ParcelShop", "Sandbox Parcel Shop"),
    ),
    order(
        "PK1013",
        "Not collected, on its way back to the shop",
        parcel(dhl(13), "300 PickedUp Hamburg; 200 PickupReady Berlin; 10 ReturnToSender Berlin"),
    ),
    order(
        "PK1014",
        "Back at the shop, with the reason",
        parcel(
            dhl(14),
            "320 PickedUp Hamburg; 90 ReturnToSender Berlin; 12 Returned Hamburg",
            action_box=box("returned", reason="Recipient unknown", returned_date=day(-1)),
            reporting_info={"is_returned": True},
        ),
    ),
    order(
        "PK1015",
        "Damaged on the way, will not be delivered",
        parcel(
            dhl(15),
            f"{UNDER_WAY}; 8 Damaged Hanover",
            is_exception=True,
            last={"exception_type": "Damaged", "next_action": "ContactShop"},
            action_box=box("next-action", label_caption="Please contact the shop"),
            reporting_info={"exception_messages": ["Damaged"]},
        ),
    ),
    order("PK1016", "Cancelled before dispatch", parcel(dhl(16), "50 Announced; 40 Cancelled")),
    order(
        "PK1032",
        "Delivered, yet the old forecast is still there",
        parcel(dhl(32), f"{AT_THE_DOOR}; 0.5 Delivered Berlin", action_box=prediction(0)),
    ),
    order(
        "PK1034",
        "Lost, after the courier looked for it",
        parcel(dhl(34), "400 PickedUp Hamburg; 30 Lost", is_exception=True, reporting_info=LATE),
    ),
)


def sent_back(serial: int, journey: str) -> Body:
    """A parcel from the customer to the shop."""
    return parcel(dhl(serial), journey, is_return=True, articles=[article("Canvas sneaker")])


SEVERAL = (
    order(
        "PK1023",
        "Delivered, and a return on its way to the shop",
        parcel(dhl(230), "200 PickedUp Hamburg; 150 Delivered Berlin"),
        sent_back(231, "30 Announced; 24 PickedUp Berlin; 10 InTransit Hanover"),
    ),
    order(
        "PK1024", "Only a return, arrived at the shop", sent_back(24, "50 PickedUp; 5 Delivered")
    ),
    order(
        "PK1025",
        "Three parcels: delivered, late, not dispatched",
        parcel(dhl(250), f"{AT_THE_DOOR}; 1 Delivered Berlin"),
        parcel(dhl(251), UNDER_WAY, is_delayed=True, announced_delivery_date=day(-1)),
        parcel("", "30 OrderProcessed", recipient_email="other.recipient@example.com"),
    ),
    order(
        "PK1026",
        "Forty parcels in every state",
        *(
            parcel(
                dhl(2600 + index),
                (AT_THE_DOOR, UNDER_WAY, "30 Announced", f"{UNDER_WAY}; 1 Delivered Berlin")[
                    index % 4
                ],
                is_delayed=index % 8 == 1,
                is_exception=index % 16 == 5,
                articles=[article(f"Box {index + 1} of 40", index + 1)],
            )
            for index in range(40)
        ),
    ),
    order("PK1027", "No parcel yet: the list of parcels is empty"),
    order(
        "PK1035",
        "A set whose parts travel in two parcels",
        *(
            parcel(
                dhl(350 + index),
                UNDER_WAY,
                articles=[
                    article(
                        name,
                        bundle={
                            "group_id": "set-1",
                            "role": "component",
                            "parent_title": "Garden set",
                        },
                    )
                ],
            )
            for index, name in enumerate(("Garden table", "Garden chair"))
        ),
    ),
)

WORLD = (
    order(
        "PK2001",
        "USPS in New York, today between 2 and 5 pm there",
        parcel(
            "9400100000000000000004",
            "70 PickedUp Newark NJ; 30 InTransit Secaucus NJ; 3 OutForDelivery New York NY",
            courier="usps",
            zone=NEW_YORK,
            action_box=prediction(0, zone=NEW_YORK, raw=between("14:00", "17:00")),
            shipping_address={"city": "New York", "country_iso3": "USA", "region_code": "NY"},
            destination_country_iso3="USA",
        ),
        destination_country_iso3="USA",
    ),
    order(
        "PK2002",
        "Yamato in Tokyo, the courier writes Japanese",
        parcel(
            "123456789013",
            "40 PickedUp 大阪; 18 InTransit 名古屋; 2 OutForDelivery 東京",
            courier="yamato",
            zone=TOKYO,
            last={"status_details": "配達中です。本日お届け予定です。"},
            action_box=prediction(0, zone=TOKYO, raw=between("19:00", "21:00")),
            destination_country_iso3="JPN",
        ),
    ),
    order(
        "PK2003",
        "NZ Post in Auckland, half a day ahead",
        parcel(
            "LX200200210NZ",
            "60 PickedUp Wellington; 15 InTransit Hamilton",
            courier="nzpost",
            zone=AUCKLAND,
            action_box=prediction(1, zone=AUCKLAND),
            destination_country_iso3="NZL",
        ),
    ),
    order(
        "PK2004",
        "The courier writes Arabic, from right to left",
        parcel(
            dhl(2004),
            "60 PickedUp دبي; 9 InTransit أبو ظبي",
            last={"status_details": "الشحنة في الطريق إلى المستلم (رقم 42)"},
        ),
    ),
    order(
        "PK2005",
        "The courier writes Chinese",
        parcel(
            dhl(2005),
            "80 PickedUp 深圳; 12 InCustoms 上海",
            last={"status_details": "清关中,请等待"},
        ),
    ),
    order(
        "PK2006", "Two clients, one number: Atlas", parcel(dhl(2006), UNDER_WAY), client_key="atlas"
    ),
    order(
        "PK2006",
        "Two clients, one number: Borealis, delivered",
        parcel(dhl(2007), f"{AT_THE_DOOR}; 1 Delivered Berlin"),
        client_key="borealis",
        order_date=ago(200),
    ),
    order(
        "PK2008",
        "Royal Mail, recipient's e-mail address unknown",
        parcel("RR100100125GB", UNDER_WAY, courier="royal-mail", zone="Europe/London"),
        recipient_email="_unset",
    ),
)

ORDERS: tuple[SandboxOrder, ...] = (
    SHOW_PIECE,
    *SAMPLES,
    *ON_THE_WAY,
    *COLLECT,
    *ENDED,
    *SEVERAL,
    *WORLD,
    *HOSTILE_ORDERS,
)

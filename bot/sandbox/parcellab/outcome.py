"""PK1xxx, second half: parcels whose way has ended, and orders of several parcels."""

from bot.sandbox.parcellab.order import order
from bot.sandbox.parcellab.parcel import Body, article, box, day, dhl, parcel, prediction
from bot.sandbox.parcellab.underway import AT_THE_DOOR, LATE, UNDER_WAY


def kept(serial: int, journey: str, *, kind: str, extra: str) -> Body:
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
        kept(
            11, "20 DeliveredNeighbor Berlin", kind="Neighbor", extra="Sandbox Neighbour, 2nd floor"
        ),
    ),
    order(
        "PK1012",
        "Collected at a parcel shop, with proof of delivery",
        kept(12, "25 DeliveredShop Berlin", kind="ParcelShop", extra="Sandbox Parcel Shop"),
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
        "Forty parcels in four states",
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

"""Every order of the sandbox: PK1xxx the ways of a parcel, PK2xxx the world, PK3xxx to hurt."""

from dataclasses import replace

from bot.sandbox.parcellab.hostile import HOSTILE_ORDERS
from bot.sandbox.parcellab.order import PCL_SHOP, UPS_SHOP, SandboxOrder, order
from bot.sandbox.parcellab.outcome import ENDED, SEVERAL
from bot.sandbox.parcellab.parcel import ago, article, between, clock_hour, day, parcel, prediction
from bot.sandbox.parcellab.underway import COLLECT, ON_THE_WAY, SAME_RECIPIENT, UNDER_WAY
from bot.sandbox.parcellab.world import WORLD

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

ORDERS: tuple[SandboxOrder, ...] = (
    SHOW_PIECE,
    *SAMPLES,
    *ON_THE_WAY,
    *COLLECT,
    *ENDED,
    *SEVERAL,
    *WORLD,
    *(replace(each, travels=False) for each in HOSTILE_ORDERS),
)

"""PK2xxx: other countries, time zones and scripts, and two clients with one number."""

from bot.sandbox.parcellab.order import order
from bot.sandbox.parcellab.parcel import ago, between, dhl, parcel, prediction
from bot.sandbox.parcellab.underway import AT_THE_DOOR, UNDER_WAY

NEW_YORK, TOKYO, AUCKLAND = "America/New_York", "Asia/Tokyo", "Pacific/Auckland"

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

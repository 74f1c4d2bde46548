"""PK3xxx: orders that hurt, with texts from outside at their worst, and bodies off the schema."""

from dataclasses import replace

from bot.sandbox.parcellab.order import SandboxOrder, order
from bot.sandbox.parcellab.parcel import Body, ago, article, box, day, parcel, prediction, scan

UNDER_WAY = "50 PickedUp Hamburg; 12 InTransit Hanover"
MENTIONS = "<!channel> <!here> <@U1> <#C1> <!subteam^S1> <https://evil.example.com|your bank>"
ENTITIES = "Tom &amp; Co &lt;b&gt; \"quoted\" 'single' & < > *bold* _it_ ~no~"
TEMPLATES = (
    '{{ 7*7 }} {% raw %} {"type":"section"} ${HOME} }} ]] \\ ```code``` `tick`\nline\r\ntab\t'
)
BIDI = (
    "refund \u202egnp.exe\u202c pay\u200bload\u200d \u2066in\u2069 \ufeff"
    " \U0001f4e6\U0001f469\U0001f3fd\u200d\U0001f4bb\U0001f1e9\U0001f1ea"
)
CONTROL = "bell\u0007 null-like\u2400 nel\u0085 line\u2028para\u2029"
LONG = "All work and no scan makes the parcel late. " * 114
PRIVATE = "PRIVATE: the driver suspects fraud at this address"


def texts(number: str, description: str, text: str) -> SandboxOrder:
    """An order with `text` in every place where a courier or a shop may write what it likes."""
    shown = {
        "status_text": text,
        "status_details": text,
        "location": text,
        "delivery_extra_info": text,
        "exception_type": text,
        "next_action": text,
    }
    wordy = parcel(
        f"SBX-{number}",
        UNDER_WAY,
        courier="gls",
        last=shown,
        courier_info={"courier_name": text, "last_mile_courier_name": text},
        delivery_location=text,
        is_exception=True,
        recipient_name=text,
        action_box=box("pickup-location", address=text, label=text, label_caption=text),
        articles=[article(text, size=text, color=text, article_brand=text, tags=[text])],
        additional_attributes={text[:40]: text},
        pod_signature=text,
        reporting_info={"contacted_with_messages": [text], "exception_messages": [text]},
    )
    return order(number, description, wordy, recipient_name=text, client_key=text[:60])


def odd(number: str, description: str, **members: object) -> SandboxOrder:
    """An order whose one parcel breaks the schema with `members`."""
    broken = parcel(f"SBX-{number}", UNDER_WAY, courier="gls") | members
    return replace(order(number, description, broken), off_schema=True)


def with_links(*links: str) -> Body:
    """A parcel with the first link as its tracking link, the others where links may stand."""
    track, reroute, picture, store, proof = links
    return parcel(
        "SBX-PK3006",
        UNDER_WAY,
        courier="gls",
        courier_info={"courier_tracking_url": track, "courier_reroute_url": reroute},
        articles=[article("Linked", article_image_url=picture, article_store_url=store)],
        pod_identifier=proof,
    )


HOSTILE_ORDERS = (
    texts("PK3001", "Mentions and links in Slack's markup everywhere", MENTIONS),
    texts("PK3002", "Entities, quotes and markup everywhere", ENTITIES),
    texts("PK3003", "Braces, templates, back ticks and line breaks everywhere", TEMPLATES),
    texts("PK3004", "Right-to-left override, zero-width signs and emoji everywhere", BIDI),
    texts("PK3005", "Five thousand characters everywhere", LONG),
    order(
        "PK3006",
        "Links that must not become links",
        with_links(
            "javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "file:///etc/passwd",
            "https://user:secret@evil.example.com/",
            "https://evil.example.com/a|b>c<!channel>",
        ),
    ),
    order(
        "PK3007",
        "Hidden checkpoints with private words, out of order",
        parcel(
            "SBX-PK3007",
            UNDER_WAY,
            courier="gls",
            checkpoints=[
                scan("12 InTransit Hanover"),
                scan("1 Attempted Berlin", is_hidden=True, status_details=PRIVATE),
                scan("50 PickedUp Hamburg"),
                scan("60 Announced", is_hidden=True, status_text=PRIVATE, location=PRIVATE),
            ],
        ),
    ),
    texts("PK3008", "Control characters and odd line ends everywhere", CONTROL),
    order(
        "PK3009",
        "Only what the schema requires",
        {"tracking_number": "SBX-PK3009", "reporting_info": {}},
    ),
    order(
        "PK3010",
        "Says it is late and, elsewhere, that it is not; more than certain to be late",
        parcel(
            "SBX-PK3010",
            UNDER_WAY,
            courier="gls",
            is_delayed=False,
            shipping_address={},
            timezone="Mars/Olympus_Mons",
            reporting_info={"is_delayed": True, "trending_late_probability": 1.7},
        ),
    ),
    odd(
        "PK3011",
        "An unknown lifecycle status",
        last_delivery_status={
            "step": 99,
            "status_code": "Teleported",
            "status_text": "Beamed up",
            "status_details": "",
            "lifecycle_status": "Teleported",
            "event_timestamp": ago(1),
            "icon_hint": "star",
        },
    ),
    odd("PK3012", "An unknown action box", action_box=box("vote-courier") | {"type": "hologram"}),
    odd("PK3013", "An empty action box", action_box={}),
    odd(
        "PK3014",
        "The older live-tracking box",
        action_box={
            "type": "live-tracking",
            "label": "Follow the van",
            "caption": "Live",
            "info": {"city": "Berlin", "destination_country_iso3": "DEU"},
        },
    ),
    odd(
        "PK3015",
        "Nulls where a value was promised",
        courier_info=None,
        last_delivery_status={"step": None, "status_code": None, "status_text": None},
        delivery_location=None,
        is_delayed=None,
        articles=None,
        announced_delivery_date=None,
        reporting_info=None,
        checkpoints=[None, scan("12 InTransit Hanover", location=None)],
    ),
    odd(
        "PK3016",
        "A pickup box with broken opening hours and no address",
        action_box=box(
            "pickup-location",
            address=None,
            opening_hours=[{"day": "noday", "open": "25:99", "close": ""}, None, "mon 9-5"],
            raw={"earliest_date": "soon"},
        ),
    ),
    odd(
        "PK3017",
        "A forecast without raw and with dates of the wrong kind",
        action_box=prediction(1) | {"raw": None, "day_of_month": 31},
        announced_delivery_date="31.12.2025",
        pod_date=day(0),
    ),
)

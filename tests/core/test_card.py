"""Cards: what a support agent must see, for every stage and action box."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core.card import Card, NoteCard, OrderCard, ParcelCard, for_order
from bot.core.notes import note
from bot.core.privacy import Audience, reveal
from bot.core.question import Broken, Busy, Refused
from bot.core.reference import Kind, Reference
from bot.core.story import story
from tests.core.sample import (
    AGENT,
    CHANNEL,
    NOW,
    STAGES,
    Json,
    card,
    english,
    order,
    status,
    told,
    told_story,
    tracking,
)

_WINDOW = {"earliest_date": "2026-11-18", "latest_date": "2026-11-20", "has_time": False}
BOXES: dict[str, tuple[Json | None, tuple[str, ...]]] = {
    "none": (None, ()),
    "pickup": (
        {
            "type": "pickup-location",
            "label": "Pick it up here",
            "label_caption": "Bring an id",
            "address": {"address": "1 Main Street", "courier": "x", "delivery_location": "Kiosk"},
            "opening_hours": [{"day": "mon", "open": "09:00:00", "close": "18:00:00"}],
            "raw": _WINDOW,
        },
        ("Pick it up here", "Bring an id", "Kiosk, 1 Main Street", "09:00–18:00", "open now",
         "Collect by Fri 20 Nov"),
    ),
    "prediction": (
        {"type": "prediction", "label": "Soon there", "label_caption": "May change",
         "prediction_caption": "By parcelLab", "raw": _WINDOW},
        ("Expected Wed 18 Nov – Fri 20 Nov", "Soon there", "May change", "By parcelLab"),
    ),
    "returned": (
        {"type": "returned", "label": "It is back", "reason": "Refused at the door",
         "returned_date": "2026-11-14"},
        ("Returned: Refused at the door", "Sat 14 Nov", "It is back"),
    ),
    **{
        name: ({"type": name, "label": "What now", "label_caption": "Do this"},
               ("What now", "Do this"))
        for name in ("next-action", "pickup-location-unknown", "order-processed", "vote-courier")
    },
    "unknown": ({"type": "hologram", "label": "Look"}, ()),
}  # fmt: skip
LIVE = "asked of the courier itself"
ENDED = ("Delivered", "SentBack", "Returned", "Failed", "Cancelled")


def shown(of: Card) -> str:
    """Everything a card says, whatever part says it."""
    return "\n".join(told(_phrases(of)))


def _phrases(part: Any) -> list[Any]:
    if hasattr(part, "message"):
        return [part]
    if hasattr(part, "__dataclass_fields__"):
        return [p for name in part.__dataclass_fields__ for p in _phrases(getattr(part, name))]
    if isinstance(part, tuple):
        return [phrase for inner in part for phrase in _phrases(inner)]
    return []


def one(**members: Any) -> ParcelCard:
    drawn = card(tracking(**members))
    assert isinstance(drawn, OrderCard)
    (parcel,) = drawn.parcels + drawn.returns
    return parcel


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("stage", [*STAGES, "Teleported", None])
@pytest.mark.parametrize("is_return", [False, True])
def test_whatever_the_stage_and_box_an_agent_sees_the_facts(
    stage: str | None,
    box: str,
    is_return: bool,  # noqa: FBT001
) -> None:
    body, facts = BOXES[box]
    flags = {"has_failed_attempt": True, "is_forgotten": True}
    drawn = card(
        tracking(
            stage,
            action_box=body,
            is_return=is_return,
            is_exception=True,
            is_delayed=True,
            reporting_info=flags,
            last_delivery_status=status(stage, status_details="Truck broke down"),
        )
    )
    expected = (
        "PK1004",
        "On the road",
        "DHL",
        "00340434161094042557",
        "Exception",
        "Failed delivery attempt",
        "No scan for long",
        "late" if stage in ("Delivered", "Cancelled") else "Late",
        "Truck broke down",
        "5 hours ago",
        *(() if box == "prediction" and stage in ENDED else facts),
    )
    for fact in expected:
        assert fact in shown(drawn), fact
        if fact != "5 hours ago":  # what is not yet scanned has no age in the story
            assert fact in told_story(drawn), fact
    if box == "prediction" and stage in ENDED:
        assert not any(fact in shown(drawn) for fact in facts)


@pytest.mark.parametrize("stage", STAGES)
def test_what_went_wrong_is_a_warning_until_its_way_has_ended_well(stage: str) -> None:
    parcel = one(stage=stage, is_delayed=True)
    is_over = stage in ("Delivered", "Cancelled")
    assert parcel.is_problem is not is_over
    assert english(parcel.problems) == ("Earlier: Was late" if is_over else "Late")


def test_two_days_late_says_both_days() -> None:
    box = {"type": "prediction", "raw": {"earliest_date": "2026-11-16"}}
    late = card(tracking(announced_delivery_date="2026-11-14", action_box=box))
    for told_there in (shown(late), told_story(late)):
        assert "2 days late" in told_there
        assert "Promised Sat 14 Nov → now Mon 16 Nov" in told_there


def test_the_most_urgent_parcel_stands_first_and_gives_the_icon() -> None:
    drawn = card(
        tracking("Delivered", tracking_number="delivered"),
        tracking("Cancelled", tracking_number="cancelled"),
        tracking("Pending", tracking_number="announced"),
        tracking("Transit", tracking_number="moving"),
        tracking("ReadyToCollect", tracking_number="collect"),
        tracking("SentBack", tracking_number="back"),
        tracking("Transit", tracking_number="late", is_delayed=True),
        tracking("Failed", tracking_number="failed"),
    )
    assert isinstance(drawn, OrderCard)
    lines = told(parcel.line for parcel in drawn.parcels)
    numbers = [line.split("`")[1] for line in lines]
    assert numbers == [
        "failed", "late", "back", "collect", "moving", "announced", "delivered", "cancelled",
    ]  # fmt: skip
    assert drawn.icon == "❌"
    assert english(drawn.title) == "PK1004 · 8 parcels"
    assert english(drawn.summary) == (
        "1 needs you · 1 late · 1 going back · 1 to collect · 1 on its way · 1 not scanned yet"
        " · 1 delivered · 1 cancelled"
    )


def test_of_equally_urgent_parcels_the_longest_unscanned_stands_first() -> None:
    stamps = ("2026-11-15T08:00:00Z", "2026-11-13T08:00:00Z", "2026-11-14T08:00:00Z")
    drawn = card(
        *(
            tracking(tracking_number=at[8:10], last_delivery_status=status(event_timestamp=at))
            for at in stamps
        )
    )
    assert isinstance(drawn, OrderCard)
    assert [english(parcel.line).split("`")[1] for parcel in drawn.parcels] == ["13", "14", "15"]


def test_returns_stand_apart_and_are_counted_apart() -> None:
    drawn = card(tracking("Delivered"), tracking("Transit", is_return=True))
    assert isinstance(drawn, OrderCard)
    assert (len(drawn.parcels), len(drawn.returns)) == (1, 1)
    assert english(drawn.title) == "PK1004 · On the road"
    assert english(drawn.summary) == "1 delivered · 1 return"


def test_an_order_of_returns_alone_speaks_of_them() -> None:
    drawn = card(tracking("Delivered", is_return=True))
    assert isinstance(drawn, OrderCard)
    assert english(drawn.title) == "PK1004 · Return arrived at the shop (On the road)"
    assert drawn.summary is None


def test_whoever_asks_for_returns_alone_is_told_that_there_are_none() -> None:
    for parcels in ((tracking("Delivered"),), (tracking("Delivered"), tracking("Transit"))):
        drawn = for_order(reveal(order(*parcels), AGENT), now=NOW, is_returns=True)
        assert isinstance(drawn, OrderCard)
        assert len(drawn.parcels) == len(parcels)
        assert english(drawn.summary).startswith("No return is known")
    both = order(tracking("Delivered"), tracking("Transit", is_return=True))
    drawn = for_order(reveal(both, AGENT), now=NOW, is_returns=True)
    assert isinstance(drawn, OrderCard)
    assert drawn.summary is None


@pytest.mark.parametrize(
    ("courier", "expected"),
    [
        ({"courier_name": "DHL"}, "DHL"),
        ({"courier": "dhl-germany"}, "dhl-germany"),
        ({"courier_name": "DHL", "last_mile_courier_name": "GLS"}, "DHL, at the door GLS"),
        ({"courier_name": "DHL", "last_mile_courier_name": "DHL"}, "DHL"),
        ({"last_mile_courier_name": "GLS"}, "GLS"),
    ],
)
def test_the_courier_is_named_and_who_rings_the_bell(courier: Json, expected: str) -> None:
    assert english(one(courier_info=courier).facts[0].value).startswith(f"{expected} `")


def test_without_courier_and_number_no_fact_is_lost() -> None:
    parcel = one(stage="Delivered", courier_info=None, tracking_number="", delivery_location="Shed")
    assert [english(fact.label) for fact in parcel.facts] == ["Last scan", "Left"]
    delivered = card(tracking("Delivered", courier_info=None, tracking_number="",
                              delivery_location="Shed"))  # fmt: skip
    assert "Left: Shed" in told_story(delivered)


@pytest.mark.parametrize(
    ("stage", "members", "expected"),
    [
        ("Delivered", {"delivery_location": "Shed"}, ("Left", "Shed")),
        ("ReadyToCollect", {"delivery_location": "Locker 7"}, ("Note", "Locker 7")),
        (
            "Delivered",
            {
                "delivery_location": "Ms Next Door",
                "last_delivery_status": status("Delivered", delivery_extra_info="Ms Next Door"),
                "checkpoints": [{"delivery_location_type": "Neighbor"}],
            },
            ("Left", "with a neighbour, Ms Next Door"),
        ),
        ("Delivered", {"pod_date": "2026-11-14"}, ("Proof of delivery", "Sat 14 Nov")),
    ],
)
def test_where_it_was_left_is_said_once(
    stage: str, members: Json, expected: tuple[str, str]
) -> None:
    facts = one(stage=stage, **members).facts_beside_line
    assert [(english(fact.label), english(fact.value)) for fact in facts] == [expected]


def test_articles_say_how_many_of_what_and_the_rest_is_counted() -> None:
    articles = [
        {"article_name": "Sock", "quantity": 3, "size": "42", "color": "grey"},
        {"article_name": "Lamp"},
        {"article_name": "Cap", "quantity": 0},
        {"quantity": 5},
    ]
    assert told(one(articles=articles).articles) == ["3 × Sock (42, grey)", "1 × Lamp", "0 × Cap"]
    many = one(articles=[{"article_name": str(n), "quantity": 1} for n in range(20)])
    assert told(many.articles)[-2:] == ["1 × 6", "… 13 more"]


def test_the_last_five_checkpoints_are_told_newest_first() -> None:
    scans = [
        {"event_timestamp": f"2026-11-{day:02}T08:00:00Z", "status_text": f"Scan {day}",
         "location": "Berlin", "is_hidden": False}
        for day in range(1, 10)
    ]  # fmt: skip
    history = told(one(checkpoints=scans).checkpoints)
    assert len(history) == 5
    assert history[0] == "Mon 9 Nov 08:00 UTC · Scan 9 · Berlin"


def test_who_was_already_told_is_said() -> None:
    parcel = one(reporting_info={"contacted_with_messages": ["Dispatched", "", "Late"]})
    assert english(parcel.told) == "The customer was told: Dispatched, Late"
    assert one().told is None


def test_links_go_to_the_courier_and_the_proof_if_they_are_web_addresses() -> None:
    web = {"courier_name": "DHL", "courier_tracking_url": "https://dhl.example.com/1"}
    parcel = one(courier_info=web, pod_identifier="https://pod.example.com/1.png")
    assert [(english(link.label), link.url) for link in parcel.links] == [
        ("Track at DHL", "https://dhl.example.com/1"),
        ("Proof of delivery", "https://pod.example.com/1.png"),
    ]
    bad = {"courier_tracking_url": "javascript:alert(1)"}
    assert one(courier_info=bad, pod_identifier="file:///etc/passwd").links == ()


@pytest.mark.parametrize(
    ("stage", "age", "expected"),
    [
        ("Transit", timedelta(hours=3), "3 hours ago"),
        ("Transit", timedelta(hours=-2), "just now"),
        ("Pending", timedelta(hours=3), "not scanned yet · announced Mon 16 Nov 07:30 UTC"),
    ],
)
def test_the_age_of_the_last_scan_is_said(stage: str, age: timedelta, expected: str) -> None:
    at = (NOW - age).isoformat()
    parcel = one(last_delivery_status=status(stage, event_timestamp=at))
    (scan,) = (fact for fact in parcel.facts if english(fact.label) == "Last scan")
    assert expected in english(scan.value)


def test_the_age_of_the_data_the_client_and_the_country_are_always_said() -> None:
    drawn = card(tracking(), client_key="shop-1", destination_country_iso3="DEU")
    assert isinstance(drawn, OrderCard)
    assert told(drawn.footer) == [
        "As of Mon 16 Nov 10:30 UTC", "last scan 5 hours ago", "Client shop-1", "To Germany",
    ]  # fmt: skip


def test_five_reasons_for_no_parcel_are_five_different_texts() -> None:
    asked = Reference(Kind.ORDER_NUMBER, "PK1004")
    answers = [
        card(order_date="2026-11-10T10:00:00Z"),
        card(tracking("Pending", last_delivery_status=status("Pending", status_text=""))),
        note.not_found(asked),
        note.failed(Refused(403), asked),
        note.failed(Broken(), asked),
        note.failed(Busy(30), asked),
    ]
    said = [told_story(answer) for answer in answers]
    assert len({next(iter(story(answer))) for answer in answers}) == len(answers)
    assert "no parcel has been announced for it yet" in said[0]
    assert "Ordered Tue 10 Nov" in said[0]
    assert "not scanned yet" in said[1]
    assert "parcelLab knows no order `PK1004`" in said[2]
    assert "credentials" in said[3]
    assert "The order may well exist" in said[4]
    assert "Try again in 30 seconds" in said[5]


@pytest.mark.parametrize("to", [AGENT, CHANNEL])
@pytest.mark.parametrize("trackings", [None, []])
def test_an_order_without_parcels_is_a_note(to: Any, trackings: Any) -> None:
    empty = order(order_date="2026-11-10T10:00:00Z").model_copy(update={"trackings": trackings})
    drawn = for_order(reveal(empty, to), now=NOW)
    assert isinstance(drawn, NoteCard)
    assert ("Ordered" in told_story(drawn)) is (to is AGENT)


def test_an_order_without_anything_is_still_a_card() -> None:
    drawn = card({}, order_number=None)
    assert isinstance(drawn, OrderCard)
    assert english(drawn.title) == "– · No status yet"
    assert "not scanned yet" in told_story(drawn)


@pytest.mark.parametrize(("supports", "is_said"), [((True,), True), ((None, False), False)])
@pytest.mark.parametrize("to", [AGENT, CHANNEL])
def test_only_a_courier_that_can_be_asked_live_was_asked(
    *, supports: tuple[bool | None, ...], is_said: bool, to: Audience
) -> None:
    parcels = order(*(tracking(supports_live_refresh=one) for one in supports))
    live = for_order(reveal(parcels, to), now=NOW, is_live=True)
    assert (LIVE in told_story(live)) is is_said
    assert LIVE not in told_story(for_order(reveal(parcels, to), now=NOW))

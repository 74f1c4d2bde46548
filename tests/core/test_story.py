"""The story of a card: what a notification shows and a screen reader says."""

from dataclasses import replace

from bot.core.card import OrderCard
from bot.core.notes import note
from bot.core.phrase import count
from bot.core.story import story
from bot.core.words import card as words
from tests.core.sample import card, status, told, told_story, tracking

PICKUP = {
    "type": "pickup-location",
    "label": "Pick it up here",
    "address": "Kiosk, 1 Main Street",
    "opening_hours": [{"day": "mon", "open": "09:00", "close": "18:00"}],
    "raw": {"latest_date": "2026-11-20"},
}


def test_one_parcel_is_told_the_most_important_first() -> None:
    told_there = told(
        story(
            card(
                tracking(
                    "ReadyToCollect",
                    action_box=PICKUP,
                    announced_delivery_date="2026-11-14",
                    last_delivery_status=status(
                        "ReadyToCollect", status_text="Ready", next_action="PickUp"
                    ),
                )
            )
        )
    )
    assert told_there == [
        "📬 PK1004 · Ready",
        "2 days late",
        "Promised Sat 14 Nov, ready for pickup Mon 16 Nov",
        "Next action: Pick up",
        "Pick it up here: Kiosk, 1 Main Street · Today 09:00–18:00 · open now, closes 18:00"
        " (in 6 hours) · Collect by Fri 20 Nov",
        "The recipient picks it up",
        "DHL · `00340434161094042557` · 5 hours ago",
        "As of Mon 16 Nov 10:30 UTC · last scan 5 hours ago",
    ]


def test_several_parcels_are_told_with_their_own_status_and_the_age_of_the_data_before() -> None:
    late = tracking(is_delayed=True, tracking_number="A")
    there = tracking("Delivered", tracking_number="B")
    assert told(story(card(there, late))) == [
        "📦 PK1004 · 2 parcels",
        "1 late · 1 delivered",
        "As of Mon 16 Nov 10:30 UTC · last scan 5 hours ago",
        "📦 On the road",
        "Late",
        "The courier takes it onward",
        "DHL · `A` · 5 hours ago",
        "✅ On the road",
        "DHL · `B` · 5 hours ago",
    ]


def test_a_pickup_that_says_nothing_leaves_no_loose_colon() -> None:
    drawn = card(tracking(action_box={"type": "pickup-location", "label": "Here"}))
    assert "\nHere\n" in told_story(drawn)


def test_what_is_left_out_is_told_before_the_parcels() -> None:
    drawn = card(tracking(), tracking())
    assert isinstance(drawn, OrderCard)
    cut = replace(drawn, parcels=drawn.parcels[:1], more=count(words.PARCELS_MORE, 1))
    assert "… 1 more parcel, less urgent" in told(story(cut))[:3]


def test_a_note_is_told_line_by_line() -> None:
    assert told(story(note.looking())) == ["🔎 Looking …"]
    assert told(story(note.fault("a1b2")))[-1].endswith("this token: `a1b2`")

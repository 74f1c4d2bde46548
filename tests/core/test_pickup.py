"""The pickup place, and which addresses become links."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.core.order import OpeningHours, PickupAddress, PickupLocationBox, Window
from bot.core.phrase import say
from bot.core.pickup import pickup, web_link
from tests.core.sample import NOW, english, told

BERLIN = ZoneInfo("Europe/Berlin")
OPEN_TODAY = (OpeningHours(day="mon", open="09:00", close="18:00"),)


def box(address: PickupAddress | str | None = None) -> PickupLocationBox:
    return PickupLocationBox(type="pickup-location", address=address, opening_hours=OPEN_TODAY)


def test_a_place_is_said_with_todays_hours_the_week_the_last_day_and_a_map() -> None:
    window = Window(latest_date=date(2026, 11, 20))
    full = box("Kiosk, 1 Main Street").model_copy(update={"label": "Here", "raw": window})
    said = pickup(full, BERLIN, NOW)
    assert english(said.label) == "Here"
    assert english(said.place) == "Kiosk, 1 Main Street"
    assert english(said.today) == "Today 09:00–18:00 · open now, closes 18:00 (in 6 hours)"
    assert told(said.week) == ["Mon 09:00–18:00"]
    assert english(said.until) == "Collect by Fri 20 Nov"
    assert said.map
    assert said.map.url.endswith("query=Kiosk%2C+1+Main+Street")


def test_without_a_zone_nobody_says_whether_it_is_open() -> None:
    said = pickup(box(), None, NOW)
    assert said.today is None
    assert told(said.week) == ["Mon 09:00–18:00"]


def test_an_empty_box_still_says_that_it_is_a_pickup() -> None:
    said = pickup(PickupLocationBox(type="pickup-location"), BERLIN, NOW)
    assert english(said.label) == "Pickup"
    assert (said.place, said.today, said.week, said.until, said.map) == (None, None, (), None, None)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (PickupAddress(address="1 Main Street", delivery_location="Kiosk"), "Kiosk, 1 Main Street"),
        (PickupAddress(address="Kiosk, 1 Main Street", delivery_location="Kiosk"),
         "Kiosk, 1 Main Street"),
        (PickupAddress(address="1 Main Street"), "1 Main Street"),
        (PickupAddress(delivery_location="Kiosk"), "Kiosk"),
        (PickupAddress(courier="dhl"), ""),
        ("1 Main Street", "1 Main Street"),
        ("", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_the_place_is_named_once(address: PickupAddress | str | None, expected: str) -> None:
    assert english(pickup(box(address), BERLIN, NOW).place) == expected


@pytest.mark.parametrize("address", ["<!channel>|x&y=1#", "{{ 7*7 }}", "ß" * 5000, "a\nb"])
def test_whatever_the_address_holds_the_map_link_is_a_link(address: str) -> None:
    link = pickup(box(address), BERLIN, NOW).map
    assert link
    assert link.url.startswith("https://www.google.com/maps/search/?api=1&query=")
    assert link.url.isascii()
    assert not set(link.url.removeprefix("https://www.google.com/maps/search/?api=1&")) & set(
        '<>|"&#\n {}'
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://dhl.example.com/track?id=1&lang=de",
            "https://dhl.example.com/track?id=1&lang=de",
        ),
        ("http://dhl.example.com/track", "http://dhl.example.com/track"),
        ("https://dhl.example.com/größe", "https://dhl.example.com/gr%C3%B6%C3%9Fe"),
        ("https://dhl.example.com/a|b>c<!here>", "https://dhl.example.com/a%7Cb%3Ec%3C!here%3E"),
        ("https://dhl.example.com/100%25", "https://dhl.example.com/100%25"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("ftp://dhl.example.com", None),
        ("//dhl.example.com", None),
        ("dhl.example.com", None),
        ("https://", None),
        ("https:///path", None),
        ("https://user:secret@dhl.example.com", None),
        ("https://@dhl.example.com", None),
        ("https://user@dhl.example.com", None),
        ("https://dhl.example.com\\@evil.example.com", None),
        ("https://dhl.example.com/a b", None),
        ("https://dhl.example.com/a\nb", None),
        ("\x01https://dhl.example.com", None),
        ("https://[::1", None),
        ("https://dhl.example.com/" + "x" * 3000, None),
        ("https://dhl.example.com/" + "ß" * 600, None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_web_address_without_credentials_becomes_a_link(
    url: str | None, expected: str | None
) -> None:
    link = web_link(say("Track"), url)
    assert (link and link.url) == expected

"""Opening hours: today's first, open or closed now, in the zone of the place."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.opening_hours import by_days, stretches, today, zone_of
from bot.core.order import OpeningHours
from tests.core.sample import NOW, english, told

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDDAY_BREAK = "mon-fri 09:00-12:30 14:00-18:30, sat 09:00-13:00"
NIGHTS = "mon-sun 18:00-02:00"
ALWAYS = "mon-sun 00:00-24:00"
MON, TUE, SAT, SUN = "2026-11-16", "2026-11-17", "2026-11-21", "2026-11-22"


def hours(written: str) -> list[OpeningHours]:
    """Read `mon-fri 09:00-12:30 14:00-18:30, sat …` as parcelLab's flat list."""
    found = []
    for line in filter(None, written.split(", ")):
        days, *spans = line.split()
        first, _, last = days.partition("-")
        for day in WEEK[WEEK.index(first) : WEEK.index(last or first) + 1]:
            pairs = (span.split("-") for span in spans)
            found += [OpeningHours(day=day, open=start, close=end) for start, end in pairs]
    return found


def said_today(written: str, at: str, zone: str = "Europe/Berlin") -> str:
    local = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))
    return english(today(stretches(hours(written)), local))


@pytest.mark.parametrize(
    ("written", "at", "expected"),
    [
        (MIDDAY_BREAK, f"{MON} 08:00", "closed now, opens 09:00 (in 60 minutes)"),
        (MIDDAY_BREAK, f"{MON} 09:00", "open now, closes 12:30 (in 4 hours)"),
        (MIDDAY_BREAK, f"{MON} 12:29", "open now, closes 12:30 (in 60 seconds)"),
        (MIDDAY_BREAK, f"{MON} 12:30", "closed now, opens 14:00 (in 90 minutes)"),
        (MIDDAY_BREAK, f"{MON} 13:59", "closed now, opens 14:00 (in 60 seconds)"),
        (MIDDAY_BREAK, f"{MON} 18:29", "open now, closes 18:30 (in 60 seconds)"),
        (MIDDAY_BREAK, f"{MON} 18:30", "closed now, opens Tue 09:00"),
        (MIDDAY_BREAK, f"{SAT} 13:30", "closed now, opens Mon 09:00"),
        (NIGHTS, f"{TUE} 01:00", "open now, closes 02:00 (in 60 minutes)"),
        (NIGHTS, f"{TUE} 02:00", "closed now, opens 18:00 (in 16 hours)"),
        (NIGHTS, f"{SUN} 23:00", "open now, closes 02:00 (in 3 hours)"),
        (NIGHTS, f"{MON} 01:30", "open now, closes 02:00 (in 30 minutes)"),
        ("mon 09:00-18:00", f"{MON} 20:00", "closed now, opens Mon 09:00"),
        (
            "mon 22:00-06:00, tue 06:00-20:00",
            f"{TUE} 01:00",
            "open now, closes 20:00 (in 19 hours)",
        ),
        (
            "mon 06:00-20:00, sun 20:00-06:00",
            f"{SUN} 23:00",
            "open now, closes 20:00 (in 21 hours)",
        ),
        (
            "mon 06:00-20:00, sun 20:00-06:00",
            f"{MON} 01:00",
            "open now, closes 20:00 (in 19 hours)",
        ),
        (ALWAYS, f"{SUN} 23:59", "open around the clock"),
        ("mon-sun 00:00-23:59", f"{MON} 23:59", "open around the clock"),
        ("mon-sun 00:00-00:00", f"{MON} 00:00", "open around the clock"),
        ("mon-sun 18:00-18:00", f"{MON} 12:00", "open around the clock"),
        ("mon 00:00-24:00", f"{MON} 12:00", "open now, closes 00:00 (in 12 hours)"),
    ],
)
def test_it_is_open_or_closed_now(written: str, at: str, expected: str) -> None:
    assert said_today(written, at).partition(" · ")[2] == expected


@pytest.mark.parametrize(
    ("written", "at", "expected"),
    [
        (MIDDAY_BREAK, f"{MON} 08:00", "Today 09:00–12:30, 14:00–18:30"),
        (MIDDAY_BREAK, f"{SAT} 08:00", "Today 09:00–13:00"),
        (MIDDAY_BREAK, f"{SUN} 08:00", "Today: no opening hours given"),
        (NIGHTS, f"{MON} 01:00", "Today 18:00–02:00"),
        (ALWAYS, f"{MON} 01:00", "Today 24 hours"),
        ("mon 09:30-12:00", f"{MON} 23:59", "Today 09:30–12:00"),
    ],
)
def test_todays_hours_stand_first(written: str, at: str, expected: str) -> None:
    assert said_today(written, at).partition(" · ")[0] == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-29 01:30", "open now, closes 04:30 (in 2 hours)"),  # one hour is skipped
        ("2026-10-25 01:30", "open now, closes 04:30 (in 4 hours)"),  # one hour comes twice
        ("2026-11-22 01:30", "open now, closes 04:30 (in 3 hours)"),
    ],
)
def test_on_a_day_when_the_clocks_change_the_wait_is_the_real_one(at: str, expected: str) -> None:
    assert said_today("sun 00:00-04:30", at).endswith(expected)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (MIDDAY_BREAK, ["Mon–Fri 09:00–12:30, 14:00–18:30", "Sat 09:00–13:00"]),
        (NIGHTS, ["Mon–Sun 18:00–02:00"]),
        (ALWAYS, ["Mon–Sun 24 hours"]),
        ("mon-sun 00:00-23:59", ["Mon–Sun 24 hours"]),
        ("mon 18:00-23:59", ["Mon 18:00–23:59"]),
        ("mon-tue 09:00-18:00, thu-fri 09:00-18:00",
         ["Mon–Tue 09:00–18:00", "Thu–Fri 09:00–18:00"]),
        ("wed 14:00-18:00, mon 09:00-12:00, wed 09:00-12:00",
         ["Mon 09:00–12:00", "Wed 09:00–12:00, 14:00–18:00"]),
        ("mon 09:00-12:00, mon 09:00-12:00", ["Mon 09:00–12:00"]),
        ("", []),
    ],
)  # fmt: skip
def test_the_week_is_said_in_order_and_each_day_once(written: str, expected: list[str]) -> None:
    assert told(by_days(stretches(hours(written)))) == expected


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ("09:00", "18:00", (540, 1080)),
        ("9:00", "18:00", (540, 1080)),
        ("09:00:30", "18:00:59.5", (540, 1080)),
        ("09:00:00+02:00", "18:00:00+02:00", (540, 1080)),
        ("09:00Z", "18:00:00Z", (540, 1080)),
        ("0900", "1800", (540, 1080)),
        ("00:00", "24:00", (0, 1440)),
        ("25:99", "18:00", None),
        ("09:60", "18:00", None),
        ("09:00", "", None),
        ("09:00", None, None),
        ("soon", "18:00", None),
        ("9:00 PM", "10:00 PM", None),
        ("2026-11-16", "18:00", None),
        ("٠٩:٠٠", "18:00", None),
    ],
)
def test_a_time_of_day_is_read_or_left_out(
    opens: str, closes: str | None, expected: tuple[int, int] | None
) -> None:
    found = stretches([OpeningHours(day="mon", open=opens, close=closes)])
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("day", "is_read"),
    [("mon", True), ("Monday", True), ("MON", True), ("noday", False), ("", False), (None, False)],
)
def test_a_weekday_is_read_or_left_out(day: str | None, is_read: bool) -> None:  # noqa: FBT001
    assert bool(stretches([OpeningHours(day=day, open="09:00", close="18:00")])) is is_read


@pytest.mark.parametrize(
    ("timezone", "country", "local"),
    [
        ("Asia/Tokyo", "DEU", "19:30"),
        ("America/New_York", "DEU", "05:30"),
        ("Pacific/Auckland", None, "23:30"),
        (None, "DEU", "11:30"),
        (None, "JPN", "19:30"),
        (None, "DE", "11:30"),
        ("", "POL", "11:30"),
        ("Mars/Olympus_Mons", "DEU", "11:30"),
        ("../../etc/passwd", "DEU", "11:30"),
        ("America", "DEU", "11:30"),
        ("\x00", "DEU", "11:30"),
        ("x" * 5000, "DEU", "11:30"),
        (None, "USA", None),
        (None, "ESP", None),
        (None, "ZZZ", None),
        (None, "x" * 5000, None),
        ("Mars/Olympus_Mons", None, None),
        (None, None, None),
    ],
)
def test_the_zone_is_the_named_one_or_that_of_a_country_with_only_one(
    timezone: str | None, country: str | None, local: str | None
) -> None:
    zone = zone_of(timezone, country, NOW)
    assert (f"{NOW.astimezone(zone):%H:%M}" if zone else None) == local


@pytest.mark.parametrize(("year", "is_one"), [(2017, False), (2026, True)])
def test_a_country_has_one_zone_if_all_its_clocks_agree_now(year: int, is_one: bool) -> None:  # noqa: FBT001
    """In the winter of 2017 the two zones of Cyprus were an hour apart."""
    assert bool(zone_of(None, "CYP", datetime(year, 1, 1, tzinfo=UTC))) is is_one

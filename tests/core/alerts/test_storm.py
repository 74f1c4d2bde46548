"""Which parcels a storm takes, what its card and its file say."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.alert import Episode, Facts, Kind, ParcelSeen, Sighting
from bot.core.alerts.card import for_digest
from bot.core.alerts.gate import Digest
from bot.core.alerts.news import news_about
from bot.core.alerts.stand import Snooze, Stand
from bot.core.alerts.storm import SHOWN, Storm, episodes_in, head_of, location_of, storm_of
from bot.core.alerts.storm_card import csv_of, for_file, for_storm
from bot.core.order import Checkpoint, LastDeliveryStatus, LifecycleStatus, Tracking
from bot.core.parcel import Parcel
from bot.core.phrase import Speech
from bot.slack.blocks import Blocks
from tests.core.sample import NOW, order, status, tracking

AT = datetime(2026, 11, 20, 10, 40, tzinfo=UTC)
LATE = Facts(
    order="PK1",
    kinds=(Kind.LATE,),
    began=AT,
    seen=AT,
    parcel="…5017",
    courier="DHL",
    location="Leipzig",
    country="DEU",
    promises=(date(2026, 11, 19),),
    expected=date(2026, 11, 21),
)


def changed(**members: object) -> Facts:
    return LATE.model_copy(update=members)


def storm(count: int, apart: int = 0, left: int = 0) -> Storm:
    parcels = tuple(changed(order=f"PK{n}") for n in range(count))
    return Storm(head_of(LATE, AT), parcels, apart, left, ids=tuple(range(1, count + 1)))


@pytest.mark.parametrize(
    "other",
    [
        changed(order="PK2", parcel="…1", kinds=(Kind.DISPATCH_LATE,), country="FRA"),
        changed(location="LEIPZIG", courier="Dhl"),
    ],
)
def test_of_one_courier_and_place_is_one_storm(other: Facts) -> None:
    assert storm_of("C1", LATE) == storm_of("C1", other) != ""


@pytest.mark.parametrize(
    "other",
    [
        changed(courier="UPS"),
        changed(location="Hanover"),
        changed(location=""),
        changed(kinds=(Kind.NO_SCAN,)),
    ],
)
def test_of_another_it_is_another(other: Facts) -> None:
    assert storm_of("C1", other) not in ("", storm_of("C1", LATE))
    assert storm_of("C2", LATE) != storm_of("C1", LATE)


@pytest.mark.parametrize("kind", [Kind.EXCEPTION, Kind.FAILED_ATTEMPT, Kind.DELIVERED])
def test_what_needs_its_own_look_or_is_told_to_one_person_is_in_none(kind: Kind) -> None:
    assert storm_of("C1", changed(kinds=(kind,))) == ""
    assert storm_of("U1", LATE) == storm_of("D1", LATE) == ""
    assert storm_of("C1", changed(courier="")) == ""
    assert storm_of("C1", changed(location="", country="")) == ""


@pytest.mark.parametrize(
    ("stage", "place"),
    [
        (LifecycleStatus.TRANSIT, "Leipzig"),
        (LifecycleStatus.CUSTOMS, "Leipzig"),
        (LifecycleStatus.LAST_MILE, ""),  # where somebody lives
        (LifecycleStatus.DELIVERED, ""),
        (None, ""),
    ],
)
def test_the_place_is_the_couriers_and_nobodys_home(
    stage: LifecycleStatus | None, place: str
) -> None:
    scans = (
        Checkpoint(event_timestamp=AT, location="Hidden", is_hidden=True),
        Checkpoint(event_timestamp=AT - timedelta(hours=1), location="Leipzig"),
    )
    found = Tracking(
        last_delivery_status=LastDeliveryStatus(lifecycle_status=stage), checkpoints=scans
    )
    assert location_of(Parcel(found, now=AT)) == place


def test_news_of_a_late_parcel_say_where_it_is_and_other_news_do_not() -> None:
    late = tracking(
        is_delayed=True,
        is_exception=True,
        last_delivery_status=status("Transit"),
        checkpoints=[{"event_timestamp": "2026-11-14T10:00:00Z", "location": "Leipzig"}],
    )
    news = news_about(order(late), None, NOW, settling=timedelta())
    places = {one.kind: one.facts.location for one in news.standing}
    assert places[Kind.LATE] == "Leipzig"
    assert places[Kind.EXCEPTION] == ""


def test_what_holds_of_a_storm_is_read_from_what_was_seen() -> None:
    on, over = Episode(number=2, began=AT), Episode(number=1, began=AT, ended=AT)
    parcels = {
        "late": {Kind.LATE: on, Kind.EXCEPTION: on},
        "calm": {Kind.LATE: over, Kind.PROMISE_MOVED: Episode(number=1, began=AT)},
        "there": {Kind.LATE: on, Kind.DELIVERED: on},
        "unseen": {Kind.NO_SCAN: on, Kind.LATE: over},
    }
    seen = Sighting(parcels={tag: ParcelSeen(episodes=one) for tag, one in parcels.items()})
    found = {(tag, kind, number): holds for tag, kind, number, holds in episodes_in(seen)}
    assert found == {
        ("late", Kind.LATE, 1): True,
        ("late", Kind.LATE, 2): True,
        ("calm", Kind.LATE, 1): False,
        ("calm", Kind.PROMISE_MOVED, 1): False,
        ("there", Kind.LATE, 1): False,
        ("there", Kind.LATE, 2): False,
        ("unseen", Kind.NO_SCAN, 1): True,
        ("unseen", Kind.NO_SCAN, 2): True,
        ("unseen", Kind.LATE, 1): False,
    }


def test_the_card_says_in_one_line_what_it_is_and_names_every_order() -> None:
    message = Blocks().draw(for_storm(storm(40, apart=2, left=3), card="a" * 32))
    assert message["text"].startswith(
        "⏰ DHL · Leipzig: 42 parcels late since Fri 20 Nov 10:40 UTC"
    )
    assert all(f"PK{n}" in message["text"] for n in range(40))
    [table] = [block for block in message["blocks"] if block["type"] == "table"]
    assert len(table["rows"]) == SHOWN + 1
    assert [cell["text"] for cell in table["rows"][1]] == [
        "PK0",
        "…5017",
        "2 days late",
        "Sat 21 Nov",
    ]
    said = json.dumps(message["blocks"], ensure_ascii=False)
    for words in ("2 of them have cards of their own", "3 parcels have moved on", "… 30 more"):
        assert words in said
    assert "alert:have" in said
    assert "a.0.hour" in said
    assert f"{'a' * 32}.{SHOWN}" in said  # a card of its own for each that the table shows
    assert f"{'a' * 32}.{SHOWN + 1}" not in said


def test_a_snoozed_card_says_until_when_and_can_be_woken() -> None:
    stand = Stand(turn=1, snooze=Snooze.HOUR, snoozed_by="U1", snoozed_until=AT)
    message = Blocks().draw(for_storm(storm(40), stand, card="a" * 32))
    assert message["text"].startswith("💤 DHL · Leipzig")
    said = json.dumps(message["blocks"], ensure_ascii=False)
    assert "<@U1> snoozed it until" in said
    assert "alert:open" in said
    assert "alert:snooze" not in said


def test_the_morning_message_offers_a_card_to_what_has_none() -> None:
    delivered = changed(order="PK3", kinds=(Kind.DELIVERED,))
    digest = Digest(alerts=(LATE, changed(order="PK2"), delivered), ids=(7, 0, 9))
    [menu] = for_digest(digest, card="a" * 32).controls
    assert [option.value for option in menu.options] == ["a" * 32 + ".7"]


def test_a_storm_that_is_over_says_so_and_asks_for_nothing() -> None:
    message = Blocks().draw(for_storm(storm(0, left=14), card="a" * 32))
    assert message["text"] == "✅ DHL · Leipzig: 14 parcels have moved on"
    assert [block["type"] for block in message["blocks"]] == ["section"]


def test_the_largest_and_the_most_hostile_storm_is_drawn() -> None:
    hostile = changed(order="<!channel>" * 20, courier="*" * 300, location="`<@U1>" * 10)
    many = Storm(head_of(hostile, AT), (hostile,) * 3000)
    cards = (for_storm(many, card="a" * 32), for_file(many))
    messages = [Blocks().draw(card) for card in cards]
    assert "blocks" in messages[0]
    assert "<!channel>" not in json.dumps(messages)


def test_the_file_lists_all_and_no_formula() -> None:
    told = Storm(head_of(LATE, AT), (LATE, changed(order="=1+1")))
    lines = csv_of(told, Speech.of("en")).decode().splitlines()
    assert (
        lines[1]
        == "PK1,,DHL,Leipzig,…5017,2 days late,2026-11-19,2026-11-21,2026-11-20T10:40+00:00,"
    )
    assert lines[2].startswith("'=1+1,")
    assert len(lines) == 3


def test_a_storm_says_of_which_lists_its_parcels_are_and_its_file_of_each() -> None:
    named = replace(storm(5), names=("Black Friday", "", "Toys", "Black Friday", "=1+1"))
    message = Blocks().draw(for_storm(named, card="a" * 32))
    assert "👀 Black Friday (2), Toys (1), =1+1 (1)" in message["blocks"][0]["text"]["text"]
    lines = csv_of(named, Speech.of("en")).decode().splitlines()
    assert [line.rpartition(",")[2] for line in lines[1:]] == [
        *("Black Friday", "", "Toys", "Black Friday", "'=1+1")
    ]


def test_the_morning_message_says_of_which_list_each_is() -> None:
    digest = Digest(alerts=(changed(order="PK2", kinds=(Kind.DELIVERED,)), LATE))
    [text] = (str(Blocks().draw(for_digest(digest, names=("Toys", "")))["text"]),)
    assert [line.partition("👀 ")[2] for line in text.splitlines()] == ["", "", "Toys"]

"""Cards as Block Kit: valid whatever the order holds, and with every fact in them."""

import json
import re
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bot.core.card import Card, NoteCard, for_order
from bot.core.notes import note
from bot.core.order import tolerant_order
from bot.core.privacy import Audience, reveal
from bot.core.question import Refused
from bot.core.reference import Kind, Reference, References
from bot.core.table import for_orders, row, row_without
from bot.core.words import card as words
from bot.sandbox.parcellab.order import SandboxOrder
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Scene
from bot.sandbox.slack.judge import judge_message
from bot.slack.blocks import Blocks, Drawn, Message, written
from bot.slack.validate import check_message
from tests.core.sample import (
    AGENT,
    CHANNEL,
    NOW,
    STAGES,
    Json,
    body,
    card,
    status,
    texts,
    tracking,
)
from tests.strategies import HOSTILE, HUGE, hurt_bodies, order_bodies

BLOCKS = Blocks()
NUMBERED = {order.order_number: order for order in ORDERS}
MENTION = re.compile("<[@#]|<!(?!date)")
EVERYBODY = (AGENT, CHANNEL)
LONG = "All work and no scan makes the parcel late. " * 120


def drawn(order: Json, to: Audience = AGENT, now: datetime = NOW) -> Message:
    answered = json.loads(json.dumps(order))
    return BLOCKS.draw(for_order(reveal(tolerant_order(answered), to), now=now))


def of_sandbox(order: SandboxOrder, to: Audience = AGENT) -> Message:
    return drawn(order.info(Scene(NOW)), to)


def shown(message: Message) -> str:
    return "\n".join(texts(message["blocks"]))


def assert_good(message: Message) -> None:
    """Blocks, not the bare text; both judges content; nobody called."""
    assert "blocks" in message
    assert message["text"].strip()
    assert check_message(message) == []
    assert judge_message(message) == []
    for text in texts(message):
        assert not MENTION.search(text), text


@pytest.mark.parametrize("to", EVERYBODY)
@pytest.mark.parametrize("order", ORDERS, ids=lambda o: f"{o.order_number}-{o.description[:30]}")
def test_every_sandbox_order_is_a_good_message(order: SandboxOrder, to: Audience) -> None:
    message = of_sandbox(order, to)
    assert_good(message)
    assert order.order_number in shown(message)
    assert order.order_number in message["text"]


@settings(max_examples=100)
@given(st.one_of(order_bodies(), hurt_bodies()), st.sampled_from(EVERYBODY))
def test_whatever_parcellab_answers_is_a_good_message(order: Json, to: Audience) -> None:
    assert_good(drawn(order, to))


@settings(max_examples=50)
@given(st.lists(st.one_of(order_bodies(), hurt_bodies()), max_size=5), st.sampled_from(EVERYBODY))
def test_whatever_parcellab_answers_is_a_good_table(orders: list[Json], to: Audience) -> None:
    visible = [reveal(tolerant_order(order), to) for order in orders]
    rows = [row(each, asked="asked", now=NOW) for each in visible]
    rows.append(row_without("PK1", words.ROW_NOT_FOUND))
    assert_good(BLOCKS.draw(for_orders(rows, left_out=3, now=NOW)))


@pytest.mark.parametrize("text", ["\u200b", "\u202e\u2069", " \n ", "\u00ad"])
def test_a_text_of_nothing_but_invisible_characters_empties_no_cell_or_option(text: str) -> None:
    parcels = [
        tracking(tracking_number="", last_delivery_status=status("Transit", status_text=text))
        for _ in range(2)
    ]
    order = tolerant_order({"order_number": text, "trackings": parcels})
    visible = reveal(order, EVERYBODY[0])
    assert_good(BLOCKS.draw(for_order(visible, now=NOW)))
    assert_good(BLOCKS.draw(for_orders([row(visible, asked=text, now=NOW)], left_out=0, now=NOW)))


def everywhere(text: str, *, stage: str = "Transit", box: str = "pickup-location") -> Json:
    """Return a parcel with *text* wherever a courier or a shop writes what it likes."""
    return tracking(
        tracking_number=text,
        courier_info={"courier_name": text, "last_mile_courier_name": text + "!",
                      "courier_tracking_url": "https://dhl.example.com/" + text},
        last_delivery_status=status(
            stage, status_text=text, status_details=text, exception_type=text, next_action=text,
            delivery_extra_info=text),
        delivery_location=text,
        action_box={"type": box, "label": text, "label_caption": text, "address": text,
                    "reason": text, "prediction_caption": text, "week_day": text},
        articles=[{"article_name": text, "size": text, "color": text}] * 20,
        reporting_info={"contacted_with_messages": [text] * 9, "exception_messages": [text] * 9},
        checkpoints=[{"event_timestamp": f"2026-11-{day}T08:00:00Z", "status_text": text,
                      "location": text} for day in range(10, 16)],
        timezone=text,
        destination_country_iso3=text,
    )  # fmt: skip


@pytest.mark.parametrize("to", EVERYBODY)
@pytest.mark.parametrize(
    ("text", "parcels"),
    [*product([*HOSTILE, LONG, "{braces} {{ x }} {0}"], [1, 3, 12]), *product(HUGE, [1, 3])],
)
def test_no_hostile_text_breaks_a_message(text: str, parcels: int, to: Audience) -> None:
    for box in ("pickup-location", "prediction", "returned", "next-action"):
        order = body(*[everywhere(text, box=box)] * parcels, order_number=text, client_key=text)
        assert_good(drawn(order, to))


def test_a_long_text_costs_no_other_fact() -> None:
    members = everywhere(LONG) | {"tracking_number": "00340434161094042557"}
    message = drawn(body(members, announced_delivery_date="2026-11-14"))
    for fact in ("PK1004", "00340434161094042557", "Exception", "5 hours ago", "As of"):
        assert fact in shown(message)
        assert fact in message["text"]


@pytest.mark.parametrize("text", ["<!channel>", "\ud800", "`", "x" * 5000, "\u202e", "{0}"])
def test_no_note_is_broken_by_what_somebody_typed(text: str) -> None:
    asked = Reference(Kind.ORDER_NUMBER, text, couriers=(text, text))
    nothing = References((), courier=text, is_live=True)
    for card_ in (
        note.not_understood(text, nothing, (text, text)),
        note.not_found(asked),
        note.courier_needed(asked),
        note.failed(Refused(400, text), asked),
        note.full_help((text, text)),
    ):
        assert_good(BLOCKS.draw(card_))


def test_help_shows_every_line() -> None:
    help_card = note.full_help(("PK1004",))
    message = BLOCKS.draw(help_card)
    assert_good(message)
    assert shown(message).count("\n") == len(help_card.lines)
    assert "…" not in shown(message)


@pytest.mark.parametrize("number", [1, 2, 10, 11, 40, 44, 45, 120, 400])
@pytest.mark.parametrize("to", EVERYBODY)
def test_an_order_of_any_number_of_parcels_is_one_message(number: int, to: Audience) -> None:
    parcels = [
        tracking(STAGES[n % 10], tracking_number=f"PARCEL{n:04}", is_delayed=n % 3 == 0)
        for n in range(number)
    ]
    message = drawn(body(*parcels), to)
    assert_good(message)
    numbers = set(re.findall(r"PARCEL\d{4}|…\d{4}", shown(message)))
    left_out = re.search(r"… (\d+) more parcel", shown(message))
    assert len(numbers) + (int(left_out[1]) if left_out else 0) == number
    assert len(numbers) >= min(number, 40)


def test_forty_parcels_of_the_sandbox_are_all_shown() -> None:
    message = of_sandbox(NUMBERED["PK1026"])
    assert len(set(re.findall(r"\d{20}", shown(message)))) == 40


def test_what_is_left_out_is_the_least_urgent() -> None:
    parcels = [tracking("Delivered", tracking_number=f"DONE{n}") for n in range(60)]
    late = tracking(tracking_number="LATE", is_delayed=True)
    message = drawn(body(*parcels, late))
    assert "LATE" in shown(message)
    assert "LATE" in message["text"]
    assert "1 late · 60 delivered" in shown(message)
    assert message["text"].endswith("…"), "the text says that it is cut"


@pytest.mark.parametrize("to", EVERYBODY)
@pytest.mark.parametrize("stage", [*STAGES, "Teleported"])
def test_the_text_tells_the_story_of_the_blocks(stage: str, to: Audience) -> None:
    late = tracking(stage, announced_delivery_date="2026-11-14", is_exception=True)
    message = drawn(body(late), to)
    for fact in ("PK1004", "On the road", "DHL", "2557", "Promised Sat 14 Nov", "Exception"):
        assert fact in shown(message)
        assert fact in message["text"]


def test_a_pickup_place_has_todays_hours_before_the_week_and_a_map() -> None:
    message = drawn(of_number("PK1006"))
    seen = shown(message)
    assert "Sandbox Parcel Shop, 7 Sandbox Square, 10115 Berlin" in seen
    assert "*Today 09:00–12:30, 14:00–18:30 · open now, closes 12:30" in seen
    assert seen.index("*Today") < seen.index("Mon–Fri 09:00–12:30, 14:00–18:30")
    assert "https://www.google.com/maps/search/?api=1&query=Sandbox+Parcel+Shop" in seen


def test_a_problem_is_marked_and_one_of_the_past_is_not() -> None:
    assert "⚠️ *Late*" in shown(drawn(body(tracking(is_delayed=True))))
    past = shown(drawn(body(tracking("Delivered", is_delayed=True))))
    assert "Earlier: Was late" in past
    assert "⚠️" not in past


def test_of_several_parcels_each_says_what_is_in_it() -> None:
    seen = shown(drawn(of_number("PK1035")))
    assert "Garden table" in seen
    assert "Garden chair" in seen


def test_returns_stand_apart() -> None:
    seen = shown(drawn(of_number("PK1023")))
    assert seen.index("Delivered") < seen.index("↩️ *Returns*") < seen.index("Return on its way")


def of_number(number: str) -> Json:
    at = datetime(2026, 11, 16, 10, 30, tzinfo=UTC)
    return NUMBERED[number].info(Scene(at))


def test_links_stand_before_buttons() -> None:
    (actions,) = (
        block for block in drawn(of_number("PK1011"))["blocks"] if block["type"] == "actions"
    )
    assert [button["text"]["text"] for button in actions["elements"]] == [
        "Track at DHL",
        "Proof of delivery",
        "History",
        "Articles",
        "Answer the customer",
        "Share to channel",
    ]


def test_an_own_template_wins_and_may_be_wrong_without_costing_the_answer(tmp_path: Path) -> None:
    (tmp_path / "note.json.j2").write_text('{"text": {{ card | story }}, "blocks": [{}]}')
    own = Blocks(tmp_path)
    message = own.draw(note.looking())
    assert message == {"text": "🔎 Looking …"}
    assert "blocks" in own.draw(card(tracking()))


@pytest.mark.parametrize("made", ["{{ nothing }}", "{{ card.title }}", "{{ card.title.nothing }}"])
def test_a_template_cannot_write_what_is_not_there_or_not_escaped(
    tmp_path: Path, made: str
) -> None:
    (tmp_path / "note.json.j2").write_text(f'{{"text": {made}}}')
    with pytest.raises((UndefinedError, AttributeError, TypeError)):
        Blocks(tmp_path).draw(note.looking())


@pytest.mark.parametrize(
    "foreign", ['"', "\\", '"}], "blocks": [', "\u2028", "</script>", "{{ 7*7 }}", "{% raw %}"]
)
def test_no_text_gets_out_of_its_json_string(foreign: str) -> None:
    message = drawn(body(tracking(last_delivery_status=status(status_text=foreign))))
    assert_good(message)
    assert set(message) == {"text", "blocks"}
    assert json.loads(json.dumps(message)) == message


def _note_cards() -> list[Card]:
    singles = (note.looking, note.outsider, note.private_only, note.not_known)
    return [note.usage(()), note.fault("x"), *(single() for single in singles)]


@pytest.mark.parametrize("made", _note_cards(), ids=lambda made: made.title.message)
def test_every_other_note_is_a_good_message(made: NoteCard) -> None:
    message: Any = BLOCKS.draw(made)
    assert_good(message)
    assert len(message["blocks"]) == 1


@pytest.mark.parametrize("foreign", ["plain", '"}', "\u2028", "ä€😀", "\\"])
def test_what_is_written_is_what_was_drawn_and_one_member_more(foreign: str) -> None:
    message = drawn(body(tracking(last_delivery_status=status(status_text=foreign))))
    assert isinstance(message, Drawn)
    told = json.loads(written(message.plus("response_type", "ephemeral")))
    assert told == {**message, "response_type": "ephemeral"}


def test_an_own_template_sends_no_member_that_was_not_judged(tmp_path: Path) -> None:
    twice = '{"response_type": "in_channel", "text": "<!channel>", "text": {{ card | story }}}'
    (tmp_path / "note.json.j2").write_text(twice)
    message = Blocks(tmp_path).draw(note.looking())
    assert isinstance(message, Drawn)
    told = written(message.plus("response_type", "ephemeral"))
    assert "in_channel" not in told
    assert "<!channel>" not in told
    assert json.loads(told) == {"response_type": "ephemeral", "text": message["text"]}

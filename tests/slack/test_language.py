"""Cards in every language as Block Kit: valid, whole, and unhurt by other scripts."""

import json
from datetime import timedelta

import pytest

from bot.core.card import NoteCard, for_order
from bot.core.catalogue import LANGUAGES
from bot.core.notes import note
from bot.core.order import tolerant_order
from bot.core.privacy import reveal
from bot.core.question import Busy, Refused
from bot.core.reference import Kind, Reference
from bot.sandbox.parcellab.order import SandboxOrder
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Scene
from bot.slack.blocks import Blocks
from bot.slack.validate import check_message
from tests.core.sample import AGENT, CHANNEL, NOW, Json, card, status, texts, tracking

BLOCKS = Blocks()
NUMBER = Reference(Kind.TRACKING_NUMBER, "1Z999AA10123456784", ("ups", "ups-mi"))
NOTES = (
    note.usage(("PK1004",)),
    note.full_help(("PK1004",)),
    note.not_found(NUMBER),
    note.courier_needed(NUMBER),
    note.failed(Refused(403), NUMBER),
    note.failed(Refused(400, "too long"), NUMBER),
    note.failed(Busy(7), NUMBER),
    note.private_only(),
    note.other_language("xx"),
    note.outsider(),
    note.not_known(),
    note.fault("a1b2"),
    note.too_soon(timedelta(seconds=42)),
    note.already_shared(),
    note.no_channel(),
    note.other_company(),
    note.old_button(),
)


@pytest.mark.parametrize("order", ORDERS, ids=lambda o: o.order_number)
def test_every_sandbox_order_is_valid_in_every_language(order: SandboxOrder) -> None:
    for lang in LANGUAGES:
        answer = tolerant_order(json.loads(json.dumps(order.info(Scene(NOW, lang)))))
        for to in (AGENT, CHANNEL):
            message = BLOCKS.draw(for_order(reveal(answer, to), now=NOW), lang=lang)
            assert "blocks" in message, (lang, to)
            assert check_message(message) == [], (lang, to)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shown", NOTES, ids=lambda shown: shown.title.message)
def test_no_note_is_cut_in_any_language(shown: NoteCard, lang: str) -> None:
    message = BLOCKS.draw(shown, lang=lang)
    assert check_message(message) == []
    lines = message["blocks"][0]["text"]["text"].splitlines()
    assert len(lines) == 1 + len(shown.lines)
    assert "…" not in message["text"] + "".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "החבילה בדרך אליך",
        "الطرد في الطريق إلى برلين",
        "الطرد 123 ABC في",
        "荷物は配達中です",
        "包裹正在派送中",
        "소포가 배송 중입니다",
        "\u202eRLO abc\u202d",
        "พัสดุอยู่ระหว่างทาง",
    ],
)
def test_texts_in_other_scripts_do_no_harm_to_a_german_card(text: str) -> None:
    scans = [{"event_timestamp": "2026-11-16T05:30:00Z", "status_text": text, "location": text}]
    parcel: Json = tracking(last_delivery_status=status(status_text=text), checkpoints=scans)
    for shown in (card(parcel), card(parcel, parcel)):
        message = BLOCKS.draw(shown, lang="de")
        assert "blocks" in message
        assert check_message(message) == []
        seen = "\n".join([message["text"], *texts(message["blocks"])])
        assert "vor 5 Stunden" in seen
        assert text.strip("\u202e\u202d") in seen
        assert "\u202e" not in seen
        # What turns the direction of reading is closed again before anything else is said.
        assert all(line.count("\u2068") == line.count("\u2069") for line in seen.splitlines())


def test_a_card_is_drawn_anew_for_each_language() -> None:
    shown = card(tracking())
    texts_of = {BLOCKS.draw(shown, lang=lang)["text"] for lang in LANGUAGES}
    assert len(texts_of) == len(LANGUAGES)

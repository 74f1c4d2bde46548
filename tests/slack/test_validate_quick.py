"""What is judged at a glance is judged as by all the rules, and nearly all that is drawn is."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.card import TableCard
from bot.core.phrase import Speech
from bot.slack.blocks import Blocks, may_mention
from bot.slack.rules.payloads import PAYLOADS
from bot.slack.rules.quick import Quick
from bot.slack.validate import check_message, read_message
from bot.verbs.sample_cards import sample_cards
from tests.slack.blockkit import actions, button, message, mrkdwn, section
from tests.slack.test_validate import GOOD, JSON, places
from tests.slack.test_validate_blocks import BAD_BLOCKS
from tests.slack.test_validate_limits import LIMITS, PAYLOAD_LIMITS
from tests.slack.test_validate_payloads import BAD_PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = Quick(PAYLOADS["message"])
MESSAGES = [payload for check, payload in GOOD if check is check_message]


def judge(payload: Any) -> None:
    written = json.dumps(payload)
    read, findings = read_message(written)
    assert findings == check_message(json.loads(written))
    assert json.dumps(read, sort_keys=True) == json.dumps(json.loads(written), sort_keys=True)


@pytest.mark.parametrize("payload", MESSAGES)
def test_what_slack_takes_is_read_as_it_is(payload: Any) -> None:
    judge(payload)


@pytest.mark.parametrize(("block", "pointer", "rule"), BAD_BLOCKS)
def test_no_bad_block_passes(block: Any, pointer: str, rule: str) -> None:
    judge(message(block))


@pytest.mark.parametrize("payload", [bad[1] for bad in BAD_PAYLOADS if bad[0] is check_message])
def test_no_bad_message_passes(payload: Any) -> None:
    judge(payload)


@pytest.mark.parametrize(("rule", "most", "block"), LIMITS, ids=[row[0] for row in LIMITS])
def test_a_block_is_fine_up_to_the_same_limit(
    rule: str, most: int, block: Callable[[int], Any]
) -> None:
    judge(message(block(most)))
    judge(message(block(most + 1)))


@pytest.mark.parametrize(
    ("most", "payload"), [row[2:] for row in PAYLOAD_LIMITS if row[0] is check_message]
)
def test_a_message_is_fine_up_to_the_same_limit(most: int, payload: Callable[[int], Any]) -> None:
    judge(payload(most))
    judge(payload(most + 1))


TEXTS = st.text(st.sampled_from("<!@#>|^{}&;a1 \n\t\u200b\u0661é"), max_size=30) | st.sampled_from(
    [
        *("<!channel>", "<@U1>", "&quot;", "a & b", "<https://a.example|a>", "<!date^1^{date}|x>"),
        *("<!date^1^{dat}|x>", "<!date^1^{date}|x\n>", " ", "", "https://a.example", "http://"),
        "https://a.example\n",
    ]
)


@given(st.sampled_from(MESSAGES), st.data())
def test_a_message_spoilt_anywhere_is_judged_as_by_all_rules(
    good: dict[str, Any], data: st.DataObject
) -> None:
    payload = copy.deepcopy(good)
    parent, key = data.draw(st.sampled_from(places(payload)))
    parent[key] = data.draw(TEXTS | JSON)
    judge(payload)


@given(TEXTS)
@example("<!date^١^{date}|x>")
def test_a_text_is_judged_as_by_all_rules(text: str) -> None:
    judge(message(section(text), actions(button(text, url=text, action_id=text))))
    judge({"text": text})


def test_an_id_that_comes_twice_is_left_to_all_rules() -> None:
    twice = actions(button(action_id="a"), button(action_id="a"))
    judge(message(twice))
    apart = message(actions(button(action_id="a")), actions(button(action_id="a")))
    judge(apart)
    assert QUICK.read(json.dumps(apart)) is None


def test_a_key_that_comes_twice_does_not_hide_another() -> None:
    written = '{"text": "<!channel>", "text": "fine", "blocks": [], "blocks": 1}'
    read, findings = read_message(written)
    assert findings == check_message(read)


def test_nearly_every_card_is_read_at_a_glance() -> None:
    """But tables, whose cells are counted, and those that name people."""
    blocks = Blocks()
    for card in sample_cards():
        is_read = QUICK.read(blocks.render(card, Speech.of("de"))) is not None
        assert is_read or isinstance(card, TableCard) or may_mention(card), card


def test_what_is_long_is_left_to_all_rules() -> None:
    judge(message(*[section("x" * 2000)] * 5, section(mrkdwn("x")["text"])))
    judge(message(*[section("x" * 2000)] * 5))

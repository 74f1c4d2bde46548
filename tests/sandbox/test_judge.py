"""What the sandbox's Slack refuses, and what it must not refuse."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.slack.judge import judge_message, judge_view, slack_files
from tests.sandbox.bad_block import BAD_BLOCKS
from tests.sandbox.good_block import (
    CARD,
    FEEDBACK,
    GOOD_BLOCKS,
    LINES,
    Json,
    choice,
    mrkdwn,
    plain,
    raw,
    section,
    table,
)


@pytest.mark.parametrize("block", GOOD_BLOCKS.values(), ids=GOOD_BLOCKS)
def test_a_message_with_this_block_is_accepted(block: Json) -> None:
    assert judge_message({"text": "story", "blocks": [block]}) == []


@pytest.mark.parametrize(("block", "pointer", "words"), BAD_BLOCKS.values(), ids=BAD_BLOCKS)
def test_a_message_with_this_block_is_refused(block: Json, pointer: str, words: str) -> None:
    findings = judge_message({"text": "story", "blocks": [{"type": "divider"}, block]})
    assert [
        one for one in findings if one.pointer == f"/blocks/1{pointer}" and words in one.message
    ]
    assert {finding.code for finding in findings} == {"invalid_blocks"}


# (message, pointer, a part of the words, Slack's code)
BAD_MESSAGES: dict[str, tuple[Any, str, str, str]] = {
    "nothing": ({}, "", "no_text", "no_text"),
    "empty": ({"text": "", "blocks": []}, "", "no_text", "no_text"),
    "no object": ("late", "", "must be an object", "invalid_arguments"),
    "text a number": ({"text": 3}, "/text", "must provide a string", "invalid_arguments"),
    "unknown key": ({"text": "x", "colour": 1}, "", "property: colour", "invalid_arguments"),
    "blocks no list": (
        {"blocks": {}, "text": "x"},
        "/blocks",
        "must be an array",
        "invalid_blocks",
    ),
    "block no object": ({"blocks": ["x"]}, "/blocks/0", "must be an object", "invalid_blocks"),
    "51 blocks": (
        {"blocks": [{"type": "divider"}] * 51},
        "/blocks",
        "more than 50",
        "invalid_blocks",
    ),
    "two tables": (
        {"blocks": [table([[raw()]]), table([[raw()]])]},
        "/blocks/1",
        "only_one_table_allowed",
        "invalid_blocks",
    ),
    "three charts": (
        {"blocks": [LINES] * 3},
        "/blocks/2",
        "no more than 2 charts",
        "invalid_blocks",
    ),
    "same block_id": (
        {"blocks": [section(block_id="a"), section(block_id="a")]},
        "/blocks/1/block_id",
        "must be unique",
        "invalid_blocks",
    ),
    "too much text": (
        {"blocks": [section(text=mrkdwn("x" * 2601))] * 5},
        "/blocks",
        "msg_blocks_too_long",
        "msg_blocks_too_long",
    ),
    "too much markdown together": (
        {"blocks": [{"type": "markdown", "text": "x" * 6001}] * 2},
        "/blocks",
        "markdown must be less than 12001",
        "invalid_blocks",
    ),
    "markdown_text beside text": (
        {"text": "x", "markdown_text": "x"},
        "",
        "markdown_text_conflict",
        "markdown_text_conflict",
    ),
    "bad block in an attachment": (
        {"attachments": [{"color": "#f00", "blocks": [{"type": "section"}]}]},
        "/attachments/0/blocks/0",
        "either `text` or `fields`",
        "invalid_blocks",
    ),
    "response_type unknown": (
        {"text": "x", "response_type": "public"},
        "/response_type",
        "enum",
        "invalid_arguments",
    ),
    "metadata without type": (
        {"text": "x", "metadata": {"event_payload": {}}},
        "/metadata",
        "missing required field: event_type",
        "invalid_metadata_format",
    ),
    "metadata too deep": (
        {"text": "x", "metadata": {"event_type": "a", "event_payload": {"k": [{"a": {"b": 1}}]}}},
        "/metadata/event_payload/k",
        "scalars",
        "invalid_metadata_format",
    ),
}


@pytest.mark.parametrize(
    ("message", "pointer", "words", "code"), BAD_MESSAGES.values(), ids=BAD_MESSAGES
)
def test_this_message_is_refused(message: Any, pointer: str, words: str, code: str) -> None:
    found = [
        one for one in judge_message(message) if one.pointer == pointer and words in one.message
    ]
    assert [one.code for one in found] == [code]


def test_a_message_at_its_limits_is_accepted() -> None:
    blocks = [section(text=mrkdwn("x" * 2600))] * 5 + [{"type": "divider"}] * 45
    metadata = {
        "event_type": "parcel_alert",
        "event_payload": {"k": "1", "l": [{"a": 1}], "m": {"n": True}},
    }
    message = {"text": "x", "blocks": blocks, "metadata": metadata, "response_type": "in_channel"}
    assert judge_message(message | {"thread_ts": None, "unfurl_links": False}) == []


MODAL: Json = {"type": "modal", "title": plain(), "submit": plain(), "blocks": [choice(), CARD]}
HOME: Json = {"type": "home", "blocks": [section(), table([[raw()]]), table([[raw()]])]}


@pytest.mark.parametrize(
    "view",
    [
        MODAL,
        MODAL | {"blocks": [{"type": "alert", "text": mrkdwn(), "level": "warning"}]},
        MODAL | {"blocks": [{"type": "divider"}] * 100, "private_metadata": "x" * 3000},
        HOME,
        HOME | {"blocks": []},
    ],
)
def test_this_view_is_accepted(view: Json) -> None:
    assert judge_view(view) == []


BAD_VIEWS: dict[str, tuple[Any, str, str]] = {
    "no object": ([], "", "must be an object"),
    "unknown type": ({"type": "sheet"}, "/type", "unsupported type: sheet"),
    "modal without title": ({"type": "modal", "blocks": []}, "", "required field: title"),
    "title too long": (MODAL | {"title": plain("x" * 25)}, "/title/text", "less than 25"),
    "title in mrkdwn": (MODAL | {"title": mrkdwn()}, "/title/type", "unsupported type"),
    "input without submit": (
        {"type": "modal", "title": plain(), "blocks": [choice()]},
        "",
        "missing required field: submit",
    ),
    "101 blocks": (MODAL | {"blocks": [{"type": "divider"}] * 101}, "/blocks", "more than 100"),
    "markdown in a modal": (
        MODAL | {"blocks": [{"type": "markdown", "text": "x"}]},
        "/blocks/0/type",
        "unsupported type: markdown",
    ),
    "chart in a modal": (MODAL | {"blocks": [LINES]}, "/blocks/0/type", "data_visualization"),
    "table in a modal": (MODAL | {"blocks": [table([[raw()]])]}, "/blocks/0/type", "table"),
    "context_actions in Home": (
        HOME | {"blocks": [{"type": "context_actions", "elements": [FEEDBACK]}]},
        "/blocks/0/type",
        "context_actions",
    ),
    "alert in Home": (
        HOME | {"blocks": [{"type": "alert", "text": plain()}]},
        "/blocks/0/type",
        "alert",
    ),
    "alert too long": (
        MODAL | {"blocks": [{"type": "alert", "text": plain("x" * 201)}]},
        "/blocks/0/text/text",
        "less than 201",
    ),
    "Home with a title": (HOME | {"title": plain()}, "", "property: title"),
    "private_metadata too long": (
        MODAL | {"private_metadata": "x" * 3001},
        "/private_metadata",
        "less than 3001",
    ),
    "too large": (
        MODAL | {"blocks": [section(text=mrkdwn("x" * 2999)) for _ in range(90)]},
        "",
        "view_too_large",
    ),
    "two in focus": (
        MODAL
        | {
            "blocks": [
                choice(element={"type": "plain_text_input", "focus_on_load": True})
                for _ in range(2)
            ]
        },
        "/blocks/1/element/focus_on_load",
        "only one element",
    ),
}


@pytest.mark.parametrize(("view", "pointer", "words"), BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_this_view_is_refused(view: Any, pointer: str, words: str) -> None:
    findings = judge_view(view)
    assert [one for one in findings if one.pointer == pointer and words in one.message]


KEYS = [
    "type",
    "text",
    "blocks",
    "elements",
    "options",
    "rows",
    "view",
    "initial_option",
    "image_url",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(
        ["section", "actions", "table", "static_select", "modal", "http://[", "mrkdwn"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=200)
def test_nothing_can_break_the_judge(payload: Any) -> None:
    for judge in (judge_message, judge_view):
        for value in (payload, {"type": "home", "blocks": [payload]}):
            assert all(isinstance(str(finding), str) for finding in judge(value))


def test_every_slack_file_is_found_with_its_pointer() -> None:
    file = {"id": "F0123456789"}
    block = {"type": "context", "elements": [{"type": "image", "slack_file": file}]}
    assert list(slack_files({"blocks": [block]})) == [("/blocks/0/elements/0/slack_file", file)]

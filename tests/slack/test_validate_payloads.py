"""Whole payloads that Slack would refuse, each with the place and the rule that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.validate import Finding, check_home, check_message, check_modal, check_unfurl
from tests.slack.blockkit import (
    DIVIDER,
    FEEDBACK,
    actions,
    button,
    container,
    element,
    field,
    home,
    message,
    modal,
    mrkdwn,
    plain,
    raw,
    section,
    table,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable

BAD_PAYLOADS: list[tuple[Callable[..., list[Finding]], Any, str, str]] = [
    # messages as a whole
    (check_message, [], "", "message.type"),
    (check_message, None, "", "message.type"),
    (check_message, {}, "", "message.content"),
    (check_message, {"text": " \n"}, "/text", "message.text.blank"),
    (check_message, {"blocks": [section()]}, "", "message.text.required"),
    (check_message, message(section(), text=""), "/text", "message.text.blank"),
    (check_message, {"attachments": [{"text": "x"}]}, "", "message.text.required"),
    (check_message, {"text": "<!channel>"}, "/text", "mention"),
    (check_message, {"text": "a", "colour": "red"}, "/colour", "message.unknown_key"),
    (check_message, {"text": "a", "link_names": True}, "/link_names", "message.unknown_key"),
    (check_message, {"text": "a", "parse": "full"}, "/parse", "message.parse.enum"),
    (check_message, {"text": "a", "blocks": "[]"}, "/blocks", "message.blocks.type"),
    (
        check_message,
        {"text": "a", "response_type": "all"},
        "/response_type",
        "message.response_type.enum",
    ),
    (
        check_message,
        {"text": "a", "replace_original": "true"},
        "/replace_original",
        "message.replace_original.type",
    ),
    (
        check_message,
        {"text": "a", "thread_ts": 1760000000.1},
        "/thread_ts",
        "message.thread_ts.type",
    ),
    (check_message, {"text": "a", "thread_ts": "now"}, "/thread_ts", "message.thread_ts.pattern"),
    (
        check_message,
        {"text": "a", "metadata": {"event_type": "x"}},
        "/metadata",
        "metadata.event_payload",
    ),
    (
        check_message,
        {"text": "a", "metadata": {"event_type": "x", "event_payload": []}},
        "/metadata/event_payload",
        "metadata.event_payload.type",
    ),
    (check_message, {"text": "a", "markdown_text": "b"}, "", "message.markdown_text"),
    (check_message, {"text": "a", "attachments": [{}]}, "/attachments/0", "attachment.content"),
    (
        check_message,
        {"text": "a", "attachments": [{"text": "<b>"}]},
        "/attachments/0/text",
        "mrkdwn.control",
    ),
    (
        check_message,
        {"text": "a", "attachments": [{"blocks": [{"type": "alert", "text": plain()}]}]},
        "/attachments/0/blocks/0/type",
        "attachment.blocks.surface",
    ),
    (check_message, message(*[DIVIDER] * 51), "/blocks", "message.blocks.count"),
    (
        check_message,
        message(*[{"type": "divider", "block_id": "b"}] * 2),
        "/blocks/1/block_id",
        "divider.block_id.unique",
    ),
    (
        check_message,
        message(section(block_id="b"), container({"type": "divider", "block_id": "b"})),
        "/blocks/1/child_blocks/0/block_id",
        "divider.block_id.unique",
    ),
    (check_message, message(table([raw()]), table([raw()])), "/blocks", "table.one"),
    (check_message, message(table([raw()]), container(table([raw()]))), "/blocks", "table.one"),
    (
        check_message,
        message(*[section("x" * 2500)] * 4, section("x")),
        "/blocks",
        "message.text.total",
    ),
    (
        check_message,
        message(*[actions(element("datepicker", focus_on_load=True))] * 2),
        "/blocks",
        "focus_on_load.one",
    ),
    # unfurls
    (check_unfurl, {}, "", "unfurl.content"),
    (check_unfurl, {"blocks": [section()], "text_": "x"}, "/text_", "unfurl.unknown_key"),
    (
        check_unfurl,
        {"blocks": [{"type": "alert", "text": plain()}]},
        "/blocks/0/type",
        "unfurl.blocks.surface",
    ),
    (check_unfurl, {"preview": {"title": mrkdwn()}}, "/preview/title/type", "preview.title.type"),
    # modals
    (check_modal, modal(), "/blocks", "modal.blocks.count"),
    (check_modal, without(modal(section()), "title"), "/title", "modal.title.required"),
    (check_modal, {**modal(section()), "type": "home"}, "/type", "modal.type.enum"),
    (check_modal, modal(section(), hash="1"), "/hash", "modal.unknown_key"),
    (check_modal, modal(section(), submit=mrkdwn()), "/submit/type", "modal.submit.type"),
    (check_modal, modal(field(element("plain_text_input"))), "/submit", "modal.submit.required"),
    (check_modal, modal(*[DIVIDER] * 101), "/blocks", "modal.blocks.count"),
    (check_modal, modal(table([raw()])), "/blocks/0/type", "modal.blocks.surface"),
    (check_modal, modal(element("markdown", text="x")), "/blocks/0/type", "modal.blocks.surface"),
    (
        check_modal,
        modal(element("context_actions", elements=[FEEDBACK])),
        "/blocks/0/type",
        "modal.blocks.surface",
    ),
    (
        check_modal,
        modal({"type": "alert", "text": plain(), "level": "bad"}),
        "/blocks/0/level",
        "alert.level.enum",
    ),
    (check_modal, modal(*[actions(*[button(value="x" * 2000)] * 2)] * 64), "", "modal.size"),
    # Home
    (check_home, {**home(section()), "type": "modal"}, "/type", "home.type.enum"),
    (check_home, home(section(), submit=plain()), "/submit", "home.unknown_key"),
    (check_home, home({"type": "alert", "text": plain()}), "/blocks/0/type", "home.blocks.surface"),
    (check_home, home(element("plan", title="x")), "/blocks/0/type", "home.blocks.surface"),
    (check_home, home(field(element("file_input"))), "/blocks", "file_input.modal_only"),
    (check_home, home(*[DIVIDER] * 101), "/blocks", "home.blocks.count"),
]


@pytest.mark.parametrize(("check", "payload", "pointer", "rule"), BAD_PAYLOADS)
def test_a_bad_payload_is_found_at_its_place(
    check: Callable[..., list[Finding]], payload: Any, pointer: str, rule: str
) -> None:
    assert [(finding.pointer, finding.rule) for finding in check(payload)] == [(pointer, rule)]

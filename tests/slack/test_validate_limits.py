"""Every limit, to the last character: what is at it passes, one more does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.validate import Finding, check_home, check_message, check_modal, check_unfurl
from tests.slack.blockkit import (
    ALERT,
    CARD,
    DATA,
    DIVIDER,
    FEEDBACK,
    GROUP,
    VIDEO,
    actions,
    beside,
    button,
    confirm,
    container,
    context,
    element,
    field,
    fields,
    home,
    message,
    modal,
    mrkdwn,
    option,
    picture,
    plain,
    raw,
    section,
    select,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Checker = Callable[..., list[Finding]]


def x(size: int) -> str:
    return "x" * size


def address(size: int) -> str:
    return "https://example.com/".ljust(size, "a")


LIMITS: list[tuple[str, int, Callable[[int], Any]]] = [
    ("section.text.max", 3000, lambda n: section(x(n))),
    ("section.fields.max", 2000, lambda n: fields(mrkdwn(x(n)))),
    ("section.fields.count", 10, lambda n: fields(*[mrkdwn()] * n)),
    ("header.text.max", 150, lambda n: element("header", text=plain(x(n)))),
    ("context.elements.max", 3000, lambda n: context(mrkdwn(x(n)))),
    ("context.elements.count", 10, lambda n: context(*[plain()] * n)),
    ("actions.elements.count", 25, lambda n: actions(*[button()] * n)),
    ("divider.block_id.max", 255, lambda n: element("divider", block_id=x(n))),
    ("image.alt_text.max", 2000, lambda n: picture(alt_text=x(n))),
    ("image.title.max", 2000, lambda n: picture(title=plain(x(n)))),
    ("image.image_url.max", 3000, lambda n: picture(image_url=address(n))),
    ("image_element.alt_text.max", 2000, lambda n: context(picture(alt_text=x(n)))),
    ("button.text.max", 75, lambda n: actions(button(x(n)))),
    ("button.value.max", 2000, lambda n: actions(button(value=x(n)))),
    ("button.url.max", 3000, lambda n: actions(button(url=address(n)))),
    ("button.action_id.max", 255, lambda n: actions(button(action_id=x(n)))),
    ("button.accessibility_label.max", 75, lambda n: beside(button(accessibility_label=x(n)))),
    ("button.agent_prompt.max", 4000, lambda n: beside(button(agent_prompt=x(n)))),
    (
        "button.visible_to_user_ids.count",
        10,
        lambda n: beside(button(visible_to_user_ids=["U1"] * n)),
    ),
    ("confirm.title.max", 100, lambda n: beside(button(confirm=confirm(title=plain(x(n)))))),
    ("confirm.text.max", 300, lambda n: beside(button(confirm=confirm(text=mrkdwn(x(n)))))),
    ("confirm.confirm.max", 30, lambda n: beside(button(confirm=confirm(confirm=plain(x(n)))))),
    ("confirm.deny.max", 30, lambda n: beside(button(confirm=confirm(deny=plain(x(n)))))),
    ("static_select.options.count", 100, lambda n: beside(select(options=[option()] * n))),
    ("static_select.option_groups.count", 100, lambda n: beside(select(option_groups=[GROUP] * n))),
    (
        "static_select.placeholder.max",
        150,
        lambda n: beside(select(options=[option()], placeholder=plain(x(n)))),
    ),
    ("option.text.max", 75, lambda n: beside(select(options=[option(text=plain(x(n)))]))),
    ("option.value.max", 150, lambda n: beside(select(options=[option(x(n))]))),
    (
        "option.description.max",
        75,
        lambda n: beside(select(options=[option(description=plain(x(n)))])),
    ),
    (
        "option.url.max",
        3000,
        lambda n: beside(element("overflow", options=[option(url=address(n))])),
    ),
    (
        "option_group.label.max",
        75,
        lambda n: beside(select(option_groups=[{**GROUP, "label": plain(x(n))}])),
    ),
    (
        "option_group.options.count",
        100,
        lambda n: beside(select(option_groups=[{**GROUP, "options": [option()] * n}])),
    ),
    ("overflow.options.count", 5, lambda n: beside(element("overflow", options=[option()] * n))),
    (
        "checkboxes.options.count",
        10,
        lambda n: beside(element("checkboxes", options=[option()] * n)),
    ),
    (
        "radio_buttons.options.count",
        10,
        lambda n: beside(element("radio_buttons", options=[option()] * n)),
    ),
    ("input.label.max", 2000, lambda n: {**field(element("datepicker")), "label": plain(x(n))}),
    ("input.hint.max", 2000, lambda n: field(element("datepicker"), hint=plain(x(n)))),
    (
        "plain_text_input.max_length.range",
        3000,
        lambda n: field(element("plain_text_input", max_length=n)),
    ),
    ("table.rows.count", 100, lambda n: table(*[[raw()]] * n)),
    ("table.rows.cells.count", 20, lambda n: table([raw()] * n)),
    ("table.column_settings.count", 20, lambda n: table([raw()], column_settings=[None] * n)),
    ("table.cells.max", 10_000, lambda n: table([raw(x(3000))] * 3, [raw(x(n - 9000))])),
    ("data_table.rows.count", 101, lambda n: {**DATA, "rows": [[raw()]] * n}),
    ("data_table.page_size.range", 100, lambda n: {**DATA, "page_size": n}),
    ("card.title.max", 150, lambda n: element("card", title=mrkdwn(x(n)))),
    ("card.subtitle.max", 150, lambda n: {**CARD, "subtitle": mrkdwn(x(n))}),
    ("card.body.max", 200, lambda n: element("card", body=mrkdwn(x(n)))),
    ("card.actions.count", 2, lambda n: element("card", actions=[button()] * n)),
    ("carousel.elements.count", 10, lambda n: element("carousel", elements=[CARD] * n)),
    ("container.child_blocks.count", 10, lambda n: container(*[DIVIDER] * n)),
    ("container.title.max", 150, lambda n: container(DIVIDER, title=plain(x(n)))),
    ("container.subtitle.max", 150, lambda n: container(DIVIDER, subtitle=mrkdwn(x(n)))),
    (
        "context_actions.elements.count",
        5,
        lambda n: element("context_actions", elements=[FEEDBACK] * n),
    ),
    ("video.title.max", 199, lambda n: {**VIDEO, "title": plain(x(n))}),
    ("video.author_name.max", 49, lambda n: {**VIDEO, "author_name": x(n)}),
    (
        "message.text.total",
        10_000,
        lambda n: container(*[section(x(2500 - 5))] * 3, section(x(n - 7490))),
    ),
]
PAYLOAD_LIMITS: list[tuple[Checker, str, int, Callable[[int], Any]]] = [
    (check_message, "message.blocks.count", 50, lambda n: message(*[DIVIDER] * n)),
    (check_message, "message.text.max", 4000, lambda n: {"text": x(n)}),
    (check_message, "message.markdown_text.max", 12_000, lambda n: {"markdown_text": x(n)}),
    (
        check_message,
        "message.attachments.count",
        100,
        lambda n: {"text": "a", "attachments": [{"text": "a"}] * n},
    ),
    (check_unfurl, "unfurl.blocks.count", 50, lambda n: {"blocks": [DIVIDER] * n}),
    (check_modal, "modal.blocks.count", 100, lambda n: modal(*[DIVIDER] * n)),
    (check_modal, "modal.title.max", 24, lambda n: modal(DIVIDER, title=plain(x(n)))),
    (check_modal, "modal.submit.max", 24, lambda n: modal(DIVIDER, submit=plain(x(n)))),
    (check_modal, "modal.close.max", 24, lambda n: modal(DIVIDER, close=plain(x(n)))),
    (
        check_modal,
        "modal.private_metadata.max",
        3000,
        lambda n: modal(DIVIDER, private_metadata=x(n)),
    ),
    (check_modal, "modal.callback_id.max", 255, lambda n: modal(DIVIDER, callback_id=x(n))),
    (check_modal, "alert.text.max", 200, lambda n: modal({**ALERT, "text": plain(x(n))})),
    (check_home, "home.blocks.count", 100, lambda n: home(*[DIVIDER] * n)),
    (check_home, "home.private_metadata.max", 3000, lambda n: home(DIVIDER, private_metadata=x(n))),
]


@pytest.mark.parametrize(("rule", "most", "block"), LIMITS, ids=[row[0] for row in LIMITS])
def test_a_block_at_its_limit_passes_and_one_more_is_too_much(
    rule: str, most: int, block: Callable[[int], Any]
) -> None:
    ours = {"message.text.total"} - {rule}  # our own budget is lower than some of Slack's limits
    assert {finding.rule for finding in check_message(message(block(most)))} <= ours
    assert {finding.rule for finding in check_message(message(block(most + 1)))} - ours == {rule}


@pytest.mark.parametrize(
    ("check", "rule", "most", "payload"), PAYLOAD_LIMITS, ids=[row[1] for row in PAYLOAD_LIMITS]
)
def test_a_payload_at_its_limit_passes_and_one_more_is_too_much(
    check: Checker, rule: str, most: int, payload: Callable[[int], Any]
) -> None:
    assert check(payload(most)) == []
    assert rule in [finding.rule for finding in check(payload(most + 1))]


def test_markdown_is_counted_over_all_blocks() -> None:
    half = element("markdown", text=x(6000))
    over = element("markdown", text="x")
    assert [found.rule for found in check_message(message(half, half))] == ["message.text.total"]
    assert {found.rule for found in check_message(message(half, half, over))} == {
        "markdown.total",
        "message.text.total",
    }

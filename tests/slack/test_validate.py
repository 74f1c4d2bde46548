"""What Slack takes passes, and no JSON value whatever makes the validator raise."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.rules.blocks import BLOCKS, SURFACES
from bot.slack.rules.elements import BUTTONS, CONTEXT_ACTIONS, DATETIME, INPUTS, PICKERS
from bot.slack.rules.objects import INLINE
from bot.slack.rules.payloads import PAYLOADS
from bot.slack.validate import Finding, check_home, check_message, check_modal, check_unfurl
from tests.slack.blockkit import (
    ALERT,
    CARD,
    DATA,
    DATE,
    DIVIDER,
    FEEDBACK,
    GROUP,
    TASK,
    VIDEO,
    actions,
    beside,
    button,
    container,
    element,
    field,
    home,
    message,
    modal,
    mrkdwn,
    option,
    picture,
    plain,
    raw,
    rich,
    section,
    select,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Checker = Callable[..., list[Finding]]

CHECKS = (check_message, check_unfurl, check_modal, check_home)


GOOD: list[tuple[Checker, Any]] = [
    (check_message, {"text": "Looking …"}),
    (check_message, {"delete_original": True}),
    (check_message, {"text": "a", "blocks": []}),
    (check_message, message(DIVIDER, response_type="ephemeral", replace_original=True)),
    (
        check_message,
        message(
            DIVIDER,
            channel="C1",
            ts="1760000000.000100",
            thread_ts="1760000000.000100",
            unfurl_links=False,
        ),
    ),
    (
        check_message,
        message(DIVIDER, metadata={"event_type": "alert", "event_payload": {"k": "0f"}}),
    ),
    (check_message, message(section(f"*Late* · {DATE}\n&gt; 3 &lt; 4 &amp; more\n> quote"))),
    (
        check_message,
        message(section("<https://example.com/?a=1&b=2#c|track it> <http://a.b> <#C0123ABC>")),
    ),
    (
        check_message,
        message(section("<mailto:a@example.com|a@example.com> <tel:0301234567|0301234567>")),
    ),
    (
        check_message,
        message(section("<!date^1760000000^Since {date_num}^https://example.com/|9 Oct>")),
    ),
    (
        check_message,
        message(element("section", text=plain("a < b <!channel> &quot;", emoji=False))),
    ),
    (check_message, message(element("markdown", text="a < b, **bold**, <https://example.com>"))),
    (check_message, message(element("image", alt_text="Map", slack_file={"id": "F0123ABCD"}))),
    (
        check_message,
        message(
            actions(button(action_id="a"), button(action_id="b")), beside(button(action_id="a"))
        ),
    ),
    (check_message, message(beside(select(option_groups=[GROUP], initial_option=option())))),
    (check_message, message(beside(element("checkboxes", options=[option(text=mrkdwn("*a*"))])))),
    (
        check_message,
        message(
            rich(
                element("text", text="a", style={"bold": True}),
                element("date", timestamp=1_760_000_000, format="{date} {ago}"),
            )
        ),
    ),
    (
        check_message,
        message(
            element("rich_text", elements=[]),
            element(
                "rich_text",
                elements=[
                    element(
                        "rich_text_list",
                        style="ordered",
                        indent=8,
                        elements=[element("rich_text_section", elements=[])],
                    )
                ],
            ),
        ),
    ),
    (
        check_message,
        message(table([raw(), rich(), element("raw_number", value=2.5, text="2.5")], [raw("-")])),
    ),
    (check_message, message(DATA, CARD, VIDEO, TASK, element("plan", title="All", tasks=[TASK]))),
    (
        check_message,
        message(container(section(), table([raw()]), is_collapsible=True, default_collapsed=True)),
    ),
    (
        check_message,
        message(
            element(
                "context_actions",
                elements=[FEEDBACK, element("icon_button", icon="trash", text=plain())],
            )
        ),
    ),
    (
        check_unfurl,
        {"blocks": [section()], "preview": {"title": plain(), "icon_url": "https://a.b/c.png"}},
    ),
    (check_unfurl, {"title": "PK1004", "title_link": "https://example.com/", "color": "#439FE0"}),
    (
        check_modal,
        modal(ALERT, field(element("plain_text_input", multiline=True)), submit=plain("Look")),
    ),
    (check_modal, modal(field(element("file_input", max_files=10)), submit=plain("Send"))),
    (
        check_modal,
        modal(field(element("conversations_select", response_url_enabled=True)), submit=plain()),
    ),
    (
        check_modal,
        modal(
            field(
                element("number_input", is_decimal_allowed=True, min_value="-1.5", max_value="10")
            ),
            submit=plain(),
        ),
    ),
    (check_modal, modal(field(element("external_select", min_query_length=0)), submit=plain())),
    (
        check_home,
        home(section(), table([raw()]), element("carousel", elements=[CARD]), private_metadata=""),
    ),
]


@pytest.mark.parametrize(("check", "payload"), GOOD)
def test_what_slack_takes_passes(check: Checker, payload: Any) -> None:
    assert check(payload) == []


def test_mentions_pass_where_they_are_wanted() -> None:
    payload = message(section("<@U0123ABC> <!here>"), rich(element("user", user_id="U0123ABC")))
    assert [finding.rule for finding in check_message(payload)] == ["mention"] * 2
    assert check_message(payload, allow_mentions=True) == []


def test_a_finding_gives_numbers_but_never_the_text() -> None:
    [finding] = check_message(message(section("Ms Secret " * 301)))
    assert finding == Finding(
        "/blocks/0/text/text", "section.text.max", "3,010 characters, at most 3,000 are allowed"
    )


def test_every_fault_of_a_payload_is_found_at_once() -> None:
    payload = message(section(""), {"type": "nothing"}, picture(alt_text=""), color="red")
    assert [finding.pointer for finding in check_message(payload)] == [
        *("/blocks/0/text/text", "/blocks/1/type", "/blocks/2/alt_text", "/color"),
    ]


def test_every_rule_names_its_source() -> None:
    tables = (BLOCKS, PICKERS, INPUTS, BUTTONS, CONTEXT_ACTIONS, INLINE, {"at": DATETIME})
    sources = [shape.source for each in tables for shape in each.values()]
    sources += [payload.shape.source for payload in PAYLOADS.values()]
    assert all(source.startswith("docs.slack.dev/") for source in sources)
    assert all(total.source for payload in PAYLOADS.values() for total in payload.totals)


def test_every_block_is_allowed_somewhere_and_every_surface_knows_its_blocks() -> None:
    assert {name for names in SURFACES.values() for name in names} == set(BLOCKS)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=20)
)
NAMES = st.sampled_from([*BLOCKS, *PICKERS, *INPUTS, *BUTTONS, *INLINE, "mrkdwn", "plain_text"])
KEYS = st.text(max_size=5) | st.sampled_from(
    ["type", "text", "blocks", "elements", "options", "rows", "value", "action_id", "fields"]
)
JSON = st.recursive(
    SCALARS | NAMES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_no_json_value_raises(value: Any) -> None:
    for check in CHECKS:
        for payload in (value, {"text": value}, {"type": value, "title": value, "blocks": [value]}):
            assert all(isinstance(finding, Finding) for finding in check(payload))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (parent, key) inside a JSON value."""
    pairs = list(value.items()) if isinstance(value, dict) else []
    pairs += list(enumerate(value)) if isinstance(value, list) else []
    return [(value, key) for key, _ in pairs] + [deep for _, v in pairs for deep in places(v)]


@given(st.sampled_from(GOOD), st.data())
def test_no_good_payload_spoilt_anywhere_raises(
    good: tuple[Checker, Any], data: st.DataObject
) -> None:
    check, payload = good[0], copy.deepcopy(good[1])
    parent, key = data.draw(st.sampled_from(places(payload)))
    parent[key] = data.draw(JSON)
    assert all(isinstance(finding, Finding) for finding in check(payload))


def test_json_nested_beyond_measure_does_not_raise() -> None:
    deep: Any = "x"
    for _ in range(20_000):
        deep = {"type": "container", "child_blocks": [deep]}
    for check in CHECKS:
        assert check({"text": deep, "blocks": [deep], "type": deep})

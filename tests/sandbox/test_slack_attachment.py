"""Legacy attachments: whatever an app sends, readers get texts, numbers and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.slack.workspace import AGENT_ONE, SUPPORT
from tests.sandbox.refusal import SECTION

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.sandbox.slack.slack import Slack

FIELD = {"title": "Carrier", "value": "DHL", "short": True}
SENT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "good": (
        {"color": "#f00", "text": "late", "fields": [FIELD], "ts": 1760000000},
        {"color": "#f00", "text": "late", "fields": [FIELD], "ts": 1760000000},
    ),
    "a moment as text": ({"ts": "1760000000.5"}, {"ts": 1760000000}),
    "no moment": ({"ts": "abc"}, {}),
    "a moment beyond all calendars": ({"ts": 1e20}, {}),
    "a moment that is none": ({"ts": [1]}, {}),
    "numbers for texts": ({"color": 123456, "text": 7.5}, {"color": "123456", "text": "7.5"}),
    "objects for texts": ({"title": {"a": 1}, "footer": [], "pretext": True}, {}),
    "an object for fields": ({"fields": {}}, {}),
    "nothing for a field": ({"fields": [None]}, {}),
    "half a field": (
        {"fields": [{"title": 1, "short": "yes"}]},
        {"fields": [{"title": "1", "value": "", "short": False}]},
    ),
    "nonsense in mrkdwn_in": ({"mrkdwn_in": ["text", 1]}, {"mrkdwn_in": ["text"]}),
    "an unknown key": ({"colour": "red"}, {}),
}


@pytest.mark.parametrize(("sent", "kept"), SENT.values(), ids=SENT)
async def test_an_attachment_is_kept_so(
    slack: Slack, client: AsyncWebClient, sent: dict[str, Any], kept: dict[str, Any]
) -> None:
    told = await client.chat_postMessage(channel=SUPPORT, text="x", attachments=[sent])
    (message,) = slack.seen_by(AGENT_ONE, SUPPORT)
    assert message.attachments == [kept]
    assert told["message"].get("attachments", [{}]) == [kept]


async def test_blocks_in_an_attachment_stay_and_get_their_ids(
    slack: Slack, client: AsyncWebClient
) -> None:
    attached: list[Any] = [{"color": "good", "blocks": [SECTION]}]
    posted = await client.chat_postMessage(channel=SUPPORT, text="x", attachments=attached)
    (message,) = slack.seen_by(AGENT_ONE, SUPPORT)
    (block,) = message.attachments[0]["blocks"]
    assert block == SECTION | {"block_id": block["block_id"]}
    await client.chat_update(channel=SUPPORT, ts=posted["ts"], text="y")
    assert message.attachments[0]["blocks"] == [block]

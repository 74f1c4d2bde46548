"""Uploads in three steps, and modals with their triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.slack.view import new_trigger
from bot.sandbox.slack.workspace import AGENT_ONE, GUEST, SUPPORT
from tests.sandbox.refusal import SECTION, refusal

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.sandbox.clock import Clock
    from bot.sandbox.slack.slack import Slack

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Order"}, "blocks": [SECTION]}
HOME = {"type": "home", "blocks": [SECTION]}


async def test_an_upload_in_three_steps_is_usable_once_processed(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.workspace.processing_seconds = 60
    asked = await client.files_getUploadURLExternal(filename="widget.png", length=len(PNG))
    image = {"type": "image", "alt_text": "the way", "slack_file": {"id": asked["file_id"]}}
    early = client.files_completeUploadExternal(files=[{"id": asked["file_id"]}])
    assert (await refusal(early))["error"] == "file_not_found"
    assert client.session is not None
    async with client.session.post(asked["upload_url"], data=PNG[:-1]) as response:
        assert response.status == 400
    async with client.session.post(asked["upload_url"], data=PNG) as response:
        assert (response.status, await response.text()) == (200, f"OK - {len(PNG)}")
    await client.files_completeUploadExternal(files=[{"id": asked["file_id"], "title": "widget"}])
    assert (await client.files_info(file=asked["file_id"]))["file"]["mimetype"] == ""
    posted = await client.chat_postMessage(channel=SUPPORT, text="card")
    update = {"channel": SUPPORT, "ts": posted["ts"], "text": "card", "blocks": [image]}
    answer = await refusal(client.chat_update(**update))
    assert answer["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    slack.workspace.processing_seconds = 0
    told = (await client.files_info(file=asked["file_id"]))["file"]
    assert (told["mimetype"], told["filetype"], told["title"]) == ("image/png", "png", "widget")
    await client.chat_update(**update)
    assert slack.seen_by(AGENT_ONE, SUPPORT)[0].blocks[0]["slack_file"] == {"id": asked["file_id"]}


async def test_the_sdks_own_upload_shares_a_file(slack: Slack, client: AsyncWebClient) -> None:
    await client.files_upload_v2(
        channel=SUPPORT, filename="a.txt", content="hello", initial_comment="see"
    )
    (message,) = slack.seen_by(AGENT_ONE, SUPPORT)
    assert (message.text, len(message.files)) == ("see", 1)


async def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: Slack, client: AsyncWebClient
) -> None:
    assert slack.workspace.trigger_seconds == 3
    trigger_id = new_trigger(slack.workspace, AGENT_ONE)
    opened = await client.views_open(trigger_id=trigger_id, view=MODAL)
    again = await refusal(client.views_open(trigger_id=trigger_id, view=MODAL))
    assert again["error"] == "trigger_exchanged"
    slack.workspace.trigger_seconds = 0
    late = await refusal(
        client.views_open(trigger_id=new_trigger(slack.workspace, AGENT_ONE), view=MODAL)
    )
    assert late["error"] == "trigger_expired"
    changed = MODAL | {"title": {"type": "plain_text", "text": "Found"}}
    view = {"view_id": opened["view"]["id"], "view": changed}
    await client.views_update(**view, hash=opened["view"]["hash"])
    assert slack.workspace.modals[AGENT_ONE][-1]["title"]["text"] == "Found"
    stale = client.views_update(**view, hash=opened["view"]["hash"])
    assert (await refusal(stale))["error"] == "hash_conflict"


async def test_a_hurried_clock_changes_no_limit_of_slacks(
    slack: Slack, clock: Clock, client: AsyncWebClient
) -> None:
    clock.run_at(1440)
    asked = await client.files_getUploadURLExternal(filename="widget.png", length=len(PNG))
    assert client.session
    await client.session.post(asked["upload_url"], data=PNG)
    await client.files_completeUploadExternal(files=[{"id": asked["file_id"]}])
    trigger_id = new_trigger(slack.workspace, AGENT_ONE)
    clock.advance(3600)
    assert (await client.files_info(file=asked["file_id"]))["file"]["mimetype"] == ""
    await client.views_open(trigger_id=trigger_id, view=MODAL)


async def test_a_bad_view_leaves_the_trigger_usable(slack: Slack, client: AsyncWebClient) -> None:
    trigger_id = new_trigger(slack.workspace, AGENT_ONE)
    bad = MODAL | {"title": {"type": "plain_text", "text": "x" * 25}}
    answer = await refusal(client.views_open(trigger_id=trigger_id, view=bad))
    assert answer["error"] == "invalid_arguments"
    message = "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    assert answer["response_metadata"]["messages"] == [message]
    await client.views_open(trigger_id=trigger_id, view=MODAL)


async def test_modals_stack_three_high(slack: Slack, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=new_trigger(slack.workspace, AGENT_ONE), view=MODAL)
    for _ in range(2):
        await client.views_push(trigger_id=new_trigger(slack.workspace, AGENT_ONE), view=MODAL)
    fourth = client.views_push(trigger_id=new_trigger(slack.workspace, AGENT_ONE), view=MODAL)
    assert (await refusal(fourth))["error"] == "push_limit_reached"


async def test_a_home_view_is_published_for_one_person(
    slack: Slack, client: AsyncWebClient
) -> None:
    await client.views_publish(user_id=AGENT_ONE, view=HOME)
    (block,) = slack.workspace.homes[AGENT_ONE]["blocks"]
    assert block == SECTION | {"block_id": block["block_id"]}
    assert GUEST not in slack.workspace.homes
    modal = await refusal(client.views_publish(user_id=AGENT_ONE, view=MODAL))
    assert modal["error"] == "invalid_arguments"

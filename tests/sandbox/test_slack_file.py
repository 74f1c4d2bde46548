"""Files that people put to their messages, as the app and the page are told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.playground.deed import perform
from bot.sandbox.playground.snapshot import snapshot
from bot.sandbox.slack.file import is_readable
from bot.sandbox.slack.people import BOT_USER
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, GUEST, SUPPORT

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.sandbox.slack.slack import Slack

CSV = ("list.csv", b"PK1004\n")


async def test_the_app_is_told_of_a_file_and_reads_it_with_its_token_alone(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.subscriptions |= {"message.channels", "app_mention"}
    posted = await slack.message(AGENT_ONE, SUPPORT, "@wherebot please", files=[CSV])
    written, mention = (exchange.payload["event"] for exchange in slack.exchanges)
    assert (written["subtype"], mention["type"]) == ("file_share", "app_mention")
    [told] = written["files"]
    assert [told] == mention["files"]
    about = (told["name"], told["mimetype"], told["filetype"], told["size"], told["user"])
    assert about == ("list.csv", "text/csv", "csv", 7, AGENT_ONE)
    history = await client.conversations_history(channel=SUPPORT)
    assert history["messages"][0]["files"] == [told]
    assert posted.files == [told["id"]]
    assert client.session
    bearer = {"Authorization": f"Bearer {client.token}"}
    async with client.session.get(told["url_private_download"], headers=bearer) as answer:
        assert await answer.read() == CSV[1]
    async with client.session.get(told["url_private_download"]) as answer:
        assert answer.status == 403
    slack.scopes.discard("files:read")
    async with client.session.get(told["url_private_download"], headers=bearer) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")


async def test_who_is_not_in_the_conversation_sees_nothing_of_its_files(
    slack: Slack, client: AsyncWebClient
) -> None:
    await slack.message(AGENT_ONE, slack.workspace.dm(AGENT_ONE).id, "", files=[CSV])
    [file] = slack.workspace.files.values()
    assert is_readable(slack.workspace, file, AGENT_ONE)
    assert is_readable(slack.workspace, file, BOT_USER)
    assert not is_readable(slack.workspace, file, AGENT_TWO)
    assert file.id in snapshot(slack, AGENT_ONE, "")["files"]
    assert snapshot(slack, GUEST, "")["files"] == {}
    slack.workspace.load(slack.workspace.dump())
    assert slack.workspace.files[file.id] == file


@pytest.mark.parametrize(
    ("files", "wrong"),
    [
        ([{"name": "a.csv", "content": "%"}], "base64"),
        ([{"name": "a.csv", "content": ""}], "nothing in this file"),
        ([{"name": " ", "content": "YQ=="}], "needs a name"),
        ([{"name": "a", "content": "YQ=="}] * 11, "at most 10"),
        (["a"], "object"),
    ],
)
async def test_what_cannot_be_sent_is_said_in_words(
    slack: Slack, files: object, wrong: str
) -> None:
    deed = {"do": "message", "as": AGENT_ONE, "channel": SUPPORT, "text": "", "files": files}
    with pytest.raises(ValueError, match=wrong):
        await perform(slack, deed)

"""Files that people send: read from Slack alone, and no more of them than a list may be."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.bulk.sheet import MOST_BYTES
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE
from bot.slack.file import Files, Unreadable, may_be_list


@pytest.fixture
async def files(sandbox: Addresses) -> AsyncIterator[Files]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-sandbox", base_url=sandbox.slack_url, session=session)
        yield Files(client, session)


@pytest.fixture
async def stranger() -> AsyncIterator[tuple[str, list[str]]]:
    """A server of somebody else's; what it was told as authorization."""
    told: list[str] = []

    async def take(request: web.Request) -> web.Response:
        told.append(request.headers.get("Authorization", ""))
        return web.Response(text="PK1004")

    app = web.Application()
    app.router.add_get("/{all:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", told
    await runner.cleanup()


async def test_the_token_goes_to_nobody_else(files: Files, stranger: tuple[str, list[str]]) -> None:
    address, told = stranger
    for url in (f"{address}/list.csv", "", "file:///etc/passwd", "https://files.slack.com.evil/a"):
        with pytest.raises(Unreadable):
            await files.read({"url_private_download": url, "size": 6})
    assert not told


async def test_a_file_of_another_organisation_is_asked_for_first(
    files: Files, sandbox: Addresses
) -> None:
    slack = sandbox.slack
    dropped = [("list.csv", b"PK1004")]
    await slack.message(AGENT_ONE, slack.workspace.dm(AGENT_ONE).id, "", files=dropped)
    [file_id] = slack.workspace.files
    assert await files.read({"id": file_id, "file_access": "check_file_info"}) == b"PK1004"
    slack.workspace.files[file_id].name = "photo"
    with pytest.raises(Unreadable):
        await files.read({"id": file_id, "file_access": "check_file_info"})


async def test_a_file_is_as_large_as_it_is_whatever_is_said(
    files: Files, sandbox: Addresses
) -> None:
    slack = sandbox.slack
    dropped = [("list.csv", b"1" * (MOST_BYTES + 1))]
    await slack.message(AGENT_ONE, slack.workspace.dm(AGENT_ONE).id, "", files=dropped)
    [file] = slack.workspace.files.values()
    url = f"{slack.url}/files-pri/T0SANDBOX-{file.id}/download/list.csv"
    with pytest.raises(Unreadable) as caught:
        await files.read({"url_private_download": url, "size": 5})
    assert "large" in caught.value.note.title.message


@pytest.mark.parametrize(
    ("file", "is_so"),
    [
        ({"name": "a.csv", "mimetype": "application/vnd.ms-excel"}, True),
        ({"name": "A.TXT"}, True),
        ({"name": "Untitled", "mimetype": "text/plain", "filetype": "text"}, True),
        ({"name": "a.xlsx", "filetype": "xlsx"}, False),
        ({"name": "a.png", "mimetype": "image/png"}, False),
        ({}, False),
    ],
)
def test_what_may_be_a_list(file: dict[str, str], is_so: bool) -> None:  # noqa: FBT001
    assert may_be_list(file) is is_so

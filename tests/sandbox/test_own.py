"""Nobody but this machine's own page and clients reaches either world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.sandbox.slack.workspace import AGENT_ONE, SUPPORT

if TYPE_CHECKING:
    from bot.sandbox.server import Addresses

FOREIGN = [
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example"},
    {"Host": "evil.example@127.0.0.1"},
    {"Host": "[::1"},
    {"Host": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},  # another port of this machine
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"},  # a form or a link
]
POST = {"token": "xoxb-sandbox", "channel": SUPPORT, "text": "Your parcel needs a password"}


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_no_other_site_reaches_slack(sandbox: Addresses, headers: dict[str, str]) -> None:
    base = sandbox.slack_url.removesuffix("/api/")
    async with aiohttp.ClientSession(headers=headers) as http:
        async with http.post(f"{base}/api/chat.postMessage", data=POST) as answer:
            assert answer.status == 403
        for path in ("/api/chat.postMessage", "/link/", "/files-pri/T-F/x", "/static/x.js", "/no"):
            async with http.get(f"{base}{path}", params=POST) as answer:
                assert answer.status == 403, path
        for path in ("/response/actions/x", "/upload/v1/F1"):
            async with http.post(f"{base}{path}", data=b"{}") as answer:
                assert answer.status == 403, path
    assert sandbox.slack.seen_by(AGENT_ONE, SUPPORT) == []


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_no_other_site_reaches_the_controls_of_parcellab(
    sandbox: Addresses, headers: dict[str, str]
) -> None:
    async with aiohttp.ClientSession(sandbox.parcellab_url, headers=headers) as http:
        async with http.get("/_sandbox/orders") as answer:
            assert answer.status == 403
        async with http.post("/_sandbox/travel", data='{"is_on": true}') as answer:
            assert answer.status == 403
    assert not sandbox.parcellab.is_travelling


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST:1", "[::1]:8080"])
async def test_every_name_of_this_machine_is_one(sandbox: Addresses, name: str) -> None:
    headers = {"Host": name, "Origin": f"http://{name}", "Sec-Fetch-Site": "same-origin"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(f"{sandbox.slack_url}chat.postMessage", data=POST) as answer,
    ):
        assert (await answer.json())["ok"]

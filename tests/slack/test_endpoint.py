"""The HTTP door: what is not Slack's goes no further, what is Slack's is never a 404."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl, urlencode

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import running
from bot.sandbox.server import Addresses
from bot.slack.endpoint import form
from tests.conftest import settings_for, until

SECRET = "sandbox-secret"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class Door:
    """A client of the bot's address that signs as Slack does, or badly."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session = session
        self.address = address

    async def post(
        self, body: bytes, kind: str = FORM, *, at: str | None = None, signature: str | None = None
    ) -> tuple[int, str]:
        at = str(int(time.time())) if at is None else at
        digest = hmac.new(SECRET.encode(), f"v0:{at}:".encode() + body, hashlib.sha256)
        headers = {
            "content-type": kind,
            "x-slack-request-timestamp": at,
            "x-slack-signature": f"v0={digest.hexdigest()}" if signature is None else signature,
        }
        url = f"{self.address}/slack/events"
        async with self.session.post(url, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def door(sandbox: Addresses) -> AsyncIterator[Door]:
    settings = settings_for(sandbox, slack_signing_secret=SECRET)
    async with running(settings) as bot, aiohttp.ClientSession() as session:
        await until(bot.is_ready)
        yield Door(session, bot.address)


@pytest.mark.parametrize(
    "body",
    [b"", b"{bad json", b"\xff\xfe", b"[1]", b"command=/where", b"ssl_check=1", b"payload={}"],
)
async def test_what_is_not_signed_is_refused_before_it_is_read(door: Door, body: bytes) -> None:
    for kind in (FORM, JSON):
        status, _ = await door.post(body, kind, signature="v0=0")
        assert status == 401


@pytest.mark.parametrize("at", ["", "x", "1e3", "0", "400 s ago", "9" * 30, "9" * 400])
async def test_a_time_that_is_none_or_too_old_is_refused(door: Door, at: str) -> None:
    if at == "400 s ago":
        at = str(int(time.time()) - 400)
    status, _ = await door.post(b"ssl_check=1", at=at)
    assert status == 401


async def test_a_signature_in_another_script_is_refused(door: Door) -> None:
    status, _ = await door.post(b"ssl_check=1", signature="v0=ü")
    assert status == 401


async def test_a_body_that_is_too_large_is_refused(door: Door) -> None:
    status, _ = await door.post(b"x" * (2**20 + 1))
    assert status == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{bad json", JSON),
        (b"[1]", JSON),
        (b'{"type": "event_callback", "event": null}', JSON),
        (b"", JSON),
        (b"", FORM),
        (b"payload={bad", FORM),
        (b"[" * 100_000, JSON),
    ],
)
async def test_what_is_signed_and_unreadable_is_a_bad_request(
    door: Door, body: bytes, kind: str
) -> None:
    status, _ = await door.post(body, kind)
    assert status == 400


@pytest.mark.parametrize(
    "event",
    [
        {"type": "reaction_added", "user": "U1"},
        {"type": "message", "subtype": "message_changed", "channel_type": "im", "channel": "D1"},
        {"type": "message", "channel_type": "channel", "user": "U1", "text": "PK1004"},
        {"type": "something_new"},
    ],
)
async def test_an_event_nobody_wants_is_accepted(door: Door, event: dict[str, str]) -> None:
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": event}
    status, _ = await door.post(json.dumps(body).encode(), JSON)
    assert status == 200


async def test_a_click_on_a_link_button_is_accepted(door: Door) -> None:
    click = {"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "link-1"}]}
    status, _ = await door.post(urlencode({"payload": json.dumps(click)}).encode())
    assert status == 200


async def test_slack_may_verify_the_address(door: Door) -> None:
    challenge = {"type": "url_verification", "challenge": "abc"}
    status, body = await door.post(json.dumps(challenge).encode(), JSON)
    assert (status, json.loads(body)) == (200, {"challenge": "abc"})
    assert (await door.post(b"ssl_check=1&token=x"))[0] == 200


@pytest.mark.parametrize("text", ["payload", "payload PK1004", "PK1004"])
async def test_a_command_that_holds_the_word_payload_is_not_lost(door: Door, text: str) -> None:
    form = {"command": "/where", "text": text, "user_id": "U1", "team_id": "T1", "channel_id": "C1"}
    status, body = await door.post(urlencode(form).encode())
    assert status == 200
    assert json.loads(body)["response_type"] == "ephemeral"


async def test_health_and_readiness_can_be_asked(door: Door) -> None:
    for path in ("/health", "/ready"):
        async with door.session.get(door.address + path) as answer:
            assert answer.status == 200


async def test_nothing_else_is_served(door: Door) -> None:
    async with door.session.get(f"{door.address}/slack/events") as answer:
        assert answer.status == 405
    async with door.session.post(f"{door.address}/other") as answer:
        assert answer.status == 404


@given(st.text(st.sampled_from("ab=&+%20fF;\u00e9")) | st.text())
def test_a_form_is_read_as_urllib_reads_it(body: str) -> None:
    assert form(body) == dict(parse_qsl(body, keep_blank_values=True))

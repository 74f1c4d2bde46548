"""The verbs as a person types them; those that go on, in processes of their own."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.__main__ import main
from bot.core.audit import Entry
from bot.core.reference import Kind, Reference
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault as SlackFault
from bot.sandbox.slack.workspace import AGENT_ONE, SUPPORT
from bot.settings import read_settings
from bot.store.audit import AuditLog
from bot.store.database import open_database
from bot.wiring.opening import name_of
from bot.wiring.upstream import keys_of
from tests.conftest import Verb, until
from tests.copies import Copy, start
from tests.store.server import migrated_over_line
from tests.store.standing import empty_database

WHEREBOT = Path(sys.executable).with_name("wherebot")
# Sends itself the signal while `bot.app` is looked for.
ENDED_WHILE_LOADED = """
import os, signal, sys

class Ending:
    def find_spec(self, name, *_):
        if name == "bot.app":
            os.kill(os.getpid(), signal.SIGTERM)

sys.meta_path.insert(0, Ending())
import bot.__main__
"""


def environment(sandbox: Addresses | None = None, **more: str) -> dict[str, str]:
    ours = {}
    if sandbox:
        ours = {
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_API_URL": sandbox.slack_url,
            "PARCELLAB_URL": sandbox.parcellab_url,
            "PARCELLAB_TOKEN": "1612197:sandbox",
            "ORDER_PATTERNS": r"PK\d{4,}",
            "PORT": "0",
        }
    return {**os.environ, **ours, **more, "PYTHONIOENCODING": "utf-8"}


async def wherebot(*arguments: str, env: dict[str, str], typed: str = "") -> tuple[int, str, str]:
    """Run a verb to its end; return its exit code and what it printed."""
    process = await start("bot", *arguments, env=env, typed=typed)
    async with asyncio.timeout(40):
        out, err = await process.communicate()
    return await process.wait(), out.decode(), err.decode()


async def test_the_demo_answers_at_its_prompt_as_two_people_see_it() -> None:
    typed = (
        "/where PK1004\n/where PK1004 public\nhas PK1003 arrived?\n:orders\n:clock +3h\n:nonsense\n"
    )
    code, out, err = await wherebot("demo", env=environment(), typed=typed)
    assert (code, err) == (0, "")
    for fact in (
        "Out for delivery",
        "only visible to the agent",
        "A colleague in #support sees nothing",
        "A colleague in #support sees it too",
        "PK1003 ·",
        "Forty parcels",
        "It is ",
        ":quit",
    ):
        assert fact in out  # fmt: skip


async def test_the_demo_can_be_left_before_the_input_ends() -> None:
    code, out, err = await wherebot("demo", env=environment(), typed=":quit\n:orders\n")
    assert (code, err) == (0, "")
    assert "Forty parcels" not in out


async def test_the_demo_shows_faults() -> None:
    typed = ":fault slow 1\n/where PK1004\n:fault 500\n/where PK1003\n:fault nothing\n:fault off\n"
    code, out, _ = await wherebot("demo", env=environment(), typed=typed)
    assert code == 0
    for fact in ("Looking", "Out for delivery", "cannot be reached", "no such fault", "within 3 s"):
        assert fact in out


@asynccontextmanager
async def demo(*arguments: str) -> AsyncIterator[tuple[Copy, str]]:
    """Run the demo as a service does: nothing to type on, the page's address printed."""
    process = await start("bot", "demo", "--no-browser", *arguments, env=environment())
    try:
        async with asyncio.timeout(30):
            while not (line := (await process.stdout.readline()).decode().strip()).startswith(
                "http"
            ):
                assert process.returncode is None
        yield process, line
    finally:
        process.kill()
        await process.communicate()


async def test_the_demo_serves_its_page_until_it_is_asked_to_end() -> None:
    async with demo("--port", "0") as (process, page), aiohttp.ClientSession() as http:
        async with http.get(page) as answer:
            assert answer.status == 200
        async with http.get(f"{page}playground/events") as events:
            await events.content.readline()
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(12):
                assert await process.wait() == 0


async def test_the_demo_goes_on_from_where_it_was_left(tmp_path: Path) -> None:
    wanted = {"as": AGENT_ONE, "do": "message", "channel": SUPPORT, "text": "still here"}
    async with demo("--keep", str(tmp_path)) as (process, page), aiohttp.ClientSession() as http:
        async with http.post(f"{page}playground/act", json=wanted) as answer:
            assert (await answer.json())["ok"]
        process.send_signal(signal.SIGTERM)
        await process.wait()
    async with (
        demo("--keep", str(tmp_path)) as (_, page),
        aiohttp.ClientSession() as http,
        http.get(f"{page}playground/state") as answer,
    ):
        told = await answer.json()
    assert [message["text"] for message in told["messages"]] == ["still here"]


async def test_the_demo_says_what_it_cannot_go_on_from(tmp_path: Path) -> None:
    (tmp_path / "playground.json").write_text("{")
    code, _, err = await wherebot("demo", "--keep", str(tmp_path), env=environment())
    assert code == 2
    assert "delete it to start fresh" in err
    assert "Traceback" not in err


async def test_another_slack_can_take_the_sandboxs_place(sandbox: Addresses) -> None:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-sandbox", "SLACK_APP_TOKEN": "xapp-sandbox"}
    process = await start(
        *("bot", "demo", "--slack-api-url", sandbox.slack_url), env=environment() | tokens
    )
    try:
        await until(lambda: bool(sandbox.slack.sockets.connections), seconds=30)
        await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1004")
        await until(lambda: bool(sandbox.slack.seen_by(AGENT_ONE, SUPPORT)))
        assert "Out for delivery" in sandbox.slack.seen_by(AGENT_ONE, SUPPORT)[0].text
    finally:
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    assert process.returncode == 0


async def test_another_slack_needs_tokens_of_its_own(sandbox: Addresses) -> None:
    code, _, err = await wherebot("demo", "--slack-api-url", sandbox.slack_url, env=environment())
    assert code == 2
    assert "SLACK_BOT_TOKEN" in err


async def test_where_shows_the_card_in_the_terminal(sandbox: Addresses, verb: Verb) -> None:
    code, out, _ = await verb("where", "PK1004", env=environment(sandbox))
    assert code == 0
    assert "PK1004 · Out for delivery" in out
    assert "1 × Canvas sneaker" in out


async def test_where_prints_the_message_as_slack_gets_it(sandbox: Addresses, verb: Verb) -> None:
    arguments = ("where", "PK1004", "--json", "--channel")
    code, out, _ = await verb(*arguments, env=environment(sandbox))
    message = json.loads(out)
    assert code == 0
    assert message["blocks"][0]["type"] == "header"
    assert "sneaker" not in out


async def test_where_tells_an_unknown_order_by_its_exit_code(
    sandbox: Addresses, verb: Verb
) -> None:
    code, out, _ = await verb("where", "PK9999", env=environment(sandbox))
    assert code == 1
    assert "No order found" in out


async def test_check_finds_nothing_wrong_with_the_sandbox(sandbox: Addresses, verb: Verb) -> None:
    env = environment(sandbox, SLACK_APP_TOKEN="xapp-sandbox")
    code, out, _ = await verb("check", env=env)
    assert (code, "All is well." in out) == (0, True), out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"PARCELLAB_TOKEN": "1612197:wrong"}, "does not accept the credentials"),
        ({"PARCELLAB_ACCOUNTS": "1234567"}, "may these credentials see"),
        ({"PARCELLAB_TOKEN": ""}, "no PARCELLAB_TOKEN"),
        ({"PARCELLAB_URL": "http://127.0.0.1:9"}, "is PARCELLAB_URL right"),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "invalid_auth"),
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "invalid_auth"),
        ({"SLACK_API_URL": "http://127.0.0.1:9"}, "no answer"),
        ({"DATABASE_URL": "sqlite:////nowhere/x.sqlite"}, "cannot be written"),
        ({"REDIS_URL": "redis://127.0.0.1:9/0"}, "is REDIS_URL right"),
    ],
)
async def test_check_says_what_is_wrong(
    sandbox: Addresses, verb: Verb, change: dict[str, str], said: str
) -> None:
    env = environment(sandbox, SLACK_APP_TOKEN="xapp-sandbox") | change
    code, out, err = await verb("check", env=env)
    assert code == 1, err
    assert said in out
    assert "wrong" not in out.replace("what is wrong", ""), "no secret is printed"


async def test_check_names_a_scope_that_was_not_granted(sandbox: Addresses, verb: Verb) -> None:
    sandbox.slack.scopes.discard("users:read")
    code, out, _ = await verb("check", env=environment(sandbox, SLACK_APP_TOKEN="xapp-sandbox"))
    assert code == 1
    assert "users:read" in out


async def test_settings_that_do_not_work_are_named(verb: Verb) -> None:
    env = environment(PARCELLAB_URL="http://parcellab.example")
    code, _, err = await verb("run", env=env)
    assert code == 2
    assert "PARCELLAB_URL" in err
    assert "Traceback" not in err


async def test_run_needs_a_way_to_slack(verb: Verb) -> None:
    code, _, err = await verb("run", env=environment())
    assert code == 2
    assert "SLACK_BOT_TOKEN" in err


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////nowhere/wherebot.sqlite", "cannot be written"),
        ("postgresql://nobody@127.0.0.1:9/wherebot", "cannot be opened"),
        ("mysql://localhost/wherebot", "sqlite:///… or postgresql://…"),
    ],
)
@pytest.mark.parametrize("name", ["run", "migrate"])
async def test_a_database_that_cannot_be_used_ends_with_a_clear_word(
    sandbox: Addresses, verb: Verb, name: str, url: str, said: str
) -> None:
    env = environment(sandbox, SLACK_APP_TOKEN="xapp-sandbox", DATABASE_URL=url)
    code, _, err = await (wherebot if name == "run" else verb)(name, env=env)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


async def test_run_wants_a_shared_database_to_be_migrated(
    sandbox: Addresses, verb: Verb, tmp_path: Path
) -> None:
    async with empty_database("postgresql", tmp_path) as url:
        env = environment(sandbox, SLACK_APP_TOKEN="xapp-sandbox", DATABASE_URL=url)
        code, _, err = await wherebot("run", env=env)
        assert (code, "run `wherebot migrate`" in err) == (2, True), err
        for told in ("The database is migrated.", "There is nothing to do."):
            code, out, _ = await verb("migrate", env=env)
            assert (code, out.strip()) == (0, told)


async def test_a_token_that_slack_refuses_ends_run_with_a_clear_word(sandbox: Addresses) -> None:
    for setting in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        env = environment(sandbox, SLACK_APP_TOKEN="xapp-sandbox") | {setting: "wrong"}
        code, _, err = await wherebot("run", env=env)
        assert code == 2
        assert setting in err
        assert "Traceback" not in err


async def test_templates_check_names_file_and_line(verb: Verb, tmp_path: Path) -> None:
    (tmp_path / "note.json.j2").write_text('{\n "text": "x",\n "blocks": [{"type": "x"}]\n}')
    code, out, _ = await verb("templates", "check", str(tmp_path), env=environment())
    assert code == 1
    assert "note.json.j2:3:" in out


@pytest.mark.parametrize(("verb", "code"), [("run", 0), ("worker", 0), ("import", -signal.SIGTERM)])
async def test_what_serves_ends_well_while_it_is_loaded(verb: str, code: int) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ENDED_WHILE_LOADED, verb, env=environment()
    )
    assert await process.wait() == code


@pytest.fixture
async def process(sandbox: Addresses) -> AsyncIterator[asyncio.subprocess.Process]:
    """`wherebot run` as an administrator starts it, over HTTP."""
    env = environment(sandbox, SLACK_SIGNING_SECRET=sandbox.slack.signing_secret)
    process = await asyncio.create_subprocess_exec(WHEREBOT, "run", env=env, stderr=subprocess.PIPE)
    assert process.stderr
    line = json.loads(await process.stderr.readline())
    sandbox.slack.request_url = line["message"].removeprefix("listening at ") + "/slack/events"
    yield process
    if process.returncode is None:
        process.kill()
        await process.wait()


async def test_sigterm_lets_begun_answers_go_out(
    sandbox: Addresses, process: asyncio.subprocess.Process
) -> None:
    sandbox.parcellab.fault = Fault("slow", seconds=1.0)
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1004")
    assert exchange.error is None
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        assert await process.wait() == 0
    await until(lambda: any("Out for delivery" in message.text for message in exchange.shown))


async def test_sigterm_waits_for_messages_that_were_taken_and_not_for_ever(
    sandbox: Addresses, process: asyncio.subprocess.Process
) -> None:
    """What is not answered by then is left to other replicas, or to the next start."""
    sandbox.slack.subscriptions.add("message.im")
    sandbox.parcellab.fault = Fault("slow", seconds=1.0)
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    await sandbox.slack.message(AGENT_ONE, channel, "PK1004")
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
        assert await process.wait() == 0
    assert "Out for delivery" in sandbox.slack.seen_by(AGENT_ONE, channel)[-1].text


async def test_sigterm_cuts_off_what_takes_too_long(
    sandbox: Addresses, process: asyncio.subprocess.Process
) -> None:
    sandbox.slack.subscriptions.add("message.im")
    sandbox.slack.fault["chat.postMessage"] = SlackFault("slow", seconds=90)
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    await sandbox.slack.message(AGENT_ONE, channel, "PK1004")
    await until(lambda: bool(sandbox.parcellab.calls))
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
        assert await process.wait() == 0
    assert process.stderr
    assert b"1 answers were cut off" in await process.stderr.read()


async def test_sigterm_does_not_wait_for_all_that_waits_for_a_silent_database(
    sandbox: Addresses,
) -> None:
    """Each loop waited 5 s for its last round, and each connection 10 s to say goodbye."""
    async with migrated_over_line() as (url, between):
        env = environment(sandbox, SLACK_SIGNING_SECRET="secret", DATABASE_URL=url)
        process = await start("bot", "run", env=env | {"WHEREBOT_POLL": "0.1"})
        line = json.loads(await process.stderr.readline())
        between.fall_silent()
        async with aiohttp.ClientSession() as session:
            metrics = line["message"].removeprefix("listening at ") + "/metrics"
            with pytest.raises(TimeoutError):
                await session.get(metrics, timeout=aiohttp.ClientTimeout(total=1))
        process.terminate()
        async with asyncio.timeout(14):
            assert await process.wait() == 0


async def test_logs_are_json_and_tell_nothing_about_the_order(
    sandbox: Addresses, process: asyncio.subprocess.Process
) -> None:
    await sandbox.slack.command(
        AGENT_ONE, SUPPORT, "/where", "PK1004 sandbox.recipient@example.com"
    )
    async with (
        aiohttp.ClientSession() as session,
        session.get(str(sandbox.slack.request_url).replace("/slack/events", "/ready")) as answer,
    ):
        assert answer.status == 200
    process.send_signal(signal.SIGTERM)
    _, log = await process.communicate()
    lines = [json.loads(line) for line in log.decode().splitlines()]
    assert any(line["message"] == "answered" for line in lines)
    for private in ("PK1004", "example.com", "sandbox-secret", "xoxb-sandbox", "1612197:sandbox"):
        assert private not in log.decode()


def test_the_audit_log_is_asked_and_a_person_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/a.sqlite"
    monkeypatch.setenv("PARCELLAB_TOKEN", "1:token")
    monkeypatch.setenv("DATABASE_URL", url)
    hashed = name_of(keys_of(read_settings()), Reference(Kind.ORDER_NUMBER, "PK1004"))
    at = datetime(2026, 11, 16, 12, tzinfo=UTC)
    entry = Entry(at, "T1", "U123", "command", "agent", "found", hashed)

    async def write() -> None:
        async with open_database(url) as database:
            odd = replace(entry, team_id="=1+1", user_id="U456", reference="other")
            await AuditLog(database).write([entry, odd])

    def said(*arguments: str) -> tuple[int, str]:
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out + err

    asyncio.run(write())
    code, out = said("audit")
    assert (code, out.count("\n")) == (0, 3)
    for asked in (["--reference", "PK1004"], ["--person", "T1:U123"], ["--until", "2027-01-01"]):
        _, out = said("audit", *asked, "--format", "json")
        told = [json.loads(line) for line in out.splitlines()]
        assert told[0]["reference"] == hashed
        assert len(told) == (2 if "--until" in asked else 1)
    assert "\n2026-11-16T12:00:00Z,'=1+1:U456," in said("audit", "--format", "csv")[1]
    assert "\nNo entry is like that.\n" in said("audit", "--person", "U999")[1]
    monkeypatch.setenv("PARCELLAB_TOKEN", "1:rotated")
    assert "from before they changed" in said("audit", "--reference", "PK1004")[1]
    for wrong in (
        ["--since", "yesterday"],
        ["--reference", "PK1004 PK1005"],
        ["--person", "@jane"],
    ):
        code, out = said("audit", *wrong)
        assert (code, wrong[1] in out) == (2, True)
    assert "say it again with --yes" in said("forget", "U123")[1]
    assert "1 audit_entry\nThey are forgotten." in said("forget", "U123", "--yes")[1]
    _, out = said("audit")
    assert "U123" not in out
    assert hashed in out
    code, out = said("forget", "jane")
    assert (code, "jane is no user id" in out) == (2, True)

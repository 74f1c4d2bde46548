"""A watch from the typed command to the alert in the channel, and to its end."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.app import Running
from bot.core.home.changes import AUDITED
from bot.core.home.form import audit_lines
from bot.core.rule import ORDER_PATTERNS
from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    BOT_USER,
    DELAYS,
    GUEST,
    SHARED,
    SUPPORT,
    Message,
)
from bot.slack.views import plain
from bot.store.database import open_database
from bot.store.rulebook import Rulebook
from tests.conftest import StartBot, Verb, answer_to, until
from tests.test_main import environment

TOKEN = "a-token-for-hints"


@pytest.fixture
async def bot(start_bot: StartBot) -> AsyncIterator[Running]:
    async with start_bot(
        WHEREBOT_POLL=0.1,
        WHEREBOT_LOOK_LEAST=30,
        WHEREBOT_MESSAGE_INTERVAL=0,
        WHEREBOT_WEBHOOK_TOKEN=TOKEN,
    ) as bot:
        yield bot


def alerts(sandbox: Addresses, channel: str = DELAYS) -> list[Message]:
    every = sandbox.slack.workspace.messages
    return [
        one for one in every if one.channel == channel and one.user == BOT_USER and not one.only_for
    ]


async def say(sandbox: Addresses, text: str, person: str = AGENT_ONE, at: str = SUPPORT) -> str:
    exchange = await sandbox.slack.command(person, at, "/where", text)
    return (await answer_to(exchange)).text


async def hint(bot: Running, body: object, **headers: str) -> int:
    async with aiohttp.ClientSession() as session:
        address = f"{bot.address}/webhooks/parcellab"
        async with session.post(address, json=body, headers=headers) as answer:
            return answer.status


def bearer(token: str = TOKEN) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_a_channel_hears_of_a_delay_once_and_then_in_the_thread(
    sandbox: Addresses, bot: Running
) -> None:
    said = await say(sandbox, f"watch PK1003 in <#{DELAYS}|delays> as Friday")
    assert "#delays" in said
    assert "PK1003" in said
    await until(lambda: "PK1003" in str([call.query for call in sandbox.parcellab.calls]))
    sandbox.parcellab.move(SHOP, "PK1003", None, "late")
    assert await hint(bot, {"order_number": "PK1003"}, **bearer()) == 200
    await until(lambda: len(alerts(sandbox)) == 1)
    [first] = alerts(sandbox)
    assert "PK1003" in first.text
    assert "👀 Friday" in first.text
    assert "Late" in first.text or "late" in first.text
    sandbox.parcellab.move(SHOP, "PK1003", None, "deliver")
    assert await hint(bot, {"order_number": "PK1003"}, **bearer()) == 200
    await until(lambda: len(alerts(sandbox)) == 2)
    second = alerts(sandbox)[1]
    assert second.thread_ts == first.ts
    assert "Delivered" in second.text
    await until(lambda: "Delivered" in alerts(sandbox)[0].text)
    assert "Earlier" in alerts(sandbox)[0].text


async def test_who_watches_for_themselves_is_told_in_their_direct_message(
    sandbox: Addresses, bot: Running
) -> None:
    assert "direct message" in await say(sandbox, "watch PK1017 until delivered")
    direct = sandbox.slack.workspace.dm(AGENT_ONE).id
    await until(lambda: len(alerts(sandbox, direct)) == 1)
    assert "PK1017" in alerts(sandbox, direct)[0].text
    assert not alerts(sandbox, SUPPORT)


async def test_what_is_watched_is_listed_and_ended(sandbox: Addresses, bot: Running) -> None:
    assert "Nothing is watched" in await say(sandbox, "watches")
    await say(sandbox, "watch PK1003 PK1022")
    listed = await say(sandbox, "watches")
    assert "PK1003" in listed
    assert "PK1022" in listed
    assert "not watched here any more" in await say(sandbox, "unwatch PK1003")
    assert "PK1003" not in await say(sandbox, "watches")
    assert "was not watched" in await say(sandbox, "unwatch PK1003")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("watch", "Watch which order?"),
        ("watch somebody@example.com", "cannot be watched"),
        (f"watch PK1003 in <#{SHARED}|partner-shop>", "another organisation"),
        ("watch PK1003 in <#C0NOWHERE|nowhere>", "not in that channel"),
        ("watch PK1003 in #nowhere", "not in that channel"),
        ("receipts someday", "Which day?"),
    ],
)
async def test_what_cannot_be_watched_is_said_plainly(
    sandbox: Addresses, bot: Running, text: str, said: str
) -> None:
    assert said in await say(sandbox, text)


async def test_a_guest_watches_nothing(sandbox: Addresses, bot: Running) -> None:
    assert "Indisponible" in await say(sandbox, "watch PK1003", GUEST, DELAYS)  # who reads French
    assert "Indisponible" in await say(sandbox, "receipts", GUEST, DELAYS)


async def test_receipts_add_up(sandbox: Addresses, bot: Running) -> None:
    await say(sandbox, f"watch PK1017 PK1021 PK1019 in <#{DELAYS}|delays>")
    await until(lambda: len(alerts(sandbox)) >= 3)
    said = await say(sandbox, "receipts")
    assert "5 alerts were due" in said
    assert "3 posted" in said
    assert "2 told along with another" in said


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {TOKEN}"},
        {"Authorization": "Basic " + base64.b64encode(f"parcellab:{TOKEN}".encode()).decode()},
        {"Authorization": TOKEN},
        {"X-Wherebot-Token": TOKEN},
    ],
)
async def test_who_knows_the_token_may_hint_in_any_usual_way(
    bot: Running, headers: dict[str, str]
) -> None:
    assert await hint(bot, [], **headers) == 200


async def test_a_hint_without_the_token_or_sense_is_refused(bot: Running) -> None:
    assert await hint(bot, {}) == 401
    assert await hint(bot, {}, **bearer("a-token-for-hintz")) == 401
    assert await hint(bot, ["x" * 300_000], **bearer()) == 413
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{bot.address}/webhooks/parcellab", data=b"\xff{", headers=bearer()
        ) as answer,
    ):
        assert answer.status == 400


@pytest.mark.parametrize(
    "scheme", ["X-Wherebot-Token: ", "Authorization: Basic ", "Authorization: "]
)
async def test_whatever_bytes_come_as_a_token_are_refused(bot: Running, scheme: str) -> None:
    port = int(bot.address.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST /webhooks/parcellab HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n{scheme}"
    writer.write(head.encode() + b"\xff\xfe\r\n\r\n{}")
    assert b" 401 " in await reader.readline()
    writer.close()


async def test_what_is_no_number_means_no_order(bot: Running) -> None:
    for number in ("PK\0001003", "PK\ud8001003", "PK\u202e1003"):
        assert await hint(bot, {"order_number": number}, **bearer()) == 200


async def test_one_hint_five_times_tells_once(sandbox: Addresses, bot: Running) -> None:
    await say(sandbox, f"watch PK1003 in <#{DELAYS}|delays>")
    await until(lambda: bool(sandbox.parcellab.calls))
    sandbox.parcellab.move(SHOP, "PK1003", None, "late")
    body = {"event": "onDelay", "payload": {"trackings": [{"orderNo": "PK1003"}]}}
    assert await asyncio.gather(*(hint(bot, body, **bearer()) for _ in range(5))) == [200] * 5
    await until(lambda: len(alerts(sandbox)) == 1)
    await asyncio.sleep(0.7)
    assert len(alerts(sandbox)) == 1


async def test_metrics_tell_what_was_done(sandbox: Addresses, bot: Running) -> None:
    await say(sandbox, f"watch PK1017 in <#{DELAYS}|delays>")
    await until(lambda: len(alerts(sandbox)) == 1)
    async with aiohttp.ClientSession() as session, session.get(f"{bot.address}/metrics") as answer:
        text = await answer.text()
        assert answer.content_type == "text/plain"
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    values = {name: float(value) for name, value in (line.split() for line in lines)}
    assert values["wherebot_posts_total"] == 1
    assert values["wherebot_looks_total"] >= 1
    assert values["wherebot_owed"] == 0


async def test_a_file_is_imported_and_its_orders_watched(
    sandbox: Addresses, verb: Verb, tmp_path: Path
) -> None:
    listed = tmp_path / "orders.csv"
    listed.write_text("order_number;client_key\nPK1017;\nPK1003;sandbox-shop\n;\n--;\n", "utf-8")
    env = environment(sandbox, DATABASE_URL=f"sqlite:///{tmp_path}/a.sqlite")
    code, said, wrong = await verb("import", str(listed), "--channel", DELAYS, env=env)
    async with open_database(env["DATABASE_URL"]) as database:
        [line] = audit_lines(await Rulebook(database).changes(9), AUDITED)
    assert plain(line, "en").endswith("wherebot import imported 2 orders that <#C0DELAYS1> watches")
    assert (code, said) == (0, "2 orders are watched for C0DELAYS1, 2 of them new.\n"), wrong
    code, said, _ = await verb("import", str(listed), "--channel", DELAYS, env=env)
    assert "0 of them new" in said
    code, said, _ = await verb("import", str(listed), env=env)
    assert (code, said) == (0, "2 orders are looked at for the rules, 2 of them new.\n")
    today = datetime.now(UTC).date().isoformat()
    code, said, _ = await verb("receipts", today, env=env)
    assert (code, "0 alerts were due" in said) == (0, True), said
    code, said, _ = await verb("replay", today, env=env)
    assert (code, "Replay gives the same." in said) == (0, True), said


async def test_a_file_is_imported_by_the_order_numbers_that_are_set_in_slack(
    sandbox: Addresses, verb: Verb, tmp_path: Path
) -> None:
    listed = tmp_path / "orders.txt"
    listed.write_bytes("Für Montag WB/77\n".encode("cp1252"))
    env = environment(sandbox, DATABASE_URL=f"sqlite:///{tmp_path}/a.sqlite")
    code, _, wrong = await verb("import", str(listed), env=env)
    assert (code, wrong) == (1, "No order is named in 1 lines: 1\n")
    async with open_database(env["DATABASE_URL"]) as database:
        now, patterns = datetime.now(UTC), [r"WB/\d{2}"]
        await Rulebook(database).change(ORDER_PATTERNS, patterns, version=0, by=AGENT_ONE, now=now)
    code, said, wrong = await verb("import", str(listed), env=env)
    assert (code, said) == (0, "1 orders are looked at for the rules, 1 of them new.\n"), wrong

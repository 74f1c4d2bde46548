"""The report: from what was seen of parcels to a table, a chart and a file; at both doors."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.app import Running
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, DELAYS, GUEST
from tests.conftest import StartBot, until
from tests.stories.test_list import files, rows
from tests.stories.test_watch import alerts, say


@pytest.fixture
async def bot(start_bot: StartBot, sandbox: Addresses) -> AsyncIterator[Running]:
    sandbox.slack.workspace.processing_seconds = 0
    async with start_bot(WHEREBOT_POLL=0.1, WHEREBOT_MESSAGE_INTERVAL=0) as bot:
        yield bot


async def test_who_asks_gets_table_chart_and_file_in_their_direct_message(
    sandbox: Addresses, bot: Running
) -> None:
    assert "no parcel turn late" in await say(sandbox, "report")
    await say(sandbox, f"watch PK1017 PK1021 PK1019 in <#{DELAYS}|delays>")
    await until(lambda: len(alerts(sandbox)) >= 3)
    assert "in our direct message" in await say(sandbox, "report 30d")
    direct = sandbox.slack.workspace.dm(AGENT_ONE).id
    [told] = [one for one in alerts(sandbox, direct) if one.blocks]
    [picture] = [one for one in told.blocks if one["type"] == "image"]
    [table] = [one for one in told.blocks if one["type"] == "table"]
    chart = sandbox.slack.workspace.files[picture["slack_file"]["id"]]
    assert chart.content.startswith(b"\x89PNG")
    assert "turned late." in picture["alt_text"]
    assert "Courier" in json.dumps(table)
    assert "PK10" not in json.dumps(told.blocks)
    [file] = [one for one in files(sandbox) if one.name.endswith("-30d.csv")]
    found = rows(file)
    late = {
        by: sum(int(row["late"]) for row in found if row["by"] == by) for by in ("courier", "place")
    }
    assert late["courier"] == late["place"] > 0


async def test_a_channel_gets_it_where_the_bot_is_in_it(sandbox: Addresses, bot: Running) -> None:
    await say(sandbox, "watch PK1017")
    direct = sandbox.slack.workspace.dm(AGENT_ONE).id
    await until(lambda: len(alerts(sandbox, direct)) == 1)
    sandbox.slack.workspace.channels[DELAYS].members.discard(BOT_USER)
    assert "not in that channel" in await say(sandbox, f"report in <#{DELAYS}|delays>")
    sandbox.slack.workspace.channels[DELAYS].members.add(BOT_USER)
    assert "It stands in #delays" in await say(sandbox, f"report 7d in <#{DELAYS}|delays>")
    assert len([one for one in alerts(sandbox) if "Late parcels" in one.text]) == 1
    assert "up to 90 days" in await say(sandbox, "report 91d")
    assert "Indisponible" in await say(sandbox, "report", GUEST, DELAYS)

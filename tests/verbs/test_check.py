"""What `wherebot check` and `templates check` find, and what they advise."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.alert import Event, Facts, Kind
from bot.core.letter import Letter
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.rule import AGENTS, ORDER_PATTERNS, AgentsRule, By
from bot.core.watches.claim import Outcome
from bot.core.watches.watch import Watch
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import BOT_USER, SHARED, SUPPORT, SUPPORT_TEAM
from bot.slack.blocks import template_folder
from bot.store.alerts.looks import Looks
from bot.store.alerts.outbox import Outbox
from bot.store.alerts.watches import Watches
from bot.store.database import open_database
from bot.store.inbox import Inbox
from bot.store.rulebook import Rulebook
from bot.verbs.check import Finding, check_templates, findings
from tests.conftest import settings_for

NOTE = (template_folder() / "note.json.j2").read_text()


NEAREST = {
    "nots.json.j2": "note.json.j2",
    "Note.json.j2": "note.json.j2",
    "note.json": "note.json.j2",
    "orders.j2": "order.json.j2",
    "parcel-brief.json.j2": "parcel_brief.json.j2",
    "templates/page.json.j2": "page.json.j2",
    "my_own.html.j2": "",
}


def test_a_file_that_nothing_asks_for_is_named_with_the_nearest_name(tmp_path: Path) -> None:
    for name in NEAREST:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(NOTE)
    faults = check_templates(tmp_path)
    assert sorted(fault.file for fault in faults) == sorted(NEAREST)
    for fault in faults:
        nearest = NEAREST[fault.file]
        assert fault.rule == "file.unknown"
        assert ("mean" in fault.message) is bool(nearest)
        assert nearest in fault.message


def test_what_a_template_includes_is_known_and_so_are_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "note.json.j2").write_text("{% include 'head.j2' %}" + NOTE)
    (tmp_path / "head.j2").write_text("{# mine #}")
    (tmp_path / "README.md").write_text("ours")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "note.json.j2").write_text("{")
    assert check_templates(tmp_path) == []


def test_a_template_that_cannot_be_read_does_not_hide_an_unknown_one(tmp_path: Path) -> None:
    (tmp_path / "note.json.j2").write_text("{% if %}")
    (tmp_path / "notes.json.j2").write_text(NOTE)
    assert {fault.file for fault in check_templates(tmp_path)} == {"note.json.j2", "notes.json.j2"}


async def test_a_scope_that_is_missing_is_named_with_what_goes_without_it(
    sandbox: Addresses, tmp_path: Path
) -> None:
    sandbox.slack.scopes.difference_update({"channels:read", "groups:read"})
    (tmp_path / "nots.json.j2").write_text(NOTE)
    found = [one async for one in findings(settings_for(sandbox, WHEREBOT_TEMPLATES=tmp_path))]
    advice = {one.what: one.advice for one in found if isinstance(one, Finding)}
    assert "nothing is posted in public channels" in advice["Slack scope channels:read is missing"]
    assert "nothing is posted in private channels" in advice["Slack scope groups:read is missing"]
    assert "note.json.j2" in advice["Template nots.json.j2"]


async def test_an_optional_scope_is_missed_without_being_asked_for(sandbox: Addresses) -> None:
    lacking = {
        "channels:history": "not posted again, and `/where listen` does not work",
        "reactions:read": "`/where listen ask` does not work",
        "links:write": "nothing is shown below links",
    }
    sandbox.slack.scopes.difference_update(lacking)
    found = [one async for one in findings(settings_for(sandbox))]
    for scope, words in lacking.items():
        [told] = [one for one in found if scope in one.what]
        assert not told.advice
        assert words in told.what


async def test_an_app_without_the_command_is_not_told_what_goes_without_it(
    sandbox: Addresses,
) -> None:
    sandbox.slack.scopes.difference_update({"channels:history", "groups:history"})
    found = [one.what async for one in findings(settings_for(sandbox, WHEREBOT_APP="customers"))]
    told = [one for one in found if "optional" in one]
    assert len(told) == 2
    assert not any("/where" in one for one in told)
    assert all("not posted again" in one for one in told)


async def test_the_rule_in_force_is_told_and_what_it_lacks(
    sandbox: Addresses, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/test.sqlite"
    settings = settings_for(sandbox, database_url=url)
    told = {one.what async for one in findings(settings)}
    assert "Agents are all full members" in told
    async with open_database(url) as database:
        now = datetime.now(UTC)
        for name, value in (
            (AGENTS, AgentsRule(By.GROUPS, (SUPPORT_TEAM, "S0GONE")).stored()),
            (ORDER_PATTERNS, [r"WEB-\d{6}"]),
        ):
            await Rulebook(database).change(name, value, version=0, by="U1", now=now)
    found = {one.what: one.advice async for one in findings(settings)}
    assert f"Agents are the full members in the groups {SUPPORT_TEAM}, S0GONE" in found
    assert any(what.startswith("Order numbers are as set in Slack") for what in found)
    assert f"Slack does not say who is in {SUPPORT_TEAM}" not in found
    assert "no_such_subteam" in found["Slack does not say who is in S0GONE"]
    sandbox.slack.scopes.discard("usergroups:read")
    found = {one.what: one.advice async for one in findings(settings)}
    assert "usergroups:read" in found[f"Slack does not say who is in {SUPPORT_TEAM}"]


async def test_messages_that_nobody_answers_are_counted(sandbox: Addresses, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.sqlite"
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    async with open_database(url) as database:
        letter = Letter(frozenset({"k"}), "{}", until=long_ago)
        await Inbox(database, lease=timedelta(seconds=1)).keep(letter, long_ago)
    found = [one async for one in findings(settings_for(sandbox, database_url=url))]
    [told] = [one for one in found if one.what == "Messages to the bot"]
    assert told.advice.startswith("1 wait for an answer since")


@pytest.mark.parametrize(
    ("channel", "what", "advice"),
    [
        (SUPPORT, "#support learns of customers", ""),
        (SHARED, "WHEREBOT_SUPPORT_CHANNEL", "another organisation"),
        ("C0NOWHERE", "WHEREBOT_SUPPORT_CHANNEL", "channel_not_found"),
        (None, "are told whom to write to instead", ""),
    ],
)
async def test_it_is_said_whether_somebody_learns_of_who_wants_to_talk(
    sandbox: Addresses, channel: str | None, what: str, advice: str
) -> None:
    settings = settings_for(sandbox, WHEREBOT_SUPPORT_CHANNEL=channel)
    [found] = [one async for one in findings(settings) if what in one.what]
    assert advice in found.advice
    assert bool(advice) is bool(found.advice)


async def test_a_bot_that_is_not_in_the_support_channel_is_to_be_invited(
    sandbox: Addresses,
) -> None:
    sandbox.slack.workspace.channels[SUPPORT].members.discard(BOT_USER)
    settings = settings_for(sandbox, WHEREBOT_SUPPORT_CHANNEL=SUPPORT)
    [found] = [one async for one in findings(settings) if "SUPPORT_CHANNEL" in one.what]
    assert "invite the bot" in found.advice


def test_a_window_that_slack_would_refuse_is_named_with_its_line(tmp_path: Path) -> None:
    lines = {}
    for file in template_folder().glob("*.view.json.j2"):
        own = file.read_text()
        kind = '"type": "home"' if file.name.startswith("home") else '"type": "modal"'
        before, _, after = own.partition(kind)
        assert after
        lines[file.name] = before.count("\n") + 1
        (tmp_path / file.name).write_text(f'{before}"type": "carpet"{after}')
    assert {fault.file: fault.line for fault in check_templates(tmp_path)} == lines


async def test_alerts_that_slack_does_not_take_are_named(
    sandbox: Addresses, tmp_path: Path
) -> None:
    url, now = f"sqlite:///{tmp_path}/test.sqlite", datetime.now(UTC)
    lease = timedelta(minutes=1)
    facts = Facts(order="PK1004", kinds=(Kind.LATE,), began=now, seen=now)
    late = Event(tag="a", kind=Kind.LATE, episode=1, facts=facts)
    order = Reference(Asked.ORDER_NUMBER, "PK1004")
    async with open_database(url) as database:
        await Watches(database).watch([Watch(0, order, "C1", "U1", now)], now)
        looks, outbox = Looks(database, lease=lease), Outbox(database, lease=lease)
        [claim] = await looks.claim(now, 1)
        await looks.record([Outcome(claim, now + lease, seen="{}", standing=(late,))], now)
        [lane] = await outbox.claim_lanes(now, 1)
        await outbox.leave(lane, now + lease, now, refused="is_archived")
    found = {
        one.what: one.advice async for one in findings(settings_for(sandbox, database_url=url))
    }
    assert "is_archived" in found[f"Alerts of {now:%Y-%m-%d} that are not posted: 1"]

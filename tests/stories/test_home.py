"""Home: what stands there for whom, and what follows from what they do, at both doors."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.app import Running
from bot.core.words import conversation as words
from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.server import Addresses
from bot.sandbox.slack.block import elements
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.slack import Place, Submission
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    DELAYS,
    GUEST,
    LEAD,
    PARTNER,
    SUPPORT,
    SUPPORT_TEAM,
    Group,
)
from tests.conftest import StartBot, answer_to, until
from tests.stories.windows import Windows

Json = dict[str, Any]
LEADS = Group("S0LEADS", "leads", frozenset({LEAD}))


@pytest.fixture(autouse=True)
def has_two_groups(sandbox: Addresses) -> None:
    sandbox.slack.workspace.groups[LEADS.id] = LEADS


def text_of(view: Json) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


async def shown(sandbox: Addresses, person: str) -> Json:
    """Wait until the Home that somebody looks at is drawn anew."""
    before = sandbox.slack.home(person)
    await sandbox.slack.open_home(person)
    await until(lambda: _is_new(sandbox, person, before))
    return home(sandbox, person)


def _is_new(sandbox: Addresses, person: str, before: Json | None) -> bool:
    now = sandbox.slack.home(person)
    return now is not None and (before is None or now["hash"] != before["hash"])


def home(sandbox: Addresses, person: str) -> Json:
    found = sandbox.slack.home(person)
    assert found
    return found


async def press(
    sandbox: Addresses, person: str, view: Json, action: str, choice: str | None = None
) -> None:
    block_id = next(
        block["block_id"]
        for block, element in elements(view["blocks"])
        if element.get("action_id") == action
    )
    chosen = {"selected_option": {"value": choice}} if choice else None
    exchange = await sandbox.slack.act(
        person, Place(view_id=view["id"]), block_id=block_id, action_id=action, chosen=chosen
    )
    assert exchange.error is None


async def open_window(sandbox: Addresses, person: str, name: str) -> Json:
    await press(sandbox, person, home(sandbox, person), f"home:open_{name}")
    await until(lambda: bool(sandbox.slack.modals(person)))
    return sandbox.slack.modals(person)[-1]


def by(way: str, *groups: str) -> Json:
    option = {"selected_option": {"value": way}}
    values: Json = {"by": {"home:by": option}}
    if groups:
        chosen = [{"value": one} for one in groups]
        values["groups"] = {"home:groups": {"selected_options": chosen}}
    return {"values": values}


async def ruled_by_group(sandbox: Addresses, person: str, *groups: str) -> Submission:
    """Open the window, choose groups as somebody would, and save."""
    await open_window(sandbox, person, "agents")
    return await choose_groups(sandbox, person, *groups)


async def choose_groups(sandbox: Addresses, person: str, *groups: str) -> Submission:
    window = sandbox.slack.modals(person)[-1]
    await press(sandbox, person, window, "home:by", "groups")
    await until(lambda: "home:groups" in text_of(sandbox.slack.modals(person)[-1]))
    window = sandbox.slack.modals(person)[-1]
    place = Place(view_id=window["id"])
    suggestion = await sandbox.slack.suggest(
        person, place, block_id="groups", action_id="home:groups", value=""
    )
    assert suggestion.error is None
    return await sandbox.slack.submit(person, window["id"], by("groups", *groups))


async def where(sandbox: Addresses, person: str, text: str = "PK1004") -> str:
    exchange = await sandbox.slack.command(person, SUPPORT, "/where", text)
    await answer_to(exchange)
    return exchange.shown[-1].text + json.dumps(exchange.shown[-1].blocks, ensure_ascii=False)


async def test_an_agent_finds_search_and_how_to_ask(sandbox: Addresses, bot: Running) -> None:
    told = text_of(await shown(sandbox, AGENT_ONE))
    for part in ("search:start", "/where PK", "Your recent look-ups", "As in Slack (English)"):
        assert part in told
    for not_theirs in ("Settings", "home:open_"):
        assert not_theirs not in told


@pytest.mark.parametrize(
    ("person", "words"), [(GUEST, "membres à part entière"), (PARTNER, "full members")]
)
async def test_who_is_no_agent_is_greeted_and_told_nothing(
    sandbox: Addresses, start_bot: StartBot, person: str, words: str
) -> None:
    async with start_bot(WHEREBOT_CUSTOMERS="off"):
        view = await shown(sandbox, person)
    assert words in text_of(view)
    assert {block["type"] for block in view["blocks"]} == {"header", "section"}
    assert "PK" not in text_of(view)


async def test_a_customer_is_told_what_to_write(sandbox: Addresses, bot: Running) -> None:
    view = await shown(sandbox, PARTNER)
    assert words.HELLO in text_of(view)
    assert {block["type"] for block in view["blocks"]} == {"header", "section"}


async def test_while_slack_does_not_say_who_that_is_nothing_is_shown(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.fault["users.info"] = Fault("500")
    assert "Slack does not answer that" in text_of(await shown(sandbox, AGENT_ONE))


async def test_what_was_looked_up_stands_there_for_that_one_alone_until_forgotten(
    sandbox: Addresses, bot: Running
) -> None:
    for text in ("PK1004", "PK1003", "recipient@example.com", "PK9999", "pk1004"):
        await where(sandbox, AGENT_ONE, text)
    view = await shown(sandbox, AGENT_ONE)
    buttons = next(block for block in view["blocks"] if block["block_id"] == "recent")
    assert [one["text"]["text"] for one in buttons["elements"]][:2] == ["PK1004", "PK1003"]
    assert "@example" not in text_of(view)
    assert "PK9999" not in text_of(view)
    assert "PK1004" not in [
        one["text"]["text"]
        for block in (await shown(sandbox, AGENT_TWO))["blocks"]
        for one in block.get("elements", [])
        if one["type"] == "button"
    ]
    await press(sandbox, AGENT_ONE, view, "home:forget")
    await until(lambda: "PK1003" not in text_of(home(sandbox, AGENT_ONE)))


async def test_a_recent_look_up_opens_its_order_in_a_window(
    sandbox: Addresses, bot: Running
) -> None:
    for text in ("PK1004", "PK1003"):
        await where(sandbox, AGENT_ONE, text)
    view = await shown(sandbox, AGENT_ONE)
    windows = Windows(sandbox)
    await press(sandbox, AGENT_ONE, view, "card:order1")
    await until(lambda: "Canvas sneaker" in windows.told())
    assert "PK1004" in windows.told()
    assert "PK1003" not in windows.told()


async def test_the_search_button_opens_the_search_which_finds_an_order(
    sandbox: Addresses, bot: Running
) -> None:
    view = await shown(sandbox, AGENT_ONE)
    windows = Windows(sandbox)
    await press(sandbox, AGENT_ONE, view, "search:start")
    await until(lambda: "search:chosen" in windows.told())
    await windows.choose("PK1004")
    await until(lambda: "Out for delivery" in windows.told())


async def test_look_ups_are_not_kept_where_that_is_switched_off(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_RECENT="off"):
        await where(sandbox, AGENT_ONE)
        assert "recent" not in text_of(await shown(sandbox, AGENT_ONE))


async def test_a_language_of_ones_own_wins_over_slacks_until_it_is_given_up(
    sandbox: Addresses, bot: Running
) -> None:
    view = await shown(sandbox, AGENT_ONE)
    await press(sandbox, AGENT_ONE, view, "home:lang", "de")
    await until(lambda: "Ihre Sprache" in text_of(home(sandbox, AGENT_ONE)))
    assert "In Zustellung" in await where(sandbox, AGENT_ONE)
    await press(sandbox, AGENT_ONE, home(sandbox, AGENT_ONE), "home:lang", "slack")
    await until(lambda: "Your language" in text_of(home(sandbox, AGENT_ONE)))
    assert "Out for delivery" in await where(sandbox, AGENT_ONE)


async def test_an_administrators_rule_takes_the_right_at_once(
    sandbox: Addresses, bot: Running
) -> None:
    card = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1004")
    await answer_to(card)
    await shown(sandbox, LEAD)
    saved = await ruled_by_group(sandbox, LEAD, LEADS.id)
    assert (saved.error, saved.errors) == (None, {})
    assert not sandbox.slack.modals(LEAD), "the window closes"
    await until(lambda: "S0LEADS" in text_of(home(sandbox, LEAD)))
    told = text_of(home(sandbox, LEAD))
    assert f"<@{LEAD}> changed who is an agent: Every full member of this Slack → " in told
    calls = len(sandbox.parcellab.calls)
    assert "support team" in await where(sandbox, AGENT_ONE)
    message = card.shown[-1]
    click = await sandbox.slack.click(AGENT_ONE, SUPPORT, message.ts, "card:history")
    await until(lambda: bool(click.shown))
    assert "support team" in click.shown[-1].text
    assert words.HELLO in text_of(await shown(sandbox, AGENT_ONE)), "a customer now"
    assert len(sandbox.parcellab.calls) == calls
    assert "Out for delivery" in await where(sandbox, LEAD)


async def test_an_administrator_who_is_no_agent_can_still_change_the_rule(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.workspace.groups[LEADS.id] = Group(LEADS.id, "leads", frozenset({AGENT_ONE}))
    await shown(sandbox, LEAD)
    await ruled_by_group(sandbox, LEAD, LEADS.id)
    await until(lambda: words.HELLO in text_of(home(sandbox, LEAD)))
    window = await open_window(sandbox, LEAD, "agents")
    await sandbox.slack.submit(LEAD, window["id"], by("membership"))
    await until(lambda: "search:start" in text_of(home(sandbox, LEAD)))


async def test_a_rule_that_slack_does_not_tell_the_members_of_is_not_taken(
    sandbox: Addresses, bot: Running
) -> None:
    await shown(sandbox, LEAD)
    await open_window(sandbox, LEAD, "agents")
    sandbox.slack.fault["usergroups.users.list"] = Fault("500")
    saved = await choose_groups(sandbox, LEAD, LEADS.id)
    assert "does not say who is in" in saved.errors["groups"]
    assert "Out for delivery" in await where(sandbox, AGENT_ONE)


async def test_without_its_scope_a_group_is_refused_with_the_scopes_name(
    sandbox: Addresses, bot: Running
) -> None:
    await shown(sandbox, LEAD)
    await ruled_by_group(sandbox, LEAD, SUPPORT_TEAM)
    sandbox.slack.scopes.discard("usergroups:read")
    told = text_of(await shown(sandbox, LEAD))
    assert "usergroups:read" in told


async def test_patterns_are_tried_before_they_are_saved_and_hold_at_once(
    sandbox: Addresses, bot: Running
) -> None:
    await shown(sandbox, LEAD)
    window = await open_window(sandbox, LEAD, "order_patterns")
    state = {
        "values": {
            "patterns": {"home:text": {"value": "PK\\d{4,}\nWEB-\\d{6}"}},
            "try": {"home:try_text": {"value": "where is web-123456, please?"}},
        }
    }
    place = Place(view_id=window["id"])
    await sandbox.slack.act(LEAD, place, block_id="try_button", action_id="home:try", state=state)
    await until(lambda: "WEB-123456" in text_of(sandbox.slack.modals(LEAD)[-1]))
    assert "No order found" not in await where(sandbox, AGENT_ONE, "WEB-123456"), "only tried"
    saved = await sandbox.slack.submit(LEAD, window["id"], state)
    assert (saved.error, saved.errors) == (None, {})
    assert "No order found" in await where(sandbox, AGENT_ONE, "WEB-123456")
    told = text_of(await shown(sandbox, LEAD))
    assert "WEB-" in told
    assert "changed the order numbers: As the bot's settings file says → " in told


@pytest.mark.parametrize(
    ("patterns", "fault"),
    [
        (r"(", "has a mistake"),
        (r"PK(?!)", "matches nothing"),
        (r"(?:\d+)+X", "too many ways"),
        (r"[a-z]+", "for an order"),
        ("PK\\d{4}\n\\d*", "empty string"),
    ],
)
async def test_patterns_that_would_hurt_are_named_under_their_field(
    sandbox: Addresses, bot: Running, patterns: str, fault: str
) -> None:
    await shown(sandbox, LEAD)
    window = await open_window(sandbox, LEAD, "order_patterns")
    state = {"values": {"patterns": {"home:text": {"value": patterns}}}}
    saved = await sandbox.slack.submit(LEAD, window["id"], state)
    assert fault in saved.errors["patterns"]
    assert "Out for delivery" in await where(sandbox, AGENT_ONE)


async def test_an_empty_field_brings_back_what_the_file_says(
    sandbox: Addresses, bot: Running
) -> None:
    await shown(sandbox, LEAD)
    for text in ("WEB-\\d{6}", ""):
        window = await open_window(sandbox, LEAD, "order_patterns")
        state = {"values": {"patterns": {"home:text": {"value": text}}}}
        saved = await sandbox.slack.submit(LEAD, window["id"], state)
        assert (saved.error, saved.errors) == (None, {})
    assert "Out for delivery" in await where(sandbox, AGENT_ONE)


async def test_of_two_administrators_the_second_is_told_what_the_first_has_changed(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_ADMINS=AGENT_TWO):
        for person in (LEAD, AGENT_TWO):
            await shown(sandbox, person)
            await open_window(sandbox, person, "agents")
        await choose_groups(sandbox, LEAD, LEADS.id, SUPPORT_TEAM)
        late = await choose_groups(sandbox, AGENT_TWO, LEADS.id)
        assert (late.error, late.errors) == (None, {})
        [window] = sandbox.slack.modals(AGENT_TWO)
        assert f"<@{LEAD}>" in text_of(window)
        assert "S0SUPPORT" in text_of(window), "it shows how it stands now"
        assert "Out for delivery" in await where(sandbox, AGENT_ONE), "nothing of theirs is saved"
        await sandbox.slack.submit(AGENT_TWO, window["id"], by("groups", LEADS.id))
        assert "support team" in await where(sandbox, AGENT_ONE)


async def test_who_was_an_administrator_changes_nothing_any_more(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    """A window that is open stays open: its sender is asked again who that is."""
    async with start_bot(WHEREBOT_ADMINS=AGENT_TWO):
        await shown(sandbox, AGENT_TWO)
        window = await open_window(sandbox, AGENT_TWO, "agents")
    async with start_bot():
        await shown(sandbox, AGENT_TWO)
        assert "home:open_" not in text_of(home(sandbox, AGENT_TWO))
        sent = await sandbox.slack.submit(AGENT_TWO, window["id"], by("membership"))
        assert (sent.error, sent.errors) == (None, {})
        [window] = sandbox.slack.modals(AGENT_TWO)
        assert "können nur Administratoren" in text_of(window)
        assert "changed" not in text_of(await shown(sandbox, LEAD))


async def test_a_home_that_cannot_be_drawn_says_so(
    sandbox: Addresses, start_bot: StartBot, tmp_path: Path
) -> None:
    (tmp_path / "home.view.json.j2").write_text("{{ nothing.at.all }}")
    async with start_bot(WHEREBOT_TEMPLATES=tmp_path):
        assert "fault of its own" in text_of(await shown(sandbox, AGENT_ONE))


async def test_homes_that_are_opened_again_and_again_end_up_right(
    sandbox: Addresses, bot: Running
) -> None:
    view = await shown(sandbox, AGENT_ONE)
    for lang in ("de", "fr", "pl"):
        await press(sandbox, AGENT_ONE, view, "home:lang", lang)
    await until(lambda: "Język" in text_of(home(sandbox, AGENT_ONE)))


async def test_what_somebody_watches_stands_there_and_among_suggestions_for_them_alone(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_POLL=0.1, WHEREBOT_MESSAGE_INTERVAL=0):
        assert "tells you when an order is late" in text_of(await shown(sandbox, AGENT_ONE))
        sandbox.parcellab.move(SHOP, "PK1003", None, "late")
        for text in ("watch PK1004", f"watch PK1003 in <#{DELAYS}|delays>"):
            assert "Watching" in await where(sandbox, AGENT_ONE, text)
        every = sandbox.slack.workspace.messages
        await until(lambda: any("PK1003" in one.text for one in every.of(DELAYS)))
        told = text_of(await shown(sandbox, AGENT_ONE))
        assert 0 < told.index("⏰ Late") < told.index("PK1004"), "what is late comes first"
        assert f"told in <#{DELAYS}>" in told
        await press(sandbox, AGENT_ONE, home(sandbox, AGENT_ONE), "card:order")
        windows = Windows(sandbox)
        await windows.says("PK1003 · ")
        assert "PK1004" in [one["value"] for one in await windows.suggested("")]
        other = Windows(sandbox, AGENT_TWO)
        await other.search()
        assert await other.suggested("") == []
        assert "PK1003" not in text_of(await shown(sandbox, AGENT_TWO))

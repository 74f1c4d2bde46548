"""The manifests keep Slack's rules, and ask for what each app needs and for nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from bot.app import running
from bot.core.text.couriers import COURIERS
from bot.manifests import APPS, manifest
from bot.sandbox.server import serve
from bot.slack.scope import OF_APP, WITHOUT_OPTIONAL
from bot.verbs.check import findings
from tests.conftest import settings_for, until
from tests.stories.customer import ONE_ACCOUNT, Customer
from tests.stories.seen import told

ROOT = Path(__file__).parents[1]
MANIFESTS: dict[str, dict[str, Any]] = {app: yaml.safe_load(manifest(app)) for app in APPS}
# What each part may hold (docs.slack.dev/reference/app-manifest): Slack refuses the rest.
PARTS: Final = {
    "": {"_metadata", "display_information", "features", "oauth_config", "settings"},
    "_metadata": {"major_version", "minor_version"},
    "display_information": {"name", "description", "long_description", "background_color"},
    "features": {"app_home", "bot_user", "shortcuts", "slash_commands", "unfurl_domains"},
    "features.app_home": {
        "home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled",
    },
    "features.bot_user": {"display_name", "always_online"},
    "features.shortcuts": {"name", "type", "callback_id", "description"},
    "features.slash_commands": {"command", "url", "description", "usage_hint", "should_escape"},
    "oauth_config": {"scopes", "redirect_urls"},
    "oauth_config.scopes": {"bot", "bot_optional", "user", "user_optional"},
    "settings": {
        "event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled",
        "token_rotation_enabled", "allowed_ip_address_ranges",
    },
    "settings.event_subscriptions": {"request_url", "bot_events", "user_events"},
    "settings.interactivity": {"is_enabled", "request_url", "message_menu_options_url"},
}  # fmt: skip
LONGEST: Final = {
    "display_information.name": 35,
    "display_information.description": 140,
    "features.bot_user.display_name": 80,
    "features.shortcuts.name": 24,
    "features.shortcuts.callback_id": 255,
    "features.shortcuts.description": 150,
    "features.slash_commands.command": 32,
    "features.slash_commands.description": 2000,
    "features.slash_commands.usage_hint": 1000,
}
MOST: Final = {
    "features.shortcuts": 10,
    "features.slash_commands": 50,
    "features.unfurl_domains": 5,
    "oauth_config.scopes.bot": 255,
    "settings.event_subscriptions.bot_events": 100,
}
# docs.slack.dev/reference/events: without the scope an event does not come.
SCOPE_OF_EVENT: Final = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "link_shared": "links:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
}
# Features that Slack closes to guests (docs.slack.dev/ai/developing-agents), and their scope.
CLOSED_TO_GUESTS: Final = {"agent_view", "assistant_view", "assistant:write"}
# What nobody of another organisation has (docs.slack.dev/apis/slack-connect).
NOT_FOR_OUTSIDERS: Final = {"shortcuts", "slash_commands", "unfurl_domains"}


def parts(found: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each part with its path; entries of a list have that of the list."""
    yield path, found
    match found:
        case dict():
            for name, part in found.items():
                yield from parts(part, f"{path}.{name}".strip("."))
        case list():
            for part in found:
                if isinstance(part, dict):
                    yield from (one for one in parts(part, path))


@pytest.mark.parametrize("app", APPS)
def test_each_part_is_known_to_slack_and_within_its_limits(app: str) -> None:
    for path, part in parts(MANIFESTS[app]):
        if isinstance(part, dict):
            assert part.keys() <= PARTS[path], path
        if isinstance(part, str) and path in LONGEST:
            assert 0 < len(part) <= LONGEST[path], path
        if isinstance(part, list):
            assert 0 < len(part) <= MOST.get(path, 255), path
    assert re.fullmatch("#[0-9a-f]{6}", MANIFESTS[app]["display_information"]["background_color"])


@pytest.mark.parametrize("app", APPS)
def test_commands_shortcuts_and_domains_are_such_as_slack_takes(app: str) -> None:
    features = MANIFESTS[app]["features"]
    assert all(one["command"].startswith("/") for one in features.get("slash_commands", ()))
    assert all(one["type"] in ("message", "global") for one in features.get("shortcuts", ()))
    for domain in features.get("unfurl_domains", ()):
        assert re.fullmatch(r"(?![.\-])[-a-z0-9.]+[a-z0-9]", domain)


@pytest.mark.parametrize("app", APPS)
def test_the_scopes_are_those_that_check_looks_for(app: str) -> None:
    scopes = MANIFESTS[app]["oauth_config"]["scopes"]
    assert scopes.keys() == {"bot", "bot_optional"}
    for kind, asked in (("bot", OF_APP[app].needed), ("bot_optional", OF_APP[app].optional)):
        assert sorted(scopes[kind]) == sorted(asked), "each once"
    assert not CLOSED_TO_GUESTS & OF_APP[app].all.keys()


@pytest.mark.parametrize("app", APPS)
def test_each_event_has_its_scope_and_each_scope_its_use(app: str) -> None:
    asked, settings = OF_APP[app], MANIFESTS[app]["settings"]
    events = settings["event_subscriptions"]["bot_events"]
    assert len(set(events)) == len(events)
    for event in events:
        scope = SCOPE_OF_EVENT[event]
        assert scope is None or scope in asked.all, event
    features = MANIFESTS[app]["features"]
    is_commanded = "slash_commands" in features or "shortcuts" in features
    assert ("commands" in asked.needed) is is_commanded
    assert ("links:read" in asked.all) is ("unfurl_domains" in features)
    assert features["app_home"]["messages_tab_read_only_enabled"] is False, "people write there"


@pytest.mark.parametrize("app", APPS)
def test_there_is_a_way_to_the_bot(app: str) -> None:
    """Without Socket Mode each of these needs an address."""
    settings = MANIFESTS[app]["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"]["is_enabled"] is True


@pytest.mark.parametrize("app", APPS)
def test_guests_are_not_shut_out_of_what_serves_customers(app: str) -> None:
    assert not CLOSED_TO_GUESTS & MANIFESTS[app]["features"].keys()


def test_the_customers_app_has_nothing_that_outsiders_do_not_have() -> None:
    assert not NOT_FOR_OUTSIDERS & MANIFESTS["customers"]["features"].keys()
    assert OF_APP["customers"].all.keys() < OF_APP["agents"].all.keys()


@pytest.mark.parametrize("scope", OF_APP["agents"].all)
def test_the_readme_says_why_each_scope_is_asked_for_and_what_goes_without_it(scope: str) -> None:
    asked = "agents, customers" if scope in OF_APP["customers"].all else "agents"
    why = OF_APP["agents"].all[scope]
    without = WITHOUT_OPTIONAL.get(scope)
    left = f"optional: {without}" if without else "needed"
    assert f"| `{scope}` | {asked} | {why} | {left} |" in (ROOT / "README.md").read_text()


def test_the_domains_of_links_are_couriers() -> None:
    known = {domain for courier in COURIERS for domain in courier.domains}
    assert set(MANIFESTS["agents"]["features"]["unfurl_domains"]) <= known


@pytest.mark.parametrize("app", APPS)
async def test_an_app_made_from_its_manifest_serves_guests_and_check_misses_nothing(
    app: str,
) -> None:
    async with serve(manifest=MANIFESTS[app]) as sandbox:
        sandbox.slack.message_interval = 0
        sandbox.slack.scopes.discard("users:read.email")
        settings = settings_for(
            sandbox, slack_app_token="xapp-sandbox", WHEREBOT_APP=app, **ONE_ACCOUNT
        )
        async with running(settings, clock=sandbox.parcellab.clock.now) as bot:
            await until(bot.is_ready)
            assert "Out for delivery" in told(await Customer(sandbox).proves("PK1004"))
        found = [one async for one in findings(settings)]
        assert not [one for one in found if one.advice]
        assert [one.what for one in found if "scope" in one.what] == [
            f"Without the optional scope users:read.email: {WITHOUT_OPTIONAL['users:read.email']}"
        ]


async def test_what_is_granted_without_need_is_said() -> None:
    async with serve(manifest=MANIFESTS["agents"]) as sandbox:
        settings = settings_for(sandbox, WHEREBOT_APP="customers", WHEREBOT_CUSTOMERS="off")
        found = {one.what: one.advice async for one in findings(settings)}
    assert "Slack grants links:write, which this app has no use for" in found
    assert "WHEREBOT_CUSTOMERS=off" in found["Settings"]

"""The manifest asks for what the bot needs and for nothing else."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.text.couriers import COURIERS
from bot.slack.scope import OPTIONAL, SCOPES

MANIFEST: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "manifest.yml").read_text())


def test_the_scopes_are_those_that_check_looks_for() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == set(SCOPES)
    assert set(scopes["bot_optional"]) == set(OPTIONAL)


def test_the_events_are_those_that_are_answered() -> None:
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "app_mention",
        "link_shared",
        "message.channels",
        "message.groups",
        "message.im",
        "reaction_added",
    ]


@pytest.mark.parametrize("scope", [*SCOPES, *OPTIONAL])
def test_the_readme_says_why_each_scope_is_asked_for(scope: str) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    assert f"| `{scope}` | {(SCOPES | OPTIONAL)[scope]} |" in readme


def test_texts_are_within_slacks_limits() -> None:
    """docs.slack.dev/reference/app-manifest"""
    assert len(MANIFEST["display_information"]["name"]) <= 35
    assert len(MANIFEST["display_information"]["description"]) <= 140
    for command in MANIFEST["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000


def test_the_domains_of_links_are_as_many_as_slack_takes_and_couriers() -> None:
    """docs.slack.dev/reference/app-manifest: five"""
    domains = MANIFEST["features"]["unfurl_domains"]
    known = {domain for courier in COURIERS for domain in courier.domains}
    assert len(domains) <= 5
    assert set(domains) <= known


def test_guests_are_not_shut_out_by_a_feature() -> None:
    """Apps with the Agents feature are closed to guests (docs.slack.dev/ai/developing-agents)."""
    assert not {"agent_view", "assistant_view"} & MANIFEST["features"].keys()

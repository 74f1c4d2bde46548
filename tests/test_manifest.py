"""The manifest asks for what the bot needs and for nothing else."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.check import SCOPES

MANIFEST: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "manifest.yml").read_text())


def test_the_scopes_are_those_that_check_looks_for() -> None:
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


@pytest.mark.parametrize("scope", SCOPES)
def test_the_readme_says_why_each_scope_is_asked_for(scope: str) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    assert f"| `{scope}` | {SCOPES[scope]} |" in readme


def test_texts_are_within_slacks_limits() -> None:
    """docs.slack.dev/reference/app-manifest"""
    assert len(MANIFEST["display_information"]["name"]) <= 35
    assert len(MANIFEST["display_information"]["description"]) <= 140
    for command in MANIFEST["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000


def test_guests_are_not_shut_out_by_a_feature() -> None:
    """Apps with the Agents feature are closed to guests (docs.slack.dev/ai/developing-agents)."""
    assert not {"agent_view", "assistant_view"} & MANIFEST["features"].keys()

"""The world as the playground's panel is told of it, and what it may want of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.playground.world import obey, told
from bot.sandbox.slack.slack import Slack
from tests.sandbox.asking import NOON

if TYPE_CHECKING:
    from bot.sandbox.parcellab.api import ParcelLab


@pytest.fixture
def slack(parcellab: ParcelLab) -> Slack:
    return Slack(parcellab.clock)


def test_the_world_is_told_as_json(parcellab: ParcelLab, slack: Slack) -> None:
    world = json.loads(json.dumps(told(parcellab, slack)))
    assert (world["now"], world["speed"], world["next_change"]) == (NOON.timestamp(), 0, None)
    assert world["faults"] == {"parcellab": None, "slack": []}
    assert world["slack_methods"][0] == "*"
    assert "chat.postMessage" in world["slack_methods"]
    assert world["orders"][0]["order_number"] == "PK1004"


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"do": "rain"},
        {"do": "move", "account": SHOP, "order_number": "PK1004", "move": "fly"},
        {"do": "clock", "stop": 1},
        {"do": "clock", "speed": "fast"},
        {"do": "clock", "speed": 1e9},
        {"do": "travel"},
        {"do": "parcellab_fault", "kind": "flood"},
        {"do": "parcellab_fault", "kind": "slow", "seconds": "5"},
        {"do": "slack_fault", "kind": "flood"},
        {"do": "slack_fault", "kind": "500", "method": "chat.dance"},
        {"do": "slack_fault", "kind": "500", "times": 0},
        {"do": "slack_fault", "kind": "slow", "seconds": -1},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    parcellab: ParcelLab, slack: Slack, wanted: dict[str, Any]
) -> None:
    before = told(parcellab, slack)
    with pytest.raises(ValueError, match=r"\w"):
        obey(parcellab, slack, wanted)
    assert told(parcellab, slack) == before


def test_an_order_that_is_not_there_is_said(parcellab: ParcelLab, slack: Slack) -> None:
    wanted = {"do": "move", "account": SHOP, "order_number": "PK9999", "move": "next"}
    with pytest.raises(LookupError, match="There is no order PK9999"):
        obey(parcellab, slack, wanted)


def test_whoever_watches_learns_of_faults_of_both(parcellab: ParcelLab, slack: Slack) -> None:
    for wanted in (
        {"do": "slack_fault", "kind": "500"},
        {"do": "slack_fault", "kind": None, "method": "*"},
        {"do": "parcellab_fault", "kind": "drop"},
        {"do": "parcellab_fault", "kind": None},
        {"do": "travel", "is_on": True},
        {"do": "clock", "speed": 60},
    ):
        version = parcellab.version
        obey(parcellab, slack, wanted)
        assert parcellab.version > version
    assert told(parcellab, slack)["faults"] == {"parcellab": None, "slack": []}

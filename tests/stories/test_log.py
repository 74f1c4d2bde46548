"""What the log tells an administrator of a question, and what it keeps to itself."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from bot.app import Running
from bot.log import JsonLines
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, SUPPORT
from bot.slack.error import trace
from tests.conftest import StartBot, answer_to

SECRET = "PK1004 recipient@example.com"


async def logged(
    sandbox: Addresses, text: str, caplog: pytest.LogCaptureFixture
) -> list[dict[str, Any]]:
    """Ask, and return what is written about the answer."""
    caplog.set_level(logging.INFO, logger="bot")
    caplog.clear()
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", text)
    await answer_to(exchange)
    lines = [JsonLines().format(record) for record in caplog.records]
    assert not any("PK1004" in line or "example.com" in line for line in lines)
    return [line for line in map(json.loads, lines) if line["message"] == "answered"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("PK1004", "found"),
        ("PK1027", "found"),
        ("PK9999", "not_found"),
        ("PK1004 PK1003", "several"),
        ("what is PK up to", "not_understood"),
        ("", "usage"),
        ("help", "help"),
        ("PK1004 lang:xx", "other_language"),
        ("recipient@example.com public", "private_only"),
    ],
)
async def test_each_answer_is_told_by_its_outcome(
    sandbox: Addresses, bot: Running, text: str, outcome: str, caplog: pytest.LogCaptureFixture
) -> None:
    [line] = await logged(sandbox, text, caplog)
    assert line["outcome"] == outcome
    assert line["audience"] == ("Channel" if "public" in text else "Agent")
    assert isinstance(line["milliseconds"], int)


async def test_an_order_has_a_name_in_the_log_that_only_tells_it_from_others(
    sandbox: Addresses, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    names: list[Any] = []
    for _ in range(2):  # the name outlives the bot: an administrator may look for it again
        async with start_bot():
            for text in ("PK1004", "order:pk1004 lang:de", "PK1003", "PK1004 PK1003", "help"):
                [line] = await logged(sandbox, text, caplog)
                names.append(line.get("references"))
    first, again, other, both, none = names[:5]
    assert first == again != other
    assert both == [*first, *other]
    assert none is None
    assert names[5:] == names[:5]


@pytest.mark.parametrize(
    ("fault", "outcome"), [(Fault("500"), "broken"), (Fault("429", seconds=7), "busy")]
)
async def test_a_parcellab_in_trouble_is_an_outcome(
    sandbox: Addresses, bot: Running, fault: Fault, outcome: str, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.parcellab.fault = fault
    [line] = await logged(sandbox, "PK1004", caplog)
    assert line["outcome"] == outcome


async def test_credentials_that_are_refused_are_an_outcome(
    sandbox: Addresses, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_bot(parcellab_jwt="wrong"):
        [line] = await logged(sandbox, "PK1004", caplog)
    assert line["outcome"] == "refused"


async def test_a_fault_is_found_by_its_token_and_quotes_nobody(
    sandbox: Addresses, start_bot: StartBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "order.json.j2").write_text("{{ {}[card.title.values[0][1]] }}")  # no PK1004 in it
    async with start_bot(WHEREBOT_TEMPLATES=tmp_path):
        exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1004")
        await answer_to(exchange)
    [line] = [record for record in caplog.records if record.levelno == logging.ERROR]
    told = json.loads(JsonLines().format(line))
    assert told["message"].rpartition(" ")[2] in exchange.shown[0].text
    assert "UndefinedError" in told["traceback"]
    assert "order.json.j2:1" in told["traceback"]
    assert "PK1004" not in json.dumps(told)


def failing(text: str) -> None:
    try:
        dict[str, str]()[text]
    except KeyError as wrong:
        raise ValueError(f"cannot read {text}") from wrong


def test_where_a_fault_comes_from_is_told_and_not_what_it_says() -> None:
    with pytest.raises(ValueError, match="cannot read") as caught:
        failing(SECRET)
    told = trace(caught.value)
    assert told.splitlines()[0] == "ValueError"
    assert "KeyError" in told
    assert told.count("in failing") == 2
    assert __file__ in told
    assert "PK1004" not in told
    assert "example.com" not in told


def test_the_fault_of_a_fault_without_end_is_told_to_the_end() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first
    assert trace(first).splitlines() == ["ValueError", "KeyError"] * 2 + ["ValueError"]

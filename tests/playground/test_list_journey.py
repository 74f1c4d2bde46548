"""Somebody drops a list on the bot, in a browser: progress, table, file."""

import csv
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, expect

from bot.sandbox.server import Addresses
from tests.playground.demo import wherebot
from tests.playground.page import Playground

LIST = "Bestellnummer;Kunde\n" + "".join(f"PK{number};x\n" for number in range(1001, 1041))
CSV: FilePayload = {"name": "monday.csv", "mimeType": "text/csv", "buffer": LIST.encode()}


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Addresses]:
    async with wherebot(tmp_path) as sandbox:
        sandbox.slack.workspace.processing_seconds = 0
        yield sandbox


@pytest.mark.timeout(120)
async def test_a_list_is_dropped_its_progress_seen_and_its_file_downloaded(
    at: Playground, tmp_path: Path
) -> None:
    await at.open("Wherebot")
    await at.page.locator(".pane input[type=file]").set_input_files(CSV)
    await expect(at.page.locator(".pane .attached")).to_contain_text("monday.csv")
    await at.page.locator(".pane").get_by_role("button", name="Send").click()
    await expect(at.messages("monday.csv")).to_contain_text("380 bytes")
    await expect(at.messages("of 40 looked up")).to_contain_text("questions to parcelLab a minute")
    await expect(at.messages("need you")).to_be_visible(timeout=45_000)
    await expect(at.messages("looked up")).to_have_count(0)
    await at.page.get_by_role("button", name="1 reply").click()
    link = at.thread().get_by_role("link", name="parcels-")
    async with at.page.expect_download() as downloading:
        await link.click()
    kept = tmp_path / "kept.csv"
    await (await downloading.value).save_as(kept)
    rows = list(csv.DictReader(StringIO(kept.read_text("utf-8-sig"), newline="")))
    assert [row["asked"] for row in rows] == [f"PK{number}" for number in range(1001, 1041)]

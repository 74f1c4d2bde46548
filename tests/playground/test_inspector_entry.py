"""An opened line of the inspector: its JSON, findings, fault and link, in a real browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from playwright.async_api import expect

from tests.playground.inspecting import BLOCKS, Journal, line, served, side, took

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Locator, Page

VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "Note"}, "blocks": BLOCKS}


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    async with served() as journal:
        yield journal


async def test_json_stands_there_as_it_is_and_can_be_copied(page: Page, journal: Journal) -> None:
    hostile: dict[str, Any] = {
        "text": '<img src=x onerror=alert(1)> & "10:00-12:00"\n</script>',
        "empty": [{}, [], "", None, True, False, 0, -1.5e-7],
        "ключ <b>": {"a": {"b": {"c": [1, [2, [3]]]}}},
        "long": "x" * 3000,
    }
    journal.command(1, payload=hostile, ack=None)
    inspector = await journal.open(page)
    await line(inspector, "/where PK1").click()
    sent = side(inspector, "Slack sent")
    await sent.get_by_role("button", name="Copy").click()
    await expect(sent.get_by_role("button", name="Copied")).to_be_visible()
    assert [json.loads(text) for text in await page.evaluate("copied")] == [hostile]
    assert await all_unfolded(sent.locator(".json-tree")) == hostile
    await expect(inspector.get_by_text("The app acknowledged: nothing")).to_be_visible()


async def test_a_line_opens_and_closes(journal: Journal, page: Page) -> None:
    journal.call(1)
    inspector = await journal.open(page)
    button = line(inspector, "chat.postMessage")
    await expect(button).to_have_attribute("aria-expanded", "false")
    await expect(side(inspector, "The app sent")).to_have_count(0)
    await button.click()
    await expect(button).to_have_attribute("aria-expanded", "true")
    await expect(side(inspector, "Slack answered")).to_contain_text('"ok": true')
    await button.click()
    await expect(side(inspector, "The app sent")).to_have_count(0)


@pytest.mark.parametrize(
    ("pointer", "shown"),
    [
        ("/blocks/0/text/text", '"text": "PK1004"'),
        ("/many/450/deep/0", '"deep 450"'),
        ("/a~1b/m~0n", '"m~n": "escaped"'),
        ("/blocks/0/elements", '"block_id": "h"'),
    ],
    ids=["unfolded", "not drawn yet", "escaped", "the nearest around what is missing"],
)
async def test_a_findings_pointer_marks_its_place(
    journal: Journal, page: Page, pointer: str, shown: str
) -> None:
    many = [{"deep": [f"deep {number}"]} for number in range(500)]
    arguments = {"blocks": BLOCKS, "many": many, "a/b": {"m~n": "escaped"}}
    journal.call(1, arguments=arguments, findings=[{"pointer": pointer, "message": "is wrong"}])
    inspector = await journal.open(page)
    await line(inspector, "1 finding").click()
    findings = inspector.get_by_role("list", name="Findings")
    await expect(findings).to_contain_text("is wrong")
    await findings.get_by_role("button", name=pointer).click()
    marked = side(inspector, "The app sent").locator(".is-marked")
    await expect(marked).to_contain_text(shown)
    await expect(marked).to_be_focused()
    await expect(marked).to_be_in_viewport()


async def test_a_fault_is_told_in_words(journal: Journal, page: Page) -> None:
    journal.call(1, fault="lost", answer={"ok": True})
    inspector = await journal.open(page)
    await line(inspector, "fault: lost").click()
    words = "Broken on purpose: The call took effect, but Slack's answer was lost."
    await expect(inspector.get_by_text(words)).to_be_visible()


@pytest.mark.parametrize(
    ("arguments", "content"),
    [
        ({"channel": "C1", "blocks": BLOCKS}, {"blocks": BLOCKS}),
        ({"trigger_id": "1", "view": VIEW | {"private_metadata": "secret"}}, VIEW),
        ({"message": {"ts": "1.2", "blocks": BLOCKS}}, {"blocks": BLOCKS}),
    ],
    ids=["blocks", "view", "message"],
)
async def test_blocks_and_views_open_in_slacks_builder_on_a_click_only(
    page: Page, journal: Journal, arguments: Any, content: Any
) -> None:
    journal.call(1, arguments=arguments)
    inspector = await journal.open(page)
    await line(inspector, "chat.postMessage").click()
    link = inspector.get_by_role("link", name="Open in Block Kit Builder")
    await expect(link).to_have_count(1)
    assert "leaves this machine" in (await link.get_attribute("title") or "")
    assert await link.get_attribute("rel") == "noopener noreferrer"
    assert await page.evaluate("opened") == []
    await link.click()
    (url,) = await page.evaluate("opened")
    builder, _, fragment = url.partition("#")
    assert builder == "https://app.slack.com/block-kit-builder/"
    assert json.loads(unquote(fragment)) == content
    assert await link.get_attribute("href") == url


async def test_very_big_json_opens_at_once(page: Page, journal: Journal) -> None:
    rows = [{"number": number, "words": ["x" * 20] * 5} for number in range(1500)]
    assert len(json.dumps(rows)) > 200_000
    journal.call(1, arguments={"rows": rows, "text": "y" * 200_000}, answer={"rows": rows})
    inspector = await journal.open(page)
    click = "inspector.element.querySelector('.inspector-line').click()"
    assert await took(page, click) < 3000
    await expect(side(inspector, "The app sent")).to_contain_text("1,500 items")


async def all_unfolded(tree: Locator) -> Any:
    """The JSON that stands there once everything is unfolded, read back from the shown text."""
    while await (folded := tree.locator("details:not([open]) > summary")).count():
        await folded.first.click()
    while await (more := tree.locator(".json-more")).count():
        await more.first.click()
    return json.loads(await tree.inner_text())

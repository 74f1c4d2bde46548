"""Talking to someone in a browser, from both sides."""

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.playground.demo import demo
from tests.playground.page import Playground

PICTURE_FOLDER = os.environ.get("PICTURE_FOLDER")  # a folder, to look at them


sandbox = pytest.fixture(demo)


async def picture(at: Playground, name: str) -> None:
    if PICTURE_FOLDER:
        await at.page.screenshot(path=Path(PICTURE_FOLDER) / f"{name}.png")


async def test_a_guest_and_an_agent_talk_through_the_bot(at: Playground) -> None:
    await at.see("Guest One")
    await at.open("Wherebot")
    await at.type("Mon colis est en retard. Je voudrais parler à quelqu'un")
    await expect(at.messages("Quelqu’un va vous écrire ici")).to_be_visible()
    await picture(at, "1-guest-asks")
    await at.see("Agent One")
    await at.open("support")
    await expect(at.messages("asks for help")).to_contain_text("a late parcel")
    await picture(at, "2-channel-waiting")
    await at.button("I take it").click()
    await expect(at.messages("asks for help")).to_contain_text("@agent.one has it")
    await expect(at.page.locator(".pane")).not_to_contain_text("Guest One")
    await picture(at, "3-channel-taken")
    await at.open("Wherebot")
    await at.page.locator(".pane .message-replies").last.click()
    await expect(at.thread("Mon colis est en retard")).to_be_visible()
    await at.type("Hello, it comes tomorrow: https://shop.example/late", in_thread=True)
    await at.see("Guest One")
    await at.open("Wherebot")
    await expect(at.messages("it comes tomorrow")).to_contain_text("Assistance")
    await at.type("Merci beaucoup !")
    await picture(at, "4-guest-answered")
    await at.see("Agent One")
    await at.open("Wherebot")
    await at.page.locator(".pane .message-replies").last.click()
    await expect(at.thread("Merci beaucoup")).to_be_visible()
    await picture(at, "5-agent-thread")
    await at.button("Close").click()
    await expect(at.thread("Closed. What is written here")).to_be_visible()
    await at.open("support")
    await expect(at.messages("asks for help")).to_contain_text("Closed")
    await picture(at, "6-channel-closed")
    await at.see("Guest One")
    await at.open("Wherebot")
    await expect(at.messages("échange avec l’assistance est terminé")).to_be_visible()
    await picture(at, "7-guest-closed")

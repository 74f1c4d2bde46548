"""The playground's page in a browser, in the words of whoever uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page


class Playground:
    """One open page; `see` switches people, `open` a channel, `type` writes there."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    async def visit(self) -> Playground:
        await self.page.goto(self._address)
        await expect(self.page.locator(".composer-box").first).to_be_visible()
        return self

    async def __aenter__(self) -> Playground:
        return await self.visit()

    async def __aexit__(self, *_: object) -> None:
        for page in self.page.context.pages:
            await page.goto("about:blank")  # before the server goes: a page complains of that

    async def see(self, name: str) -> None:
        await self.page.get_by_role("radio", name=name).click()
        await expect(self.page.get_by_role("radio", name=name)).to_be_checked()

    async def open(self, name: str) -> None:
        entry = self.page.locator(".side-entry[data-channel]", has_text=name)
        await entry.click()
        await expect(entry).to_contain_class("is-here")

    async def type(self, text: str, *, in_thread: bool = False) -> None:
        pane = ".thread" if in_thread else ".pane"
        box = self.page.locator(f"{pane} .composer-box")
        await box.fill(text)
        await box.press("Enter")
        await expect(box).to_have_value("")

    def messages(self, text: str = "") -> Locator:
        return self.page.locator(".pane .message", has_text=text or None)

    def thread(self, text: str = "") -> Locator:
        return self.page.locator(".thread .message", has_text=text or None)

    def button(self, name: str) -> Locator:
        return self.page.locator(".pane .messages").get_by_role("button", name=name)

    async def menu(self, message: Locator, entry: str) -> None:
        await message.hover()
        await message.get_by_role("button", name="More actions").click()
        await self.page.get_by_role("menuitem", name=entry).click()

    async def drawer(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

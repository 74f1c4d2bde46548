"""What somebody does with the search windows, and sees in them."""

import asyncio
import json
from typing import Any

from bot.sandbox.server import Addresses
from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.workspace import AGENT_ONE, SUPPORT, Message
from tests.conftest import until

Json = dict[str, Any]


class Windows:
    """The windows of one person."""

    def __init__(self, sandbox: Addresses, person: str = AGENT_ONE) -> None:
        self.slack = sandbox.slack
        self.person = person

    @property
    def stack(self) -> list[Json]:
        return self.slack.modals(self.person)

    @property
    def top(self) -> Json:
        return self.stack[-1]

    def told(self) -> str:
        """All that stands in the topmost window; empty without one."""
        return json.dumps(self.top["blocks"], ensure_ascii=False) if self.stack else ""

    async def search(self) -> None:
        """Use the global shortcut."""
        before = [view["id"] for view in self.stack]
        await self.slack.shortcut(self.person, "where_search")
        await until(lambda: bool(self.stack) and self.top["id"] not in before)

    async def about(self, message: Message) -> None:
        """Use the shortcut on a message."""
        await self.slack.shortcut(self.person, "where_message", message.channel, message.ts)

    async def says(self, text: str) -> None:
        """Wait until the topmost window says so."""
        await until(lambda: text in self.told())

    async def again(self, text: str) -> None:
        """Press *Try again* until the topmost window says so: an error stands for a second."""
        async with asyncio.timeout(30):
            while text not in self.told():
                if "search:again" in self.told():
                    await self.use("search:again")
                await asyncio.sleep(0.05)

    async def suggested(self, typed: str) -> list[Json]:
        """Type into the search; the options that are offered."""
        return await self.options("search", "search:chosen", typed)

    async def options(self, block_id: str, action_id: str, typed: str) -> list[Json]:
        place = Place(view_id=self.top["id"])
        exchange = await self.slack.suggest(
            self.person, place, block_id=block_id, action_id=action_id, value=typed
        )
        assert exchange.error is None, exchange.error
        ack = exchange.ack or {}
        groups = ack.get("option_groups") or [ack]
        return [option for group in groups for option in group["options"]]

    async def choose(self, typed: str, number: int = 0) -> None:
        """Type, and choose one of what is suggested."""
        option = (await self.suggested(typed))[number]
        await self.use("search:chosen", {"selected_option": option})

    async def use(self, action_id: str, chosen: Json | None = None, *, nth: int = 0) -> None:
        """Use an element of the topmost window."""
        found = [
            (block["block_id"], element)
            for block in self.top["blocks"]
            for element in [*block.get("elements", []), block.get("accessory", {})]
            if element.get("action_id") == action_id
        ]
        block_id, _ = found[nth]
        place = Place(view_id=self.top["id"])
        exchange = await self.slack.act(
            self.person, place, block_id=block_id, action_id=action_id, chosen=chosen
        )
        assert exchange.error is None, exchange.error

    async def send(self, **fields: Json) -> Any:
        """Send in the topmost form with these of its fields filled in."""
        values = {
            block["block_id"]: {block["element"]["action_id"]: fields[block["block_id"]]}
            for block in self.top["blocks"]
            if block.get("block_id") in fields
        }
        return await self.slack.submit(self.person, self.top["id"], {"values": values})


def text(value: str) -> Json:
    return {"type": "plain_text_input", "value": value}


def option(value: str, kind: str = "static_select") -> Json:
    return {"type": kind, "selected_option": {"value": value}}


def posted(
    sandbox: Addresses, text: str, *, by: str, channel: str = SUPPORT, **more: Any
) -> Message:
    """Return a message that somebody wrote."""
    return sandbox.slack.workspace.post(channel, by, {"text": text}, **more)

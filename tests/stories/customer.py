"""What a customer does in their direct message with the bot, and sees there."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import GUEST, Message
from tests.conftest import until
from tests.stories.seen import of_bot

Json = dict[str, Any]

CODE = "10115"  # the sandbox's parcels all go there
ONE_ACCOUNT = {"parcellab_accounts": (1612197,)}  # a "no" takes longer the more are asked
# What is no matter of the door: each wrong proof takes a second.
ONE_DOOR = pytest.mark.parametrize("start_bot", ["http"], indirect=True)
PROVE, FORM = "customer:prove1", "postal_code"
# The same in every order of the sandbox that a customer must not see before it is proven theirs.
OF_ORDERS = ("DHL", "Out for delivery", "sneaker", "Berlin", "Sandbox", "recipient@", "Expected")


class Customer:
    """One person who is no agent."""

    def __init__(self, sandbox: Addresses, person: str = GUEST, *, locale: str = "en-GB") -> None:
        self.sandbox, self.slack, self.id = sandbox, sandbox.slack, person
        people = self.slack.workspace.people
        people[person] = replace(people[person], locale=locale)
        self.channel = self.slack.workspace.dm(person).id

    def seen(self, channel: str = "") -> list[Message]:
        """All that the bot shows them there."""
        return of_bot(self.sandbox, self.id, channel or self.channel)

    async def says(self, text: str) -> Message:
        """Write to the bot; the answer."""
        before = len(self.seen())
        await self.slack.message(self.id, self.channel, text)
        return await self.answered(before)

    async def answered(self, before: int) -> Message:
        await until(lambda: len(self.seen()) > before, seconds=30)
        return self.seen()[-1]

    async def opens(self, message: Message, action: str = PROVE) -> Json:
        """Press the button below a message; the form."""
        before = [view["id"] for view in self.slack.modals(self.id)]
        await self.slack.click(self.id, message.channel, message.ts, action)
        await until(lambda: any(v["id"] not in before for v in self.slack.modals(self.id)))
        return self.slack.modals(self.id)[-1]

    async def enters(self, view: Json, code: str) -> dict[str, str]:
        """Send the form in; what stands under its field, if it stays."""
        state = {"values": {FORM: {FORM: {"type": "plain_text_input", "value": code}}}}
        sent = await self.slack.submit(self.id, view["id"], state)
        assert sent.error is None, sent.error
        return sent.errors

    async def proves(self, number: str, code: str = CODE) -> Message:
        """Write a number, press the button, enter the code; the answer."""
        view = await self.opens(await self.says(number))
        before = len(self.seen())
        assert not await self.enters(view, code)
        return await self.answered(before)


def shape(message: Message, *numbers: str) -> str:
    """A message with what was asked for taken out, and Slack's own ids: equal if it tells alike."""
    blocks = [{k: v for k, v in block.items() if k != "block_id"} for block in message.blocks]
    said = message.text + json.dumps(blocks, ensure_ascii=False)
    for number in numbers:
        said = said.replace(number, "#")
    return said

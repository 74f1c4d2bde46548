"""What people see of the bot in Slack, and what a channel must never see of an order."""

import json

from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, SUPPORT, Message
from tests.conftest import until
from tests.store.standing import beside

# Of PK1004, which its channel is told the status of.
PRIVATE = ("00340434161094042557", "Canvas sneaker", "Sandbox Recipient", "@example")


def of_bot(sandbox: Addresses, person: str = AGENT_ONE, channel: str = SUPPORT) -> list[Message]:
    """Return all that the bot shows a person there."""
    return [one for one in sandbox.slack.seen_by(person, channel) if one.user == BOT_USER]


def told(message: Message) -> str:
    return message.text + json.dumps(message.blocks, ensure_ascii=False)


async def settled() -> None:
    """Wait until the bot has dealt with all that it has written down."""
    with beside("wherebot.sqlite") as letters:
        open_ones = "SELECT count(*) FROM inbox_letter WHERE outcome IS NULL"
        await until(lambda: letters.execute(open_ones).fetchone() == (0,))

"""`wherebot demo`: the real bot against the sandbox's Slack and parcelLab, at a prompt."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.app import log_to_stderr, running
from bot.core import words
from bot.sandbox.parcellab.access import JWT_OF_ALL
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.parcellab.order import ACCOUNTS
from bot.sandbox.server import Addresses, serve
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, SUPPORT, Message
from bot.sandbox.terminal import show
from bot.settings import Settings, read_settings

_PATTERNS: Final = (r"PK\d{4,}", r"PCL-\d{4}", r"ORDER-\d{3}")
_PATIENCE: Final = 12.0  # seconds; the bot promises an answer within 10
_WELCOME: Final = """\
[bold]Wherebot[/bold] answers here as it does in Slack; Slack and parcelLab are the sandbox's.
Try   [bold]/where PK1004[/bold]            an order, for the agent's eyes only
      [bold]/where PK1004 public[/bold]     the same, as the channel may see it
      [bold]/where PK1017 PK1006 PK1011[/bold]   several, most urgent first
      [bold]has PK1025 arrived?[/bold]      a direct message to the bot
      [bold]:press History[/bold]           a button of the last card (or a line of its menu)
      [bold]:help[/bold]                    orders to ask for, the clock, faults
"""
_HELP: Final = """\
:press Refresh     press a button of the last card, or choose a line of its menu
:orders            the sandbox's orders
:clock +3h         move the sandbox's time (m, h, d)
:fault slow 3      parcelLab answers after 3 s; also hang, 429, 500, garbage …; :fault off
:quit              leave (or Ctrl-D)
"""


async def demo(console: Console, *, port: int) -> None:
    """Run until the end of the input."""
    log_to_stderr("ERROR")
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(serve(port=port))
        bot = await stack.enter_async_context(
            running(_settings(sandbox), clock=sandbox.parcellab.clock.now)
        )
        while not bot.is_ready():  # noqa: ASYNC110 - the web sockets say nothing
            await asyncio.sleep(0.02)
        console.print(_WELCOME)
        console.print(Text(f"Slack {sandbox.slack_url}   parcelLab {sandbox.parcellab_url}", "dim"))
        prompt = _Prompt(console, sandbox)
        async for line in _typed(console):
            if line.strip() == ":quit":
                break
            await prompt.obey(line.strip())


def _settings(sandbox: Addresses) -> Settings:
    """Point the production settings at the sandbox, whatever the environment says."""
    return read_settings(
        {
            "slack_bot_token": "xoxb-sandbox",
            "slack_app_token": "xapp-sandbox",
            "slack_signing_secret": None,
            "slack_api_url": sandbox.slack_url,
            "parcellab_url": sandbox.parcellab_url,
            "parcellab_accounts": ACCOUNTS,
            "parcellab_token": None,
            "parcellab_jwt": JWT_OF_ALL,
            "order_patterns": _PATTERNS,
            "host": "127.0.0.1",
            "port": 0,
            "pictures": False,  # a terminal shows none, and takes a late one for an answer
        }
    )


class _Prompt:
    """One line typed, and what two people see of it."""

    def __init__(self, console: Console, sandbox: Addresses) -> None:
        self._console = console
        self._slack = sandbox.slack
        self._parcellab = sandbox.parcellab
        self._card: Message | None = None

    async def obey(self, line: str) -> None:
        name, _, rest = line.partition(" ")
        if not line:
            return
        if name == ":press":
            await self._press(rest)
        elif name.startswith(":"):
            self._control(name, rest)
        elif name.startswith("/"):
            await self._watch(SUPPORT, lambda: self._slack.command(AGENT_ONE, SUPPORT, name, rest))
        else:
            direct = self._slack.workspace.dm(AGENT_ONE).id
            await self._watch(direct, lambda: self._slack.message(AGENT_ONE, direct, line))

    async def _watch(self, channel: str, act: Callable[[], Awaitable[object]]) -> None:
        """Do something in Slack, and show what two people see until it is answered."""
        before = {self._mark(message) for message in self._seen(AGENT_ONE, channel)}
        version = self._slack.workspace.version
        await act()
        deadline = datetime.now(UTC) + timedelta(seconds=_PATIENCE)
        while datetime.now(UTC) < deadline:
            new = [m for m in self._seen(AGENT_ONE, channel) if self._mark(m) not in before]
            for message in new:
                before.add(self._mark(message))
                self._show(message, channel)
            if any(message.user != AGENT_ONE and not _is_looking(message) for message in new):
                return
            await self._slack.changed(1.0, since=version)
            version = self._slack.workspace.version

    async def _press(self, label: str) -> None:
        """Press what bears *label* on the last card."""
        card = self._card
        pressed = _labelled(card, label) if card else None
        if card is None or pressed is None:
            self._console.print(f"No button {label!r} on the last card.", markup=False)
            return
        action, choice = pressed
        await self._watch(
            card.channel,
            lambda: self._slack.click(AGENT_ONE, card.channel, card.ts, action, choice=choice),
        )

    def _seen(self, person: str, channel: str) -> list[Message]:
        return self._slack.seen_by(person, channel)

    def _mark(self, message: Message) -> str:
        return f"{message.ts} {message.edited_ts} {hash(str(message.blocks) + message.text)}"

    def _show(self, message: Message, channel: str) -> None:
        if message.user == AGENT_ONE:
            return
        is_private = channel != SUPPORT or message.only_for is not None
        audience = "only visible to the agent" if is_private else "everybody in #support sees this"
        zone = datetime.now().astimezone().tzinfo or UTC
        content = {"text": message.text, "blocks": message.blocks}
        show(self._console, content, zone=zone, who=f"Wherebot · {audience}")
        if any(block["type"] == "actions" for block in message.blocks):
            self._card = message
        if channel == SUPPORT:
            seen = self._seen(AGENT_TWO, SUPPORT)
            sees = "sees it too" if message.ts in {m.ts for m in seen} else "sees nothing"
            self._console.print(Text(f"A colleague in #support {sees}.", "dim"))

    def _control(self, name: str, rest: str) -> None:
        try:
            match name:
                case ":orders":
                    self._console.print(self._orders())
                case ":clock":
                    self._parcellab.clock.advance(_seconds(rest))
                    self._console.print(f"It is {self._parcellab.clock.now():%a %d %b %H:%M} UTC.")
                case ":fault":
                    self._fault(rest)
                case _:
                    self._console.print(_HELP, markup=False)
        except ValueError as wrong:
            self._console.print(f"{wrong}; :help shows how.", markup=False)

    def _orders(self) -> Table:
        table = Table("Order", "What it shows", box=None)
        for order in self._parcellab.orders:
            table.add_row(order.order_number, order.description)
        return table

    def _fault(self, rest: str) -> None:
        kind, _, seconds = rest.partition(" ")
        is_off = kind in ("", "off")
        self._parcellab.fault = None if is_off else Fault(kind, seconds=float(seconds or 5))
        after = "answers again; after an outage the bot notices within 3 s" if is_off else kind
        self._console.print(f"parcelLab: {after}.", markup=False)


def _labelled(card: Message, label: str) -> tuple[str, str | None] | None:
    """Return the action of a button, or of a menu with its choice, by the text people see."""
    for block in card.blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element.get("text", {}).get("text", "").casefold() == label.casefold():
                return element["action_id"], None
            for option in element.get("options", ()):
                if label and label.casefold() in option["text"]["text"].casefold():
                    return element["action_id"], option["value"]
    return None


def _is_looking(message: Message) -> bool:
    return words.LOOKING in message.text


def _seconds(text: str) -> float:
    units = {"m": 60, "h": 3600, "d": 86400}
    if not text or text[-1] not in units:
        raise ValueError("a time such as +30m, +3h or +2d")
    return float(text[:-1]) * units[text[-1]]


async def _typed(console: Console) -> AsyncIterator[str]:
    """Yield the lines of the input; a thread reads them, so that the bot goes on meanwhile."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    wanted = threading.Semaphore(0)
    thread = threading.Thread(target=_read, args=(loop, lines, wanted), daemon=True)
    thread.start()
    while True:
        wanted.release()
        line = await lines.get()
        if line is None:
            return
        if not sys.stdin.isatty():
            console.print(f"> {line}", markup=False)
        yield line


def _read(
    loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str | None], wanted: threading.Semaphore
) -> None:
    while wanted.acquire():
        try:
            line: str | None = input("> " if sys.stdin.isatty() else "")
        except EOFError:
            line = None
        loop.call_soon_threadsafe(lines.put_nowait, line)
        if line is None:
            return

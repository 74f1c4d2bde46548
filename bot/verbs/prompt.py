"""The demo's prompt: types for an agent, and shows what two people see of the answer."""

import asyncio
import io
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.core.words import card as words
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, SUPPORT, Message
from bot.sandbox.terminal import show

_PATIENCE: Final = 12.0  # seconds; the bot promises an answer within 10
WELCOME: Final = """\
Or type here, as an agent in #support would:
      [bold]/where PK1004[/bold]            an order, for the agent's eyes only
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


async def prompt(console: Console, sandbox: Addresses) -> None:
    """Obey what is typed until `:quit` or its end.

    Never returns where nobody can type (no terminal, nothing piped in): then the page is all.
    """
    has_typed = is_terminal()
    person = _Prompt(console, sandbox)
    async for line in _typed(console):
        has_typed = True
        if line.strip() == ":quit":
            return
        await person.obey(line.strip())
    if not has_typed:
        await asyncio.Event().wait()


def is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


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
            if any(_is_answer(message) for message in new):
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
        return f"{message.ts} {hash(str(_without_pictures(message)) + message.text)}"

    def _show(self, message: Message, channel: str) -> None:
        if message.user == AGENT_ONE or (message.blocks and not _without_pictures(message)):
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


def _is_answer(message: Message) -> bool:
    return message.user != AGENT_ONE and words.LOOKING not in message.text


def _without_pictures(message: Message) -> list[dict[str, Any]]:
    """A terminal shows no pictures: one that follows its card later changes nothing here."""
    return [block for block in message.blocks if block["type"] != "image"]


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
        if not is_terminal():
            console.print(f"> {line}", markup=False)
        yield line


def _read(
    loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str | None], wanted: threading.Semaphore
) -> None:
    while wanted.acquire():
        line = _line()
        loop.call_soon_threadsafe(lines.put_nowait, line)
        if line is None:
            return


def _raw_stdin() -> io.FileIO:
    return io.FileIO(sys.stdin.fileno(), closefd=False)


def _line() -> str | None:
    if sys.stdin is None:
        return None
    if not sys.stdin.isatty():
        # Unbuffered: a thread that waits in a buffered read is fatal when the process ends.
        line = _raw_stdin().readline()
        return line.decode("utf-8", "replace").rstrip("\n") if line else None
    try:
        return input("> ")
    except EOFError:
        return None

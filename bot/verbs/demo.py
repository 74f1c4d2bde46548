"""`wherebot demo`: the real bot against the sandbox's Slack and parcelLab, in a browser."""

import asyncio
import signal
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml
from rich.console import Console
from rich.text import Text

from bot import manifests
from bot.app import Running, running
from bot.core.text.concern import preparations
from bot.log import log_to_stderr
from bot.parcellab.webhook import PATH as WEBHOOK
from bot.preparing import preparing
from bot.sandbox.parcellab.access import JWT_OF_ALL
from bot.sandbox.parcellab.order import ACCOUNTS
from bot.sandbox.parcellab.webhooks import webhooks
from bot.sandbox.playground.keep import BadFolder as BadFolder
from bot.sandbox.playground.keep import kept
from bot.sandbox.server import Addresses, serve
from bot.sandbox.slack.web_api import APP_TOKEN, BOT_TOKEN
from bot.sandbox.slack.workspace import LEAD, SUPPORT
from bot.settings import Settings, SettingsError, read_settings, secret
from bot.verbs.prompt import WELCOME, is_terminal, prompt

_PATTERNS: Final = (r"PK\d{4,}", r"PCL-\d{4}", r"ORDER-\d{3}")


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the demo is wanted: the page's *port*, what is kept where, whether to open a browser.

    With *slack_api_url* another Slack (an emulator, say) takes the place of the sandbox's own.
    """

    port: int = 0
    keep: Path | None = None
    opens_browser: bool = True
    slack_api_url: str | None = None


async def demo(console: Console, wishes: Wishes) -> None:
    """Run until the prompt is left or the process is asked to end."""
    log_to_stderr("ERROR")
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(serve(port=wishes.port, manifest=manifest()))
        if wishes.keep:
            await stack.enter_async_context(kept(wishes.keep, sandbox.slack, sandbox.parcellab))
        sandbox.parcellab.is_travelling = True
        folder = wishes.keep or Path(stack.enter_context(TemporaryDirectory()))
        settings = settings_for(sandbox, wishes, folder)
        bot = await stack.enter_async_context(bot_in(sandbox, settings))
        await stack.enter_async_context(preparing(preparations()))
        while not (bot.is_ready() or ended.is_set()):  # noqa: ASYNC110 - web sockets say nothing
            await asyncio.sleep(0.02)
        _greet(console, sandbox, wishes)
        ends: set[asyncio.Future[Any]] = {asyncio.ensure_future(ended.wait())}
        if not wishes.slack_api_url:
            ends.add(asyncio.ensure_future(prompt(console, sandbox)))
        await _first(ends)


@asynccontextmanager
async def bot_in(sandbox: Addresses, settings: Settings) -> AsyncIterator[Running]:
    """Run the bot by the sandbox's clock, and let its parcelLab tell it of what moves."""
    parcellab, token = sandbox.parcellab, secret(settings.webhook_token) or ""
    async with (
        running(settings, clock=parcellab.clock.now) as bot,
        webhooks(parcellab, f"{bot.address}{WEBHOOK}", token),
    ):
        yield bot


def manifest() -> dict[str, Any]:
    """Return the manifest the app is installed from."""
    read: dict[str, Any] = yaml.safe_load(manifests.manifest("agents"))
    return read


def settings_for(sandbox: Addresses, wishes: Wishes, folder: Path) -> Settings:
    """Point the production settings at the sandbox, whatever the environment says.

    What has to be remembered goes to *folder*.

    Another Slack has tokens of its own: those of the environment.
    """
    ours = {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN}
    settings = read_settings(
        ({} if wishes.slack_api_url else ours)
        | {
            "slack_signing_secret": None,
            "slack_api_url": wishes.slack_api_url or sandbox.slack_url,
            "parcellab_url": sandbox.parcellab_url,
            "parcellab_accounts": ACCOUNTS,
            "parcellab_token": None,
            "parcellab_jwt": JWT_OF_ALL,
            "order_patterns": _PATTERNS,
            "database_url": f"sqlite:///{folder.absolute()}/wherebot.sqlite",
            "support_channel": SUPPORT,
            "support_lead": LEAD,
            "host": "127.0.0.1",
            "port": 0,
            "webhook_token": token_urlsafe(),
        }
    )
    if missing := settings.missing_for_slack():
        raise SettingsError("\n".join(missing))
    return settings


def _greet(console: Console, sandbox: Addresses, wishes: Wishes) -> None:
    if wishes.slack_api_url:
        console.print(f"Wherebot is in the Slack at {wishes.slack_api_url}", markup=False)
        return
    console.print("[bold]Wherebot[/bold] is in a Slack of this machine's own. Open")
    console.print(Text(f"      {sandbox.page_url}", "bold link " + sandbox.page_url))
    if is_terminal():
        console.print(WELCOME)
    console.print(Text(f"Slack {sandbox.slack_url}   parcelLab {sandbox.parcellab_url}", "dim"))
    if wishes.opens_browser:
        webbrowser.open(sandbox.page_url)


async def _first(ends: set[asyncio.Future[Any]]) -> None:
    """Wait for one of *ends*, and call the others off."""
    done, others = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for other in others:
        other.cancel()
    for end in done:
        end.result()

"""The verbs: demo · run · worker · import · receipts · migrate · check · where · templates."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from bot import app
from bot.core.letter import StoreError
from bot.core.privacy import Agent, Audience, Channel
from bot.core.receipts import day_of, receipts
from bot.core.text.pattern import OrderPatterns
from bot.core.watch import Watch
from bot.core.wish import listed_in
from bot.opening import open_lookup, utc_now
from bot.settings import SettingsError, read_settings, secret
from bot.slack.answer import Answers
from bot.slack.blocks import Blocks
from bot.slack.door import BadToken


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; return 0, 1 for something found wrong, 2 for settings that do not work."""
    chosen = _parser().parse_args(arguments)
    try:
        return asyncio.run(_VERBS[chosen.verb](chosen))
    except SettingsError as wrong:
        print(f"The settings do not work:\n{wrong}", file=sys.stderr)
        return 2
    except BadToken as wrong:
        print(f"{wrong}. `wherebot check` tells more.", file=sys.stderr)
        return 2
    except StoreError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wherebot", description="Where is my order? In Slack.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    trial = verbs.add_parser("demo", help="try it here: no Slack, no parcelLab, no account")
    trial.add_argument("--port", type=int, default=0, help="of the page (default: any free one)")
    trial.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    trial.add_argument("--keep", metavar="DIR", type=Path, help="go on next time from DIR")
    trial.add_argument("--slack-api-url", metavar="URL", help="of another Slack (an emulator)")
    verbs.add_parser("run", help="answer in Slack, with the settings from the environment or .env")
    verbs.add_parser("worker", help="look at what is watched and post alerts, and nothing else")
    listed = verbs.add_parser("import", help="watch the orders that a CSV or a list names")
    listed.add_argument("file", metavar="FILE", type=Path)
    listed.add_argument("--channel", metavar="C…", required=True, help="where it is told")
    day = verbs.add_parser("receipts", help="say what became of a day's alerts")
    day.add_argument("day", nargs="?", default="", metavar="DAY", help="such as 2026-11-14")
    verbs.add_parser("migrate", help="bring the database's tables to this version")
    verbs.add_parser("check", help="say what is wrong with settings, credentials, templates")
    where = verbs.add_parser("where", help="look something up and show the card here")
    where.add_argument("text", nargs="+", help="what one would type after /where")
    where.add_argument("--json", action="store_true", help="print the message as Slack gets it")
    where.add_argument("--channel", action="store_true", help="show what a channel would see")
    templates = verbs.add_parser("templates", help="work on your own templates")
    actions = templates.add_subparsers(dest="action", required=True, metavar="ACTION")
    proof = actions.add_parser("check", help="draw every sandbox order with the templates in DIR")
    proof.add_argument("folder", metavar="DIR", type=Path)
    return parser


async def _demo(chosen: argparse.Namespace) -> int:
    from rich.console import Console

    from bot.demo import BadFolder, Wishes, demo  # the bot itself has no use for the sandbox

    wishes = Wishes(
        port=chosen.port,
        keep=chosen.keep,
        opens_browser=not chosen.no_browser,
        slack_api_url=chosen.slack_api_url,
    )
    try:
        await demo(Console(), wishes)
    except BadFolder as wrong:
        raise SettingsError(str(wrong)) from None
    return 0


async def _run(_: argparse.Namespace) -> int:
    settings = read_settings()
    missing = settings.missing_for_slack()
    if missing:
        raise SettingsError("\n".join(missing))
    app.log_to_stderr(settings.log_level)
    await app.run(settings)
    return 0


async def _worker(_: argparse.Namespace) -> int:
    from bot import worker

    settings = read_settings()
    if not settings.slack_bot_token:
        raise SettingsError(settings.missing_for_slack()[0])
    app.log_to_stderr(settings.log_level)
    await worker.run(settings)
    return 0


async def _import(chosen: argparse.Namespace) -> int:
    from bot.store.database import open_database
    from bot.store.watches import Watches

    settings = read_settings()
    try:
        text = chosen.file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{chosen.file} cannot be read: {type(error).__name__}") from None
    found = listed_in(text, OrderPatterns.of(settings.order_patterns))
    now = utc_now()
    wishes = [
        Watch(0, one, chosen.channel, "import", now, client_key=client)
        for one, client in found.found
    ]
    async with open_database(secret(settings.database_url) or "") as database:
        made = await Watches(database).watch(wishes, now)
    print(f"{len(wishes)} orders are watched for {chosen.channel}, {made} of them new.")
    if found.unread:
        lines = ", ".join(map(str, found.unread[:10]))
        print(f"No order is named in {len(found.unread)} lines: {lines}", file=sys.stderr)
    return 1 if found.unread and not wishes else 0


async def _receipts(chosen: argparse.Namespace) -> int:
    from bot.store.database import open_database
    from bot.store.watches import Watches

    day = day_of(chosen.day, utc_now().date())
    if day is None:
        raise SettingsError(f"{chosen.day} is no day such as 2026-11-14")
    async with open_database(secret(read_settings().database_url) or "") as database:
        card = receipts(day, await Watches(database).receipts(day))
    print(Blocks().plainly(card)["text"])
    return 0


async def _migrate(_: argparse.Namespace) -> int:
    from bot.store.database import migrate  # slow to load

    is_changed = await migrate(secret(read_settings().database_url) or "")
    print("The database is migrated." if is_changed else "There is nothing to do.")
    return 0


async def _check(_: argparse.Namespace) -> int:
    from bot import check

    is_good = True
    async for finding in check.findings(read_settings()):
        is_good &= not finding.advice
        print(f"✘ {finding.what}: {finding.advice}" if finding.advice else f"✔ {finding.what}")
    print("All is well." if is_good else "Not everything works yet.")
    return 0 if is_good else 1


async def _where(chosen: argparse.Namespace) -> int:
    from rich.console import Console

    from bot.sandbox.terminal import show

    settings = read_settings()
    to: Audience = Channel("terminal") if chosen.channel else Agent("terminal", "terminal")
    async with open_lookup(settings) as lookup:
        answers = Answers(lookup, Blocks(settings.templates))
        answer = await answers.to(" ".join(chosen.text), to)
    if chosen.json:
        print(json.dumps(answer.message, ensure_ascii=False, indent=2))
    else:
        zone = utc_now().astimezone().tzinfo or UTC
        show(Console(), answer.message, zone=zone, who="Wherebot")
    return 1 if answer.is_note else 0


async def _templates(chosen: argparse.Namespace) -> int:
    from bot import check

    if not chosen.folder.is_dir():
        raise SettingsError(f"{chosen.folder} is no folder")
    faults = check.check_templates(chosen.folder)
    for fault in faults:
        print(f"{fault.file}:{fault.line}: {fault.rule}: {fault.message}")
    counted = "1 fault." if len(faults) == 1 else f"{len(faults)} faults."
    print(counted if faults else "All templates draw every sandbox order.")
    return 1 if faults else 0


_VERBS = {
    "demo": _demo,
    "run": _run,
    "worker": _worker,
    "import": _import,
    "receipts": _receipts,
    "migrate": _migrate,
    "check": _check,
    "where": _where,
    "templates": _templates,
}

if __name__ == "__main__":
    sys.exit(main())

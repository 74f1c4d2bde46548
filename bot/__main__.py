"""The verbs that one types behind `wherebot`."""
# ruff: noqa: E402 - what serves may be asked to end while it is loaded, which takes a second or more

import signal
import sys
from typing import Final

_SERVERS: Final = ("run", "worker")
if sys.argv[1:2] and sys.argv[1] in _SERVERS:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # until it has something to end

import argparse
import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path

from bot import app, manifests
from bot.core.audit import Door
from bot.core.audit_export import FORMATS
from bot.core.letter import StoreError
from bot.core.privacy import Agent, Audience, Channel
from bot.core.watches.simulation import simulate
from bot.log import log_to_stderr
from bot.settings import SettingsError, read_settings
from bot.slack.answer import Answers
from bot.slack.blocks import Blocks
from bot.slack.door import BadToken
from bot.verbs import kept
from bot.wiring.alerting import pace_of
from bot.wiring.opening import open_lookup, utc_now
from bot.wiring.upstream import FOR_ALERTS

_WATCHES: Final = (1_000, 10_000, 100_000, 1_000_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; return 0, 1 for something found wrong, 2 for settings that do not work."""
    chosen = _parser().parse_args(arguments)
    try:
        with asyncio.Runner(loop_factory=_loop_factory(chosen.verb)) as runner:
            return runner.run(_VERBS[chosen.verb](chosen))
    except SettingsError as wrong:
        print(f"This does not work:\n{wrong}", file=sys.stderr)
        return 2
    except BadToken as wrong:
        print(f"{wrong}. `wherebot check` tells more.", file=sys.stderr)
        return 2
    except StoreError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _loop_factory(verb: str) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's for what serves: an answer then costs an eighth of the CPU less."""
    if verb not in _SERVERS or sys.platform == "win32":
        return None
    from uvloop import new_event_loop

    return new_event_loop


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
    listed.add_argument("--channel", metavar="C…", help="where it is told, beside the rules")
    day = verbs.add_parser("receipts", help="say what became of a day's alerts")
    day.add_argument("day", nargs="?", default="", metavar="DAY", help="such as 2026-11-14")
    again = verbs.add_parser("replay", help="tell a day anew from what was seen, and compare")
    again.add_argument("day", nargs="?", default="", metavar="DAY", help="such as 2026-11-14")
    _add_audit(verbs.add_parser("audit", help="say who looked what up, and when"))
    gone = verbs.add_parser("forget", help="erase a person from all that is kept")
    gone.add_argument("person", metavar="PERSON", help="U024BE7LH, or T024BE7LD:U024BE7LH")
    gone.add_argument("--yes", action="store_true", help="erase; else only count")
    trial_run = verbs.add_parser("simulate", help="say how late news is heard with how many calls")
    trial_run.add_argument("--watches", type=int, nargs="+", metavar="N", default=_WATCHES)
    trial_run.add_argument("--days", type=int, default=3, help="of made-up parcels' lives")
    app_of = verbs.add_parser("manifest", help="print what an app is made from in Slack")
    app_of.add_argument("app", choices=manifests.APPS)
    verbs.add_parser("migrate", help="bring the database's tables to this version")
    verbs.add_parser("check", help="say what is wrong with settings, credentials, templates")
    where = verbs.add_parser("where", help="look something up and show the card here")
    where.add_argument("text", nargs="+", help="what one would type after /where")
    where.add_argument("--json", action="store_true", help="print the message as Slack gets it")
    where.add_argument("--channel", action="store_true", help="show what a channel would see")
    templates = verbs.add_parser("templates", help="work on your own templates")
    actions = templates.add_subparsers(dest="action", required=True, metavar="ACTION")
    drawn = actions.add_parser("check", help="draw every sandbox order with the templates in DIR")
    drawn.add_argument("folder", metavar="DIR", type=Path)
    return parser


def _add_audit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", default="", metavar="U…", help="or T…:U…")
    parser.add_argument("--reference", default="", metavar="PK1004", help="as one types it")
    parser.add_argument("--door", default="", choices=[one.value for one in Door], metavar="DOOR")
    parser.add_argument("--audience", default="", choices=("agent", "customer", "channel"))
    parser.add_argument("--outcome", default="", metavar="found")
    parser.add_argument("--since", default="", metavar="2026-11-14[T12:00]", help="in UTC")
    parser.add_argument("--until", default="", metavar="2026-11-15", help="and not then any more")
    parser.add_argument("--format", default="table", choices=list(FORMATS))


async def _demo(chosen: argparse.Namespace) -> int:
    from rich.console import Console

    from bot.verbs.demo import BadFolder, Wishes, demo  # the bot itself has no use for the sandbox

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
    log_to_stderr(settings.log_level)
    await app.run(settings)
    return 0


async def _worker(_: argparse.Namespace) -> int:
    from bot.verbs import worker

    settings = read_settings()
    if not settings.slack_bot_token:
        raise SettingsError(settings.missing_for_slack()[0])
    log_to_stderr(settings.log_level)
    await worker.run(settings)
    return 0


async def _simulate(chosen: argparse.Namespace) -> int:
    if chosen.days < 1 or min(chosen.watches) < 1:
        raise SettingsError("watches and days are 1 or more")
    settings = read_settings()
    calls = settings.calls_per_minute * FOR_ALERTS
    print(f"At most {calls:.0f} calls a minute for alerts, {chosen.days} days; delay until seen.")
    print(
        f"{'watches':>9} {'calls/min':>9}   {'ours p50':>9} {'p95':>9}   "
        f"{'fixed p50':>9} {'p95':>9}"
    )
    for watches in chosen.watches:
        found = simulate(watches, calls=calls, days=chosen.days, pace=pace_of(settings))
        delays = [found.ours.median, found.ours.most, found.fixed.median, found.fixed.most]
        ours, most, fixed, fixed_most = (f"{delay / 60:.0f} min" for delay in delays)
        print(
            f"{watches:>9,} {found.calls:>9.1f}   {ours:>9} {most:>9}   {fixed:>9} {fixed_most:>9}"
        )
    return 0


async def _manifest(chosen: argparse.Namespace) -> int:
    print(manifests.manifest(chosen.app), end="")
    return 0


async def _check(_: argparse.Namespace) -> int:
    from bot.verbs import check

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
        answer = await answers.to(" ".join(chosen.text), to, lang="en")
    if chosen.json:
        print(json.dumps(answer.message, ensure_ascii=False, indent=2))
    else:
        zone = utc_now().astimezone().tzinfo or UTC
        show(Console(), answer.message, zone=zone, who="Wherebot")
    return 1 if answer.is_note else 0


async def _templates(chosen: argparse.Namespace) -> int:
    from bot.verbs import check

    if not chosen.folder.is_dir():
        raise SettingsError(f"{chosen.folder} is no folder")
    faults = check.check_templates(chosen.folder)
    for fault in faults:
        print(f"{fault.file}:{fault.line}: {fault.rule}: {fault.message}")
    counted = "1 fault." if len(faults) == 1 else f"{len(faults)} faults."
    print(counted if faults else "All templates draw every sandbox order and window.")
    return 1 if faults else 0


_VERBS = {
    "demo": _demo,
    "run": _run,
    "worker": _worker,
    "import": kept.import_orders,
    "receipts": kept.tell_receipts,
    "replay": kept.replay,
    "audit": kept.audit,
    "forget": kept.forget,
    "simulate": _simulate,
    "manifest": _manifest,
    "migrate": kept.bring_up_to_date,
    "check": _check,
    "where": _where,
    "templates": _templates,
}

if __name__ == "__main__":
    sys.exit(main())

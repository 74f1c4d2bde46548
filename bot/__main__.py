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
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

from bot import app, manifests
from bot.core.alerts.replay import report
from bot.core.audit import Door
from bot.core.audit_export import FORMATS
from bot.core.audit_question import AuditQuestion, is_user_id, moment_of, person_of
from bot.core.home.changes import BY_COMMAND, IMPORT
from bot.core.letter import StoreError
from bot.core.notes.receipts import day_of, receipts, span_of
from bot.core.privacy import Agent, Audience, Channel
from bot.core.reference import find_references
from bot.core.rule import Change, patterns_of
from bot.core.text.pattern import OrderPatterns
from bot.core.watches.simulation import simulate
from bot.core.watches.watch import Watch
from bot.core.watches.wish import listed_in
from bot.log import log_to_stderr
from bot.settings import SettingsError, read_settings, secret
from bot.slack.answer import Answers
from bot.slack.blocks import Blocks
from bot.slack.door import BadToken
from bot.store.audit import AuditLog
from bot.store.database import migrate, open_database
from bot.store.forgetting import Forgetting
from bot.store.recorded import RecordedDays
from bot.store.rulebook import Rulebook
from bot.store.watches import Watches
from bot.wiring.alerting import pace_of
from bot.wiring.opening import name_of, open_lookup, utc_now
from bot.wiring.upstream import FOR_ALERTS, names_of

_WATCHES: Final = (1_000, 10_000, 100_000, 1_000_000)

_NO_ENTRY: Final = "No entry is like that."
_NO_REFERENCE: Final = (
    "A number is found by a hash keyed with WHEREBOT_SECRET, or without it with PARCELLAB_TOKEN or "
    "PARCELLAB_JWT, PARCELLAB_URL and PARCELLAB_ACCOUNTS: with others than the bot has now, or "
    "from before they changed, it is not."
)


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
    proof = actions.add_parser("check", help="draw every sandbox order with the templates in DIR")
    proof.add_argument("folder", metavar="DIR", type=Path)
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


async def _import(chosen: argparse.Namespace) -> int:
    settings = read_settings()
    try:
        text = chosen.file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{chosen.file} cannot be read: it is no UTF-8 text") from None
    except OSError as error:
        raise SettingsError(f"{chosen.file} cannot be read: {error.strerror}") from None
    found = listed_in(text, OrderPatterns.of(settings.order_patterns))
    now = utc_now()
    wishes = [
        Watch(0, one, chosen.channel, "import", now, client_key=client)
        for one, client in found.found
        if chosen.channel
    ]
    async with open_database(secret(settings.database_url)) as database:
        watches = Watches(database)
        made = await (watches.watch(wishes, now) if wishes else watches.keep(found.found, now))
        if found.found:
            counted = {"orders": len(found.found), "new": made}
            counted |= {"place": chosen.channel} if chosen.channel else {}
            await Rulebook(database).note(Change(now, BY_COMMAND, IMPORT, None, counted))
    wanted = f"watched for {chosen.channel}" if chosen.channel else "looked at for the rules"
    print(f"{len(found.found)} orders are {wanted}, {made} of them new.")
    if found.unread:
        lines = ", ".join(map(str, found.unread[:10]))
        print(f"No order is named in {len(found.unread)} lines: {lines}", file=sys.stderr)
    return 1 if found.unread and not found.found else 0


def _day(typed: str) -> date:
    day = day_of(typed, utc_now().date())
    if day is None:
        raise SettingsError(f"{typed} is no day such as 2026-11-14")
    return day


async def _receipts(chosen: argparse.Namespace) -> int:
    day = _day(chosen.day)
    async with open_database(secret(read_settings().database_url)) as database:
        card = receipts(day, await Watches(database).receipts(day))
    print(Blocks().plainly(card)["text"])
    return 0


async def _replay(chosen: argparse.Namespace) -> int:
    day = _day(chosen.day)
    span = span_of(day)
    async with open_database(secret(read_settings().database_url)) as database:
        found = await RecordedDays(database).day(*span)
    lines, is_same = report(found.histories, found.rules_at, found.recorded, span)
    print("\n".join(lines))
    return 0 if is_same else 1


async def _audit(chosen: argparse.Namespace) -> int:
    settings = read_settings()
    team, user = person_of(chosen.person)
    if user and not is_user_id(user):
        raise SettingsError(f"{chosen.person} is no user id such as U024BE7LH")
    for text in filter(None, (chosen.since, chosen.until)):
        if moment_of(text) is None:
            raise SettingsError(f"{text} is no time such as 2026-11-14 or 2026-11-14T12:00")
    asked = AuditQuestion(
        team,
        user,
        door=chosen.door,
        audience=chosen.audience,
        outcome=chosen.outcome,
        since=moment_of(chosen.since),
        until=moment_of(chosen.until),
    )
    write, out = FORMATS[chosen.format], sys.stdout
    async with open_database(secret(settings.database_url)) as database:
        if chosen.reference:
            patterns = patterns_of(await Rulebook(database).rules()) or settings.order_patterns
            found = find_references(chosen.reference, OrderPatterns.of(patterns)).found
            if len(found) != 1:
                raise SettingsError(f"{chosen.reference} is not one number such as PK1004")
            asked = replace(asked, reference=name_of(names_of(settings), found[0]))
        out.write(write(None))
        is_empty = True
        async for entry in AuditLog(database).found(asked):
            out.write(write(entry))
            is_empty = False
    if is_empty:  # beside the export, which may go into a file
        print(_NO_ENTRY + (f" {_NO_REFERENCE}" if chosen.reference else ""), file=sys.stderr)
    return 0


async def _forget(chosen: argparse.Namespace) -> int:
    team, user = person_of(chosen.person)
    if not is_user_id(user):
        raise SettingsError(f"{chosen.person} is no user id such as U024BE7LH")
    async with open_database(secret(read_settings().database_url)) as database:
        counts = await Forgetting(database).forget(user, team, really=chosen.yes)
    for table, count in counts.items():
        print(f"{count:8} {table}")
    if not counts:
        print("Nothing is kept of this person.")
    elif chosen.yes:
        print("They are forgotten.")
    else:
        print("Nothing is erased yet: say it again with --yes.")
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


async def _migrate(_: argparse.Namespace) -> int:
    is_changed = await migrate(secret(read_settings().database_url))
    print("The database is migrated." if is_changed else "There is nothing to do.")
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
    "import": _import,
    "receipts": _receipts,
    "replay": _replay,
    "audit": _audit,
    "forget": _forget,
    "simulate": _simulate,
    "manifest": _manifest,
    "migrate": _migrate,
    "check": _check,
    "where": _where,
    "templates": _templates,
}

if __name__ == "__main__":
    sys.exit(main())

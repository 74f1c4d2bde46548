"""The verbs about what is kept: imported, told, replayed, asked for, forgotten, migrated."""

import argparse
import sys
from dataclasses import replace
from datetime import date
from typing import Final

from bot.core.alerts.replay import report
from bot.core.audit_export import FORMATS
from bot.core.audit_question import AuditQuestion, is_user_id, moment_of, person_of
from bot.core.bulk.sheet import decoded
from bot.core.home.changes import BY_COMMAND, IMPORT
from bot.core.notes.receipts import day_of, receipts, span_of
from bot.core.reference import find_references
from bot.core.rule import Change, patterns_of
from bot.core.text.pattern import OrderPatterns
from bot.core.watches.watch import Watch
from bot.core.watches.wish import listed_in
from bot.settings import Settings, SettingsError, read_settings, secret
from bot.slack.blocks import Blocks
from bot.store.alerts.receipts import Receipts
from bot.store.alerts.recorded import RecordedDays
from bot.store.alerts.watches import Watches
from bot.store.audit import AuditLog
from bot.store.database import Database, migrate, open_database
from bot.store.forgetting import Forgetting
from bot.store.rulebook import Rulebook
from bot.wiring.opening import name_of, utc_now
from bot.wiring.upstream import names_of

_NO_ENTRY: Final = "No entry is like that."
_NO_REFERENCE: Final = (
    "A number is found by a hash keyed with WHEREBOT_SECRET, or without it with PARCELLAB_TOKEN or "
    "PARCELLAB_JWT, PARCELLAB_URL and PARCELLAB_ACCOUNTS: with others than the bot has now, or "
    "from before they changed, it is not."
)


async def import_orders(chosen: argparse.Namespace) -> int:
    settings = read_settings()
    try:
        text = decoded(chosen.file.read_bytes())
    except OSError as error:
        raise SettingsError(f"{chosen.file} cannot be read: {error.strerror}") from None
    if text is None:
        raise SettingsError(f"{chosen.file} cannot be read: it is no text or CSV file")
    async with open_database(secret(settings.database_url)) as database:
        found = listed_in(text, await _patterns(database, settings))
        now, watches = utc_now(), Watches(database)
        wishes = [
            Watch(0, one, chosen.channel, "import", now, client_key=client)
            for one, client in found.found
            if chosen.channel
        ]
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


async def _patterns(database: Database, settings: Settings) -> OrderPatterns:
    """Return what order numbers look like: as set in Slack, else as the settings say."""
    ruled = patterns_of(await Rulebook(database).rules())
    return OrderPatterns.of(ruled or settings.order_patterns)


def _day(typed: str) -> date:
    day = day_of(typed, utc_now().date())
    if day is None:
        raise SettingsError(f"{typed} is no day such as 2026-11-14")
    return day


async def tell_receipts(chosen: argparse.Namespace) -> int:
    day = _day(chosen.day)
    async with open_database(secret(read_settings().database_url)) as database:
        card = receipts(day, await Receipts(database).of(day))
    print(Blocks().plainly(card)["text"])
    return 0


async def replay(chosen: argparse.Namespace) -> int:
    day = _day(chosen.day)
    span = span_of(day)
    async with open_database(secret(read_settings().database_url)) as database:
        found = await RecordedDays(database).day(*span)
    lines, is_same = report(found.histories, found.rules_at, found.recorded, span)
    print("\n".join(lines))
    return 0 if is_same else 1


async def audit(chosen: argparse.Namespace) -> int:
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
            patterns = await _patterns(database, settings)
            found = find_references(chosen.reference, patterns).found
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


async def forget(chosen: argparse.Namespace) -> int:
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


async def bring_up_to_date(_: argparse.Namespace) -> int:
    is_changed = await migrate(secret(read_settings().database_url))
    print("The database is migrated." if is_changed else "There is nothing to do.")
    return 0

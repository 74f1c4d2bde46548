"""`/where report [7d] [here]`: a table with its chart where it was asked for, a CSV below it."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import report as reports
from bot.core.alerts.gate import key_of
from bot.core.card import Card, NoteCard
from bot.core.clock import Clock
from bot.core.letter import Posted, Sent
from bot.core.phrase import Phrase, Speech
from bot.core.report import Chart, Report, Seen
from bot.core.watches.wish import place_in
from bot.slack.alerts.told_place import told_name
from bot.slack.answer import Answer, Answers
from bot.slack.blocks import Blocks
from bot.slack.command import Subcommand, Typed
from bot.slack.direct import direct_message
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.file import Files
from bot.slack.poster import Place, Poster
from bot.slack.upload import NotTaken, scanned, upload
from bot.slack.views import plain

_ASKED_WITHIN: Final = timedelta(minutes=35)  # a command is answered for half an hour
_NAME: Final = 60  # characters of a name in the chart and the file
_FAILURES: Final = (*CALL_FAULTS, NotTaken)
_log = logging.getLogger(__name__)


class History(Protocol):
    """What was seen."""

    async def parcels(self, since: datetime, until: datetime) -> Sequence[Seen]: ...


class Charts(Protocol):
    """What draws a chart, in a program of its own."""

    @property
    def can_draw(self) -> bool: ...
    async def drawn(self, asked: Mapping[str, Any]) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Means:
    """What a report is posted with."""

    client: AsyncWebClient
    session: aiohttp.ClientSession
    poster: Poster
    files: Files
    blocks: Blocks
    charts: Charts


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """Reports to agents; what it says names no order and nobody."""

    history: History
    means: Means
    answers: Answers
    clock: Clock

    def subcommands(self) -> Mapping[str, Subcommand]:
        return {"report": self.command}

    async def command(self, typed: Typed, *, lang: str) -> Answer:
        return self.answers.drawn(await self._done(typed, lang), lang=lang)

    async def _done(self, typed: Typed, lang: str) -> Card:
        days = reports.days_in(typed.text)
        if days is None:
            return reports.no_span()
        place, name = await self._place(typed)
        if isinstance(name, NoteCard):
            return name
        now = self.clock()
        since = reports.span_of(days, now)
        report = reports.reported(await self.history.parcels(since, now), since, now)
        if not (report.total.late or report.total.delivered):
            return reports.nothing(report)
        sent = await self._posted(report, Place(place), _key(typed), lang)
        if not isinstance(sent, Posted):
            return reports.not_posted(getattr(sent, "reason", ""))
        file = f"late-parcels-{report.until:%Y-%m-%d}-{days}d.csv"
        content = reports.csv_of(report, Speech.of(lang), _names(report, lang))
        thread = Place(place, sent.ts)
        await self.means.files.share(thread, content, name=file, since=now)
        return reports.posted(name)

    async def _place(self, typed: Typed) -> tuple[str, str | NoteCard]:
        """Return where it goes, and the name of that: a channel, or their direct message."""
        wanted, _ = place_in(typed.text)
        place = typed.channel_id if wanted == "here" else wanted
        if place and not place.startswith("D"):
            return place, await told_name(self.means.client, place, here=typed.channel_id)
        opened = await direct_message(self.means.client, typed.agent.user_id)
        if isinstance(opened, Place):
            return opened.channel, ""
        return "", reports.not_posted(opened.reason)

    async def _posted(self, report: Report, place: Place, key: str, lang: str) -> Sent:
        """Post it, unless a process that died meanwhile has."""
        since = self.clock() - _ASKED_WITHIN
        found = await self.means.poster.find(place, key=key, since=since)
        if isinstance(found, Posted):
            return found
        file_id = await self._picture(reports.chart(report), lang)
        card = reports.card(report, can_draw=self.means.charts.can_draw)
        message = self.means.blocks.draw(card, lang=lang, picture=file_id)
        return await self.means.poster.post(place, message, key=key, since=since)

    async def _picture(self, chart: Chart, lang: str) -> str | None:
        """Draw the chart and upload it; a report goes without one that cannot be had."""
        image = await self.means.charts.drawn(_written(chart, lang))
        if image is None:
            return None
        client, session = self.means.client, self.means.session
        try:
            file = await upload(client, session, image, filename="report.png", title="Report")
            await scanned(client, file)
        except _FAILURES as error:
            _log.warning("a report goes without its chart: %s", reason(error))
            return None
        return file


def _key(typed: Typed) -> str:
    return key_of("report", typed.agent.user_id, typed.trigger_id)


def _written(chart: Chart, lang: str) -> dict[str, Any]:
    """Return a chart as JSON, in the reader's language."""

    def write(phrases: Iterable[Phrase]) -> list[str]:
        return [plain(one, lang, limit=_NAME) for one in phrases]

    columns = chart.columns
    return {
        "title": plain(chart.title, lang),
        "bars": [
            {"title": plain(one.title, lang), "labels": write(one.labels), "values": one.values}
            for one in chart.bars
        ],
        "columns": {
            "title": plain(columns.title, lang),
            "labels": write(columns.labels),
            "lower": columns.lower,
            "upper": columns.upper,
            "legend": write(columns.legend),
        },
    }


def _names(report: Report, lang: str) -> dict[Phrase, str]:
    lines = (*report.couriers, *report.places, *report.countries)
    return {one.name: plain(one.name, lang, limit=_NAME) for one in lines}

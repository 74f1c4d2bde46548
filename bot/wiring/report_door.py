"""The report put together."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.charting import Charts
from bot.core.clock import Clock
from bot.slack.answer import Answers
from bot.slack.blocks import Blocks
from bot.slack.file import Files
from bot.slack.poster import Poster
from bot.slack.report_desk import Means, ReportDesk
from bot.store.database import Database
from bot.store.history import History


def report_desk(
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
    poster: Poster,
    blocks: Blocks,
    answers: Answers,
    database: Database,
    clock: Clock,
) -> ReportDesk:
    means = Means(client, session, poster, Files(client, session), blocks, Charts())
    return ReportDesk(History(database), means, answers, clock)

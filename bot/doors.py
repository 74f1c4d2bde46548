"""The doors in Slack: which listener stands at which, and what each is given."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering import Answering, Clock, Settling
from bot.bulk import Bulk
from bot.core.letter import Kept, Take
from bot.slack.answer import Answers
from bot.slack.desk import Desk
from bot.slack.door import Identity
from bot.slack.file import Files
from bot.slack.list_desk import ListDesk
from bot.slack.listeners import click, command, message
from bot.slack.people import People
from bot.slack.poster import Poster
from bot.slack.reaction import Reactions
from bot.slack.reply import Replies
from bot.slack.response_url import ResponseUrls
from bot.slack.tasks import Tasks
from bot.slack.views import Views
from bot.store.database import Database
from bot.store.inbox import Inbox

_POSTING: Final = 30.0  # seconds for one post, with all looks whether it is there


@dataclass(frozen=True, slots=True)
class Parts:
    """What the doors lead to. `clock` is real time, for leases and dates of Slack's."""

    app: AsyncApp
    client: AsyncWebClient
    session: aiohttp.ClientSession
    identity: Identity
    people: People
    answers: Answers
    bulk: Bulk
    views: Views
    tasks: Tasks
    database: Database
    clock: Clock
    lease: float
    poll: float


def hang_doors(parts: Parts) -> Answering:
    """Register every listener, `/where` first: Bolt tries them in order, and each costs time."""
    answering = _answering(parts)
    _hang_command(parts)
    _hang_message(parts, answering.take)
    _hang_click(parts)
    return answering


def _answering(parts: Parts) -> Answering:
    inbox = Inbox(parts.database, lease=timedelta(seconds=parts.lease))
    poster = Poster(parts.client, parts.identity, patience=min(_POSTING, parts.lease / 2))
    desk = Desk(poster, parts.people, parts.answers, parts.client)
    settling = Settling(inbox, _list_desk(parts, desk, inbox, poster), parts.clock)
    return Answering(inbox, settling, start=parts.tasks.start, pause=parts.poll)


def _list_desk(parts: Parts, desk: Desk, inbox: Inbox, poster: Poster) -> ListDesk:
    async def renew(kept: Kept) -> bool:
        return await inbox.posting(kept, parts.clock()) is not None

    return ListDesk(
        desk,
        parts.bulk,
        poster=poster,
        people=parts.people,
        answers=parts.answers,
        files=Files(parts.client, parts.session),
        client=parts.client,
        renew=renew,
    )


def _hang_command(parts: Parts) -> None:
    replies = Replies(ResponseUrls(parts.session), parts.tasks, parts.answers)
    command.register(
        parts.app,
        command="/where",
        people=parts.people,
        answers=parts.answers,
        replies=replies,
        subcommands={},
    )


def _hang_message(parts: Parts, take: Take) -> None:
    message.register(parts.app, take=take, clock=parts.clock)


def _hang_click(parts: Parts) -> None:
    reactions = Reactions(ResponseUrls(parts.session), parts.tasks, parts.answers)
    click.register(parts.app, people=parts.people, answers=parts.answers, reactions=reactions)

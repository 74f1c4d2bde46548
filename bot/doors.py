"""The doors in Slack: which listener stands at which, and what each is given."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering import Answering, Clock, Settling
from bot.core.letter import Take
from bot.core.text.pattern import OrderPatterns
from bot.slack.answer import Answers
from bot.slack.desk import Desk
from bot.slack.door import Identity
from bot.slack.forms import Forms
from bot.slack.listeners import click, command, message, modal, shortcut, suggestion
from bot.slack.modals import Members, Modals, RecentLookups
from bot.slack.panes import Panes
from bot.slack.people import People
from bot.slack.poster import Poster
from bot.slack.reaction import Reactions
from bot.slack.reply import Replies
from bot.slack.response_url import ResponseUrls
from bot.slack.sharing import Sharing
from bot.slack.suggesting import Suggesting
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
    views: Views
    tasks: Tasks
    database: Database
    clock: Clock
    lease: float
    poll: float
    patterns: OrderPatterns
    recents: RecentLookups


def hang_doors(parts: Parts) -> Answering:
    """Register every listener, `/where` first: Bolt tries them in order, and each costs time."""
    answering = _answering(parts)
    _hang_command(parts)
    _hang_message(parts, answering.take)
    _hang_windows(parts)
    return answering


def _answering(parts: Parts) -> Answering:
    inbox = Inbox(parts.database, lease=timedelta(seconds=parts.lease))
    poster = Poster(parts.client, parts.identity, patience=min(_POSTING, parts.lease / 2))
    desk = Desk(poster, parts.people, parts.answers, parts.client)
    settling = Settling(inbox, desk, parts.clock)
    return Answering(inbox, settling, start=parts.tasks.start, pause=parts.poll)


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


def _hang_windows(parts: Parts) -> None:
    """Register what is clicked, on cards and in windows, and the windows with it."""
    urls, answers = ResponseUrls(parts.session), parts.answers.in_views()
    panes = Panes(parts.client, answers, parts.views, parts.tasks)
    members, forms = Members(parts.people, answers), Forms(parts.views, answers)
    modals = Modals(
        panes,
        members,
        answers,
        forms,
        recents=parts.recents,
        patterns=parts.patterns,
        urls=urls,
    )
    sharing = Sharing(
        parts.client,
        panes,
        members,
        answers=answers,
        posts=parts.answers,
        forms=forms,
        urls=urls,
    )
    click.register(
        parts.app,
        people=parts.people,
        answers=parts.answers,
        reactions=Reactions(urls, parts.tasks, parts.answers),
        modals=modals,
        sharing=sharing,
    )
    shortcut.register(parts.app, modals=modals)
    modal.register(parts.app, modals=modals, sharing=sharing)
    suggesting = Suggesting(members, answers, parts.recents, parts.patterns)
    suggestion.register(parts.app, suggesting=suggesting)

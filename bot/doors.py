"""The doors in Slack: which listener stands at which, and what each is given."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering import Answering, Clock, Settling
from bot.core.letter import Take
from bot.slack.answer import Answers
from bot.slack.desk import EventDesk
from bot.slack.desks import CommandDesk, Desks
from bot.slack.door import Identity
from bot.slack.health import Health
from bot.slack.home import Homes, Recollection, Ruling, Sources
from bot.slack.letter import COMMAND, EVENT
from bot.slack.listeners import click, command, home, message
from bot.slack.listeners.command import Commands
from bot.slack.people import People
from bot.slack.poster import Poster
from bot.slack.reaction import Reactions
from bot.slack.reply import Replies
from bot.slack.response import Responses
from bot.slack.response_url import ResponseUrls
from bot.slack.rule_windows import RuleWindows
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
    ruling: Ruling
    recollection: Recollection | None
    needed_scopes: Callable[[], Set[str]]
    clock: Clock
    lease: float
    poll: float


def hang_doors(parts: Parts) -> Answering:
    """Register every listener, `/where` first: Bolt tries them in order, and each costs time."""
    commands = Commands(parts.client, parts.people, parts.answers, subcommands={})
    responses = Responses(ResponseUrls(parts.session), parts.answers)
    answering = _answering(parts, commands, responses)
    _hang_command(parts, commands, Replies(responses, parts.tasks, parts.answers, answering))
    _hang_message(parts, answering.take)
    _hang_click(parts)
    _hang_home(parts)
    return answering


def _answering(parts: Parts, commands: Commands, responses: Responses) -> Answering:
    inbox = Inbox(parts.database, lease=timedelta(seconds=parts.lease))
    poster = Poster(parts.client, parts.identity, patience=min(_POSTING, parts.lease / 2))
    desks = Desks(
        {
            EVENT: EventDesk(poster, parts.people, parts.answers, parts.client),
            COMMAND: CommandDesk(commands, parts.answers, responses),
        }
    )
    settling = Settling(inbox, desks, parts.clock)
    return Answering(inbox, settling, start=parts.tasks.start, pause=parts.poll)


def _hang_command(parts: Parts, commands: Commands, replies: Replies) -> None:
    command.register(
        parts.app, command="/where", commands=commands, replies=replies, clock=parts.clock
    )


def _hang_message(parts: Parts, take: Take) -> None:
    message.register(parts.app, take=take, clock=parts.clock)


def _hang_click(parts: Parts) -> None:
    reactions = Reactions(ResponseUrls(parts.session), parts.tasks, parts.answers)
    click.register(parts.app, people=parts.people, answers=parts.answers, reactions=reactions)


def _hang_home(parts: Parts) -> None:
    client, people, answers, views = parts.client, parts.people, parts.answers, parts.views
    inbox = Inbox(parts.database, lease=timedelta(seconds=parts.lease))
    health = Health(
        client, inbox, people.memberships, needed=parts.needed_scopes, clock=parts.clock
    )
    sources = Sources(parts.ruling, health, parts.recollection)
    deeds = home.Deeds(
        client,
        people,
        answers,
        Homes(client, people, answers, views, sources),
        RuleWindows(client, people, views, parts.ruling, health),
        sources,
    )
    home.register(parts.app, deeds=deeds, tasks=parts.tasks)

"""What the doors in Slack lead to, and what is made of that wherever it is wanted."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.bulk import Bulk
from bot.core.clock import Clock
from bot.core.customers.case import Support
from bot.customers import Customers
from bot.lookup import Lookup
from bot.slack.answer import Answers
from bot.slack.blocks import Blocks
from bot.slack.door import Identity
from bot.slack.file import Files
from bot.slack.home.tab import Recollection, Ruling
from bot.slack.people import People
from bot.slack.picture import Pictures
from bot.slack.replies.response_url import ResponseUrls
from bot.slack.tasks import Tasks
from bot.slack.views import Views
from bot.slack.windows.suggesting import Recents
from bot.store.database import Database
from bot.store.inbox import Inbox
from bot.store.listening import Told
from bot.store.seal import Seal
from bot.wiring.alerting import Alerts


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts. `clock` is real, for leases and letters; a demo moves `world`."""

    app: AsyncApp
    client: AsyncWebClient
    session: aiohttp.ClientSession
    identity: Identity
    people: People
    lookup: Lookup
    answers: Answers
    bulk: Bulk
    customers: Customers | None
    blocks: Blocks
    pictures: Pictures | None
    views: Views
    tasks: Tasks
    database: Database
    seal: Seal
    name: Callable[..., str]  # of anything, so that it reveals nothing
    ruling: Ruling
    recollection: Recollection | None
    support: Support
    told_of_locks: tuple[str, ...]  # people, or a channel
    clock: Clock
    world: Clock
    lease: float
    poll: float
    recents: Recents
    alerts: Alerts
    scopes: Set[str]  # that the app needs

    @property
    def urls(self) -> ResponseUrls:
        return ResponseUrls(self.session)

    @property
    def files(self) -> Files:
        return Files(self.client, self.session)

    @property
    def told(self) -> Told:
        return Told(self.database)

    @property
    def inbox(self) -> Inbox:
        return Inbox(self.database, lease=timedelta(seconds=self.lease))

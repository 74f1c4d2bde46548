"""Alerts put together: what looks, what tells, and what minds both."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Final

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.alerts.lane import Owed
from bot.core.clock import Clock
from bot.core.letter import Waiting
from bot.core.watches.look import Pace
from bot.looking import Habits, Looking
from bot.loop import rounds
from bot.metrics import CONTENT_TYPE, Metric, exposed
from bot.parcellab.webhook import Webhook
from bot.settings import Settings, secret
from bot.slack.alerts.desk import AlertDesk
from bot.slack.blocks import Blocks
from bot.slack.door import Identity
from bot.slack.poster import Poster
from bot.store.alerts.looks import Looks
from bot.store.alerts.outbox import Outbox
from bot.store.alerts.stands import Stands
from bot.store.alerts.watches import Watches
from bot.store.database import Database
from bot.telling import Manners, Telling, Told
from bot.wiring.upstream import FOR_ALERTS, Upstream, for_alerts, for_hints

_MENDING: Final = 10.0  # seconds between looks for what a wrong clock has put off
_AGED: Final = timedelta(minutes=5)
_AT_WORK: Final = 2.5  # times the time-out: how long a request may be at work at Slack's

Letters = Callable[[], Awaitable[Waiting]]


class Alerts:
    """What alerts consist of. *clock* is real time; *world* is the parcels', which a demo moves."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        upstream: Upstream,
        *,
        clock: Clock,
        world: Clock,
    ) -> None:
        lease = timedelta(seconds=settings.lease)
        self.watches, self.stands = Watches(database), Stands(database)
        patience = timedelta(hours=settings.remind)
        self.storm = settings.storm
        self.outbox = Outbox(database, lease=lease, patience=patience, storm=self.storm)
        self.looks = Looks(database, lease=lease)
        self.looking = Looking(
            for_alerts(upstream, settings),
            self.looks,
            clock,
            hinted=for_hints(upstream, settings),
            world=world,
            habits=_habits(settings),
        )
        self.told = Told()
        self._telling: Telling | None = None
        self._settings = settings
        self._clock = clock
        self._owed = Owed(0, None)
        self._budget = upstream.budget

    def stir(self) -> None:
        """Post and show what there is now."""
        self.looking.on_news()

    def end(self) -> None:
        """Begin no more posts: those that were begun have their time while other things end."""
        if self._telling:
            self._telling.end()

    @property
    def is_well(self) -> bool:
        """Whether what is owed gets posted: red when it ages."""
        oldest = self._owed.oldest
        return oldest is None or self._clock() - oldest < _AGED

    def routes(self, letters: Letters | None = None) -> list[web.RouteDef]:
        """Return the doors of alerts: `/metrics`, and parcelLab's hints if there is a token.

        `/metrics` tells of *letters*, too, where they are answered.
        """
        token = secret(self._settings.webhook_token)
        hints = Webhook(token, self.watches, self._clock, self.looking.stir) if token else None

        async def metrics(_: web.Request) -> web.Response:
            found = [*await self._metrics(), *(await self._waiting(letters) if letters else ())]
            return web.Response(text=exposed(found), headers={"Content-Type": CONTENT_TYPE})

        return [web.get("/metrics", metrics), *(hints.routes() if hints else ())]

    @asynccontextmanager
    async def at_work(
        self, client: AsyncWebClient, identity: Identity, blocks: Blocks
    ) -> AsyncIterator[None]:
        """Look and tell; at the end what was begun is ended, and the rest left for others."""
        if not self._settings.alerts:
            yield
            return
        desk = AlertDesk(Poster(client, identity), blocks)
        telling = Telling(self.outbox, desk, self._clock, manners=_manners(self._settings))
        self.told, self.looking.on_news = telling.counts, telling.stir
        self._telling = telling
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(rounds(self._mend))
            await stack.enter_async_context(telling.at_work())
            await stack.enter_async_context(self.looking.at_work())
            yield

    async def _mend(self) -> float:
        now = self._clock()
        await self.looks.mend(now)
        await self.outbox.mend(now)
        await self.watches.end_overdue(now)
        self._owed = await self.outbox.owed()
        return _MENDING

    async def _waiting(self, letters: Letters) -> tuple[Metric, ...]:
        waiting = await letters()
        late = (self._clock() - waiting.due).total_seconds() if waiting.due else 0.0
        return (
            Metric("letters", "What was asked and is not answered yet.", waiting.count, "gauge"),
            Metric(
                "late_letters_seconds", "Since nobody is at work on one.", max(0, late), "gauge"
            ),
        )

    async def _metrics(self) -> tuple[Metric, ...]:
        owed, now = await self.outbox.owed(), self._clock()
        due = await self.looks.due(now)
        age = (now - owed.oldest).total_seconds() if owed.oldest else 0.0
        looked, told = self.looking.counts, self.told
        return (
            Metric("due", "Orders to look at now.", due, "gauge"),
            Metric("looks_total", "Looks at orders.", looked.looks),
            Metric("late_looks_total", "Looks a minute late or more.", looked.late),
            Metric("failed_looks_total", "Looks that parcelLab did not answer.", looked.failures),
            Metric("notices_total", "Notices that news made.", looked.owed),
            Metric("owed", "Notices to be posted.", owed.count, "gauge"),
            Metric("oldest_owed_seconds", "Age of the oldest of them.", age, "gauge"),
            Metric("posts_total", "Notices posted.", told.posted),
            Metric("found_total", "Notices that stood there already.", told.found),
            Metric("edits_total", "Cards edited.", told.edited),
            Metric("paused_total", "Answers of Slack's with 429.", told.paused),
            Metric("unclear_total", "Posts of which it was unclear.", told.unclear),
            Metric("repeated_total", "Posts marked as repeated.", told.repeated),
            Metric("parked_total", "Notices that Slack does not take.", told.parked),
            Metric("calls_left", "Calls to parcelLab left for alerts.", self._left(), "gauge"),
        )

    def _left(self) -> int:
        accounts = self._settings.accounts or ("",)
        return min(self._budget.left(str(one), share=FOR_ALERTS) for one in accounts)


def pace_of(settings: Settings) -> Pace:
    """Return how soon and how late an order may be looked at again."""
    least, most = settings.look_least, max(settings.look_most, settings.look_least)
    return Pace(timedelta(seconds=least), timedelta(seconds=most))


def _habits(settings: Settings) -> Habits:
    return Habits(
        batch=settings.batch,
        at_once=settings.concurrency,
        turn=settings.lease / 2,
        pause=settings.poll,
        pace=pace_of(settings),
        settling=timedelta(seconds=settings.settling),
        grace=timedelta(seconds=settings.grace),
    )


def _manners(settings: Settings) -> Manners:
    return Manners(
        pause=settings.poll,
        interval=settings.message_interval,
        lasts=_AT_WORK * settings.slack_timeout,
        lag=settings.slack_lag,
    )

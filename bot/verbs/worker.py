"""`wherebot worker`: alerts alone, beside as many others as one likes."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot import app, memory
from bot.loop import one_end
from bot.settings import Settings, secret
from bot.slack.blocks import Blocks
from bot.slack.door import Identity
from bot.slack.endpoint import web_app
from bot.store.database import open_database
from bot.wiring.alerting import Alerts
from bot.wiring.identity import known
from bot.wiring.opening import utc_now
from bot.wiring.upstream import open_upstream

_log = logging.getLogger(__name__)


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[Alerts]:
    """Run alerts; leaving ends what was begun, and leaves the rest to others."""
    settings = settings.model_copy(update={"alerts": True})  # off is said to those that do more
    one_end()
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        database = await enter(open_database(secret(settings.database_url)))
        upstream = await enter(open_upstream(settings, database))
        session = await enter(app.slack_session(settings.slack_timeout))
        client = app.slack_client(settings, session)
        identity = Identity(client)
        await enter(known(identity, database))
        alerts = Alerts(settings, database, upstream, clock=utc_now, world=utc_now)
        await enter(alerts.at_work(client, identity, Blocks(settings.templates)))
        yield alerts


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = app.asked_to_stop()
    async with working(settings) as alerts, _served(settings, alerts):
        memory.settle()
        _log.info("looking at what is due, and posting what is owed")
        await stop.wait()
        _log.info("stopping")
        alerts.end()


@asynccontextmanager
async def _served(settings: Settings, alerts: Alerts) -> AsyncIterator[None]:
    """Serve `/health` and `/metrics` where a port is set; of one machine's workers the first does.

    They cannot share a port, and none may stay away because of it.
    """
    if "port" not in settings.model_fields_set:
        yield
        return
    async with AsyncExitStack() as stack:
        doors = web_app(None, lambda: alerts.is_well, alerts.routes())
        try:
            await stack.enter_async_context(app.served(settings, doors))
        except OSError as error:
            _log.warning("/health is not served here: %s", error.strerror)
        yield

"""Learns who the bot is and of which workspace, which has to be that of its database."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

from bot.core.letter import StoreError
from bot.slack.door import BadToken, Identity, Whose
from bot.slack.error import CALL_FAULTS, reason
from bot.store.database import Database
from bot.store.rulebook import Rulebook

_FIRST_WORD: Final = 2.0  # seconds of waiting for Slack; `/health` has to answer while it is away
_log = logging.getLogger(__name__)


@asynccontextmanager
async def known(identity: Identity, database: Database) -> AsyncIterator[None]:
    """Learn who the bot is, and go on trying while Slack is away; a bad token raises."""

    async def whose(team_id: str) -> str:
        return await Rulebook(database).workspace(team_id, datetime.now(UTC))

    learning: asyncio.Task[None] | None = None
    if not await _learnt(identity, whose):
        learning = asyncio.create_task(_keep_learning(identity, whose))
    try:
        yield
    finally:
        if learning:
            learning.cancel()


async def _learnt(identity: Identity, whose: Whose) -> bool:
    try:
        async with asyncio.timeout(_FIRST_WORD):
            await identity.learn(whose)
    except StoreError as error:
        _log.warning("%s", error)
    except (*CALL_FAULTS, AttributeError, ValueError) as error:
        # The last two: slack_sdk stumbles over what is no JSON object, as a proxy may answer.
        _log.warning("Slack cannot be asked who the bot is: %s", reason(error))
    return identity.is_known


async def _keep_learning(identity: Identity, whose: Whose) -> None:
    """Slack says nothing when it is back: it has to be asked."""
    try:
        while not await _learnt(identity, whose):  # noqa: ASYNC110
            await asyncio.sleep(5)
    except BadToken as wrong:
        _log.error("%s; the bot will not be ready", wrong)

"""What is held until a place wants to hear of it, and how much it has heard of a day by now."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alert import Severity
from bot.core.alerts.gate import What, day_began, wait_for
from bot.core.watches.rule import Etiquette
from bot.core.watches.watch import State
from bot.store.schema.alert import IS_OPEN, notices


async def told_today(connection: AsyncConnection, wanted: Etiquette, now: datetime) -> int:
    """Count the messages of the day, where that matters: also those that are on their way."""
    if not wanted.budget:
        return 0
    is_posted = and_(
        notices.c.state == State.POSTED.value, notices.c.done_at >= day_began(wanted, now)
    )
    is_begun = or_(notices.c.attempt > 0, notices.c.what != What.NEWS.value)
    counted = select(func.count()).where(
        notices.c.place == wanted.place, or_(is_posted, and_(IS_OPEN, is_begun))
    )
    return (await connection.execute(counted)).scalar_one()


async def hold_anew(connection: AsyncConnection, wanted: Etiquette, now: datetime) -> None:
    """Let what is held go by what the place wants now, and wait for nothing else any more."""
    told = await told_today(connection, wanted, now)
    wait = wait_for(Severity.WARNING, wanted, now, told=told)
    change: dict[str, Any] = {"due_at": now}
    if wait:
        change = {"due_at": wait.until, "reason": wait.why.value}
    held = update(notices).where(
        notices.c.place == wanted.place, notices.c.state == State.HELD.value
    )
    await connection.execute(held.values(change))

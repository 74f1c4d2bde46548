"""Debts: notices as they are read by whoever pays them, and those that are owed beside the news."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alert import Facts
from bot.core.alerts.gate import Digest, What
from bot.core.alerts.lane import Debt
from bot.core.alerts.stand import Stand
from bot.core.alerts.storm import ASIDE
from bot.core.watches.watch import State
from bot.store.insert import insert_into
from bot.store.schema.alert import cards, notices, watches

IN: Final = "storm"  # the reason of what is told on a storm's card
LEFT: Final = "left"  # and of what was
_told, _above = notices.alias("told"), notices.alias("above")
_above_card: Final = cards.alias("above_card")
# The card that tells of an order, too, which has none of its own.
ABOVE_KEY: Final = (
    select(_told.c.merged_into)
    .where(
        _told.c.card == notices.c.card,  # by whichever number somebody watches the order
        _told.c.storm != "",
        _told.c.reason.in_((IN, LEFT)),
    )
    .order_by(_told.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_COLUMNS: Final = (
    *(
        notices.c[name]
        for name in (
            *("id", "key", "card", "order_id", "facts", "lang", "state", "attempt", "since"),
            *("what", "storm", "reason", "merged_into"),
        )
    ),
    cards.c.ts.label("card_ts"),
    cards.c.stand,
    _above.c.key.label("above"),
    _above.c.ts.label("above_ts"),
    _above_card.c.stand.label("above_stand"),
    watches.c.name.label("watched_as"),
)


def watches_there(told: FromClause) -> ColumnElement[bool]:
    """Join what is told in a place with its watch, whose name may be said there."""
    return and_(watches.c.order_id == told.c.order_id, watches.c.place == told.c.place)


def debts_in(place: str) -> Select[Any]:
    """Return a query for the debts of a place, oldest first."""
    return (
        select(*_COLUMNS)
        .join(cards, cards.c.card == notices.c.card, isouter=True)
        .join(_above, _above.c.key == ABOVE_KEY, isouter=True)
        .join(_above_card, _above_card.c.card == _above.c.key, isouter=True)
        .join(watches, watches_there(notices), isouter=True)
        .where(notices.c.place == place)
        .order_by(notices.c.id)
    )


def debt_of(row: Any) -> Debt:
    what = What(row.what)
    digest = Digest.model_validate_json(row.facts) if what is What.DIGEST else None
    facts = digest.alerts[0] if digest else Facts.model_validate_json(row.facts)
    is_aside = not row.card_ts and row.above and facts.kinds[0] in ASIDE
    return Debt(
        id=row.id,
        key=row.key,
        card=row.card,
        facts=facts,
        lang=row.lang,
        state=State(row.state),
        attempt=row.attempt,
        since=row.since,
        card_ts=(row.above_ts if is_aside else row.card_ts) or "",
        what=what,
        order_id=row.order_id,
        stand=Stand.model_validate_json((row.above_stand if is_aside else row.stand) or "{}"),
        digest=digest,
        above=row.above if is_aside else "",
        joins="" if row.reason == LEFT else row.storm,
        is_asked=bool(row.merged_into),
        name=row.watched_as or "",
    )


async def names_in(connection: AsyncConnection, digest: str) -> tuple[str, ...]:
    """Return what the watches are called of which a digest tells, in its order."""
    found = (
        select(watches.c.name)
        .select_from(notices)
        .join(watches, watches_there(notices), isouter=True)
        .where(notices.c.merged_into == digest, notices.c.what == What.NEWS.value)
        .order_by(notices.c.id)
    )
    return tuple(name or "" for name in (await connection.scalars(found)).all())


async def owe(
    connection: AsyncConnection, place: str, debt: Debt, body: str, now: datetime
) -> None:
    """Owe something beside the news, in the words of *debt*; known by its key, it is owed once."""
    row = {
        "key": debt.key,
        "place": place,
        "card": debt.card,
        "order_id": debt.order_id,
        "state": State.OWED.value,
        "facts": body,
        "lang": debt.lang,
        "made_at": now,
        "attempt": 0,
        "merged_into": "",
        "reason": "",
        "what": debt.what.value,
        "storm": debt.joins,
    }
    into = insert_into(connection, notices).values(row).on_conflict_do_nothing()
    await connection.execute(into)

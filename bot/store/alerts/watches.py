"""Watches: who wants to hear of what. A wish is written down before it is confirmed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alert import Kind, Sighting
from bot.core.click import tags_of
from bot.core.home.watch_form import Meant, Wanted
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.claim import HASTE
from bot.core.watches.watch import Watch, Watched
from bot.store.alerts.unwatched import leave_unwatched
from bot.store.alerts.wishes import overtaken, remember
from bot.store.database import Database
from bot.store.insert import insert_into
from bot.store.schema.alert import numbers, orders, watches

_AT_ONCE: Final = 500  # rows of one statement: SQLite takes 32,766 values in all
_MOST: Final = 50  # wishes that are read at once
WATCH_COLUMNS: Final = (
    watches.c.id,
    watches.c.order_id,
    watches.c.place,
    watches.c.made_by,
    watches.c.since,
    watches.c.lang,
    watches.c.kinds,
    watches.c.until,
    watches.c.is_new,
    watches.c.name,
    watches.c.parcels,
    watches.c.ends_at,
    orders.c.kind,
    orders.c.value,
    orders.c.couriers,
    orders.c.client_key,
)


class Watches:
    """Keeps wishes; any number of processes may share them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def watch(self, wishes: Sequence[Watch], now: datetime) -> int:
        """Write wishes down, to be looked at now; return how many are new.

        Who watches an order already goes on to, with what the new wish says.
        """
        made = 0
        for start in range(0, len(wishes), _AT_ONCE):
            async with self._database.begin() as connection:
                made += await _watch(connection, wishes[start : start + _AT_ONCE], now)
        return made

    async def keep(self, wanted: Sequence[tuple[Reference, str]], now: datetime) -> int:
        """Look at orders, each of a client, for the rules alone; return how many are new."""
        made = 0
        for start in range(0, len(wanted), _AT_ONCE):
            named = {
                (one.kind.value, one.value, client): _order_row(one, client, now)
                for one, client in wanted[start : start + _AT_ONCE]
            }
            rows = [{**row, "is_kept": True} for _, row in sorted(named.items())]
            async with self._database.begin() as connection:
                made += await _keep(connection, rows, now)
        return made

    async def unwatch(
        self, reference: Reference, place: str, now: datetime, *, parcel: str = ""
    ) -> bool:
        """End a wish, or what of it is about a parcel; return whether there was one."""
        meant = _of(reference, (place,))
        whole = and_(meant, watches.c.parcels == "") if parcel else meant
        ended = await self._end(whole, now)
        parcels = frozenset({parcel}) if parcel else tags_of(reference)
        return bool(await self._leave(place, parcels, now) or ended)

    async def end(self, meant: Meant, by: str, now: datetime) -> int:
        """End wishes of a person; return how many."""
        return await self._end(_meant(meant, by), now)

    async def end_overdue(self, now: datetime) -> int:
        """End the wishes whose time is over; return how many."""
        return await self._end(or_(watches.c.until <= now, watches.c.ends_at <= now), now)

    async def _end(self, meant: ColumnElement[bool], now: datetime) -> int:
        ended = (
            update(watches)
            .where(meant, watches.c.ended_at.is_(None))
            .values(ended_at=now)
            .returning(watches.c.order_id)
        )
        async with self._database.begin() as connection:
            found = (await connection.scalars(ended)).all()
            await connection.run_sync(leave_unwatched, found)
        return len(found)

    async def _leave(self, place: str, parcels: frozenset[str], now: datetime) -> int:
        """Let wishes be about these parcels no more; one that is about none then ends."""
        is_about = or_(false(), *(watches.c.parcels.contains(one) for one in parcels))
        here = and_(watches.c.place == place, watches.c.ended_at.is_(None))
        found = select(watches.c.id, watches.c.order_id, watches.c.parcels).where(here, is_about)
        async with self._database.begin() as connection:
            rows = (await connection.execute(found.with_for_update())).all()
            for row in rows:
                left = set(row.parcels.split(",")) - parcels
                change = {"parcels": ",".join(sorted(left))} if left else {"ended_at": now}
                await remember(connection, watches.c.id == row.id, now)
                one = update(watches).where(watches.c.id == row.id)
                await connection.execute(one.values(change))
            ids = [row.order_id for row in rows]
            told = update(orders).where(orders.c.id.in_(ids))  # the next look says what ends now
            await connection.execute(told.values(has_new=True))
            await connection.run_sync(leave_unwatched, ids)
        return len(rows)

    async def change(self, meant: Meant, by: str, wanted: Wanted, now: datetime) -> int:
        """Let wishes of a person be as *wanted*; return how many."""
        kinds, their = _written(wanted.kinds), and_(_meant(meant, by), watches.c.ended_at.is_(None))
        changed = update(watches).where(their)
        values = {"name": wanted.name, "kinds": kinds, "until": wanted.until}
        async with self._database.begin() as connection:
            await remember(connection, and_(their, watches.c.kinds != kinds), now)
            return (await connection.execute(changed.values(values))).rowcount

    async def meant(self, meant: Meant, by: str) -> tuple[list[Watch], int]:
        """Return the newest wishes of a person that are meant, and how many there are in all."""
        rows, total = await self._newest(_meant(meant, by), _MOST)
        return [watch_of(row) for row in rows], total

    async def lists(self, by: str, most: int = 20) -> dict[str, int]:
        """Return what a person calls several of their wishes, and how many, the newest first."""
        number = func.count()
        named = (
            select(watches.c.name, number)
            .where(watches.c.made_by == by, watches.c.name != "", watches.c.ended_at.is_(None))
            .group_by(watches.c.name)
            .having(number > 1)
            .order_by(func.max(watches.c.id).desc())
            .limit(most)
        )
        async with self._database.begin() as connection:
            return {row[0]: row[1] for row in await connection.execute(named)}

    async def watched(
        self, reference: Reference, places: Sequence[str], *, parcel: str = ""
    ) -> Watch | None:
        """Return the wish of one of these places for an order, or for a parcel of it.

        Whichever client's it was made.
        """
        is_about = watches.c.parcels == ""
        if parcel:
            is_about = or_(is_about, watches.c.parcels.contains(parcel))
        rows, _ = await self._newest(and_(_of(reference, places), is_about), 1)
        return watch_of(rows[0]) if rows else None

    async def of_place(self, place: str) -> tuple[list[Watch], int]:
        """Return the newest wishes of a place, and how many there are in all."""
        rows, total = await self._newest(watches.c.place == place, _MOST)
        return [watch_of(row) for row in rows], total

    async def of_person(self, user_id: str, most: int = _MOST) -> tuple[list[Watched], int]:
        """Return the newest wishes of a person, wherever they are told, and how many in all."""
        rows, total = await self._newest(watches.c.made_by == user_id, most)
        return [_watched_of(row) for row in rows], total

    async def _newest(self, of: ColumnElement[bool], most: int) -> tuple[Sequence[Any], int]:
        is_one = and_(of, watches.c.ended_at.is_(None))
        found = (
            select(*WATCH_COLUMNS, orders.c.seen, orders.c.looked_at)
            .join(orders, orders.c.id == watches.c.order_id)
            .where(is_one)
            .order_by(watches.c.id.desc())
            .limit(most)
        )
        counted = select(func.count()).select_from(watches).where(is_one)
        async with self._database.begin() as connection:
            rows = (await connection.execute(found)).all()
            total = (await connection.execute(counted)).scalar_one()
        return rows, total

    async def hint(self, values: Iterable[str], hashed: Iterable[str], now: datetime) -> int:
        """Let orders that these values or hashed numbers mean be looked at now; return how many.

        An order that is being looked at is looked at again: the look may have come too early.
        """
        meant = select(numbers.c.order_id).where(numbers.c.number.in_(list(hashed)))
        is_meant = or_(orders.c.value.in_(list(values)), orders.c.id.in_(meant))
        is_told = update(orders).where(is_meant, orders.c.due_at.is_not(None)).values(hinted(now))
        async with self._database.begin() as connection:
            return (await connection.execute(is_told)).rowcount


async def _watch(connection: AsyncConnection, wishes: Sequence[Watch], now: datetime) -> int:
    by_name = {_name(one): one for one in wishes}
    ordered = [one for _, one in sorted(by_name.items())]
    rows = [_order_row(one.reference, one.client_key, now) for one in ordered]
    into = insert_into(connection, orders).values(rows)
    due = into.on_conflict_do_update(
        index_elements=["kind", "value", "client_key"],
        set_={
            "due_at": soon(now),
            "set_at": now,
            "hints": orders.c.hints + 1,
            "failures": 0,
            "has_new": True,
        },
    ).returning(orders.c.id, orders.c.kind, orders.c.value, orders.c.client_key)
    ids = {(row.kind, row.value, row.client_key): row.id for row in await connection.execute(due)}
    wished = {(ids[_name(one)], one.place): one for one in wishes}
    values = [_watch_row(order_id, one) for (order_id, _), one in sorted(wished.items())]
    old = await overtaken(connection, values, now)
    kept = insert_into(connection, watches).values(values)
    # A wish that goes on was told what holds; one that had ended begins anew.
    begins = watches.c.ended_at.is_not(None)
    grows = _grows(kept.excluded.parcels)
    again = {
        name: kept.excluded[name] for name in ("made_by", "lang", "kinds", "until")
    } | {
        "is_new": or_(watches.c.is_new, begins, grows),
        "since": case((begins, kept.excluded.since), else_=watches.c.since),
        "ended_at": None,
        "ends_at": None,  # the look that is due says
        "name": case(
            (or_(begins, kept.excluded.name != ""), kept.excluded.name), else_=watches.c.name
        ),
        "parcels": case(
            (or_(begins, kept.excluded.parcels == ""), kept.excluded.parcels),
            (grows, watches.c.parcels + "," + kept.excluded.parcels),
            else_=watches.c.parcels,
        ),
    }  # fmt: skip
    await connection.execute(
        kept.on_conflict_do_update(index_elements=["order_id", "place"], set_=again)
    )
    return len(wished.keys() - old)


def _grows(parcels: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a wish is about some parcels, and then about another, or all, as well."""
    is_more = or_(parcels == "", ~watches.c.parcels.contains(parcels))
    return and_(watches.c.parcels != "", is_more)


async def _keep(connection: AsyncConnection, rows: Sequence[dict[str, Any]], now: datetime) -> int:
    """Keep orders; one that is not looked at any more is due now."""
    into = insert_into(connection, orders).values(rows)
    at = literal(now, orders.c.due_at.type)
    again = {"is_kept": True, "set_at": now, "due_at": func.coalesce(orders.c.due_at, at)}
    kept = into.on_conflict_do_update(
        index_elements=["kind", "value", "client_key"],
        set_=again,
        where=orders.c.is_kept.is_(False),
    )
    return len((await connection.execute(kept.returning(orders.c.id))).all())


def hinted(now: datetime) -> dict[str, Any]:
    """Return what changes of an order that is to be looked at before all others."""
    at = now - HASTE
    due = case((orders.c.due_at < at, orders.c.due_at), else_=soon(at))
    return {"hints": orders.c.hints + 1, "set_at": now, "due_at": due}


def soon(at: datetime) -> Any:
    """Return when it is due if that is to be *at*: who looks at it now ends that first."""
    is_looked_at = and_(orders.c.is_claimed, orders.c.due_at.is_not(None))
    return case((is_looked_at, orders.c.due_at), else_=literal(at, orders.c.due_at.type))


def _of(reference: Reference, places: Sequence[str]) -> ColumnElement[bool]:
    of_order = select(orders.c.id).where(
        orders.c.kind == reference.kind.value, orders.c.value == reference.value
    )
    return and_(watches.c.order_id.in_(of_order), watches.c.place.in_(places))


def _meant(meant: Meant, by: str) -> ColumnElement[bool]:
    which = watches.c.id == meant.id if meant.id else watches.c.name == meant.name
    return and_(watches.c.made_by == by, which)


def _written(kinds: Iterable[Kind]) -> str:
    return ",".join(sorted(kinds))


def _name(watch: Watch) -> tuple[str, str, str]:
    return watch.reference.kind.value, watch.reference.value, watch.client_key


def _order_row(reference: Reference, client_key: str, now: datetime) -> dict[str, Any]:
    return {
        "kind": reference.kind.value,
        "value": reference.value,
        "couriers": ",".join(reference.couriers),
        "client_key": client_key,
        "due_at": now,
        "set_at": now,
        "fence": 0,
        "is_claimed": False,
        "hints": 0,
        "failures": 0,
        "has_new": True,
    }


def _watch_row(order_id: int, watch: Watch) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "place": watch.place,
        "made_by": watch.by,
        "since": watch.since,
        "lang": watch.lang,
        "kinds": _written(watch.kinds),
        "until": watch.until,
        "is_new": True,
        "name": watch.name,
        "parcels": ",".join(sorted(watch.parcels)),
    }


def watch_of(row: Any) -> Watch:
    """Read what begins with WATCH_COLUMNS, by its places: names would cost as much again."""
    number, _, place, by, since, lang, kinds, until, is_new, name, parcels, ends_at, *rest = row
    kind, value, couriers, client_key, *_ = rest
    return Watch(
        id=number,
        reference=Reference(Asked(kind), value, tuple(filter(None, couriers.split(",")))),
        place=place,
        by=by,
        since=since,
        lang=lang,
        client_key=client_key,
        kinds=frozenset(map(Kind, filter(None, kinds.split(",")))),
        until=until,
        is_new=is_new,
        name=name,
        parcels=frozenset(filter(None, parcels.split(","))),
        ends_at=ends_at,
    )


def _watched_of(row: Any) -> Watched:
    seen = Sighting.model_validate_json(row.seen) if row.seen else None
    return Watched(watch_of(row), seen, row.looked_at)


def reference_of(row: Any) -> Reference:
    couriers = tuple(filter(None, row.couriers.split(",")))
    return Reference(Asked(row.kind), row.value, couriers)

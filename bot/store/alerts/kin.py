"""Kin: references that lead to one order, such as its number and a parcel's.

Each is looked at by itself, for one may be found no longer; but what was seen of the order is the
same for all, so that its episodes are counted once. Whoever looks tells it to who watches any.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import Any, Final

from sqlalchemy import Connection, and_, case, literal, select, update

from bot.core.alert import Sighting, lacks, united
from bot.core.watches.claim import Outcome
from bot.core.watches.watch import identity_of
from bot.store.many import among, for_each
from bot.store.schema.alert import orders, watches

_MOST: Final = 30  # references that lead to one order


@dataclass(slots=True)
class Kin:
    """Those of a batch of outcomes: `rows` of each identity, and what each outcome's is.

    `joining` has found out by this look whose kin it is: it has seen too little to tell anything.
    """

    rows: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    identities: dict[int, str] = field(default_factory=dict)
    joining: list[Outcome] = field(default_factory=list)

    def of(self, outcome: Outcome) -> list[Any]:
        """Return the others that lead to the same order."""
        rows = self.rows.get(self.identities.get(outcome.claim.id, ""), ())
        return [row for row in rows if row.id != outcome.claim.id]

    def ids(self, outcome: Outcome) -> list[int]:
        return [row.id for row in self.of(outcome)]

    def knows(self, outcome: Outcome) -> bool:
        """Whether it is written down already that the reference leads there."""
        rows = self.rows.get(self.identities.get(outcome.claim.id, ""), ())
        return any(row.id == outcome.claim.id for row in rows)


def settle(connection: Connection, outcomes: Sequence[Outcome]) -> tuple[list[Outcome], Kin]:
    """Return what of these counts, and whose kin they are; until the end nobody changes those.

    Of two kin that were seen at once the first counts. The other is looked at again, and so is who
    was not known to be kin: what it saw was compared with too little. No order goes by so many
    references that more than `_MOST` lead to it: where they do, each of the others counts alone.
    """
    identities: dict[int, str] = {
        one.claim.id: identity_of(one.name) for one in outcomes if one.seen is not None and one.name
    }
    if not identities:
        return list(outcomes), Kin()
    rows: dict[str, list[Any]] = {}
    for row in connection.execute(_KIN, {"identities": sorted(set(identities.values()))}):
        rows.setdefault(row.identity, []).append(row)
    kin = Kin(rows, identities)
    return list(_counting(outcomes, kin)), kin


def _counting(outcomes: Iterable[Outcome], kin: Kin) -> Iterable[Outcome]:
    taken: set[str] = set()
    room = {name: _MOST - len(kin.rows.get(name, ())) for name in kin.identities.values()}
    for one in outcomes:
        identity = kin.identities.get(one.claim.id)
        if identity is None:
            yield one
            continue
        is_known = kin.knows(one)
        if not is_known and room[identity] <= 0:
            del kin.identities[one.claim.id]
            yield one
            continue
        room[identity] -= not is_known
        is_joining = not is_known and any(row.seen for row in kin.of(one))
        if is_joining:
            kin.joining.append(one)
        if is_joining or identity in taken:
            yield Outcome(one.claim, one.claim.due_at, one.failures)
            continue
        taken.add(identity)
        yield one


def spread(connection: Connection, told: Sequence[Outcome], kin: Kin, now: datetime) -> None:
    """Let what was seen be what all kin have seen, and who was not known as kin be so."""
    named = [
        (kin.identities[one.claim.id], one.claim.id)
        for one in told
        if one.claim.id in kin.identities and not kin.knows(one)
    ]
    for_each(connection, _NAMED, named)
    for one in told:
        if one.seen is None:
            continue
        others = kin.of(one)
        # Both may have been seen for the first time at once: then they have counted apart.
        apart = {row.seen for row in others if row.seen} - {one.seen, one.claim.seen}
        seen = _united([one.seen, *apart]) if apart else one.seen
        behind = [row.id for row in others if row.seen != seen]
        behind += [one.claim.id] if apart else []
        if behind:
            _see(connection, behind, seen, now)


def join(connection: Connection, kin: Kin, ours: set[int], now: datetime) -> None:
    """Let those that have found out whose kin they are have seen what these have seen.

    Each may have seen something that the others have not: who watches those is told what holds.
    """
    for one in kin.joining:
        if one.claim.id not in ours:
            continue
        apart = [(row.id, row.seen) for row in kin.of(one)]
        apart.append((one.claim.id, one.claim.seen))
        seen = _united(seen for _, seen in apart if seen)
        whole = Sighting.model_validate_json(seen)
        for_each(connection, _NAMED, [(kin.identities[one.claim.id], one.claim.id)])
        _see(connection, [number for number, old in apart if old != seen], seen, now)
        untold = [
            number
            for number, old in apart
            if old and lacks(Sighting.model_validate_json(old), whole)
        ]
        if untold:
            connection.execute(_IS_NEW, {"ids": untold})
            connection.execute(_HAS_NEW, {"ids": untold})


def _united(apart: Iterable[str]) -> str:
    return reduce(united, map(Sighting.model_validate_json, apart)).model_dump_json()


def _see(connection: Connection, ids: Sequence[int], seen: str, now: datetime) -> None:
    """Let these have seen it. Who looks at one of them meanwhile compares with less: look again."""
    at = literal(now, orders.c.due_at.type)
    is_looked_at = and_(orders.c.is_claimed, orders.c.due_at.is_not(None))
    change = {
        "seen": seen,
        "judged": None,
        "fence": orders.c.fence + 1,
        "is_claimed": False,
        "due_at": case((is_looked_at, at), else_=orders.c.due_at),
        "set_at": case((is_looked_at, at), else_=orders.c.set_at),
    }
    connection.execute(update(orders).where(orders.c.id.in_(ids)).values(change))


_KIN: Final = (
    select(orders.c.id, orders.c.identity, orders.c.seen)
    .where(among(orders.c.identity, "identities"))
    .order_by(orders.c.id)
    .with_for_update()  # not said to SQLite: one writes there at a time
)
_NAMED: Final = "UPDATE alert_order SET identity = $1 WHERE id = $2"
_IS_NEW: Final = (
    update(watches).where(among(watches.c.order_id, "ids"), watches.c.ended_at.is_(None))
).values(is_new=True)
_HAS_NEW: Final = update(orders).where(among(orders.c.id, "ids")).values(has_new=True)

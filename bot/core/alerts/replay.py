"""Replay: what stored looks tell by rules, with the code that told it, or would have."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.alert import ENDS, NO_STEP, Event, Sighting
from bot.core.watches.rule import AlertRule
from bot.core.watches.watch import Notice, State, Watch, listeners, notices_for


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at an order brought, in the order in which it was told; `name` names it."""

    name: str
    at: datetime
    events: tuple[Event, ...]


def replayed(looks: Iterable[Look], rules: Sequence[AlertRule]) -> Iterator[Notice]:
    """Yield what *rules* owe for these looks."""
    everybody = listeners((), rules)
    for look in looks:
        for listener in everybody:
            yield from notices_for(listener, look.name, look.events)


@dataclass(frozen=True, slots=True)
class Wished:
    """A watch as it was from `begins` on, and not at `until` any more; and when it ended."""

    watch: Watch
    ended: datetime | None
    begins: datetime | None = None
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        is_on = self.watch.since <= at and (self.ended is None or at <= self.ended)
        is_so = (self.begins is None or self.begins <= at) and (
            self.until is None or at < self.until
        )
        return is_on and is_so


@dataclass(frozen=True, slots=True)
class History:
    """An order: its looks that brought something, who watched it, and what was seen of it last."""

    id: int
    name: str
    looks: tuple[Look, ...]
    wishes: tuple[Wished, ...]
    seen: Sighting


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written down of a notice: when, and what became of it at once.

    `verdict` is "told", "told along" or "silenced: …".
    """

    order_id: int
    place: str
    at: datetime
    verdict: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Where replay and record part: what each says of a notice, empty for nothing."""

    at: datetime
    place: str
    order: str
    kind: str
    replayed: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Replayed:
    notice: Notice
    order_id: int
    at: datetime

    @property
    def verdict(self) -> str:
        return verdict_of(self.notice.state, self.notice.reason)


def verdict_of(state: State, reason: str) -> str:
    """Say what was decided of a notice when it was owed; what became of it later is no matter."""
    match state:
        case State.SILENCED:
            return f"silenced: {reason}"
        case State.MERGED:
            return "told along"
        case _:
            return "told"


def rebuilt(
    histories: Iterable[History],
    rules_at: Callable[[datetime], Sequence[AlertRule]],
    times: Mapping[int, Sequence[datetime]],
) -> dict[str, Replayed]:
    """Owe anew what orders' histories tell, at the *times* of each, as the engine did it.

    What is known under its key is not owed again, but what was silenced is once it is wanted.
    """
    found: dict[str, Replayed] = {}
    for history in histories:
        for at in sorted(times.get(history.id, ())):
            for notice in _owed(history, at, rules_at(at), times[history.id]):
                old = found.get(notice.key)
                is_wanted_now = old and old.notice.state is State.SILENCED
                if old is None or (is_wanted_now and notice.state is State.OWED):
                    found[notice.key] = Replayed(notice, history.id, at)
    return found


def _owed(
    history: History, at: datetime, rules: Sequence[AlertRule], times: Sequence[datetime]
) -> Iterator[Notice]:
    news = [event for look in history.looks if look.at == at for event in look.events]
    watching = [one.watch.within(history.seen.parcels) for one in history.wishes if one.holds(at)]
    standing = [*_standing(history, at)]
    for turn, some in enumerate(_apart(watching)):
        for listener in listeners(some, () if turn else rules):
            watch = listener.watch
            is_new = watch is not None and not any(watch.since <= one < at for one in times)
            if watch:
                listener = replace(listener, watch=replace(watch, is_new=is_new))
            heard = [*(standing if is_new else ()), *news]
            yield from notices_for(listener, history.name, heard)


def _apart(watching: Iterable[Watch]) -> list[list[Watch]]:
    """Return watches so that no two of a place, by several references, are together."""
    found: list[list[Watch]] = [[]]
    for one in watching:
        room = (some for some in found if all(other.place != one.place for other in some))
        some = next(room, None)
        if some is None:
            found.append([one])
        else:
            some.append(one)
    return found


def _standing(history: History, at: datetime) -> Iterator[Event]:
    """Yield what had been seen before and held yet; of a way that had ended its end."""
    latest: dict[tuple[str, str], Event] = {}
    for look in history.looks:
        if look.at < at:
            latest |= {(event.tag, event.kind): event for event in look.events}
    over = {tag for tag, kind in latest if kind in ENDS}
    for event in latest.values():
        seen = history.seen.parcels.get(event.tag)
        episode = seen and seen.episodes.get(event.kind)
        is_last = episode and episode.number == event.episode
        is_over = is_last and episode and episode.ended and episode.ended <= at
        if not is_over and (event.tag not in over or event.kind in ENDS):
            facts = event.facts.model_copy(update={"below": NO_STEP})
            yield event.model_copy(update={"facts": facts})


def report(
    histories: Sequence[History],
    rules_at: Callable[[datetime], Sequence[AlertRule]],
    recorded: Mapping[str, Recorded],
    day: tuple[datetime, datetime],
) -> tuple[list[str], bool]:
    """Say in lines whether a replay gives the news that were recorded of a day, and whether so."""
    again = rebuilt(histories, rules_at, _times(histories, recorded))
    gone = _made_anew(histories, rules_at, recorded) - again.keys()
    gone |= _in_private(histories, again, recorded)
    known = {key: one for key, one in recorded.items() if key not in gone}
    again = {key: one for key, one in again.items() if key not in gone}
    names = {one.id: one.looks[0].events[0].facts.order for one in histories}
    differences = compared(again, known, names, day)
    lines = [
        f"{one.at:%H:%M:%S} {one.place} {one.order or one.kind} {one.kind}: "
        f"replay {one.replayed or 'nothing'}, recorded {one.recorded or 'nothing'}"
        for one in differences
    ]
    counted = Counter(
        one.verdict.partition(":")[0] for one in recorded.values() if day[0] <= one.at < day[1]
    )
    said = ", ".join(f"{counted[name]} {name}" for name in ("told", "told along", "silenced"))
    unsaid = sum(key in recorded and day[0] <= recorded[key].at < day[1] for key in gone)
    more = f" {unsaid} cannot be compared: what was wished then is not kept." if unsaid else ""
    lines.append(f"{day[0]:%Y-%m-%d}: {sum(counted.values())} notices recorded: {said}.{more}")
    same = "Replay gives the same."
    lines.append(f"Replay differs in {len(differences)}." if differences else same)
    return lines, not differences


def _made_anew(
    histories: Iterable[History],
    rules_at: Callable[[datetime], Sequence[AlertRule]],
    recorded: Mapping[str, Recorded],
) -> set[str]:
    """Return what was told for watches that have ended, and begun anew in the same place since.

    What they were is kept, but it was not by earlier versions.
    """
    begun: dict[tuple[int, str], datetime] = {}
    for one in histories:
        for wished in one.wishes:
            known = begun.setdefault((one.id, wished.watch.place), wished.watch.since)
            begun[one.id, wished.watch.place] = min(known, wished.watch.since)
    return {
        key
        for key, told in recorded.items()
        if (since := begun.get((told.order_id, told.place)))
        and since > told.at
        and not any(rule.place == told.place for rule in rules_at(told.at))
    }


def _in_private(
    histories: Iterable[History], again: Mapping[str, Replayed], recorded: Mapping[str, Recorded]
) -> set[str]:
    """Return what rules told, or tell, otherwise in a direct message: no change of them is kept."""
    wished = {(one.id, wish.watch.place) for one in histories for wish in one.wishes}
    found = set()
    for key in again.keys() | recorded.keys():
        one, known = again.get(key), recorded.get(key)
        place = one.notice.place if one else recorded[key].place
        order_id = one.order_id if one else recorded[key].order_id
        said = (one and one.verdict, known and known.verdict)
        if place.startswith("D") and (order_id, place) not in wished and said[0] != said[1]:
            found.add(key)
    return found


def _times(
    histories: Iterable[History], recorded: Mapping[str, Recorded]
) -> dict[int, list[datetime]]:
    """Return when each order was looked at with some result, as far as that is known."""
    found: dict[int, set[datetime]] = {}
    for history in histories:
        found.setdefault(history.id, set()).update(look.at for look in history.looks)
    for one in recorded.values():
        found.setdefault(one.order_id, set()).add(one.at)
    return {order_id: sorted(times) for order_id, times in found.items()}


def compared(
    replayed_: Mapping[str, Replayed],
    recorded: Mapping[str, Recorded],
    names: Mapping[int, str],
    day: tuple[datetime, datetime],
) -> list[Difference]:
    """Return where they part within a day; *recorded* holds also what came before it."""
    begins, ends = day
    found = []
    for key, one in replayed_.items():
        known = recorded.get(key)
        is_from_before = known is not None and known.at < begins
        if begins <= one.at < ends and not is_from_before:
            said = known.verdict if known else ""
            if said != one.verdict:
                kind = one.notice.event.kind.value
                found.append(_difference(one, names, kind, said))
    for key, known in recorded.items():
        if begins <= known.at < ends and key not in replayed_:
            name = names.get(known.order_id, "")
            found.append(Difference(known.at, known.place, name, "", "", known.verdict))
    return sorted(found, key=lambda one: (one.at, one.place, one.order))


def _difference(one: Replayed, names: Mapping[int, str], kind: str, said: str) -> Difference:
    name = names.get(one.order_id, "")
    return Difference(one.at, one.notice.place, name, kind, one.verdict, said)

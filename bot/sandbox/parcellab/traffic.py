"""All parcels of the sandbox on their way: moved by hand, or travelling as its clock passes."""

import asyncio
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.course import FINAL, LATE, RESET, SCAN, Course, Event
from bot.sandbox.parcellab.moved import can_refresh, moved
from bot.sandbox.parcellab.order import SandboxOrder
from bot.sandbox.parcellab.parcel import BERLIN, STATUSES, Body, Scene, fill

MOVES = ("next", "late", "deliver", "reset")
NO_PARCEL = "No parcel yet"
NEVER = datetime.max.replace(tzinfo=UTC)
# What a panel calls a status; parcelLab itself tells whole sentences.
NAMES = {
    "OrderProcessed": "Being packed",
    "Announced": "Announced",
    "PickedUp": "Picked up",
    "InTransit": "In transit",
    "AtDepot": "At the depot",
    "InCustoms": "In customs",
    "AddressIssue": "Address problem",
    "OutForDelivery": "Out for delivery",
    "Attempted": "Delivery failed",
    "PickupReady": "Ready to collect",
    "Delivered": "Delivered",
    "DeliveredNeighbor": "With a neighbour",
    "DeliveredShop": "Collected",
    "ReturnToSender": "Going back",
    "Returned": "Back at the shop",
    "Lost": "Lost",
    "Damaged": "Damaged",
    "Cancelled": "Cancelled",
}


@dataclass(frozen=True)
class State:
    """How an order stands, in a panel's words: its parcel that has the longest way to go."""

    state: str
    stage: str
    """That parcel's lifecycle_status; empty without a parcel."""
    is_late: bool
    moves: int
    """How often a parcel of it has moved since the start."""
    parcels: int
    arrived: int
    """How many parcels are at the end of their way."""
    can: tuple[str, ...]
    """The moves that would do something."""


class Traffic:
    """What has happened to every parcel since the start, by a clock."""

    def __init__(self, orders: Sequence[SandboxOrder], clock: Clock) -> None:
        self.version = 0
        self._orders = orders
        self._clock = clock
        self._changed = asyncio.Event()
        self._travelling_since: datetime | None = None
        self._calm_until: datetime | None = None  # nothing happens before; None: not known
        self._begin(clock.now())
        clock.listeners.append(self.touch)

    @property
    def scene(self) -> Scene:
        """When all orders stand as they are written down."""
        return Scene(self._start)

    @property
    def is_travelling(self) -> bool:
        """Whether parcels move on by themselves as the clock passes."""
        return self._travelling_since is not None

    @is_travelling.setter
    def is_travelling(self, is_on: bool) -> None:
        self.catch_up()
        self._travelling_since = self._clock.now() if is_on else None
        self.touch()

    def touch(self) -> None:
        """Wake everybody who waits for a change."""
        self.version += 1
        self._calm_until = None
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, timeout: float, *, since: int | None = None) -> bool:  # noqa: ASYNC109
        """Wait at most `timeout` s for a change; at once if `version` is no longer `since`."""
        before = self.version if since is None else since
        deadline = time.monotonic() + timeout
        while True:
            pause = min(self._seconds_to_change(), deadline - time.monotonic())
            if self.version != before or pause <= 0:
                return self.version != before
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), pause)

    def catch_up(self) -> None:
        """Let happen what is due by now; what a clock that was set back has yet to see is undone.

        A parcel answers by this before it is asked anything: no task has to run beside it.
        """
        now = self._clock.now()
        if self._calm_until and now < self._calm_until:
            return
        if self._travelling_since:
            self._travelling_since = min(self._travelling_since, now)
        behind = [course for course in self._all() if self._catch_up(course, now)]
        if behind:
            self.touch()
        due = [event.at for course in self._all() if (event := self._due(course))]
        self._calm_until = min(due, default=NEVER)

    def next_change(self) -> datetime | None:
        """When the next parcel moves on by itself, if one will."""
        self.catch_up()
        return None if self._calm_until == NEVER else self._calm_until

    def info(self, order: SandboxOrder, lang: str, *, live_refresh: bool = False) -> Body:
        """The whole OrderInfo as it stands now; `live_refresh` asks the couriers first."""
        self.catch_up()
        if live_refresh and self._refresh(order, lang):
            self.touch()
        return self._info(order, lang)

    def move(self, order: SandboxOrder, move: str) -> None:
        """Make a move with every parcel that can make it. Raises ValueError if none can."""
        self.catch_up()
        if move not in MOVES:
            raise ValueError(f"There is no move {move!r}; there are {', '.join(MOVES)}.")
        able = [course for course in self._of(order) if move in course.can]
        if not able:
            raise ValueError(f"{order.order_number} cannot do that now: {move}.")
        for course in able:
            course.move(move, self._clock.now())
        self.touch()

    def state(self, order: SandboxOrder) -> State:
        """How the order stands."""
        self.catch_up()
        courses = self._of(order)
        under_way = [course for course in courses if course.status not in FINAL]
        shown = min(under_way or courses, key=_steps, default=None)
        return State(
            state=NAMES[shown.status] if shown else NO_PARCEL,
            stage=STATUSES[shown.status][0] if shown else "",
            is_late=any(course.is_late for course in courses),
            moves=max((course.moves for course in courses), default=0),
            parcels=len(courses),
            arrived=len(courses) - len(under_way),
            can=tuple(move for move in MOVES if any(move in course.can for course in courses)),
        )

    def dump(self) -> dict[str, Any]:
        """All of it for JSON, without the clock."""
        self.catch_up()
        since = self._travelling_since
        return {
            "start": self._start.isoformat(),
            "travelling_since": since and since.isoformat(),
            "events": {
                name: [[event.at.isoformat(), event.what] for event in course.events]
                for name, course in self._courses.items()
                if course.events
            },
        }

    def load(self, dumped: dict[str, Any]) -> None:
        """Take up what was dumped; the clock must show the time of the dump, or a later one."""
        since = dumped["travelling_since"]
        events = {
            name: [Event(_moment(at), _known(what)) for at, what in told]
            for name, told in dumped["events"].items()
        }
        self._travelling_since = _moment(since) if since else None
        self._begin(_moment(dumped["start"]))
        for name in self._courses.keys() & events.keys():
            self._courses[name].events = events[name]
        self.touch()

    def _seconds_to_change(self) -> float:
        """Seconds of the world until the next parcel moves on by itself."""
        due = self.next_change()
        if due is None or not self._clock.speed:
            return math.inf
        return max(0.001, (due - self._clock.now()).total_seconds() / self._clock.speed)

    def _begin(self, start: datetime) -> None:
        self._start = start
        self._courses = {
            name: _course(order, index, start)
            for order in self._orders
            for index, name in enumerate(order.tracking_ids)
        }

    def _all(self) -> Iterator[Course]:
        return iter(self._courses.values())

    def _of(self, order: SandboxOrder) -> list[Course]:
        return [self._courses[name] for name in order.tracking_ids]

    def _catch_up(self, course: Course, now: datetime) -> bool:
        """Whether anything had to be undone, or to happen."""
        seen = [event for event in course.events if event.at <= now]
        is_behind = len(seen) < len(course.events)
        course.events = seen
        while (due := self._due(course)) and due.at <= now:
            course.events.append(due)
            is_behind = True
        return is_behind

    def _due(self, course: Course) -> Event | None:
        return course.due(self._travelling_since) if self._travelling_since else None

    def _info(self, order: SandboxOrder, lang: str) -> Body:
        info = order.info(Scene(self._start, lang))
        told = [
            moved(tracking, course, number=order.number_at(index), lang=lang)
            for index, (tracking, course) in enumerate(
                zip(info["trackings"], self._of(order), strict=True)
            )
        ]
        return info | {"trackings": told}

    def _refresh(self, order: SandboxOrder, lang: str) -> bool:
        now, is_newer = self._clock.now(), False
        trackings = self._info(order, lang)["trackings"]
        for tracking, course in zip(trackings, self._of(order), strict=True):
            if can_refresh(tracking, now):
                course.events.append(Event(now, SCAN))
                is_newer = True
        return is_newer


def _course(order: SandboxOrder, index: int, start: datetime) -> Course:
    written = order.body["trackings"][index]
    last = written.get("last_delivery_status") or {}
    status, seen = last.get("status_code"), last.get("event_timestamp")
    box = written.get("action_box") or {}
    return Course(
        status_at_start=status if status in STATUSES else "InTransit",
        seen_at_start=_moment(fill(seen, Scene(start))) if seen else start,
        zone=_zone(written.get("timezone")),
        luck=order.luck + index,
        is_return=bool(written.get("is_return")),
        was_late=bool(written.get("is_delayed")),
        is_forgotten=bool((written.get("reporting_info") or {}).get("is_forgotten")),
        to_be_collected=box.get("type") == "pickup-location-unknown",
        travels=order.travels,
    )


def _steps(course: Course) -> int:
    return STATUSES[course.status][1]


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or BERLIN)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(BERLIN)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {text}")
    return moment


def _known(what: str) -> str:
    if what not in (*STATUSES, LATE, SCAN, RESET):
        raise ValueError(f"nothing that happens to a parcel: {what}")
    return what

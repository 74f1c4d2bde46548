"""The way of one parcel since the start: what has happened to it, and what happens to it next."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.parcellab.parcel import STATUSES

LATE, SCAN, RESET = "late", "scan", "reset"
"""What may happen beside a new status: a delay, a live scan, and being put back to the start."""

NEXT = {
    "OrderProcessed": "Announced",
    "Announced": "PickedUp",
    "PickedUp": "InTransit",
    "InCustoms": "InTransit",
    "InTransit": "AtDepot",
    "AtDepot": "OutForDelivery",
    "AddressIssue": "OutForDelivery",
    "OutForDelivery": "Delivered",
    "PickupReady": "DeliveredShop",
    "ReturnToSender": "Returned",
}
NEXT_OF_RETURN = {"InTransit": "Delivered"}
"""A return ends at the shop: nobody carries it to a door."""

FINAL = STATUSES.keys() - NEXT.keys() - {"Attempted"}
NEVER_LATE = FINAL | {"PickupReady", "ReturnToSender"}


@dataclass(frozen=True)
class Event:
    """Something that happened: a status code, LATE, SCAN or RESET."""

    at: datetime
    what: str


@dataclass
class Course:
    """How one parcel stood at the start, and all that has happened to it since, oldest first."""

    status_at_start: str
    seen_at_start: datetime
    zone: ZoneInfo
    luck: int
    """A number of its own, so that parcels differ, and each does the same every time."""
    is_return: bool = False
    was_late: bool = False
    is_forgotten: bool = False
    to_be_collected: bool = False
    """Whether it waits at a place not known yet, after the only attempt to deliver it."""
    travels: bool = True
    events: list[Event] = field(default_factory=list)

    @property
    def city(self) -> str:
        """The city of its time zone: where it is going, or a return comes from."""
        return self.zone.key.rpartition("/")[2].replace("_", " ")

    def until(self, count: int) -> "Course":
        """It as it was after the first `count` events."""
        return replace(self, events=self.events[:count])

    @property
    def statuses(self) -> list[str]:
        """Its status codes, from the one at the start to the one now."""
        found = [self.status_at_start]
        for event in self.events:
            if event.what in STATUSES:
                found.append(event.what)
            elif event.what == LATE and found[-1] == "OutForDelivery":
                found.append("AtDepot")
        return found

    @property
    def status(self) -> str:
        """Its status code now."""
        return self.statuses[-1]

    @property
    def is_late(self) -> bool:
        """Whether it was late at the start or has become so."""
        return self.was_late or any(event.what == LATE for event in self.events)

    @property
    def moves(self) -> int:
        """How often it has been moved since the start, by hand or on its own."""
        return sum(event.what not in (SCAN, RESET) for event in self.events)

    @property
    def since(self) -> datetime:
        """When it came into its status."""
        moved = [event.at for event in self.events if event.what != SCAN]
        return moved[-1] if moved else self.seen_at_start

    @property
    def next_status(self) -> str | None:
        """The status that ordinarily follows; None at the end of its way."""
        status, attempts = self.status, self.statuses.count("Attempted")
        if status == "Attempted":
            is_last = self.to_be_collected or attempts > 1
            return "PickupReady" if is_last else "OutForDelivery"
        return (NEXT_OF_RETURN if self.is_return else {}).get(status) or NEXT.get(status)

    @property
    def can(self) -> frozenset[str]:
        """The moves that would do something."""
        allowed = {
            "next": self.next_status is not None,
            "late": self.status not in NEVER_LATE,
            "deliver": self.next_status is not None,
            "reset": self.moves > 0,
        }
        return frozenset(move for move, is_allowed in allowed.items() if is_allowed)

    def move(self, move: str, now: datetime) -> None:
        """Make one of the moves it can make."""
        match move:
            case "next":
                self.events.append(Event(now, str(self.next_status)))
            case "late":
                self.events.append(Event(now, LATE))
            case "deliver":
                is_ending = self.status in ("PickupReady", "ReturnToSender")
                end = NEXT[self.status] if is_ending else "Delivered"
                self.events.append(Event(now, end))
            case _:
                self.events = [Event(now, RESET)]

    def due(self, travelling_since: datetime) -> Event | None:
        """What happens to it next on its own, and when; None if nobody would move it."""
        is_stuck = self.status == "AddressIssue" or (self.is_forgotten and not self.moves)
        if not self.travels or is_stuck or self.next_status is None:
            return None
        next_event = self._event_after(self.since)
        if next_event.at <= travelling_since:
            next_event = self._event_after(travelling_since)
        return next_event

    def delivery_after(self, start: datetime) -> datetime:
        """When the driver who sets out at `start` is at the door."""
        return start + timedelta(minutes=100 + self.luck % 60)

    def _event_after(self, since: datetime) -> Event:
        if self._is_about_to_be_late:
            return Event(since + timedelta(hours=9), LATE)
        fails = self.status == "OutForDelivery" and self._fails
        return Event(self._when(since), "Attempted" if fails else str(self.next_status))

    @property
    def _is_about_to_be_late(self) -> bool:
        is_unlucky = self.luck % 6 == 0 and not self.is_return
        return is_unlucky and self.status == "InTransit" and not self.is_late

    @property
    def _fails(self) -> bool:
        return self.luck % 9 == 0 and "Attempted" not in self.statuses

    def _when(self, since: datetime) -> datetime:
        if self.status == "OutForDelivery":
            return self.delivery_after(since)
        waits = WAITS | WAITS_OF_RETURN if self.is_return else WAITS
        hours, hour = waits[self.status]
        if self.events and self.events[-1].what == LATE:
            hours += LATE_BY.get(self.status, 24)
        earliest = since + timedelta(hours=hours)
        return earliest if hour is None else self._next(hour, earliest)

    def _next(self, hour: int, earliest: datetime) -> datetime:
        """The next time that it is `hour` o'clock there, give or take some minutes."""
        local = earliest.astimezone(self.zone)
        at = local.replace(hour=hour, minute=self.luck % 50, second=0, microsecond=0)
        return (at if at >= local else at + timedelta(days=1)).astimezone(earliest.tzinfo)


# Hours in a status at least, then until which hour of the day there (None: no hour of its own).
WAITS: dict[str, tuple[int, int | None]] = {
    "OrderProcessed": (3, None),
    "Announced": (1, 18),
    "PickedUp": (10, None),
    "InTransit": (4, 4),
    "InCustoms": (26, None),
    "AtDepot": (1, 10),
    "Attempted": (2, 10),
    "PickupReady": (3, 17),
    "ReturnToSender": (48, 10),
}
# Hours more after a delay; from the depot the van leaves once a day anyway.
LATE_BY = {"AtDepot": 9}
WAITS_OF_RETURN: dict[str, tuple[int, int | None]] = {"InTransit": (20, 10)}

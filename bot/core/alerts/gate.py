"""What a place wants to hear now, and what waits: quiet hours, the digest, a day's budget.

What is urgent passes always. What has waited is told together, in the order in which it came.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.core.alert import Facts, Severity
from bot.core.watches.rule import Etiquette

_DAY: Final = timedelta(days=1)
_MORNING: Final = time(9)  # where nobody has said when what is over the budget is read
LISTED: Final = 40  # alerts of one message: about as much as Slack shows of one


class What(StrEnum):
    """What a notice is."""

    NEWS = "news"
    REMINDER = "reminder"
    DIGEST = "digest"
    STORM = "storm"
    FILE = "file"  # of a storm: all its parcels


class Why(StrEnum):
    """Why a notice waits."""

    QUIET = "quiet"
    DIGEST = "digest"
    BUDGET = "budget"


class Digest(BaseModel):
    """What has waited, and is told together.

    `ids` are the notices beside `alerts`, 0 of an order that has a card.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    alerts: tuple[Facts, ...]
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """Why something waits, and until when."""

    why: Why
    until: datetime


def wait_for(severity: Severity, wanted: Etiquette, now: datetime, *, told: int) -> Wait | None:
    """Return what an alert waits for; None: it is told now. *told*: messages of the day by now."""
    if severity is Severity.URGENT:
        return None
    zone = ZoneInfo(wanted.zone)
    quiet = quiet_until(wanted, now)
    if quiet:
        return Wait(Why.QUIET, quiet)
    if wanted.digest_at:
        return Wait(Why.DIGEST, _next(wanted.digest_at, now, zone))
    if 0 < wanted.budget <= told:
        day = day_began(wanted, now) + _DAY
        return Wait(Why.BUDGET, _next(wanted.quiet_until or _MORNING, day, zone))
    return None


def quiet_until(wanted: Etiquette, now: datetime) -> datetime | None:
    """Return when the quiet hours end that *now* is in."""
    begins, ends = wanted.quiet_from, wanted.quiet_until
    if begins is None or ends is None or begins == ends:
        return None
    zone = ZoneInfo(wanted.zone)
    at = now.astimezone(zone).time()
    is_in = begins <= at < ends if begins < ends else at >= begins or at < ends
    return _next(ends, now, zone) if is_in else None


def day_began(wanted: Etiquette, now: datetime) -> datetime:
    """Return when the day began by the clock of the place."""
    local = now.astimezone(ZoneInfo(wanted.zone))
    return datetime.combine(local.date(), time(), local.tzinfo)


def _next(at: time, now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), at, zone)
    return today if today > local else datetime.combine(local.date() + _DAY, at, zone)


def key_of(*parts: str) -> str:
    """Return the key of what is told beside news: the same for whoever finds that it is due."""
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

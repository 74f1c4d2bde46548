"""What is owed to a place, and the lane by which it is paid: one message after another."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.alert import Facts
from bot.core.alerts.gate import Digest, What
from bot.core.alerts.stand import FRESH, Stand
from bot.core.alerts.storm import Storm
from bot.core.watches.watch import State


@dataclass(frozen=True, slots=True)
class Lane:
    """A channel in which nobody but us posts now, as long as `fence` is the newest.

    `last_ts` is the last message that surely stands there. `refusals`: how often in a row Slack
    let nothing be posted there.
    """

    place: str
    fence: int
    last_ts: str = ""
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class Debt:
    """A notice that has to be posted, and as which attempt.

    `since`: a post has been begun then, and nobody knows whether it stands there. `card_ts` is the
    message that stands there for its order, `stand` how people stand with it; `above` names the
    card of something else in whose thread it stands. `joins` names the storm that it may become a
    part of, `storm` is one's card. `is_asked`: it was told with others, and somebody wants a card.
    `name` is what its watch there is called, `names` are those of a digest's alerts.
    """

    id: int
    key: str
    card: str
    facts: Facts
    lang: str
    state: State
    attempt: int = 0
    since: datetime | None = None
    card_ts: str = ""
    what: What = What.NEWS
    order_id: int = 0
    stand: Stand = FRESH
    digest: Digest | None = None
    above: str = ""
    joins: str = ""
    is_asked: bool = False
    storm: Storm | None = None
    name: str = ""
    names: tuple[str, ...] = ()

    @property
    def under(self) -> str:
        """The card that it is, or in whose thread it stands."""
        return self.above or self.card


@dataclass(frozen=True, slots=True)
class Stale:
    """A message that shows less than what is so by now: `first` is what it told at first."""

    card: str
    ts: str
    facts: Facts
    first: Facts
    lang: str
    stand: Stand = FRESH
    version: int = 0
    storm: Storm | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """How many messages have to be posted, and since when the first of them."""

    count: int
    oldest: datetime | None

"""What is asked of parcelLab beside the reference, what comes back, and how a question can fail.

    ParcelLabError      parcelLab did not answer the question
    ├── Refused         it will not answer: the ask or the credentials
    ├── Busy            it will answer later, and says when
    └── Broken          what came back, if anything, is no answer

No error's text quotes what was asked, who asked, or what was answered.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.core.order import Order


@dataclass(frozen=True, slots=True)
class Options:
    """What narrows an ask or widens its answer.

    Returns are asked for by default: without them an order that is only a return looks empty.
    `is_live` makes parcelLab call the courier first. `postal_code`, `email` and `security_hash`
    (parcelLab's `s`, one per parcel) are what the recipient knows; an account may want them.
    """

    lang: str = "en"
    is_live: bool = False
    is_returns: bool = True
    is_single: bool = False
    client_key: str | None = None
    postal_code: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    security_hash: str | None = field(default=None, repr=False)


PLAIN: Final = Options()


@dataclass(frozen=True, slots=True)
class Found:
    """What parcelLab said: `order` is None when it knows no such order; `as_of` is aware.

    `is_stale`: parcelLab does not answer, and this is what it said before. `is_live`: the courier
    was asked anew.
    """

    order: Order | None
    as_of: datetime
    is_stale: bool = False
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What parcelLab says of an order, and what tells this answer from any other.

    Without `order` it is the answer that was known already by its `mark`.
    """

    mark: str
    order: Order | None


class ParcelLabError(Exception):
    """parcelLab did not answer the question."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).__doc__)


class Refused(ParcelLabError):
    """parcelLab refused the question."""

    def __init__(self, status: int, detail: str = "") -> None:
        """Keep parcelLab's own words as `detail`, which may quote what was asked: never log it."""
        super().__init__()
        self.status = status
        self.detail = detail


class Busy(ParcelLabError):
    """parcelLab asks us to come back later."""

    def __init__(self, retry_after: float) -> None:
        """Take the wait in seconds."""
        super().__init__()
        self.retry_after = retry_after


class Broken(ParcelLabError):
    """parcelLab cannot be reached, or its answer cannot be read."""

    def __init__(self, detail: str = "", *, is_passing: bool = False) -> None:
        """Take why; *is_passing* if the same question, asked again at once, may do better."""
        super().__init__(detail)
        self.is_passing = is_passing

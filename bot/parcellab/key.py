"""Names for what is remembered, which reveal neither what was asked nor with which credentials."""

from collections.abc import Callable
from dataclasses import fields
from hashlib import blake2b
from operator import attrgetter
from typing import Any, Final

from bot.core.question import Options
from bot.core.reference import Reference

# All of them: an option that is added tomorrow must not share the answers of its absence. A live
# answer is the answer to the plain question too, and the best there is.
_asked: Final[Callable[[Options], Any]] = attrgetter(
    *(option.name for option in fields(Options) if option.name != "is_live")
)


class Keys:
    """Keyed hashes. What the credentials may see belongs to the key of the hash."""

    def __init__(self, secret: str, *scope: object) -> None:
        """Take the credentials, and all else that decides what they are shown."""
        self._key = blake2b(repr((secret, scope)).encode()).digest()

    def of(self, *parts: object) -> str:
        """Return the name of something; equal parts have equal names, under the same secret."""
        return blake2b(repr(parts).encode(), key=self._key, digest_size=16).hexdigest()

    def of_question(self, reference: Reference, options: Options) -> str:
        """Return the name of a question, live or not."""
        return self.of(reference.kind.value, reference.value, reference.couriers, _asked(options))

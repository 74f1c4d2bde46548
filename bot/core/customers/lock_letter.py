"""That somebody guesses, or an order is guessed at: said once to who should know, as letters."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.core.card import NoteCard
from bot.core.customers.proof import Locked
from bot.core.letter import Kept, Letter
from bot.core.phrase import Mention, say
from bot.core.words import lock as said

LOCK: Final = "lock"  # the kind of these letters
_WINDOW: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Lock:
    """What `to` hears, a person or a channel: by the latter, not who it was."""

    to: str
    what: Locked
    person: str
    at: datetime

    @property
    def is_for_one(self) -> bool:
        return self.to.startswith(("U", "W"))

    @classmethod
    def of(cls, kept: Kept) -> "Lock":
        body: dict[str, Any] = json.loads(kept.body)
        at = datetime.fromtimestamp(body["at"]).astimezone()
        return cls(body["to"], Locked(body["what"]), body["person"], at)


def lock_letters(
    what: Locked, person: str, key: str, *, to: Sequence[str], now: datetime
) -> Sequence[Letter]:
    """Return one for each of *to*; whoever else finds the same on one day owes the same."""
    name = person if what is Locked.PERSON else key
    body = {"kind": LOCK, "what": what, "person": person, "at": now.timestamp()}
    return [
        Letter(
            frozenset({f"{LOCK}:{one}:{what}:{name}:{now:%Y-%m-%d}"}),
            json.dumps({**body, "to": one}),
            now + _WINDOW,
        )
        for one in to
    ]


def lock_card(lock: Lock) -> NoteCard:
    """Say what happened, and that nothing needs to be done."""
    named, unnamed = _SAID[lock.what]
    is_named = lock.is_for_one
    happened = say(named, person=Mention(lock.person)) if is_named else say(unnamed)
    return NoteCard("🔐", say(said.TITLE), (happened, say(said.NEXT)))


_SAID: Final = {
    Locked.PERSON: (said.PERSON, said.SOMEBODY),
    Locked.ORDER: (said.ORDER_BY, said.ORDER),
}

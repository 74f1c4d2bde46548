"""Remembers what was made of a thing, so that the same is not made again."""

import weakref
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Recent(Generic[_T]):
    """Of each thing the newest *most* values that were made of it, each by a key.

    Things are told apart by identity, which costs nothing however large they are. What was made
    of a thing goes with it: whoever keeps the thing decides how long that is.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[int, tuple[weakref.ref[object], dict[Hashable, _T]]] = {}

    def of(self, thing: object, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what *make* gives, or gave before for the same *thing* and *key*."""
        _, made = self._made.get(id(thing)) or self._begin(thing)
        known = made.get(key)
        if known is None:
            known = made[key] = make()
            if len(made) > self._most:
                del made[next(iter(made))]
        return known

    def _begin(self, thing: object) -> tuple[weakref.ref[object], dict[Hashable, _T]]:
        place = id(thing)
        begun = self._made[place] = weakref.ref(thing, lambda _: self._made.pop(place)), {}
        return begun

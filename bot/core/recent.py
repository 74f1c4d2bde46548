"""Remembers what was made of a thing, so that the same is not made again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Recent(Generic[_T]):
    """The newest *most* values, each made of a thing that never changes, and of a key.

    Things are told apart by identity, which costs nothing however large they are; they are
    kept, so that no other thing can take their place.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[tuple[int, Hashable], tuple[object, _T]] = OrderedDict()

    def of(self, thing: object, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what *make* gives, or gave before for the same *thing* and *key*."""
        place = (id(thing), key)
        known = self._made.get(place)
        if known is None:
            known = (thing, make())
            self._made[place] = known
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return known[1]

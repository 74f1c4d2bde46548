"""What was made of a thing is there while the thing is, and goes with it."""

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count

from bot.core.recent import Recent


@dataclass(slots=True, weakref_slot=True)
class Thing:
    name: str = "the same"


def numbers() -> Callable[[], int]:
    return partial(next, count(1))


def test_of_one_thing_and_key_it_is_made_once() -> None:
    recent, make, thing = Recent[int](2), numbers(), Thing()
    assert [recent.of(thing, key, make) for key in ("a", "a", "b", "a")] == [1, 1, 2, 1]


def test_things_that_are_equal_are_not_the_same() -> None:
    recent, make = Recent[int](2), numbers()
    one, other = Thing(), Thing()
    assert [recent.of(thing, "a", make) for thing in (one, other, one)] == [1, 2, 1]


def test_the_newest_of_a_thing_stay() -> None:
    recent, make, thing = Recent[int](2), numbers(), Thing()
    made = [recent.of(thing, key, make) for key in ("a", "b", "c", "b", "c", "a")]
    assert made == [1, 2, 3, 2, 3, 4]


def test_what_was_made_of_a_thing_goes_with_it() -> None:
    recent, made = Recent[Thing](2), []

    def make() -> Thing:
        value = Thing("made")
        made.append(weakref.ref(value))
        return value

    thing = Thing()
    recent.of(thing, "a", make)
    assert made[0]() is not None
    del thing
    assert made[0]() is None


def test_whatever_comes_in_a_things_place_begins_anew() -> None:
    recent, make = Recent[int](2), numbers()
    assert [recent.of(Thing(), "a", make) for _ in range(100)] == [*range(1, 101)]

"""Value objects: told apart by what they hold, and never changed."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value_object(made: type[_T]) -> type[_T]:
    """Make a class of values of which an answer takes dozens.

    That nobody changes one is the type checker's care: `frozen` would set each of its fields by
    a call, and a value would cost four times as much. What is made of a value may be kept while
    the value is there (`bot.core.recent`).
    """
    return dataclass(slots=True, weakref_slot=True, unsafe_hash=True)(made)

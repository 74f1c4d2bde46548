"""What the keys of one object ask of each other: how each relation is broken, and in what words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.rules.rule import Relation


def breach(relation: Relation) -> Callable[[dict[str, Any]], bool]:
    """Return what tells whether an object does not keep to a relation of its keys."""
    broken, _ = _BROKEN[relation.how]
    return partial(broken, relation.keys)


def said_of(relation: Relation) -> str:
    """Say what a relation asks for."""
    _, said = _BROKEN[relation.how]
    keys = relation.keys
    return said.format(keys[0], " or ".join(keys[1:]), both=", ".join(keys))


def _not_one(keys: tuple[str, ...], value: dict[str, Any]) -> bool:
    return sum(key in value for key in keys) != 1


def _none(keys: tuple[str, ...], value: dict[str, Any]) -> bool:
    return value.keys().isdisjoint(keys)


def _lonely(keys: tuple[str, ...], value: dict[str, Any]) -> bool:
    return bool(value.get(keys[0])) and value.get(keys[1], False) is False


def _both(keys: tuple[str, ...], value: dict[str, Any]) -> bool:
    return bool(value.get(keys[0])) and any(value.get(key) for key in keys[1:])


def _descending(keys: tuple[str, ...], value: dict[str, Any]) -> bool:
    try:
        least, most = (
            each if type(each) is int else float(each) if isinstance(each, str) else None
            for each in (value.get(key) for key in keys)
        )
    except ValueError:  # no number, which is a finding of its own
        return False
    return least is not None and most is not None and least > most


def _not_offered(keys: tuple[str, ...], value: dict[str, Any]) -> bool:
    offered: set[str] = set()
    for key in keys[1:]:
        offered |= _option_values(value.get(key))
    return bool(offered) and not _option_values(value.get(keys[0])) <= offered


def _option_values(value: Any) -> set[str]:
    """The values of an option, of a list of options or of a list of option groups."""
    found = set()
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            inner = each.get("options")
            for option in inner if isinstance(inner, list) else [each]:
                if isinstance(option, dict) and isinstance(option.get("value"), str):
                    found.add(option["value"])
    return found


_BROKEN: Final[dict[str, tuple[Callable[[tuple[str, ...], dict[str, Any]], bool], str]]] = {
    "exactly_one": (_not_one, "must have exactly one of: {both}"),
    "at_least_one": (_none, "must have at least one of: {both}"),
    "needs": (_lonely, "{0} needs {1}"),
    "excludes": (_both, "{0} cannot stand beside {1}"),
    "ascending": (_descending, "{0} is greater than {1}"),
    "among": (_not_offered, "{0} is not one of the offered {1}"),
}

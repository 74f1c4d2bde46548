"""On which orders a rule holds: `courier:dhl and not country:DE`, read and checked.

Words side by side mean "and", which binds closer than "or"; several values behind a field mean any
of them, and `*` stands for anything.
"""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final, TypeAlias

from bot.core.order import Courier, Order, Tracking
from bot.core.phrase import Coded, Phrase, country_code, listed, say
from bot.core.words import alert_rule as said

LONGEST: Final = 300  # characters, as in the schema
_DEEPEST: Final = 20
_LONG, _MANY = 60, 20  # characters of a trait, traits of a field
_EXAMPLES: Final = {
    "courier": "courier:dhl",
    "country": "country:DE,AT",
    "client": "client:shop-eu",
    "warehouse": "warehouse:leipzig",
    "tag": "tag:express",
}
_TOKEN: Final = re.compile(
    r"""\s*(?P<bracket>[()])
    | \s*(?P<field>[^\W\d_]+)\s*[:=]\s*
      (?P<values>(?:"[^"]*"|[^\s(),"]+)(?:\s*,\s*(?:"[^"]*"|[^\s(),"]+))*)?
    | \s*(?P<word>[^\s()]+)""",
    re.VERBOSE,
)
_VALUE: Final = re.compile(r'"([^"]*)"|([^\s(),"]+)')
_QUOTES: Final = str.maketrans("“”„«»", '"""""')

# What a parcel is known by, each in small letters.
Traits: TypeAlias = Mapping[str, tuple[str, ...]]
Condition: TypeAlias = Callable[[Traits], bool]


def traits_of(order: Order, tracking: Tracking) -> Traits:
    """Return what rules may ask of a parcel: nothing that is anybody's, and nothing long."""
    courier = tracking.courier_info or Courier()
    country = tracking.destination_country_iso3 or order.destination_country_iso3 or ""
    found = {
        "client": (order.client_key,),
        "courier": (courier.courier, courier.courier_name, courier.last_mile_courier_name),
        "country": (country_code(country) or country,),
        "warehouse": (tracking.warehouse,),
        "tag": (tag for article in tracking.articles or () for tag in article.tags or ()),
    }
    return {
        field: tuple(dict.fromkeys(one.strip().casefold()[:_LONG] for one in ones if one))[:_MANY]
        for field, ones in found.items()
    }


class ConditionError(ValueError):
    """A condition cannot be read; `fault` says why, to whoever wrote it."""

    def __init__(self, fault: Phrase) -> None:
        super().__init__(fault.message)
        self.fault = fault


@lru_cache(maxsize=1000)
def condition_of(text: str) -> Condition:
    """Read a condition; empty holds always. Raises ConditionError."""
    if len(text) > LONGEST:
        raise ConditionError(say(said.TOO_LONG, most=LONGEST))
    reading = _Reading(text.translate(_QUOTES))
    return reading.all() if text.strip() else _always


def _always(_: Traits) -> bool:
    return True


class _Reading:
    """A condition, from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_TOKEN.finditer(text.strip()))
        self._place = 0
        self._depth = 0

    def all(self) -> Condition:
        found = self._either()
        if self._next():
            raise ConditionError(say(said.NOT_OPENED))
        return found

    def _either(self) -> Condition:
        found = [self._both()]
        while self._is_word("or"):
            self._place += 1
            found.append(self._both())
        return found[0] if len(found) == 1 else lambda traits: any(one(traits) for one in found)

    def _both(self) -> Condition:
        found = [self._one()]
        while (token := self._next()) and token["bracket"] != ")" and not self._is_word("or"):
            self._place += self._is_word("and")
            found.append(self._one())
        return found[0] if len(found) == 1 else lambda traits: all(one(traits) for one in found)

    def _one(self) -> Condition:
        is_not = False
        while self._is_word("not"):
            is_not, self._place = not is_not, self._place + 1
        found = self._term()
        return (lambda traits: not found(traits)) if is_not else found

    def _term(self) -> Condition:
        token = self._next()
        if token is None or token["bracket"] == ")" or self._is_word("and", "or"):
            raise ConditionError(self._missing(token))
        self._place += 1
        if token["bracket"]:
            return self._bracketed()
        if token["word"]:
            example = Coded(f"{_likely(token['word'])}:{token['word']}"[:60])
            raise ConditionError(
                say(said.NO_FIELD, word=Coded(token["word"][:60]), example=example)
            )
        return _field(token["field"], token["values"] or "")

    def _bracketed(self) -> Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ConditionError(say(said.TOO_DEEP))
        found = self._either()
        token = self._next()
        if token is None or token["bracket"] != ")":
            raise ConditionError(say(said.NOT_CLOSED))
        self._place += 1
        self._depth -= 1
        return found

    def _missing(self, token: re.Match[str] | None) -> Phrase:
        if self._place:
            before = self._tokens[self._place - 1][0].strip()
            return say(said.NOTHING_AFTER, word=Coded(before[:60]))
        return say(said.NOTHING_BEFORE, word=Coded(token[0].strip()[:60] if token else "…"))

    def _next(self) -> re.Match[str] | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _is_word(self, *words: str) -> bool:
        token = self._next()
        return bool(token and token["word"] and token["word"].casefold() in words)


def _field(name: str, values: str) -> Condition:
    field = name.casefold()
    if field not in _EXAMPLES:
        raise ConditionError(_no_field(name))
    found = [(quoted or bare).strip().casefold() for quoted, bare in _VALUE.findall(values)]
    wanted = [value for value in found if value]
    if not wanted:
        example = Coded(_EXAMPLES[field])
        raise ConditionError(say(said.EMPTY_VALUE, field=Coded(f"{field}:"), example=example))
    if field == "country":
        wanted = [_country(value) for value in wanted]
    patterns = [pattern for value in wanted for pattern in _patterns(field, value)]
    return lambda traits: any(
        fnmatchcase(trait, pattern) for trait in traits.get(field, ()) for pattern in patterns
    )


def _patterns(field: str, value: str) -> list[str]:
    """Write what is looked for; `dhl` also means `dhl-germany`."""
    pattern = value.replace("[", "[[]").replace("?", "[?]")
    is_brand = field == "courier" and "*" not in value
    return [pattern, f"{pattern}[-_ ]*"] if is_brand else [pattern]


def _country(value: str) -> str:
    code = country_code(value)
    if not code:
        raise ConditionError(say(said.NO_SUCH_COUNTRY, word=Coded(value[:60].upper())))
    return code.casefold()


def _no_field(name: str) -> Phrase:
    close = get_close_matches(name.casefold(), _EXAMPLES, n=1)
    if close:
        return say(said.DID_YOU_MEAN, word=Coded(f"{name[:60]}:"), field=Coded(f"{close[0]}:"))
    fields = listed([Coded(f"{field}:") for field in _EXAMPLES])
    return say(said.NO_SUCH_FIELD, word=Coded(f"{name[:60]}:"), fields=fields)


def _likely(word: str) -> str:
    return "country" if country_code(word) else "courier"

"""Order bodies for property tests: what parcelLab's schema allows, and what it does not."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from tests.sandbox.schema import DOCUMENT

_SCHEMAS: Final[dict[str, Any]] = DOCUMENT["components"]["schemas"]

Json = Any
Place = tuple[str | int, ...]

HOSTILE: Final = (
    "",
    " ",
    "<!channel> <@U123> <https://evil.example|click>",
    "*bold* _it_ ~gone~ `code` ```block``` > quote",
    "&amp; & < > &quot; \" ' \\ {{ 7*7 }} {% raw %}",
    "\u202egnp.exe\u202c \u200b\ufeff\u2066",
    "\x00\x07\x1b[31m\r\n\t",
    "\ud800",
    "👩‍👩‍👧‍👦🏴‍☠️" * 40,
    "Z\u0335\u0321\u0353" * 200,
    "javascript:alert(1)",
    "https://user:secret@evil.example/\n",
    "مرحبا 你好 שלום",
)
_OTHERS: Final[list[Json]] = [
    None, True, -1, 2.5, 10**40, 1e308, [], {}, [[]], ["x"], {"a": [{}]}
]  # fmt: skip
HUGE: Final = ("x" * 50_000, "ß <&> " * 10_000)


def order_bodies() -> st.SearchStrategy[dict[str, Json]]:
    """Bodies that OrderInfo allows."""
    return _named("OrderInfo")


@st.composite
def hurt_bodies(draw: st.DrawFn) -> dict[str, Json]:
    """Bodies that OrderInfo allows, less what one to six wounds did to them."""
    body = deepcopy(draw(order_bodies()))
    for _ in range(draw(st.integers(1, 6))):
        if ways := list(places(body)):
            hurt(body, draw(st.sampled_from(ways)), draw(wounds()))
    return body


def wounds() -> st.SearchStrategy[Callable[[Json], Json]]:
    """What can happen to a value; `GONE` as the outcome deletes it."""
    others = st.sampled_from(_OTHERS)
    texts = st.sampled_from(("NotInTheEnum", "0001-01-01", "9999-12-31T23:59:59Z", *HOSTILE, *HUGE))
    into = st.one_of(others, texts, st.just(GONE)).map(lambda new: lambda _: new)
    around = st.sampled_from([lambda old: [old], lambda old: {"": old}, lambda old: str(old)])
    return st.one_of(into, around)


GONE: Final = object()


def hurt(body: Json, place: Place, wound: Callable[[Json], Json]) -> None:
    """Put what *wound* makes of the value at *place* there instead."""
    part = body
    for key in place[:-1]:
        part = part[key]
    new = wound(part.get(place[-1]) if isinstance(part, dict) else part[place[-1]])
    if new is GONE:
        part.pop(place[-1])
    else:
        part[place[-1]] = deepcopy(new)


def places(part: Json, way: Place = ()) -> Iterator[Place]:
    """Yield the way to every value in *part*, outer ones first."""
    items: Any = ()
    if isinstance(part, dict):
        items = part.items()
    elif isinstance(part, list):
        items = enumerate(part)
    for key, value in items:
        yield (*way, key)
        yield from places(value, (*way, key))


@st.composite
def _named(draw: st.DrawFn, name: str) -> Any:
    """Draw what schema *name* allows; a composite, because its repr is its name."""
    return draw(_schema(name))


@cache
def _schema(name: str) -> st.SearchStrategy[Any]:
    return _values(_SCHEMAS[name])


def _values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Walk *schema*; of JSON Schema's words only those that OrderInfo uses."""
    match schema:
        case {"$ref": ref}:
            return _named(ref.rsplit("/", 1)[1])
        case {"anyOf": [*schemas]} | {"oneOf": [*schemas]}:
            return st.one_of([_values(one) for one in schemas])
        case {"allOf": [one]}:
            return _values(one)
        case {"enum": [*members]}:
            return st.sampled_from(members)
        case {"const": value}:
            return st.just(value)
        case {"type": "object"}:
            return _objects(schema)
        case {"type": "array", "items": items}:
            return st.lists(_values(items), max_size=3)
        case {"type": "string"}:
            return _strings(schema)
        case _:
            return _PLAIN[schema.get("type", "")]


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    members = {name: _values(one) for name, one in schema.get("properties", {}).items()}
    # A box without its type fits three schemas of `oneOf` at once, and so none.
    needed = {*schema.get("required", ()), *({"type"} & members.keys())}
    return st.fixed_dictionaries(
        {name: one for name, one in members.items() if name in needed},
        optional={name: one for name, one in members.items() if name not in needed},
    )


def _strings(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True).map(str.strip)
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    low, high = schema.get("minLength", 0), schema.get("maxLength", 60)
    hostile = [text for text in HOSTILE if low <= len(text) <= high and text != "\ud800"]
    return st.one_of(st.text(min_size=low, max_size=high), st.sampled_from(hostile or ["xx"]))


_PLAIN: Final[dict[str, st.SearchStrategy[Any]]] = {
    "integer": st.integers(-5, 200),
    "number": st.floats(allow_nan=False, allow_infinity=False, width=32),
    "boolean": st.booleans(),
    "null": st.none(),
    "": st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
}
_FORMATS: Final[dict[str, st.SearchStrategy[str]]] = {
    "date": st.dates().map(str),
    "time": st.one_of(
        st.times().map(str),
        st.times().map(lambda time: f"{time:%H:%M:%S}Z"),
    ),
    "date-time": st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
}

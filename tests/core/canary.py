"""A canary in every member of an order: what comes out at the other end has got through."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Final

from tests.core.sample import Json, english, texts
from tests.sandbox.schema import DOCUMENT

_SCHEMAS: Final = DOCUMENT["components"]["schemas"]
_TOKEN: Final = re.compile(r"zq\d+zq")
_EPOCH: Final = re.compile(r"<!date\^(\d+)\^")
_FIRST_DAY: Final = date(2026, 12, 1)


class Cage:
    """An order body made from parcelLab's schema, and which member each canary sits in.

    Every object also has a member that parcelLab may add tomorrow.
    *box* says which action box it has; *fixed* are values for members that steer, by their name.
    """

    def __init__(self, box: str, **fixed: Any) -> None:
        self._box = box
        self._fixed = {"lifecycle_status": "Transit", "is_hidden": False, **fixed}
        self._numbers = count(100)
        self._days = count()
        self.paths: dict[str, str] = {}
        self.body: Json = self._made({"$ref": "/OrderInfo"}, "")

    def escaped(self, message: Json) -> set[str]:
        """The paths of the members whose canary is anywhere in *message*."""
        seen = "\n".join(texts(message))
        found = set(_TOKEN.findall(seen))
        found |= {_day(datetime.fromtimestamp(int(at), UTC)) for at in _EPOCH.findall(seen)}
        found |= {day for day in self.paths if " " in day and day in seen}
        return {self.paths[canary] for canary in found if canary in self.paths}

    def _made(self, schema: Json, path: str) -> Any:
        name = path.rpartition(".")[2]
        if name in self._fixed:
            return self._fixed[name]
        match schema:
            case {"$ref": ref}:
                return self._made(_SCHEMAS[ref.rsplit("/", 1)[1]], path)
            case {"anyOf": [*others]} | {"oneOf": [*others]}:
                return self._made(self._chosen(others), path)
            case {"allOf": [other]}:
                return self._made(other, path)
            case {"enum": [first, *_]} | {"const": first}:
                return self._box if name == "type" else first
            case {"type": "object"}:
                members = {**schema.get("properties", {}), "tomorrow": {"type": "string"}}.items()
                return {key: self._made(one, f"{path}.{key}".strip(".")) for key, one in members}
            case {"type": "array", "items": items}:
                return [self._made(items, path)]
            case {"type": "string"}:
                return self._text(schema, path)
            case {"type": "boolean"}:
                return True
            case _:
                return 1

    def _chosen(self, others: list[Json]) -> Json:
        boxes = [other for other in others if self._box in set(_types(other))]
        return (boxes or [other for other in others if "$ref" in other] or others)[0]

    def _text(self, schema: Json, path: str) -> str:
        kind = schema.get("format")
        if kind in ("date", "date-time"):
            day = _FIRST_DAY + timedelta(days=next(self._days))
            at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            self.paths[_day(at)] = path
            return day.isoformat() if kind == "date" else at.isoformat()
        if kind == "time":
            return "09:00:00"
        if "pattern" in schema:
            return "DEU" if "w{3}" in schema["pattern"] else "1"
        canary = f"zq{next(self._numbers)}zq"
        self.paths[canary] = path
        is_link = path.endswith(("_url", "pod_identifier"))
        return f"https://{canary}.example.com/{canary}" if is_link else canary


def _types(schema: Json) -> Iterator[str]:
    """Yield the values that `type` may have in an action box."""
    if "$ref" in schema:
        yield from _types(_SCHEMAS[schema["$ref"].rsplit("/", 1)[1]])
    yield from schema.get("enum", ())
    yield from (schema["const"],) if "const" in schema else ()
    inner = schema.get("properties", {})
    for other in (inner.get("type", {}), *schema.get("allOf", ()), *schema.get("anyOf", ())):
        if other:
            yield from _types(other)


def _day(at: datetime) -> str:
    return english(at.date())

"""The schemas of parcelLab's own document, as judges of what the sandbox answers."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

DOCUMENT = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))
FORMATS = FormatChecker(formats=["date", "email", "uuid"])


@FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@cache
def _judge(schema: str) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resource(
        "urn:parcellab", Resource.from_contents(DOCUMENT, default_specification=DRAFT202012)
    )
    wanted = {"$ref": f"urn:parcellab#/components/schemas/{schema}"}
    return Draft202012Validator(wanted, registry=registry, format_checker=FORMATS)


def faults(body: object, schema: str) -> list[str]:
    """What is wrong with `body` by the named schema; nothing when it is valid."""
    return [f"{each.json_path}: {each.message[:200]}" for each in _judge(schema).iter_errors(body)]

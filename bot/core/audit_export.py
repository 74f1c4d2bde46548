"""The audit log for people and programs: a table, CSV, or a JSON object a line."""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC
from io import StringIO
from typing import Final

from bot.core.audit import Entry
from bot.core.cell import safe_cell

_COLUMNS: Final = ("at", "person", "door", "audience", "outcome", "reference")
_WIDTHS: Final = (20, 26, 10, 9, 13, 0)


def _row(entry: Entry) -> tuple[str, ...]:
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    person = f"{entry.team_id}:{entry.user_id}" if entry.team_id else entry.user_id
    return (at, person, entry.door, entry.audience, entry.outcome, entry.reference)


def _table(entry: Entry | None) -> str:
    cells = _row(entry) if entry else _COLUMNS
    padded = (cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
    return "  ".join(padded).rstrip() + "\n"


def _csv(entry: Entry | None) -> str:
    written = StringIO()
    cells = map(safe_cell, _row(entry)) if entry else _COLUMNS
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def _json(entry: Entry | None) -> str:
    if entry is None:
        return ""
    at = entry.at.astimezone(UTC).isoformat(timespec="milliseconds")
    return json.dumps({**asdict(entry), "at": at}, ensure_ascii=False) + "\n"


# Each writes an entry, or (None) what stands above all of them.
FORMATS: Final[Mapping[str, Callable[[Entry | None], str]]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
}

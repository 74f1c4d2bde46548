"""What went between Slack and the app, both ways, in one order, for whoever looks on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.sandbox.slack.change import Change

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Finding, Json

MAX_ENTRIES = 2000


class Entry(Protocol):
    """Something noted: `id` grows from entry to entry, `changed_at` with every change."""

    id: int
    changed_at: int

    def as_json(self) -> Json:
        """The entry for a page."""


E = TypeVar("E")


class Journal:
    """The last entries; each change of it is one of `whole`, too."""

    def __init__(self, whole: Change | None = None) -> None:
        self.change = Change(whole)
        self._entries: dict[int, Entry] = {}
        self._last_id = 0

    def add(self, entry: Entry) -> None:
        """Note something new."""
        self._last_id += 1
        entry.id = self._last_id
        self._entries[entry.id] = entry
        if len(self._entries) > MAX_ENTRIES:
            del self._entries[next(iter(self._entries))]
        self.tell_again(entry)

    def tell_again(self, entry: Entry) -> None:
        """An entry has changed: tell it again to whoever saw it already."""
        self.change.happen()
        entry.changed_at = self.change.version

    def since(self, mark: int) -> tuple[list[Json], int]:
        """The entries that are new or changed since this mark, oldest first; and the next mark."""
        told = [one.as_json() for one in self._entries.values() if one.changed_at > mark]
        return told, self.change.version

    def of(self, kind: type[E]) -> list[E]:
        """The entries of one kind, oldest first."""
        return [entry for entry in self._entries.values() if isinstance(entry, kind)]


def findings_json(findings: list[Finding]) -> list[Json]:
    """Findings for a page."""
    return [{"pointer": pointer, "message": message} for pointer, message in findings]

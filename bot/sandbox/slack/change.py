"""A change that others wait for: a number that grows, and a way to wait until it does."""

from __future__ import annotations

import asyncio


class Change:
    """Counts what happened; every change of it is one of `whole`, too."""

    def __init__(self, whole: Change | None = None) -> None:
        self.version = 0
        self._whole = whole
        self._happened = asyncio.Event()

    def happen(self) -> None:
        """Count one more, and wake everybody who waits."""
        self.version += 1
        self._happened.set()
        self._happened = asyncio.Event()
        if self._whole:
            self._whole.happen()

    async def wait(self, timeout: float | None, *, since: int | None) -> bool:  # noqa: ASYNC109
        """Wait at most `timeout` s for a change; at once if `version` is no longer `since`."""
        if since is not None and since != self.version:
            return True
        try:
            await asyncio.wait_for(self._happened.wait(), timeout)
        except TimeoutError:
            return False
        return True

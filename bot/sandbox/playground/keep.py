"""Keeps the sandbox's two worlds in a folder, so that the next start goes on from there."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.sandbox.parcellab.api import ParcelLab
    from bot.sandbox.slack.slack import Slack

_NAME: Final = "playground.json"
_LULL: Final = 1.0  # seconds between two writes at least
_log = logging.getLogger(__name__)


class BadFolder(Exception):
    """What is kept in this folder cannot be read."""


@asynccontextmanager
async def kept(folder: Path, slack: Slack, parcellab: ParcelLab) -> AsyncIterator[None]:
    """Load what *folder* holds, and write every change there; raises BadFolder."""
    path = folder / _NAME
    _load(path, slack, parcellab)
    writing = asyncio.create_task(_keep(path, slack, parcellab))
    try:
        yield
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        _write(path, slack, parcellab)


def _load(path: Path, slack: Slack, parcellab: ParcelLab) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            return
        found = json.loads(path.read_text("utf-8"))
        parcellab.load(found["parcellab"])
        slack.workspace.load(found["slack"])
    except (OSError, ValueError, TypeError, KeyError) as wrong:
        raise BadFolder(
            f"{path} does not hold a playground ({wrong}); delete it to start fresh"
        ) from wrong


async def _keep(path: Path, slack: Slack, parcellab: ParcelLab) -> None:
    seen = None
    while True:
        now = (slack.workspace.version, parcellab.version)
        if now != seen:
            seen = now
            _write(path, slack, parcellab)
        await asyncio.sleep(_LULL)


def _write(path: Path, slack: Slack, parcellab: ParcelLab) -> None:
    """Write all of it; a full disk is told, and the next change is another chance."""
    told = {"slack": slack.workspace.dump(), "parcellab": parcellab.dump()}
    fresh = path.with_suffix(".new")
    try:
        # ASCII: half a character, as an app may send one, has no UTF-8
        fresh.write_text(json.dumps(told), "ascii")
        os.replace(fresh, path)  # a crash leaves the old one or the new one, never half of one
    except OSError as wrong:
        _log.warning("the playground could not be kept in %s: %s", path, wrong)

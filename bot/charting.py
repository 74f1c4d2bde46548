"""Charts are drawn by a process that ends: what they need stays out of the bot's memory."""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final

_PROGRAM: Final = Path(__file__).with_name("chart.py")
_PATIENCE: Final = 30.0  # seconds; the first chart of a machine looks for its fonts
_log = logging.getLogger(__name__)


class Charts:
    """Draws, where the extra `report` is installed."""

    @property
    def can_draw(self) -> bool:
        """Whether matplotlib is there; it is not loaded for that."""
        return find_spec("matplotlib") is not None

    async def drawn(self, asked: Mapping[str, Any]) -> bytes | None:
        """Return a chart as PNG; None if it cannot be drawn."""
        if not self.can_draw:
            return None
        try:
            fonts = Path(gettempdir()) / f"wherebot-charts-{os.getuid()}"
        except FileNotFoundError:
            _log.error("a chart is not drawn: it needs a folder for temporary files")
            return None
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",  # nothing from where the bot was started, and no site of the user's
            str(_PROGRAM),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"MPLCONFIGDIR": str(fonts), "PATH": os.defpath},
        )
        try:
            async with asyncio.timeout(_PATIENCE):
                image, wrong = await process.communicate(json.dumps(asked).encode())
        except TimeoutError:
            process.kill()
            await process.wait()
            image, wrong = b"", b"it takes too long"
        if process.returncode or not image:
            _log.error("a chart is not drawn: %s", wrong.decode(errors="replace")[-300:])
            return None
        return image

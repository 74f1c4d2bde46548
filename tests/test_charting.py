"""Charts are drawn where that can be, and the bot works where it cannot."""

import os
import subprocess
import sys

# As with `docker run --read-only`: no file can hold anything.
_READ_ONLY = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
import asyncio
import bot.app
from bot.charting import Charts
assert asyncio.run(Charts().drawn({})) is None
"""


def test_the_bot_is_loaded_where_nothing_can_be_written() -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _READ_ONLY], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr

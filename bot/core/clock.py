"""A clock: it is handed in and tells the time aware, so that a test or a demo can move it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]

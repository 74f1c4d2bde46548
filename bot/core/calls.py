"""Calls to parcelLab: how many there may be."""

from dataclasses import dataclass
from typing import Final

MOMENT: Final = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call is counted against: it has to be among the first *most* of a minute.

    And among the first *soon* of any `MOMENT`. If somebody waits for it (`is_waited_for`), it keeps
    a *distance* in seconds from the last such call, once there were *at_once* of these in the
    minute.
    """

    most: int
    soon: int
    at_once: int
    distance: float
    is_waited_for: bool

"""Calls to parcelLab: how many there may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call is counted against: it has to be among the first *most* of a minute.

    If somebody waits for it (`is_waited_for`), it keeps a *distance* in seconds from the last such
    call, once there were *at_once* of these in the minute.
    """

    most: int
    at_once: int
    distance: float
    is_waited_for: bool

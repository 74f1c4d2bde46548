"""Fixtures of the tests of what talks to parcelLab."""

from tests.parcellab.standing import redis as redis

"""What alerts remember by, over the database of each test."""

import pytest

from bot.store.alerts.looks import Looks
from bot.store.alerts.outbox import Outbox
from bot.store.alerts.rules import AlertRules
from bot.store.alerts.watches import Watches
from bot.store.database import Database
from tests.store.alerts.wished import LEASE


@pytest.fixture
def watches(database: Database) -> Watches:
    return Watches(database)


@pytest.fixture
def looks(database: Database) -> Looks:
    return Looks(database, lease=LEASE)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database, lease=LEASE)


@pytest.fixture
def rules(database: Database) -> AlertRules:
    return AlertRules(database)

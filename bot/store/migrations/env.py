"""Run by Alembic: migrates over the connection, and in the transaction, that migrate() opened."""

from alembic import context

import bot.store.alert_schema  # its tables stand on the same metadata
import bot.store.ledger_schema  # noqa: F401 - and these
from bot.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()

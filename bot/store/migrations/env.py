"""Run by Alembic: migrates over the connection, and in the transaction, that migrate() opened."""

from alembic import context

import bot.store.tables  # noqa: F401 - all tables stand on the same metadata
from bot.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()

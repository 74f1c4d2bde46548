"""Run by Alembic: migrates over the connection, and in the transaction, that migrate() opened."""

from alembic import context

from bot.store.schema import (  # noqa: F401 - their tables stand on the same metadata
    alert,
    alert_rule,
    audit,
    case,
    customer,
    ledger,
)
from bot.store.schema.base import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()

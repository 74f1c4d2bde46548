"""The table of the audit log: who looked what up."""

from sqlalchemy import Column, Index, String, Table

from bot.store.schema.base import Id, Moment, metadata

entries = Table(
    "audit_entry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("team_id", String(40), nullable=False),
    Column("user_id", String(40), nullable=False),
    Column("door", String(20), nullable=False),
    Column("audience", String(20), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reference", String(64), nullable=False),  # a keyed hash
    sqlite_autoincrement=True,
)
Index("audit_entry_at", entries.c.at)
Index("audit_entry_user", entries.c.user_id, entries.c.at)
Index("audit_entry_reference", entries.c.reference)

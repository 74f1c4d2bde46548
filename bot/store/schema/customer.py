"""The tables about customers: what they have proven, what they were asked for, how often wrong."""

from sqlalchemy import Column, Index, String, Table, Text

from bot.store.schema.base import Id, Moment, metadata

proofs = Table(
    "customer_proof",
    metadata,
    Column("person", String(64), primary_key=True),  # Slack's user id
    Column("order_key", String(64), primary_key=True),  # a keyed hash of what was asked for
    Column("sealed", Text, nullable=False),
    Column("proven_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)
Index("customer_proof_until", proofs.c.until)

attempts = Table(
    "customer_attempt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("order_key", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("gesture", String(40)),  # the letter that it is an answer to: one try, if tried again
    sqlite_autoincrement=True,
)
Index("customer_attempt_person", attempts.c.person, attempts.c.at)
Index("customer_attempt_order", attempts.c.order_key, attempts.c.at)

wanted = Table(
    "customer_wanted",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("sealed", Text, nullable=False),  # what the bot has asked them for
    Column("until", Moment, nullable=False),
)

lookups = Table(
    "customer_lookup",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
Index("customer_lookup_person", lookups.c.person, lookups.c.at)

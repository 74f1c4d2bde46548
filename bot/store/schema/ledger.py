"""The tables of calls to parcelLab, where several processes share a budget."""

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, String, Table

from bot.store.schema.base import metadata

# Of the last minute, by account (hashed): moments are the database's, in microseconds since 1970.
made: Final = Table(
    "call_made",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("slot", BigInteger, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("waited_for", Integer, nullable=False),
)
# Until when parcelLab is busy.
held: Final = Table(
    "call_held",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("until", BigInteger, nullable=False),
)

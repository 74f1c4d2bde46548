"""The tables of alert rules: what channels want to hear of any order, and when."""

from sqlalchemy import Column, Index, Integer, String, Table, Time

from bot.store.schema.base import Moment, metadata

alert_rules = Table(
    "alert_rule",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("place", String(24), nullable=False),
    Column("name", String(60), nullable=False),
    Column("kinds", String(300), nullable=False),  # separated by commas; empty: all
    Column("condition", String(300), nullable=False),
    Column("severity", Integer),  # NULL: as each kind is
    Column("days", Integer, nullable=False),
    Column("percent", Integer, nullable=False),
    Column("lang", String(8), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("by", String(24), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("alert_rule_place", alert_rules.c.place)

etiquettes = Table(
    "alert_etiquette",
    metadata,
    Column("place", String(24), primary_key=True),
    Column("zone", String(60), nullable=False),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    Column("digest_at", Time),
    Column("budget", Integer, nullable=False),
    Column("by", String(24), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
)

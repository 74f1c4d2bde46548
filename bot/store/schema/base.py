"""The tables. Each change of them is a migration, and its revision stands here, too."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

# Oldest first, as in migrations/versions: known without loading Alembic at every start.
REVISIONS: Final = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0011",
    "0012",
    "0009",
    "0010",
    "0008",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
)
VERSION_TABLE: Final = "wherebot_schema"  # Alembic's own name may be another program's

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Return an aware time as it is kept."""
    return (at - _EPOCH) // _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """An aware time as microseconds since 1970: the same, and compared the same, everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


metadata = MetaData()
Id: Final = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only what is INTEGER

letters = Table(
    "inbox_letter",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(40), nullable=False),
    Column("body", Text),  # erased as soon as there is an outcome
    Column("kept_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),  # the end of the lease: when others may claim it
    Column("fence", Integer, nullable=False),
    Column("since", Moment),
    Column("outcome", String(80)),
    sqlite_autoincrement=True,
)
Index(
    "inbox_letter_open",
    letters.c.due_at,
    sqlite_where=letters.c.outcome.is_(None),
    postgresql_where=letters.c.outcome.is_(None),
)
Index("inbox_letter_kept_at", letters.c.kept_at)

keys = Table(
    "inbox_key",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("kept_at", Moment, nullable=False),
)
Index("inbox_key_kept_at", keys.c.kept_at)

channels = Table(
    "listening_channel",
    metadata,
    Column("team", String(40), primary_key=True),
    Column("channel", String(40), primary_key=True),
    Column("mode", String(10), nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)
told = Table(
    "listening_told",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("by", String(64), nullable=False),
    Column("until", Moment, nullable=False),
)
Index("listening_told_until", told.c.until)
people = Table(
    "person",
    metadata,
    Column("team_id", String(40), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("lang", String(10), nullable=False),  # empty: as Slack says
)

lookups = Table(
    "person_lookup",
    metadata,
    Column("team_id", String(40), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("kind", String(40), primary_key=True),
    Column("value", String(255), primary_key=True),
    Column("client_key", String(255), primary_key=True),
    Column("couriers", String(255), nullable=False),  # separated by commas
    Column("at", Moment, nullable=False),
)
Index("person_lookup_at", lookups.c.at)

pastes = Table(
    "person_paste",
    metadata,
    Column("team_id", String(40), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("sealed", Text, nullable=False),  # a list that is too long for a choice in a menu
    Column("until", Moment, nullable=False),
)

rules = Table(
    "rule",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", JSON(none_as_null=True)),  # null: as the environment says
    Column("version", Integer, nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)

changes = Table(
    "rule_change",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("name", String(80), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    sqlite_autoincrement=True,
)

"""The tables about cases: who waits for a person, who helps them, and in which threads."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from bot.store.schema.base import Id, Moment, metadata

cases = Table(
    "support_case",
    metadata,
    Column("id", Id, primary_key=True),
    Column("opened_by", String(200), nullable=False),  # the gesture that opened it
    Column("team", String(40), nullable=False),
    Column("customer", String(40), nullable=False),
    Column("dm", String(40), nullable=False),
    Column("lang", String(10), nullable=False),
    Column("origin", String(10), nullable=False),
    Column("concern", Integer),
    Column("sealed", Text),  # the order they have proven; erased when it is closed
    Column("state", String(10), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("waits_since", Moment, nullable=False),
    Column("channel", String(40)),
    Column("card_ts", String(40)),
    Column("agent", String(40)),
    Column("taken_at", Moment),
    Column("thread_channel", String(40)),
    Column("thread_ts", String(40)),
    Column("urged", String(40), nullable=False),
    Column("closed_at", Moment),
    sqlite_autoincrement=True,
)
_is_open = cases.c.state != "closed"
Index(  # nobody has two
    "support_case_open",
    cases.c.customer,
    unique=True,
    sqlite_where=_is_open,
    postgresql_where=_is_open,
)
Index("support_case_state", cases.c.state, cases.c.waits_since)

threads = Table(
    "support_thread",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("ts", String(40), primary_key=True),
    Column("case_id", Id, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("agent", String(40), nullable=False),
)
Index("support_thread_case", threads.c.case_id)

"""The tables of alerts: what is looked at, who wants to hear of it, what is owed, what stands.

Every time that says when something may happen next has a `set_at` beside it: what was set by a
clock that was ahead is mended once the clock is right (see Looks.mend and Outbox.mend).
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)

from bot.core.watches.watch import HELD, OPEN
from bot.store.schema.base import Id, Moment, metadata

orders = Table(
    "alert_order",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("value", String(200), nullable=False),
    Column("couriers", String(200), nullable=False),
    Column("client_key", String(200), nullable=False),
    Column("seen", Text),  # the last Sighting
    Column("judged", String(160)),  # which of parcelLab's answers brings nothing more than that
    Column("due_at", Moment),  # when others may claim it; NULL: nobody watches it any more
    Column("set_at", Moment, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("is_claimed", Boolean, nullable=False),
    Column("wanted_at", Moment),  # when what is claimed was due
    Column("hints", Integer, nullable=False),  # how often somebody said to look now
    Column("looked_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("has_new", Boolean, nullable=False),  # a watch that was told nothing yet
    # It is looked at for rules, whoever watches it.
    Column("is_kept", Boolean, nullable=False, server_default=false()),
    # Which order it leads to, hashed; other references may lead there, too (bot.store.alerts.kin).
    Column("identity", String(32)),
    UniqueConstraint("kind", "value", "client_key", name="alert_order_reference"),
    sqlite_autoincrement=True,
)
Index("alert_order_due", orders.c.due_at)
Index("alert_order_set", orders.c.set_at)
Index("alert_order_identity", orders.c.identity)

# By which numbers a webhook may mean an order; hashed, for nobody has to read them.
numbers = Table(
    "alert_number",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("order_id", Id, primary_key=True),
)
Index("alert_number_order", numbers.c.order_id)

watches = Table(
    "alert_watch",
    metadata,
    Column("id", Id, primary_key=True),
    Column("order_id", Id, nullable=False),
    Column("place", String(24), nullable=False),
    Column("made_by", String(24), nullable=False),
    Column("since", Moment, nullable=False),
    Column("lang", String(8), nullable=False),
    Column("kinds", String(300), nullable=False),
    Column("until", Moment),
    Column("is_new", Boolean, nullable=False),
    Column("snoozed_until", Moment),
    Column("ended_at", Moment),
    # What whoever made it calls it; those of one name are a list.
    Column("name", String(60), nullable=False, server_default=""),
    # The tags of the parcels it is about; empty: the whole order.
    Column("parcels", Text, nullable=False, server_default=""),
    Column("ends_at", Moment),  # if the way of all its parcels has ended, and their order goes on
    UniqueConstraint("order_id", "place", name="alert_watch_place"),
    sqlite_autoincrement=True,
)
Index("alert_watch_of_place", watches.c.place)
Index("alert_watch_made_by", watches.c.made_by)

# What a watch was until it was changed, or made anew: a day is replayed with what was wished then.
earlier = Table(
    "alert_watch_before",
    metadata,
    Column("id", Id, primary_key=True),
    Column("order_id", Id, nullable=False),
    Column("place", String(24), nullable=False),
    Column("since", Moment, nullable=False),
    Column("kinds", String(300), nullable=False),
    Column("parcels", Text, nullable=False),
    Column("ended_at", Moment),
    Column("changed_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
Index("alert_watch_before_order", earlier.c.order_id)

events = Table(
    "alert_event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("order_id", Id, nullable=False),
    Column("tag", String(16), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("episode", Integer, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("facts", Text, nullable=False),
    UniqueConstraint("order_id", "tag", "kind", "episode", name="alert_event_once"),
    sqlite_autoincrement=True,
)
Index("alert_event_seen", events.c.seen_at)

notices = Table(
    "alert_notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(40), nullable=False, unique=True),
    Column("place", String(24), nullable=False),
    Column("card", String(40), nullable=False),
    Column("order_id", Id, nullable=False),
    Column("state", String(12), nullable=False),
    Column("facts", Text, nullable=False),
    Column("lang", String(8), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("since", Moment),  # when the post was begun that may stand there
    Column("done_at", Moment),
    Column("ts", String(32)),
    Column("merged_into", String(40), nullable=False),
    Column("reason", String(80), nullable=False),
    Column("what", String(12), nullable=False, server_default="news"),
    Column("due_at", Moment),  # until when it is held; of a storm, until when parcels join it
    Column("storm", String(40), nullable=False, server_default=""),  # of what it may become a part
    sqlite_autoincrement=True,
)
IS_OPEN: Final = notices.c.state.in_(OPEN)
Index(
    "alert_notice_open",
    notices.c.place,
    notices.c.id,
    sqlite_where=IS_OPEN,
    postgresql_where=IS_OPEN,
)
Index("alert_notice_made", notices.c.made_at)
_has_storm: Final = notices.c.storm != literal_column("''")
for _name, *_columns in (
    ("alert_notice_storm", notices.c.storm, notices.c.made_at),
    ("alert_notice_storm_order", notices.c.order_id),
    ("alert_notice_storm_card", notices.c.card),
):
    Index(_name, *_columns, sqlite_where=_has_storm, postgresql_where=_has_storm)
Index("alert_notice_into", notices.c.merged_into)
_is_held: Final = notices.c.state.in_(HELD)
Index("alert_notice_held", notices.c.place, sqlite_where=_is_held, postgresql_where=_is_held)

# One lane a channel: one process at a time posts there, and knows what stood there last.
lanes = Table(
    "alert_lane",
    metadata,
    Column("place", String(24), primary_key=True),
    Column("fence", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),  # the end of the lease, or of a pause
    Column("set_at", Moment, nullable=False),
    Column("last_ts", String(32), nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("refused", String(80), nullable=False),  # why nothing can be posted there
)

cards = Table(
    "alert_card",
    metadata,
    Column("card", String(40), primary_key=True),
    Column("place", String(24), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("first", Text, nullable=False),  # what it told
    Column("facts", Text, nullable=False),  # what was told last
    Column("lang", String(8), nullable=False),
    Column("posted_at", Moment, nullable=False),
    Column("is_stale", Boolean, nullable=False),  # it shows less than was told in its thread
    Column("order_id", Id),
    Column("stand", Text, nullable=False, server_default="{}"),
    Column("is_snoozed", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False, server_default="0"),  # counts what it has to show
    Column("due_at", Moment),  # when something happens to it by itself
    Column("moved_at", Moment),
    Column("storm", String(40), nullable=False, server_default=""),  # if it is the card of one
)
Index("alert_card_order", cards.c.order_id)
_is_due: Final = cards.c.due_at.is_not(None)
Index("alert_card_due", cards.c.due_at, sqlite_where=_is_due, postgresql_where=_is_due)
IS_STALE: Final = cards.c.is_stale.is_(True)
Index("alert_card_stale", cards.c.place, sqlite_where=IS_STALE, postgresql_where=IS_STALE)

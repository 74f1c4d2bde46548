"""Alerts: what is looked at, who wants to hear of it, what is owed, and what stands in Slack."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _orders()
    _watches()
    _events()
    _notices()
    op.create_table(
        "alert_lane",
        sa.Column("place", sa.String(24), primary_key=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        _moment("due_at", nullable=False),
        _moment("set_at", nullable=False),
        sa.Column("last_ts", sa.String(32), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("refused", sa.String(80), nullable=False),
    )
    card = op.create_table(
        "alert_card",
        sa.Column("card", sa.String(40), primary_key=True),
        sa.Column("place", sa.String(24), nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        _moment("posted_at", nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
    )
    is_stale = card.c.is_stale.is_(True)
    op.create_index(
        "alert_card_stale",
        "alert_card",
        ["place"],
        sqlite_where=is_stale,
        postgresql_where=is_stale,
    )


def _orders() -> None:
    op.create_table(
        "alert_order",
        sa.Column("id", _number(), primary_key=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("couriers", sa.String(200), nullable=False),
        sa.Column("client_key", sa.String(200), nullable=False),
        sa.Column("seen", sa.Text()),
        _moment("due_at"),
        _moment("set_at", nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("is_claimed", sa.Boolean(), nullable=False),
        _moment("wanted_at"),
        sa.Column("hints", sa.Integer(), nullable=False),
        _moment("looked_at"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("has_new", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("kind", "value", "client_key", name="alert_order_reference"),
        sqlite_autoincrement=True,
    )
    op.create_index("alert_order_due", "alert_order", ["due_at"])
    op.create_index("alert_order_set", "alert_order", ["set_at"])
    op.create_table(
        "alert_number",
        sa.Column("number", sa.String(32), primary_key=True),
        sa.Column("order_id", _number(), primary_key=True),
    )
    op.create_index("alert_number_order", "alert_number", ["order_id"])


def _watches() -> None:
    op.create_table(
        "alert_watch",
        sa.Column("id", _number(), primary_key=True),
        sa.Column("order_id", _number(), nullable=False),
        sa.Column("place", sa.String(24), nullable=False),
        sa.Column("made_by", sa.String(24), nullable=False),
        _moment("since", nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("kinds", sa.String(300), nullable=False),
        _moment("until"),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        _moment("snoozed_until"),
        _moment("ended_at"),
        sa.UniqueConstraint("order_id", "place", name="alert_watch_place"),
        sqlite_autoincrement=True,
    )
    op.create_index("alert_watch_of_place", "alert_watch", ["place"])


def _events() -> None:
    op.create_table(
        "alert_event",
        sa.Column("id", _number(), primary_key=True),
        sa.Column("order_id", _number(), nullable=False),
        sa.Column("tag", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        _moment("seen_at", nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.UniqueConstraint("order_id", "tag", "kind", "episode", name="alert_event_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("alert_event_seen", "alert_event", ["seen_at"])


def _notices() -> None:
    notice = op.create_table(
        "alert_notice",
        sa.Column("id", _number(), primary_key=True),
        sa.Column("key", sa.String(40), nullable=False, unique=True),
        sa.Column("place", sa.String(24), nullable=False),
        sa.Column("card", sa.String(40), nullable=False),
        sa.Column("order_id", _number(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        _moment("made_at", nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        _moment("since"),
        _moment("done_at"),
        sa.Column("ts", sa.String(32)),
        sa.Column("merged_into", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sqlite_autoincrement=True,
    )
    is_open = notice.c.state.in_(["owed", "sending"])
    op.create_index(
        "alert_notice_open",
        "alert_notice",
        ["place", "id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("alert_notice_made", "alert_notice", ["made_at"])


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)

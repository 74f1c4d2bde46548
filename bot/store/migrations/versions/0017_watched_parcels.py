"""Watches of some parcels of an order; and what an order has in storms, found by its card."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    parcels = sa.Column("parcels", sa.Text, nullable=False, server_default="")
    op.add_column("alert_watch", parcels)
    where = sa.text("storm <> ''")
    op.create_index(
        "alert_notice_storm_card",
        "alert_notice",
        ["card"],
        sqlite_where=where,
        postgresql_where=where,
    )

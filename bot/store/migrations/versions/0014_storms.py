"""Storms: many parcels that turn late together, on one card."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column(
        "alert_card", sa.Column("storm", sa.String(40), nullable=False, server_default="")
    )
    _of_storms("alert_notice_storm", ["storm", "made_at"])
    _of_storms("alert_notice_storm_order", ["order_id"])


def _of_storms(name: str, columns: list[str]) -> None:
    where = sa.text("storm <> ''")
    op.create_index(name, "alert_notice", columns, sqlite_where=where, postgresql_where=where)

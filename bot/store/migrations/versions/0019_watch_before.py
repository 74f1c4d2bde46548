"""What watches were before they were changed, for a replay."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "alert_watch_before",
        sa.Column("id", number, primary_key=True),
        sa.Column("order_id", number, nullable=False),
        sa.Column("place", sa.String(24), nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("kinds", sa.String(300), nullable=False),
        sa.Column("parcels", sa.Text, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("alert_watch_before_order", "alert_watch_before", ["order_id"])

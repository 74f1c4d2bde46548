"""The calls of the last minute, where there is no Redis to count them together."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "call_made",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("slot", sa.BigInteger(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("waited_for", sa.Integer(), nullable=False),
    )
    op.create_table(
        "call_held",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )

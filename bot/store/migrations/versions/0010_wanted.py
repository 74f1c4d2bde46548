"""What the bot has asked a customer for, and which letter a try belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "customer_wanted",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    op.add_column("customer_attempt", sa.Column("gesture", sa.String(40)))

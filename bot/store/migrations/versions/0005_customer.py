"""What customers have proven, how often they were wrong, and how often they asked."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "customer_proof",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("order_key", sa.String(64), primary_key=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("proven_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    op.create_index("customer_proof_until", "customer_proof", ["until"])
    op.create_table(
        "customer_attempt",
        sa.Column("id", number, primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("order_key", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("customer_attempt_person", "customer_attempt", ["person", "at"])
    op.create_index("customer_attempt_order", "customer_attempt", ["order_key", "at"])
    op.create_table(
        "customer_lookup",
        sa.Column("id", number, primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("customer_lookup_person", "customer_lookup", ["person", "at"])

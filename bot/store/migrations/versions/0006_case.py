"""Who waits for a person, who helps them, and in which threads."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    case = op.create_table(
        "support_case",
        sa.Column("id", number, primary_key=True),
        sa.Column("opened_by", sa.String(200), nullable=False),
        sa.Column("team", sa.String(40), nullable=False),
        sa.Column("customer", sa.String(40), nullable=False),
        sa.Column("dm", sa.String(40), nullable=False),
        sa.Column("lang", sa.String(10), nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("concern", sa.Integer()),
        sa.Column("sealed", sa.Text()),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("waits_since", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(40)),
        sa.Column("card_ts", sa.String(40)),
        sa.Column("agent", sa.String(40)),
        sa.Column("taken_at", sa.BigInteger()),
        sa.Column("thread_channel", sa.String(40)),
        sa.Column("thread_ts", sa.String(40)),
        sa.Column("urged", sa.String(40), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    is_open = case.c.state != "closed"
    op.create_index(
        "support_case_open",
        "support_case",
        ["customer"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("support_case_state", "support_case", ["state", "waits_since"])
    op.create_table(
        "support_thread",
        sa.Column("channel", sa.String(40), primary_key=True),
        sa.Column("ts", sa.String(40), primary_key=True),
        sa.Column("case_id", number, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(40), nullable=False),
    )
    op.create_index("support_thread_case", "support_thread", ["case_id"])

"""What Slack handed over, and the keys by which it is known when it comes again."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    letter = op.create_table(
        "inbox_letter",
        sa.Column("id", number, primary_key=True),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("body", sa.Text()),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger()),
        sa.Column("outcome", sa.String(80)),
        sqlite_autoincrement=True,
    )
    is_open = letter.c.outcome.is_(None)
    op.create_index(
        "inbox_letter_open",
        "inbox_letter",
        ["due_at"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("inbox_letter_kept_at", "inbox_letter", ["kept_at"])
    op.create_table(
        "inbox_key",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("inbox_key_kept_at", "inbox_key", ["kept_at"])

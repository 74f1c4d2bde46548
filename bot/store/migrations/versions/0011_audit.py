"""Who looked what up."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0007"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "audit_entry",
        sa.Column("id", number, primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("door", sa.String(20), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_entry_at", "audit_entry", ["at"])
    op.create_index("audit_entry_user", "audit_entry", ["user_id", "at"])
    op.create_index("audit_entry_reference", "audit_entry", ["reference"])

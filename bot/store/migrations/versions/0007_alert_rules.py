"""What channels want to hear of any order, and when; orders that are looked at for rules alone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "alert_rule",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("place", sa.String(24), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("kinds", sa.String(300), nullable=False),
        sa.Column("condition", sa.String(300), nullable=False),
        sa.Column("severity", sa.Integer()),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        *_change(),
    )
    op.create_index("alert_rule_place", "alert_rule", ["place"])
    op.create_table(
        "alert_etiquette",
        sa.Column("place", sa.String(24), primary_key=True),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("quiet_from", sa.Time()),
        sa.Column("quiet_until", sa.Time()),
        sa.Column("digest_at", sa.Time()),
        sa.Column("budget", sa.Integer(), nullable=False),
        *_change(),
    )
    is_kept: sa.Column[bool] = sa.Column(
        "is_kept", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("alert_order", is_kept)


def _change() -> tuple[sa.Column[str], sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("by", sa.String(24), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )

"""Whose a watch is, to be found by."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index("alert_watch_made_by", "alert_watch", ["made_by"])

"""What somebody calls a watch, or a list of them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0008"


def upgrade() -> None:
    name = sa.Column("name", sa.String(60), nullable=False, server_default="")
    op.add_column("alert_watch", name)

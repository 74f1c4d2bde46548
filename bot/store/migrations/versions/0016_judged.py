"""Looks: which answer was judged already: the same one need not be read again."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("alert_order", sa.Column("judged", sa.String(160)))

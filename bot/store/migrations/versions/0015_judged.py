"""Looks: which answer was judged already: the same one need not be read again."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("alert_order", sa.Column("judged", sa.String(120)))

"""What somebody has pasted into the search, until they choose it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "person_paste",
        sa.Column("team_id", sa.String(40), primary_key=True),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )

"""How cards stand with the people of a channel; notices that wait, and what is told beside news."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0010"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for column in (
        sa.Column("order_id", number),
        sa.Column("stand", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("is_snoozed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("moved_at", sa.BigInteger()),
    ):
        op.add_column("alert_card", column)
    for column in (
        sa.Column("what", sa.String(12), nullable=False, server_default="news"),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("storm", sa.String(40), nullable=False, server_default=""),
    ):
        op.add_column("alert_notice", column)
    op.execute(
        "UPDATE alert_card SET order_id = (SELECT max(alert_notice.order_id) FROM alert_notice"
        " WHERE alert_notice.card = alert_card.card)"
    )
    op.create_index("alert_card_order", "alert_card", ["order_id"])
    op.create_index("alert_notice_into", "alert_notice", ["merged_into"])
    _where("alert_card_due", "alert_card", ["due_at"], "due_at IS NOT NULL")
    _where("alert_notice_held", "alert_notice", ["place"], "state IN ('held', 'snoozed')")


def _where(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)

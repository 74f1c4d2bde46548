"""Which order a reference leads to, and when a watch of some parcels ends."""

import json
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("alert_order", sa.Column("identity", sa.String(32)))
    op.create_index("alert_order_identity", "alert_order", ["identity"])
    op.add_column("alert_watch", sa.Column("ends_at", sa.BigInteger))
    # What is looked at finds out at its next look, which is as if somebody had begun to watch.
    op.execute("UPDATE alert_order SET has_new = TRUE WHERE due_at IS NOT NULL")
    _name_unwatched()


def _name_unwatched() -> None:
    """Say of what nobody looks at which order it was: its episodes are counted on from there."""
    connection = op.get_bind()
    last = connection.execute(
        sa.text(
            "SELECT alert_order.id, alert_order.kind, alert_order.value, alert_event.facts"
            " FROM alert_order JOIN alert_event ON alert_event.id = (SELECT max(one.id)"
            " FROM alert_event AS one WHERE one.order_id = alert_order.id)"
            " WHERE alert_order.due_at IS NULL"
        )
    )
    named = [{"of": row.id, "identity": _identity(row)} for row in last]
    if named:
        put = sa.text("UPDATE alert_order SET identity = :identity WHERE id = :of")
        connection.execute(put, named)


def _identity(row: sa.Row[tuple[int, str, str, str]]) -> str:
    facts = json.loads(row.facts)
    number = facts.get("order") or facts.get("lead") or f"{row.kind}:{row.value}"
    name = f"{facts.get('client') or ''}\n{number}"
    return blake2b(name.encode(), digest_size=16).hexdigest()

"""All tables, wherever they are written down: to be imported by whoever means every one."""

from bot.store import (
    alert_schema,
    audit_schema,
    case_schema,
    customer_schema,
    rule_schema,
    schema,
)

__all__ = [
    "alert_schema",
    "audit_schema",
    "case_schema",
    "customer_schema",
    "rule_schema",
    "schema",
]

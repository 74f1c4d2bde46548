"""What an administrator asks the audit log."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """Empty: whatever it is. `user_id` and `team_id` are Slack's, `reference` is a hash."""

    team_id: str = ""
    user_id: str = ""
    door: str = ""
    audience: str = ""
    outcome: str = ""
    reference: str = ""
    since: datetime | None = None
    until: datetime | None = None


def person_of(text: str) -> tuple[str, str]:
    """Read `U024BE7LH` or `T024BE7LD:U024BE7LH`: a team, or none, and a user."""
    team, _, user = text.strip().rpartition(":")
    return team, user


def moment_of(text: str) -> datetime | None:
    """Read a day, or a day and a time, in UTC if it says nothing else; None: it is neither."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)

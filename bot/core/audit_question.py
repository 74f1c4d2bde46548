"""What an administrator asks the audit log."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

_USER_ID: Final = re.compile(r"[UW][A-Z0-9]{2,30}")


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


def is_user_id(text: str) -> bool:
    return _USER_ID.fullmatch(text) is not None


def moment_of(text: str) -> datetime | None:
    """Read a day, or a day and a time, in UTC if it says nothing else; None: it is neither."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)

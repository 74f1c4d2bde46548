"""The audit log keeps who looked what up, finds it again, and forgets it in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.audit import LIMITED, Entry
from bot.core.audit_question import AuditQuestion, moment_of, person_of
from bot.store.audit import AuditLog
from bot.store.database import Database

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST = Entry(NOW, "T1", "U1", "command", "agent", "found", "a1")
OTHERS = (
    replace(FIRST, user_id="U2", door="dm", at=NOW + HOUR),
    replace(FIRST, team_id="T2", reference="b2", at=NOW + 2 * HOUR),
    replace(FIRST, audience="channel", outcome="not_found", at=NOW + 3 * HOUR),
)


@pytest.fixture
async def log(database: Database) -> AuditLog:
    log = AuditLog(database)
    await log.write([FIRST, *OTHERS])
    return log


async def found(log: AuditLog, asked: AuditQuestion) -> list[Entry]:
    return [one async for one in log.found(asked)]


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (AuditQuestion(), [0, 1, 2, 3]),
        (AuditQuestion(user_id="U1"), [0, 2, 3]),
        (AuditQuestion(user_id="U1", team_id="T2"), [2]),
        (AuditQuestion(door="dm"), [1]),
        (AuditQuestion(audience="channel"), [3]),
        (AuditQuestion(outcome="not_found"), [3]),
        (AuditQuestion(reference="b2"), [2]),
        (AuditQuestion(since=NOW + HOUR, until=NOW + 3 * HOUR), [1, 2]),
        (AuditQuestion(user_id="U'; DROP TABLE audit_entry; --"), []),
    ],
)
async def test_entries_are_found_by_each_of_their_facts(
    log: AuditLog, asked: AuditQuestion, rows: list[int]
) -> None:
    assert await found(log, asked) == [(FIRST, *OTHERS)[row] for row in rows]


async def test_more_than_a_page_is_found_to_the_last(log: AuditLog) -> None:
    many = [replace(FIRST, reference=str(number)) for number in range(4001)]
    await log.write(many)
    assert await found(log, AuditQuestion()) == [FIRST, *OTHERS, *many]


async def test_what_one_looked_up_within_an_hour_is_counted(log: AuditLog) -> None:
    await log.write([replace(FIRST, outcome=LIMITED)] * 3)
    assert await log.counts(["U1", "U2", "U3"], NOW + HOUR) == {"U1": 2}
    assert await log.counts(["U1", "U2"], NOW - HOUR) == {"U1": 3, "U2": 1}


async def test_what_is_too_old_is_gone(log: AuditLog) -> None:
    await log.expire(NOW + 2 * HOUR)
    assert await found(log, AuditQuestion()) == list(OTHERS[1:])


def test_people_and_moments_are_read() -> None:
    assert person_of(" T1:U1 ") == ("T1", "U1")
    assert person_of("U1") == ("", "U1")
    assert moment_of("2026-11-16") == datetime(2026, 11, 16, tzinfo=UTC)
    assert moment_of("2026-11-16T12:00+01:00") == NOW - HOUR
    assert moment_of("yesterday") is None

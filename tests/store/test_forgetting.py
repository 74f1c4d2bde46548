"""Who is to be forgotten is named in no row of any table: also not in one that comes tomorrow."""

import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime, time
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Connection, String, Table, Text, Time, insert, select

from bot import store
from bot.store.database import Database
from bot.store.forgetting import PERSONAL, Forgetting
from bot.store.schema.base import Moment, metadata

for _module in pkgutil.iter_modules(store.__path__, "bot.store."):
    if _module.name.endswith("schema"):
        import_module(_module.name)  # all tables

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
PERSON, OTHER, DM = "U0FORGETME", "U0ANOTHER1", "D0FORGETME"

# Text that can name nobody: ours, hashed, sealed, of Slack's channels and messages, or of orders.
# What is sealed or told of an order lies in rows that go with their person.
IMPERSONAL = {
    "alert_card": {"card", "ts", "first", "facts", "lang", "storm"},
    "alert_etiquette": {"zone"},
    "alert_event": {"tag", "kind", "facts"},
    "alert_lane": {"last_ts", "refused"},
    "alert_notice": {
        "key", "card", "state", "facts", "lang", "ts", "merged_into", "reason", "what", "storm",
    },
    "alert_number": {"number"},
    "alert_order": {"kind", "value", "couriers", "client_key", "seen", "judged", "identity"},
    "alert_rule": {"id", "name", "kinds", "condition", "lang"},
    "alert_watch": {"lang", "kinds", "parcels"},
    "alert_watch_before": {"kinds", "parcels"},
    "audit_entry": {"team_id", "door", "audience", "outcome", "reference"},
    "call_held": {"name"},
    "call_made": {"name"},
    "customer_attempt": {"order_key", "gesture"},
    "customer_proof": {"order_key", "sealed"},
    "customer_wanted": {"sealed"},
    "inbox_key": {"key"},
    "inbox_letter": {"key", "outcome"},
    "listening_channel": {"team", "channel", "mode"},
    "listening_told": {"key", "by"},  # `by` is a letter
    "person": {"team_id", "lang"},
    "person_lookup": {"team_id", "kind", "value", "client_key", "couriers"},
    "person_paste": {"team_id", "sealed"},
    "rule": {"name", "value"},  # ids of groups and channels
    "rule_change": {"name", "before", "after"},
    "support_case": {
        "opened_by", "team", "dm", "lang", "origin", "sealed", "state", "channel", "card_ts",
        "thread_channel", "thread_ts", "urged",
    },
    "support_thread": {"channel", "ts"},
}  # fmt: skip


def texts(table: Table) -> Iterator[Column[Any]]:
    return (one for one in table.columns if isinstance(one.type, String | Text | JSON))


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_of_every_text_in_a_table_it_is_said_whether_it_can_name_a_person(table: Table) -> None:
    personal = {one.name for one in PERSONAL if one.table is table}
    impersonal = IMPERSONAL.get(table.name, set())
    assert not personal & impersonal
    unsaid = {one.name for one in texts(table)} - personal - impersonal
    assert not unsaid, "name them in bot/store/forgetting.py, or here"


def row(table: Table, person: str) -> dict[str, Any]:
    """A row in which everything that can name a person names this one."""
    return {one.name: _value(one, person) for one in table.columns if not _is_counted(one)}


def _is_counted(column: Column[Any]) -> bool:
    return column.name == "id" and not isinstance(column.type, String)


def _value(column: Column[Any], person: str) -> Any:
    if column.name == "body":
        return f'{{"event":{{"user":"{person}"}}}}'
    if column.name == "stand":
        return f'{{"turn":1,"holder":"{person}"}}'
    if column.name == "outcome" and column.table.name == "inbox_letter":
        return None
    if any(column is one for one in PERSONAL):
        is_place = column.name == "place"
        return person.replace("U", "D", 1) if is_place else person
    match column.type:
        case Moment():
            return NOW
        case JSON():
            return {}
        case String():
            return person[2:6] if column.type.length is None else person[2:][: column.type.length]
        case Time():
            return time(12)
        case Boolean():
            return False
        case _:
            return 1 if person == PERSON else 2


def everything(connection: Connection) -> dict[str, list[str]]:
    return {
        table.name: [repr(tuple(row)) for row in connection.execute(select(table))]
        for table in metadata.sorted_tables
    }


async def test_nothing_that_names_them_is_left_anywhere_and_others_keep_theirs(
    database: Database,
) -> None:
    def fill(connection: Connection) -> None:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), [row(table, PERSON), row(table, OTHER)])

    await database.transact(fill)
    before = await database.transact(everything)
    counted = await Forgetting(database).forget(PERSON, really=False)
    assert await database.transact(everything) == before, "counting changes nothing"
    assert set(counted) == {one.table.name for one in PERSONAL}
    assert await Forgetting(database).forget(PERSON) == counted
    after = await database.transact(everything)
    for table, rows in after.items():
        assert not [one for one in rows if PERSON in one or DM in one], table
        assert {one for one in before[table] if OTHER in one} <= set(rows), table
    assert await Forgetting(database).forget(PERSON) == {}


async def test_of_another_team_nothing_is_erased_where_the_team_is_known(
    database: Database,
) -> None:
    person = metadata.tables["person"]

    def fill(connection: Connection) -> None:
        both = [{"team_id": team, "user_id": PERSON, "lang": "de"} for team in ("T1", "T2")]
        connection.execute(insert(person), both)

    await database.transact(fill)
    assert await Forgetting(database).forget(PERSON, "T1") == {"person": 1}
    left = await database.transact(everything)
    assert left["person"] == [f"('T2', '{PERSON}', 'de')"]


async def test_what_they_have_taken_in_a_channel_nobody_has_any_more(database: Database) -> None:
    card = metadata.tables["alert_card"]
    taken = {**row(card, PERSON), "place": "C0DELAYS"}
    await database.transact(lambda connection: connection.execute(insert(card), [taken]))
    assert await Forgetting(database).forget(PERSON) == {"alert_card": 1}
    [left] = (await database.transact(everything))["alert_card"]
    assert '{"turn":1,"holder":""}' in left

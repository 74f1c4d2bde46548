"""A list is pasted or dropped on the bot: progress, a table, and a file; at both doors."""

import asyncio
import csv
from collections.abc import AsyncIterator
from io import StringIO

import pytest

from bot.app import Running
from bot.sandbox.parcellab.order import ACCOUNTS
from bot.sandbox.parcellab.outage import Fault as Outage
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    PARTNER,
    SHARED,
    SUPPORT,
    File,
    Message,
)
from tests.conftest import StartBot, until
from tests.stories.customer import ONE_DOOR
from tests.stories.seen import PRIVATE, of_bot, settled, told

NUMBERS = [f"PK{number}" for number in range(1001, 1061)]


@pytest.fixture(autouse=True)
def hears_mentions(sandbox: Addresses) -> None:
    sandbox.slack.subscriptions |= {"app_mention", "message.channels"}
    sandbox.slack.scopes.add("app_mentions:read")
    sandbox.slack.workspace.processing_seconds = 0


@pytest.fixture
async def bot(start_bot: StartBot) -> AsyncIterator[Running]:
    async with start_bot(WHEREBOT_CALLS_PER_MINUTE=100_000) as bot:
        yield bot


def files(sandbox: Addresses) -> list[File]:
    found = sandbox.slack.workspace.files.values()
    return [file for file in found if file.user == BOT_USER and file.completed_at]


def rows(file: File, delimiter: str = ",") -> list[dict[str, str]]:
    assert file.content.startswith(b"\xef\xbb\xbf")
    text = file.content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=delimiter))


async def written(
    sandbox: Addresses, text: str, *dropped: tuple[str, bytes], channel: str, person: str
) -> str:
    """Write to the bot, directly if no channel is named; return where."""
    channel = channel or sandbox.slack.workspace.dm(person).id
    await sandbox.slack.message(person, channel, text, files=dropped)
    return channel


async def sent(
    sandbox: Addresses,
    text: str,
    *dropped: tuple[str, bytes],
    channel: str = "",
    person: str = AGENT_ONE,
) -> Message:
    """Write to the bot and return its answer, when its file is there too."""
    channel = await written(sandbox, text, *dropped, channel=channel, person=person)
    await until(lambda: bool(files(sandbox)), seconds=30)
    return next(one for one in of_bot(sandbox, person, channel) if not one.files)


async def noted(
    sandbox: Addresses,
    text: str,
    *dropped: tuple[str, bytes],
    channel: str = "",
    person: str = AGENT_ONE,
) -> Message:
    """Write to the bot and return its answer, where that is the only one."""
    channel = await written(sandbox, text, *dropped, channel=channel, person=person)
    await until(lambda: bool(of_bot(sandbox, person, channel)))
    await asyncio.sleep(0.2)
    [message] = of_bot(sandbox, person, channel)
    assert not files(sandbox)
    return message


async def test_sixty_numbers_pasted_become_a_table_and_a_file(
    sandbox: Addresses, bot: Running
) -> None:
    table = await sent(sandbox, "please look these up:\n" + "\n".join(NUMBERS))
    assert "need you" in table.text
    assert "more, less urgent" in told(table)
    [file] = files(sandbox)
    listed = rows(file)
    assert [row["asked"] for row in listed] == NUMBERS
    assert [row["line"] for row in listed] == [str(line) for line in range(2, 62)]
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    [with_file] = [one for one in of_bot(sandbox, channel=channel) if one.files]
    assert with_file.thread_ts == table.ts
    assert len(sandbox.slack.calls("chat.postMessage")) == 1


HEADED = (
    "Bestellnummer;Versanddienstleister;Sendungsnummer\r\n"
    "PK1004;DHL;\r\n"
    ";DHL;00340434161094042557\r\n"
    "PK9999;;\r\n"
    "PK1004;;\r\n"
    "\r\n"
    "ohne Nummer;;\r\n"
    ";;1,2E+19\r\n"
).encode("cp1252")


async def test_a_csv_with_a_head_is_read_by_its_columns(sandbox: Addresses, bot: Running) -> None:
    table = await sent(sandbox, "", ("liste.csv", HEADED))
    [file] = files(sandbox)
    listed = rows(file)
    assert [row["line"] for row in listed] == ["2", "3", "4", "5", "7", "8"]
    assert [row["state"] for row in listed[2:]] == [
        "not_found",
        "late",
        "not_understood",
        "not_understood",
    ]
    assert listed[0]["order_number"] == listed[1]["order_number"] == "PK1004"
    assert listed[1]["tracking_number"] == "00340434161094042557"
    assert listed[3]["reason"] == "same as line 2"
    assert "Line 7: no number recognised" in told(table)
    assert "Line 8: a spreadsheet has rounded this number" in told(table)


async def test_a_channel_is_told_nothing_private_in_table_and_file(
    sandbox: Addresses, bot: Running
) -> None:
    content = HEADED + b"recipient@example.com;;\r\nSecret Street 7;;\r\n"
    table = await sent(sandbox, "@wherebot please", ("liste.csv", content), channel=SUPPORT)
    [file] = files(sandbox)
    asked = sandbox.slack.seen_by(AGENT_ONE, SUPPORT)[0]
    answers = of_bot(sandbox, AGENT_TWO)
    assert {one.thread_ts for one in answers} == {asked.ts}
    assert len(answers) == 2
    text = file.content.decode()
    assert "tracking_number" not in text
    assert "PK1004" in text
    for private in (*PRIVATE, "Secret Street", "recipient"):
        assert private not in text
        assert private not in told(table)


async def test_where_another_organisation_reads_nothing_is_posted(
    sandbox: Addresses, bot: Running
) -> None:
    note = await noted(sandbox, "@wherebot", ("liste.csv", HEADED), channel=SHARED)
    assert note.only_for == AGENT_ONE
    assert "direct message" in told(note)
    assert of_bot(sandbox, PARTNER, SHARED) == []
    assert not sandbox.parcellab.calls


async def test_a_guest_who_drops_a_list_learns_nothing(sandbox: Addresses, bot: Running) -> None:
    note = await noted(sandbox, "", ("liste.csv", HEADED), person=GUEST)
    assert "🤔" in note.text
    assert not sandbox.parcellab.calls


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("liste.csv", b"PK\x03\x04" + bytes(500), "save it as CSV"),
        ("liste.xlsx", b"PK\x03\x04" + bytes(500), "save it as CSV"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(99), "save it as CSV"),
        ("liste.csv", b"PK1004\n" * 200_000, "too large"),
        ("liste.csv", b"hello\nworld\n", "No order or tracking number"),
    ],
)
async def test_what_is_no_list_is_said_and_what_would_be(
    sandbox: Addresses, bot: Running, name: str, content: bytes, said: str
) -> None:
    assert said in told(await noted(sandbox, "", (name, content)))


async def test_a_picture_beside_a_question_leaves_it_a_question(
    sandbox: Addresses, bot: Running
) -> None:
    picture = ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert "Out for delivery" in told(await noted(sandbox, "has PK1004 arrived?", picture))


async def test_a_file_that_slack_does_not_give_is_no_list_without_numbers(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.scopes.discard("files:read")
    assert "did not give me" in told(await noted(sandbox, "", ("liste.csv", HEADED)))


async def test_five_hundred_lines_are_looked_up_once_each(sandbox: Addresses, bot: Running) -> None:
    lines = "".join(f"PK{number}\n" for number in range(1001, 1521)).encode()
    table = await sent(sandbox, "", ("liste.txt", lines))
    assert "of 500" in table.text
    assert "20 lines not looked up" in told(table)
    assert "beyond the first 500" in told(table)
    [file] = files(sandbox)
    assert len(rows(file)) == 520
    numbers = [call.query["order_number"] for call in sandbox.parcellab.calls]
    assert len(set(numbers)) == 500
    assert numbers.count("PK1001") <= len(ACCOUNTS)


@ONE_DOOR
async def test_what_parcellab_fails_at_half_way_is_asked_again(
    sandbox: Addresses, bot: Running
) -> None:
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    sandbox.parcellab.fault = Outage("500", times=9)
    lines = "\n".join(NUMBERS).encode()
    await sandbox.slack.message(AGENT_ONE, channel, "", files=[("liste.txt", lines)])
    await until(lambda: bool(of_bot(sandbox, channel=channel)))
    assert "0 of 60 looked up" in of_bot(sandbox, channel=channel)[0].text
    await until(lambda: bool(files(sandbox)), seconds=30)
    assert sandbox.parcellab.fault is None
    assert "no_answer" not in {row["state"] for row in rows(files(sandbox)[0])}


async def test_what_parcellab_refuses_is_told_without_a_second_try(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(parcellab_jwt="wrong", WHEREBOT_CALLS_PER_MINUTE=100_000):
        table = await sent(sandbox, "\n".join(NUMBERS[:30]))
        assert "30 without an answer" in told(table)
        assert {row["reason"] for row in rows(files(sandbox)[0])} == {"no permission"}


@ONE_DOOR
async def test_a_slack_that_throttles_and_breaks_off_shows_one_message_and_one_file(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.fault["chat.update"] = Fault("429", seconds=1, times=1)
    sandbox.slack.fault["files.completeUploadExternal"] = Fault("lost", times=1)
    await sent(sandbox, "\n".join(NUMBERS))
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    await settled()
    table, file = of_bot(sandbox, channel=channel)
    assert "need you" in table.text
    assert file.files


async def test_a_file_that_slack_does_not_take_is_said_on_the_card(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.scopes.discard("files:write")
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    await sandbox.slack.message(AGENT_ONE, channel, "\n".join(NUMBERS))
    await until(
        lambda: any("could not be put" in told(one) for one in of_bot(sandbox, channel=channel))
    )


async def test_a_command_looks_up_the_first_and_says_where_the_others_go(
    sandbox: Addresses, bot: Running
) -> None:
    await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", " ".join(NUMBERS))
    await until(lambda: bool(of_bot(sandbox)))
    [table] = of_bot(sandbox)
    assert "up to 500" in told(table)


async def test_a_german_reads_german_and_gets_a_file_for_a_german_excel(
    sandbox: Addresses, bot: Running
) -> None:
    table = await sent(sandbox, "\n".join(NUMBERS), person=AGENT_TWO)
    assert "zu klären" in table.text
    assert rows(files(sandbox)[0], delimiter=";")[0]["asked"] == "PK1001"

"""Pictures: uploaded once, ready when Slack says so, and given up without a word to anybody."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.privacy import Agent, Channel, reveal
from bot.core.question import Broken, Options, ParcelLabError, Refused
from bot.core.reference import Kind, Reference
from bot.core.widget import Widget, widget_of
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.slack.blocks import Blocks, drafts
from bot.slack.error import REFUSED
from bot.slack.picture import Later, Pictures
from bot.slack.template_check import faults_in
from bot.slack.validate import check_message
from tests.conftest import until
from tests.core.sample import AGENT, CHANNEL, card, order, status, tracking

PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
PK1004 = Reference(Kind.ORDER_NUMBER, "PK1004")
ENGLISH = Options(lang="en")


def widget(number: str = "PK1004") -> Widget:
    return Widget(Reference(Kind.ORDER_NUMBER, number), ENGLISH, hash(number))


class Drawing:
    """Gives these bytes, or this error, for each picture, and counts how often."""

    def __init__(self, *, gives: bytes | ParcelLabError = PNG) -> None:
        self.gives = gives
        self.asked = 0

    async def __call__(self, widget: Widget) -> bytes:
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(self.gives, ParcelLabError):
            raise self.gives
        return self.gives


@pytest.fixture
async def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
async def pictures(sandbox: Addresses, drawing: Drawing) -> AsyncIterator[Pictures]:
    sandbox.slack.workspace.processing_seconds = 0
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            "xoxb-sandbox", base_url=sandbox.slack_url, session=session, retry_handlers=[]
        )
        made = Pictures(client, session, drawing)
        yield made
        await made.close()


async def made(pictures: Pictures, of: Widget | None = None) -> str | None:
    making = pictures.begin(of or widget())
    return await making if making else None


def uploads(sandbox: Addresses) -> int:
    return len(sandbox.slack.calls("files.completeUploadExternal"))


async def test_a_picture_is_uploaded_for_ourselves_alone_without_a_word_about_the_order(
    sandbox: Addresses, pictures: Pictures
) -> None:
    file_id = await made(pictures)
    file = sandbox.slack.workspace.files[file_id or ""]
    assert (file.content, file.name, file.title, file.channels) == (PNG, "status.png", "Status", [])
    [asked] = sandbox.slack.calls("files.getUploadURLExternal")
    assert "alt_txt" not in asked.arguments


@pytest.mark.parametrize(
    ("magic", "name"), [(b"\xff\xd8\xff", "status.jpg"), (b"GIF89a", "status.gif")]
)
async def test_a_file_is_named_by_its_first_bytes(
    sandbox: Addresses, pictures: Pictures, drawing: Drawing, magic: bytes, name: str
) -> None:
    drawing.gives = magic + bytes(50)
    file_id = await made(pictures)
    assert sandbox.slack.workspace.files[file_id or ""].name == name


async def test_a_state_is_drawn_once_and_equal_pictures_are_uploaded_once(
    sandbox: Addresses, pictures: Pictures, drawing: Drawing
) -> None:
    both = await asyncio.gather(*(made(pictures, widget(n)) for n in ("PK1004", "PK1005") * 20))
    assert len(set(both)) == 1
    assert await made(pictures) == both[0]
    assert (drawing.asked, uploads(sandbox)) == (2, 1)


async def test_a_picture_is_ready_when_slack_has_scanned_it(
    sandbox: Addresses, pictures: Pictures
) -> None:
    sandbox.slack.workspace.processing_seconds = 3600
    making = pictures.begin(widget())
    assert making
    await until(lambda: len(sandbox.slack.calls("files.info")) == 2)
    assert not making.done()
    sandbox.slack.workspace.processing_seconds = 0
    assert await making


@pytest.mark.parametrize(
    "gives",
    [
        PNG + bytes(2 * 2**20),
        b"RIFF....WEBPVP8 ",
        b"<html>",
        b"",
        Broken(),
        Refused(404),
    ],
    ids=["too large", "webp", "html", "nothing", "broken", "refused"],
)
async def test_what_is_no_picture_is_not_uploaded_nor_asked_for_again_at_once(
    sandbox: Addresses, pictures: Pictures, drawing: Drawing, gives: bytes | ParcelLabError
) -> None:
    drawing.gives = gives
    assert await made(pictures) is None
    assert not sandbox.slack.calls("files.getUploadURLExternal")
    drawing.gives = PNG
    assert pictures.begin(widget()) is None


@pytest.mark.parametrize("kind", ["429", "500", "drop", "lost"])
@pytest.mark.parametrize(
    "method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal", "files.info"]
)
async def test_whatever_slack_does_there_is_simply_no_picture(
    sandbox: Addresses, pictures: Pictures, method: str, kind: Any
) -> None:
    sandbox.slack.fault[method] = Fault(kind, times=None)
    assert await made(pictures) is None


async def test_why_is_logged_once_until_a_picture_succeeds(
    pictures: Pictures, drawing: Drawing, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for gives in (Broken(), Broken(), PNG, Broken()):
        drawing.gives = gives
        await made(pictures, widget(str(id(gives))))
    assert [record.getMessage() for record in caplog.records] == [
        "a card goes without its picture: parcelLab: Broken"
    ] * 2


async def test_after_a_definite_refusal_slack_is_left_alone(
    sandbox: Addresses, pictures: Pictures, drawing: Drawing
) -> None:
    sandbox.slack.scopes.discard("files:write")
    assert [await made(pictures, widget(str(n))) for n in range(3)] == [None] * 3
    assert (drawing.asked, len(sandbox.slack.journal)) == (1, 1)


@pytest.mark.parametrize(("status", "asked"), [(403, 1), (401, 1), (400, 3)])
async def test_after_a_definite_refusal_parcellab_is_left_alone(
    pictures: Pictures, drawing: Drawing, status: int, asked: int
) -> None:
    drawing.gives = Refused(status)
    assert [await made(pictures, widget(str(n))) for n in range(3)] == [None] * 3
    assert drawing.asked == asked


class Shown:
    """A message that refuses a file so many times, and takes it then."""

    def __init__(self, *words: str) -> None:
        self.words = list(words)
        self.files: list[str] = []

    async def __call__(self, file_id: str) -> str:
        self.files.append(file_id)
        return self.words.pop(0) if self.words else ""


def later(pictures: Pictures) -> Later:
    making = pictures.begin(widget())
    assert making
    return Later(pictures, making, lambda file_id: {}, lambda file_id: {})


async def test_only_a_picture_that_slack_has_shown_stands_where_no_second_try_is(
    pictures: Pictures,
) -> None:
    coming, shown = later(pictures), Shown()
    file_id = await coming.making
    assert coming.file_id == file_id
    assert pictures.proven(widget()) is None
    coming.follow(shown, pauses=(0,), place="message")
    await until(lambda: pictures.proven(widget()) == file_id)
    assert shown.files == [file_id]


async def test_a_file_that_slack_does_not_show_at_once_is_shown_a_moment_later(
    pictures: Pictures,
) -> None:
    shown = Shown(REFUSED, REFUSED)
    later(pictures).follow(shown, pauses=(0, 0, 0, 0), place="message")
    await until(lambda: pictures.proven(widget()) is not None)
    assert len(shown.files) == 3


async def test_a_file_that_slack_never_shows_is_uploaded_anew_the_next_time(
    sandbox: Addresses, pictures: Pictures
) -> None:
    shown = Shown(*[REFUSED] * 9)
    for other in ("PK1005", "PK1006"):
        await made(pictures, widget(other))
    later(pictures).follow(shown, pauses=(0, 0), place="message")
    await until(lambda: len(shown.files) == 2)
    await until(lambda: later(pictures).file_id != shown.files[0])
    assert await made(pictures) != shown.files[0]
    assert uploads(sandbox) == 2


async def test_another_trouble_with_the_message_is_not_the_files(
    sandbox: Addresses, pictures: Pictures
) -> None:
    shown = Shown("message_not_found")
    later(pictures).follow(shown, pauses=(0, 0), place="message")
    await until(lambda: len(shown.files) == 1)
    await asyncio.sleep(0.02)
    assert len(shown.files) == 1
    assert await made(pictures) == shown.files[0]


async def test_a_message_that_was_left_is_not_changed(pictures: Pictures) -> None:
    shown, other = Shown(), Shown()
    coming = later(pictures)
    coming.follow(shown, pauses=(0,), place="left")
    coming.follow(other, pauses=(0,), place="message")
    pictures.leave("left")
    pictures.leave("unknown")
    await until(lambda: bool(other.files))
    assert not shown.files


async def test_a_message_is_left_by_whoever_came_to_it_last(pictures: Pictures) -> None:
    first, shows, left = Shown(), asyncio.Event(), asyncio.Event()

    async def show(_: str) -> str:
        try:
            shows.set()
            await asyncio.Event().wait()
        finally:
            left.set()
        return ""

    coming = later(pictures)
    coming.follow(first, pauses=(0,), place="message")
    coming.follow(show, pauses=(0,), place="message")
    await until(lambda: bool(first.files) and len(pictures._following) == 1)
    await shows.wait()
    pictures.leave("message")
    async with asyncio.timeout(5):
        await left.wait()


async def test_nothing_goes_on_or_begins_after_the_end(
    sandbox: Addresses, pictures: Pictures
) -> None:
    sandbox.slack.workspace.processing_seconds = 3600
    shown, coming = Shown(), later(pictures)
    coming.follow(shown, pauses=(0,), place="message")
    await until(lambda: bool(sandbox.slack.calls("files.info")))
    await pictures.close()
    assert coming.making.cancelled()
    assert coming.file_id is None
    assert pictures.begin(widget()) is None
    assert not shown.files


async def test_too_many_pictures_at_once_are_left_out(
    sandbox: Addresses, pictures: Pictures
) -> None:
    begun = [pictures.begin(widget(str(n))) for n in range(100)]
    assert 0 < len([making for making in begun if making]) < 100
    await asyncio.gather(*filter(None, begun))
    assert await made(pictures, widget("99"))


def test_only_an_agents_card_has_a_picture() -> None:
    found = order(tracking())
    assert widget_of(reveal(found, Agent("T1", "U1")), PK1004, ENGLISH)
    assert widget_of(reveal(found, Channel("C1")), PK1004, ENGLISH) is None


@pytest.mark.parametrize(
    ("now", "is_same"),
    [
        (order(tracking()), True),
        (order(tracking(articles=[{"article_name": "Cap"}])), True),
        (order(tracking("LastMile")), False),
        (order(tracking(last_delivery_status=status(event_timestamp="2026-11-16T06:00Z"))), False),
        (order(tracking(announced_delivery_date="2026-11-18")), False),
        (order(tracking(is_delayed=True)), False),
        (order(tracking(), tracking()), False),
        (order(tracking(), order_number="PK1005"), False),
        (order(tracking(), client_key="another"), False),
    ],
)
def test_a_picture_is_another_when_it_shows_something_else(now: Any, is_same: bool) -> None:  # noqa: FBT001
    before = widget_of(reveal(order(tracking()), AGENT), PK1004, ENGLISH)
    tracked = Reference(Kind.TRACKING_NUMBER, "00340434161094042557", ("dhl-germany",))
    assert (widget_of(reveal(now, AGENT), tracked, ENGLISH) == before) is is_same


def test_a_live_answer_shows_the_same_and_another_language_does_not() -> None:
    visible = reveal(order(tracking()), AGENT)
    first = widget_of(visible, PK1004, ENGLISH)
    assert widget_of(visible, PK1004, Options(lang="en", is_live=True)) == first
    assert widget_of(visible, PK1004, Options(lang="de")) != first


@pytest.mark.parametrize("parcels", [1, 3, 60])
def test_a_card_with_its_picture_is_good(parcels: int) -> None:
    drawn = Blocks().draw(card(*[tracking()] * parcels), picture="F0PICTURE")
    [image] = [block for block in drawn["blocks"] if block["type"] == "image"]
    assert check_message(drawn) == []
    assert "PK1004" in image["alt_text"]


def test_a_picture_alone_is_good() -> None:
    drawn = Blocks().picture(card(tracking(), order_number="<!channel> & `x`"), "F0PICTURE")
    assert check_message(drawn) == []
    assert "<!" not in drawn["text"] + drawn["blocks"][0]["alt_text"]
    assert "&amp;" not in drawn["blocks"][0]["alt_text"], "it is not read as markup"


def test_an_unknown_form_of_file_costs_the_picture_and_not_the_card() -> None:
    blocks, of = Blocks(), card(tracking())
    assert blocks.draw(of, picture="not a file") == blocks.draw(of)


def test_what_slack_refuses_is_tried_with_less() -> None:
    message = Blocks().draw(card(tracking()), picture="F0PICTURE")
    whole, without, plain = drafts(message)
    assert whole == message
    assert without == Blocks().draw(card(tracking()))
    assert plain == {"text": message["text"]}
    assert len(list(drafts(without))) == 2
    assert list(drafts(plain)) == [plain]
    assert card(tracking(), to=CHANNEL) != card(tracking())


def test_a_template_that_fails_with_a_picture_still_draws_the_card(tmp_path: Path) -> None:
    broken = '{% if picture %}{{ picture.unknown }}{% endif %}{"text": "PK1004"}'
    (tmp_path / "order.json.j2").write_text(broken)
    assert Blocks(tmp_path).draw(card(tracking()), picture="F0PICTURE") == {"text": "PK1004"}
    assert [fault.rule for fault in faults_in(tmp_path, [card(tracking())])] == ["jinja.error"]

"""A message's row: who, when, for whom, and what hangs on it."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.playground.accessibility import serious_faults
from tests.playground.gallery import EVERY_BLOCK, OPTIONS
from tests.playground.harness import NOW, Stage, mrkdwn, option, plain, section

BUTTON = {"type": "button", "action_id": "a", "text": plain("Refresh")}


async def test_the_app_is_marked_and_timed_in_the_viewers_zone(stage: Stage) -> None:
    row = await stage.message(text="Hello :truck: 10:00-12:00")
    await expect(row.locator(".message-author")).to_have_text("Wherebot")
    await expect(row.locator(".tag")).to_have_text("APP")
    time = row.locator("time")
    assert (await time.inner_text()).replace("\u202f", " ") == "12:59 PM"
    title = (await time.get_attribute("title") or "").replace("\u202f", " ")
    assert title == "Thursday, November 20, 2025 at 12:59:00 PM"
    await expect(row.locator(".message-text")).to_have_text("Hello 🚚 10:00-12:00")
    await expect(row).to_have_accessible_name("Wherebot, 12:59\u202fPM")


@pytest.mark.parametrize(
    ("user", "name", "tags", "initials"),
    [
        ("U0ANNA", "Anna Agent", [], "AA"),
        ("U0GUEST", "Gustav Guest", ["Guest"], "GG"),
        ("U0OUTSIDE", "Olga Outside", ["Other Ltd"], "OO"),
        ("U0NOBODY", "U0NOBODY", [], "U"),
    ],
)
async def test_people(stage: Stage, user: str, name: str, tags: list[str], initials: str) -> None:
    row = await stage.message(user=user, text="hi")
    await expect(row.locator(".message-author")).to_have_text(name)
    assert await row.locator(".tag").all_inner_texts() == tags
    await expect(row.locator(".avatar")).to_have_text(initials)


async def test_a_colleague_of_the_viewer_is_not_marked(stage: Stage) -> None:
    row = await stage.message(user="U0OUTSIDE", text="hi", ctx={"viewer": {"team": "T0OTHER"}})
    await expect(row.locator(".tag-outside")).to_have_count(1)  # is_stranger says so
    row = await stage.message(user="U0ANNA", text="hi", ctx={"viewer": {"team": "T0OTHER"}})
    await expect(row.locator(".tag")).to_have_text("Home")


async def test_only_visible_to_you(stage: Stage) -> None:
    row = await stage.message(text="secret", is_ephemeral=True)
    await expect(row.get_by_text("Only visible to you")).to_be_visible()
    await expect(row.get_by_role("button", name="Reply in thread")).to_have_count(0)
    row = await stage.message(text="open")
    await expect(row.get_by_text("Only visible to you")).to_have_count(0)


async def test_edited_and_deleted(stage: Stage) -> None:
    row = await stage.message(text="words", is_edited=True)
    await expect(row.locator(".message-text")).to_have_text("words (edited)")
    row = await stage.message(text="b", blocks=[section("words")], is_edited=True)
    await expect(row.get_by_text("(edited)")).to_be_visible()
    row = await stage.message(text="words", is_deleted=True)
    await expect(row).to_have_text("This message was deleted.")


async def test_blocks_stand_for_the_text(stage: Stage) -> None:
    row = await stage.message(text="fallback", blocks=[section("*card*")])
    await expect(row.locator("strong", has_text="card")).to_be_visible()
    await expect(row.get_by_text("fallback")).to_have_count(0)


async def test_reactions(stage: Stage) -> None:
    reactions = [
        {"name": "tada", "users": ["U0ANNA", "U0GUEST"]},
        {"name": "our_own", "users": ["U0GUEST"]},
    ]
    row = await stage.message(text="x", reactions=reactions)
    mine = row.get_by_role("button", name="tada, 2: Anna Agent, Gustav Guest")
    await expect(mine).to_have_attribute("aria-pressed", "true")
    await expect(mine).to_have_text("🎉2")
    other = row.get_by_role("button", name="our_own, 1")
    await expect(other).to_have_attribute("aria-pressed", "false")
    await expect(other).to_have_text(":our_own:1")
    await mine.click()
    assert (await stage.sent())[0]["more"] == "tada"


@pytest.mark.parametrize(("count", "words"), [(1, "1 reply"), (2, "2 replies")])
async def test_a_thread(stage: Stage, count: int, words: str) -> None:
    row = await stage.message(text="x", reply_count=count)
    await row.get_by_role("button", name=words).click()
    assert (await stage.sent())[0]["did"] == "thread"
    row = await stage.message(text="x", reply_count=count, options={"isInThread": True})
    await expect(row.get_by_role("button", name=words)).to_have_count(0)


async def test_tools(stage: Stage) -> None:
    row = await stage.message(text="x")
    await row.hover()
    await row.get_by_role("button", name="More actions").click()
    await row.get_by_role("button", name="Reply in thread").click()
    assert [one["did"] for one in await stage.sent()] == ["menu", "thread"]


async def test_an_attachment(stage: Stage) -> None:
    old = {
        "color": "danger",
        "pretext": "*before*",
        "author_name": "DHL",
        "title": "PK1004",
        "title_link": "https://a.test/",
        "text": "late &amp; lost",
        "fields": [{"title": "Days", "value": "3", "short": True}],
        "footer": "parcelLab",
        "ts": NOW,
    }
    row = await stage.message(text="x", attachments=[old])
    body = row.locator(".attachment-body")
    await expect(body).to_have_css("border-inline-start-color", "rgb(224, 30, 90)")
    await expect(row.get_by_role("link", name="PK1004")).to_have_attribute(
        "href", "https://a.test/"
    )
    for words in ("DHL", "late & lost", "Days", "parcelLab"):
        await expect(body).to_contain_text(words)
    await expect(row.locator(".attachment strong").first).to_have_text("before")


async def test_an_unfurls_blocks_act(stage: Stage) -> None:
    block = section("unfurled", accessory=BUTTON)
    row = await stage.message(text="x", attachments=[{"blocks": [block], "is_app_unfurl": True}])
    await row.get_by_role("button", name="Refresh").click()
    assert (await stage.sent())[0]["action"] == "a"


async def test_only_a_fallback_is_shown_as_text(stage: Stage) -> None:
    row = await stage.message(text="x", attachments=[{"fallback": "nothing else"}])
    await expect(row.locator(".attachment-body")).to_have_text("nothing else")


async def test_files(stage: Stage) -> None:
    row = await stage.message(text="x", files=["F0READYFILE", "F0SLOWFILES", "F0SHEETFILE"])
    await expect(row.get_by_role("img", name="Status")).to_have_attribute(
        "src", "/file/F0READYFILE"
    )
    await expect(row.get_by_text("Slow · processing …")).to_be_visible()
    link = row.get_by_role("link", name="List")
    await expect(link).to_have_attribute("href", "/file/F0SHEETFILE")


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({}, True),
        ({"text": "other"}, False),
        ({"reply_count": 1}, False),
        ({"reactions": [{"name": "tada", "users": ["U0ANNA"]}]}, False),
        ({"ctx": {"viewer": {"locale": "de-DE"}}}, False),
        ({"options": {"keeps": True, "isContinued": True}}, False),
    ],
)
async def test_what_has_not_changed_is_not_drawn_again(
    stage: Stage, change: dict[str, Any], *, is_same: bool
) -> None:
    await stage.message(text="x", options={"keeps": True})
    await stage.message(**{"text": "x", "options": {"keeps": True}, **change})
    assert await stage.page.evaluate("stage.isSame") is is_same


async def test_a_choice_survives_a_redraw(stage: Stage) -> None:
    menu = {"type": "static_select", "action_id": "m", "options": [option("one"), option("two")]}
    blocks = [{"type": "actions", "block_id": "b", "elements": [menu]}]
    row = await stage.message(blocks=blocks)
    await row.get_by_role("combobox").click()
    await stage.page.get_by_role("option", name="Two").click()
    row = await stage.message(blocks=blocks, reply_count=1)
    await expect(row.get_by_role("combobox")).to_have_value("Two")
    row = await stage.message(blocks=[{**blocks[0], "block_id": "new"}])
    await expect(row.get_by_role("combobox")).to_have_value("")


async def test_the_focus_survives_a_redraw(stage: Stage) -> None:
    blocks = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]
    await stage.message(blocks=blocks, options={"keeps": True})
    await stage.box.get_by_role("button", name="Refresh").focus()
    await stage.message(blocks=[section("new"), *blocks], options={"keeps": True})
    await expect(stage.box.get_by_text("new")).to_be_visible()
    await expect(stage.box.get_by_role("button", name="Refresh")).to_be_focused()


@pytest.mark.parametrize(
    ("later", "is_same"), [(60, True), (13 * 3600, False)], ids=["a minute", "a day"]
)
async def test_a_day_that_has_gone_by_is_drawn(stage: Stage, later: int, *, is_same: bool) -> None:
    text = f"<!date^{NOW}^{{date_pretty}}|x>"
    row = await stage.message(text=text, options={"keeps": True})
    await expect(row.locator(".bk-date")).to_have_text("Today")
    row = await stage.message(text=text, ctx={"now": NOW + later}, options={"keeps": True})
    await expect(row.locator(".bk-date")).to_have_text("Today" if is_same else "Yesterday")
    assert await stage.page.evaluate("stage.isSame") is is_same


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_message_is_accessible(stage: Stage, theme: str) -> None:
    await stage.call("theme", theme)
    row = await stage.message(
        user="U0OUTSIDE",
        text="x",
        blocks=[section("*words* <https://a.test|link>", fields=[mrkdwn("x")], accessory=BUTTON)],
        reactions=[{"name": "tada", "users": ["U0ANNA"]}],
        reply_count=2,
        is_edited=True,
        is_ephemeral=True,
        attachments=[{"color": "good", "title": "t", "title_link": "https://a.test", "text": "x"}],
        files=["F0READYFILE", "F0SLOWFILES"],
    )
    await row.hover()
    assert await serious_faults(stage.page) == []


ODD_ATTACHMENTS = [
    {"fallback": "f", "text": "a", "ts": "abc"},
    {"fallback": "f", "text": "a", "ts": 1e20},
    {"fallback": "f", "fields": {}},
    {"fallback": "f", "fields": [None]},
    None,
    3,
]


@pytest.mark.parametrize("odd", ODD_ATTACHMENTS, ids=str)
async def test_an_odd_attachment_is_a_red_box_among_good_ones(stage: Stage, odd: Any) -> None:
    row = await stage.message(text="words", attachments=[odd, {"text": "good"}])
    await expect(row.get_by_role("alert")).to_contain_text("This attachment cannot be shown")
    await expect(row.get_by_role("alert")).to_contain_text("[json-pointer:/attachments/0]")
    await expect(row.locator(".message-text")).to_have_text("words")
    await expect(row.locator(".attachment-body")).to_have_text("good")


@pytest.mark.parametrize("color", [123456, "123456", "#123456"])
async def test_a_colour_by_its_number(stage: Stage, color: Any) -> None:
    row = await stage.message(attachments=[{"text": "a", "color": color}])
    await expect(row.locator(".attachment-body")).to_have_css(
        "border-inline-start-color", "rgb(18, 52, 86)"
    )


@pytest.mark.parametrize(
    "odd",
    [
        {"ts": "abc"},
        {"ts": None},
        {"ts": 1e30},
        {"attachments": {}},
        {"attachments": 3},
        {"reactions": [{"name": "tada"}]},
        {"reactions": [None]},
        {"files": {}},
    ],
    ids=str,
)
async def test_an_odd_message_is_a_red_box(stage: Stage, odd: dict[str, Any]) -> None:
    row = await stage.message(text="words", **odd, options={"keeps": True})
    await expect(row.get_by_role("alert")).to_contain_text("This message cannot be shown")
    await stage.message(text="words", **odd, options={"keeps": True})
    assert await stage.page.evaluate("stage.isSame") is True  # said once


@pytest.mark.parametrize("user", [None, 7, {}, "", "constructor"], ids=str)
async def test_an_odd_author_writes_all_the_same(stage: Stage, user: Any) -> None:
    row = await stage.message(text="words", user=user)
    await expect(row.locator(".message-text")).to_have_text("words")
    assert await row.locator(".avatar").text_content()


async def test_a_reply_told_to_all_leads_to_its_thread(stage: Stage) -> None:
    reply = {"text": "x", "is_broadcast": True, "thread_ts": f"{NOW - 90}.000100"}
    row = await stage.message(**reply)
    await row.get_by_role("button", name="Replied to a thread").click()
    assert [one["did"] for one in await stage.sent()] == ["thread"]
    row = await stage.message(**reply, options={"isInThread": True})
    await expect(row.get_by_text("Replied to a thread")).to_be_visible()
    await expect(row.get_by_role("button", name="Replied to a thread")).to_have_count(0)


async def test_a_rows_tools_are_one_stop(stage: Stage) -> None:
    row = await stage.message(text="x")
    tools = [row.get_by_role("button", name=name) for name in ("Reply in thread", "More actions")]
    await stage.page.keyboard.press("Tab")
    await expect(tools[0]).to_be_focused()
    for key, at in (("ArrowRight", 1), ("ArrowRight", 0), ("ArrowLeft", 1), ("Home", 0)):
        await stage.page.keyboard.press(key)
        await expect(tools[at]).to_be_focused()
    await stage.page.keyboard.press("Tab")
    await expect(row.locator(":focus")).to_have_count(0)
    row = await stage.message(text="x", is_ephemeral=True)
    await row.get_by_role("button", name="More actions").focus()
    await stage.page.keyboard.press("Enter")
    assert [one["did"] for one in await stage.sent()] == ["menu"]


ROW = {"type": "actions", "block_id": "row", "elements": [{**BUTTON, "action_id": "go"}]}
MENU = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "static_select", "options": OPTIONS, "action_id": "go"}],
}


async def test_a_failure_is_shown_in_a_row_drawn_meanwhile(stage: Stage) -> None:
    row = await stage.message(blocks=[ROW], options={"keeps": True})
    button = row.get_by_role("button", name="Refresh")
    await stage.answer(error="dispatch_failed")
    await stage.page.evaluate("app.gate = new Promise(open => (window.open_gate = open)); null")
    await button.focus()
    await stage.page.keyboard.press("Enter")
    await stage.message(text="new", blocks=[ROW], options={"keeps": True})
    assert await stage.page.evaluate("stage.isSame") is False
    await expect(button).to_be_disabled()
    await expect(row.locator(".bk-element")).to_have_attribute("aria-busy", "true")
    await stage.page.evaluate("open_gate()")
    sign = row.get_by_role("img", name="dispatch_failed")
    await expect(sign).to_be_visible()
    await expect(button).to_be_enabled()
    await expect(button).to_be_focused()
    await stage.message(text="newer", blocks=[ROW], options={"keeps": True})
    await expect(sign).to_be_visible()
    await stage.message(text="x", blocks=[ROW], ctx={"viewer": {"id": "U0GUEST"}})
    await expect(sign).to_have_count(0)  # it is another person's
    await stage.message(text="newer", blocks=[ROW])
    await stage.answer(error=None, ack_ms=20)
    await button.click()
    await stage.has_sent(2)
    await expect(sign).to_have_count(0)
    await stage.message(text="newest", blocks=[ROW])
    await expect(sign).to_have_count(0)


async def test_a_choice_that_failed_says_so_in_a_row_drawn_meanwhile(stage: Stage) -> None:
    row = await stage.message(text="a", blocks=[MENU])
    await stage.answer(error=None, ack_ms=3200)
    await row.get_by_role("combobox").click()
    await stage.page.get_by_role("option", name="Hamburg").click()
    sign = row.get_by_role("img", name="within 3 seconds")
    await expect(sign).to_be_visible()
    await stage.message(text="b", blocks=[MENU])
    await expect(sign).to_be_visible()
    await expect(row.get_by_role("combobox")).to_have_value("Hamburg")
    await stage.answer(error=None, ack_ms=20)
    await row.get_by_role("combobox").click()
    await stage.page.get_by_role("option", name="Berlin").click()
    await expect(sign).to_have_count(0)


WIDER = """(all, edge) => {
  const scrolls = ".bk-table-box > *, .bk-carousel-row > *, [popover], .visually-hidden";
  return all
    .filter((one) => !one.closest(scrolls) && one.getBoundingClientRect().right > edge + 0.5)
    .map((one) => `${one.tagName}.${one.className}`);
}"""
TIMES = [
    {"type": "datetimepicker", "action_id": "a", "initial_date_time": NOW},
    {"type": "datetimepicker", "action_id": "b"},
]


@pytest.mark.parametrize("width", [250, 320, 360, 1000])
async def test_nothing_is_wider_than_the_page(stage: Stage, width: int) -> None:
    more = [
        section("x " * 20, accessory=TIMES[0], block_id="t0"),
        {"type": "actions", "elements": TIMES},
    ]
    text = {"type": "section", "fields": [mrkdwn("Donaudampfschifffahrt" * 5)] * 2}
    await stage.page.set_viewport_size({"width": width, "height": 800})
    try:
        row = await stage.message(text="x", blocks=[*EVERY_BLOCK, *more, text])
        assert await stage.page.evaluate("document.documentElement.scrollWidth") <= width
        edge = await row.locator(".message-body").evaluate(
            "one => one.getBoundingClientRect().right"
        )
        assert await row.locator(".message-body *").evaluate_all(WIDER, edge) == []
        for moment in await row.locator(".bk-date-time").all():
            await _is_apart(moment)
    finally:
        await stage.page.set_viewport_size({"width": 1000, "height": 800})


async def _is_apart(moment: Locator) -> None:
    """A moment's date and time do not lie over each other."""
    date = await moment.locator(".bk-pick").bounding_box()
    time = await moment.locator(".bk-combo").bounding_box()
    assert date
    assert time
    is_beside = date["x"] + date["width"] <= time["x"]
    assert is_beside or date["y"] + date["height"] <= time["y"]

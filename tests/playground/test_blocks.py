"""Every block that a message, modal or Home may hold, drawn from its JSON."""

import json
from typing import Any

import pytest
from playwright.async_api import expect

from tests.playground.accessibility import serious_faults
from tests.playground.gallery import EVERY_BLOCK, span
from tests.playground.harness import NOW, Stage, mrkdwn, option, plain, section

BAD: dict[str, dict[str, Any]] = {
    'unknown block type "hologram"': {"type": "hologram"},
    "must define either `text` or `fields`": {"type": "section"},
    "text must be plain_text": {"type": "header", "text": mrkdwn("x")},
    "elements is missing": {"type": "context"},
    "an image needs image_url or slack_file": {"type": "image", "alt_text": "x"},
    "an image needs alt_text": {"type": "image", "image_url": "https://a.test/x.png"},
    "must be http or https": {"type": "image", "alt_text": "x", "image_url": "data:image/png,x"},
    'unknown element "lever"': {"type": "actions", "elements": [{"type": "lever"}]},
    'unknown level "loud"': {"type": "alert", "level": "loud", "text": plain("x")},
    'unknown cell "formula"': {"type": "table", "rows": [[{"type": "formula"}]]},
    "raw_number needs a number": {
        "type": "table",
        "rows": [[{"type": "raw_number", "value": "3"}]],
    },
    "data_table needs rows": {"type": "data_table", "caption": "x"},
    'unknown rich_text element "rich_text_dance"': {
        "type": "rich_text",
        "elements": [{"type": "rich_text_dance"}],
    },
    "a link may not lead to javascript:": {
        "type": "rich_text",
        "elements": [span({"type": "link", "url": "javascript:alert(1)"})],
    },
    "must define one of `hero_image`": {"type": "card"},
    "must define either `title`": {"type": "container", "child_blocks": []},
    "label": {"type": "input", "element": {"type": "plain_text_input"}},
}


@pytest.mark.parametrize("words", BAD)
async def test_a_bad_block_is_a_red_box_among_good_ones(stage: Stage, words: str) -> None:
    box = await stage.blocks(section("before"), BAD[words], section("after"))
    fault = box.get_by_role("alert")
    await expect(fault).to_contain_text("cannot be shown")
    await expect(fault).to_contain_text("[json-pointer:/blocks/1]")
    if words != "label":
        await expect(fault).to_contain_text(words)
    assert await box.locator(".bk-section").all_inner_texts() == ["before", "after"]


@pytest.mark.parametrize("block", [None, 3, "text", [], {"type": None}, {"type": "constructor"}])
async def test_what_is_no_block_is_a_red_box(stage: Stage, block: Any) -> None:
    box = await stage.blocks(block, section("after"))
    await expect(box.get_by_role("alert")).to_contain_text("unknown block type")
    await expect(box.locator(".bk-section")).to_have_text("after")


async def test_a_bad_child_is_a_red_box_with_its_own_pointer(stage: Stage) -> None:
    children = [section("good"), {"type": "hologram"}]
    box = await stage.blocks({"type": "container", "title": plain("T"), "child_blocks": children})
    await expect(box.get_by_role("alert")).to_contain_text("/blocks/0/child_blocks/1")
    await expect(box.locator(".bk-section")).to_have_text("good")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_block_is_drawn_and_accessible(stage: Stage, theme: str) -> None:
    await stage.call("theme", theme)
    box = await stage.blocks(*EVERY_BLOCK)
    assert await box.locator(".bk-fault").all_inner_texts() == []
    drawn = await box.locator(":scope > .bk-block").evaluate_all(
        "all => all.map(one => [one.dataset.blockId, one.dataset.blockType])"
    )
    assert drawn == [[block["block_id"], block["type"]] for block in EVERY_BLOCK]
    assert await serious_faults(stage.page) == []


async def test_a_section_has_two_columns_and_its_accessory_at_the_right(stage: Stage) -> None:
    button = {"type": "button", "action_id": "a", "text": plain("Map")}
    fields = [mrkdwn(f"*F{at}*\n{at}") for at in range(4)]
    box = await stage.blocks(section("text", fields=fields, accessory=button))
    cells = [await cell.bounding_box() for cell in await box.locator(".bk-field-text").all()]
    assert all(cells)
    lefts, tops = ([round(cell[side]) for cell in cells if cell] for side in ("x", "y"))
    assert lefts[0] == lefts[2] < lefts[1] == lefts[3]
    assert tops[0] == tops[1] < tops[2] == tops[3]
    right = await box.get_by_role("button", name="Map").bounding_box()
    assert right
    assert cells[1]
    assert right["x"] > cells[1]["x"] + cells[1]["width"]


async def test_a_long_section_folds_unless_it_is_to_expand(stage: Stage) -> None:
    box = await stage.blocks(section("word " * 300), section("word " * 300, expand=True))
    more = box.get_by_role("button", name="See more")
    assert await more.count() == 1
    folded = await box.locator(".bk-text").first.evaluate("one => one.offsetHeight")
    await more.click()
    assert await box.locator(".bk-text").first.evaluate("one => one.offsetHeight") > folded
    await expect(box.get_by_role("button", name="See less")).to_have_attribute(
        "aria-expanded", "true"
    )


async def test_an_image_of_our_own_is_shown_and_zooms(stage: Stage) -> None:
    origin = await stage.page.evaluate("location.origin")
    image = {"type": "image", "image_url": f"{origin}/picture.svg", "alt_text": "The status"}
    box = await stage.blocks({**image, "title": plain("PK1004 :package:")})
    await expect(box.locator("figcaption")).to_have_text("PK1004 📦")
    await expect(box.get_by_role("img", name="The status")).to_be_visible()
    await box.get_by_role("button", name="Enlarge: The status").click()
    dialog = stage.page.get_by_role("dialog", name="PK1004 📦")
    await expect(dialog.get_by_role("img", name="The status")).to_be_visible()
    await stage.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(box.get_by_role("button", name="Enlarge")).to_be_focused()


async def test_an_image_from_elsewhere_is_never_fetched(stage: Stage) -> None:
    asked: list[str] = []
    stage.page.on("request", lambda request: asked.append(request.url))
    image = {"image_url": "https://elsewhere.test/x.png", "alt_text": "A shelf"}
    box = await stage.blocks(
        {"type": "image", **image},
        section("s", accessory={"type": "image", **image}),
        {"type": "context", "elements": [{"type": "image", **image}]},
    )
    frames = box.get_by_role("group", name="A shelf (elsewhere.test)")
    assert await frames.count() == 3
    links = box.get_by_role("link", name="elsewhere.test")
    await expect(links.first).to_have_attribute("href", "https://elsewhere.test/x.png")
    assert asked == []


async def test_an_uploaded_file_is_shown_once_it_is_ready(stage: Stage) -> None:
    image = {"type": "image", "alt_text": "Status"}
    box = await stage.blocks(
        {**image, "slack_file": {"id": "F0READYFILE"}},
        {**image, "slack_file": {"id": "F0SLOWFILES"}},
        {**image, "slack_file": {"id": "F0GONEFILES"}},
    )
    await expect(box.locator("img")).to_have_attribute("src", "/file/F0READYFILE")
    await expect(box.get_by_role("img", name="Status (processing …)")).to_be_visible()
    await expect(
        box.get_by_role("img", name="Status (file F0GONEFILES is not here)")
    ).to_be_visible()


async def test_a_table_has_headers_numbers_and_alignment(stage: Stage) -> None:
    rows = [
        [{"type": "raw_text", "text": "Order"}, {"type": "raw_text", "text": "Days"}],
        [{"type": "rich_text", "elements": [span("late", bold=True)]}, number(3)],
        [{"type": "raw_text", "text": "10:00-12:00"}, number(12.5, text="12,5 d")],
    ]
    settings = [{"align": "center", "is_wrapped": False}, None]
    box = await stage.blocks({"type": "table", "rows": rows, "column_settings": settings})
    assert await box.get_by_role("columnheader").all_inner_texts() == ["Order", "Days"]
    assert await box.get_by_role("cell").all_inner_texts() == ["late", "3", "10:00-12:00", "12,5 d"]
    aligned = await box.get_by_role("cell").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).textAlign, getComputedStyle(one).whiteSpace])"
    )
    assert aligned[:2] == [["center", "nowrap"], ["end", "normal"]]


async def test_a_data_table_turns_its_pages(stage: Stage) -> None:
    rows = [[{"type": "raw_text", "text": "Order"}, {"type": "raw_text", "text": "Days"}]]
    rows += [[{"type": "raw_text", "text": f"PK{at}"}, number(at)] for at in range(5)]
    more = {"caption": "Late", "page_size": 2, "row_header_column_index": 0}
    box = await stage.blocks({"type": "data_table", "rows": rows, **more})
    heads = box.get_by_role("rowheader")
    await expect(box.get_by_role("table", name="Late")).to_be_visible()
    assert await heads.all_inner_texts() == ["PK0", "PK1"]
    await expect(box.get_by_role("button", name="Page before")).to_be_disabled()
    await box.get_by_role("button", name="Page after").click()
    await box.get_by_role("button", name="Page after").click()
    assert await heads.all_inner_texts() == ["PK4"]
    await expect(box.get_by_text("5–5 of 5")).to_be_visible()
    await expect(box.get_by_role("button", name="Page after")).to_be_disabled()


async def test_markdown(stage: Stage) -> None:
    text = (
        "# Title\n**bold** *it* __b__ ~~no~~ `x*y*` snake_case 2*3*4 \\*raw\\*\n\n"
        "- one\n  - inner\n- two\n\n3. three\n4. four\n\n> quoted\n\n"
        "| A | B |\n|---|--:|\n| 1 | [l](https://a.test) |\n\n```py\n<b> *x*\n```\n---\n"
        "[bad](javascript:alert(1)) https://b.test/x."
    )
    box = await stage.blocks({"type": "markdown", "text": text})
    await expect(box.get_by_role("heading", name="Title")).to_be_visible()
    assert await box.locator("strong").all_inner_texts() == ["bold", "b"]
    assert await box.locator("em").all_inner_texts() == ["it"]
    assert await box.locator("ul > li > ul > li").all_inner_texts() == ["inner"]
    await expect(box.locator("ol")).to_have_attribute("start", "3")
    await expect(box.locator("blockquote")).to_have_text("quoted")
    assert await box.get_by_role("cell").all_inner_texts() == ["1", "l"]
    await expect(box.locator("pre")).to_have_text("<b> *x*")
    await expect(box.locator("hr")).to_have_count(1)
    links = await box.locator("a").evaluate_all("all => all.map(one => one.href)")
    assert links == ["https://a.test/", "https://b.test/x"]
    await expect(box.locator("p").first).to_have_text("bold it b no x*y* snake_case 2*3*4 *raw*")


async def test_rich_text(stage: Stage) -> None:
    lists = [
        {"type": "rich_text_list", "style": "bullet", "elements": [span("one"), span("two")]},
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [span("inner")]},
        {"type": "rich_text_list", "style": "ordered", "offset": 4, "elements": [span("five")]},
    ]
    inline = [
        {"type": "text", "text": "a", "style": {"bold": True, "italic": True}},
        {"type": "text", "text": "b", "style": {"strike": True, "code": True}},
        {"type": "user", "user_id": "U0ANNA"},
        {"type": "channel", "channel_id": "C0SUPPORT"},
        {"type": "usergroup", "usergroup_id": "S0LEADS"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "truck"},
        {"type": "emoji", "name": "ours", "unicode": "1f1e9-1f1ea"},
        {"type": "link", "url": "https://a.test", "text": "link"},
        {"type": "date", "timestamp": NOW, "format": "{date_short} {time}"},
        {"type": "color", "value": "#ff8800"},
    ]
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]}
    pre = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x\n  y"}]}
    section_ = {"type": "rich_text_section", "elements": inline}
    box = await stage.blocks({"type": "rich_text", "elements": [section_, *lists, quote, pre]})
    text = "ab@anna#support@leads@here🚚🇩🇪linkNov 20 1:00 PM#ff8800"
    await expect(box.locator(".bk-rich-section")).to_have_text(text)
    await expect(box.locator("em strong, strong em")).to_have_text("a")
    await expect(box.locator("s code, code s")).to_have_text("b")
    await expect(box.locator("ul > li:nth-child(2) > ol > li")).to_have_text("inner")
    await expect(box.locator(".bk-rich-text > ol")).to_have_attribute("start", "5")
    await expect(box.locator("blockquote")).to_have_text("quoted")
    assert await box.locator("pre").inner_text() == "x\n  y"


async def test_alerts_have_their_level(stage: Stage) -> None:
    levels = ["default", "info", "warning", "error", "success"]
    box = await stage.blocks(
        *({"type": "alert", "level": level, "text": plain(level)} for level in levels)
    )
    names = ["Note", "Information", "Warning", "Error", "Success"]
    for level, name in zip(levels, names, strict=True):
        role = "alert" if level in {"warning", "error"} else "note"
        await expect(box.get_by_role(role, name=name)).to_contain_text(level)  # type: ignore[arg-type]


async def test_a_container_collapses(stage: Stage) -> None:
    more = {"is_collapsible": True, "default_collapsed": True, "child_blocks": [section("inside")]}
    box = await stage.blocks({"type": "container", "title": plain("Details"), **more})
    await expect(box.get_by_text("inside")).to_be_hidden()
    await box.get_by_text("Details").click()
    await expect(box.get_by_text("inside")).to_be_visible()


async def test_a_video_is_a_link(stage: Stage) -> None:
    video = {"title": plain("Film"), "alt_text": "About", "video_url": "https://a.test/v"}
    box = await stage.blocks({"type": "video", "thumbnail_url": "https://a.test/t.png", **video})
    for name in ("Play: Film", "Film"):
        link = box.get_by_role("link", name=name, exact=True)
        await expect(link).to_have_attribute("href", "https://a.test/v")


async def test_buttons_of_a_card_and_a_carousel_act(stage: Stage) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}
    card = {"type": "card", "block_id": "c1", "title": plain("One"), "actions": [button]}
    box = await stage.blocks({**card, "block_id": "c0"}, {"type": "carousel", "elements": [card]})
    for at in (0, 1):
        await box.get_by_role("button", name="Go").nth(at).click()
    sent = await stage.sent()
    assert [(one["block"], one["with"]) for one in sent] == [
        ("c0", {"value": "1"}),
        ("c1", {"value": "1"}),
    ]


async def test_feedback_and_icon_buttons_act(stage: Stage) -> None:
    feedback = {
        "type": "feedback_buttons",
        "action_id": "f",
        "positive_button": {"text": plain("Good"), "value": "good"},
        "negative_button": {
            "text": plain("Bad"),
            "value": "bad",
            "accessibility_label": "Not good",
        },
    }
    icon = {"type": "icon_button", "action_id": "i", "icon": "trash", "text": plain("Delete")}
    box = await stage.blocks(
        {"type": "context_actions", "elements": [feedback, {**icon, "value": "x"}]}
    )
    await box.get_by_role("button", name="Not good").click()
    await expect(box.get_by_role("button", name="Not good")).to_have_attribute(
        "aria-pressed", "true"
    )
    await box.get_by_role("button", name="Delete").click()
    assert [one["with"]["value"] for one in await stage.sent()] == ["bad", "x"]


async def test_what_is_not_for_the_viewer_is_hidden(stage: Stage) -> None:
    button = {"type": "button", "action_id": "a", "text": plain("Mine")}
    other = {"type": "button", "action_id": "b", "text": plain("Theirs")}
    box = await stage.blocks(
        {
            "type": "actions",
            "elements": [
                {**button, "visible_to_user_ids": ["U0ANNA"]},
                {**other, "visible_to_user_ids": ["U0GUEST"]},
            ],
        },
        section("x", accessory={"type": "overflow", "options": [option("o")]}),
    )
    names = await box.get_by_role("button").evaluate_all("all => all.map(one => one.textContent)")
    assert names == ["Mine", "⋯"]


def number(value: float, **more: Any) -> dict[str, Any]:
    return {"type": "raw_number", "value": value, **more}


DEPTH = """all => {
  const above = (one) => (one ? 1 + above(one.parentNode) : 0);
  return Math.max(...all.map(above));
}"""


def nested_container(depth: int) -> dict[str, Any]:
    inner = section("inmost")
    for _ in range(depth):
        inner = {"type": "container", "title": plain("T"), "child_blocks": [inner]}
    return inner


DEEP: dict[str, dict[str, Any]] = {
    "quotes": {"type": "markdown", "text": ">" * 3000 + " inmost"},
    "lists": {"type": "markdown", "text": "\n".join(" " * at + "- inmost" for at in range(400))},
    "rich text": {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": at,
                "elements": [span("inmost")],
            }
            for at in range(2000)
        ],
    },
}


@pytest.mark.parametrize("kind", DEEP)
async def test_what_is_nested_without_end_ends(stage: Stage, kind: str) -> None:
    box = await stage.blocks(DEEP[kind], section("after"))
    await expect(box.locator(".bk-section").last).to_have_text("after")
    await expect(box.locator(".bk-block").first).to_contain_text("inmost")
    assert await box.locator("*").evaluate_all(DEPTH) < 100
    assert await box.locator(".bk-fault").count() == 0


async def test_containers_without_end_end_in_a_red_box(stage: Stage) -> None:
    blocks = json.dumps([nested_container(60), section("after")])
    await stage.page.evaluate("blocks => showBlocks(JSON.parse(blocks), {})", blocks)
    box = stage.box
    await expect(box.locator(".bk-section").last).to_have_text("after")
    await expect(box.get_by_role("alert")).to_contain_text("nested too deeply")
    assert await box.locator("*").evaluate_all(DEPTH) < 120


async def test_a_list_without_items_does_not_swallow_the_next(stage: Stage) -> None:
    lists = [
        {"type": "rich_text_list", "style": "bullet", "elements": []},
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [span("inner")]},
    ]
    box = await stage.blocks({"type": "rich_text", "elements": lists})
    assert await box.locator("li").all_inner_texts() == ["inner"]

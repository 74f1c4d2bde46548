"""Blocks: their keys, their limits, the surfaces that take them, and the pages that say so.

What is not in the table is refused. Left out on purpose: `file` (apps cannot send it),
`data_visualization` and `auth_provider` (limits and surfaces not documented well enough to promise
that Slack takes them).
"""

from __future__ import annotations

from typing import Final

from bot.slack.rules.elements import (
    BUTTON,
    BUTTONS,
    CONTEXT_ACTIONS,
    DATETIME,
    IMAGE_ELEMENT,
    IMAGE_KEYS,
    IMAGE_SOURCE,
    INPUTS,
    PICKERS,
    URL_SOURCE,
)
from bot.slack.rules.objects import BLOCK, RICH_TEXT, SHOWN, plain
from bot.slack.rules.rule import (
    Enum,
    Flag,
    Id,
    Int,
    Items,
    Kind,
    Number,
    Object,
    One,
    Relation,
    Rows,
    Shape,
    Str,
    Text,
    Url,
)

IMAGE: Final = One({"image": IMAGE_ELEMENT})
RICH: Final = One({"rich_text": RICH_TEXT})


def block(
    name: str,
    need: dict[str, Kind] | None = None,
    may: dict[str, Kind] | None = None,
    *,
    relations: tuple[Relation, ...] = (),
) -> Shape:
    """A block: all have a block_id, a tally of their own, and their own page."""
    return Shape(
        name,
        f"{BLOCK}{name.replace('_', '-')}-block",
        need or {},
        {"block_id": Id("block_id")} | (may or {}),
        relations,
        tally=name,
        scope=True,
    )


# --- tables -------------------------------------------------------------------------------------

RAW_TEXT: Final = Shape("raw_text", BLOCK + "table-block", {"text": SHOWN})
RAW_NUMBER: Final = Shape("raw_number", BLOCK + "table-block", {"value": Number(), "text": SHOWN})
RAW_CELL: Final = One({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER})
CELL: Final = One({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})
COLUMN: Final = Object(
    Shape(
        "column_settings",
        BLOCK + "table-block",
        may={"align": Enum(("left", "center", "right")), "is_wrapped": Flag()},
    ),
    nullable=True,
)

# --- blocks -------------------------------------------------------------------------------------

TASK_CARD: Final = block(
    "task_card",
    {
        "task_id": Str(255),
        "title": SHOWN,
        "status": Enum(("pending", "in_progress", "complete", "error")),
    },
    {"details": RICH, "output": RICH, "sources": Items(One({"url": URL_SOURCE}), 0, 100)},
)
CARD: Final = block(
    "card",
    may={
        "hero_image": IMAGE,
        "icon": IMAGE,
        "title": Text(150),
        "subtitle": Text(150),
        "body": Text(200),
        # Slack shows two; the page names no number
        "actions": Items(One({"button": BUTTON}), 1, 2),
    },
    relations=(Relation("content", "at_least_one", ("hero_image", "title", "actions", "body")),),
)
SIMPLE_BLOCKS: Final = {
    shape.name: shape
    for shape in (
        block(
            "section",
            may={
                "text": Text(3000),
                "fields": Items(Text(2000), 1, 10),
                "accessory": One(BUTTONS | PICKERS | {"image": IMAGE_ELEMENT}),
                "expand": Flag(),
            },
            relations=(Relation("content", "at_least_one", ("text", "fields")),),
        ),
        block("header", {"text": plain(150)}),
        block("divider"),
        block(
            "context",
            {
                "elements": Items(
                    One({"image": IMAGE_ELEMENT, "plain_text": plain(), "mrkdwn": Text(3000)}),
                    1,
                    10,
                )
            },
        ),
        block(
            "actions",
            {"elements": Items(One(BUTTONS | PICKERS | {"datetimepicker": DATETIME}), 1, 25)},
        ),
        block(
            "image",
            {"alt_text": Str(2000)},
            IMAGE_KEYS | {"title": plain(2000)},
            relations=(IMAGE_SOURCE,),
        ),
        block(
            "input",
            {
                "label": plain(2000),
                "element": One(PICKERS | INPUTS | {"datetimepicker": DATETIME}),
            },
            {"hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
        ),
        RICH_TEXT,
        block(
            "table",
            {"rows": Rows(1, 100, cells=20, header=CELL, body=CELL, same_length=False)},
            {"column_settings": Items(COLUMN, 0, 20)},
        ),
        block(
            "video",
            {
                "alt_text": Str(2000),
                "title": plain(199),  # "less than 200"
                "thumbnail_url": Url(image=True),
                "video_url": Url(secure=True),
            },
            {
                "title_url": Url(secure=True),
                "description": plain(199),
                "author_name": Str(49),  # "less than 50"
                "provider_name": Str(255),
                "provider_icon_url": Url(),
            },
        ),
    )
}
BLOCKS: Final = SIMPLE_BLOCKS | {
    shape.name: shape
    for shape in (
        CARD,
        TASK_CARD,
        block("context_actions", {"elements": Items(One(CONTEXT_ACTIONS), 1, 5)}),
        block(
            "markdown", {"text": Str(12_000, markup="markdown", tally=("text", "markdown_text"))}
        ),
        block(
            "alert",
            {"text": Text(200)},  # 200: Javadoc of java-slack-sdk's AlertBlock
            {"level": Enum(("default", "info", "warning", "error", "success"))},
        ),
        block("carousel", {"elements": Items(One({"card": CARD}), 1, 10)}),
        block(
            "container",
            {"child_blocks": Items(One(SIMPLE_BLOCKS), 1, 10)},
            {
                "title": plain(150),
                "rich_text_title": RICH,
                "subtitle": Text(150),
                "icon": IMAGE,
                "width": Enum(("narrow", "standard", "wide", "full")),
                "is_collapsible": Flag(),
                "default_collapsed": Flag(),
                "has_header_divider": Flag(),
            },
            relations=(
                Relation("title", "at_least_one", ("title", "rich_text_title")),
                Relation("default_collapsed", "needs", ("default_collapsed", "is_collapsible")),
                Relation("header_divider", "excludes", ("has_header_divider", "is_collapsible")),
            ),
        ),
        block(
            "data_table",
            {
                "caption": SHOWN,
                "rows": Rows(2, 101, cells=20, header=RAW_CELL, body=CELL, same_length=True),
            },
            {"page_size": Int(1, 100), "row_header_column_index": Int(0, 19)},
        ),
        block("plan", {"title": SHOWN}, {"tasks": Items(One({"task_card": TASK_CARD}), 0, 50)}),
    )
}

# --- surfaces -----------------------------------------------------------------------------------

# docs.slack.dev/blocks.json. Third parties say that Slack refuses card in modals, and table and
# data_table in Home, although its documentation allows them.
IN_EVERY_VIEW: Final = (
    *("actions", "card", "context", "divider", "header", "image", "input", "rich_text"),
    *("section", "video"),
)
SURFACES: Final = {
    "message": tuple(name for name in BLOCKS if name != "alert"),
    "modal": (*IN_EVERY_VIEW, "alert"),
    "home": (*IN_EVERY_VIEW, "carousel", "container", "table", "data_table"),
}


def blocks_of(surface: str, *, least: int, most: int) -> Items:
    """The blocks of one surface."""
    choices = {name: BLOCKS[name] for name in SURFACES[surface]}
    return Items(One(choices, known=(*BLOCKS, "file")), least, most)

"""What leaves as one piece (message, unfurl, modal, Home): outer keys and rules for the whole."""

from __future__ import annotations

from typing import Final

from bot.slack.rules.blocks import blocks_of
from bot.slack.rules.objects import BLOCK, ELEMENT, TS, USER, plain
from bot.slack.rules.rule import (
    AnyObject,
    Enum,
    Flag,
    Int,
    Items,
    Kind,
    Object,
    Payload,
    Relation,
    Shape,
    Str,
    Total,
    Url,
)

DOCS: Final = "docs.slack.dev/"
MESSAGE_BLOCKS: Final = blocks_of("message", least=0, most=50)
MRKDWN: Final = Str(markup="mrkdwn", tally=("text",))
PREVIEW: Final = Object(
    Shape(
        "preview",
        DOCS + "reference/methods/chat.unfurl",
        may={
            "title": plain(),
            "subtitle": plain(),
            "icon_url": Url(),
            "type": Str(255),
            "can_remove": Flag(),
        },
    )
)
ATTACHMENT_KEYS: Final[dict[str, Kind]] = {
    "blocks": MESSAGE_BLOCKS,
    "fallback": Str(4000),
    "color": Str(7, pattern="good|warning|danger|#?[0-9a-fA-F]{6}"),
    "pretext": MRKDWN,
    "author_name": Str(),
    "author_link": Url(),
    "author_icon": Url(),
    "title": Str(),
    "title_link": Url(),
    "text": MRKDWN,
    "fields": Items(
        Object(
            Shape(
                "attachment.field",
                DOCS + "legacy/legacy-messaging/legacy-secondary-message-attachments",
                may={"title": Str(), "value": MRKDWN, "short": Flag()},
            )
        ),
        1,
        100,
    ),
    "image_url": Url(),
    "thumb_url": Url(),
    "footer": Str(300),
    "footer_icon": Url(),
    "ts": Int(0, 99_999_999_999),
    "mrkdwn_in": Items(Enum(("pretext", "text", "fields")), 0, 3),
}
ATTACHMENT: Final = Shape(
    "attachment",
    DOCS + "legacy/legacy-messaging/legacy-secondary-message-attachments",
    may=ATTACHMENT_KEYS,
    relations=(
        Relation("content", "at_least_one", ("blocks", "fallback", "text", "title", "image_url")),
    ),
)
METADATA: Final = Shape(
    "metadata",
    DOCS + "messaging/message-metadata",
    may={
        "event_type": Str(255),
        "event_payload": AnyObject(),
        "entities": Items(AnyObject(), 1, 100),
    },
    relations=(
        Relation("content", "at_least_one", ("event_type", "entities")),
        Relation("event_payload", "needs", ("event_type", "event_payload")),
    ),
)
MESSAGE: Final = Shape(
    "message",
    # chat.postMessage, chat.postEphemeral, chat.update; response_url and the answer to a command
    DOCS + "reference/methods/chat.postMessage, …/interactivity/handling-user-interaction",
    may={
        # 4,000: above it chat.update refuses (msg_too_long) and Slack splits or cuts what is posted
        "text": Str(4000, blank=False, markup="mrkdwn"),
        "blocks": MESSAGE_BLOCKS,
        "attachments": Items(Object(ATTACHMENT), 0, 100),
        "markdown_text": Str(12_000, markup="markdown", tally=("markdown_text",)),
        "metadata": Object(METADATA),
        "channel": Str(255),
        "user": USER,
        "ts": TS,
        "thread_ts": TS,
        "reply_broadcast": Flag(),
        "post_at": Int(0, 9_999_999_999),
        "response_type": Enum(("ephemeral", "in_channel")),
        "replace_original": Flag(),
        "delete_original": Flag(),
        "mrkdwn": Flag(),
        "unfurl_links": Flag(),
        "unfurl_media": Flag(),
        "file_ids": Items(Str(255, pattern="F[A-Z0-9]+"), 0, 100),
        "client_msg_id": Str(255),
        "username": Str(255),
        "icon_emoji": Str(255),
        "icon_url": Url(),
        # link_names and parse=full are left out: they turn @names of foreign text into mentions
        "parse": Enum(("none",)),
    },
    relations=(
        # Slack only warns; without it notifications and screen readers have nothing to say
        Relation("text.required", "needs", ("blocks", "text")),
        Relation("text.required", "needs", ("attachments", "text")),
        Relation(
            "content",
            "at_least_one",
            ("text", "blocks", "attachments", "markdown_text", "delete_original"),
        ),
        Relation("markdown_text", "excludes", ("markdown_text", "text", "blocks")),
    ),
)
UNFURL: Final = Shape(
    "unfurl",
    DOCS + "reference/methods/chat.unfurl",
    may=ATTACHMENT_KEYS | {"preview": PREVIEW, "hide_color": Flag()},
    relations=(
        Relation("content", "at_least_one", ("blocks", "preview", "text", "title", "image_url")),
    ),
)
VIEW_KEYS: Final[dict[str, Kind]] = {
    "private_metadata": Str(3000, least=0),
    "callback_id": Str(255),
    "external_id": Str(255),
}
MODAL: Final = Shape(
    "modal",
    DOCS + "reference/views/modal-views",
    need={
        "type": Enum(("modal",)),
        "title": plain(24),
        "blocks": blocks_of("modal", least=1, most=100),
    },
    may=VIEW_KEYS
    | {
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
        "submit_disabled": Flag(),
    },
)
HOME: Final = Shape(
    "home",
    DOCS + "reference/views/home-tab-views",
    need={"type": Enum(("home",)), "blocks": blocks_of("home", least=1, most=100)},
    may=VIEW_KEYS,
)

TABLE_TOTALS: Final = (
    Total("table.one", "table", 1, "table blocks", BLOCK + "table-block (only_one_table_allowed)"),
    Total("table.cells.max", "cells", 10_000, "characters in table cells", BLOCK + "table-block"),
)
MODAL_ONLY_TOTALS: Final = (
    Total("file_input.modal_only", "file_inputs", 0, "file inputs", ELEMENT + "file-input-element"),
    Total(
        "response_url_enabled.modal_only",
        "response_urls",
        0,
        "selects with response_url_enabled",
        ELEMENT + "select-menu-element",
    ),
)
FOCUS_TOTAL: Final = Total(
    "focus_on_load.one", "focus", 1, "elements with focus_on_load", DOCS + "reference/block-kit"
)
MESSAGE_TOTALS: Final = (
    *TABLE_TOTALS,
    *MODAL_ONLY_TOTALS,
    FOCUS_TOTAL,
    # Ours: Slack's own limit is undocumented, msg_blocks_too_long came at 11,341 and at 13,298
    Total("message.text.total", "text", 10_000, "characters of text", "bolt-js#2509, #2867"),
    Total(
        "markdown.total",
        "markdown_text",
        12_000,
        "characters of markdown",
        BLOCK + "markdown-block",
    ),
)
PAYLOADS: Final = {
    "message": Payload(MESSAGE, MESSAGE_TOTALS),
    "unfurl": Payload(UNFURL, MESSAGE_TOTALS),
    "modal": Payload(
        MODAL,
        (
            FOCUS_TOTAL,
            Total(
                "modal.submit.required",
                "input",
                0,
                "input blocks without a submit button",
                DOCS + "reference/views/modal-views",
                pointer="/submit",
                unless="submit",
            ),
        ),
        most_bytes=250_000,  # view_too_large: docs.slack.dev/reference/methods/views.open
    ),
    "home": Payload(HOME, (*TABLE_TOTALS, *MODAL_ONLY_TOTALS, FOCUS_TOTAL), most_bytes=250_000),
}

"""Composition objects and rich text: their keys, their limits, and the pages that say so."""

from __future__ import annotations

from typing import Final

from bot.slack.rules.rule import (
    Enum,
    Flag,
    Id,
    Int,
    Items,
    Kind,
    Object,
    One,
    Relation,
    Shape,
    Str,
    Text,
    Url,
)

BLOCK: Final = "docs.slack.dev/reference/block-kit/blocks/"
ELEMENT: Final = "docs.slack.dev/reference/block-kit/block-elements/"
OBJECT: Final = "docs.slack.dev/reference/block-kit/composition-objects/"

# Date tokens of mrkdwn's <!date^…> and of rich text's date element.
# docs.slack.dev/messaging/formatting-message-text, …/block-elements/date-element
DATE_TOKENS: Final = (
    "day_divider_pretty|date_num|date_slash|date_long|date_long_full|date_long_pretty|date"
    "|date_pretty|date_short|date_short_pretty|time|time_secs|ago"
)
USER: Final = Str(255, pattern="[UW][A-Z0-9]+")
CHANNEL: Final = Str(255, pattern="[CDG][A-Z0-9]+")
TS: Final = Str(40, pattern=r"\d{1,12}\.\d{1,9}")
DECIMAL: Final = Str(255, pattern=r"-?\d+(?:\.\d+)?")


def plain(most: int = 3000) -> Text:
    """A text object that may only be plain_text."""
    return Text(most, ("plain_text",))


# --- composition objects ------------------------------------------------------------------------

CONFIRM: Final = Object(
    Shape(
        "confirm",
        OBJECT + "confirmation-dialog-object",
        need={"title": plain(100), "text": Text(300), "confirm": plain(30), "deny": plain(30)},
        may={"style": Enum(("primary", "danger"))},
    )
)


def option(text: Text, **more: Kind) -> Object:
    """An option; Slack's page says 75 for value in places, its SDKs and its API take 150."""
    return Object(
        Shape(
            "option",
            OBJECT + "option-object",
            need={"text": text, "value": Str(150)},
            may={"description": text, **more},
        )
    )


SELECT_OPTION: Final = option(plain(75))
CHOICE_OPTION: Final = option(Text(75))
OVERFLOW_OPTION: Final = option(plain(75), url=Url())  # url: overflow menus only
OPTION_GROUP: Final = Object(
    Shape(
        "option_group",
        OBJECT + "option-group-object",
        need={"label": plain(75), "options": Items(SELECT_OPTION, 1, 100)},
    )
)
# id pattern: @slack/types 3.2.0; both keys at once are refused: python-slack-sdk#1521
SLACK_FILE: Final = Object(
    Shape(
        "slack_file",
        OBJECT + "slack-file-object",
        may={"id": Str(255, pattern="F[A-Z0-9]{8,}"), "url": Url(secure=True)},
        relations=(Relation("source", "exactly_one", ("id", "url")),),
    )
)
DISPATCH: Final = Object(
    Shape(
        "dispatch_action_config",
        OBJECT + "dispatch-action-configuration-object",
        need={
            "trigger_actions_on": Items(Enum(("on_enter_pressed", "on_character_entered")), 1, 2)
        },
    )
)
FILTER: Final = Object(
    Shape(
        "filter",
        OBJECT + "conversation-filter-object",
        may={
            "include": Items(Enum(("im", "mpim", "private", "public")), 1, 4),
            "exclude_external_shared_channels": Flag(),
            "exclude_bot_users": Flag(),
        },
        relations=(
            Relation(
                "content",
                "at_least_one",
                ("include", "exclude_external_shared_channels", "exclude_bot_users"),
            ),
        ),
    )
)
TRIGGER: Final = Shape(
    "trigger",
    OBJECT + "trigger-object",
    need={"url": Url(secure=True)},
    may={
        "customizable_input_parameters": Items(
            Object(
                Shape(
                    "input_parameter",
                    OBJECT + "trigger-object",
                    need={"name": Str(255), "value": Str()},
                )
            ),
            1,
            100,
        )
    },
)
WORKFLOW: Final = Object(
    Shape("workflow", OBJECT + "workflow-object", need={"trigger": Object(TRIGGER)})
)

# --- rich text ----------------------------------------------------------------------------------

RICH: Final = BLOCK + "rich-text-block"
STYLE: Final[dict[str, Kind]] = {
    "style": Object(
        Shape(
            "rich_text.style",
            RICH,
            may={
                name: Flag()
                for name in (
                    *("bold", "italic", "strike", "code", "underline"),
                    *("highlight", "client_highlight", "unlink"),
                )
            },
        )
    )
}
SHOWN: Final = Str(least=1, tally=("text",))
INLINE: Final = {
    "text": Shape("rich_text.text", RICH, {"text": SHOWN}, STYLE),
    "link": Shape(
        "rich_text.link", RICH, {"url": Url()}, STYLE | {"text": SHOWN, "unsafe": Flag()}
    ),
    "emoji": Shape(
        "rich_text.emoji",
        RICH,
        {"name": Str(255, pattern=r"[^\s:]+(?:::skin-tone-\d)?")},
        STYLE | {"unicode": Str(255, pattern="[0-9a-f-]+"), "url": Url(), "skin_tone": Int(1, 6)},
    ),
    "user": Shape("rich_text.user", RICH, {"user_id": USER}, STYLE, mention=True),
    "usergroup": Shape(
        "rich_text.usergroup",
        RICH,
        {"usergroup_id": Str(255, pattern="S[A-Z0-9]+")},
        STYLE,
        mention=True,
    ),
    "broadcast": Shape(
        "rich_text.broadcast",
        RICH,
        {"range": Enum(("here", "channel", "everyone"))},
        STYLE,
        mention=True,
    ),
    "channel": Shape("rich_text.channel", RICH, {"channel_id": CHANNEL}, STYLE),
    "team": Shape("rich_text.team", RICH, {"team_id": Str(255, pattern="[TE][A-Z0-9]+")}, STYLE),
    "color": Shape("rich_text.color", RICH, {"value": Str(7, pattern="#?[0-9a-fA-F]{6}")}, STYLE),
    "date": Shape(
        "rich_text.date",
        ELEMENT + "date-element",
        {
            # 11 digits: seconds, never milliseconds
            "timestamp": Int(-99_999_999_999, 99_999_999_999),
            "format": Str(pattern=rf"(?:[^{{}}]|\{{(?:{DATE_TOKENS})\}})+", tally=("text",)),
        },
        STYLE | {"timezone": Str(255), "url": Url(), "fallback": SHOWN},
    ),
}
BORDER: Final[dict[str, Kind]] = {"border": Int(0, 1)}
# Slack takes empty `elements` (seen in Block Kit Builder, 2026-04); no upper limit is documented.
INLINES: Final = Items(One(INLINE), 0, 3000)
RICH_SECTION: Final = Shape("rich_text_section", RICH, {"elements": INLINES})
RICH_TEXT: Final = Shape(
    "rich_text",
    RICH,
    need={
        "elements": Items(
            One(
                {
                    "rich_text_section": RICH_SECTION,
                    "rich_text_list": Shape(
                        "rich_text_list",
                        RICH,
                        {
                            "style": Enum(("bullet", "ordered")),
                            "elements": Items(One({"rich_text_section": RICH_SECTION}), 1, 3000),
                        },
                        BORDER | {"indent": Int(0, 8), "offset": Int(0, 999_999)},
                    ),
                    "rich_text_preformatted": Shape(
                        "rich_text_preformatted",
                        RICH,
                        {
                            "elements": Items(
                                One({key: INLINE[key] for key in ("text", "link")}), 0, 3000
                            )
                        },
                        {"language": Str(255)} | BORDER,
                    ),
                    "rich_text_quote": Shape(
                        "rich_text_quote", RICH, {"elements": INLINES}, BORDER
                    ),
                }
            ),
            0,
            3000,
        )
    },
    may={"block_id": Id("block_id")},
    scope=True,
)

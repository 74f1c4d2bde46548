"""Elements, the interactive and other things inside blocks: their keys, limits and pages."""

from __future__ import annotations

from typing import Final

from bot.slack.rules.objects import (
    CHANNEL,
    CHOICE_OPTION,
    CONFIRM,
    DECIMAL,
    DISPATCH,
    ELEMENT,
    FILTER,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_TEXT,
    SELECT_OPTION,
    SHOWN,
    SLACK_FILE,
    USER,
    WORKFLOW,
    plain,
)
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
    Url,
)

ACTION: Final[dict[str, Kind]] = {"action_id": Id("action_id")}
CONFIRMED: Final[dict[str, Kind]] = {"confirm": CONFIRM}
FOCUS: Final[dict[str, Kind]] = {"focus_on_load": Flag(tally="focus")}
LABEL: Final[dict[str, Kind]] = {"accessibility_label": Str(75)}
SEEN_BY: Final[dict[str, Kind]] = {"visible_to_user_ids": Items(USER, 1, 10)}
BUTTON_STYLE: Final[dict[str, Kind]] = {"style": Enum(("primary", "danger"))}
PICKER: Final = ACTION | CONFIRMED | FOCUS
SELECT: Final = PICKER | {"placeholder": plain(150)}
INPUT: Final = ACTION | FOCUS | {"placeholder": plain(150), "dispatch_action_config": DISPATCH}
MULTI: Final[dict[str, Kind]] = {"max_selected_items": Int(1, 999_999)}
OPTIONS: Final[dict[str, Kind]] = {
    "options": Items(SELECT_OPTION, 1, 100),
    "option_groups": Items(OPTION_GROUP, 1, 100),
}
QUERY: Final[dict[str, Kind]] = {"min_query_length": Int(0, 999_999)}
RESPONSE_URL: Final[dict[str, Kind]] = {"response_url_enabled": Flag(tally="response_urls")}
CONVERSATIONS: Final[dict[str, Kind]] = {
    "default_to_current_conversation": Flag(),
    "filter": FILTER,
}
SELECT_PAGE: Final = ELEMENT + "select-menu-element"
MULTI_PAGE: Final = ELEMENT + "multi-select-menu-element"
OPTIONS_SOURCE: Final = Relation("options_source", "exactly_one", ("options", "option_groups"))


def picked(key: str, *lists: str) -> Relation:
    """What is chosen at first must be one of the options."""
    return Relation(f"{key}.among", "among", (key, *lists))


def several(of: Kind) -> Items:
    """Initial values of a multi-select."""
    return Items(of, 1, 100)


BUTTON: Final = Shape(
    "button",
    ELEMENT + "button-element",
    {"text": plain(75)},
    ACTION
    | CONFIRMED
    | LABEL
    | SEEN_BY
    | BUTTON_STYLE
    | {
        "url": Url(),
        "value": Str(2000),
        "agent_prompt": Str(4000),
        "agent_prompt_display": Str(4000),
    },
    relations=(
        Relation("agent_prompt_display", "needs", ("agent_prompt_display", "agent_prompt")),
    ),
)
IMAGE_KEYS: Final[dict[str, Kind]] = {"image_url": Url(image=True), "slack_file": SLACK_FILE}
IMAGE_SOURCE: Final = Relation("source", "exactly_one", ("image_url", "slack_file"))
IMAGE_ELEMENT: Final = Shape(
    "image_element",
    ELEMENT + "image-element",
    {"alt_text": Str(2000)},
    IMAGE_KEYS,
    relations=(IMAGE_SOURCE,),
)
FEEDBACK: Final = Object(
    Shape(
        "feedback_button",
        ELEMENT + "feedback-buttons-element",
        {"text": plain(75), "value": Str(2000)},
        LABEL,
    )
)
CONTEXT_ACTIONS: Final = {
    "feedback_buttons": Shape(
        "feedback_buttons",
        ELEMENT + "feedback-buttons-element",
        {"positive_button": FEEDBACK, "negative_button": FEEDBACK},
        ACTION,
    ),
    "icon_button": Shape(
        "icon_button",
        ELEMENT + "icon-button-element",
        {"icon": Enum(("trash",)), "text": plain(75)},
        ACTION | CONFIRMED | LABEL | SEEN_BY | {"value": Str(2000)},
    ),
}
URL_SOURCE: Final = Shape(
    "url_source", ELEMENT + "url-source-element", {"url": Url(), "text": SHOWN}
)

SELECTS: Final = {
    shape.name: shape
    for shape in (
        Shape(
            "static_select",
            SELECT_PAGE,
            may=SELECT | OPTIONS | {"initial_option": SELECT_OPTION},
            relations=(OPTIONS_SOURCE, picked("initial_option", *OPTIONS)),
        ),
        Shape(
            "external_select", SELECT_PAGE, may=SELECT | QUERY | {"initial_option": SELECT_OPTION}
        ),
        Shape("users_select", SELECT_PAGE, may=SELECT | {"initial_user": USER}),
        Shape(
            "conversations_select",
            SELECT_PAGE,
            may=SELECT | CONVERSATIONS | RESPONSE_URL | {"initial_conversation": Str(255)},
        ),
        Shape(
            "channels_select", SELECT_PAGE, may=SELECT | RESPONSE_URL | {"initial_channel": CHANNEL}
        ),
        Shape(
            "multi_static_select",
            MULTI_PAGE,
            may=SELECT | MULTI | OPTIONS | {"initial_options": several(SELECT_OPTION)},
            relations=(OPTIONS_SOURCE, picked("initial_options", *OPTIONS)),
        ),
        Shape(
            "multi_external_select",
            MULTI_PAGE,
            may=SELECT | MULTI | QUERY | {"initial_options": several(SELECT_OPTION)},
        ),
        Shape(
            "multi_users_select", MULTI_PAGE, may=SELECT | MULTI | {"initial_users": several(USER)}
        ),
        Shape(
            "multi_conversations_select",
            MULTI_PAGE,
            may=SELECT | MULTI | CONVERSATIONS | {"initial_conversations": several(Str(255))},
        ),
        Shape(
            "multi_channels_select",
            MULTI_PAGE,
            may=SELECT | MULTI | {"initial_channels": several(CHANNEL)},
        ),
    )
}
PICKERS: Final = SELECTS | {
    shape.name: shape
    for shape in (
        Shape(
            "checkboxes",
            ELEMENT + "checkboxes-element",
            {"options": Items(CHOICE_OPTION, 1, 10)},
            PICKER | {"initial_options": Items(CHOICE_OPTION, 1, 10)},
            relations=(picked("initial_options", "options"),),
        ),
        Shape(
            "radio_buttons",
            ELEMENT + "radio-button-group-element",
            {"options": Items(CHOICE_OPTION, 1, 10)},
            PICKER | {"initial_option": CHOICE_OPTION},
            relations=(picked("initial_option", "options"),),
        ),
        Shape(
            "datepicker",
            ELEMENT + "date-picker-element",
            may=SELECT
            | {"initial_date": Str(10, pattern=r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")},
        ),
        Shape(
            "timepicker",
            ELEMENT + "time-picker-element",
            may=SELECT
            | {
                "initial_time": Str(5, pattern=r"(?:[01]\d|2[0-3]):[0-5]\d"),
                "timezone": Str(255),
            },
        ),
    )
}
DATETIME: Final = Shape(
    "datetimepicker",
    ELEMENT + "datetime-picker-element",
    # ten digits
    may=PICKER | {"initial_date_time": Int(1_000_000_000, 9_999_999_999)},
)
BUTTONS: Final = {
    "button": BUTTON,
    "workflow_button": Shape(
        "workflow_button",
        ELEMENT + "workflow-button-element",
        ACTION | {"text": plain(75), "workflow": WORKFLOW},
        LABEL | BUTTON_STYLE,
    ),
    "overflow": Shape(
        "overflow",
        ELEMENT + "overflow-menu-element",
        {"options": Items(OVERFLOW_OPTION, 1, 5)},
        ACTION | CONFIRMED,
    ),
}
INPUTS: Final = {
    shape.name: shape
    for shape in (
        Shape(
            "plain_text_input",
            ELEMENT + "plain-text-input-element",
            may=INPUT
            | {
                "initial_value": Str(3000, least=0),
                "multiline": Flag(),
                "min_length": Int(0, 3000),
                "max_length": Int(1, 3000),
            },
            relations=(Relation("length", "ascending", ("min_length", "max_length")),),
        ),
        Shape(
            "email_text_input",
            ELEMENT + "email-input-element",
            may=INPUT | {"initial_value": Str(least=0)},
        ),
        Shape(
            "url_text_input",
            ELEMENT + "url-input-element",
            may=INPUT | {"initial_value": Str(least=0)},
        ),
        Shape(
            "number_input",
            ELEMENT + "number-input-element",
            {"is_decimal_allowed": Flag()},
            INPUT | {"initial_value": DECIMAL, "min_value": DECIMAL, "max_value": DECIMAL},
            relations=(Relation("value", "ascending", ("min_value", "max_value")),),
        ),
        Shape(
            "file_input",
            ELEMENT + "file-input-element",
            may=ACTION | {"filetypes": Items(Str(255), 1, 100), "max_files": Int(1, 10)},
            tally="file_inputs",
        ),
        Shape(
            "rich_text_input",
            ELEMENT + "rich-text-input-element",
            ACTION,
            INPUT
            | {
                "initial_value": One({"rich_text": RICH_TEXT}),
                "min_lines": Int(1, 999),
                "max_lines": Int(1, 999),
            },
            relations=(Relation("lines", "ascending", ("min_lines", "max_lines")),),
        ),
    )
}

"""The forms of the search windows: drawn, and read back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from bot.core import search
from bot.core.click import Click
from bot.core.phrase import say
from bot.core.search import Filled, Origin
from bot.core.words import card as words
from bot.core.words import search as search_words
from bot.slack.answer import Answer
from bot.slack.views import View, Views, as_blocks, plain

Json: TypeAlias = dict[str, Any]
SHARED: Final = "channel"  # the field of where a card goes


class Forms:
    """Draws them."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def search(
        self, filled: Filled, origin: Origin, lang: str, *, above: Answer | None = None
    ) -> View:
        """Draw the full form, with a note above it."""
        form = {
            "blocks": as_blocks(above.message) if above else [],
            "metadata": origin.encoded(),
            "modes": search.modes(),
            "languages": search.languages(),
            "filled": filled,
        }
        return self._views.modal("search.view.json.j2", form, lang=lang)

    def with_another_try(self, answer: Answer, text: str, lang: str) -> Answer:
        """Put a button below a note that asks for *text* once more: parcelLab may know by then."""
        if not answer.is_note or not answer.message.get("blocks"):
            return answer
        label = {"type": "plain_text", "text": plain(say(search_words.BUTTON_AGAIN), lang)}
        button = {"type": "button", "action_id": "search:again", "value": text, "text": label}
        again = {"type": "actions", "elements": [button]}
        return replace(
            answer, message={**answer.message, "blocks": [*answer.message["blocks"], again]}
        )

    def share(self, click: Click, origin: Origin, preview: Answer, lang: str) -> View:
        """Draw what asks where a card goes, with what everybody there will see of it."""
        channel_id = "" if origin.channel_id.startswith("D") else origin.channel_id
        form = {
            "title": say(words.BUTTON_SHARE),
            "metadata": search.shared(click, origin),
            "channel_id": channel_id,
            "is_thread": bool(channel_id and origin.thread_ts),
            "blocks": [*_preview(as_blocks(preview.message))],
        }
        return self._views.modal("share.view.json.j2", form, lang=lang)


def _preview(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] not in ("actions", "image"):
            yield {name: part for name, part in block.items() if name != "accessory"}


def filled_in(body: Json) -> Filled:
    """Read a full form back: what is not there counts as left empty, each field is checked anyway.

    docs.slack.dev/reference/interaction-payloads/view-interactions-payload
    """
    fields = values_of(body)
    options = fields.get("options") or ()
    return Filled(
        mode=_text(fields.get("mode")),
        value=_text(fields.get("value")),
        courier=_text(fields.get("courier")),
        postal_code=_text(fields.get("postal_code")),
        client=_text(fields.get("client")),
        lang=_text(fields.get("lang")),
        is_returns="returns" in options,
        is_live="live" in options,
        is_watched="watch" in options,
    )


def values_of(body: Json) -> Mapping[str, Any]:
    """Return what each field holds, by its block: a text, the value of an option, or several."""
    blocks = ((body.get("view") or {}).get("state") or {}).get("values") or {}
    return {
        block_id: _held(entry)
        for block_id, elements in blocks.items()
        if isinstance(elements, dict)
        for entry in elements.values()
        if isinstance(entry, dict)
    }


def _held(entry: Json) -> Any:
    for member in ("value", "selected_conversation", "selected_date"):
        if entry.get(member):
            return entry[member]
    if "selected_options" in entry:
        return [_value(option) for option in entry["selected_options"] or ()]
    return _value(entry.get("selected_option"))


def _value(option: object) -> object:
    return option.get("value") if isinstance(option, dict) else None


def _text(held: object) -> str:
    return held if isinstance(held, str) else ""

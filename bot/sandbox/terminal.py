"""Draws a Slack message in a terminal, from the same JSON that Slack gets."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_MARKUP: Final = re.compile(
    r"<!date\^(?P<at>-?\d+)\^(?P<form>[^|>]*)(?:\|(?P<otherwise>[^>]*))?>"
    r"|<(?P<url>https?://[^|>]+)(?:\|(?P<label>[^>]*))?>"
    r"|`(?P<code>[^`]+)`"
    r"|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)"
)
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_DATES: Final = {
    "{date_short_pretty}": "%d %b",
    "{date_short}": "%d %b %Y",
    "{date_pretty}": "%d %B",
    "{date}": "%d %B %Y",
    "{date_num}": "%Y-%m-%d",
    "{time}": "%H:%M",
    "{time_secs}": "%H:%M:%S",
}

Block = Mapping[str, Any]


def drawn(message: Mapping[str, Any], *, zone: tzinfo, who: str) -> RenderableType:
    """Return a message as Slack would show it to *who*, times in their *zone*."""
    blocks = message.get("blocks") or []
    parts = [part for block in blocks for part in _block(block, zone)]
    if not parts:
        parts = [mrkdwn(str(message.get("text", "")), zone)]
    return Panel(Group(*parts), title=Text(who), title_align="left", border_style="dim")


def mrkdwn(text: str, zone: tzinfo) -> Text:
    """Read the part of mrkdwn that marks things; the rest is text."""
    out, at = Text(), 0
    for match in _MARKUP.finditer(text):
        out.append(_plain(text[at : match.start()]))
        out.append_text(_marked(match, zone))
        at = match.end()
    out.append(_plain(text[at:]))
    return out


def _marked(match: re.Match[str], zone: tzinfo) -> Text:
    if match["at"]:
        return Text(_date(int(match["at"]), match["form"], zone))
    if match["url"]:
        return Text(_plain(match["label"] or match["url"]), style="underline blue")
    if match["code"]:
        return Text(_plain(match["code"]), style="magenta")
    bold = mrkdwn(match["bold"], zone)
    bold.stylize("bold")
    return bold


def _date(at: int, form: str, zone: tzinfo) -> str:
    local = datetime.fromtimestamp(at, zone)
    for token, pattern in _DATES.items():
        form = form.replace(token, local.strftime(pattern))
    return form


def _plain(text: str) -> str:
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return text


def _text(text: Mapping[str, Any], zone: tzinfo) -> Text:
    value = str(text.get("text", ""))
    return mrkdwn(value, zone) if text.get("type") == "mrkdwn" else Text(value)


def _block(block: Block, zone: tzinfo) -> Iterator[RenderableType]:
    match block.get("type"):
        case "header":
            title = _text(block["text"], zone)
            title.stylize("bold")
            yield title
        case "section":
            yield from _section(block, zone)
        case "context":
            texts = [_text(part, zone) for part in block["elements"] if part["type"] != "image"]
            line = Text("  ").join(texts)
            line.stylize("dim")
            yield Padding(line, (1, 0, 0, 0))
        case "actions":
            yield Padding(Columns([_button(part) for part in block["elements"]]), (1, 0, 0, 0))
        case "table":
            yield _table(block, zone)
        case "divider":
            yield Text("─" * 20, style="dim")
        case "image":
            yield Text(f"[picture: {block.get('alt_text', '')}]", style="dim")
        case other:
            yield Text(f"[{other}]", style="red")


def _section(block: Block, zone: tzinfo) -> Iterator[RenderableType]:
    if block.get("text"):
        yield Padding(_text(block["text"], zone), (1, 0, 0, 0))
    fields = [_text(field, zone) for field in block.get("fields", ())]
    if fields:
        yield Padding(Columns(fields, padding=(1, 4), equal=True), (1, 0, 0, 0))
    if block.get("accessory", {}).get("type") == "button":
        yield _button(block["accessory"])


def _button(element: Block) -> Text:
    if element.get("type") != "button":
        name = element.get("placeholder", {}).get("text") or element.get("type")
        return Text(f" {name} ▾ ", style="reverse")
    style = f"reverse link {element['url']}" if element.get("url") else "reverse"
    return Text(f" {element['text']['text']} ", style=style)


def _table(block: Block, zone: tzinfo) -> Table:
    rows = [[_cell(cell, zone) for cell in row] for row in block["rows"]]
    table = Table(show_lines=False, pad_edge=False)
    for name in rows[0]:
        table.add_column(name)
    for row in rows[1:]:
        table.add_row(*row)
    return table


def _cell(cell: Block, zone: tzinfo) -> Text:
    if cell.get("type") == "rich_text":
        return Text(f"{cell.get('elements')}")
    return Text(str(cell.get("text", "")))


def show(console: Console, message: Mapping[str, Any], *, zone: tzinfo, who: str) -> None:
    console.print(drawn(message, zone=zone, who=who))

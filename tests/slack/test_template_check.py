"""An administrator's templates: every fault with file, line and rule."""

from pathlib import Path

import pytest
from jinja2.meta import find_referenced_templates

from bot.slack.blocks import PICTURE, Blocks, template_folder, template_of
from bot.slack.template_check import faults_in
from bot.verbs.check import check_templates
from bot.verbs.sample_cards import sample_cards
from bot.verbs.samples import samples

NOTE = (template_folder() / "note.json.j2").read_text()


def faults_of(folder: Path, text: str, name: str) -> list[tuple[str, int, str]]:
    (folder / name).write_text(text)
    return [(fault.file, fault.line, fault.rule) for fault in check_templates(folder)]


def test_our_own_templates_draw_every_sandbox_order() -> None:
    assert check_templates(None) == []


def test_every_template_is_drawn() -> None:
    """What has no sandbox order has a sample; what is included is drawn by what includes it."""
    orders = {"order.json.j2", "page.json.j2", "table.json.j2", "rows.json.j2", PICTURE}
    drawn = orders | {template_of(one) for one in sample_cards()}
    drawn |= {one.template for one in samples()}
    files = {file.name: file.read_text() for file in template_folder().iterdir()}
    parsed = {name: Blocks().environment.parse(text) for name, text in files.items()}
    for _ in files:
        drawn |= {name for one in drawn for name in find_referenced_templates(parsed[one]) if name}
    assert drawn == files.keys()


def test_a_fault_in_an_alerts_template_is_found(tmp_path: Path) -> None:
    alert = (template_folder() / "alert.json.j2").read_text()
    (at,) = (n for n, line in enumerate(alert.split("\n"), 1) if '"type": "table"' in line)
    broken = alert.replace('"type": "table"', '"type": "tables"')
    (tmp_path / "alert.json.j2").write_text(broken)
    [fault] = faults_in(tmp_path, sample_cards())
    assert (fault.file, fault.line) == ("alert.json.j2", at)


def test_a_template_of_ones_own_wins_and_the_others_stay(tmp_path: Path) -> None:
    assert faults_of(tmp_path, NOTE, "note.json.j2") == []


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ('{\n "text": {{ card | story }},\n "blocks": [\n  {"type": "divide"}\n ]\n}', 4, "type"),
        ('{\n  "text": {{ card | story }},\n  "blocks": [\n    {"type": "header",\n'
         '     "text": {"type": "mrkdwn", "text": "x"} }\n  ]\n}', 5, "header.text"),
        ('{\n  "text": {{ card | story }}\n  "blocks": []\n}', 3, "json.syntax"),
        ('{\n  "text": {{ card | story }},\n  {% if %}\n}', 3, "jinja.syntax"),
        ('{\n  "text": {{ card | story }},\n\n  "blocks": {{ card.nothing }}\n}', 4, "jinja.error"),
        ('{\n\n  "text": {{ card.title }}\n}', 3, "jinja.error"),
        ('{\n\n  "text": {{ "*" ~ card.title ~ "*" }}\n}', 3, "jinja.error"),
        ('{\n  "text": {{ card | nofilter }}\n}', 2, "jinja.syntax"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, line: int, rule: str) -> None:
    (tmp_path / "note.json.j2").write_text(text)
    found = faults_in(tmp_path, sample_cards())
    assert found, "a fault was expected"
    assert {fault.file for fault in found} == {"note.json.j2"}
    assert line in {fault.line for fault in found}, found
    assert any(rule in fault.rule for fault in found), found


def test_a_fault_in_an_included_template_is_named_there(tmp_path: Path) -> None:
    buttons = (template_folder() / "buttons.json.j2").read_text()
    broken = buttons.replace('"type": "actions"', '"type": "action"')
    at = broken[: broken.index('"type": "action"')].count("\n") + 1
    found = faults_of(tmp_path, broken, "buttons.json.j2")
    assert {(file, line) for file, line, _ in found} == {("buttons.json.j2", at)}


def test_foreign_text_without_a_filter_cannot_pass(tmp_path: Path) -> None:
    order = (template_folder() / "order.json.j2").read_text()
    found = faults_of(
        tmp_path, order.replace("card.title | plain(140)", "card.title"), "order.json.j2"
    )
    assert {rule for _, _, rule in found} == {"jinja.error"}

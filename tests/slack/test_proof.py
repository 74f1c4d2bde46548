"""An administrator's templates: every fault with file, line and rule."""

from pathlib import Path

import pytest

from bot.check import check_templates
from bot.slack.blocks import template_folder

NOTE = (template_folder() / "note.json.j2").read_text()


def faults_of(folder: Path, text: str, name: str = "note.json.j2") -> list[tuple[str, int, str]]:
    (folder / name).write_text(text)
    return [(fault.file, fault.line, fault.rule) for fault in check_templates(folder)]


def test_our_own_templates_draw_every_sandbox_order() -> None:
    assert check_templates(None) == []


def test_a_template_of_ones_own_wins_and_the_others_stay(tmp_path: Path) -> None:
    assert faults_of(tmp_path, NOTE) == []


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
    found = faults_of(tmp_path, text)
    assert found, "a fault was expected"
    assert {file for file, _, _ in found} == {"note.json.j2"}
    assert line in {at for _, at, _ in found}, found
    assert any(rule in named for _, _, named in found), found


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

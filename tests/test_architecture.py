"""Who may import whom, and what the core must not do: the house rules, read off the code."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"

# Part of the house -> what it may import beside the standard library and itself.
MAY_IMPORT = {
    "core": {"bot.core", "pydantic", "babel", "typing_extensions"},
    "lookup": {"bot.core"},
    "answering": {"bot.core", "bot.loop"},
    "auditing": {"bot.core", "bot.loop"},
    "cases": {"bot.core", "bot.loop"},
    "ruling": {"bot.core", "bot.loop"},
    "recollection": {"bot.core", "bot.loop"},
    "bulk": {"bot.core"},
    "customers": {"bot.core"},
    "chart": {"matplotlib"},
    "charting": set(),
    "log": set(),
    "loop": {"bot.core"},
    "manifests": set(),
    "memory": set(),
    "metrics": set(),
    "preparing": set(),
    "looking": {"bot.core", "bot.loop"},
    "telling": {"bot.core", "bot.loop"},
    "verbs/sample_cards": {"bot.core"},
    "verbs/samples": {"bot.core", "bot.slack", "bot.verbs.sample_cards"},
    "parcellab": {
        "bot.core",
        "bot.parcellab",
        "httpx",
        "aiohttp",
        "yarl",
        "aiocache",
        "redis",
    },
    "slack": {"bot.core", "bot.slack", "slack_bolt", "slack_sdk", "jinja2", "aiohttp"},
    "store": {"bot.core", "bot.store", "sqlalchemy", "alembic", "cryptography"},
    "settings": {"bot.core", "pydantic", "pydantic_settings"},
    "sandbox": {"bot.sandbox", "aiohttp", "yarl", "jsonschema", "referencing", "rich"},
}
ANYTHING = {"__init__", "__main__", "app", "verbs", "wiring"}
# The sandbox's two worlds know nothing of each other either.
WORLDS = {"parcellab": "bot.sandbox.slack", "slack": "bot.sandbox.parcellab"}
CLOCKS = {"now", "utcnow", "today", "monotonic", "perf_counter"}


def part_of(file: Path) -> str:
    names = file.relative_to(BOT).with_suffix("").parts
    inner = "/".join(names[:2])
    return inner if inner in MAY_IMPORT else names[0]


def files() -> list[Path]:
    return sorted(BOT.rglob("*.py"))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", files(), ids=lambda file: str(file.relative_to(BOT)))
def test_each_part_imports_only_what_it_may(file: Path) -> None:
    part = part_of(file)
    if part in ANYTHING:
        return
    allowed = MAY_IMPORT[part]
    for name in imports(ast.parse(file.read_text())):
        is_ours = any(name == ours or name.startswith(f"{ours}.") for ours in allowed)
        assert is_ours or name.split(".")[0] in sys.stdlib_module_names, (
            f"{part} may not import {name}"
        )


def test_what_is_wired_knows_neither_the_app_nor_its_verbs() -> None:
    for file in (BOT / "wiring").glob("*.py"):
        names = list(imports(ast.parse(file.read_text())))
        assert not [name for name in names if name.startswith(("bot.app", "bot.verbs"))], file


@pytest.mark.parametrize(("world", "other"), WORLDS.items())
def test_the_sandboxes_of_slack_and_parcellab_stay_apart(world: str, other: str) -> None:
    for file in (BOT / "sandbox" / world).glob("*.py"):
        assert not [name for name in imports(ast.parse(file.read_text())) if name.startswith(other)]


@pytest.mark.parametrize("file", sorted((BOT / "core").rglob("*.py")), ids=lambda file: file.name)
def test_the_core_neither_waits_nor_looks_at_a_clock_or_the_environment(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        assert not isinstance(node, ast.Await | ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            looked_at = f"{node.value.id}.{node.attr}"
            is_clock = node.value.id in ("datetime", "date", "time") and node.attr in CLOCKS
            assert not is_clock, looked_at
            assert looked_at not in ("os.environ", "os.getenv", "time.time"), looked_at


@pytest.mark.parametrize("part", ["core", "slack", "store"])
def test_the_packages_of_a_part_form_no_circle(part: str) -> None:
    packages = {file.parent.name for file in (BOT / part).glob("*/__init__.py")}
    arrows: dict[str, set[str]] = {package: set() for package in packages}
    for package in packages:
        for file in (BOT / part / package).rglob("*.py"):
            for name in imports(ast.parse(file.read_text())):
                outer, _, inner = name.removeprefix("bot.").partition(".")
                if outer == part:
                    arrows[package] |= packages & {inner.partition(".")[0]} - {package}
    TopologicalSorter(arrows).prepare()


def test_only_settings_read_the_environment() -> None:
    readers = {file.name for file in files() if "os.environ" in file.read_text()}
    assert readers <= {"settings.py"}


def test_only_privacy_makes_an_order_visible() -> None:
    makers = set()
    for file in files():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "VisibleOrder":
                makers.add(file.name)
    assert makers == {"privacy.py"}


def test_everything_is_caught_at_the_error_boundary_only() -> None:
    boundaries = set()
    for file in files():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ExceptHandler) and getattr(node.type, "id", "") == "Exception":
                boundaries.add(str(file.relative_to(BOT)))
    assert boundaries == {"slack/answer.py", "loop.py"}


def test_no_private_name_of_a_module_is_left_unused() -> None:
    for file in files():
        tree = ast.parse(file.read_text())
        nodes = list(ast.walk(tree))
        loaded = {each.id for each in nodes if isinstance(each, ast.Name) and not stores(each)}
        own = [each.args[0] for each in nodes if isinstance(each, ast.Call) and is_type_var(each)]
        quoted = {  # in annotations
            each.value for each in nodes if isinstance(each, ast.Constant) and each not in own
        }
        left = (
            {name for name in bound(tree) if name.strip("_") and name[0] == "_"} - loaded - quoted
        )
        assert not [name for name in left if not name.startswith("__")], file


def is_type_var(call: ast.Call) -> bool:
    return getattr(call.func, "id", "") == "TypeVar"


def stores(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def bound(tree: ast.Module) -> Iterator[str]:
    """What a module itself gives a name; a decorator may have taken what it stands on."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from () if node.decorator_list else (node.name,)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from (
                each.id for each in ast.walk(node) if isinstance(each, ast.Name) and stores(each)
            )


def test_no_function_is_longer_than_fifty_lines_and_no_file_than_four_hundred() -> None:
    for file in files():
        text = file.read_text()
        assert text.count("\n") <= 400, file
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                assert size <= 50, f"{file}:{node.lineno} {node.name} has {size} lines"

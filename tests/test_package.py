"""The wheel works elsewhere: templates and the sandbox's files are inside."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it, which is what installing it does."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *build], check=True, capture_output=True)
    [wheel] = folder.glob("wherebot-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(site: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment, cwd=folder, capture_output=True, text=True, timeout=50, check=False,
    )  # fmt: skip


def test_the_wheel_brings_its_own_templates(installed: Path, tmp_path: Path) -> None:
    code = "from bot.slack.blocks import template_folder as f; print(f())"
    assert run(installed, "-c", code, folder=tmp_path).stdout.strip() == str(
        installed / "bot" / "templates"
    )


def test_the_wheel_speaks_every_language(installed: Path, tmp_path: Path) -> None:
    code = (
        "from bot.core.catalogue import LANGUAGES, catalogue as c;"
        "print(*(c(lang).gettext('Delivered') for lang in LANGUAGES))"
    )
    said = run(installed, "-X", "utf8", "-c", code, folder=tmp_path).stdout.split()
    assert said == [
        "Delivered",
        "Zugestellt",
        "Livré",
        "Entregado",
        "Consegnato",
        "Bezorgd",
        "Doręczona",
    ]


def test_the_wheel_draws_every_sandbox_order(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    checked = run(installed, "-m", "bot", "templates", "check", "own", folder=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_wheel_holds_the_package_alone(installed: Path) -> None:
    assert {path.name.partition("-")[0] for path in installed.iterdir()} == {"bot", "wherebot"}

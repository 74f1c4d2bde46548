"""The manifests that apps are made from: the agents', and the customers'."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent
_FILES: Final[Mapping[str, str]] = {"agents": "manifest.yml", "customers": "customers.yml"}
APPS: Final = tuple(_FILES)


def manifest(app: str) -> str:
    """Return a manifest as YAML; in a wheel all stand inside the package."""
    inside = _PACKAGE / _FILES[app]
    path = inside if inside.exists() else _PACKAGE.parent / _FILES[app]
    return path.read_text("utf-8")

"""`/metrics` in Prometheus's text format (prometheus.io/docs/instrumenting/exposition_formats)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

CONTENT_TYPE: Final = "text/plain; version=0.0.4"


@dataclass(frozen=True, slots=True)
class Metric:
    """One number that is watched. A counter only grows, from the start of the process on."""

    name: str
    help: str
    value: float
    kind: Literal["counter", "gauge"] = "counter"


def exposed(metrics: Iterable[Metric]) -> str:
    return "".join(
        f"# HELP wherebot_{one.name} {one.help}\n"
        f"# TYPE wherebot_{one.name} {one.kind}\n"
        f"wherebot_{one.name} {one.value:g}\n"
        for one in metrics
    )

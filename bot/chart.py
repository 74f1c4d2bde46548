"""Draws the report's chart: JSON in, PNG out; a process of its own, as matplotlib takes 70 MiB.

Made for Slack, which shows a picture some 360 pixels wide: few things, large letters. Blue and
orange are told apart by everybody (Okabe and Ito, jfly.uni-koeln.de/color), and so are their greys.
"""

import json
import sys
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

_BLUE, _ORANGE = "#0072B2", "#E69F00"
_INK, _PALE = "#1D1C1D", "#DDDDDD"
_WIDTH: Final = 8.4  # inches
_TITLES, _ROW, _COLUMNS, _LINE = 1.2, 0.6, 4.0, 0.6  # inches of height, a row for each bar
_DOTS: Final = 143  # an inch: 1,200 pixels wide
_LARGE, _SMALL = 20, 18
_LABEL: Final = 24  # characters
_TICKS: Final = 7


def draw(asked: dict[str, Any]) -> Figure:
    """Return two charts of bars above one of columns."""
    layout = ConstrainedLayoutEngine(rect=(0.012, 0.012, 0.976, 0.976))
    rows = max(1, *(len(bars["values"]) for bars in asked["bars"]))
    above, below = _TITLES + _ROW * rows, _COLUMNS if _has_any(asked["columns"]) else _LINE
    figure = Figure(figsize=(_WIDTH, above + below), dpi=_DOTS, layout=layout, facecolor="white")
    figure.suptitle(asked["title"], fontsize=_LARGE, fontweight="bold", color=_INK)
    grid = figure.add_gridspec(2, 2, height_ratios=(above, below), hspace=0.04, wspace=0.03)
    for at, bars in enumerate(asked["bars"]):
        _draw_bars(figure.add_subfigure(grid[0, at]), bars, rows)
    _draw_columns(figure.add_subfigure(grid[1, :]), asked["columns"])
    return figure


def _draw_bars(part: SubFigure, bars: dict[str, Any], rows: int) -> None:
    """Draw each bar below its name, which so has all the room there is."""
    axes = _begin(part, bars["title"])
    labels, values = [_short(one) for one in bars["labels"]], bars["values"]
    places = range(len(values))
    axes.barh(places, values, color=_ORANGE, height=0.42)
    axes.set_ylim(rows - 0.6, -0.75)  # the first on top
    axes.set_xlim(0, max(values, default=1) * 1.3)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    for place, label, value in zip(places, labels, values, strict=True):
        _write(axes, label, (0, place - 0.26), (0, 0), "baseline")
        _write(axes, f"{value:,}".replace(",", "\u202f"), (value, place), (6, 0))
    if not values:
        _write(axes, "–", (0, 0), (6, 0))


def _write(
    axes: Axes,
    text: str,
    at: tuple[float, float],
    beside: tuple[float, float],
    va: str = "center_baseline",
) -> None:
    style: dict[str, Any] = {"va": va, "fontsize": _SMALL, "color": _INK}
    axes.annotate(text, at, xytext=beside, textcoords="offset points", **style)


def _has_any(columns: dict[str, Any]) -> bool:
    return any(columns["lower"]) or any(columns["upper"])


def _draw_columns(part: SubFigure, columns: dict[str, Any]) -> None:
    """Draw the columns; of none the title tells."""
    if not _has_any(columns):
        _entitle(part, columns["title"])
        return
    axes = _begin(part, columns["title"])
    lower, upper = columns["lower"], columns["upper"]
    labels = [one.replace(" ", "\n", 1) for one in columns["labels"]]
    places = range(len(labels))
    width = 0.72 if len(labels) < 40 else 0.9
    axes.bar(places, lower, width, color=_BLUE)
    axes.bar(places, upper, width, bottom=lower, color=_ORANGE, hatch="//", edgecolor="white")
    step = -(-len(labels) // _TICKS)
    shown = [place for place in places if (len(labels) - 1 - place) % step == 0]
    axes.set_xticks(shown, [labels[place] for place in shown], fontsize=_SMALL)
    axes.set_xlim(-0.6, len(labels) - 0.4)
    highest = max((a + b for a, b in zip(lower, upper, strict=True)), default=0)
    axes.set_ylim(0, max(highest, 1) * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.tick_params("y", labelsize=_SMALL)
    axes.grid(axis="y", color=_PALE)
    kinds = [Patch(facecolor=_BLUE), Patch(facecolor=_ORANGE, hatch="//", edgecolor="white")]
    part.legend(
        kinds, columns["legend"], loc="outside lower center", ncols=2, fontsize=_SMALL,
        frameon=False, handlelength=1.2, labelcolor=_INK,
    )  # fmt: skip


def _entitle(part: SubFigure, title: str) -> None:
    style: dict[str, Any] = {"fontsize": _LARGE, "fontweight": "bold", "color": _INK}
    part.suptitle(title, x=0.02, ha="left", **style)


def _begin(part: SubFigure, title: str) -> Axes:
    _entitle(part, title)
    axes = part.subplots()
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=_INK)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return axes


def _short(label: str) -> str:
    """Cut a name; a dollar sign would begin a formula."""
    cut = label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"
    return cut.replace("$", r"\$")


if __name__ == "__main__":
    draw(json.load(sys.stdin)).savefig(sys.stdout.buffer, format="png")

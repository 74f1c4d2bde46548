"""Draws the report's chart: JSON in, PNG out; a process of its own, as matplotlib takes 70 MiB.

Made for Slack, which shows a picture some 500 pixels wide: few things, large letters. Blue and
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
_SIZE: Final = (12.0, 9.6)  # inches, at 100 dots each
_LARGE, _MIDDLE, _SMALL = 25, 23, 20
_LABEL: Final = 18  # characters
_TICKS: Final = 7


def draw(asked: dict[str, Any]) -> Figure:
    """Return two charts of bars above one of columns."""
    layout = ConstrainedLayoutEngine(rect=(0.012, 0.012, 0.976, 0.976))
    figure = Figure(figsize=_SIZE, dpi=100, layout=layout, facecolor="white")
    figure.suptitle(asked["title"], fontsize=_LARGE, fontweight="bold", color=_INK)
    grid = figure.add_gridspec(2, 2, height_ratios=(1.1, 1), hspace=0.04, wspace=0.03)
    for at, bars in enumerate(asked["bars"]):
        _draw_bars(figure.add_subfigure(grid[0, at]), bars)
    _draw_columns(figure.add_subfigure(grid[1, :]), asked["columns"])
    return figure


def _draw_bars(part: SubFigure, bars: dict[str, Any]) -> None:
    axes = _begin(part, bars["title"])
    labels = [_short(one) for one in bars["labels"]]
    values, places = bars["values"], range(len(labels))
    axes.barh(places, values, color=_ORANGE, height=0.62)
    axes.set_yticks(places, labels, fontsize=_SMALL)
    axes.set_ylim(max(len(labels), 4) - 0.4, -0.6)  # the first on top; few bars are not huge
    axes.set_xlim(0, max(values, default=1) * 1.25)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for place, value in zip(places, values, strict=True):
        text = f"{value:,}".replace(",", "\u202f")
        _beside(axes, text, (value, place))
    if not values:
        _beside(axes, "–", (0, 0))


def _beside(axes: Axes, text: str, at: tuple[float, float]) -> None:
    style: dict[str, Any] = {"va": "center_baseline", "fontsize": _SMALL, "color": _INK}
    axes.annotate(text, at, xytext=(6, 0), textcoords="offset points", **style)


def _draw_columns(part: SubFigure, columns: dict[str, Any]) -> None:
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


def _begin(part: SubFigure, title: str) -> Axes:
    style: dict[str, Any] = {"fontsize": _MIDDLE, "fontweight": "bold", "color": _INK}
    part.suptitle(title, x=0.02, ha="left", **style)
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

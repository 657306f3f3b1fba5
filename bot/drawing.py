"""Draws a trend for a phone's screen; only ever imported by the workshop's processes (see `bot/pictures.py`)."""

import os
import tempfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from textwrap import wrap
from typing import Any


def _folder() -> str:
    """Return where matplotlib may list the fonts it finds, once. Raises ImportError where nothing can be written."""
    try:
        folder = Path(tempfile.gettempdir()) / f"masante-drawing-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        ours = folder.stat().st_uid == os.getuid() and os.access(folder, os.W_OK)
        return str(folder) if ours else tempfile.mkdtemp(prefix="masante-drawing-")
    except OSError as why:  # the forkserver gets over a module that cannot be imported, and over nothing else
        raise ImportError("drawing needs a folder to write to") from why


os.environ["MPLCONFIGDIR"] = _folder()
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread would take of the address space a child may have

import matplotlib as mpl  # noqa: E402  after its settings
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.font_manager import FontProperties  # noqa: E402
from matplotlib.patheffects import withStroke  # noqa: E402
from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: E402

WIDTH, HEIGHT, DPI = 900, 700, 100  # pixels
# Okabe and Ito's palette: told apart whatever the eyes; the paper is neither glaring at night nor dull by day.
PAPER, INK, FAINT, GRID, LINE, LAST = "#E9ECEF", "#1F2933", "#52606D", "#C5CCD3", "#0072B2", "#D55E00"
SANS = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
TITLE_LINES, TITLE_WIDTH = 3, 40
TITLE, TICKS, VALUE = 33, 29, 40  # pixels high; a phone shows a third of it


def draw(shown: dict[str, Any]) -> bytes:
    """Return the PNG of what `bot.pictures.trend` made; the same for the same, to the byte."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
    canvas = FigureCanvasAgg(figure)
    title = _title(shown["title"])
    figure.text(
        0.045,
        0.965,
        "\n".join(title),
        va="top",
        color=INK,
        font=_font(TITLE),
        linespacing=1.2,
        parse_math=False,
    )
    top = 0.95 - 0.058 * len(title) - (0.095 if shown["unit"] else 0.045)
    figure.text(0.045, top + 0.035, shown["unit"], color=FAINT, font=_font(TICKS), parse_math=False)
    axes = figure.add_axes((0.13, 0.125, 0.82, top - 0.125), facecolor=PAPER)
    _frame(axes, shown)
    _plot(axes, shown)
    made = BytesIO()
    canvas.print_png(made, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return made.getvalue()


def _title(words: str) -> list[str]:
    lines = wrap(words, TITLE_WIDTH) or [""]
    return (
        lines if len(lines) <= TITLE_LINES else [*lines[: TITLE_LINES - 1], lines[TITLE_LINES - 1][:-1] + "…"]
    )


def _frame(axes: Axes, shown: dict[str, Any]) -> None:
    """Put the values at the left, the days below, faint lines across."""
    values = [value for _at, value, _joined in shown["points"]]
    low, high = shown["low"], shown["high"]
    room = (high - low) * 0.08 or 1.0
    axes.set_ylim(low - room, high + room)
    whole = all(float(value).is_integer() for value in values)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=whole, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace(".", shown["comma"])))
    axes.set_xticks([at for at, _name in shown["days"]], [name for _at, name in shown["days"]])
    first, last = shown["points"][0][0], shown["points"][-1][0]
    axes.set_xlim(first - (last - first) * 0.06, last + (last - first) * 0.1)
    for tick in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        tick.set_fontproperties(_font(TICKS))
        tick.set_color(FAINT)
    axes.tick_params(length=0, pad=10)
    axes.grid(axis="y", color=GRID, linewidth=1.5)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)


def _plot(axes: Axes, shown: dict[str, Any]) -> None:
    """Draw each value, a line between those that follow each other, and the last one marked with its number."""
    points = shown["points"]
    for (at, value, _joined), (then, after, joined) in pairwise(points):
        if joined:
            axes.plot([at, then], [value, after], color=LINE, linewidth=4, solid_capstyle="round")
    many = len(points) > 40
    axes.plot([at for at, _v, _j in points[:-1]], [value for _a, value, _j in points[:-1]], linestyle="none",
              marker="o", markersize=6 if many else 11, color=LINE, clip_on=False)  # fmt: skip
    at, value, _joined = points[-1]
    axes.plot([at], [value], marker="D", markersize=16, color=LAST, markeredgecolor=PAPER, markeredgewidth=3,
              clip_on=False)  # fmt: skip
    low, high = axes.get_ylim()
    above = value < low + (high - low) * 0.8
    axes.annotate(shown["last"], (at, value), xytext=(0, 18 if above else -18), textcoords="offset points",
                  ha="center", va="bottom" if above else "top", color=LAST, font=_font(VALUE), parse_math=False,
                  annotation_clip=False, path_effects=[withStroke(linewidth=8, foreground=PAPER)])  # fmt: skip


def _font(points: float) -> FontProperties:
    """Return the font that comes with matplotlib, whatever this machine has."""
    return FontProperties(fname=str(SANS), size=points * 0.72)

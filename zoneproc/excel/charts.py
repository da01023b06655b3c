"""Charts over the cells of a printed workbook: rank bars, bars in parts, lines; whoever changes a cell changes the chart."""

from collections.abc import Sequence
from typing import Any

from zoneproc.excel.blocks import Bars, Chart, Lines, Radar, Stack
from zoneproc.excel.named_cells import Spot
from zoneproc.excel.styles import FONT, HEAD_STRONG
from zoneproc.excel.writing import Book

__all__ = ["chart_of"]

_SMALL = {"name": FONT, "size": 9, "bold": False}
_TITLE = {"name": FONT, "size": 12}
_GRID = {"visible": True, "line": {"color": "#E3E3E3"}}
_COLOURS = ("#1F1F1F", "#2F5B8C", "#C0504D", "#76933C", "#E08E0B", "#7F6084", "#3A9CA6", "#8C6D46", "#6B6B6B")
_HALF = 0.5
_DASHES = ("solid", "dash", "square_dot", "long_dash")
_MARKS = ("circle", "square", "triangle", "diamond")


def chart_of(book: Book, block: Chart, spot: Spot, count: int, *, small: bool = False) -> Any:
    """The chart of a block over the first `count` rows of the table at `spot`; a small one has its names below."""
    if isinstance(block, Bars):
        return _bars(book, block, spot, count)
    if isinstance(block, Radar):
        return _radar(book, block, spot, count)
    return (
        _stack(book, block, spot, count) if isinstance(block, Stack) else _lines(book, block, spot, count, small=small)
    )


def _column(spot: Spot, name: str, count: int) -> Sequence[object]:
    col = spot.columns[name]
    return [spot.title, spot.first, col, spot.first + count - 1, col]


def _titled(chart: Any, title: str) -> Any:
    chart.set_title({"name": title, "name_font": _TITLE})
    chart.set_chartarea({"border": {"color": "#D0D0D0"}})
    return chart


def _bars(book: Book, block: Bars, spot: Spot, count: int) -> Any:
    chart = _titled(book.chart("bar"), block.title)
    labels = {"value": True, "num_format": block.format, "font": _SMALL}
    chart.add_series(
        {
            "name": block.title,
            "categories": _column(spot, block.labels, count),
            "values": _column(spot, block.values, count),
            "fill": {"color": HEAD_STRONG},
            "gap": 45,
            "data_labels": labels,
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": _SMALL, "major_tick_mark": "none"})
    chart.set_x_axis(
        {
            "min": block.start,
            **({"max": 1} if block.format.endswith("%") else {}),
            "num_font": _SMALL,
            "num_format": "0%" if block.format.endswith("%") else "0",
            "label_position": "high",
            "major_gridlines": _GRID,
        }
    )
    return chart


def _stack(book: Book, block: Stack, spot: Spot, count: int) -> Any:
    chart = _titled(book.chart("bar", "stacked"), block.title)
    for name, colour in block.parts:
        chart.add_series(
            {
                "name": [spot.title, spot.first - 1, spot.columns[name]],
                "categories": _column(spot, block.labels, count),
                "values": _column(spot, name, count),
                "fill": {"color": colour},
                "gap": 45,
                "data_labels": {"value": True, "num_format": "0;;", "font": _SMALL},
            }
        )
    chart.set_legend({"position": "bottom", "font": _SMALL})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": _SMALL, "major_tick_mark": "none"})
    chart.set_x_axis(
        {"min": 0, "num_font": _SMALL, "num_format": "0", "label_position": "high", "major_gridlines": _GRID}
    )
    return chart


def _radar(book: Book, block: Radar, spot: Spot, count: int) -> Any:
    """One line around per part, the first the strongest; they differ by mark and dash as well as by colour."""
    chart = _titled(book.chart("radar", "with_markers"), block.title)
    for at, name in enumerate(block.parts):
        colour = {"color": _COLOURS[(1, 2, 3)[at % 3]]}
        chart.add_series(
            {
                "name": [spot.title, spot.first - 1, spot.columns[name]],
                "categories": _column(spot, block.labels, count),
                "values": _column(spot, name, count),
                "line": {**colour, "width": 1.75 if at else 3, "dash_type": _DASHES[at % len(_DASHES)]},
                "marker": {"type": _MARKS[at % len(_MARKS)], "size": 6, "fill": colour, "border": colour},
            }
        )
    chart.set_legend({"position": "bottom", "font": _SMALL})
    chart.set_x_axis({"num_font": _SMALL, "major_gridlines": _GRID})
    limits = {"min": block.start, "max": 1, "major_unit": 0.1 if block.start >= _HALF else 0.2}
    chart.set_y_axis({**limits, "num_font": _SMALL, "num_format": "0%", "major_gridlines": _GRID})
    return chart


def _lines(book: Book, block: Lines, spot: Spot, count: int, *, small: bool) -> Any:
    """One line per row, the first (the whole) the strongest; they differ by mark and dash as well as by colour."""
    chart = _titled(book.chart("line"), block.title)
    first, last = spot.columns[block.first], spot.columns[block.last]
    for at in range(count):
        row, colour = spot.first + at, _COLOURS[at % len(_COLOURS)]
        chart.add_series(
            {
                "name": [spot.title, row, spot.columns[block.labels]],
                "categories": [spot.title, spot.first - 1, first, spot.first - 1, last],
                "values": [spot.title, row, first, row, last],
                "line": {
                    "color": colour,
                    "width": 3 if at == 0 else 1.75,
                    "dash_type": _DASHES[at // len(_COLOURS) % len(_DASHES)],
                },
                "marker": {
                    "type": _MARKS[at % len(_MARKS)],
                    "size": 6,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        )
    chart.show_blanks_as("gap")
    chart.set_legend({"position": "bottom" if small else "right", "font": _SMALL})
    chart.set_x_axis({"num_font": _SMALL, "label_position": "low"})
    limits = {"min": block.start} if block.most is None else {"min": block.start, "max": block.most}
    chart.set_y_axis({**limits, "num_font": _SMALL, "num_format": block.format, "major_gridlines": _GRID})
    return chart

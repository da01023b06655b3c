"""Whether the words of every cell fit into it: measured from the workbook alone, by other rules than the writer's.

A full-width character is as broad as its letters are high, other letters a little more than half of that; a column of `w`
characters is 5.25 w + 3.75 points wide (Calibri 11, as Excel counts). Words may run over empty neighbours, and shrink to
half; wrapped lines must fit the height of the row: not every program makes it higher on opening.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

_POINTS, _EDGE, _USUAL = 5.25, 3.75, 8.43
_BROAD, _NARROW, _UPPER = 1.0, 0.52, 0.66
_LINE = 1.15
_SLACK = 1.02
_LEAST = 0.5
"""How small shrunken letters may get."""
_PADDING, _INDENT = 2.0, 9.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns and rows of a sheet in points; a row of the usual height is missing."""

    widths: Mapping[int, float]
    heights: Mapping[int, float]
    merged: Mapping[tuple[int, int], tuple[int, int, int, int]]


def clipped(path: Path) -> list[str]:
    """The cells whose words do not fit, as `sheet!cell: words`."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [f"{sheet.title}!{said}" for sheet in book if sheet.sheet_state == "visible" for said in _in_sheet(sheet)]


def _in_sheet(sheet: Worksheet) -> Iterator[str]:
    grid = _grid(sheet)
    area = str(sheet.print_area).rpartition("!")[2] if sheet.print_area else sheet.calculate_dimension()
    first_col, first_row, last_col, last_row = range_boundaries(area)
    for (row, col), cell in sorted(sheet._cells.items()):
        inside = first_row <= row <= last_row and first_col <= col <= last_col
        seen = inside and grid.heights.get(row) != 0 and grid.widths[col]
        if seen and isinstance(cell.value, str) and cell.value and not _fits(sheet, cell, grid):
            yield f"{cell.coordinate}: {cell.value[:40]}"


def _grid(sheet: Worksheet) -> Grid:
    widths = dict.fromkeys(range(1, sheet.max_column + 60), _USUAL * _POINTS + _EDGE)
    for each in sheet.column_dimensions.values():
        for col in range(each.min, min(each.max, sheet.max_column + 59) + 1):
            widths[col] = 0.0 if each.hidden else (each.width or _USUAL) * _POINTS + _EDGE
    heights = {row: each.height for row, each in sheet.row_dimensions.items() if each.height}
    heights |= {row: 0.0 for row, each in sheet.row_dimensions.items() if each.hidden}
    areas = {(each.min_row, each.min_col): (each.max_row, each.max_col) for each in sheet.merged_cells.ranges}
    return Grid(widths, heights, {at: (*at, *end) for at, end in areas.items()})


def _fits(sheet: Worksheet, cell: Cell, grid: Grid) -> bool:
    top, left, bottom, right = grid.merged.get((cell.row, cell.column), (cell.row, cell.column) * 2)
    room = sum(grid.widths[col] for col in range(left, right + 1)) - _PADDING - _INDENT * (cell.alignment.indent or 0)
    size = cell.font.size or 11
    lines = cell.value.split("\n")
    if cell.alignment.wrap_text:
        height = sum(grid.heights.get(row, sheet.sheet_format.defaultRowHeight or 15) for row in range(top, bottom + 1))
        if max(map(_width, cell.value)) * size > room:
            return False
        return sum(_lines(line, room, size) for line in lines) * size * _LINE <= height * _SLACK
    wanted = max(map(_width, lines)) * size * (1.04 if cell.font.bold else 1)
    if cell.alignment.shrink_to_fit:
        return wanted * _LEAST <= room
    return wanted <= (room + _over(sheet, grid, (cell.row, left, right), cell.alignment.horizontal)) * _SLACK


def _width(text: str) -> float:
    """How wide a text is, in heights of its letters."""
    return sum(
        _BROAD if unicodedata.east_asian_width(char) in "WF" else _UPPER if char.isupper() else _NARROW for char in text
    )


def _lines(text: str, room: float, size: float) -> int:
    """How many lines a text takes if it may be broken before every character."""
    lines, at = 1, 0.0
    for char in text:
        wide = _width(char) * size
        if at + wide > room and at:
            lines, at = lines + 1, 0.0
        at += wide
    return lines


def _over(sheet: Worksheet, grid: Grid, place: tuple[int, int, int], aligned: str | None) -> float:
    """The room over empty neighbours, on the side the words run to; half as much counts where they run both ways."""
    row, left, right = place
    after = _empty(sheet, grid, row, range(right + 1, right + 40))
    before = _empty(sheet, grid, row, range(left - 1, 0, -1))
    if aligned in ("center", "centerContinuous"):
        return 2 * min(after, before)
    return before if aligned == "right" else after


def _empty(sheet: Worksheet, grid: Grid, row: int, columns: range) -> float:
    room = 0.0
    for col in columns:
        cell = sheet._cells.get((row, col))
        if cell is not None and (cell.value not in (None, "") or not isinstance(cell, Cell)):
            break
        room += grid.widths.get(col, 0.0)
    return room

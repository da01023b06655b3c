"""Widths of columns and heights of rows as the Excel library keeps and writes them, made once.

Sheets by the thousand have the same few; the library takes ten steps for each column and row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from typing import Any

from xlsxwriter.worksheet import Worksheet

__all__ = ["Digits", "Height", "Widths", "height", "widths"]

Digits = tuple[int, int]
"""Pixels of a digit of the usual look, and of the room beside the text of a cell."""


@dataclass(frozen=True, slots=True, eq=False)
class Widths:
    """Columns of these widths: what the library knows of each, and all of them as XML."""

    columns: Mapping[int, Any]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Height:
    """A row of this height: what the library knows of it, and of its size."""

    row: Any
    size: Any


@lru_cache(maxsize=2048)
def widths(first: int, characters: tuple[float, ...], digits: Digits) -> Widths | None:
    """Columns from `first` on, in characters; None if the sheet ends before."""
    sheet, text = Worksheet(), StringIO()
    sheet.max_digit_width, sheet.cell_padding = digits
    if any(sheet.set_column(col, col, wide) for col, wide in enumerate(characters, start=first)):
        return None
    sheet.fh = text
    sheet._write_cols()  # noqa: SLF001  # as the library does
    return Widths(sheet.col_info, text.getvalue())


@lru_cache(maxsize=1024)
def height(points: float) -> Height:
    """A row this high, in points."""
    sheet = Worksheet()
    sheet.set_row(0, points)
    return Height(sheet.row_info[0], sheet.row_sizes[0])

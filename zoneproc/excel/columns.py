"""One printed column: how its values look, how wide it is, and its cells written fast.

A column of a merged table may have a million cells: each look is made once, and values are converted column by column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal

import pandas as pd

from zoneproc.excel.states import state_style
from zoneproc.excel.styles import (
    CENTRED, CODE, DATE, DATETIME, FAINT_INK, INTEGER, LONG_TEXT, PERCENT, POINTS, RANK, TEXT, WRAP, Style, style,
)
from zoneproc.excel.wording import display_width
from zoneproc.excel.writing import Area, Book, Sheet, WritingError, shown

__all__ = ["Column", "Look", "cells_of", "colour", "look_of", "width_of", "write_cells"]

Look = Literal[
    "text", "code", "name", "integer", "points", "percent", "date", "datetime", "long", "rank", "state", "box"
]
_STYLES: Mapping[Look, Style] = {
    "text": TEXT,
    "code": CODE,
    "name": CENTRED,
    "integer": INTEGER,
    "points": POINTS,
    "percent": PERCENT,
    "date": DATE,
    "datetime": DATETIME,
    "long": LONG_TEXT,
    "rank": RANK,
    "state": CENTRED,
    "box": CENTRED | WRAP,
}
_WIDEST: Mapping[Look, int] = {"text": 30, "code": 18, "name": 14, "long": 46, "state": 16, "box": 22}
_NUMBERS = frozenset({"integer", "points", "percent", "rank"})
_NARROWEST, _USUAL, _SAMPLE = 6, 12, 400
_TIED = style(num_format='0"(并列)"')
_ABSENT = style(font_color=FAINT_INK, align="center", font_size=9)
_LOW, _MIDDLE, _HIGH, _BAR = "#F4B6AE", "#FFF3C4", "#BFE3C0", "#9DC3E6"
_DAY_ZERO, _FIRST_SAFE_SERIAL = pd.Timestamp("1899-12-30"), 61


@dataclass(frozen=True, slots=True)
class Column:
    """One printed column of a frame.

    Missing values print as `missing`. `band` is a heading over neighbouring columns of the same band. With `full` the
    column is a heat map from 0 to that figure; `bars` draws a bar in each cell; `tied_by` names a column of truth values:
    where true, a rank prints as 并列.
    """

    label: str
    name: str
    look: Look = "text"
    width: float = 0
    _: KW_ONLY
    band: str = ""
    missing: str = ""
    full: float = 0
    bars: bool = False
    tied_by: str = ""


def _plain(column: Column, rows: pd.DataFrame) -> list[object]:
    """The cells of a column as text, numbers or None; dates as Excel counts them."""
    series = rows[column.name]
    if not pd.api.types.is_datetime64_any_dtype(series.dtype):
        return [shown(value) for value in series.tolist()]
    serials = ((series - _DAY_ZERO) / pd.Timedelta(days=1)).tolist()
    written = zip(serials, series.tolist(), strict=True)
    return [None if at != at else at if at >= _FIRST_SAFE_SERIAL else str(day) for at, day in written]  # noqa: PLR0124


def _width(column: Column, values: Sequence[object]) -> float:
    heading = display_width(column.label)
    least = heading + 3 if heading <= 8 else -(-heading // 2) + 3
    if column.look in ("date", "datetime"):
        return max(least, 12 if column.look == "date" else 17)
    if column.look in _NUMBERS:
        return max(least, 9, *(len(f"{value:.0f}") + 4 for value in values[:_SAMPLE] if isinstance(value, float)))
    longest = max((display_width(str(value)) for value in values[:_SAMPLE] if value is not None), default=0)
    return max(least, _NARROWEST, min(longest + 2, _WIDEST[column.look]))


def _write_column(
    page: Worksheet, at: tuple[int, int], column: Column, values: Sequence[object], rows: pd.DataFrame
) -> None:
    """One column, each look made once: what is written for every row must be cheap."""
    first, col = at
    usual = _STYLES[column.look]
    look = page.book.look(usual)
    looks = _Looks(page.book, column, usual)
    special = column.look in ("state", "box") or bool(column.tied_by)
    tied = rows[column.tied_by].tolist() if column.tied_by else [False] * len(values)
    for row, (value, shared) in enumerate(zip(values, tied, strict=True), start=first):
        if value is None:
            answer = page.raw.write_string(row, col, column.missing, looks.absent) if column.missing else 0
            page.raw.write_blank(row, col, None, look) if not column.missing else None
        elif isinstance(value, str):
            answer = page.raw.write_string(row, col, value, looks.of(value) if special else look)
        else:
            answer = page.raw.write_number(row, col, value, looks.tied if shared else look)
        if answer:
            raise WritingError(f"{page.title} {row},{col}")


class _Looks:
    """The looks a column may need besides its usual one, made when first asked for."""

    def __init__(self, book: Book, column: Column, usual: Style) -> None:
        self._book, self._usual = book, usual
        self._words: dict[str, Any] = {}
        self.absent = book.look(usual | _ABSENT)
        self.tied = book.look(usual | _TIED) if column.tied_by else None

    def of(self, text: str) -> Any:
        word = text.rsplit("\n", 1)[-1]
        if word not in self._words:
            self._words[word] = self._book.look(self._usual | state_style(word))
        return self._words[word]


def _colour(page: Worksheet, area: Area, column: Column) -> None:
    if column.full:
        page.conditional(
            area,
            {
                "type": "3_color_scale",
                "min_type": "num",
                "min_value": 0,
                "min_color": _LOW,
                "mid_type": "num",
                "mid_value": column.full * 0.8,
                "mid_color": _MIDDLE,
                "max_type": "num",
                "max_value": column.full,
                "max_color": _HIGH,
            },
        )
    if column.bars:
        bar = {"type": "data_bar", "bar_solid": True, "bar_color": _BAR, "min_type": "num", "min_value": 0}
        page.conditional(area, bar)



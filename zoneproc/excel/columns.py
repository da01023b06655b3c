"""One printed column: how its values look, how wide it is, and its cells written fast.

A column of a merged table may have a million cells: each look is made once, and values are converted column by column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from zoneproc.excel.states import state_style
from zoneproc.excel.styles import (
    CALM,
    CENTRED,
    CODE,
    DATE,
    DATETIME,
    ERROR,
    FAINT_INK,
    INTEGER,
    LONG_TEXT,
    PERCENT,
    POINTS,
    RANK,
    STRONG,
    TEXT,
    WRAP,
    Style,
    style,
)
from zoneproc.excel.wording import display_width
from zoneproc.excel.writing import Area, Book, Sheet, WritingError, shown

__all__ = ["Column", "Look", "cells_of", "colour", "look_of", "width_of", "write_cells"]

Look = Literal[
    "text", "code", "name", "integer", "points", "total", "percent", "date", "datetime", "long", "rank", "state", "box"
]
_STYLES: Mapping[Look, Style] = {
    "text": TEXT,
    "code": CODE,
    "name": CENTRED,
    "integer": INTEGER,
    "points": POINTS,
    "total": POINTS | STRONG | style(bg_color=CALM),
    "percent": PERCENT,
    "date": DATE,
    "datetime": DATETIME,
    "long": LONG_TEXT,
    "rank": RANK,
    "state": CENTRED,
    "box": CENTRED | WRAP,
}
_STATES = ("state", "box")
_USUAL_WIDTHS: Mapping[Look, int] = {
    "integer": 9,
    "points": 9,
    "total": 9,
    "percent": 9,
    "rank": 10,
    "date": 12,
    "datetime": 17,
}
_WIDEST: Mapping[Look, int] = {"text": 30, "code": 18, "name": 14, "long": 46, "state": 16, "box": 22}
_SHORT_HEADING, _SAMPLE = 8, 400
_TIED = style(num_format='0"(并列)"')
_ABSENT = style(font_color=FAINT_INK, align="center", font_size=9)
_HEAT = {"min_color": "#F4B6AE", "mid_color": "#FFF3C4", "max_color": "#BFE3C0"}
_MIDDLING, _BAR = 0.8, "#9DC3E6"
_DAY_ZERO, _FIRST_SAFE_SERIAL = pd.Timestamp("1899-12-30"), 61


@dataclass(frozen=True, slots=True)
class Column:
    """One printed column of a frame.

    Missing values print as `missing`. `band` is a heading over neighbouring columns of the same band. With `full` the
    column is a heat map from 0 to that figure; `bars` draws a bar in each cell; `tied_by` names a column of truth values:
    where true, a rank prints as 并列. With `alarm` figures above 0 are red.
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
    alarm: bool = False


Values = Sequence[object]
"""The cells of a column: text, numbers, or None for an empty cell; dates as Excel counts them."""


def cells_of(column: Column, rows: pd.DataFrame) -> Values:
    """The values of a column as they go into cells, empty texts as None; days Excel does not know (before March 1900) become text."""
    series = rows[column.name]
    if not pd.api.types.is_datetime64_any_dtype(series.dtype):
        return [_cell(value) for value in series.tolist()]
    serials = ((series - _DAY_ZERO) / pd.Timedelta(days=1)).fillna(0.0).tolist()
    written = zip(serials, series.tolist(), strict=True)
    return [at if at >= _FIRST_SAFE_SERIAL else (str(day) if at else None) for at, day in written]


def _cell(value: object) -> object:
    plain = shown(value)
    if isinstance(plain, date):
        return (pd.Timestamp(plain) - _DAY_ZERO) / pd.Timedelta(days=1)
    return None if plain == "" else plain


def look_of(column: Column) -> Style:
    """The usual look of the column's cells."""
    return _STYLES[column.look]


def width_of(column: Column, values: Values) -> float:
    """The width in half-width characters: as declared, or enough for the heading in two lines and for a sample of cells."""
    if column.width:
        return column.width
    heading = display_width(column.label)
    least = heading + 4 if heading <= _SHORT_HEADING else -(-heading // 2) + 4
    usual = _USUAL_WIDTHS.get(column.look)
    if usual is not None:
        return max(least, usual)
    longest = max((display_width(str(value)) for value in values[:_SAMPLE] if value is not None), default=0)
    return max(least, min(longest + 2, _WIDEST[column.look]))


def write_cells(sheet: Sheet, at: tuple[int, int], column: Column, rows: pd.DataFrame, values: Values) -> None:
    """Write the column downwards from a cell (row, column); raises WritingError if the Excel library refuses."""
    first, col = at
    looks = _Looks(sheet.book, column)
    shared = rows[column.tied_by].tolist() if column.tied_by else [False] * len(values)
    for row, (value, tied) in enumerate(zip(values, shared, strict=True), start=first):
        if isinstance(value, str):
            answer = sheet.raw.write_string(row, col, value, looks.of_text(value))
        elif value is not None:
            answer = sheet.raw.write_number(row, col, value, looks.tied if tied else looks.usual)
        elif column.missing:
            answer = sheet.raw.write_string(row, col, column.missing, looks.absent)
        else:
            answer = sheet.raw.write_blank(row, col, None, looks.usual)
        if answer:
            message = f"the workbook cannot hold this: {sheet.title} {row},{col} ({answer})"
            raise WritingError(message)


class _Looks:
    """The looks of one column's cells, each made once."""

    def __init__(self, book: Book, column: Column) -> None:
        look = look_of(column)
        self._book, self._look = book, look
        self._by_word: dict[str, Any] | None = {} if column.look in _STATES else None
        self.usual = book.look(look)
        self.absent = book.look(look | _ABSENT)
        self.tied = book.look(look | _TIED) if column.tied_by else self.usual

    def of_text(self, text: str) -> Any:
        """The look of a text: of its state (the last line of the cell), where the column shows states."""
        if self._by_word is None:
            return self.usual
        word = text.rsplit("\n", 1)[-1]
        if word not in self._by_word:
            self._by_word[word] = self._book.look(self._look | state_style(word))
        return self._by_word[word]


def colour(sheet: Sheet, area: Area, column: Column) -> None:
    """Lay the heat map or the bars over the column's cells, if it asks for them."""
    if column.full:
        limits = {"min_value": 0, "mid_value": column.full * _MIDDLING, "max_value": column.full}
        kinds = dict.fromkeys(("min_type", "mid_type", "max_type"), "num")
        sheet.conditional(area, {"type": "3_color_scale", **kinds, **limits, **_HEAT})
    if column.alarm:
        rule = {"type": "cell", "criteria": ">", "value": 0, "format": sheet.book.look(ERROR)}
        sheet.conditional(area, rule)
    if column.bars:
        sheet.conditional(area, {"type": "data_bar", "bar_color": _BAR, "min_type": "num", "min_value": 0})

"""One printed column: how its values look, how wide it is, and its cells written fast.

A column of a merged table may have a million cells: each look is made once, and values are converted column by column.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from itertools import repeat
from typing import Any, Literal

from zoneproc.excel.named_cells import Spot, Spots, formula_cells, formula_text
from zoneproc.excel.picks import Which
from zoneproc.excel.plain import Formula
from zoneproc.excel.rows import Excerpt, Rows, Values, listed, values_of
from zoneproc.excel.states import state_style
from zoneproc.excel.styles import (
    CALM,
    CENTRE,
    CENTRED,
    CODE,
    DATE,
    DATETIME,
    DECIMAL,
    ERROR,
    FAINT_INK,
    INTEGER,
    LONG_TEXT,
    PERCENT,
    POINTS,
    RANK,
    SHRINK,
    STRONG,
    TEXT,
    WRAP,
    YELLOW,
    Style,
    style,
)
from zoneproc.excel.wording import cell_name, display_width, quoted, reference
from zoneproc.excel.writing import Area, Book, Sheet, WritingError

__all__ = ["Cells", "Column", "Look", "cells_of", "colour", "look_of", "width_of", "write_cells"]

Look = Literal[
    "text",
    "code",
    "name",
    "integer",
    "points",
    "gain",
    "apart",
    "total",
    "percent",
    "date",
    "datetime",
    "long",
    "rank",
    "state",
    "box",
    "count",
    "input",
    "key",
    "path",
]
_STYLES: Mapping[Look, Style] = {
    "text": LONG_TEXT,
    "code": CODE | SHRINK,
    "name": CENTRED | WRAP,
    "integer": INTEGER,
    "points": POINTS,
    "gain": POINTS | style(num_format="+0.00;-0.00;0.00"),
    "apart": POINTS | style(num_format="+0.0;-0.0;0.0"),
    "total": POINTS | STRONG | style(bg_color=CALM),
    "percent": PERCENT,
    "date": DATE,
    "datetime": DATETIME,
    "long": LONG_TEXT,
    "rank": RANK,
    "state": CENTRED,
    "box": CENTRED | WRAP,
    "count": DECIMAL | style(num_format="0.##"),
    "input": DECIMAL | CENTRE | style(bg_color=YELLOW),
    "path": TEXT | SHRINK,
    "key": DECIMAL | style(num_format='0.0000;"—"', font_color=FAINT_INK, font_size=9),
}
_STATES = ("state", "box")
_USUAL_WIDTHS: Mapping[Look, int] = {
    "integer": 9,
    "points": 9,
    "gain": 9,
    "apart": 9,
    "total": 9,
    "percent": 9,
    "rank": 10,
    "key": 10,
    "count": 9,
    "input": 12,
    "date": 12,
    "datetime": 17,
}
_WIDEST: Mapping[Look, int] = {"text": 30, "code": 18, "name": 28, "long": 46, "state": 16, "box": 22, "path": 46}
_SHORT_HEADING, _SAMPLE = 8, 400
_TIED = style(num_format='0"(并列)"')
_ALONE = style(num_format="0")
_WHOLE = style(num_format="0")  # "0.##" would print 3 as "3." in Excel
_ABSENT = CENTRE | style(font_color=FAINT_INK, font_size=9)
_HEAT = {"min_color": "#F4B6AE", "mid_color": "#FFF3C4", "max_color": "#BFE3C0"}
_MIDDLING, _BAR = 0.8, "#9DC3E6"


@dataclass(frozen=True, slots=True)
class Column:
    """One printed column of a frame.

    Missing values print as `missing`. `band` is a heading over neighbouring columns of the same band. With `full` the
    column is a heat map from 0 to that figure; `bars` draws a bar in each cell; `tied_by` names a column of truth values:
    where true, a rank prints as 并列. With `alarm` figures above 0 are red.

    With a `formula` (zoneproc.excel.named_cells; one for all rows or one for each) the values of the frame are what Python
    computed and the cells compute them again. What colours and marks say then follows the cells: `states` are the words
    to colour, `tied_if` is the condition for 并列, and the heat map ends at the figure `above` the heading, itself a
    formula with value `full`, if it begins with `=`. `leads` names a table and a column of the frame with rows of it:
    where there is one, the cell leads there. Columns `aside` are not printed.
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
    formula: str | Sequence[str] = ""
    above: str = ""
    states: Sequence[str] = ()
    tied_if: str = ""
    leads: tuple[str, str] = ("", "")
    aside: bool = False


def cells_of(column: Column, rows: Rows) -> Values:
    """The values of a column as they go into cells."""
    return rows.cells(column.name) if isinstance(rows, Excerpt) else values_of(rows[column.name])


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
    told = values.kinds if column.look == "name" else values.begin(_SAMPLE)  # of names the long one may come late
    longest = _longest([str(value) for value in told if value is not None])
    return max(least, min(longest + 2, _WIDEST[column.look]))


def _longest(texts: Sequence[str]) -> int:
    """The greatest width; no character counts more than two."""
    width = 0
    for text in sorted(texts, key=len, reverse=True):
        if 2 * len(text) <= width:
            break
        width = max(width, display_width(text))
    return width


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One column of a table on its way to the sheet: its values, where the table stands, and all tables of the workbook."""

    column: Column
    rows: Rows
    values: Values
    spot: Spot
    spots: Spots

    def formulas(self) -> Iterable[str]:
        """The formula of every row; endless empty texts where the column has none."""
        column = self.column
        if not column.formula:
            return repeat("")
        if isinstance(column.formula, str):
            of_row = formula_cells(column.formula, self.spot, self.spots)
            return map(of_row, range(len(self.values)))
        return [formula_cells(text, self.spot, self.spots)(row) for row, text in enumerate(column.formula)]

    def targets(self) -> Iterable[str]:
        """Where each cell leads; empty where it leads nowhere, and for long names: not every program wraps a link."""
        table, name = self.column.leads
        if not table:
            return repeat("")
        there, room = self.spots[table], width_of(self.column, self.values)
        led = zip(listed(self.rows, name), self.values, strict=True)
        return [
            f"internal:{reference(there.title, cell_name(there.first + row, 0))}"
            if row >= 0 and not (isinstance(value, str) and display_width(value) > room)
            else ""
            for row, value in led
        ]

    def shared(self) -> Iterable[bool]:
        """Whether each rank is shared."""
        return listed(self.rows, self.column.tied_by) if self.column.tied_by else repeat(False)


def write_cells(sheet: Sheet, at: tuple[int, int], cells: Cells) -> None:
    """Write the column downwards from a cell (row, column); raises WritingError if the Excel library refuses."""
    if cells.column.leads[0]:
        _write_one_by_one(sheet, at, cells)
        return
    looks = _Looks(sheet.book, cells.column)
    sheet.lay(at, *(_computed(cells, looks) if cells.column.formula else _plain(cells, looks)))


_Laid = tuple[Sequence[object], Sequence[Any], Which]
"""The contents and looks of the different cells of a column, and which of them stands in each row."""


def _plain(cells: Cells, looks: "_Looks") -> _Laid:
    missing, made = cells.column.missing or None, cells.values
    values, styled = made.kinds, looks.of_all(made.kinds)
    if cells.column.tied_by:
        made = Values.of(zip(made, cells.shared(), strict=True))
        values = [value for value, _ in made.kinds]
        styled = [looks.of(value, tied=tied) for value, tied in made.kinds]
    return [missing if value is None else value for value in values] if missing else values, styled, made.which


def _computed(cells: Cells, looks: "_Looks") -> _Laid:
    """A formula for each row."""
    missing, values = cells.column.missing, list(cells.values)
    made = zip(values, cells.formulas(), strict=False)
    formulas = [Formula(text, missing if value is None else value) for value, text in made]
    styled = [looks.of(value, tied=tied) for value, tied in zip(values, cells.shared(), strict=False)]
    return formulas, styled, list(range(len(formulas)))


def _write_one_by_one(sheet: Sheet, at: tuple[int, int], cells: Cells) -> None:
    first, col = at
    looks = _Looks(sheet.book, cells.column)
    missing = cells.column.missing or None
    made = zip(cells.values, cells.shared(), cells.formulas(), cells.targets(), strict=False)
    for row, (value, tied, formula, target) in enumerate(made, start=first):
        look = looks.of(value, tied=tied)
        shown_value = missing if value is None else value
        answer = 0
        if target:
            answer = sheet.raw.write_url(row, col, target, look, "→")
        if formula:
            answer = answer or sheet.raw.write_formula(
                row, col, formula, look, "" if shown_value is None else shown_value
            )
        else:
            answer = answer or sheet.raw.put(row, col, shown_value, look)
        if answer:
            message = f"the workbook cannot hold this: {sheet.title} {row},{col} ({answer})"
            raise WritingError(message)


class _Looks:
    """The looks of one column's cells, each made once."""

    def __init__(self, book: Book, column: Column) -> None:
        look = look_of(column)
        self._book, self._look = book, look
        self._by_word: dict[str, Any] | None = {} if column.look in _STATES and not column.states else None
        self._usual = book.look(look)
        self._absent = book.look(look | _ABSENT) if column.missing else self._usual
        self._tied = book.look(look | _TIED) if column.tied_by else self._usual
        self._whole = book.look(look | _WHOLE) if column.look == "count" else self._usual

    def of_all(self, values: Sequence[object]) -> Sequence[Any]:
        """The look of each value, none of them tied."""
        if self._by_word is None and self._whole is self._usual:
            return [self._absent if value is None else self._usual for value in values]
        return [self.of(value, tied=False) for value in values]

    def of(self, value: object, *, tied: bool) -> Any:
        """The look of a value: missing, tied, or of its state (the last line of the cell) where the column shows states."""
        if value is None:
            return self._absent
        if not isinstance(value, str):
            whole = not isinstance(value, float) or value.is_integer()
            return self._tied if tied else self._whole if whole else self._usual
        if self._by_word is None:
            return self._usual
        word = value.rsplit("\n", 1)[-1]
        if word not in self._by_word:
            self._by_word[word] = self._book.look(self._look | state_style(word))
        return self._by_word[word]


def colour(sheet: Sheet, area: Area, cells: Cells) -> None:
    """Lay the heat map, the bars, the colours of states and the marks of ties over the cells, as the column asks."""
    column = cells.column
    if column.full:
        sheet.conditional(area, _heat(cells))
    if column.alarm:
        rule = {"type": "cell", "criteria": ">", "value": 0, "format": sheet.book.look(ERROR)}
        sheet.conditional(area, rule)
    if column.bars:
        sheet.conditional(area, {"type": "data_bar", "bar_color": _BAR, "min_type": "num", "min_value": 0})
    for word in column.states:
        rule = {"type": "cell", "criteria": "==", "value": quoted(word), "format": sheet.book.look(state_style(word))}
        if state_style(word).properties:
            sheet.conditional(area, rule)
    if column.tied_if:
        tied = formula_text(column.tied_if, cells.spot, cells.spots)
        sheet.highlight(area, tied, _TIED)
        sheet.highlight(area, f"=NOT({tied.removeprefix('=')})", _ALONE)


def _heat(cells: Cells) -> Mapping[str, object]:
    """Red, yellow and green from 0 to the full points; to the figure above the heading where that may change."""
    column, kind = cells.column, "num"
    limits: dict[str, object] = {"mid_value": column.full * _MIDDLING, "max_value": column.full}
    if column.above.startswith("="):
        most = formula_text(f"[{column.name}^]", cells.spot, cells.spots)
        kind, limits = "formula", {"mid_value": f"{most}*{_MIDDLING}", "max_value": most}
    kinds = {"min_type": "num", "mid_type": kind, "max_type": kind}
    return {"type": "3_color_scale", "min_value": 0, **kinds, **limits, **_HEAT}

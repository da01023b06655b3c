"""A printed workbook declared as data, and its writer: index, sheets of tables, notes and charts, ready for A4.

Every sheet has a title, the workbook's notes line, a way back to the index, a head that stays in view and is repeated on
paper. A colour never stands alone: the coloured cell holds the word or the figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from zoneproc.excel.columns import Column, Look, cells_of, colour, look_of, width_of, write_cells
from zoneproc.excel.states import state_style
from zoneproc.excel.styles import (
    BODY,
    CAPTION,
    CENTRED,
    CHECK,
    CODE,
    FAINT_INK,
    HEAD_STRONG,
    HEADER,
    INTEGER,
    LONG_TEXT,
    NOTE,
    PLAIN,
    STRONG,
    TEXT,
    TITLE,
    TOTAL,
    style,
)
from zoneproc.excel.wording import lines_in
from zoneproc.excel.writing import Area, Book, Page, new_book
from zoneproc.excel.writing import Sheet as Worksheet

__all__ = ["Bars", "Column", "Look", "Notes", "Sheet", "TableBlock", "Workbook", "write_workbook"]

INDEX, BACK, NOTHING = "目录", "← 返回目录", "本期没有"
_LEAST_SPAN, _MOST_SPAN = 96, 128
_LINE, _ROW, _ROW_PIXELS = 15, 18, 24
_HEAD, _USUAL = 3, 12
_MOST_BREAKS = 1000  # Excel takes 1,023
_DENSER = 1.1  # widths count characters of 11 points, texts have 9 or 10
_EMPTY = style(font_color=FAINT_INK)


@dataclass(frozen=True, slots=True, eq=False)
class TableBlock:
    """A table: its columns, its rows, and optionally a caption, a row of totals (by column name), columns kept in view.

    `pages_by` names a column: wherever it changes, a new printed page begins.
    """

    columns: Sequence[Column]
    rows: pd.DataFrame
    caption: str = ""
    total: Mapping[str, object] = field(default_factory=dict)
    frozen: int = 0
    pages_by: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """Paragraphs in plain words."""

    lines: Sequence[str]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars, best on top: columns `labels` and `values` of the first table of another sheet, in its order.

    The axis begins at `start`.
    """

    title: str
    sheet: str
    labels: str
    values: str
    start: float = 0
    limit: int = 40


Block = TableBlock | Notes | Bars


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet: the title of its tab, its printed heading, one line that says what it shows, and its blocks."""

    title: str
    heading: str
    note: str
    blocks: Sequence[Block]

    @property
    def tables(self) -> Sequence[TableBlock]:
        """The tables among the blocks."""
        return [block for block in self.blocks if isinstance(block, TableBlock)]


@dataclass(frozen=True, slots=True, eq=False)
class Workbook:
    """A printed workbook: file name (may begin with a folder), title, the notes line of every sheet, its sheets.

    `figures` are the facts worth knowing first, printed on the index. `caution` marks the notes line (暂定).
    """

    file_name: str
    title: str
    note: str
    sheets: Sequence[Sheet]
    figures: Sequence[tuple[str, object]] = ()
    caution: bool = False
    mark: str = ""


def write_workbook(folder: Path, workbook: Workbook) -> Path:
    """The workbook, written whole into the folder; raises TargetOpenError if the old file is open elsewhere."""
    path = folder / workbook.file_name
    with new_book(path, workbook.title) as book:
        index = book.sheet(INDEX)
        pages = [book.sheet(sheet.title) for sheet in workbook.sheets]
        _write_index(index, pages, workbook)
        spots: dict[str, _Spot] = {}
        for page, sheet in zip(pages, workbook.sheets, strict=True):
            _Writer(page, sheet, workbook, spots).write()
    return path


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the first table of a sheet stands: real title, first row, number of rows, column by name."""

    title: str
    first: int
    count: int
    columns: Mapping[str, int]


def _write_index(index: Worksheet, pages: Sequence[Worksheet], workbook: Workbook) -> None:
    widths = (8.0, 30.0, 66.0, 12.0)
    index.widths(widths)
    _write_head(index, workbook, workbook.title, widths)
    row = _HEAD
    for label, value in workbook.figures:
        index.write(row, 1, label, HEADER)
        index.write(row, 2, value, TEXT | STRONG | state_style(str(value)))
        row += 1
    row += bool(workbook.figures)
    index.write_row(row, 0, ("序号", "工作表", "内容", "条数"), HEADER)
    for number, (page, sheet) in enumerate(zip(pages, workbook.sheets, strict=True), start=1):
        at = row + number
        index.write(at, 0, number, CODE)
        index.link(at, 1, (page.title, "A1"), sheet.title, TEXT)
        index.write(at, 2, sheet.note, LONG_TEXT)
        index.write(at, 3, len(sheet.tables[0].rows) if len(sheet.tables) == 1 == len(sheet.blocks) else None, INTEGER)
        index.heights({at: _height(sheet.note, widths[2], least=20)})
    index.print_setup(Page(header=workbook.mark, footer=workbook.title, one_page=True))
    index.activate()


def _write_head(page: Worksheet, workbook: Workbook, heading: str, widths: Sequence[float]) -> None:
    last = len(widths) - 1
    look = NOTE | CHECK if workbook.caution else NOTE
    page.write(0, 0, heading, TITLE)
    page.merge(Area(1, 0, 1, last), workbook.note, look)
    page.heights({0: 32, 1: _height(workbook.note, sum(widths), least=20)})


def _height(text: str, width: float, least: float = 0) -> float:
    return max(_LINE * lines_in(text, width * _DENSER) + 4, least)


class _Writer:
    """Writes one sheet, block under block."""

    def __init__(self, page: Worksheet, sheet: Sheet, workbook: Workbook, spots: dict[str, _Spot]) -> None:
        self._page, self._sheet, self._workbook, self._spots = page, sheet, workbook, spots
        self._cells = {id(table): [cells_of(column, table.rows) for column in table.columns] for table in sheet.tables}
        self._widths = self._all_widths()
        self._span = self._widths[: _span(self._widths)]

    def write(self) -> None:
        page, sheet = self._page, self._sheet
        page.raw.set_default_row(_ROW)
        page.widths(self._widths)
        _write_head(page, self._workbook, sheet.heading, self._span)
        self._write_way_back()
        row, head = _HEAD, None
        for block in sheet.blocks:
            if isinstance(block, TableBlock):
                head = head or (row, block)
                row = self._write_table(row, block) + 1
            elif isinstance(block, Notes):
                row = self._write_notes(row, block) + 1
            else:
                row = self._write_bars(row, block) + 1
        self._set_up(head if len(sheet.tables) == 1 else None)

    def _write_way_back(self) -> None:
        page, widths = self._page, self._span
        wide = next((at for at in range(len(widths)) if sum(widths[: at + 1]) >= _USUAL), 0)
        page.merge(Area(2, 0, 2, wide), BACK, PLAIN)
        page.link(2, 0, (INDEX, "A1"), BACK, PLAIN)
        if wide + 1 < len(widths):
            rest = sum(widths[wide + 1 :])
            page.merge(Area(2, wide + 1, 2, len(widths) - 1), self._sheet.note, NOTE)
            page.heights({2: _height(self._sheet.note, rest, least=20)})

    def _set_up(self, head: tuple[int, TableBlock] | None) -> None:
        page, repeat = self._page, None
        if head is not None:
            first, table = head
            first += bool(table.caption)
            repeat = (first, first + _banded(table))
            page.freeze(repeat[1] + 1, table.frozen)
            if len(table.rows):
                page.filter(Area(repeat[1], 0, repeat[1] + len(table.rows), len(table.columns) - 1))
        footer = f"{self._workbook.title} · {self._sheet.title}"
        page.print_setup(Page(repeat=repeat, header=self._workbook.mark, footer=footer))

    def _write_notes(self, row: int, block: Notes) -> int:
        page, width = self._page, sum(self._span)
        row = self._write_caption(row, block.caption)
        for line in block.lines:
            page.merge(Area(row, 0, row, len(self._span) - 1), line, BODY)
            page.heights({row: _height(line, width)})
            row += 1
        return row

    def _write_caption(self, row: int, caption: str) -> int:
        if caption:
            self._page.write(row, 0, caption, CAPTION)
            self._page.heights({row: 24})
        return row + bool(caption)

    def _write_table(self, row: int, table: TableBlock) -> int:
        row = self._write_caption(row, table.caption)
        row = self._write_header(row, table)
        self._spots.setdefault(self._sheet.title, _spot(self._page.title, row, table))
        if table.rows.empty:
            self._page.merge(Area(row, 0, row, len(table.columns) - 1), NOTHING, CENTRED | _EMPTY)
            return row + 1
        for col, (column, values) in enumerate(zip(table.columns, self._cells[id(table)], strict=True)):
            write_cells(self._page, (row, col), column, table.rows, values)
            colour(self._page, Area(row, col, row + len(values) - 1, col), column)
        self._set_heights(row, table)
        if table.pages_by:
            keys = table.rows[table.pages_by].tolist()
            self._page.page_breaks([row + at for at in range(1, len(keys)) if keys[at] != keys[at - 1]][:_MOST_BREAKS])
        return self._write_total(row + len(table.rows), table)

    def _write_header(self, row: int, table: TableBlock) -> int:
        page, columns = self._page, table.columns
        if _banded(table):
            _write_bands(page, row, columns)
            row += 1
        page.write_row(row, 0, [column.label for column in columns], HEADER)
        lines = max(lines_in(column.label, width) for column, width in zip(columns, self._widths, strict=False))
        page.heights({row: _LINE * lines + 8})
        return row + 1

    def _write_total(self, row: int, table: TableBlock) -> int:
        for col, column in enumerate(table.columns if table.total else ()):
            self._page.write(row, col, table.total.get(column.name), look_of(column) | TOTAL)
        return row + bool(table.total)

    def _set_heights(self, row: int, table: TableBlock) -> None:
        """Rows of wrapped text get their height: not every program fits them on opening."""
        wrapped = [at for at, column in enumerate(table.columns) if column.look in ("long", "box")]
        if not wrapped:
            return
        cells = [(self._cells[id(table)][at], self._widths[at]) for at in wrapped]
        for offset in range(len(table.rows)):
            lines = max(lines_in(str(values[offset] or ""), width * _DENSER) for values, width in cells)
            if lines > 1:
                self._page.heights({row + offset: min(_LINE * lines + 4, 400)})

    def _write_bars(self, row: int, block: Bars) -> int:
        spot = self._spots.get(block.sheet)
        if spot is None or not spot.count:
            self._page.write(row, 0, NOTHING, BODY)
            return row + 1
        count = min(spot.count, block.limit)
        height = 90 + 26 * count
        self._page.chart(row, 0, _bar_chart(self._page.book, block, spot, count), (900, height))
        return row + height // _ROW_PIXELS + 1

    def _all_widths(self) -> list[float]:
        widths: list[float] = []
        for table in self._sheet.tables:
            for at, (column, values) in enumerate(zip(table.columns, self._cells[id(table)], strict=True)):
                wanted = width_of(column, values)
                widths[at : at + 1] = [max(wanted, *widths[at : at + 1])] if at < len(widths) else [wanted]
        while sum(widths) < _LEAST_SPAN:
            widths.append(_USUAL)
        return widths


def _span(widths: Sequence[float]) -> int:
    """How many columns are seen at once: the head is laid over these."""
    return next((at for at in range(1, len(widths)) if sum(widths[: at + 1]) > _MOST_SPAN), len(widths))


def _spot(title: str, row: int, table: TableBlock) -> _Spot:
    return _Spot(title, row, len(table.rows), {column.name: at for at, column in enumerate(table.columns)})


def _banded(table: TableBlock) -> bool:
    return any(column.band for column in table.columns)


def _write_bands(page: Worksheet, row: int, columns: Sequence[Column]) -> None:
    start = 0
    for at in range(1, len(columns) + 1):
        if at == len(columns) or columns[at].band != columns[start].band:
            page.merge(Area(row, start, row, at - 1), columns[start].band, HEADER)
            start = at


def _bar_chart(book: Book, block: Bars, spot: _Spot, count: int) -> Any:
    def cells(name: str) -> list[object]:
        col = spot.columns[name]
        return [spot.title, spot.first, col, spot.first + count - 1, col]

    font = {"name": "微软雅黑", "size": 9}
    chart = book.chart("bar")
    chart.add_series(
        {
            "name": block.title,
            "categories": cells(block.labels),
            "values": cells(block.values),
            "fill": {"color": HEAD_STRONG},
            "gap": 45,
            "data_labels": {"value": True, "num_format": "0.00", "font": font},
        }
    )
    chart.set_title({"name": block.title, "name_font": {"name": "微软雅黑", "size": 13}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": font, "major_tick_mark": "none"})
    chart.set_x_axis(
        {
            "min": block.start,
            "num_font": font,
            "label_position": "high",
            "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3"}},
        }
    )
    return chart

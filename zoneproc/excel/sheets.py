"""The writer of printed workbooks: index, sheets of tables, notes and charts, ready for A4.

Every sheet has a title, the workbook's notes line, a way back to the index, a head that stays in view and is repeated on
paper. A colour never stands alone: the coloured cell holds the word or the figure.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from zoneproc.excel.blocks import (
    Bars,
    Chart,
    Figure,
    Lines,
    Notes,
    Radar,
    Sheet,
    Stack,
    TableBlock,
    Task,
    Workbook,
    chart_height,
    starts_of,
)
from zoneproc.excel.charts import chart_of
from zoneproc.excel.columns import Cells, Column, Look, colour, look_of, width_of, write_cells
from zoneproc.excel.front import FOOT, height_for, write_front, write_head
from zoneproc.excel.named_cells import Spot, Spots, formula_text
from zoneproc.excel.pages import Pages, write_pages
from zoneproc.excel.picks import picked
from zoneproc.excel.rows import Values, listed
from zoneproc.excel.styles import (
    BODY,
    CAPTION,
    CENTRED,
    FAINT_INK,
    HEADER,
    NOTE,
    PLAIN,
    TOTAL,
    style,
)
from zoneproc.excel.wording import cut, display_width, lines_in
from zoneproc.excel.writing import Area, Page, new_book
from zoneproc.excel.writing import Sheet as Worksheet

__all__ = [
    "Bars",
    "Chart",
    "Column",
    "Figure",
    "Lines",
    "Look",
    "Notes",
    "Radar",
    "Sheet",
    "Stack",
    "TableBlock",
    "Task",
    "Workbook",
    "write_workbook",
]

INDEX, BACK, NOTHING = "目录", "← 返回目录", "本期没有"
_LEAST_SPAN, _MOST_SPAN = 96, 128
_LONGEST_BAND = 13  # characters of a band over one column that stand in one line
_LINE, _ROW = 15, 18
_MOST_FITTED = 20_000  # rows whose texts are measured: longer tables are searched, not printed
_FOOT_UPRIGHT = 27  # characters of a title left of the page number on upright paper
_MOST_ON_A4 = 215  # characters across: beyond, letters would be under six points
_USUAL = 12
_MOST_BREAKS = 1000  # Excel takes 1,023
_DENSER = 1.06  # widths count characters of 11 points, texts have 9 or 10
_EMPTY = style(font_color=FAINT_INK)
_ABOVE = style(bold=False, font_size=9, align="center")


def write_workbook(folder: Path, workbook: Workbook) -> Path:
    """The workbook, written whole into the folder; raises TargetOpenError if the old file is open elsewhere."""
    path = folder / workbook.file_name
    with new_book(path, workbook.title) as book:
        index = book.sheet(INDEX) if workbook.indexed else None
        pages = [book.sheet(sheet.title) for sheet in workbook.sheets]
        spots = workbook.spots([page.title for page in pages])
        if index is not None:
            write_front(index, pages, workbook, spots)
        for page, sheet in zip(pages, workbook.sheets, strict=True):
            if isinstance(sheet, Pages):
                write_pages(page, sheet, workbook.mark, cut(workbook.title, FOOT if sheet.landscape else _FOOT_UPRIGHT))
            else:
                _Writer(page, sheet, workbook, spots).write()
    book.let_go()
    return path


class _Writer:
    """Writes one sheet, block under block."""

    def __init__(self, page: Worksheet, sheet: Sheet, workbook: Workbook, spots: Spots) -> None:
        self._page, self._sheet, self._workbook, self._spots = page, sheet, workbook, spots
        self._widths = self._all_widths()
        self._span = self._widths[: _span(self._widths)]

    def write(self) -> None:
        page, sheet = self._page, self._sheet
        page.raw.set_default_row(_ROW)
        page.widths(self._widths)
        write_head(page, self._workbook, sheet.heading, self._span)
        self._write_way_back()
        placed = list(starts_of(sheet, self._workbook))
        for row, block in placed:
            if isinstance(block, TableBlock):
                self._write_table(row, block)
            elif isinstance(block, Notes):
                self._write_notes(row, block)
            else:
                self._write_chart(row, block)
        heads = [(row, block) for row, block in placed if isinstance(block, TableBlock)]
        self._set_up(heads[0] if len(heads) == 1 else None)

    def _write_way_back(self) -> None:
        page, widths = self._page, self._span
        wide = next((at for at in range(len(widths)) if sum(widths[: at + 1]) >= _USUAL), 0)
        page.merge(Area(2, 0, 2, wide), BACK, PLAIN)
        page.link(2, 0, (INDEX, "A1"), BACK, PLAIN)
        if wide + 1 < len(widths):
            rest = sum(widths[wide + 1 :])
            page.merge(Area(2, wide + 1, 2, len(widths) - 1), self._sheet.note, NOTE)
            page.heights({2: height_for(self._sheet.note, rest, least=20)})

    def _set_up(self, head: tuple[int, TableBlock] | None) -> None:
        page, repeat = self._page, None
        if head is not None:
            first, table = head
            repeat = (first + bool(table.caption), first + table.head - 1)
            page.freeze(repeat[1] + 1, table.frozen)
            if len(table.rows) and not table.fixed:
                page.filter(Area(repeat[1], 0, repeat[1] + len(table.rows), len(table.columns) - 1))
            if _printed(table) < len(table.columns):
                page.raw.print_area(0, 0, first + table.height - 1, _printed(table) - 1)
        footer = f"{cut(self._workbook.title, FOOT)} · {self._sheet.title}"
        across = sum(self._widths[: max((_printed(table) for table in self._sheet.tables), default=0)])
        paper = "A3" if across > _MOST_ON_A4 else "A4"
        page.print_setup(Page(repeat=repeat, paper=paper, header=self._workbook.mark, footer=footer))

    def _write_notes(self, row: int, block: Notes) -> None:
        page, width = self._page, sum(self._span)
        row = self._write_caption(row, block.caption)
        for line in block.lines:
            page.merge(Area(row, 0, row, len(self._span) - 1), line, BODY)
            page.heights({row: height_for(line, width)})
            row += 1

    def _write_caption(self, row: int, caption: str) -> int:
        if caption:
            self._page.write(row, 0, caption, CAPTION)
            self._page.heights({row: 24})
        return row + bool(caption)

    def _write_table(self, row: int, table: TableBlock) -> None:
        spot = table.spot(self._page.title, row)
        self._write_header(self._write_caption(row, table.caption), table, spot)
        row = spot.first
        if not len(table.rows):
            self._page.merge(Area(row, 0, row, len(table.columns) - 1), NOTHING, CENTRED | _EMPTY)
            return
        for col, column in enumerate(table.columns):
            cells = Cells(column, table.rows, table.cells(column), spot, self._spots)
            write_cells(self._page, (row, col), cells)
            colour(self._page, Area(row, col, spot.last, col), cells)
        self._set_heights(row, table)
        if table.pages_by:
            keys = listed(table.rows, table.pages_by)
            self._page.page_breaks([row + at for at in range(1, len(keys)) if keys[at] != keys[at - 1]][:_MOST_BREAKS])
        self._write_total(table, spot)

    def _write_header(self, row: int, table: TableBlock, spot: Spot) -> None:
        page, columns = self._page, table.columns
        if table.banded:
            lines = _write_bands(page, row, columns, self._widths)
            page.heights({row: max(_LINE * lines + 4, _ROW)})
            row += 1
        if table.topped:
            self._write_above(row, table, spot)
            row += 1
        page.write_row(row, 0, [column.label for column in columns], HEADER)
        lines = max(lines_in(column.label, width) for column, width in zip(columns, self._widths, strict=False))
        page.heights({row: _LINE * lines + 8})

    def _write_above(self, row: int, table: TableBlock, spot: Spot) -> None:
        """The row of full points between bands and headings: figures by formula, all else as it is."""
        for col, column in enumerate(table.columns):
            if column.above.startswith("="):
                text = formula_text(column.above, spot, self._spots)
                self._page.formula(row, col, text, column.full, HEADER | _ABOVE)
            else:
                self._page.write(row, col, column.above, HEADER | _ABOVE)

    def _write_total(self, table: TableBlock, spot: Spot) -> None:
        for col, column in enumerate(table.columns if table.total else ()):
            look, value = look_of(column) | TOTAL, table.total.get(column.name)
            if column.formula and isinstance(value, int):
                text = formula_text(f"SUM([{column.name}:])", spot, self._spots)
                self._page.formula(spot.last + 1, col, text, value, look)
            else:
                self._page.write(spot.last + 1, col, value, look)

    def _set_heights(self, row: int, table: TableBlock) -> None:
        """Rows of wrapped text get their height: not every program fits them on opening."""
        columns = (
            (column, table.cells(column), width) for column, width in zip(table.columns, self._widths, strict=False)
        )
        wrapped = [(values, width) for column, values, width in columns if _wraps(column, values, width)]
        if not wrapped or len(table.rows) > _MOST_FITTED:
            return
        lines = map(max, zip(*(_lines(values, width) for values, width in wrapped), strict=True))
        tall = {at: min(_LINE * each + 4, 400) for at, each in enumerate(lines, start=row) if each > 1}
        self._page.heights(tall)

    def _write_chart(self, row: int, block: Chart) -> None:
        count = self._workbook.bars(block)
        if not count:
            self._page.write(row, 0, NOTHING, BODY)
            return
        chart = chart_of(self._page.book, block, self._spots[block.sheet], count)
        self._page.chart(row, 0, chart, (900, chart_height(block, count)))

    def _all_widths(self) -> list[float]:
        widths: list[float] = []
        for table in self._sheet.tables:
            for at, column in enumerate(table.columns):
                wanted = width_of(column, table.cells(column))
                widths[at : at + 1] = [max(wanted, *widths[at : at + 1])] if at < len(widths) else [wanted]
            for at, band in _single_bands(table.columns):
                widths[at] = max(widths[at], min(display_width(band) + 2, _LONGEST_BAND))
        while sum(widths) < _LEAST_SPAN:
            widths.append(_USUAL)
        return widths


def _wraps(column: Column, values: Values, width: float) -> bool:
    """Whether a column's texts may take several lines: long ones and boxes; names and texts if one is too long."""
    if column.look not in ("name", "text"):
        return column.look in ("long", "box")
    texts = (value for value in values.kinds if isinstance(value, str))
    return any(2 * len(value) > width and display_width(value) > width for value in texts)


def _single_bands(columns: Sequence[Column]) -> Iterator[tuple[int, str]]:
    """The columns that have a band of their own, and what it says."""
    bands = ["", *(column.band for column in columns), ""]
    for at, (before, band, after) in enumerate(zip(bands, bands[1:], bands[2:], strict=False)):
        if band and band not in (before, after):
            yield at, band


def _lines(values: Values, width: float) -> Sequence[int]:
    """How many lines each text takes in a column of this width."""
    return picked([lines_in(str(value or ""), width * _DENSER) for value in values.kinds], values.which)


def _span(widths: Sequence[float]) -> int:
    """How many columns are seen at once, or make a line long enough for the head, which is laid over these."""
    reach = list(accumulate(widths))
    return next(
        (at for at in range(1, len(widths)) if reach[at] > _MOST_SPAN and reach[at - 1] >= _LEAST_SPAN), len(widths)
    )


def _printed(table: TableBlock) -> int:
    """How many columns are printed: all but the trailing ones that stand aside."""
    return next((at for at, column in enumerate(table.columns) if column.aside), len(table.columns))


def _write_bands(page: Worksheet, row: int, columns: Sequence[Column], widths: Sequence[float]) -> int:
    """Neighbouring columns of the same band get one heading, those of none stay bare; how many lines the longest takes."""
    start, lines = 0, 1
    for at in range(1, len(columns) + 1):
        if at == len(columns) or columns[at].band != columns[start].band:
            if columns[start].band:
                page.merge(Area(row, start, row, at - 1), columns[start].band, HEADER)
            lines = max(lines, lines_in(columns[start].band, sum(widths[start:at])))
            start = at
    return lines

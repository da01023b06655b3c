"""Return slips put together from a pattern: the same as `slip.write_slip` writes, in a fraction of the time.

What a pattern does not foresee (cells that stood outside the template, unusual texts on the cover) is written by `slip`
itself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from zoneproc.excel.cell_text import row_pixels
from zoneproc.excel.copies import foreseen, shape_of
from zoneproc.excel.copying import Copy, UnforeseenError
from zoneproc.excel.issue import Mark, marks_of
from zoneproc.excel.loose import LooseBook, loose_book, notes_of, xml_of
from zoneproc.excel.pattern import Column, Pattern, Sort, made
from zoneproc.excel.slip import Slip, tabs_of, write_index, write_slip
from zoneproc.excel.slip_frame import DRAWING, SlipFrame, period_values
from zoneproc.excel.stamp import COVER_VALUE, FINDINGS_SHEET, FIRST_ROW
from zoneproc.excel.styles import DATE, DATETIME, Style
from zoneproc.excel.writing import shown
from zoneproc.excel.zipped import Part, zip_of
from zoneproc.schema import Table
from zoneproc.workspace import write_whole

__all__ = ["write_slip_copy"]

_BLANK_PREPARER = "　" * 6
_MOST_KEPT = 8
_KEPT: dict[object, tuple[Pattern, SlipFrame]] = {}


def write_slip_copy(path: Path, slip: Slip, *, flush: bool = True) -> Path:
    """The slip that `write_slip` gives, at `path`. Raises TargetOpenError."""
    if slip.strays or not slip.issue.period or not foreseen(slip.form, slip.issue, slip.rows):
        return write_slip(path, slip, flush=flush)
    try:
        data = zip_of(_SlipCopy(*_pattern(slip), slip).parts())
    except UnforeseenError:
        return write_slip(path, slip, flush=flush)
    return write_whole(path, partial(_pour, data), flush=flush)


def _pour(data: bytes, target: Path) -> None:
    target.write_bytes(data)


def _pattern(slip: Slip) -> tuple[Pattern, SlipFrame]:
    """The pattern for the slips of this form, kept for the next ones whatever their period."""
    key = (slip.form.id, slip.form.title, *map(shape_of, slip.form.tables))
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        frame = SlipFrame(slip.form, slip.issue.period)
        _KEPT[key] = made(Sort(slip.form, frame.period, due=False, preparer=True, lists=()), frame), frame
    return _KEPT[key]


class _SlipCopy(Copy):
    """The slip of one file being put together."""

    def __init__(self, pattern: Pattern, frame: SlipFrame, slip: Slip) -> None:
        super().__init__(pattern, slip.form, slip.issue, slip.rows)
        self.frame, self.slip = frame, slip
        self.notes: dict[str, list[tuple[int, int, str]]] = defaultdict(list)

    def parts(self) -> Sequence[Part]:
        """The parts of the slip; raises UnforeseenError."""
        parts = super().parts()
        around = self.frame.around
        without = {part for title in around if title not in self.notes for part in around[title].parts}
        return [part for part in parts if part.name not in without]

    def item(self, column: Column, row: int, given: Mapping[str, object]) -> str:
        """The cell of an item of the cover, with its mark."""
        return self._cell(column, row, given, self.form.tables[0])[0]

    def odd_cells(self, table: str, row: int, values: Mapping[str, object]) -> tuple[str, bool]:
        """The cells of a row with their marks, and whether any is locked."""
        made = [self._cell(column, row, values, self.form[table]) for column in self.pattern.columns[table]]
        return "".join(text for text, _ in made), any(locked for _, locked in made)

    def _cell(self, column: Column, row: int, values: Mapping[str, object], table: Table) -> tuple[str, bool]:
        """One cell, written by itself, and whether it is locked."""
        name, case = column.field.name, column.case(values)
        mark, value = marks_of(values).get(name), values.get(name)
        plain = value if isinstance(value, str) else shown(column.field.render(value))
        odd = isinstance(plain, date) and not column.dated
        locked = column.locks[case] and mark is None
        look = self._look(column.open, mark, plain if odd else None) if mark or odd else column.looks[case]
        if odd and locked:
            raise UnforeseenError(name)
        if mark:
            at = COVER_VALUE if table.vertical else self.pattern.columns[table.name].index(column)
            self.notes[table.label].append((row - 1, at, mark.text))
        return f'{column.head}{row}" s="{look}"{self.strings.content(plain)}', locked

    def _look(self, usual: Style, mark: Mark | None, day: object) -> int:
        """The number of the look of a cell that is marked, or holds a day where none is asked for."""
        look = usual | mark.style if mark else usual
        if isinstance(day, date) and "y" not in str(look["num_format"]):
            timed = isinstance(day, datetime) and (day.hour or day.minute)
            look |= DATETIME if timed else DATE
        if look not in self.pattern.formats:
            raise UnforeseenError(look)
        return int(self.pattern.formats[look]._get_xf_index())  # noqa: SLF001  # as the library does

    def fill_frame(self) -> None:
        """The period, the index of findings, the colours of the tabs and the notes."""
        issue, book = self.slip.issue, loose_book(self.pattern.formats, self.strings, self.frame.seen)
        self.values |= {**period_values(issue.period), "preparer": issue.preparer or _BLANK_PREPARER}
        index = book.sheet(FINDINGS_SHEET)
        self.values["index.head"] = str(write_index(index, self.slip) + 1)
        self.blocks["block.index"] = [xml_of(index)]
        for title, colour in tabs_of(self.slip.items).items():
            self.values[f"tab.{title}"] = f'<tabColor rgb="FF{colour.removeprefix("#")}"/>'
        self.blocks |= {f"block.{part}.{title}": [] for title in self.frame.around for part in ("notes", "drawing")}
        for title in self.notes:
            self._fill_notes(book, title)

    def _fill_notes(self, book: LooseBook, title: str) -> None:
        """The notes of a sheet; on most covers stands the same one."""
        around = self.frame.around[title]
        table = next(table for table in self.form.tables if table.label == title)
        heights = {row - 1: (row_pixels(height), False) for row, height in self.heights[table.name].items()}
        last = FIRST_ROW - 1 + len(self.rows.get(table.name, ())) + (0 if table.reference else table.spare_rows)
        key = (*self.notes[title], last, *heights.items())
        if key not in around.kept:
            if len(around.kept) >= _MOST_KEPT:
                around.kept.clear()
            sheet = book.sheet(title)
            sheet.raw.col_info, sheet.raw.col_size_changed = around.columns, True
            sheet.raw.row_sizes = {**around.rows, **({} if around.foot is None else {last: around.foot}), **heights}
            for row, column, text in self.notes[title]:
                sheet.comment(row, column, text)
            around.kept[key] = notes_of(sheet, around.number)
        notes, drawing = around.kept[key]
        self.blocks |= {f"block.notes.{title}": [notes], f"block.drawing.{title}": [drawing]}
        self.values |= {f"types.{title}": around.override, f"notes.{title}": DRAWING}

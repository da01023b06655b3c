"""A declared form as a workbook: blank, made out to a branch with what is known filled in, or wholly filled.

The layout is always the same (domain.md 2.1): title, filling note, headings, hidden machine names, data, spare rows, sign
line. Sheets: cover, 填表说明, the tables in order, the lists of the drop-downs, and the very hidden stamp. There is no
autofilter: its range would take in the row of machine names, and sorting would carry that row away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zoneproc.excel.cover import heading_of, period_words, sign_line, write_cover, write_progress
from zoneproc.excel.dropdowns import ColumnChecks, Lists, need_of
from zoneproc.excel.guide import write_guide
from zoneproc.excel.issue import MARKS, NO_ROWS, OWN, Issue, Mark, Rows, is_locked, known, marks_of
from zoneproc.excel.layout import (
    frozen_columns,
    heading_height,
    height_of,
    last_seen_column,
    note_of,
    widths_of,
    wrapping_of,
)
from zoneproc.excel.selfcheck import SelfCheck
from zoneproc.excel.stamp import (
    FIRST_ROW,
    HEADING_ROW,
    ISSUED_KEY,
    META_SHEET,
    NAME_ROW,
    NOTE_ROW,
    PROPERTY_PREFIX,
    SELF_SHEET,
    STAMP_NAME,
    TITLE_ROW,
    packed,
)
from zoneproc.excel.styles import (
    FILL_IN,
    GIVEN,
    HEADER,
    HEADER_COMPULSORY,
    HEADER_OPTIONAL,
    MACHINE,
    NOTE,
    OPEN,
    PLAIN,
    TITLE,
    WRAP,
    Style,
    style,
    style_of,
)
from zoneproc.excel.summary import write_summary
from zoneproc.excel.wording import display_width, quoted
from zoneproc.excel.writing import Area, Book, Page, Sheet, new_book
from zoneproc.kinds import Kind
from zoneproc.schema import Field, Form, Table

__all__ = ["MARKS", "NO_ROWS", "OWN", "Issue", "Mark", "Rows", "fill_book", "look_of", "write_template"]

_FIRST = FIRST_ROW - 1
_PANEL, _PANEL_SIGNS = "EVAL", f"考评组长(签字):{'　' * 6}日期:"
"""The panel signs at the foot of every page: its sheets have room for hundreds of rows."""
_MARK_REQUIRED = style(num_format='@"＊"')
_MARK_CONDITIONAL = style(num_format='@"△"')


def write_template(path: Path, form: Form, issue: Issue | None = None, rows: Rows = NO_ROWS) -> Path:
    """The workbook of a form at `path`; without an issue the blank standard workbook. Raises TargetOpenError."""
    made_for = issue or Issue()
    with new_book(path, heading_of(form, made_for), subject=form.id) as book:
        fill_book(book, form, made_for, rows)
    return path


def fill_book(
    book: Book, form: Form, issue: Issue, rows: Rows = NO_ROWS, own: SelfCheck | None = None
) -> Mapping[str, Sheet]:
    """All sheets of the form in an open workbook, by table name; further sheets may be put before and after.

    `own` is the self-check of these rows, where it is known already.
    """
    lists = Lists.of(form, issue.known)
    checks = ColumnChecks(form, lists, issue.period, {name: len(found) for name, found in rows.items()})
    sheets: dict[str, Sheet] = {}
    own = (own or SelfCheck(form, issue, rows)) if form.has_cover else None
    if form.has_cover:
        given = known(next(iter(rows.get(form.tables[0].name, ())), {}))
        sheets[form.tables[0].name] = write_cover(book, form, issue, given, checks)
    write_guide(book, form, issue)
    summary = book.sheet(SELF_SHEET) if own else None
    for table in form.tables[1 if form.has_cover else 0 :]:
        sheets[table.name] = _TableSheet(book, form, issue, table).write(rows.get(table.name, ()), checks)
    if lists.columns:
        lists.write(book)
    if own and summary:
        _write_selfcheck(book, own, summary, lists, sheets)
    _write_stamp(book, form, issue)
    return sheets


def _write_selfcheck(book: Book, own: SelfCheck, summary: Sheet, lists: Lists, sheets: Mapping[str, Sheet]) -> None:
    write_summary(summary, own)
    own.write_hidden(book, {target: lists.numbers(target) for target in lists.known})
    for name, sheet in sheets.items():
        if name in own.blocks:
            own.colour(sheet, name)
    write_progress(sheets[own.form.tables[0].name], own)


def _write_stamp(book: Book, form: Form, issue: Issue) -> None:
    stamp = issue.stamp(form)
    sheet = book.sheet(META_SHEET)
    for row, (key, value) in enumerate({**stamp, ISSUED_KEY: issue.made_out}.items()):
        sheet.write(row, 0, key, MACHINE)
        sheet.write(row, 1, value, MACHINE)
    sheet.hide(very=True)
    for key, value in stamp.items():
        if value:
            book.stamp(PROPERTY_PREFIX + key, value)
    book.define(STAMP_NAME, f"={quoted(packed(stamp))}")


@dataclass(frozen=True, slots=True)
class _TableSheet:
    """One table being written into a workbook."""

    book: Book
    form: Form
    issue: Issue
    table: Table

    def write(self, rows: Sequence[Mapping[str, object]], checks: ColumnChecks) -> Sheet:
        sheet = self.book.sheet(self.table.label)
        self._write_head(sheet)
        locked = self._write_rows(sheet, rows)
        spare = 0 if self.table.reference else self.table.spare_rows
        blank = [look_of(field, locked=field.system) for field in self.table.fields]
        for row in range(_FIRST + len(rows), _FIRST + len(rows) + spare):
            sheet.blank_row(row, 0, blank)
        self._write_foot(sheet, _FIRST + len(rows) + spare)
        if not self.table.reference:
            self._attach_checks(sheet, checks, _FIRST + len(rows) + spare - 1)
        if locked or self.table.reference:
            sheet.protect()
        return sheet

    def _write_head(self, sheet: Sheet) -> None:
        widths = widths_of(self.table)
        for col, (field, width) in enumerate(zip(self.table.fields, widths, strict=True)):
            sheet.column(col, width, PLAIN | OPEN | style(num_format=field.kind.excel_format))
            sheet.write(HEADING_ROW - 1, col, field.label, self._heading_look(field))
            sheet.write(NAME_ROW - 1, col, field.name, MACHINE)
        last = last_seen_column(self.table)
        words = period_words(self.issue.period)
        heading = f"{self.table.label}({words})" if words else self.table.label
        sheet.merge(Area(TITLE_ROW - 1, 0, TITLE_ROW - 1, last), heading, TITLE)
        note = note_of(self.table)
        sheet.merge(Area(NOTE_ROW - 1, 0, NOTE_ROW - 1, last), note, NOTE)
        sheet.heights(
            {
                TITLE_ROW - 1: 30,
                NOTE_ROW - 1: 8 + 14 * (1 + display_width(note) // sum(widths[: last + 1])),
                HEADING_ROW - 1: heading_height(self.table),
            }
        )
        sheet.hide_row(NAME_ROW - 1)
        sheet.freeze(_FIRST, frozen_columns(self.table))
        signs = _PANEL_SIGNS if self.form.id == _PANEL else ""
        foot = " ".join(part for part in (self.issue.branch_name, self.form.title, self.table.label, signs) if part)
        sheet.print_setup(Page(repeat=(HEADING_ROW - 1, NAME_ROW - 1), footer=foot))

    def _heading_look(self, field: Field) -> Style:
        """Compulsory columns show a mark after the heading; the heading itself stays as declared."""
        need = "选填" if self.table.reference else need_of(field)
        if need in ("选填", "自动"):
            return HEADER_OPTIONAL
        return HEADER_COMPULSORY | _MARK_REQUIRED if need == "必填" else HEADER | _MARK_CONDITIONAL

    def _write_rows(self, sheet: Sheet, rows: Sequence[Mapping[str, object]]) -> bool:
        """Write the given rows; whether any of their cells is locked."""
        table, any_locked, wrapping = self.table, False, wrapping_of(self.table)
        looks = {(f.name, locked): look_of(f, locked=locked) for f in table.fields for locked in (False, True)}
        for number, values in enumerate(map(known, rows), start=_FIRST):
            marks, height = marks_of(values), height_of(values, wrapping)
            if height:
                sheet.heights({number: height})
            for col, field in enumerate(table.fields):
                locked = is_locked(table, field.name, values)
                any_locked = any_locked or locked
                look, mark = looks[field.name, locked or field.system], marks.get(field.name)
                sheet.write(number, col, field.render(values.get(field.name)), look | mark.style if mark else look)
                if mark:
                    sheet.comment(number, col, mark.text)
        return any_locked

    def _write_foot(self, sheet: Sheet, row: int) -> None:
        if self.form.has_cover and not self.table.reference:
            sheet.write(row, 0, sign_line(self.issue.preparer), PLAIN | style(indent=0))
            sheet.heights({row: 32})

    def _attach_checks(self, sheet: Sheet, checks: ColumnChecks, last: int) -> None:
        for col, field in enumerate(self.table.fields):
            checks.attach(sheet, field, Area(_FIRST, col, max(last, _FIRST), col))


def look_of(field: Field, *, locked: bool) -> Style:
    """The look of a cell of a column, filled or empty."""
    look = style_of(field.kind) | (GIVEN if locked else FILL_IN)
    return look | WRAP if field.kind in (Kind.NAME, Kind.CHOICE) else look

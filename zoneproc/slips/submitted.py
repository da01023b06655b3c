"""What a file holds, cell by cell: what belongs into our template, exactly as sent, and what stood outside it."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zoneproc.excel.addresses import cell_address
from zoneproc.excel.issue import OWN
from zoneproc.excel.layout import note_of
from zoneproc.excel.reading import RawBook, RawSheet
from zoneproc.excel.slip import Stray
from zoneproc.excel.stamp import (
    CHECK_SHEET,
    COVER_NAME,
    FINDINGS_SHEET,
    GUIDE_SHEET,
    LISTS_SHEET,
    META_SHEET,
    OUTSIDE_SHEET,
    SELF_SHEET,
    SIGN_MARK,
)
from zoneproc.intake import RawTable, Submission, find_table
from zoneproc.intake.columns import heading_key, words_of
from zoneproc.intake.sheets import claims
from zoneproc.kinds import Bad, ErrorCell, Kind, as_text, fold, is_empty, parse
from zoneproc.schema import Field, Form, Table

__all__ = ["OFFICE_ITEMS", "OURS", "Submitted", "is_cover_line", "submitted"]

OURS = frozenset(
    {META_SHEET, GUIDE_SHEET, LISTS_SHEET, SELF_SHEET, CHECK_SHEET, FINDINGS_SHEET, OUTSIDE_SHEET, "下拉选项"}
)
"""Sheets of templates and slips that hold nothing a branch sends."""
OFFICE_ITEMS = ("template_id", "template_version", "branch_code", "period", "submission_no")
"""What the office writes on the cover of every issue."""
_SEARCHED = 20
_COVER_LINES = ("项目", "填报进度", "自检结果")
_COVER_OPENINGS = ("请填写浅黄色单元格", "纸质表由支部书记签字")


@dataclass(frozen=True, slots=True)
class Submitted:
    """The content of one file: rows as sent by table, in the order sent, and the cells outside the template."""

    rows: Mapping[str, list[dict[str, object]]] = field(default_factory=dict)
    strays: tuple[Stray, ...] = ()


def submitted(book: RawBook, submission: Submission) -> Submitted:
    """What the file holds. Tables that could not be read safely are outside, cell by cell."""
    if submission.identity is None:
        return Submitted()
    form = submission.identity.form
    found = [_TableCells.of(book, form[name], raw) for name, raw in _tables(book, submission, form).items()]
    taken: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for table in found:
        taken[table.raw.title].update(table.taken())
    heads = {table.raw.title: table for table in found}
    strays = [
        Stray(sheet.title, cell_address(row, column), value)
        for sheet in book.sheets
        if sheet.title not in OURS
        for row, column, value in _filled(sheet, taken[sheet.title])
        if not _is_ours(sheet, (row, column), form, heads)
    ]
    return Submitted({table.table.name: table.rows() for table in found}, tuple(strays))


def _tables(book: RawBook, submission: Submission, form: Form) -> Mapping[str, RawTable]:
    """The tables of a submission, and those issued for reference, which are not read otherwise."""
    tables = dict(submission.tables)
    claimed = claims(book, form)
    for table in form.tables:
        if table.reference:
            raw, _ = find_table(submission.file, claimed.get(table.name, ()), table)
            if raw is not None:
                tables[table.name] = raw
    return tables


def _filled(sheet: RawSheet, without: Container[tuple[int, int]]) -> Iterator[tuple[int, int, object]]:
    for row, cells in enumerate(sheet.rows, start=1):
        for column, value in enumerate(cells):
            if value != "" and (row, column) not in without and not is_empty(value):
                yield row, column, value


@dataclass(frozen=True, slots=True)
class _TableCells:
    """One table of the file; `system` are the columns the office computed, which are carried along."""

    sheet: RawSheet
    table: Table
    raw: RawTable
    system: Mapping[str, int]

    @classmethod
    def of(cls, book: RawBook, table: Table, raw: RawTable) -> "_TableCells":
        sheet = book.sheet(raw.title) or RawSheet(raw.title, [])
        return cls(sheet, table, raw, _system_columns(sheet, table))

    def rows(self) -> list[dict[str, object]]:
        own: dict[str, object] = {} if self.table.vertical or self.table.reference else {OWN: True}
        rows = [dict(own) for _ in self.raw.rows]
        for item in self.table.fields:
            for row, value in zip(rows, self._column(item.name), strict=False):
                if value != "" and not is_empty(value):
                    row[item.name] = _as_sent(item, value)
        return rows

    def _column(self, name: str) -> Sequence[object]:
        """The cells of a column, none if the file does not have it."""
        if name in self.raw.values:
            return self.raw.values[name]
        if name in self.system:
            return [self.sheet.rows[at - 1][self.system[name]] for at in self.raw.rows]
        return ()

    def taken(self) -> Iterator[tuple[int, int]]:
        """Row and column of the cells whose values stand in the rows."""
        for at in self.raw.rows:
            if self.raw.vertical:
                yield from ((row + 1, at - 1) for row in self.raw.columns.values())
            else:
                yield from ((at, column) for column in (*self.raw.columns.values(), *self.system.values()))


def _system_columns(sheet: RawSheet, table: Table) -> Mapping[str, int]:
    """Where the computed columns stand, by the row that names most columns."""
    wanted = {item.name for item in table.fields if item.system}
    if not wanted or table.vertical:
        return {}
    words = words_of(table)
    best: dict[str, int] = {}
    for row in sheet.rows[:_SEARCHED]:
        for known in (words.names, words.headings):
            found = {
                known[heading_key(c)]: at for at, c in enumerate(row) if isinstance(c, str) and heading_key(c) in known
            }
            best = found if len(found) > len(best) else best
    return {name: column for name, column in best.items() if name in wanted}


def _as_sent(item: Field, value: object) -> object:
    """The cell as it is written into the slip: the same value, as text where the column's format would change it."""
    if type(value) is str:
        return value
    if isinstance(value, ErrorCell):
        return as_text(value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and item.kind is Kind.FLAG:
        return as_text(value)
    if number and item.kind in (Kind.DATE, Kind.DATETIME):
        meant = parse(item.kind, value)
        readable = isinstance(meant, date) and not isinstance(meant, Bad) and float(str(value)) < _LAST_SERIAL
        return value if readable else as_text(value)
    return value


_LAST_SERIAL = 73051
"""Larger numbers are no day of this century to Excel, e.g. 20260305; shown as a date they would be ####."""


def _is_ours(sheet: RawSheet, at: tuple[int, int], form: Form, heads: Mapping[str, _TableCells]) -> bool:
    """Whether a cell says what the template itself says there: titles, notes, headings, machine names, the sign line."""
    row, column = at
    value = sheet.rows[row - 1][column]
    if isinstance(value, str) and value.lstrip().startswith(SIGN_MARK):
        return True
    known = heads.get(sheet.title)
    table = known.table if known else next((table for table in form.tables if table.label == sheet.title), None)
    if table is None:
        return False
    if table.vertical:
        first = next(at for at, cell in enumerate(sheet.rows[row - 1]) if not is_empty(cell))
        return column - first <= COVER_NAME and is_cover_line(sheet.rows[row - 1][first], form)
    first_row = known.raw.rows[0] if known and known.raw.rows else _SEARCHED
    return row < first_row and isinstance(value, str) and _says_head(value, table, first=row == 1)


def _says_head(value: str, table: Table, *, first: bool) -> bool:
    words, key = words_of(table), heading_key(value)
    said = key in words.names or key in words.headings or fold(value) == fold(note_of(table))
    return said or (first and value.startswith(table.label))


def is_cover_line(first: object, form: Form) -> bool:
    """Whether a line of a cover that begins with this cell is the template's: an item, a note, or the progress of a sheet."""
    if not isinstance(first, str):
        return False
    words, key = words_of(form.tables[0]), heading_key(first)
    lines = {*_COVER_LINES, *(table.label for table in form.tables)}
    return (
        key in words.names
        or key in words.headings
        or first in lines
        or first.startswith((form.title, *_COVER_OPENINGS))
    )

"""What a file holds, cell by cell: what belongs into our template, exactly as sent, and what stood outside it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zoneproc.excel.addresses import cell_address
from zoneproc.excel.issue import OWN
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
from zoneproc.kinds import Bad, ErrorCell, Kind, as_text, is_empty, parse
from zoneproc.schema import Field, Form, Table
from zoneproc.slips.printed import cover_of, head_of

__all__ = ["OFFICE_ITEMS", "OURS", "Submitted", "submitted"]

OURS = frozenset(
    {META_SHEET, GUIDE_SHEET, LISTS_SHEET, SELF_SHEET, CHECK_SHEET, FINDINGS_SHEET, OUTSIDE_SHEET, "下拉选项"}
)
"""Sheets of templates and slips that hold nothing a branch sends."""
OFFICE_ITEMS = ("template_id", "template_version", "branch_code", "period", "submission_no")
"""What the office writes on the cover of every issue."""
_SEARCHED = 20

_Block = tuple[Collection[int], Collection[int]]
"""Cells of a sheet: rows (1-based) and columns (0-based)."""


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
    heads = {table.raw.title: table for table in found}
    strays = [
        Stray(sheet.title, cell_address(row, column), value)
        for sheet in book.sheets
        if sheet.title not in OURS
        for row, column, value in _outside(sheet, [table.taken for table in found if table.raw.title == sheet.title])
        if not _is_ours(sheet, (row, column), form, heads)
    ]
    return Submitted({table.table.name: table.rows() for table in found}, tuple(strays))


def _tables(book: RawBook, submission: Submission, form: Form) -> Mapping[str, RawTable]:
    """The tables of a submission, and those issued for reference, which are not read otherwise."""
    tables = dict(submission.tables)
    references = [table for table in form.tables if table.reference]
    claimed = claims(book, form) if references else {}
    for table in references:
        raw, _ = find_table(submission.file, claimed.get(table.name, ()), table)
        if raw is not None:
            tables[table.name] = raw
    return tables


def _outside(sheet: RawSheet, taken: Sequence[_Block]) -> Iterator[tuple[int, int, object]]:
    """Row and column of what a sheet holds outside these blocks, and the cells."""
    width = len(sheet.rows[0]) if sheet.rows else 0
    every = range(width)
    open_at: dict[int, Sequence[int]] = {}
    for rows, columns in taken:
        beside = [column for column in every if column not in columns]
        for row in rows:
            before = open_at.get(row)
            open_at[row] = beside if before is None else [column for column in before if column not in columns]
    for row, cells in enumerate(sheet.rows, start=1):
        if cells.count("") < width:
            for column in open_at.get(row, every):
                value = cells[column]
                if value != "" and not is_empty(value):
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
                    row[item.name] = value if type(value) is str else _as_sent(item, value)
        return rows

    def _column(self, name: str) -> Sequence[object]:
        """The cells of a column, none if the file does not have it."""
        if name in self.raw.values:
            return self.raw.values[name]
        if name in self.system:
            return [self.sheet.rows[at - 1][self.system[name]] for at in self.raw.rows]
        return ()

    @property
    def taken(self) -> _Block:
        """The cells whose values stand in the rows."""
        if self.raw.vertical:
            return {row + 1 for row in self.raw.columns.values()}, {at - 1 for at in self.raw.rows}
        return self.raw.rows, {*self.raw.columns.values(), *self.system.values()}


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
    if isinstance(value, bool | date):
        return value
    if isinstance(value, ErrorCell):
        return as_text(value)
    number = isinstance(value, int | float)
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
        return column - first <= COVER_NAME and cover_of(form).says(sheet.rows[row - 1][first])
    first_row = known.raw.rows[0] if known and known.raw.rows else _SEARCHED
    return row < first_row and isinstance(value, str) and head_of(table).says(value, first=row == 1)

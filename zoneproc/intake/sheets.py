"""Which sheet holds which table: by title, by the machine names it carries, by its headings.

Two sheets that both claim a table and both hold data are refused; which one counts is for the sender to say.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from zoneproc.excel.addresses import cell_address
from zoneproc.excel.reading import RawBook, RawSheet
from zoneproc.excel.stamp import (
    CHECK_SHEET,
    COVER_LABEL,
    COVER_NAME,
    FINDINGS_SHEET,
    GUIDE_SHEET,
    LISTS_SHEET,
    META_SHEET,
    NAME_ROW,
    OUTSIDE_SHEET,
    SELF_SHEET,
)
from zoneproc.findings import Finding, Place
from zoneproc.intake.codes import S02, S12, S16, S17, told
from zoneproc.intake.columns import Fault, Header, find_header, heading_key, words_of
from zoneproc.intake.rows import RawTable, read_rows
from zoneproc.intake.upgrade import is_older, upgrade_note
from zoneproc.kinds import fold, is_empty
from zoneproc.schema import Form, Table

__all__ = ["Reading", "claims", "find_table", "read_cover", "read_tables"]

_ALIKE = 0.6
"""Share of a table's columns a sheet of another title must show to be taken for it."""
COVER_VALUE_HEADING = "内容"
_NOT_TOLD = frozenset(
    {META_SHEET, GUIDE_SHEET, LISTS_SHEET, SELF_SHEET, CHECK_SHEET, FINDINGS_SHEET, OUTSIDE_SHEET, "下拉选项"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a book for one form: the tables by name, and what was wrong on the way."""

    tables: Mapping[str, RawTable] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def claims(book: RawBook, form: Form) -> dict[str, list[RawSheet]]:
    """The sheets that may hold each table, by table name; a sheet is counted for one table only.

    A title counts unless the columns are rather those of another table: titles are easily exchanged.
    """
    found: dict[str, list[RawSheet]] = defaultdict(list)
    for sheet in book.sheets:
        title = _titled(sheet, form)
        name = title if title and _shows_all(sheet, form[title]) else _alike(sheet, form) or title
        if name:
            found[name].append(sheet)
    return found


def _shows_all(sheet: RawSheet, table: Table) -> bool:
    """Whether every column of the table is on the sheet; where templates have the machine names is looked at first."""
    names = {field.name for field in table.fields}
    as_issued = len(sheet.rows) >= NAME_ROW and names.issubset(sheet.rows[NAME_ROW - 1])
    return table.vertical or as_issued or _likeness(_shown(sheet), table) == 1


def _titled(sheet: RawSheet, form: Form) -> str:
    title = fold(sheet.title)
    return next((table.name for table in form.tables if _title_of(table.code, table.label).fullmatch(title)), "")


@lru_cache(maxsize=256)
def _title_of(code: str, label: str) -> re.Pattern[str]:
    """How the title of a table's sheet may be written: with its code in front or without."""
    return re.compile(rf"(?:{re.escape(fold(code))}[-_.、]?)?{re.escape(fold(label))}")


def _alike(sheet: RawSheet, form: Form) -> str:
    """The one table whose columns the sheet shows, whatever its title."""
    if sheet.title in _NOT_TOLD:
        return ""
    shown = _shown(sheet)
    scores = sorted(
        ((_likeness(shown, table), table.name) for table in form.tables if not table.vertical), reverse=True
    )
    if not scores or scores[0][0] < _ALIKE or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return ""
    return scores[0][1]


def _shown(sheet: RawSheet) -> set[str]:
    return {heading_key(cell) for row in sheet.rows[:20] for cell in row if isinstance(cell, str) and cell}


def _likeness(shown: set[str], table: Table) -> float:
    words = words_of(table)
    found = ({words_[key] for key in shown & words_.keys()} for words_ in (words.names, words.headings))
    return max(len(names) for names in found) / len(table.fields)


def find_table(
    file: str, sheets: Sequence[RawSheet], table: Table, *, older: bool = False
) -> tuple[RawTable | None, list[Finding]]:
    """The table as read from the sheets that claim it, None if it cannot be read, and what is to be said about it.

    In a workbook of an `older` template columns may be missing that have been added since.
    """
    headers = [(sheet, find_header(sheet.rows, table, older=older)) for sheet in sheets]
    headed = [(sheet, header) for sheet, header in headers if header is not None]
    if not headed:
        return None, _missing(file, sheets, table, older=older)
    read = [(header, read_rows(sheet, header, table)) for sheet, header in headed]
    filled = [(header, raw) for header, raw in read if raw.rows]
    if len(filled) > 1:
        place = Place(file, filled[1][1].title)
        detail = f"与“{filled[0][1].title}”表头相同又都填了内容,无法判断以哪一张为准"
        return None, [told(S02, place, what=place.sheet, detail=detail)]
    header, raw = (filled or read)[0]
    findings = [_told(file, raw.title, fault) for fault in header.faults]
    return (raw if header.sound else None), findings + _of_layout(file, raw)


def _of_layout(file: str, raw: RawTable) -> list[Finding]:
    """What merged cells and hidden rows do to the rows read."""
    found = [told(S16, Place(file, raw.title, cell), cells=area) for cell, area in raw.merged.items()]
    if raw.hidden:
        rows = "、".join(map(str, raw.hidden))
        found.append(told(S17, Place(file, raw.title, f"{raw.hidden[0]}:{raw.hidden[0]}"), rows=rows))
    return found


def _missing(file: str, sheets: Sequence[RawSheet], table: Table, *, older: bool) -> list[Finding]:
    if older and table.nil_allowed and not sheets:
        return [told(S12, Place(file), what=table.label, detail="这张表没有找到,按没有填处理")]
    empty = all(is_empty(cell) for sheet in sheets for row in sheet.rows for cell in row)
    if table.optional and empty:
        return []
    place = Place(file, sheets[0].title if sheets else "")
    return [told(S02, place, what=table.label, detail="找不到表头" if sheets else "这张表没有找到")]


def _told(file: str, title: str, fault: Fault) -> Finding:
    cell = cell_address(fault.row, fault.column) if fault.row and fault.column >= 0 else ""
    return told(S02 if fault.blocking else S12, Place(file, title, cell), what=fault.what, detail=fault.detail)


def read_cover(file: str, book: RawBook, table: Table) -> tuple[RawTable | None, list[Finding]]:
    """The cover: the same search, with rows and columns exchanged. Values stand right of the labels."""
    titled = [sheet for sheet in book.sheets if fold(sheet.title) == fold(table.label)]
    for sheet in titled or [sheet for sheet in book.sheets if sheet.title not in _NOT_TOLD]:
        turned = [list(column) for column in zip(*sheet.rows, strict=True)]
        header = find_header(turned, table, COVER_LABEL, COVER_NAME)
        if header is not None and (titled or len(header.columns) >= _ALIKE * len(table.fields)):
            return _cover(file, sheet, turned, header, table)
    return None, []


def _cover(
    file: str, sheet: RawSheet, turned: list[list[object]], header: Header, table: Table
) -> tuple[RawTable | None, list[Finding]]:
    values_at = _value_column(turned, table, min(header.columns.values(), default=0))
    findings = [
        _told(file, sheet.title, Fault(f.what, f.detail, f.blocking, f.column + 1, f.row - 1 if f.row else -1))
        for f in header.faults
    ]
    if not header.sound or values_at < 0:
        return None, findings
    column = values_at
    values: dict[str, list[object]] = {
        name: [turned[column][row] if column < len(turned) else ""] for name, row in header.columns.items()
    }
    raw = RawTable(sheet.title, dict(header.columns), [column + 1], values, vertical=True, renamed=header.renamed)
    return raw, findings


def _value_column(turned: list[list[object]], table: Table, top: int) -> int:
    """The column headed 内容 above the items, else the one right of the labels; -1 if neither can be trusted."""
    headed = [
        at
        for at, column in enumerate(turned)
        if any(isinstance(cell, str) and fold(cell) == COVER_VALUE_HEADING for cell in column[:top])
    ]
    if len(headed) == 1:
        return headed[0]
    labels = _label_column(turned, table)
    beside = turned[labels + 1][top:] if 0 <= labels < len(turned) - 1 else []
    return labels + 1 if any(not is_empty(cell) for cell in beside) else -1


def _label_column(turned: list[list[object]], table: Table) -> int:
    """The column of labels; the hidden machine names alone do not tell where the values are."""
    words = words_of(table).headings
    hits = [sum(isinstance(c, str) and heading_key(c) in words for c in column) for column in turned]
    return hits.index(max(hits)) if hits and max(hits) > 1 else -1


def read_tables(file: str, book: RawBook, form: Form) -> Reading:
    """All tables of a form as they stand in the book; a table that cannot be read safely is a finding instead."""
    claimed = claims(book, form)
    tables: dict[str, RawTable] = {}
    findings: list[Finding] = []
    older: bool | None = None
    for table in form.tables:
        if table.reference:
            continue
        if table.vertical:
            raw, found = read_cover(file, book, table)
        else:
            older = is_older(book.stamp, form, tables) if older is None else older
            raw, found = find_table(file, claimed.get(table.name, ()), table, older=older)
        findings += found
        if raw is not None:
            tables[table.name] = raw
    if older:
        findings.append(upgrade_note(file, form, tables))
    findings += _strangers(file, book, form, claimed)
    return Reading(tables, tuple(findings))


def _strangers(file: str, book: RawBook, form: Form, claimed: Mapping[str, list[RawSheet]]) -> Iterator[Finding]:
    """Visible sheets of the sender's own that hold something; they are not read."""
    known = {sheet.title for sheets in claimed.values() for sheet in sheets} | _NOT_TOLD
    known |= {table.label for table in form.tables if table.vertical}
    for sheet in book.sheets:
        if sheet.visible and sheet.title not in known and any(not is_empty(c) for row in sheet.rows for c in row):
            yield told(S12, Place(file, sheet.title), what=sheet.title, detail="一表不在模板内,没有读取")

"""The rows of a sheet that hold something, with their true numbers: blanks, sums and sign lines are left out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from zoneproc.excel.addresses import cell_address
from zoneproc.excel.reading import RawSheet
from zoneproc.intake.columns import Header, heading_key
from zoneproc.kinds import is_empty
from zoneproc.schema import Table

__all__ = ["RawTable", "read_rows"]

_FOOTER = re.compile(r"\s*(合\s*计|小\s*计|填\s*表\s*人|审\s*核|注\s*\d*\s*(?:\W|$)|说\s*明\s*(?:\W|$))")
_REMARK = re.compile(r"\s*(注|说明)")


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as it stands in a sender's file.

    `columns`: field → 0-based column. `rows`: the 1-based Excel row of each row that holds something; `values`: field →
    raw cells of these rows. Fields whose column is missing are in neither mapping. A `vertical` table (the cover) has
    rows and columns exchanged: `columns` are 0-based rows, the one entry of `rows` is the 1-based column of the values.

    `renamed`: field → heading, where it is not the template's; `unknown`: headings of the sender's own.
    `merged`: cells of rows that count which are hidden in a merged area → that area. `hidden`: rows that count and are
    not seen.
    """

    title: str
    columns: Mapping[str, int]
    rows: Sequence[int] = ()
    values: Mapping[str, list[object]] = field(default_factory=dict)
    vertical: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()

    def cell(self, row: int, name: str = "") -> str:
        """The A1 address of a field in a row; the row alone (5:5) where the field has no column."""
        if name not in self.columns:
            return f"{row}:{row}" if row else ""
        at = self.columns[name]
        return cell_address(at + 1, row - 1) if self.vertical else cell_address(row, at)


def read_rows(sheet: RawSheet, header: Header, table: Table) -> RawTable:
    """The rows of a horizontal table below its header. A row counts if a cell of a read field holds something."""
    positions = list(header.columns.values())
    rows = _filled_down(sheet, header, table)
    headings = _headings(header, table)
    kept = [
        index
        for index in range(header.first, len(rows))
        if rows[index].count("") < len(rows[index])
        and index not in header.lines
        and (
            _begins_as_a_row(rows[index], headings)
            or (
                _holds_something(rows[index], positions)
                and not _is_footer(rows[index], header, table)
                and not _is_heading(rows[index], headings)
            )
        )
    ]
    columns = list(zip(*(rows[index] for index in kept), strict=True))
    numbers = [index + 1 for index in kept]
    return RawTable(
        sheet.title,
        dict(header.columns),
        numbers,
        {name: list(columns[column]) if kept else [] for name, column in header.columns.items()},
        renamed=header.renamed,
        unknown=header.unknown,
        merged=dict(_merged(sheet, header, table, numbers)),
        hidden=tuple(sorted(sheet.facts.hidden_rows.intersection(numbers))),
    )


def _headings(header: Header, table: Table) -> dict[int, frozenset[str]]:
    """What the header says in each column: label, machine name and other accepted words."""
    return {
        header.columns[item.name]: frozenset(map(heading_key, (item.name, item.label, *item.aliases)))
        for item in table.fields
        if item.name in header.columns
    }


def _begins_as_a_row(row: Sequence[object], headings: Mapping[int, frozenset[str]]) -> bool:
    """Whether the first cell is a number, a date or a plain code: what it begins is no sum, sign line or heading."""
    column = 0 if row[0] != "" else next(column for column, cell in enumerate(row) if cell != "")
    cell, words = row[column], headings.get(column)
    if words is None or cell is None:
        return False
    if not isinstance(cell, str):
        return True
    return cell.isascii() and cell.replace("-", "").isalnum() and cell.casefold() not in words


def _is_heading(row: Sequence[object], headings: Mapping[int, frozenset[str]]) -> bool:
    """Whether the row repeats the header, as at the head of each printed page."""
    said = 0
    for column, words in headings.items():
        cell = row[column]
        if is_empty(cell):
            continue
        if not isinstance(cell, str) or heading_key(cell) not in words:
            return False
        said += 1
    return said > 1


def _merged(sheet: RawSheet, header: Header, table: Table, numbers: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Cells of read fields that merged areas of data hide; columns filled downwards hide nothing."""
    merges = [merge for merge in sheet.facts.merges if merge[2] > header.first]  # those of titles are none of data
    fields = {column: table[name] for name, column in header.columns.items()} if merges else {}
    for top, left, bottom, right in merges:
        area = f"{cell_address(top, left)}:{cell_address(bottom, right)}"
        rows = [number for number in numbers if top <= number <= bottom]
        for row, column in product(rows, range(left, right + 1)):
            filled_down = column == left and column in fields and fields[column].mergeable
            if column in fields and (row, column) != (top, left) and not filled_down:
                yield cell_address(row, column), area


def _holds_something(row: Sequence[object], positions: Sequence[int]) -> bool:
    return any(not is_empty(row[column]) for column in positions)


def _is_footer(row: Sequence[object], header: Header, table: Table) -> bool:
    """Whether the first cell says 合计, 填表人, 注: … (domain.md 2.1 no. 6) and the row does not name a thing all the same.

    Such words further right are somebody's text, unless nothing else stands in the row.
    """
    first = next(column for column, cell in enumerate(row) if not is_empty(cell))
    text, alone = row[first], row.count("") == len(row) - 1
    if not isinstance(text, str) or not _opens_footer(text, alone=alone):
        return False
    if first > min(header.columns.values()) and not alone:
        return False
    keys = [header.columns[name] for name in table.key if name in header.columns]
    others = [column for column in keys if column != first]
    return not (others and all(not is_empty(row[column]) for column in others))


def _opens_footer(text: str, *, alone: bool) -> bool:
    return bool(_FOOTER.match(text) or (alone and _REMARK.match(text)))


def _filled_down(sheet: RawSheet, header: Header, table: Table) -> list[list[object]]:
    """The rows, merged cells repeated downwards in the columns that allow it."""
    columns = {header.columns[f.name] for f in table.read_fields if f.mergeable and f.name in header.columns}
    merges = [merge for merge in sheet.facts.merges if merge[1] in columns and merge[2] > merge[0] > header.first]
    if not merges:
        return sheet.rows
    rows = [list(row) for row in sheet.rows]
    for top, column, bottom, _ in merges:
        for index in range(top, min(bottom, len(rows))):
            rows[index][column] = rows[top - 1][column]
    return rows

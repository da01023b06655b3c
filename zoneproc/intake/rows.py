"""The rows of a sheet that hold something, with their true numbers: blanks, sums and sign lines are left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zoneproc.excel.addresses import cell_address
from zoneproc.excel.reading import RawSheet
from zoneproc.intake.columns import Header
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
    """

    title: str
    columns: Mapping[str, int]
    rows: Sequence[int] = ()
    values: Mapping[str, list[object]] = field(default_factory=dict)
    vertical: bool = False

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
    kept = [
        index
        for index in range(header.first, len(rows))
        if _holds_something(rows[index], positions) and not _is_footer(rows[index], header, table)
    ]
    values = {name: [rows[index][column] for index in kept] for name, column in header.columns.items()}
    return RawTable(sheet.title, dict(header.columns), [index + 1 for index in kept], values)


def _holds_something(row: Sequence[object], positions: Sequence[int]) -> bool:
    return row.count("") < len(row) and any(not is_empty(row[column]) for column in positions)


def _is_footer(row: Sequence[object], header: Header, table: Table) -> bool:
    """Whether the first cell says 合计, 填表人, 注: … (domain.md 2.1 no. 6) and the row does not name a thing all the same."""
    first = next(column for column, cell in enumerate(row) if not is_empty(cell))
    text = row[first]
    if not isinstance(text, str) or not _opens_footer(text, alone=row.count("") == len(row) - 1):
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

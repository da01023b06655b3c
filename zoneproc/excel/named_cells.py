"""Formulas written with the names of columns, turned into cells when a printed table is laid out.

In a template, names in square brackets stand for cells; all else is Excel's own formula text:

- `[base]` the cell of column `base` in the same row, `[I11..I61]` the cells from one column to another;
- `[base:]` all cells of the column; `[base^]`, `[I11..I61^]` those of the row above the headings (full points);
- `[计数!base]` the same row of another table, `[计数!base:]` all its cells;
- `[参数!decimals/value]` the cell of column `value` in the row whose key is `decimals`.

Cells of other tables are fixed ($A$1), those of the own row are not: a table may be sorted and every row keeps its own.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from zoneproc.excel.wording import column_letters, reference
from zoneproc.excel.writing import WritingError

__all__ = ["Spot", "Spots", "formula_cells", "formula_text", "keys_of"]

_NAME = re.compile(r"\[(?:(?P<table>[^\[\]!]+)!)?(?P<what>[^\[\]]+)\]")
_OWN_ROW = "\x01"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a table stands: title of its sheet, first row of data (from 0), number of rows, column by name.

    `above` is the row over the headings; `keys` are the rows of data by the value of the key column.
    """

    title: str
    first: int
    count: int
    columns: Mapping[str, int]
    above: int = 0
    keys: Mapping[str, int] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The last row of data (from 0)."""
        return self.first + max(self.count, 1) - 1

    def column(self, name: str) -> str:
        """The letters of a column; raises WritingError if the table has none of that name."""
        if name not in self.columns:
            message = f"no column {name!r} in the table on sheet {self.title}"
            raise WritingError(message)
        return column_letters(self.columns[name])


Spots = Mapping[str, Spot]
"""The tables of a workbook by name."""


def formula_cells(template: str, own: Spot, spots: Spots) -> Callable[[int], str]:
    """The formula of each row (from 0) of the table `own`, with cells for names; raises WritingError for unknown names."""
    shifts: dict[str, int] = {}

    def cells(match: re.Match[str]) -> str:
        if match["table"] is None:
            return _own_cells(match["what"], own)
        return _cells_elsewhere(match["what"], _found(match["table"], spots), shifts)

    text = "=" + _NAME.sub(cells, template.removeprefix("="))
    if not shifts:
        return lambda row: text.replace(_OWN_ROW, str(own.first + row + 1))
    others = tuple(shifts.items())

    def of_row(row: int) -> str:
        made = text.replace(_OWN_ROW, str(own.first + row + 1))
        for mark, first in others:
            made = made.replace(mark, str(first + row + 1))
        return made

    return of_row


def formula_text(template: str, own: Spot, spots: Spots) -> str:
    """A formula that is the same for every row: of the row above the headings, of totals, of conditional formats."""
    return formula_cells(template, own, spots)(0)


def _found(table: str, spots: Spots) -> Spot:
    if table not in spots:
        message = f"no table {table!r} in this workbook"
        raise WritingError(message)
    return spots[table]


def _own_cells(what: str, own: Spot) -> str:
    if what.endswith(":"):
        return _whole(own.column(what[:-1]), own)
    names = what.removesuffix("^").split("..")
    row = f"${own.above + 1}" if what.endswith("^") else _OWN_ROW
    return ":".join(f"${own.column(name)}{row}" for name in names)


def _whole(letters: str, spot: Spot) -> str:
    return f"${letters}${spot.first + 1}:${letters}${spot.last + 1}"


def _cells_elsewhere(what: str, spot: Spot, shifts: dict[str, int]) -> str:
    if what.endswith(":"):
        return reference(spot.title, _whole(spot.column(what[:-1]), spot))
    key, _, name = what.rpartition("/")
    if key:
        if key not in spot.keys:
            message = f"no row {key!r} in the table on sheet {spot.title}"
            raise WritingError(message)
        return reference(spot.title, f"${spot.column(name)}${spot.first + spot.keys[key] + 1}")
    mark = next((mark for mark, first in shifts.items() if first == spot.first), chr(2 + len(shifts)))
    shifts[mark] = spot.first
    return reference(spot.title, f"${spot.column(name)}${mark}")


def keys_of(values: Sequence[object]) -> Mapping[str, int]:
    """The rows of a key column by its values."""
    return {str(value): row for row, value in enumerate(values)}

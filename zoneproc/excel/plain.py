"""The worksheet of the Excel library without what takes it long and what none of our workbooks needs."""

from collections.abc import Callable, Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import (
    CellArrayFormulaTuple,
    CellBlankTuple,
    CellDatetimeTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

__all__ = ["PlainWorksheet"]

_CONTENT: Mapping[type, Callable[[Any], str]] = {
    CellStringTuple: lambda cell: f' t="s"><v>{cell.string}</v></c>',
    CellNumberTuple: lambda cell: f"><v>{cell.number:.16G}</v></c>",
    CellDatetimeTuple: lambda cell: f"><v>{cell.number:.16G}</v></c>",
    CellBlankTuple: lambda _: "/>",
}
"""What follows the address and the style of a plain cell."""


class PlainWorksheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A worksheet that takes formulas as they are and pads no array formula with zeros.

    None of our formulas uses the new functions the library looks for; looking for forty names in every formula, and a cell
    for every row of every array, would take longer than all the rest of a template.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")

    def _write_rows(self) -> None:
        """The rows of the sheet as the library writes them, but for the optional spans; most cells in one step."""
        styles: dict[int, str] = {}
        letters: dict[int, str] = {}
        for row in range(self.dim_rowmin or 0, (self.dim_rowmax or 0) + 1):
            cells = self.table.get(row)
            if not cells:
                if row in self.row_info or row in self.comments:
                    self._write_empty_row(row, None, self.row_info.get(row))
                continue
            self._write_row(row, None, self.row_info.get(row))
            for col in sorted(cells):
                cell = cells[col]
                content = _CONTENT.get(type(cell))
                if content is None or not cell.format:
                    self._write_cell(row, col, cell)
                    continue
                if id(cell.format) not in styles:
                    styles[id(cell.format)] = f' s="{cell.format._get_xf_index()}"'  # noqa: SLF001  # as the library does
                if col not in letters:
                    letters[col] = xl_col_to_name(col)
                self.fh.write(f'<c r="{letters[col]}{row + 1}"{styles[id(cell.format)]}{content(cell)}')
            self._xml_end_tag("row")

    def spread_formula(self, rows: tuple[int, int, int], formula: str, value: object, look: Any) -> None:
        """One array formula for the rows of one column: first row, column, last row."""
        first, col, last = rows
        self._check_dimensions(first, col)
        self._check_dimensions(last, col)
        cells = xl_range(first, col, last, col)
        self.table[first][col] = CellArrayFormulaTuple(formula.removeprefix("="), look, value, cells, "static")

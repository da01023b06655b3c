"""The list of mutations, and what several of them do alike."""

import zipfile
from collections.abc import Callable
from copy import copy
from io import BytesIO

from damage.patients import Patient
from openpyxl.worksheet.worksheet import Worksheet

Mutation = Callable[[Patient], None]
MUTATIONS: dict[str, Mutation] = {}
HEADINGS, NAMES = 3, 4
"""The rows of a good workbook that hold the headings and the machine names."""


def mutation(label: str) -> Callable[[Mutation], Mutation]:
    """Decorator that lists a mutation under its Chinese name."""

    def listed(change: Mutation) -> Mutation:
        assert label not in MUTATIONS
        MUTATIONS[label] = change
        return change

    return listed


def grid_of(sheet: Worksheet) -> list[list[object]]:
    """All values of a sheet."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def rewrite(sheet: Worksheet, grid: list[list[object]]) -> None:
    """The sheet with these values and nothing else from row 1 on."""
    sheet.delete_rows(1, sheet.max_row)
    for at, row in enumerate(grid, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(at, column, value)


def reorder(sheet: Worksheet, order: list[int]) -> None:
    """Whole columns put into another order; 0-based."""
    grid = grid_of(sheet)
    rewrite(sheet, [[row[at] if at < len(row) else None for at in order] for row in grid])


def push(sheet: Worksheet, row: int, column: int) -> None:
    """A cell inserted in one row: what stood there and right of it moves right by one."""
    values = [cell.value for cell in sheet[row]]
    for at, value in enumerate([*values[: column - 1], None, *values[column - 1 :]], start=1):
        sheet.cell(row, at).value = value


def edited(data: bytes, edit: Callable[[str, bytes], bytes]) -> bytes:
    """The package with every part passed through `edit`."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for item in package.infolist():
            written.writestr(copy(item), edit(item.filename, package.read(item)))
    return target.getvalue()

"""A workbook under the knife: where its columns and rows are, and what it says, while mutations change it."""

import io
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random

import openpyxl
from damage.good import Good, Row, Truth
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from zoneproc.schema import Table

FIRST = 5
"""The first row of data in a good workbook."""


@dataclass
class Patient:
    """A good workbook opened. Mutations change `book` or, at the end, `data`; where they change what it says, `truth`."""

    good: Good
    dice: Random
    truth: Truth = field(init=False)
    book: Workbook = field(init=False)
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)
    branch: str = ""
    may_repair: bool = True

    def __post_init__(self) -> None:
        self.truth = deepcopy(self.good.truth)
        self.branch = self.good.branch
        self.book = openpyxl.load_workbook(io.BytesIO(self.good.data))
        for sheet in self.book.worksheets:
            for area in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(area))

    @property
    def tables(self) -> list[Table]:
        """The horizontal tables that hold rows."""
        return [table for table in self.good.form.tables if not table.vertical]

    def any_table(self, *, rows: int = 1) -> Table:
        """One of the tables with at least so many rows."""
        return self.dice.choice([table for table in self.tables if len(self.truth[table.name]) >= rows])

    def sheet(self, table: Table) -> Worksheet:
        """The sheet of a table as it is titled at first."""
        return self.book[table.label]

    def column(self, table: Table, name: str) -> int:
        """The 1-based column of a field in a good workbook."""
        return [item.name for item in table.fields].index(name) + 1

    def last(self, table: Table) -> int:
        """The last row of data."""
        return FIRST + len(self.truth[table.name]) - 1

    def cells(self, table: Table) -> Iterator[tuple[int, str, Row]]:
        """Sheet row, field and truth row of every filled cell of data."""
        for at, row in enumerate(self.truth[table.name]):
            for name in row:
                yield FIRST + at, name, row

    def read_fields(self, table: Table) -> list[str]:
        """The names of the fields that are read back."""
        return [item.name for item in table.read_fields]

    def cover_cell(self, name: str) -> openpyxl.cell.Cell:
        """The cell of an item of the cover."""
        return self.book["封面"].cell(FIRST + self.column(self.good.form["cover"], name) - 1, 2)

    def bytes(self) -> bytes:
        """The workbook as it is now."""
        target = io.BytesIO()
        self.book.save(target)
        data = target.getvalue()
        for change in self.after:
            data = change(data)
        return data

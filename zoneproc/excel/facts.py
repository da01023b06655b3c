"""What is known of a workbook beside its values: the facts that calamine does not tell, whatever the format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

__all__ = ["UNCACHED", "Content", "Facts", "SheetFacts"]

UNCACHED = "公式没有保存结果"
"""What stands in the place of a formula whose result the file does not hold."""


class Content(Enum):
    """What a file is, by its content."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet holds beside its values. Cells are (1-based row, 0-based column).

    `errors`: text of the Excel error, or `UNCACHED`, by cell. `merges`: first row, first column, last row, last column.
    `linked`: cells whose formula draws on another file; known of .xlsx only.
    """

    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    linked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file before it is read.

    `sheets`: the facts of each sheet, by title. `stamp` is what properties and defined names say of the template (.xlsx).
    `macros` and `links`: the book holds macros, or values drawn from other files; both are only ever data to us.
    `unread`: titles of the sheets of a template of ours that nobody fills (stamp.never_filled); they are left closed.
    `blind`: the sheets could not be looked through, so error cells among their values cannot be told from empty ones.
    """

    content: Content
    producer: str = ""
    sheets: Mapping[str, SheetFacts] = field(default_factory=dict)
    stamp: Mapping[str, str] = field(default_factory=dict)
    macros: bool = False
    links: bool = False
    date1904: bool = False
    blind: bool = False
    unread: frozenset[str] = frozenset()

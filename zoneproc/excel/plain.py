"""The worksheet of the Excel library without what takes it long and what none of our workbooks needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import islice, repeat
from math import isfinite
from operator import attrgetter, itemgetter
from typing import Any

from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import (
    CellArrayFormulaTuple,
    CellBlankTuple,
    CellDatetimeTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)
from xlsxwriter.xmlwriter import XMLwriter

from zoneproc.excel.picks import Which, picked
from zoneproc.excel.sizes import Widths, height, widths

__all__ = ["Formula", "PlainWorksheet"]

_LIBRARY = XMLwriter()
_ROW, _AT_ONCE = '<row r="', 4096
_NONE: Mapping[int, Any] = {}
_SIZE = attrgetter("height", "row_format", "hidden", "level", "collapsed")


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula, with the value that programs show which do not recalculate: text or a number."""

    text: str
    value: str | float


Content = str | float | Formula | None
"""Text, a number, a formula, or nothing."""

_CONTENT: Mapping[type, Callable[[Any], str]] = {
    CellStringTuple: lambda cell: f' t="s"><v>{cell.string}</v></c>',
    CellNumberTuple: lambda cell: f"><v>{cell.number:.16G}</v></c>",
    CellDatetimeTuple: lambda cell: f"><v>{cell.number:.16G}</v></c>",
    CellBlankTuple: lambda _: "/>",
}
"""What follows the address and the style of a plain cell."""


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """Cells below each other, laid down at once: the different cells, and which of them stands in each row.

    `looks`, `contents` and `ends` (what follows the style in XML) go by kind of cell.
    """

    col: int
    looks: Sequence[Any]
    contents: Sequence[Content]
    ends: Sequence[str]
    which: Which

    @property
    def computed(self) -> bool:
        """Whether its cells are formulas."""
        return isinstance(self.contents[0], Formula)

    def styles(self) -> Iterator[tuple[int, int, Any]]:
        """Where each look is used first: row within the column, column, look."""
        new = dict.fromkeys(self.looks)
        for row, kind in enumerate(self.which):
            if not new:
                return
            look = self.looks[kind]
            if look in new:
                del new[look]
                yield row, self.col, look

    def closings(self, after: str) -> list[str]:
        """What follows the number of the row in the address of each cell in XML, and `after` that."""
        heads = {look: f'" s="{look._get_xf_index()}"' for look in dict.fromkeys(self.looks)}  # noqa: SLF001  # as the library does
        named = zip(map(heads.__getitem__, self.looks), self.ends, strict=True)
        made = [f"{head}{end}{after}" for head, end in named]
        return picked(made, self.which)


class PlainWorksheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A worksheet that takes formulas as they are, pads no array formula with zeros, and takes whole columns of cells.

    None of our formulas uses the new functions the library looks for; looking for forty names in every formula, and a cell
    for every row of every array, would take longer than all the rest of a template.
    """

    fh: Any

    def __init__(self) -> None:
        super().__init__()
        self._columns: dict[int, list[_Column]] = {}
        self._openings: dict[object, str] = {}
        self._widths: Widths | None = None
        self._joined: dict[int, list[tuple[int, int]]] = {}

    def put(self, row: int, col: int, content: Content, look: Any) -> int:
        """Writes one plain cell; the answer is 0, or -1 if the sheet ends before."""
        if isinstance(content, int | float):
            return int(self._write_number(row, col, content, look))
        if self._check_dimensions(row, col):
            return -1
        if content is None:
            self.table[row][col] = CellBlankTuple(look)
        else:
            index = self.str_table._get_shared_string_index(content)  # noqa: SLF001  # as the library does
            self.table[row][col] = CellStringTuple(index, look)
        return 0

    def join(self, area: tuple[int, int, int, int], look: Any) -> int:
        """Joins the cells between two corners (row, column, row, column), all empty; the answer is 0, or -1 if the sheet ends before."""
        top, left, bottom, right = area
        if self._check_dimensions(top, left) or self._check_dimensions(bottom, right):
            return -1
        blanks = dict.fromkeys(range(left, right + 1), CellBlankTuple(look))
        for row in range(top, bottom + 1):
            joined = self._joined.setdefault(row, [])
            if any(left <= last and first <= right for first, last in joined):
                message = f"cells joined twice: {xl_range(*area)}"
                raise OverlappingRange(message)
            joined.append((left, right))
            self.table[row].update(blanks)
        self.merge.append(list(area))
        return 0

    def widen(self, first: int, characters: Sequence[float]) -> int:
        """Sets the widths of columns from `first` on; the answer is 0, or -1 if the sheet ends before."""
        made = widths(first, tuple(characters), (self.max_digit_width, self.cell_padding))
        if made is None:
            return -1
        self.col_info.update(made.columns)
        self.col_size_changed, self._widths = True, made
        return 0

    def raise_row(self, row: int, points: float) -> int:
        """Sets the height of a row, more than 0; the answer is 0, or -1 if the sheet ends before."""
        if self._check_dimensions(row, self.dim_colmin or 0):
            return -1
        made = height(points)
        self.row_info[row], self.row_sizes[row] = made.row, made.size
        return 0

    def lay(self, at: tuple[int, int], contents: Sequence[Content], looks: Sequence[Any], which: Which) -> int:
        """Lays cells below each other from `at` (row, column): the different ones by their contents and looks.

        `which` says for each row which of them stands there. The answer is 0, or -1 if the sheet ends before. Columns side
        by side begin and end together; TypeError if not.
        """
        first, col = at
        for other, columns in self._columns.items():
            end, beyond = other + len(columns[0].which), first + len(which)
            if other < beyond and first < end and (other, end) != (first, beyond):
                message = f"columns of rows {other}-{end} and {first}-{beyond} side by side"
                raise TypeError(message)
        if self._check_dimensions(first, col) or self._check_dimensions(first + len(which) - 1, col):
            return -1
        column = _Column(col, looks, contents, self._ends(contents, which), which)
        self._columns.setdefault(first, []).append(column)
        return 0

    def _ends(self, contents: Sequence[Content], which: Which) -> Sequence[str]:
        texts = [content for content in contents if isinstance(content, str)]
        if len(texts) == len(contents):
            return [f' t="s"><v>{number}</v></c>' for number in self.str_table.numbers(texts, len(which))]
        uses = sum(picked([isinstance(content, str) for content in contents], which)) if texts else 0
        numbers = iter(self.str_table.numbers(texts, uses))
        return [
            f' t="s"><v>{next(numbers)}</v></c>' if isinstance(content, str) else self._end(content)
            for content in contents
        ]

    def _end(self, content: float | Formula | None) -> str:
        if isinstance(content, Formula):
            kind = ' t="str"' if isinstance(content.value, str) and content.value else ""
            formula = self._escape_data(self._prepare_formula(content.text))
            return f"{kind}><f>{formula}</f><v>{self._escape_data(content.value)}</v></c>"
        if content is not None and not isfinite(content):
            message = f"no number of a cell: {content}"
            raise TypeError(message)
        return "/>" if content is None else f"><v>{content:.16G}</v></c>"

    def _number_looks(self, rows: range, columns: Sequence[_Column]) -> None:
        """Numbers the looks in the order of the cells: those of plain columns, then those of formulas and of single cells."""
        uses = [(column.computed, *use) for column in columns for use in column.styles()]
        uses += [
            (True, at, col, cell.format)
            for at, row in enumerate(rows)
            for col, cell in self.table.get(row, _NONE).items()
        ]
        for *_, look in sorted(uses, key=itemgetter(0, 1, 2)):
            look._get_xf_index()  # noqa: SLF001  # as the library does

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> Sequence[object]:
        """The cells a chart shows, as the library caches them; those of laid columns among them."""
        data: list[object] = []
        for row in range(row_start, row_end + 1):
            for col in range(col_start, col_end + 1):
                laid = self._content_at(row, col)
                data += super()._get_range_data(row, col, row, col) if laid is None else [laid]
        return data

    def _content_at(self, row: int, col: int) -> object:
        for first, columns in self._columns.items():
            for column in columns:
                if column.col == col and first <= row < first + len(column.which):
                    content = column.contents[column.which[row - first]]
                    if isinstance(content, Formula):
                        return content.value
                    return f"{content:.16g}" if isinstance(content, int | float) else content or ""
        return None

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")

    def _escape_attributes(self, attribute: Any) -> Any:
        return _escaped(attribute) if isinstance(attribute, str) else attribute

    def _write_cols(self) -> None:
        """Columns of which nothing but the widths was set at once are written as they were made."""
        if self._widths is not None and self.col_info == self._widths.columns:
            self.fh.write(self._widths.text)
        else:
            super()._write_cols()

    def _write_rows(self) -> None:
        """The rows of the sheet as the library writes them, but for the optional spans; most cells in one step."""
        styles: dict[int, str] = {}
        row = self.dim_rowmin or 0
        while row <= (self.dim_rowmax or 0):
            if row in self._columns:
                row += self._write_laid(row)
                continue
            cells = self.table.get(row)
            if cells:
                self._write_single(row, cells, styles)
            elif row in self.row_info or row in self.comments:
                self._write_empty_row(row, None, self.row_info.get(row))
            row += 1

    def _opening(self, row: int) -> str:
        """The beginning of a row behind its number; rows of one height are alike in it."""
        info = self.row_info.get(row)
        key = info and _SIZE(info)
        if key not in self._openings:
            sheet, self.fh = self.fh, StringIO()
            self._write_row(0, None, info)
            self._openings[key] = self.fh.getvalue().removeprefix(f"{_ROW}1")
            self.fh = sheet
        return self._openings[key]

    def _write_single(self, row: int, cells: Mapping[int, Any], styles: dict[int, str]) -> None:
        """A row of cells written one by one; `styles` are those looked up before."""
        self.fh.write(f"{_ROW}{row + 1}{self._opening(row)}")
        for col in sorted(cells):
            cell = cells[col]
            content = _CONTENT.get(type(cell))
            if content is None or not cell.format:
                self._write_cell(row, col, cell)
                continue
            if id(cell.format) not in styles:
                styles[id(cell.format)] = f' s="{cell.format._get_xf_index()}"'  # noqa: SLF001  # as the library does
            self.fh.write(f'<c r="{_letters(col)}{row + 1}"{styles[id(cell.format)]}{content(cell)}')
        self.fh.write("</row>")

    def _write_laid(self, first: int) -> int:
        """The rows of cells laid down from a row on, with those written one by one between them; how many rows."""
        columns = sorted(self._columns[first], key=attrgetter("col"))
        rows = range(first, first + len(columns[0].which))
        self._number_looks(rows, columns)
        if any(map(self.table.get, rows)):
            self._write_mixed(rows, columns)
            return len(rows)
        begin, *others = [f'<c r="{_letters(column.col)}' for column in columns]
        openings = [f"{self._opening(row)}{begin}" for row in rows]
        closings = [column.closings(after) for column, after in zip(columns, [*others, "</row>"], strict=True)]
        made = zip(map(str, range(first + 1, rows.stop + 1)), zip(repeat(_ROW), openings, *closings), strict=False)
        self.fh.writelines(
            "".join([number.join(pieces) for number, pieces in islice(made, _AT_ONCE)])
            for _ in range(0, len(rows), _AT_ONCE)
        )
        return len(rows)

    def _write_mixed(self, rows: range, columns: Sequence[_Column]) -> None:
        openings = [f'<c r="{_letters(column.col)}' for column in columns]
        for row, *laid in zip(rows, *(column.closings("") for column in columns), strict=True):
            cells = self.table.get(row, _NONE)
            made = {
                column.col: f"{opening}{row + 1}{closing}"
                for column, opening, closing in zip(columns, openings, laid, strict=True)
            }
            self.fh.write(f"{_ROW}{row + 1}{self._opening(row)}")
            for col in sorted({*made, *cells}):
                if col in made:
                    self.fh.write(made[col])
                else:
                    self._write_cell(row, col, cells[col])
            self.fh.write("</row>")

    def spread_formula(self, rows: tuple[int, int, int], formula: str, value: object, look: Any) -> None:
        """One array formula for the rows of one column: first row, column, last row."""
        first, col, last = rows
        self._check_dimensions(first, col)
        self._check_dimensions(last, col)
        cells = xl_range(first, col, last, col)
        self.table[first][col] = CellArrayFormulaTuple(formula.removeprefix("="), look, value, cells, "static")


@lru_cache(maxsize=4096)
def _escaped(attribute: str) -> str:
    """The same few hundred stand in the head and at the foot of every sheet."""
    escaped: str = _LIBRARY._escape_attributes(attribute)  # noqa: SLF001  # as the library does
    return escaped


@lru_cache(maxsize=1024)
def _letters(col: int) -> str:
    letters: str = xl_col_to_name(col)
    return letters

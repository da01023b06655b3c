"""A printed workbook declared as data: sheets of tables, notes and charts; and which rows each of them takes.

Where everything stands is known before anything is written, so that formulas may point ahead.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zoneproc.excel.columns import Column, cells_of
from zoneproc.excel.named_cells import Spot, keys_of
from zoneproc.excel.pages import Pages
from zoneproc.excel.rows import Rows, Values, listed

__all__ = [
    "HEAD_ROWS",
    "Bars",
    "Block",
    "Chart",
    "Figure",
    "Lines",
    "Notes",
    "Radar",
    "Sheet",
    "Stack",
    "TableBlock",
    "Task",
    "Workbook",
    "chart_height",
    "starts_of",
]

HEAD_ROWS = 3
"""Title, notes line and way back stand above the blocks of every sheet."""
_ROW_PIXELS = 24


@dataclass(frozen=True, slots=True, eq=False)
class TableBlock:
    """A table: its columns, its rows, and optionally a caption, a row of totals (by column name), columns kept in view.

    `pages_by` names a column: wherever it changes, a new printed page begins. Formulas of other tables know this one by
    `name`, or by the title of its sheet if it is the first there; `key` is the column that tells its rows apart. A
    `fixed` table offers no filter and so no sorting: others count on the order of its rows.
    """

    columns: Sequence[Column]
    rows: Rows
    caption: str = ""
    total: Mapping[str, object] = field(default_factory=dict)
    frozen: int = 0
    pages_by: str = ""
    name: str = ""
    key: str = ""
    fixed: bool = False
    _cells: dict[str, Values] = field(default_factory=dict, init=False, repr=False)

    def cells(self, column: Column) -> Values:
        """The cells of one of its columns, worked out once."""
        if column.name not in self._cells:
            self._cells[column.name] = cells_of(column, self.rows)
        return self._cells[column.name]

    @property
    def banded(self) -> bool:
        """Whether headings of bands stand over the headings."""
        return any(column.band for column in self.columns)

    @property
    def topped(self) -> bool:
        """Whether a row of figures stands between bands and headings."""
        return any(column.above for column in self.columns)

    @property
    def head(self) -> int:
        """Rows above the first row of data: caption, bands, figures, headings."""
        return bool(self.caption) + self.banded + self.topped + 1

    @property
    def height(self) -> int:
        """Rows taken on the sheet; a table without rows takes one to say so."""
        return self.head + max(len(self.rows), 1) + (bool(self.total) and len(self.rows) > 0)

    def spot(self, title: str, start: int) -> Spot:
        """Where the table stands if its first row is `start` on the sheet of that title."""
        first = start + self.head
        columns = {column.name: at for at, column in enumerate(self.columns)}
        keys = keys_of(listed(self.rows, self.key)) if self.key else {}
        return Spot(title, first, len(self.rows), columns, first - 2, keys)


@dataclass(frozen=True, slots=True)
class Notes:
    """Paragraphs in plain words."""

    lines: Sequence[str]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars: labels and values by column name of the first table of another sheet, in its order.

    The axis begins at `start`; `format` is how Excel prints the values.
    """

    title: str
    sheet: str
    labels: str
    values: str
    start: float = 0
    limit: int = 40
    format: str = "0.00"


@dataclass(frozen=True, slots=True)
class Stack:
    """A chart of bars in parts: each part is a column of the table and its colour, named by its heading."""

    title: str
    sheet: str
    labels: str
    parts: Sequence[tuple[str, str]]
    limit: int = 24


@dataclass(frozen=True, slots=True)
class Lines:
    """A chart of lines: one line per row of the table, over its columns from `first` to `last`, named by their headings.

    The axis begins at `start` and ends at `most` if that is known; `format` is how Excel prints its figures.
    """

    title: str
    sheet: str
    labels: str
    first: str
    last: str
    start: float = 0
    limit: int = 10
    format: str = "0"
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Radar:
    """A chart of spokes, one per row of the table; each of `parts` is a column of shares, drawn as one line around.

    The centre is `start`.
    """

    title: str
    sheet: str
    labels: str
    parts: Sequence[str]
    start: float = 0
    limit: int = 12


Chart = Bars | Stack | Lines | Radar
Block = TableBlock | Notes | Chart


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet: the title of its tab, its printed heading, one line that says what it shows, and its blocks."""

    title: str
    heading: str
    note: str
    blocks: Sequence[Block]

    @property
    def tables(self) -> Sequence[TableBlock]:
        """The tables among the blocks."""
        return [block for block in self.blocks if isinstance(block, TableBlock)]


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact worth knowing first: now, in the period before (None if nothing is known), the change in words, where to read on."""

    label: str
    value: object
    before: object = None
    change: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something for the office to do: in words, how many, on which sheet it is listed."""

    words: str
    count: object
    sheet: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Workbook:
    """A printed workbook: file name (may begin with a folder), title, the notes line of every sheet, its sheets.

    A sheet may also be `Pages` to print. `figures` are the facts worth knowing first, `tasks` what is to be done (None if
    the workbook does not say), `charts` the look at the whole: printed on the first sheet, unless the workbook is not
    `indexed`. `caution` marks the notes line (暂定).
    """

    file_name: str
    title: str
    note: str
    sheets: Sequence[Sheet | Pages]
    figures: Sequence[tuple[str, object] | Figure] = ()
    caution: bool = False
    mark: str = ""
    indexed: bool = True
    tasks: Sequence[Task] | None = None
    charts: Sequence[Chart] = ()

    @property
    def told(self) -> Sequence[Figure]:
        """The figures, the plain ones too."""
        return [each if isinstance(each, Figure) else Figure(*each) for each in self.figures]

    def spots(self, titles: Sequence[str]) -> Mapping[str, Spot]:
        """Where every table stands that a formula, link or chart can name, given the real titles of the sheets."""
        spots: dict[str, Spot] = {}
        for title, sheet in zip(titles, self.sheets, strict=True):
            if isinstance(sheet, Pages):
                spots[sheet.title] = Spot(title, 0, len(sheet.pages), {}, 0, {})
                continue
            for start, block in starts_of(sheet, self):
                if isinstance(block, TableBlock):
                    spots.setdefault(block.name or sheet.title, block.spot(title, start))
        return spots

    def bars(self, block: Chart) -> int:
        """How many rows of its table a chart shows: none if there is nothing to see, for an empty chart tells nothing."""
        sheets = [sheet for sheet in self.sheets if isinstance(sheet, Sheet)]
        tables = next((sheet.tables for sheet in sheets if sheet.title == block.sheet), ())
        if not tables:
            return 0
        table = tables[0]
        values = (value for name in _shown(block, table.columns) for value in listed(table.rows, name))
        return min(len(table.rows), block.limit) if any(map(_seen, values)) else 0


def _seen(value: object) -> bool:
    """Whether a value is a figure other than 0 (a missing one is not equal to itself)."""
    return isinstance(value, int | float) and value == value and value != 0  # noqa: PLR0124


def _shown(block: Chart, columns: Sequence[Column]) -> Sequence[str]:
    """The columns a chart draws."""
    if isinstance(block, Bars):
        return [block.values]
    if isinstance(block, Stack):
        return [name for name, _ in block.parts]
    if isinstance(block, Radar):
        return block.parts
    names = [column.name for column in columns]
    return names[names.index(block.first) : names.index(block.last) + 1]


def chart_height(block: Chart, count: int) -> int:
    """The height in pixels of a chart of `count` bars or lines."""
    return (
        340 if isinstance(block, Lines | Radar) else 90 + 26 * min(count, block.limit) + 24 * isinstance(block, Stack)
    )


def starts_of(sheet: Sheet, workbook: Workbook) -> Iterator[tuple[int, Block]]:
    """The blocks of a sheet, each with its first row (from 0); one empty row parts them."""
    row = HEAD_ROWS
    for block in sheet.blocks:
        yield row, block
        if isinstance(block, TableBlock):
            row += block.height + 1
        elif isinstance(block, Notes):
            row += bool(block.caption) + len(block.lines) + 1
        else:
            count = workbook.bars(block)
            row += (chart_height(block, count) // _ROW_PIXELS if count else 0) + 2

"""Writing workbooks: typed cells, nothing lost in silence, no text of a return ever a formula or a link.

Rows and columns are counted from 0, as the Excel library does. `new_book` gives a `Book`; it appears on disk whole when
the block ends, and not at all if the block raises. The same calls give the same bytes.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from numbers import Number
from pathlib import Path
from typing import Any

from zoneproc.excel.binding import PlainWorkbook
from zoneproc.excel.picks import Which
from zoneproc.excel.plain import PlainWorksheet
from zoneproc.excel.styles import DATE, DATETIME, LINK, TEXT, Style
from zoneproc.excel.wording import clean_title, cut, fitted_title, reference, writable
from zoneproc.workspace import write_whole

_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001  # a fixed date: the same inputs give the same bytes
_FIRST_SAFE_DAY = date(1900, 3, 1)  # Excel believes in 1900-02-29: earlier serials differ between programs
_EXACT = 10**15
_MESSAGE, _PROMPT_TITLE = 224, 32
_MISSING_TYPES = frozenset({"NAType", "NaTType"})
PAPERS = {"A3": 8, "A4": 9}


class WritingError(RuntimeError):
    """The Excel library refused something: a bug of ours, never the data's fault."""


def _checked(answer: object, what: str) -> None:
    if isinstance(answer, int) and answer != 0:
        message = f"the workbook cannot hold this: {what} ({answer})"
        raise WritingError(message)


def is_missing(value: object) -> bool:
    """True for None, NaN, NaT and pandas' NA: what is written as an empty cell."""
    if value is None or type(value).__name__ in _MISSING_TYPES:
        return True
    return isinstance(value, float) and value != value  # noqa: PLR0124  # NaN is the only number unlike itself


def shown(value: object) -> object:
    """What goes into a cell for a value: text, number, date or None.

    Truth values become 是 or 否, sequences are joined with `;`, whole numbers of more than 15 digits and days before
    March 1900 become text, because Excel would change them.
    """
    if isinstance(value, str):
        return writable(value)
    if is_missing(value):
        return None
    convert = next((convert for types, convert in _CONVERSIONS if isinstance(value, types)), None)
    if convert is not None:
        return convert(value)
    return shown(value.item()) if hasattr(value, "item") else writable(str(value))


def _number(value: Any) -> object:
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, Decimal):
        return float(plain)
    return str(plain) if isinstance(plain, int) and abs(plain) >= _EXACT else plain


def _day(value: date) -> object:
    day = value.date() if isinstance(value, datetime) else value
    if day < _FIRST_SAFE_DAY:
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


_CONVERSIONS: tuple[tuple[type | tuple[type, ...], Callable[[Any], object]], ...] = (
    (bool, lambda truth: "是" if truth else "否"),
    (Number, _number),
    (date, _day),
    ((tuple, list), lambda parts: writable(";".join(str(part) for part in parts))),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included, counted from 0."""

    first_row: int
    first_col: int
    last_row: int
    last_col: int

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column."""
        return (self.first_row, self.first_col, self.last_row, self.last_col)


@dataclass(frozen=True, slots=True)
class Page:
    """How a sheet is printed: `wide` pages side by side, any number below each other.

    `repeat` are rows printed on each page (0-based).
    """

    landscape: bool = True
    repeat: tuple[int, int] | None = None
    paper: str = "A4"
    header: str = ""
    footer: str = ""
    one_page: bool = False
    centred: bool = True
    wide: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet being written. `title` is its real title; `raw` the library's object, for rare things only."""

    book: "Book"
    title: str
    raw: Any

    def write(self, row: int, col: int, value: object, style: Style = TEXT) -> None:
        """Write a value by its type: text always as text; missing as an empty cell that keeps its style."""
        plain = writable(value) if type(value) is str else shown(value)
        if isinstance(plain, date):
            dated = style if "y" in str(style["num_format"]) else style | _moment_style(plain)
            answer = self.raw.write_datetime(row, col, plain, self.book.look(dated))
        else:
            answer = self.raw.put(row, col, None if plain == "" else plain, self.book.look(style))
        _checked(answer, f"{self.title} {row},{col}")

    def write_row(self, row: int, col: int, values: Iterable[object], styles: Style | Sequence[Style] = TEXT) -> None:
        """Write values side by side, with one style or one for each."""
        for offset, value in enumerate(values):
            self.write(row, col + offset, value, styles if isinstance(styles, Style) else styles[offset])

    def blank_row(self, row: int, col: int, styles: Sequence[Style]) -> None:
        """Give empty cells side by side their looks."""
        for offset, style in enumerate(styles):
            self.raw.put(row, col + offset, None, self.book.look(style))

    def lay(self, at: tuple[int, int], contents: Sequence[object], looks: Sequence[Any], which: Which) -> None:
        """Write cells below each other from `at` (row, column) at once.

        The different cells: `contents` (text, number, formula or None) and the library's formats; `which`: for each row its
        kind.
        """
        if len(which):
            _checked(self.raw.lay(at, contents, looks, which), f"{self.title} {at}")

    def formula(self, row: int, col: int, text: str, value: object, style: Style = TEXT) -> None:
        """Write a formula of ours with its computed value, which programs that do not recalculate will show."""
        if not text.startswith("="):
            message = f"not a formula: {text!r}"
            raise WritingError(message)
        plain = shown(value)
        cached = "" if plain is None else plain
        _checked(self.raw.write_formula(row, col, text, self.book.look(style), cached), text)

    def array(self, area: Area, text: str, values: Mapping[int, object], style: Style = TEXT) -> None:
        """Write one array formula for an area of one column, with its computed values by row.

        Rows left out are empty until a program recalculates; the first one holds 0.
        """
        first, col, last, _ = area.corners
        look = self.book.look(style)
        for row, value in values.items():
            self.write(row, col, value, style)
        self.raw.spread_formula((first, col, last), text, shown(values.get(first, 0)), look)

    def link(self, row: int, col: int, target: tuple[str, str], text: str, style: Style = TEXT) -> None:
        """Write text that leads to a cell (`(sheet title, "A1")`) of the same workbook."""
        sheet, cell = target
        place = f"internal:{reference(self.book.title_of(sheet), cell)}"
        answer = self.raw.write_url(row, col, place, self.book.look(style | LINK), writable(text) or "→")
        _checked(answer, place)

    def merge(self, area: Area, value: object, style: Style = TEXT) -> None:
        """Join the cells of an area and write one value into it; for titles and notes, never for data."""
        if area.first_row == area.last_row and area.first_col == area.last_col:
            self.write(area.first_row, area.first_col, value, style)
            return
        _checked(self.raw.join(area.corners, self.book.look(style)), f"{self.title} {area.corners}")
        self.write(area.first_row, area.first_col, value, style)

    def widths(self, widths: Sequence[float], first: int = 0) -> None:
        """Set column widths, in characters of half width (a Chinese character needs two)."""
        _checked(self.raw.widen(first, widths), f"{len(widths)} columns from {first}")

    def column(self, col: int, width: float, style: Style, *, hidden: bool = False) -> None:
        """Set one column's width, the look of its unwritten cells and whether it is shown."""
        self.raw.set_column(col, col, width, self.book.look(style), {"hidden": hidden})

    def heights(self, heights: Mapping[int, float]) -> None:
        """Set row heights in points, by row."""
        for row, height in heights.items():
            _checked(self.raw.raise_row(row, height), f"height of row {row}")

    def hide_row(self, row: int) -> None:
        """Hide a row; it is still read."""
        self.raw.set_row(row, None, None, {"hidden": True})

    def freeze(self, row: int, col: int = 0) -> None:
        """Keep the rows above `row` and the columns left of `col` in view."""
        self.raw.freeze_panes(row, col)

    def filter(self, area: Area) -> None:
        """Offer filters on the headings in the first row of the area."""
        self.raw.autofilter(*area.corners)

    def comment(self, row: int, col: int, text: str, height: int = 90) -> None:
        """Attach a note to a cell."""
        options = {"author": "党员责任区报表", "x_scale": 1.8, "height": height, "font_name": "宋体", "font_size": 10}
        _checked(self.raw.write_comment(row, col, cut(text, 2000), options), "comment")

    def validate(self, area: Area, rule: Mapping[str, object]) -> None:
        """Attach one data validation to a whole area, its messages cut to what Excel takes (title 32, text 224)."""
        limits = {
            "input_title": _PROMPT_TITLE,
            "error_title": _PROMPT_TITLE,
            "input_message": _MESSAGE,
            "error_message": _MESSAGE,
        }
        safe = {key: cut(str(text), limits[key]) if key in limits else text for key, text in rule.items()}
        _checked(self.raw.data_validation(*area.corners, safe), f"validation {rule.get('validate')}")

    def highlight(self, area: Area, formula: str, style: Style) -> None:
        """Colour the cells for which a formula, written for the first cell of the area, is true."""
        rule = {"type": "formula", "criteria": formula, "format": self.book.look(style)}
        _checked(self.raw.conditional_format(*area.corners, rule), formula)

    def conditional(self, area: Area, rule: Mapping[str, object]) -> None:
        """Attach a conditional format of another type, e.g. `{"type": "3_color_scale"}`."""
        _checked(self.raw.conditional_format(*area.corners, dict(rule)), str(rule.get("type")))

    def chart(self, row: int, col: int, chart: Any, size: tuple[int, int] = (720, 320)) -> None:
        """Place a chart made by `Book.chart`, its size in pixels."""
        chart.set_size({"width": size[0], "height": size[1]})
        self.raw.insert_chart(row, col, chart, {"object_position": 3})

    def print_setup(self, page: Page) -> None:
        """Set paper, direction, repeated heads, and a foot that counts pages."""
        if page.landscape:
            self.raw.set_landscape()
        self.raw.set_paper(PAPERS[page.paper])
        self.raw.fit_to_pages(page.wide, int(page.one_page))
        self.raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        if page.repeat is not None:
            self.raw.repeat_rows(*page.repeat)
        if page.centred:
            self.raw.center_horizontally()
        own_size = {"scale_with_doc": False}  # a wide sheet is printed small, its page number is not
        if page.header:
            _checked(self.raw.set_header(f"&R&9{_foreign(page.header)}", own_size), "header")
        left = f"&L&9{_foreign(page.footer)}" if page.footer else ""
        _checked(self.raw.set_footer(f"{left}&C&9第 &P 页 共 &N 页", own_size), "footer")

    def page_breaks(self, rows: Sequence[int]) -> None:
        """Begin a new printed page before each of these rows."""
        _checked(self.raw.set_h_pagebreaks(list(rows)), "page breaks")

    def protect(self) -> None:
        """Lock the locked cells, without a password; filtering, sorting and widening columns stay allowed."""
        allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter", "insert_hyperlinks")
        self.raw.protect("", dict.fromkeys(allowed, True))

    def hide(self, *, very: bool = False) -> None:
        """Hide the sheet; very hidden sheets are not offered for showing."""
        if very:
            self.raw.very_hidden()
        else:
            self.raw.hide()

    def tab(self, colour: str) -> None:
        """Colour the sheet's tab."""
        self.raw.set_tab_color(colour)

    def activate(self) -> None:
        """Make this the sheet that is seen when the workbook opens."""
        self.raw.activate()


def _moment_style(value: date) -> Style:
    return DATETIME if isinstance(value, datetime) and (value.hour or value.minute) else DATE


def _foreign(text: str) -> str:
    return cut(writable(text).replace("\n", " "), 100).replace("&", "&&")


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written."""

    raw: Any
    _sheets: dict[str, Sheet] = field(default_factory=dict)
    _titles: dict[str, str] = field(default_factory=dict)
    _looks: dict[Style, Any] = field(default_factory=dict)
    _seen: dict[int, tuple[Style, Any]] = field(default_factory=dict)
    """The same by identity, kept alive: comparing whole styles for every cell would take long."""

    def sheet(self, title: str) -> Sheet:
        """A new sheet at the end; forbidden characters go, long titles are cut, equal ones numbered."""
        free = fitted_title(title, self._sheets)
        sheet = Sheet(self, free, self.raw.add_worksheet(free, PlainWorksheet))
        sheet.raw.hide_gridlines(2)
        self._sheets[free] = sheet
        self._titles.setdefault(title, free)
        return sheet

    @property
    def titles(self) -> Sequence[str]:
        """The real titles of the sheets, in order."""
        return list(self._sheets)

    def title_of(self, asked: str) -> str:
        """The real title of the sheet that was asked for under this one (also before it is made)."""
        return self._titles.get(asked, clean_title(asked))

    def look(self, style: Style) -> Any:
        """The library's format for a style, made once."""
        seen = self._seen.get(id(style))
        if seen is None:
            if style not in self._looks:
                self._looks[style] = self.raw.add_format(dict(style.properties))
            seen = self._seen[id(style)] = (style, self._looks[style])
        return seen[1]

    def let_go(self) -> None:
        """Parts the sheets from a workbook that is written, when nobody asks for them again.

        In circles, thousands of both would lie about until they are looked for, which took a fifth of the time.
        """
        for sheet in self._sheets.values():
            vars(sheet.raw).clear()
        self._sheets.clear()

    def define(self, name: str, refers_to: str) -> None:
        """Give a name to a range or a text, e.g. `define("名单", "='字典'!$A$2:$A$9")`."""
        _checked(self.raw.define_name(name, refers_to), f"name {name}")

    def stamp(self, name: str, value: str) -> None:
        """Add a custom document property."""
        self.raw.set_custom_property(name, writable(value), "text")

    def chart(self, kind: str, subtype: str = "") -> Any:
        """A chart of the library (`bar`, `column`, `line` …), to be filled and placed with `Sheet.chart`."""
        return self.raw.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})


@contextmanager
def new_book(
    path: Path, title: str, *, subject: str = "", write: Callable[[Path, Callable[[Path], None]], Path] = write_whole
) -> Iterator[Book]:
    """A workbook that is at `path` when the block ends; the old file stays if anything goes wrong.

    Raises TargetOpenError if the target is open in another program, WritingError or a warning of the Excel library for
    what it would have left out in silence.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("error", module=r"xlsxwriter(\.|$)")
        raw = PlainWorkbook()
        raw.set_properties(
            {"title": title, "subject": subject, "author": "党员责任区报表", "created": _CREATED, "company": ""}
        )
        raw.set_size(24000, 14000)
        yield Book(raw)
        raw.close()
    write(path, partial(_pour, raw.bound))


def _pour(bound: bytes, target: Path) -> None:
    target.write_bytes(bound)

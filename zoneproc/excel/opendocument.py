"""The facts of an .ods: its content gone through element by element, values left to calamine."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from zoneproc.excel.bounds import Bounds
from zoneproc.excel.facts import UNCACHED, Content, Facts, SheetFacts
from zoneproc.excel.package import Limits, Package, Refused
from zoneproc.excel.scan import require_sane_texts, utf8

__all__ = ["ods_facts"]

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|NAME\?|VALUE!|NUM!|NULL!)|Err:\d{3}")
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14
_SHOWN = ("", "visible")


def ods_facts(package: Package, limits: Limits) -> Facts:
    """What is known of the workbook; raises `Refused` for a sheet no reader could hold."""
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused("文件设有密码", "请取消打开密码后再报送。")
    for name in ("mimetype", "settings.xml", "styles.xml"):
        package.read(name)
    content = utf8(package.read("content.xml"))
    require_sane_texts(content, limits)
    document = _Document(limits)
    document.read(content)
    if len(document.sheets) > limits.sheets:
        raise Refused("工作表多得不合常理", "请新建模板重新填写后报送。")
    macros = any(name.startswith("Basic/") and name.endswith("/Module1.xml") for name in package.names())
    return Facts(Content.ODS, sheets={title: sheet.facts() for title, sheet in document.sheets.items()}, macros=macros)


@dataclass(slots=True)
class _Cell:
    """The cell being read: where it is, how often it is repeated, and the text shown so far."""

    row: int
    column: int
    repeated: tuple[int, int]
    typed: bool
    computed: bool = False
    text: str = ""


@dataclass(slots=True)
class _Sheet:
    """What was read of one sheet so far; `row` is 1-based, `column` the 0-based column of the next cell."""

    bounds: Bounds
    row: int = 1
    column: int = 0
    rows: int = 1
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def facts(self) -> SheetFacts:
        """As the other formats tell them."""
        self.bounds.require_reasonable()
        return SheetFacts(self.errors, frozenset(self.hidden_rows), tuple(self.merges), frozenset(self.hidden_columns))

    def begin_row(self, given: Mapping[str, str]) -> None:
        """A row, or several alike."""
        self.rows, self.column = _repeated(given, "number-rows-repeated", _MOST_ROWS), 0
        if given.get(f"{_TABLE}visibility", "") not in _SHOWN:
            self.hidden_rows.update(range(self.row, min(self.row + self.rows, _MOST_ROWS)))

    def add_columns(self, given: Mapping[str, str]) -> None:
        """The next columns of the sheet, of which only being hidden is told."""
        count = _repeated(given, "number-columns-repeated", _MOST_COLUMNS)
        if given.get(f"{_TABLE}visibility", "") not in _SHOWN:
            self.hidden_columns.update(range(self.columns, min(self.columns + count, _MOST_COLUMNS)))
        self.columns += count

    def begin_cell(self, given: Mapping[str, str]) -> _Cell:
        """A cell, or several alike."""
        width = _repeated(given, "number-columns-repeated", _MOST_COLUMNS)
        right = _repeated(given, "number-columns-spanned", _MOST_COLUMNS)
        down = _repeated(given, "number-rows-spanned", _MOST_ROWS)
        if right * down > 1:
            self.merges.append((self.row, self.column, self.row + down - 1, self.column + right - 1))
        typed = f"{_OFFICE}value-type" in given
        cell = _Cell(self.row, self.column, (self.rows, width), typed, f"{_TABLE}formula" in given)
        self.column += width
        return cell

    def end_cell(self, cell: _Cell) -> None:
        """What the cell turned out to hold."""
        high, wide = cell.repeated
        if cell.computed and not cell.typed and not cell.text:
            cell.text = UNCACHED
        if cell.typed or cell.text:
            self.bounds.take_in(cell.row, cell.column)
            self.bounds.take_in(cell.row + high - 1, cell.column + wide - 1, high * wide - 1)
        if cell.text == UNCACHED or _ERROR.fullmatch(cell.text):
            self.bounds.require_reasonable()
            for row in range(cell.row, cell.row + high):
                self.errors |= {(row, column): cell.text for column in range(cell.column, cell.column + wide)}


def _repeated(given: Mapping[str, str], name: str, most: int) -> int:
    told = given.get(_TABLE + name, "1")
    return max(1, min(int(told), most)) if told.isascii() and told.isdigit() and len(told) < 12 else 1


class _Document:
    """The sheets of a document, filled by the parser."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: dict[str, _Sheet] = {}
        self._limits = limits
        self._sheet: _Sheet | None = None
        self._cell: _Cell | None = None
        self._in_text = 0

    def read(self, content: bytes) -> None:
        """Raises `Refused` where the XML is broken."""
        parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise Refused("文件已损坏:内容不完整", "请在 Excel 或 WPS 中打开,另存为 .xlsx 后再报送。") from error

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == f"{_TABLE}table":
            self._sheet = self.sheets[given.get(f"{_TABLE}name", "")] = _Sheet(Bounds(self._limits))
        elif name == f"{_TEXT}p":
            self._in_text += 1
        elif self._sheet is None:
            return
        elif name == f"{_TABLE}table-row":
            self._sheet.begin_row(given)
        elif name == f"{_TABLE}table-column":
            self._sheet.add_columns(given)
        elif name in _CELLS:
            self._cell = self._sheet.begin_cell(given)

    def _end(self, name: str) -> None:
        if name == f"{_TEXT}p":
            self._in_text -= 1
        elif self._sheet is None:
            return
        elif name == f"{_TABLE}table-row":
            self._sheet.row += self._sheet.rows
        elif name in _CELLS and self._cell is not None:
            self._sheet.end_cell(self._cell)
            self._cell = None
        elif name == f"{_TABLE}table":
            self._sheet = None

    def _characters(self, text: str) -> None:
        if self._in_text and self._cell is not None and len(self._cell.text) < self._limits.characters:
            self._cell.text += text

"""The facts of an old .xls or WPS .et: its records gone through one by one, values left to calamine.

Record layouts are those of [MS-XLS]; numbers in brackets are its record types.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zoneproc.excel.bounds import Bounds
from zoneproc.excel.compound import Compound
from zoneproc.excel.facts import Content, Facts, SheetFacts
from zoneproc.excel.package import Limits, Refused

__all__ = ["ERRORS", "has_book", "is_encrypted", "xls_facts"]

ERRORS: Mapping[int, str] = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
"""The errors of Excel by their code, in .xls and .xlsb alike."""

_BOOKS = ("Workbook", "Book")
_BOF, _EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET, _SUPBOOK = 0x0809, 0x0A, 0x2F, 0x22, 0x85, 0x01AE
_ROW, _BOOLERR, _FORMULA, _MERGECELLS, _COLINFO = 0x0208, 0x0205, 0x06, 0xE5, 0x7D
_VALUES = frozenset({0x0203, 0x0204, 0x027E, 0xFD, 0xBD, 0xD6, _BOOLERR, _FORMULA})
_OWN_BOOK, _ADD_INS = 0x0401, 0x3A01
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_RESULT_IS_ERROR = b"\x02", b"\xff\xff"
_BIFF8 = 0x0600

Record = tuple[int, bytes]


def has_book(compound: Compound) -> bool:
    """Whether the compound file holds a workbook."""
    return any(name.casefold() in compound.names for name in _BOOKS)


def is_encrypted(compound: Compound) -> bool:
    """Whether the workbook of the compound file is stored under a password (FILEPASS)."""
    for kind, _ in _records(compound.stream(*_BOOKS), 0):
        if kind in (_FILEPASS, _EOF):
            return kind == _FILEPASS
    return False


def xls_facts(compound: Compound, limits: Limits) -> Facts:
    """What is known of the workbook; raises `Refused` for a sheet no reader could hold."""
    stream = compound.stream(*_BOOKS)
    book = _Book()
    for record in _records(stream, 0):
        book.take_in(*record)
        if record[0] == _EOF:
            break
    if len(book.sheets) > limits.sheets:
        raise Refused("工作表多得不合常理", "请新建模板重新填写后报送。")
    return Facts(
        Content.XLS,
        sheets={title: _sheet_facts(stream, at, limits) for title, at in book.sheets.items()},
        macros="_vba_project_cur" in compound.names,
        links=book.links,
        date1904=book.date1904,
    )


def _records(stream: bytes, at: int) -> Iterator[Record]:
    while 0 <= at <= len(stream) - 4:
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


@dataclass(slots=True)
class _Book:
    """What the records before the first sheet say."""

    sheets: dict[str, int] = field(default_factory=dict)
    links: bool = False
    date1904: bool = False
    wide: bool = True

    def take_in(self, kind: int, content: bytes) -> None:
        if kind == _BOF and len(content) >= 2:
            self.wide = int.from_bytes(content[:2], "little") >= _BIFF8
        elif kind == _DATEMODE:
            self.date1904 = content[:1] == b"\x01"
        elif kind == _SUPBOOK and len(content) >= 4:
            self.links |= int.from_bytes(content[2:4], "little") not in (_OWN_BOOK, _ADD_INS)
        elif kind == _BOUNDSHEET and len(content) > 8:
            self.sheets[self._title(content)] = int.from_bytes(content[:4], "little")

    def _title(self, content: bytes) -> str:
        if not self.wide:
            return content[7 : 7 + content[6]].decode("gb18030", "replace")
        if content[7] & 1:
            return content[8 : 8 + 2 * content[6]].decode("utf-16-le", "replace")
        return content[8 : 8 + content[6]].decode("latin-1")


@dataclass(slots=True)
class _Sheet:
    """What the records of one sheet say."""

    bounds: Bounds
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def take_in(self, kind: int, content: bytes) -> None:
        if kind in _VALUES and len(content) >= 4:
            row, column = struct.unpack_from("<HH", content)
            self.bounds.take_in(row + 1, column)
            error = _error(kind, content)
            if error:
                self.errors[row + 1, column] = error
        elif kind == _ROW and len(content) >= 13:
            if content[12] & _HIDDEN_ROW:
                self.hidden_rows.add(int.from_bytes(content[:2], "little") + 1)
        elif kind == _COLINFO and len(content) >= 9:
            first, last = struct.unpack_from("<HH", content)
            if content[8] & _HIDDEN_COLUMN:
                self.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _MERGECELLS:
            areas = struct.iter_unpack("<HHHH", content[2 : 2 + (len(content) - 2) // 8 * 8])
            self.merges += [(top + 1, left, bottom + 1, right) for top, bottom, left, right in areas]


def _error(kind: int, content: bytes) -> str:
    if kind == _BOOLERR and content[7:8] == b"\x01":
        return ERRORS.get(content[6], "#N/A")
    if kind == _FORMULA and (content[6:7], content[12:14]) == _RESULT_IS_ERROR:
        return ERRORS.get(content[8], "#N/A")
    return ""


def _sheet_facts(stream: bytes, at: int, limits: Limits) -> SheetFacts:
    sheet = _Sheet(Bounds(limits))
    depth = 0
    for kind, content in _records(stream, at):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:  # charts inside the sheet have records of their own
            sheet.take_in(kind, content)
        if depth <= 0:
            break
    sheet.bounds.require_reasonable()
    return SheetFacts(sheet.errors, frozenset(sheet.hidden_rows), tuple(sheet.merges), frozenset(sheet.hidden_columns))

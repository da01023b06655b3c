"""The facts of an .xlsb: its records gone through one by one, values left to calamine.

Record layouts are those of [MS-XLSB]; numbers are its record types.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join

from zoneproc.excel.biff import ERRORS
from zoneproc.excel.bounds import Bounds
from zoneproc.excel.facts import Content, Facts, SheetFacts
from zoneproc.excel.ooxml import has_links, has_macros, relations_of
from zoneproc.excel.package import Limits, Package, Refused

__all__ = ["xlsb_facts"]

_ROW, _CELL_ERROR, _FORMULA_ERROR, _LAST_CELL = 0, 3, 11, 11
_BLANK = 1
_COLUMN, _BOOK, _SHEET, _TEXTS, _MERGE = 60, 153, 156, 159, 176
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_MOST_COLUMNS = 16_384

Record = tuple[int, bytes]


def xlsb_facts(package: Package, limits: Limits) -> Facts:
    """What is known of the workbook; raises `Refused` for a sheet no reader could hold."""
    for name in package.names():
        if name.endswith((".bin", ".rels", ".xml")):
            package.read(name)
    _require_possible_counts(package.read("xl/sharedStrings.bin"))
    records = list(_records(package.read("xl/workbook.bin")))
    targets = {name: relation["Target"] for name, relation in relations_of(package, "xl/workbook.bin").items()}
    sheets = [_title_and_relation(content) for kind, content in records if kind == _SHEET]
    if len(sheets) > limits.sheets:
        raise Refused("工作表多得不合常理", "请新建模板重新填写后报送。")
    return Facts(
        Content.XLSB,
        sheets=dict(_facts_by_title(package, sheets, targets, limits)),
        macros=has_macros(package),
        links=has_links(package),
        date1904=any(kind == _BOOK and content[:1] and content[0] & 1 for kind, content in records),
    )


def _records(part: bytes) -> Iterator[Record]:
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80 and at < len(part):
            kind, at = kind & 0x7F | (part[at] & 0x7F) << 7, at + 1
        size = shift = 0
        while at < len(part) and shift < 28:
            byte, at = part[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[at : at + size]
        at += size


def _require_possible_counts(texts: bytes) -> None:
    """As in .xlsx: a table of texts cannot hold more entries than bytes."""
    for kind, content in _records(texts):
        if kind == _TEXTS and int.from_bytes(content[4:8], "little") > len(texts):
            raise Refused("文件已损坏:文字数目与内容不符", "请在 Excel 或 WPS 中重新打开、另存后再报送。")
        return


def _text(content: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(content[at : at + 4], "little")
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _title_and_relation(content: bytes) -> tuple[str, str]:
    relation, end = _text(content, 8)
    return _text(content, end)[0], relation


def _facts_by_title(
    package: Package, sheets: list[tuple[str, str]], targets: Mapping[str, str], limits: Limits
) -> Iterator[tuple[str, SheetFacts]]:
    for title, relation in sheets:
        target = targets.get(relation, "")
        part = package.read(target) or package.read(join("xl", target))
        yield title, _sheet_facts(part, limits)


@dataclass(slots=True)
class _Sheet:
    """What the records of one sheet say."""

    bounds: Bounds
    row: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def take_in(self, kind: int, content: bytes) -> None:
        if kind == _ROW and len(content) >= 12:
            self.row = int.from_bytes(content[:4], "little") + 1
            if content[11] & _HIDDEN_ROW:
                self.hidden_rows.add(self.row)
        elif _BLANK < kind <= _LAST_CELL and len(content) >= 8:
            column = int.from_bytes(content[:4], "little")
            self.bounds.take_in(self.row, column)
            if kind in (_CELL_ERROR, _FORMULA_ERROR):
                self.errors[self.row, column] = ERRORS.get(content[8] if len(content) > 8 else 0x2A, "#N/A")
        elif kind == _COLUMN and len(content) >= 18:
            first, last = struct.unpack_from("<II", content)
            if content[16] & _HIDDEN_COLUMN:
                self.hidden_columns.update(range(first, min(last, _MOST_COLUMNS) + 1))
        elif kind == _MERGE and len(content) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", content)
            self.merges.append((top + 1, left, bottom + 1, right))


def _sheet_facts(part: bytes, limits: Limits) -> SheetFacts:
    sheet = _Sheet(Bounds(limits))
    for record in _records(part):
        sheet.take_in(*record)
    sheet.bounds.require_reasonable()
    return SheetFacts(sheet.errors, frozenset(sheet.hidden_rows), tuple(sheet.merges), frozenset(sheet.hidden_columns))

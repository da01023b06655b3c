"""What the XML of an .xlsx sheet says that calamine does not: true bounds, errors, formulas never computed, merges.

Bytes and regular expressions only, for speed. A sheet written the way Excel, WPS, LibreOffice and xlsxwriter write it
passes with a few searches; any cell out of the ordinary sends the whole part down the exact path.
"""

import codecs
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zoneproc.excel.addresses import column_number
from zoneproc.excel.package import Limits, Refused
from zoneproc.kinds import UNCACHED

__all__ = ["SheetFacts", "attributes", "scan_sheet", "text_of", "utf8"]

_ODD_CELL = re.compile(rb'<c(?! r="[A-Z]\d{1,4}+")(?! r="[A-Z]{2}\d{1,4}"|[a-zA-Z])')
_ODD_ROW = re.compile(rb'<row(?! r="\d{1,4}"|[a-zA-Z])')
_PREFIX = re.compile(rb"(</?)[\w.-]+:(?=\w)")
_TOKEN = re.compile(rb"""<(row|c)(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_REFERENCE = re.compile(rb"""(?<!\S)r\s*=\s*["']([^"'<]*)["']""")
_CELL_REFERENCE = re.compile(rb"([A-Za-z]{1,7})(\d{1,10})")
_TYPE = re.compile(rb"""(?<!\S)t\s*=\s*["'](\w+)["']""")
_FORMULA = re.compile(rb"<f[ />]")
_VALUE = re.compile(rb"<v\s*>([^<]*)</v>")
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^<>]* hidden="(?:1|true)"')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SMALLEST_CELL = 4
_SMALL = 500_000  # bytes; a smaller part cannot hold more merges or links than any limit worth setting


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet holds beside its values. Cells are (1-based row, 0-based column).

    `errors`: text of the Excel error, or `UNCACHED`, by cell. `merges`: first row, first column, last row, last column.
    """

    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()


def utf8(part: bytes) -> bytes:
    """The XML part in UTF-8; refuses entity declarations, which no honest workbook holds."""
    if part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        part = part.decode("utf-16", "replace").encode()
    if b"<!DOCTYPE" in part:
        raise Refused("文件含有不允许的声明(DOCTYPE)", "请新建模板重新填写后报送。")
    return part


def text_of(raw: bytes) -> str:
    """XML text as a person reads it."""
    return html.unescape(raw.decode("utf-8", "replace"))


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag by local name."""
    found = _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))
    return {name.rpartition(":")[2]: html.unescape(one or other) for name, one, other in found}


def scan_sheet(part: bytes, limits: Limits) -> SheetFacts:
    """The facts of one sheet part; raises `Refused` if reading it would ask for more than the limits allow."""
    if _out_of_the_ordinary(part, limits):
        part = _PREFIX.sub(rb"\1", part).replace(b"'", b'"')
        _bound(part, limits)
    if len(part) > _SMALL:
        _require_few_extras(part, limits)
    return SheetFacts(
        errors=dict(_faulty_cells(part)),
        hidden_rows=frozenset(int(row) for row in _HIDDEN_ROW.findall(part)),
        merges=tuple(
            (int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
            for left, top, right, bottom in _MERGE.findall(part)
        ),
    )


def _require_few_extras(part: bytes, limits: Limits) -> None:
    counted = (
        (b"<mergeCell ", limits.merges),
        (b"<hyperlink ", limits.hyperlinks),
        (b"<dataValidation ", limits.validations),
    )
    if any(part.count(tag) > limit for tag, limit in counted):
        raise Refused("工作表中的合并单元格、链接或数据有效性规则多得不合常理", "请新建模板重新填写后报送。")


def _out_of_the_ordinary(part: bytes, limits: Limits) -> bool:
    return (
        len(part) > limits.cells * _SMALLEST_CELL
        or _ODD_CELL.search(part) is not None
        or _ODD_ROW.search(part) is not None
        or b":c" in part
        or b":row" in part
    )


def _bound(part: bytes, limits: Limits) -> None:
    """Refuse a sheet whose used area no reader could hold; cells with a style but no content do not count."""
    rows: list[int] = []
    columns: list[int] = []
    for row, column in _used_cells(part):
        rows.append(row)
        columns.append(column)
    if not rows:
        return
    height, width = max(rows), max(columns) + 1
    area = (height - min(rows) + 1) * (width - min(columns))
    if height > limits.rows or width > limits.columns or area > limits.grid or len(rows) > limits.cells:
        raise Refused(
            f"工作表用到了第 {height} 行、第 {width} 列,超出可读范围", "请删去表格以外的多余内容,另存后再报送。"
        )


def _used_cells(part: bytes) -> Iterator[tuple[int, int]]:
    row = column = 0
    for token in _TOKEN.finditer(part):
        reference = _REFERENCE.search(token[2])
        if token[1] == b"row":
            row = _row_number(reference[1]) if reference else row + 1
            column = -1
            continue
        at, column = _position(reference[1], row) if reference else (row, column + 1)
        if not token[2].endswith(b"/"):
            yield at, column


def _row_number(reference: bytes) -> int:
    if not reference.strip().isdigit() or len(reference) > 12:
        raise Refused("文件已损坏:行号写法不对", "请在 Excel 或 WPS 中重新打开、另存后再报送。")
    return int(reference)


def _position(reference: bytes, row: int) -> tuple[int, int]:
    match = _CELL_REFERENCE.fullmatch(reference.strip())
    if match is None or not int(match[2]):
        raise Refused("文件已损坏:单元格地址写法不对", "请在 Excel 或 WPS 中重新打开、另存后再报送。")
    return max(row, int(match[2])), column_number(match[1].decode().upper())


def _faulty_cells(part: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Error cells and formulas without a stored result; a formula whose result is an empty text is sound."""
    if b't="e"' not in part and not _FORMULA.search(part):
        return
    for piece in part.split(b"</c>"):
        tag, closed, content = piece[max(piece.rfind(b"<c "), 0) :].partition(b">")
        reference = _REFERENCE.search(tag)
        at = _CELL_REFERENCE.fullmatch(reference[1].strip()) if reference and closed else None
        fault = _fault(tag, content)
        if at is not None and fault:
            yield (int(at[2]), column_number(at[1].decode().upper())), fault


def _fault(tag: bytes, content: bytes) -> str:
    kind = _TYPE.search(tag)
    value = _VALUE.search(content)
    if kind and kind[1] == b"e":
        return text_of(value[1]).strip() if value else "#N/A"
    empty = not (value and value[1].strip()) and not (kind and kind[1] == b"str")
    return UNCACHED if empty and _FORMULA.match(content) else ""

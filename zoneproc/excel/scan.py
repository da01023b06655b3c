"""What the XML of an .xlsx sheet says that calamine does not: true bounds, errors, formulas never computed, merges.

Bytes and a few searches, for speed. A sheet whose cells are written the way Excel, WPS, LibreOffice and xlsxwriter write
them is only searched for what is rare; any cell out of the ordinary sends the sheet down the exact path, cell by cell.
"""

import codecs
import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from zoneproc.excel.addresses import column_number
from zoneproc.excel.bounds import TIDY
from zoneproc.excel.cells import ERROR_MARKS, HIDDEN, LINKED, REFERENCE, Found, Place, fault
from zoneproc.excel.facts import SheetFacts
from zoneproc.excel.package import Limits, Refused
from zoneproc.excel.walk import walked

__all__ = ["attributes", "require_sane_texts", "scan_sheet", "utf8"]

_AREAS = ((2, 3), (2, 4), (1, 5), (1, 6))
"""Letters and digits of the last address of an area: ZZ999, ZZ9999, Z99999, Z999999."""
_ROOT = re.compile(rb"<[A-Za-z_]")
_EMPTY_TEXT = re.compile(rb' t="str"><f>[^<]*+</f><v></v>')
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_PLACE = re.compile(rb'<c r="([A-Z]+)(\d+)')
_HIDDEN_COLUMN = re.compile(rb"""<(?:[\w.-]+:)?col\s[^<>]*\shidden\s*=\s*["'](?:1|true)["'][^<>]*>""")
_MERGE = re.compile(rb"""mergeCell\s+ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_ATTRIBUTE = re.compile(r"""([\w:.-]++)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LONGEST_TAG = 4_096  # no tag we read attributes of is longer
_SMALLEST_CELL = 4
_SMALL = 500_000  # bytes; a smaller part cannot hold more merges or links than any limit worth setting


def utf8(part: bytes) -> bytes:
    """The XML part in UTF-8; refuses entity declarations, which no honest workbook holds."""
    if part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        part = part.decode("utf-16", "replace").encode()
    root = _ROOT.search(part)
    if part.find(b"<!DOCTYPE", 0, root.start() if root else len(part)) >= 0:
        raise Refused("文件含有不允许的声明(DOCTYPE)", "请新建模板重新填写后报送。")
    return part


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag by local name."""
    text = tag[:_LONGEST_TAG].decode("utf-8", "replace")
    found = {name.rpartition(":")[2]: one or other for name, one, other in _ATTRIBUTE.findall(text)}
    return {name: html.unescape(value) for name, value in found.items()} if "&" in text else found


def require_sane_texts(part: bytes, limits: Limits) -> None:
    """Refuse a part with a text far longer than a cell can hold; a small part cannot have one that matters."""
    longest = limits.characters * 4
    at = 0
    while at + longest < len(part):
        at = part.rfind(b"<", at + 1, at + longest)
        if at < 0:
            raise Refused(f"有单元格的文字超过 {limits.characters} 个字", TIDY)


def scan_sheet(part: bytes, limits: Limits, *, links: bool = False) -> SheetFacts:
    """The facts of one sheet part; raises `Refused` if reading it would ask for more than the limits allow.

    `links`: the book draws on other files, so cells whose formula does are looked for.
    """
    start = part.find(b"sheetData")
    if start < 0:
        return SheetFacts()
    head, body, tail = _three_parts(part, start)
    require_sane_texts(body, limits)
    _require_few_extras(tail, limits)
    found = walked(body, limits) if _out_of_the_ordinary(body, limits) else _searched(body, links=links)
    return SheetFacts(
        errors=found.errors,
        hidden_rows=frozenset(found.hidden_rows),
        merges=tuple(_merges(tail)),
        hidden_columns=frozenset(_hidden_columns(head)),
        linked=tuple(found.linked) if links else (),
    )


def _three_parts(part: bytes, start: int) -> tuple[bytes, bytes, bytes]:
    """What stands before the cells, the cells, and what follows; all of it is cells where that is in doubt."""
    end = part.rfind(b"</sheetData>")
    if end < start or part.find(b"sheetData", end + 12) >= 0:
        return part[:start], part[start:], part[start:]
    return part[:start], part[start:end], part[end:]


def _require_few_extras(tail: bytes, limits: Limits) -> None:
    counted = (
        (b"mergeCell ", limits.merges),
        (b"hyperlink ", limits.hyperlinks),
        (b"dataValidation ", limits.validations),
    )
    if len(tail) > _SMALL and any(tail.count(tag) > limit for tag, limit in counted):
        raise Refused("工作表中的合并单元格、链接或数据有效性规则多得不合常理", "请新建模板重新填写后报送。")


def _merges(tail: bytes) -> Iterator[tuple[int, int, int, int]]:
    if b"mergeCell" in tail:
        for left, top, right, bottom in _MERGE.findall(tail):
            yield int(top), column_number(left.decode()), int(bottom), column_number(right.decode())


def _hidden_columns(head: bytes) -> Iterator[int]:
    if b"hidden" in head:
        for tag in _HIDDEN_COLUMN.findall(head):
            found = attributes(tag)
            first, last = found.get("min", ""), found.get("max", "")
            if first.isdigit() and last.isdigit():
                yield from range(int(first) - 1, min(int(last), 16_384))


def _out_of_the_ordinary(body: bytes, limits: Limits) -> bool:
    return (
        len(body) > limits.cells * _SMALLEST_CELL
        or (b":" in body and _PREFIXED.search(body) is not None)
        or all(odd.search(body) for odd in _odd_cells(limits))
    )


@lru_cache(maxsize=8)
def _odd_cells(limits: Limits) -> Sequence[re.Pattern[bytes]]:
    """For each area that the limits allow, what finds a cell outside it or written in no ordinary way."""
    return [
        re.compile(rb'<c(?! r="[A-Z]{1,%d}+[0-9]{1,%d}+")' % (letters, digits))
        for letters, digits in _AREAS
        for columns, rows in [(sum(26**power for power in range(1, letters + 1)), 10**digits - 1)]
        if columns <= limits.columns and rows <= limits.rows and columns * rows <= limits.grid
    ]


def _searched(body: bytes, *, links: bool) -> Found:
    """What stands in a sheet in which every cell names its own place in the ordinary way."""
    looked_for = (*(ERROR_MARKS if b"#" in body else ()), *(() if _all_computed(body) else (b"<f",)))
    marks = [mark for text in looked_for for mark in _places_of(text, body)]
    starts = sorted({body.rfind(b"<c", 0, mark) for mark in marks} - {-1})
    faults = ((start, _fault(body, start)) for start in starts)
    errors = {_place(body, start): wrong for start, wrong in faults if wrong}
    far = [_place(body, body.rfind(b"<c", 0, match.start())) for match in LINKED.finditer(body)] if links else []
    return Found(errors, set(_hidden_rows(body)), far)


def _all_computed(body: bytes) -> bool:
    """Whether every formula plainly has its result, as in any sheet that a spreadsheet program has saved."""
    if b"f" not in body:  # one letter is looked for much faster than two
        return True
    if body.count(b"<f") != body.count(b"</f><v>"):
        return False
    empty = body.count(b"</f><v></v>")
    return not empty or empty == len(_EMPTY_TEXT.findall(body))


def _places_of(text: bytes, body: bytes) -> Iterator[int]:
    at = body.find(text)
    while at >= 0:
        yield at
        at = body.find(text, at + 1)


def _fault(body: bytes, start: int) -> str:
    end = body.find(b"<c", start + 2)
    tag, _, content = body[start : end if end >= 0 else None].partition(b">")
    return fault(tag, content)


def _place(body: bytes, start: int) -> Place:
    match = _PLACE.match(body, max(start, 0))
    return (int(match[2]), column_number(match[1].decode())) if match else (1, 0)


def _hidden_rows(body: bytes) -> Iterator[int]:
    for match in HIDDEN.finditer(body):
        start = body.rfind(b"<", 0, match.start())
        reference = REFERENCE.search(body, start, body.find(b">", match.end()))
        if body.startswith(b"<row", start) and reference and reference[1].isdigit():
            yield int(reference[1])

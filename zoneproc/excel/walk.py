"""The exact path through the cells of an .xlsx sheet: each place worked out, also where a cell does not name it."""

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from zoneproc.excel.addresses import column_number
from zoneproc.excel.bounds import TIDY, Bounds
from zoneproc.excel.cells import ERROR_MARKS, HIDDEN, LINKED, REFERENCE, Found, Place, fault
from zoneproc.excel.package import Limits, Refused

__all__ = ["walked"]

_PREFIX = re.compile(rb"(</?)[\w.-]++:(?=\w)")
_TOKEN = re.compile(rb"""<(row|c)(?=[\s/>])((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_CELL_REFERENCE = re.compile(rb"([A-Za-z]{1,7})(\d{1,10})")
_BLANK_CELLS = 3  # how many cells without content a sheet may have for each one with content it may have
_DAMAGED = "请在 Excel 或 WPS 中重新打开、另存后再报送。"


def walked(body: bytes, limits: Limits) -> Found:
    """What the cells hold; raises `Refused` for an area beyond the limits or an address that is none."""
    if body.count(b"<c") > limits.cells * (1 + _BLANK_CELLS):
        raise Refused("工作表的单元格多得不合常理", TIDY)
    bounds = Bounds(limits)
    found = Found({}, set(), [])
    for place, tag, content in _used_cells(_PREFIX.sub(rb"\1", body), found.hidden_rows):
        bounds.take_in(*place)
        wrong = fault(tag, content) if b"<f" in content or any(mark in tag for mark in ERROR_MARKS) else ""
        if wrong:
            found.errors[place] = wrong
        if b"<f" in content and LINKED.search(content):
            found.linked.append(place)
    bounds.require_reasonable()
    return found


def _used_cells(body: bytes, hidden: set[int]) -> Iterator[tuple[Place, bytes, bytes]]:
    """Place, tag and content of every cell with content; a style alone asks for nothing. Hidden rows go into `hidden`.

    Without an address of its own a cell stands right of the one before, a row below the one before: as calamine reads.
    """
    row = column = 0
    for token, following in pairwise(chain(_TOKEN.finditer(body), (None,))):
        assert token is not None  # only the last is
        reference = REFERENCE.search(token[2])
        if token[1] == b"row":
            row, column = _row_number(reference[1]) if reference else row + 1, -1
            if HIDDEN.search(token[2]):
                hidden.add(row)
            continue
        at, column = _position(reference[1]) if reference else (row, column + 1)
        if not token[2].endswith(b"/"):
            yield (at, column), token[2], body[token.end() : following.start() if following else None]


def _row_number(reference: bytes) -> int:
    if not reference.strip().isdigit() or len(reference) > 12:
        raise Refused("文件已损坏:行号写法不对", _DAMAGED)
    return int(reference)


def _position(reference: bytes) -> Place:
    match = _CELL_REFERENCE.fullmatch(reference.strip())
    if match is None or not int(match[2]):
        raise Refused("文件已损坏:单元格地址写法不对", _DAMAGED)
    return int(match[2]), column_number(match[1].decode().upper())

"""How the XML of one .xlsx cell tells what calamine does not: errors, formulas never computed, formulas on other files."""

import html
import re
from typing import NamedTuple

from zoneproc.excel.facts import UNCACHED

__all__ = ["ERROR_MARKS", "FORMULA", "HIDDEN", "LINKED", "REFERENCE", "Found", "Place", "fault", "text_of"]

Place = tuple[int, int]
"""1-based row, 0-based column."""

ERROR_MARKS = (b'"e"', b"'e'")
FORMULA = re.compile(rb"<f[\s/>]")
LINKED = re.compile(rb"<f[^<>]*+>[^<]*?\[\d")
HIDDEN = re.compile(rb"""hidden(?<=\shidden)\s*=\s*["'](?:1|true)["']""")
REFERENCE = re.compile(rb"""(?<!\S)r\s*=\s*["']([^"'<]*)["']""")
_TYPE = re.compile(rb"""(?<!\S)t\s*=\s*["'](\w+)["']""")
_VALUE = re.compile(rb"<v\s*+>([^<]*+)</v>")


class Found(NamedTuple):
    """What the cells of a sheet hold beside values."""

    errors: dict[Place, str]
    hidden_rows: set[int]
    linked: list[Place]


def text_of(raw: bytes) -> str:
    """XML text as a person reads it."""
    return html.unescape(raw.decode("utf-8", "replace"))


def fault(tag: bytes, content: bytes) -> str:
    """The text of an error cell, `UNCACHED`, or nothing; a formula whose result is an empty text is sound."""
    kind = _TYPE.search(tag)
    value = _VALUE.search(content)
    if kind and kind[1] == b"e":
        return text_of(value[1]).strip() if value else "#N/A"
    empty = not (value and value[1].strip()) and not (kind and kind[1] == b"str")
    return UNCACHED if empty and FORMULA.search(content) else ""

"""Cells, rows and strings as they stand in a sheet's XML, written as the Excel library writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from xlsxwriter.sharedstrings import SharedStrings

from zoneproc.excel.binding import string_item, string_items
from zoneproc.excel.wording import writable
from zoneproc.excel.writing import shown

__all__ = [
    "PLAIN",
    "Strings",
    "array_text",
    "column_width",
    "moment",
    "row_head",
    "row_height",
    "row_pixels",
    "string_item",
    "xml_text",
]

PLAIN = frozenset({str, bool, date, datetime})
"""The types of most values: they are written alike whatever the column."""
_DAY_ZERO = datetime(1899, 12, 31)  # noqa: DTZ001  # Excel's days are one more from March 1900 on
_POINTS, _PIXELS = 0.75, 4 / 3
_DIGIT, _PADDING = 7, 5


class Strings:
    """The strings of one copy: those of the pattern by number, and its own after them.

    `contents` are what follows the address and the look of cells that hold the usual values, by type and value.
    """

    def __init__(self, known: Mapping[str, int], size: int, references: int) -> None:
        self._numbers = _Numbers(known, size)
        self.first, self.references = size, references
        self.contents: Mapping[type, Mapping[Any, str]] = {kind: _Contents(self._numbers) for kind in PLAIN}

    def content(self, value: object) -> str:
        """What follows the address and the look of a cell that holds a value."""
        return self.contents[type(value)][value] if type(value) in PLAIN else self._numbers.content(value)

    def number(self, text: str) -> int:
        """The number of a string, a new one if need be; counted as one more reference."""
        self.references += 1
        return self._numbers.of(text)

    def count(self, cells: str) -> None:
        """Count the references to strings in cells of ours."""
        self.references += cells.count(_REFERENCE)

    @property
    def size(self) -> int:
        """How many strings there are."""
        return self.first + len(self._numbers.own)

    @property
    def text(self) -> str:
        """The own strings as XML."""
        return string_items(self._numbers.own)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of strings: the known ones, and `own` from `first` on, in the order they are met."""

    known: Mapping[str, int]
    first: int
    own: dict[str, int] = field(default_factory=dict)

    def of(self, text: str) -> int:
        known = self.known.get(text)
        return self.own.setdefault(text, self.first + len(self.own)) if known is None else known

    def content(self, value: object) -> str:
        """What follows the address and the look of a cell that holds a value."""
        if isinstance(value, str):
            plain = writable(value)
            return f"{_REFERENCE}><v>{self.of(plain)}</v></c>" if plain else "/>"
        if isinstance(value, date):
            return _day(value) or self.content(str(shown(value)))
        shape = shown(value)
        if shape is None:
            return "/>"
        return self.content(shape) if isinstance(shape, str) else f"><v>{shape:.16G}</v></c>"


class _Contents(dict[Any, str]):
    """What follows the look of cells that hold values of one type, made when it is first asked for."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, value: object) -> str:
        made = self[value] = self._numbers.content(value)
        return made


_REFERENCE = ' t="s"'


@lru_cache(maxsize=16_384, typed=True)
def _day(value: date) -> str:
    """What follows the look of a cell that holds a day; nothing for one that is written as a text."""
    plain = shown(value)
    return f"><v>{moment(plain):.16G}</v></c>" if isinstance(plain, date) else ""


def moment(value: date) -> float:
    """A day or moment since March 1900 as Excel counts it."""
    if not isinstance(value, datetime):
        return value.toordinal() - _DAY_ZERO.toordinal() + 1
    passed = value - _DAY_ZERO
    return passed.days + (float(passed.seconds) + passed.microseconds / 1e6) / (60 * 60 * 24) + 1


def row_head(number: int, height: float | None = None) -> str:
    """The beginning of a row, with its height in points if it has one of its own."""
    if height is None:
        return f'<row r="{number}">'
    return f'<row r="{number}" ht="{row_height(height)}" customHeight="1">'


@lru_cache(maxsize=1_024)
def row_height(height: float) -> str:
    """A height in points as a row says it: in whole pixels."""
    return f"{row_pixels(height) * _POINTS:.16g}"


def row_pixels(height: float) -> int:
    """A height in points as the pixels it takes."""
    return int(height * _PIXELS + 0.5)


def column_width(characters: float) -> str:
    """A width in characters as a column says it."""
    pixels = int(characters * _DIGIT + 0.5) + _PADDING
    return f"{pixels * 256 // _DIGIT / 256:.16g}"


def array_text(value: object) -> str:
    """A text or number of ours as the result of an array formula: there the library escapes what looks like an escape."""
    text = xml_text(value)
    return str(SharedStrings._escape_control_characters(text)) if "_x" in text else text  # noqa: SLF001


def xml_text(value: object) -> str:
    """A text or number of ours as the text of an element."""
    text = str(value)
    return text if text.isalnum() else escape(text, quote=False)  # mostly numbers

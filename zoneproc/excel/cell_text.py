"""Cells, rows and strings as they stand in a sheet's XML, written as the Excel library writes them."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from html import escape

from xlsxwriter.sharedstrings import SharedStrings

from zoneproc.excel.binding import string_item
from zoneproc.excel.wording import writable
from zoneproc.excel.writing import shown

__all__ = [
    "Strings",
    "array_text",
    "column_width",
    "content",
    "moment",
    "row_head",
    "row_height",
    "string_item",
    "xml_text",
]

_DAY_ZERO = datetime(1899, 12, 31)  # noqa: DTZ001  # Excel's days are one more from March 1900 on
_POINTS, _PIXELS = 0.75, 4 / 3
_DIGIT, _PADDING = 7, 5
_ODD = ("&", "<", ">", "_x", "| ", " |")
"""What `string_item` looks at twice, where strings stand between bars."""


class Strings:
    """The strings of one copy: those of the pattern by number, and its own after them."""

    def __init__(self, known: Mapping[str, int], size: int, references: int) -> None:
        self._known, self.first, self._own = known, size, dict[str, int]()
        self._contents = dict[str, str]()
        self.references = references

    def content(self, text: str) -> str:
        """What follows the address and the look of a cell that holds a text."""
        made = self._contents.get(text)
        if made is None:
            plain = writable(text)
            if not plain:
                return "/>"
            made = self._contents[text] = f' t="s"><v>{self._numbered(plain)}</v></c>'
        self.references += 1
        return made

    def number(self, text: str) -> int:
        """The number of a string, a new one if need be; counted as one more reference."""
        self.references += 1
        return self._numbered(text)

    def _numbered(self, text: str) -> int:
        known = self._known.get(text)
        return self._own.setdefault(text, self.first + len(self._own)) if known is None else known

    @property
    def size(self) -> int:
        """How many strings there are."""
        return self.first + len(self._own)

    @property
    def text(self) -> str:
        """The own strings as XML; that none of them is out of the ordinary is mostly seen at one look."""
        joined = f"|{'|'.join(self._own)}|"
        if joined.isprintable() and not any(odd in joined for odd in _ODD):
            return f"<si><t>{'</t></si><si><t>'.join(self._own)}</t></si>" if self._own else ""
        return "".join(map(string_item, self._own))


def content(value: object, strings: Strings) -> str:
    """What follows the address and the look of a cell that holds a value."""
    if type(value) is str:
        return strings.content(value)
    if type(value) in _DAYS:
        return _day(value) or strings.content(str(shown(value)))
    plain = shown(value)
    if plain is None:
        return "/>"
    return strings.content(plain) if isinstance(plain, str) else f"><v>{plain:.16G}</v></c>"


_DAYS = (date, datetime)


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


def row_height(height: float) -> str:
    """A height in points as a row says it: in whole pixels."""
    return f"{int(height * _PIXELS + 0.5) * _POINTS:.16g}"


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

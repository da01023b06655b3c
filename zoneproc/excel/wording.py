"""Text that fits Excel: cell text, sheet titles, references and text inside formulas."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from zoneproc.kinds import fold

LONGEST_CELL = 32_767
"""UTF-16 units in one cell; Excel cuts what is longer."""
LONGEST_TITLE = 31
"""UTF-16 units in a sheet title."""
CUT_MARK = "…(过长,已截断)"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = frozenset({"history"})
_LAST_NARROW = "\u2e7f"


def units(text: str) -> int:
    """Length as Excel counts it: characters outside the basic plane count twice."""
    return len(text) + sum(char > "\uffff" for char in text)


@lru_cache(maxsize=4_096)
def cut(text: str, limit: int, mark: str = "…") -> str:
    """The text, cut to `limit` units with a mark at the end if it is longer."""
    if units(text) <= limit:
        return text
    kept = text[: limit - units(mark)]
    while units(kept) + units(mark) > limit:
        kept = kept[:-1]
    return kept + mark


def writable(text: str) -> str:
    """The text without characters no workbook can hold, and no longer than a cell can be."""
    if len(text) <= LONGEST_CELL // 2 and text.isprintable():
        return str(text)
    return cut(_ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), LONGEST_CELL, CUT_MARK)


def all_writable(texts: Sequence[str]) -> Sequence[str]:
    """`writable` of each; that nothing is amiss in any is mostly seen at one look."""
    if "".join(texts).isprintable() and max(map(len, texts), default=0) <= LONGEST_CELL // 2:
        return texts
    return list(map(writable, texts))


def clean_title(asked: str) -> str:
    """A sheet title Excel takes: none of the characters it forbids, no edge apostrophes or blanks, at most 31 units, never empty."""
    clean = _FORBIDDEN.sub("·", _ILLEGAL.sub("", asked)).strip().strip("'").strip() or "未命名"
    clean = f"{clean}表" if clean.casefold() in _RESERVED else clean
    return cut(clean, LONGEST_TITLE)


def fitted_title(asked: str, taken: Iterable[str]) -> str:
    """A clean title that is not taken, widths and case of letters aside; equal ones become `名称(2)`, `名称(3)` …"""
    wanted = clean_title(asked)
    used = {fold(title).casefold() for title in taken}
    number, title = 1, wanted
    while fold(title).casefold() in used:
        number += 1
        tail = f"({number})"
        title = cut(wanted, LONGEST_TITLE - len(tail)) + tail
    return title


@lru_cache(maxsize=1_024)
def column_letters(col: int) -> str:
    """The letters of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, col: int, *, fixed: bool = False) -> str:
    """The A1 name of a cell counted from 0; `fixed` with dollar signs."""
    return f"${column_letters(col)}${row + 1}" if fixed else f"{column_letters(col)}{row + 1}"


def range_name(first: tuple[int, int], last: tuple[int, int]) -> str:
    """The fixed A1 name of a range between two cells (row, column) counted from 0."""
    return f"{cell_name(*first, fixed=True)}:{cell_name(*last, fixed=True)}"


def reference(sheet: str, cells: str) -> str:
    """Cells of another sheet as formulas name them: `'党员名册'!$A$5`."""
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'!{cells}"


def quoted(text: str) -> str:
    """A text as a literal inside a formula of ours; whatever it holds, it stays text."""
    doubled = writable(text).replace('"', '""')
    return f'"{doubled}"'


@lru_cache(maxsize=16_384)
def display_width(text: str) -> int:
    """How wide the longest line is, in half-width characters: a Chinese character counts two."""
    return max((len(line) + sum(map(_LAST_NARROW.__lt__, line)) for line in text.split("\n")), default=0)


@lru_cache(maxsize=16_384)
def lines_in(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of this width; rather one too many than one too few."""
    room = max(int(width) - 2, 1)
    if "\n" not in text:
        return max(-(-display_width(text) // room), 1)
    return sum(max(-(-display_width(line) // room), 1) for line in text.split("\n"))

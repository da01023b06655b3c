"""Pieces of Excel formulas that read a cell as the office reads it: stripped, folded, as a number, as a moment.

No error may meet `&`: LibreOffice 7.4 drops erroneous elements when it joins arrays, and all that follow move up.

Every piece takes the name of a cell or of a range and stands for one value per cell, so that the same text serves a
conditional format (one row) and a sum over a column. Excel 2010, WPS and LibreOffice know every function used; `IF` and
`IFERROR` over ranges need an array formula. Each reading mirrors a parser of `zoneproc.kinds`.
"""

from collections.abc import Iterable

from zoneproc.excel.wording import quoted
from zoneproc.kinds import DITTO_WORDS, EMPTY_WORDS, ERROR_WORDS

__all__ = [
    "broken",
    "day",
    "ditto",
    "empty",
    "folded",
    "listed",
    "literal",
    "moment",
    "number",
    "parts_of",
    "stripped",
    "sure",
]

_LONGEST_LITERAL = 250  # Excel takes 255 characters in one literal
_WIDE_BLANKS = ("\u3000", "\u00a0")
_FIRST_SERIAL, _LAST_SERIAL = 7672, 2958466
"""1921-01-01, before which no date of these forms lies, and the first serial that no program shows as a date: larger
numbers may be 20260305."""


def _shapes(*choices: tuple[str, ...]) -> tuple[str, ...]:
    """Every way of putting one of each of the choices side by side."""
    made: tuple[str, ...] = ("",)
    for choice in choices:
        made = tuple(head + tail for head in made for tail in choice)
    return made


_NINES = ("9", "99")
_DATES = (
    "99999999",
    *(shape for mark in "-./" for shape in _shapes(("9999",), (mark,), _NINES, (mark,), _NINES)),
    *_shapes(("9999年",), _NINES, ("月",), _NINES, ("日", "号", "")),
)
_MOMENTS = _shapes(("9999-",), _NINES, ("-",), _NINES, (" ",), _NINES, (":",), ("9", "99", "99:99"))
_WHOLES = (*("9" * digits for digits in range(1, 8)), "9,999", "99,999")
_NUMBERS = (*_shapes(_WHOLES, ("", ".9", ".99")), *_shapes(("+",), ("9", "99", "999")))


def literal(text: str) -> str:
    """A text as Excel takes it inside a formula, however long."""
    parts = [text[at : at + _LONGEST_LITERAL] for at in range(0, len(text), _LONGEST_LITERAL)] or [""]
    return "&".join(map(quoted, parts))


def sure(expression: str, otherwise: int = 0) -> str:
    """The expression, with a fixed value where it ends in an error."""
    return f"IFERROR({expression},{otherwise})"


def listed(text: str, words: Iterable[str]) -> str:
    """Whether a text is one of the words, letter by letter; false for an error."""
    return f'ISNUMBER(FIND("|"&{text}&"|",{literal("|" + "|".join(dict.fromkeys(words)) + "|")}))'


def _replaced(text: str, parts: Iterable[str], instead: str = "") -> str:
    for part in parts:
        text = f"SUBSTITUTE({text},{quoted(part)},{quoted(instead)})"
    return text


def stripped(cell: str) -> str:
    """The text of a cell without outer blanks (`kinds.clean_text`); an error cell reads `#!`."""
    return f'IFERROR(TRIM(SUBSTITUTE({_replaced(cell, _WIDE_BLANKS, " ")},CHAR(10)," ")),"#!")'


def folded(cell: str) -> str:
    """The text of a cell in half width without any blanks (`kinds.fold`); an error cell reads `#!`."""
    bare = _replaced(cell, (" ", *_WIDE_BLANKS))
    return f'IFERROR(ASC(SUBSTITUTE({bare},CHAR(10),"")),"#!")'


def parts_of(cell: str) -> str:
    """The choices in a cell, each between semicolons of its own: ;甲;;乙; (`kinds._choices`)."""
    parted = _replaced(f'SUBSTITUTE({cell},CHAR(10),";")', "；、，,", ";")
    bare = _replaced(parted, (" ", *_WIDE_BLANKS))
    return f'";"&SUBSTITUTE(IFERROR(ASC({bare}),"#!"),";",";;")&";"'


def empty(cell: str, *, words: bool) -> str:
    """Whether a cell holds nothing; with `words`, also 无, / and the like (`kinds.parse`)."""
    return listed(stripped(cell), ("", *(sorted(EMPTY_WORDS) if words else ())))


def ditto(cell: str) -> str:
    """Whether a cell says 同上."""
    return listed(stripped(cell), sorted(DITTO_WORDS))


def shaped(text: str) -> str:
    """The text with every digit written as 9, to be compared with shapes."""
    for digit in "012345678":
        text = f'SUBSTITUTE({text},"{digit}","9")'
    return text


def broken(cell: str) -> str:
    """Whether a cell holds an error, or one that has become text."""
    return listed(stripped(cell), ("#!", *sorted(ERROR_WORDS)))


def number(cell: str) -> str:
    """The number in a cell, also if it was typed as text; an error if there is none (`kinds._number`)."""
    text = folded(cell)
    typed = f"IF({listed(shaped(text), _NUMBERS)},VALUE({text}),NA())"
    return f"IF(ISNUMBER({cell}),{cell},{typed})"


def day(cell: str) -> str:
    """The serial of the date in a cell, also if it was typed as text; an error if there is none (`kinds._date`)."""
    return _serial(cell, _date(f"ASC({stripped(cell)})"))


def moment(cell: str) -> str:
    """The serial of the date and time in a cell; a text without its time is an error (`kinds._datetime`)."""
    spaced = f'SUBSTITUTE(SUBSTITUTE(ASC({stripped(cell)}),"日 ","日"),"日"," ")'
    marked = _replaced(_replaced(spaced, "年月./", "-"), "时点", ":")
    text = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({marked}&"|","分",""),":|",":00"),"|","")'
    hour = f'IF(MID({text},FIND(" ",{text})+1,2)*1<24,VALUE({text}),NA())'
    return _serial(cell, f"IF({listed(shaped(text), _MOMENTS)},{hour},NA())")


def _serial(cell: str, typed: str) -> str:
    eight_digits = f'DATEVALUE(TEXT({cell},"0000-00-00"))'
    return (
        f"IF(ISNUMBER({cell}),IF({cell}<{_LAST_SERIAL},IF({cell}<{_FIRST_SERIAL},NA(),{cell}),{eight_digits}),{typed})"
    )


def _date(text: str) -> str:
    """The serial of a date written in one of the ways the office reads."""
    dashed = _replaced(_replaced(text, "年月./", "-"), "日号")
    digits_only = f'ISNUMBER(FIND(MID({text},5,1),"0123456789"))'
    whole = f'IF({digits_only},TEXT({text},"0000-00-00"),{dashed})'
    return f"IF({listed(shaped(text), _DATES)},DATEVALUE({whole}),NA())"

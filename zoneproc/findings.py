"""What is wrong with the data: bad data is a value, never an exception.

A `Code` is declared beside the check that raises it; `CODES` holds them all. A `Finding` is one code at one place.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

_CLAUSE = re.compile(r"\bS(\d)(?:\.(\d))?(?:\.(\d))?")
_NUMERALS = "零一二三四五六"
_SCHEME = re.compile(r"\bdomain(?:\.md)? (?:2\.7a|3)")


class Severity(Enum):
    """阻断 sends the return back, 错误 must be mended, 提醒 is a note."""

    BLOCK = "阻断"
    ERROR = "错误"
    NOTE = "提醒"

    @property
    def weight(self) -> int:
        """2 for 阻断, 1 for 错误, 0 for 提醒."""
        return {"阻断": 2, "错误": 1, "提醒": 0}[self.value]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. `message` and `hint` are templates with named slots; `clause` says what it serves."""

    number: str
    severity: Severity
    title: str
    message: str
    hint: str
    clause: str

    @property
    def basis(self) -> str:
        """The clause as the regulation itself counts (S4.3e → 实施意见四(三)); without one, whose rules it follows."""
        cited = dict.fromkeys(_cited(*clause) for clause in _CLAUSE.findall(self.clause))
        if cited:
            return f"实施意见{'、'.join(cited)}"
        return "考核办法" if _SCHEME.search(self.clause) else "填报要求"


def _cited(chapter: str, item: str, point: str) -> str:
    """A clause of the regulation: chapter, item and point as digits, the last two may be empty."""
    if chapter == "0":
        return "前言"
    part = f"({_NUMERALS[int(item)]})" if item and item != "0" else ""
    return f"{_NUMERALS[int(chapter)]}{part}{point}"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where: file → sheet → cell (A1 style), each empty when the finding is about the whole of it."""

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.file, self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one place. `branch` and `subject` say whom it concerns (codes); `value` is what was seen."""

    code: Code
    place: Place
    message: str
    value: str = ""
    branch: str = ""
    subject: str = ""
    source: str = field(default="", compare=False)

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity

    @property
    def hint(self) -> str:
        """What to do."""
        return self.code.hint


CODES: dict[str, Code] = {}


def declare(code: Code) -> Code:
    """Add a code to the catalogue; raises ValueError if its number is taken by another (numbers are never reused)."""
    if CODES.setdefault(code.number, code) != code:
        message = f"finding code {code.number} is declared twice"
        raise ValueError(message)
    return code


def in_order(findings: Iterable[Finding]) -> Sequence[Finding]:
    """Blocking first, then by code, branch and place: the order in which people should read them."""
    return sorted(findings, key=lambda f: (-f.severity.weight, f.code.number, f.branch, f.place, f.message))


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The highest severity among the findings; None if there are none."""
    return max((f.severity for f in findings), key=lambda severity: severity.weight, default=None)

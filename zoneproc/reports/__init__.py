"""The printed workbooks R-1 … R-17: each module turns one kind of result into sheets; none computes a score.

A module adds its `Report` to `REPORTS`; the result it takes says when it is due. domain.md 2.9.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar, overload

from zoneproc.crew import each, hands
from zoneproc.duties.roster import branches_on
from zoneproc.excel.likeness import likeness
from zoneproc.excel.sheets import Workbook, write_workbook
from zoneproc.registry import Registry
from zoneproc.results import MonthResult, QuarterResult, YearResult
from zoneproc.unchanged import NONE, Earlier

__all__ = ["REPORTS", "PerBranch", "Report", "write_reports"]

R = TypeVar("R", MonthResult, QuarterResult, YearResult)
_A_PART, _LEAST = 100, 25
"""So many branches' workbooks are one piece of work: at most, and at least where there are hands for more pieces."""


@dataclass(frozen=True, slots=True, eq=False)
class PerBranch(Sequence[Workbook]):
    """One workbook per code of a branch, each made when it is asked for: thousands need not be in memory at once."""

    codes: Sequence[str]
    make: Callable[[str], Workbook]

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> Workbook: ...
    @overload
    def __getitem__(self, at: slice) -> "PerBranch": ...
    def __getitem__(self, at: int | slice) -> "Workbook | PerBranch":
        return PerBranch(self.codes[at], self.make) if isinstance(at, slice) else self.make(self.codes[at])


@dataclass(frozen=True, slots=True)
class Report(Generic[R]):
    """One printed workbook, or one per branch: its number, the kind of result it shows, how it is made of one.

    `per_branch`: so many that they are written in several parts.
    """

    number: str
    kind: type[R]
    build: Callable[[R], Sequence[Workbook]]
    per_branch: bool = False

    def workbooks(self, result: object) -> Sequence[Workbook]:
        """The workbooks made of a result; none if the report is about another kind of result."""
        return self.build(result) if isinstance(result, self.kind) else ()

    @property
    def order(self) -> int:
        """2 for R-2, 10 for R-10."""
        return int(self.number.removeprefix("R-"))


REPORTS: Registry[Report[MonthResult] | Report[QuarterResult] | Report[YearResult]] = Registry("zoneproc.reports")


def write_reports(
    result: MonthResult | QuarterResult | YearResult, folder: Path, earlier: Earlier = NONE
) -> Mapping[Path, str]:
    """Every report of a result, written into the folder in order of number, each with its likeness.

    A workbook that would show what an earlier one shows is that one's copy. Raises TargetOpenError if one is open.
    """
    numbers = [name for name, report in REPORTS.items() if isinstance(result, report.kind)]
    numbers.sort(key=lambda name: (REPORTS[name].order, name))
    branches = len(branches_on(result.run.ledger, result.run.period.end))
    many = max(1, min(max(branches // _A_PART, hands()), branches // _LEAST))
    parts = [_Part(name, at, many) for name in numbers for at in range(many if REPORTS[name].per_branch else 1)]
    try:
        return dict(written for part in each(_written, _Task(result, folder, earlier), parts) for written in part)
    finally:
        _workbooks.cache_clear()


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What is written where; `earlier` are the workbooks that may lie there."""

    result: object
    folder: Path
    earlier: Earlier


@dataclass(frozen=True, slots=True)
class _Part:
    """One of `of` equal parts of the workbooks of a report; the first comes first."""

    name: str
    at: int
    of: int

    def among(self, workbooks: Sequence[Workbook]) -> Sequence[Workbook]:
        size = -(-len(workbooks) // self.of) if REPORTS[self.name].per_branch else len(workbooks)
        return workbooks[self.at * size : (self.at + 1) * size]


@lru_cache(maxsize=1)
def _workbooks(task: _Task, name: str) -> Sequence[Workbook]:
    """The workbooks of a report, for all its parts at hand: much is worked out for the whole company at once."""
    return REPORTS[name].workbooks(task.result)


def _written(task: _Task, part: _Part) -> list[tuple[Path, str]]:
    written = []
    for workbook in part.among(_workbooks(task, part.name)):
        shown = likeness(workbook)
        path = task.folder / workbook.file_name
        if not task.earlier.copied(workbook.file_name, shown, path):
            write_workbook(task.folder, workbook)
        written.append((path, shown))
    return written

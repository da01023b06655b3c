"""The printed workbooks R-1 … R-17: each module turns one kind of result into sheets; none computes a score.

A module adds its `Report` to `REPORTS`; the result it takes says when it is due. domain.md 2.9.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from zoneproc.crew import each
from zoneproc.excel.sheets import Workbook, write_workbook
from zoneproc.registry import Registry
from zoneproc.results import MonthResult, QuarterResult, YearResult

__all__ = ["REPORTS", "Report", "write_reports"]

R = TypeVar("R", MonthResult, QuarterResult, YearResult)


@dataclass(frozen=True, slots=True)
class Report(Generic[R]):
    """One printed workbook, or one per branch: its number, the kind of result it shows, how it is made of one."""

    number: str
    kind: type[R]
    build: Callable[[R], Sequence[Workbook]]

    def workbooks(self, result: object) -> Sequence[Workbook]:
        """The workbooks made of a result; none if the report is about another kind of result."""
        return self.build(result) if isinstance(result, self.kind) else ()

    @property
    def order(self) -> int:
        """2 for R-2, 10 for R-10."""
        return int(self.number.removeprefix("R-"))


REPORTS: Registry[Report[MonthResult] | Report[QuarterResult] | Report[YearResult]] = Registry("zoneproc.reports")


def write_reports(result: MonthResult | QuarterResult | YearResult, folder: Path) -> list[Path]:
    """Every report of a result, written into the folder in order of number; raises TargetOpenError if one is open."""
    numbers = [name for name, report in REPORTS.items() if isinstance(result, report.kind)]
    numbers.sort(key=lambda name: (REPORTS[name].order, name))
    return [path for written in each(_written, (result, folder), numbers) for path in written]


def _written(task: tuple[object, Path], name: str) -> list[Path]:
    result, folder = task
    return [write_workbook(folder, workbook) for workbook in REPORTS[name].workbooks(result)]

"""What the first sheets of R-1 … R-10 say: a figure beside that of the period before, what is to be done, the course over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Literal

import pandas as pd

from zoneproc.excel.front import BETTER, WORSE
from zoneproc.excel.sheets import Column, Figure, Lines, Look, Sheet, TableBlock, Task
from zoneproc.findings import Severity
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.reports.names import with_branch
from zoneproc.reports.problems import TITLE as PROBLEMS
from zoneproc.reports.problems import concerning
from zoneproc.results import Run

__all__ = [
    "AMBER",
    "BLUE",
    "GREEN",
    "RED",
    "Course",
    "Welcome",
    "counted",
    "course",
    "mend",
    "month_before",
    "months_done",
    "rated",
    "scored",
    "tasks_of",
]

Welcome = Literal["多", "少", ""]
COMPANY, COURSE, SAME = "全公司", "走势", "持平"
GREEN, BLUE, AMBER, RED = "#7FB77E", "#9CC3E6", "#E8B23A", "#D9655B"
"""Parts of a bar: as it should be, nearly so, not so. The legend says it in words."""
_GRAVE = (Severity.BLOCK, Severity.ERROR)


def month_before(run: Run) -> str:
    """The month before within the same year, as text; empty in January: the ledger holds one year."""
    return str(Period(run.period.year, run.period.last - 1, run.period.last - 1)) if run.period.last > 1 else ""


def counted(label: str, counts: tuple[int, int | None], unit: str, sheet: str = "", welcome: Welcome = "") -> Figure:
    """How many now and in the period before (None if nothing is known); `welcome` says whether more or less is good."""
    now, before = counts
    change = "" if before is None else _change(now - before, f"{now - before:+d} {unit}", welcome)
    return Figure(label, f"{now} {unit}", None if before is None else f"{before} {unit}", change, sheet)


def rated(label: str, now: float | None, before: float | None, *, sheet: str = "") -> Figure:
    """A share from 0 to 1, more is good; missing where nothing was due."""
    if now is None or pd.isna(now):
        return Figure(label, "尚无", None if before is None else f"{before:.1%}", "", sheet)
    if before is None or pd.isna(before):
        return Figure(label, f"{now:.1%}", None, "", sheet)
    points = round(now * 100, 1) - round(before * 100, 1)
    return Figure(label, f"{now:.1%}", f"{before:.1%}", _change(points, f"{points:+.1f} 个百分点", "多"), sheet)


def scored(label: str, now: float | None, before: float | None, *, sheet: str = "") -> Figure:
    """A mean score, more is good."""
    if now is None or pd.isna(now):
        return Figure(label, "—", None, "", sheet)
    if before is None or pd.isna(before):
        return Figure(label, f"{now:.2f}", None, "", sheet)
    points = round(now, 2) - round(before, 2)
    return Figure(label, f"{now:.2f}", f"{before:.2f}", _change(points, f"{points:+.2f} 分", "多"), sheet)


def _change(difference: float, words: str, welcome: Welcome) -> str:
    if abs(difference) < 1e-9:  # float noise
        return SAME
    if not welcome:
        return words
    return f"{BETTER if (difference > 0) == (welcome == '多') else WORSE} {words}"


def tasks_of(*asked: tuple[str, int, str, str]) -> Sequence[Task]:
    """What is to be done, of (words, number, unit, sheet) where the number is above 0."""
    return [Task(words, f"{number} {unit}", sheet) for words, number, unit, sheet in asked if number > 0]


def mend(run: Run, codes: Sequence[str], sheet: str = PROBLEMS) -> tuple[str, int, str, str]:
    """The task to have the grave findings of these codes mended; what a branch has answered is still counted."""
    grave = [each for each in concerning(run.findings, codes) if each.code.severity in _GRAVE]
    return "请支部按退回修改单改正与本表有关的问题(阻断、错误)", len(grave), "条", sheet


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """How a figure went from period to period: `rows` has branch and one column per label, the whole company first."""

    title: str
    rows: pd.DataFrame
    labels: Sequence[str]
    percent: bool

    @property
    def lines(self) -> Lines:
        """Its chart; the axis begins a step below the lowest figure."""
        lowest = self.rows[list(self.labels)].min().min()
        step = 0.1 if self.percent else 10.0
        start = 0.0 if pd.isna(lowest) else max(0.0, round((floor(float(lowest) / step) - 1) * step, 1))
        form, most = ("0%", 1.0) if self.percent else ("0", None)
        ends = [*self.labels, "branch"][0], ["branch", *self.labels][-1]
        return Lines(self.title, COURSE, "branch", *ends, start, format=form, most=most)

    def sheet(self, note: str) -> Sheet:
        """The sheet 走势: the figures as a heat map, the chart below."""
        look: tuple[Look, float] = ("percent", 1) if self.percent else ("points", 100)
        months = [Column(label, label, look[0], 10, full=look[1]) for label in self.labels]
        table = TableBlock((Column("支部", "branch", "name", 22), *months), self.rows, frozen=1)
        said = f"{note}{COMPANY}之下按最近一期由低到高排列;图中最多画 {self.lines.limit} 条线。"
        return Sheet(COURSE, self.title, said, [table, self.lines])


def months_done(rows: pd.DataFrame, done: pd.Series) -> pd.DataFrame:
    """Rows of one branch and month each, counted: branch_code, label (3月), done, due, in the order of time."""
    counts = done.astype(bool).groupby([rows["month"], rows["branch_code"]]).agg(["sum", "size"])
    counts = counts.set_axis(["done", "due"], axis=1).reset_index()
    return counts.assign(label=[f"{int(month[-2:])}月" for month in counts["month"]])


def course(ledger: Ledger, title: str, counts: pd.DataFrame, *, percent: bool = True) -> Course:
    """The course of done ÷ due: `counts` has branch_code, label, done, due, in the order of time; several rows are summed."""
    labels = list(dict.fromkeys(counts["label"]))
    sums = counts.groupby(["branch_code", "label"])[["done", "due"]].sum()
    wide = _share(sums).unstack("label").reindex(columns=labels)  # noqa: PD010  # of a series
    company = _share(counts.groupby("label")[["done", "due"]].sum()).reindex(labels)
    if not labels:
        return Course(title, pd.DataFrame(columns=["branch"]), labels, percent)
    whole = pd.DataFrame([{"branch": COMPANY, **company.to_dict()}])
    branches = with_branch(wide.sort_values([labels[-1], "branch_code"]).reset_index(), ledger)
    return Course(title, pd.concat([whole, branches], ignore_index=True), labels, percent)


def _share(rows: pd.DataFrame) -> pd.Series:
    return rows["done"] / rows["due"].where(rows["due"] > 0)

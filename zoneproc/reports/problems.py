"""问题清单: findings as a table people can work through, the gravest first."""

from collections.abc import Iterable, Sequence
from functools import cache

import pandas as pd

from zoneproc.excel.rows import Rows, listed
from zoneproc.excel.sheets import Column, Sheet, TableBlock
from zoneproc.findings import Finding, in_order
from zoneproc.reports.names import branch_names
from zoneproc.results import Run
from zoneproc.rounds import settles

__all__ = ["by_code", "concerning", "findings_frame", "problem_columns", "problems", "summary_by_code"]

TITLE = "问题清单"
_COLUMNS = "number severity code title branch_code branch file sheet cell value message hint answer".split()
_ANSWERED = "已说明"
_BY_CODE = (
    Column("级别", "severity", "state", 9),
    Column("代码", "code", "code", 9),
    Column("名称", "title", "text"),
    Column("件数", "count", "integer", 8),
    Column("怎么办", "hint", "long", 60),
)


def concerning(findings: Iterable[Finding], codes: Sequence[str]) -> Sequence[Finding]:
    """The findings whose code begins with one of these: `C` for a family, `R05` for one code."""
    return [finding for finding in findings if finding.code.number.startswith(tuple(codes))]


def findings_frame(findings: Iterable[Finding], run: Run) -> pd.DataFrame:
    """One row per finding, the gravest first: number (from 1), severity, code, title, branch_code, branch (short
    name), file, sheet, cell, value (as filled in), message, hint, answer (支部说明).

    What an answer settles is 已说明 instead of its severity, and comes last.
    """
    names = branch_names(run.ledger)
    found = in_order(findings)
    settled = {each for each in found if run.answers and settles(each, run.answers.get(each, ""))}
    ordered = sorted(found, key=settled.__contains__)
    rows = [
        (
            *(
                number,
                _ANSWERED if each in settled else each.severity.value,
                each.code.number,
                each.code.title,
                each.branch,
                names.get(each.branch, each.branch),
            ),
            *(each.place.file, each.place.sheet, each.place.cell, each.value, each.message, each.hint),
            run.answers.get(each, ""),
        )
        for number, each in enumerate(ordered, start=1)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def problem_columns(rows: Rows, *, with_branch: bool = True) -> Sequence[Column]:
    """The columns of a list of findings; a branch's own slip does not repeat its name, answers are shown if there are any."""
    return _problem_columns(with_branch, any(listed(rows, "answer")))


@cache
def _problem_columns(with_branch: bool, answered: bool) -> Sequence[Column]:  # one value for each pair
    answer = (Column("支部说明", "answer", "long", 30),) if answered else ()
    branch = (Column("支部", "branch", "name"),) if with_branch else ()
    return (
        Column("序号", "number", "integer", 7),
        Column("级别", "severity", "state", 9),
        Column("代码", "code", "code", 9),
        *branch,
        Column("文件", "file", "long", 30),
        Column("工作表", "sheet", "name"),
        Column("单元格", "cell", "code", 10),
        Column("填报内容", "value", "long", 18),
        Column("问题", "message", "long", 48),
        Column("怎么办", "hint", "long", 34),
        *answer,
    )


def problems(run: Run, codes: Sequence[str], heading: str) -> Sheet:
    """The sheet 问题清单 of the findings that bear on a report."""
    rows = findings_frame(concerning(run.findings, codes), run)
    note = "与本表有关的问题,按级别排列;“阻断”须改正后重报,“错误”须改正,“提醒”请核对。"
    return Sheet(TITLE, heading, note, [TableBlock(problem_columns(rows), rows, frozen=3)])


def by_code(rows: pd.DataFrame) -> pd.DataFrame:
    """How many findings of each code every branch has, the gravest first; `rows` as `findings_frame` gives them.

    One row per branch, code and severity: branch_code, code, severity, title, hint, count.
    """
    keys = ["branch_code", "code", "severity", "title", "hint"]
    return rows.groupby(keys, sort=False).size().rename("count").reset_index()


def summary_by_code(rows: Rows) -> TableBlock:
    """The table of a branch's findings by code; `rows` as `by_code` gives them."""
    count = sum(listed(rows, "count"))
    return TableBlock(_BY_CODE, rows, total={"title": "合计", "count": count} if count else {})

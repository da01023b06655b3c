"""R-3 合并库: every merged row of the month with the file and row it came from, and the proof that none was lost."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.excel.columns import Look
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.findings import in_order
from zoneproc.forms import FORMS
from zoneproc.kinds import Kind
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.comparing import mend, tasks_of
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import named, with_branch
from zoneproc.reports.problems import findings_frame, problem_columns
from zoneproc.reports.reconciliation import ASIDE, aside_of, reconciled, reconciliation
from zoneproc.results import MonthResult, Run
from zoneproc.schema import Field, Table
from zoneproc.tallies import ROWS

NUMBER, TITLE, ALL = "R-3", "合并库", "全部问题"
_SHORT = 30
LONGEST = 1_000_000
"""Rows of one sheet; longer tables go on to further sheets (Excel holds 1,048,576)."""
_LOOKS: dict[Kind, Look] = {
    Kind.TEXT: "text",
    Kind.NAME: "name",
    Kind.CODE: "code",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "points",
    Kind.DATE: "date",
    Kind.DATETIME: "datetime",
    Kind.MONTH: "code",
    Kind.CHOICE: "name",
    Kind.CHOICES: "long",
    Kind.FLAG: "name",
}


def ledger_book(result: MonthResult) -> Sequence[Workbook]:
    """The workbook: monthly tables of the month and the registers, reconciliation, returns, rows held back, problems."""
    run = result.run
    tables = [
        table for form in ("MON", "BASE") for table in FORMS[form].tables if not (table.vertical or table.reference)
    ]
    merged = {table.name: _merged(run, table) for table in tables}
    checked = reconciliation(run, merged)
    listed = {table.name: _sheets(table, merged[table.name]) for table in tables}
    titles = {name: [sheet.title for sheet in sheets] for name, sheets in listed.items()}
    sheets = [
        *reconciled(checked, titles),
        _returns(run),
        _held(run),
        *(sheet for sheets in listed.values() for sheet in sheets),
        _problems(run),
    ]
    counted = checked[checked["column"] == ROWS]
    figures = [
        (label, f"{int(counted[name].sum())} 行")
        for label, name in (("报来", "sent"), ("已合并", "merged"), ("暂不合并", "held"), ("重复", "duplicate"))
    ]
    tasks = tasks_of(
        ("行报来了但没有进入合并库,改正重报后自动补入", int(counted["held"].sum()), "行", ASIDE),
        mend(run, [""], ALL),
    )
    return [replace(workbook(run, (NUMBER, TITLE), sheets, figures), tasks=tasks)]


def _merged(run: Run, table: Table) -> pd.DataFrame:
    """The rows of the month (of BASE: all), by branch and place in the file, with branch and file by name."""
    rows = _of_period(run, table)
    files = {name: source.file for name, source in run.ledger.sources.items()}
    rows = rows.assign(file=named(rows["_source"], lambda name: files.get(name, name)))
    return with_branch(rows, run.ledger, "_branch").sort_values(["_branch", "_source", "_row"], kind="stable")


def _of_period(run: Run, table: Table) -> pd.DataFrame:
    rows = run.ledger[table.name]
    living = any(form.id == "BASE" and table.name in form for form in FORMS.values())
    return rows if living else rows[rows["_period"] == str(run.period)]


def _look(field: Field) -> Look:
    """Texts that may be long wrap, so that they are printed whole."""
    long = field.kind is Kind.TEXT and (not field.max_length or field.max_length > _SHORT)
    return "long" if long else _LOOKS[field.kind]


def _sheets(table: Table, rows: pd.DataFrame) -> Sequence[Sheet]:
    columns = (
        Column("支部编码", "_branch", "code"),
        Column("支部", "branch", "name"),
        *(Column(field.label, field.name, _look(field)) for field in table.read_fields),
        Column("来源文件", "file", "path", 46, aside=True),
        Column("行", "_row", "integer", aside=True),
    )
    parts = range(0, max(len(rows), 1), LONGEST)
    note = "各支部已受理的全部行;末两列是出处,不打印。"
    return [
        Sheet(
            table.label if first == 0 else f"{table.label}({number})",
            f"{table.code} {table.label}",
            note,
            [TableBlock(columns, rows.iloc[first : first + LONGEST], frozen=2)],
        )
        for number, first in enumerate(parts, start=1)
    ]


def _is_of(form: str, period: str, run: Run) -> bool:
    return form == "BASE" or (form == "MON" and period == str(run.period))


def _returns(run: Run) -> Sheet:
    rows = run.ledger.returns
    here = [_is_of(form, period, run) for form, period in zip(rows["form"], rows["period"], strict=True)]
    rows = rows[pd.Series(here, rows.index, dtype="bool")]
    titles = {form: FORMS[form].title for form in FORMS}
    late = rows["after_freeze"].map({True: "封存后收到", False: ""})
    rows = with_branch(rows.assign(title=rows["form"].map(titles), late=late), run.ledger)
    columns = (
        Column("支部编码", "branch_code", "code"),
        Column("支部", "branch", "name"),
        Column("表册", "title", "name"),
        Column("报告期", "period", "code"),
        Column("报送版本", "version", "integer"),
        Column("收到时间", "received_at", "datetime"),
        Column("处理结果", "verdict", "state"),
        Column("计入本期", "counts", "name"),
        Column("备注", "late", "name"),
        Column("文件", "file", "path", 46),
    )
    rows = rows.sort_values(["branch_code", "form", "period", "version", "received_at"], kind="stable")
    return Sheet(
        "报送情况", "报送情况", "每个版本何时收到、是否受理、计入哪一个。", [TableBlock(columns, rows, frozen=2)]
    )


def _held(run: Run) -> Sheet:
    columns = (
        Column("支部编码", "branch_code", "code"),
        Column("支部", "branch", "name"),
        Column("表", "code", "code"),
        Column("表名", "label", "text"),
        Column("文件", "file", "long", 50),
        Column("行", "_row", "integer"),
        Column("原因", "why", "text"),
    )
    note = "没有进入合并库的行及原因,改正重报后自动补入。"
    return Sheet(ASIDE, ASIDE, note, [TableBlock(columns, aside_of(run))])


def _problems(run: Run) -> Sheet:
    rows = findings_frame(in_order(run.findings), run)
    note = "本次运行发现的全部问题,供党委办公室掌握;各支部的部分见退回修改单。"
    return Sheet(ALL, "全部问题清单", note, [TableBlock(problem_columns(rows), rows, frozen=4)])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, MonthResult, ledger_book))

"""Results made by hand and workbooks read back, for tests of the printed workbooks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
from building import ledger_of, rules_of
from member_rows import link, member, rating, report, talk, zone
from year_rows import HERE, THERE, branch, team, unit

from zoneproc.duties.contacts import contact_months
from zoneproc.duties.coverage import coverage, uncovered_days, zone_holders
from zoneproc.duties.reporting import report_months
from zoneproc.excel.sheets import Workbook, write_workbook
from zoneproc.findings import Code, Finding, Place, Severity
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.results import MonthResult, QuarterResult, Run, YearResult
from zoneproc.rules import default_rule_book
from zoneproc.scoring.quarter import score_quarter
from zoneproc.scoring.year import score_year

MONTHS = ("2026-01", "2026-02", "2026-03")
WRONG = Code("S05", Severity.ERROR, "不在选项", "“{value}”不在选项内", "请从下拉中选择", "2.10")
BLOCKED = Code("S03", Severity.BLOCK, "打不开", "文件打不开", "请重新另存", "2.10")
NOTED = Code("C06", Severity.NOTE, "图板过期", "图板早于责任区变动", "请更新图板", "S5.1.2a")
NO_RETURNS = {
    "branch_code": "str",
    "short_name": "str",
    "form": "str",
    "period": "str",
    "due_at": "datetime64[s]",
}


def open_returns(*rows: Sequence[object]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(NO_RETURNS))
    return frame.assign(due_at=pd.to_datetime(frame["due_at"])).astype(NO_RETURNS)


def finding(code: Code, branch_code: str, file: str = "a.xlsx", cell: str = "C4", value: str = "") -> Finding:
    return Finding(code, Place(file, "党员名册", cell), code.message.format(value=value), value, branch_code)


def run_of(ledger: Ledger, period: str, **cells: object) -> Run:
    run = Run(
        company="云江公交",
        period=Period.parse(period),
        judged_on=date(2026, 4, 13),
        ledger=ledger,
        rules=rules_of(),
        findings=(),
        open_returns=open_returns(),
    )
    return replace(run, **cells)


def company(**more: list[Mapping[str, object]]) -> Ledger:
    """Two branches: D1, D2 here with one team covered and one not, D3 there; D2 missed a talk and a report in March."""
    talks = [
        talk(month, f"P{number}", number)
        for month in MONTHS
        for number in ("D1", "D2")
        if (month, number) != ("2026-03", "D2")
    ]
    reports = [
        report(month, number) for month in MONTHS for number in ("D1", "D2") if (month, number) != ("2026-03", "D2")
    ]
    rows = {
        "organisations": [branch(), branch(THERE)],
        "subcompanies": [unit()],
        "teams": [
            team("052-01", team_name="一班"),
            team("052-02", team_name="二班"),
            team("060-01", THERE, team_name="三班"),
        ],
        "groups": [
            {"group_code": HERE + "001", "group_name": "一组", "leader_member_no": "D1", "start_date": "2020-01-01"}
        ],
        "members": [
            member("D1", name="张三", group_code=HERE + "001"),
            member("D2", name="李四", group_code=HERE + "001"),
            member("D3", name="王五", _branch=THERE, branch_code=THERE),
        ],
        "zones": [zone("D1"), zone("D2", role="协责"), zone("D3", "060-01", zone_kind="跨班组充实", _branch=THERE)],
        "contacts": [link("PD1", "D1"), link("PD2", "D2"), link("PD3", "D3", _branch=THERE)],
        "talks": talks,
        "monthly_reports": reports,
        "assessments": [rating("好", "D1", _period="2026Q1"), rating("一般", "D2", _period="2026Q1")],
    }
    return ledger_of(**{**rows, **more})


def month_of(ledger: Ledger, **cells: object) -> MonthResult:
    run = run_of(ledger, "2026-03", **cells)
    teams, lines = coverage(ledger, run.rules, [run.period.end])
    days = [day.date() for day in pd.date_range("2026-01-01", run.period.end)]
    gaps = uncovered_days(ledger, run.rules, days)
    months = [Period.parse(month) for month in MONTHS]
    return MonthResult(
        run,
        teams,
        lines,
        zone_holders(ledger, [run.period.end]),
        *gaps,
        contact_months(ledger, run.rules, months),
        report_months(ledger, run.rules, months),
    )


def quarter_of(ledger: Ledger, **cells: object) -> QuarterResult:
    run = run_of(ledger, "2026Q1", **cells)
    return QuarterResult(run, score_quarter(ledger, run.rules, run.period))


def year_of(ledger: Ledger, **cells: object) -> YearResult:
    return YearResult(run_of(ledger, "2026", **cells), score_year(ledger, default_rule_book(), 2026))


def opened(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(path.read_bytes()), data_only=True)


def printed(workbook: Workbook, folder: Path) -> openpyxl.Workbook:
    """The workbook, written and read back."""
    return opened(write_workbook(folder, workbook))


def table(book: openpyxl.Workbook, title: str, first: str) -> list[dict[str, object]]:
    """The rows under the heading row that begins with `first`, by heading (line breaks and bands left out)."""
    rows = [[cell.value for cell in row] for row in book[title].iter_rows()]
    at = next(number for number, row in enumerate(rows) if row[0] == first)
    heads = [str(head).split("\n")[0] if head else "" for head in rows[at]]
    found = [row for row in rows[at + 1 :] if any(value is not None for value in row)]
    return [{head: value for head, value in zip(heads, row, strict=True) if head} for row in found]

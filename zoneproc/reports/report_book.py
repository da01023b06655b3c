"""R-6 月汇报与意见办理: who reported when, and what became of the opinions of the masses."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.duties.incidents import latest_rows
from zoneproc.duties.rectifications import CLOSED_STATES, PASSED_ON
from zoneproc.duties.reporting import LATE, MISSING, ON_TIME
from zoneproc.excel.sheets import Column, Figure, Sheet, Stack, TableBlock, Workbook
from zoneproc.period import Period
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.comparing import (
    AMBER,
    GREEN,
    RED,
    counted,
    course,
    mend,
    month_before,
    months_done,
    rated,
    tasks_of,
)
from zoneproc.reports.contact_book import worst_by_month
from zoneproc.reports.explanation import explanation
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import member_names, team_names, with_branch
from zoneproc.reports.problems import problems
from zoneproc.results import MonthResult

NUMBER, TITLE = "R-6", "月汇报与意见办理"
_CODES = ("R05", "Q09")
OVERDUE, CLOSED, HANDED_ON = "超期", "已办结", "已转公司"
_MARKS = {ON_TIME: "√", LATE: "迟", MISSING: "缺"}
_SAID = (
    "应汇报:当月 15 日在岗且不属免考的党员,各计一次;月末后宽限期内汇报的算按时,其后算迟报。",
    "“未报”:该支部当月月报尚未受理,封存前不作未汇报处理;“缺”:月报已受理但没有汇报。",
    "意见按编号取最近一次报来的情况;办理时限已过仍未答复的列为超期;反映人姓名不列出。",
)


def report_book(result: MonthResult) -> Sequence[Workbook]:
    """The workbook: overview by branch, members month by month, opinions open and overdue, all opinions, problems."""
    run = result.run
    months = [str(month) for month in Period(run.period.year, 1, run.period.last).months]
    owed = result.report_months.assign(state=_states(result.report_months))
    told = opinions(result)
    open_ones = told[~told["state"].isin([CLOSED, HANDED_ON])]
    overview = _by_branch(result, owed, told)
    path = course(run.ledger, "各支部月汇报按时率走势", months_done(owed, owed["mark"].eq(ON_TIME)))
    sheets = [
        _overview(overview),
        path.sheet("每月应汇报的党员按时汇报的比例;月报未受理的,按未汇报计。"),
        _member_sheet(result, owed, months),
        _opinion_sheet("未办结意见", "未办结和超期意见", "还没有办结的意见,超期久的在前。", open_ones),
        _opinion_sheet(
            "意见台账",
            "群众意见台账",
            "本年报来的全部意见及办理情况。",
            told.sort_values(["branch_code", "opinion_no"], kind="stable"),
        ),
        problems(run, _CODES, "月汇报与意见问题清单"),
        *explanation(run, _SAID),
    ]
    overdue = int(told["state"].eq(OVERDUE).sum())
    figures = [
        *_told(owed, str(run.period), month_before(run)),
        counted("未办结意见", (len(open_ones), None), "件", "未办结意见"),
        counted("其中超期", (overdue, None), "件", "未办结意见"),
    ]
    silent = owed["month"].eq(str(run.period)) & owed["state"].eq("缺")
    tasks = tasks_of(
        ("意见超期未答复,请催承办部门", overdue, "件", "未办结意见"),
        ("党员本月没有汇报,请支部提醒", int(silent.sum()), "人", "党员逐月"),
        mend(run, _CODES),
    )
    parts = (("on_time", GREEN), ("late", AMBER), ("missing", RED))
    chart = Stack("本月各支部月汇报(人)", "总览", "branch", parts)
    return [replace(workbook(run, (NUMBER, TITLE), sheets, figures), tasks=tasks, charts=[path.lines, chart])]


def _told(owed: pd.DataFrame, month: str, earlier: str) -> Sequence[Figure]:
    """Reports of the month beside those of the month before."""
    now, before = owed.loc[owed["month"] == month, "mark"], owed.loc[owed["month"] == earlier, "mark"]

    def counts(*marks: str) -> tuple[int, int | None]:
        return int(now.isin(marks).sum()), int(before.isin(marks).sum()) if len(before) else None

    in_time = [float(marks.eq(ON_TIME).mean()) if len(marks) else None for marks in (now, before)]
    return [
        counted("应汇报", counts(ON_TIME, LATE, MISSING), "人", "总览"),
        counted("按时", counts(ON_TIME), "人", "党员逐月", "多"),
        counted("迟报", counts(LATE), "人", "党员逐月", "少"),
        counted("未汇报", counts(MISSING), "人", "党员逐月", "少"),
        rated("按时率", *in_time, sheet="走势"),
    ]


def _states(rows: pd.DataFrame) -> pd.Series:
    """√, 迟, 缺, or 未报 where the branch's return of that month does not count yet (4/34)."""
    silent = rows["mark"].eq(MISSING) & ~rows["reported"].astype(bool)
    return rows["mark"].map(_MARKS).astype("str").mask(silent, "未报")


def opinions(result: MonthResult) -> pd.DataFrame:
    """Each opinion of the year as last reported (U07), the longest overdue first.

    Columns of M-3 and branch_code, branch, member, team, state (已办结, 已转公司, 办理中 or 超期), overdue_days (missing unless overdue).
    """
    run = result.run
    rows = latest_rows(run.ledger, "opinions", "opinion_no", run.period).assign(
        branch_code=lambda found: found["_branch"]
    )
    late = (pd.Timestamp(run.judged_on) - rows["due_date"]).dt.days
    closed, passed = rows["opinion_status"].isin(CLOSED_STATES), rows["opinion_status"].eq(PASSED_ON)
    overdue = late.gt(0) & ~closed & ~passed
    state = pd.Series("办理中", index=rows.index, dtype="str").mask(overdue, OVERDUE)
    people, teams = member_names(run.ledger), team_names(run.ledger)
    rows = rows.assign(
        state=state.mask(passed, HANDED_ON).mask(closed, CLOSED),
        overdue_days=late.where(overdue).astype("Int64"),
        member=rows["member_no"].map(people),
        team=rows["team_code"].map(teams),
    )
    order = ["overdue_days", "due_date", "branch_code", "opinion_no"]
    rows = rows.sort_values(order, ascending=[False, True, True, True], kind="stable")
    return with_branch(rows, run.ledger).reset_index(drop=True)


def _by_branch(result: MonthResult, owed: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    month = owed[owed["month"] == str(result.run.period)]
    marks = {"on_time": ON_TIME, "late": LATE, "missing": MISSING}
    counts = {name: month["mark"].eq(mark).groupby(month["branch_code"]).sum() for name, mark in marks.items()}
    year = owed.groupby("branch_code")["mark"].agg(lambda found: found.eq(ON_TIME).mean())
    open_ones = told[~told["state"].isin([CLOSED, HANDED_ON])]
    rows = pd.DataFrame(
        {
            "due": month.groupby("branch_code").size(),
            **counts,
            "opinions": told.groupby("branch_code").size(),
            "open": open_ones.groupby("branch_code").size(),
            "overdue": told["state"].eq(OVERDUE).groupby(told["branch_code"]).sum(),
        }
    )
    rows = rows.reindex(rows.index.union(year.index)).fillna(0).astype("int64")
    rows = rows.assign(rate=rows["on_time"] / rows["due"].where(rows["due"] > 0), rate_year=year)
    return with_branch(rows.rename_axis("branch_code").sort_index().reset_index(), result.run.ledger)


def _overview(rows: pd.DataFrame) -> Sheet:
    columns = (
        Column("支部编码", "branch_code", "code"),
        Column("支部", "branch", "name"),
        Column("应汇报", "due", "integer", band="本月汇报"),
        Column("按时", "on_time", "integer", band="本月汇报"),
        Column("迟报", "late", "integer", band="本月汇报"),
        Column("未汇报", "missing", "integer", band="本月汇报", alarm=True),
        Column("按时率", "rate", "percent", band="本月汇报", missing="不适用", full=1),
        Column("年初至今按时率", "rate_year", "percent", band="年初至今", missing="不适用", full=1),
        Column("意见", "opinions", "integer", band="群众意见"),
        Column("未办结", "open", "integer", band="群众意见"),
        Column("超期", "overdue", "integer", band="群众意见", alarm=True),
    )
    total: dict[str, object] = {
        column.name: int(rows[column.name].sum()) for column in columns if column.look == "integer"
    }
    due = int(rows["due"].sum())
    total |= {"branch": "合计", "rate": int(rows["on_time"].sum()) / due if due else None}
    note = "各支部本月汇报和意见办理情况。"
    return Sheet("总览", "月汇报与意见办理总览", note, [TableBlock(columns, rows, total=total, frozen=2)])


def _member_sheet(result: MonthResult, owed: pd.DataFrame, months: Sequence[str]) -> Sheet:
    last = owed.sort_values(["member_no", "month"], kind="stable").drop_duplicates("member_no", keep="last")
    rows = last[["member_no", "name", "branch_code"]]
    rows = rows.merge(worst_by_month(owed, ["member_no"]), left_on="member_no", right_index=True, how="left")
    for name, mark in (("on_time", "√"), ("late", "迟"), ("missing", "缺")):
        found = owed["state"].eq(mark).groupby(owed["member_no"]).sum()
        rows[name] = rows["member_no"].map(found).fillna(0).astype("int64")
    rows = with_branch(rows, result.run.ledger).sort_values(["branch_code", "member_no"], kind="stable")
    grid = [
        Column(f"{int(month[-2:])}月", month, "state", 7, band="逐月汇报", missing="—")
        for month in months
        if month in rows
    ]
    columns = (
        Column("支部", "branch", "name"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        *grid,
        Column("按时", "on_time", "integer", band="合计"),
        Column("迟", "late", "integer", band="合计"),
        Column("缺", "missing", "integer", band="合计"),
    )
    note = "逐月:√ 按时,迟 迟报,缺 没有汇报,未报 支部月报尚未受理,— 当月不需汇报。"
    return Sheet("党员逐月", "党员月汇报逐月情况", note, [TableBlock(columns, rows, frozen=3)])


def _opinion_sheet(title: str, heading: str, note: str, rows: pd.DataFrame) -> Sheet:
    columns = (
        Column("意见编号", "opinion_no", "code"),
        Column("支部", "branch", "name"),
        Column("收集日期", "collected_date", "date"),
        Column("收集党员", "member", "name"),
        Column("班组", "team", "name"),
        Column("类别", "opinion_kind", "name"),
        Column("意见内容", "content", "long", 40),
        Column("承办部门", "handler", "name"),
        Column("办理时限", "due_date", "date"),
        Column("办理状态", "opinion_status", "name"),
        Column("情况", "state", "state"),
        Column("超期天数", "overdue_days", "integer"),
        Column("答复日期", "reply_date", "date"),
        Column("办理结果", "result", "long", 30),
    )
    return Sheet(title, heading, note, [TableBlock(columns, rows, frozen=2)])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, MonthResult, report_book))

"""R-5 联系配备与谈心完成: how many key contacts each member has, and in which months the talks were held."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.duties.equipment import contacts_owed
from zoneproc.excel.sheets import Bars, Column, Figure, Sheet, TableBlock, Task, Workbook
from zoneproc.period import Period
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.comparing import counted, course, mend, month_before, months_done, rated, tasks_of
from zoneproc.reports.explanation import explanation
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import member_names, named, with_branch
from zoneproc.reports.problems import problems
from zoneproc.results import MonthResult

NUMBER, TITLE = "R-5", "联系配备与谈心完成"
GAPS, EARLIER_GAPS = "缺谈清单", "往月缺谈"
DONE, GAP, SILENT = "√", "缺", "未报"
UNSAID = "未说明"
_CODES = ("Q01", "Q02", "Q03", "Q04", "Q05", "Q06", "Q07", "Q08", "R02", "R04")
_SAID = (
    "应谈:当月 15 日联系关系有效、党员在岗、联系人在册的,各计一次;已谈:当月至少有一次有效谈心。",
    "有效谈心:日期在本月内、联系关系有效,方式、主题齐全,内容摘要不少于 10 个字;集体谈心每人每季最多计一次。",
    "“未报”:该支部当月月报尚未受理,封存前不作缺谈处理;“缺”:月报已受理但没有有效谈心。",
    "最低联系人数按全年在岗月数折算:7 个月以上 2 名,3–6 个月 1 名,不足 3 个月不作要求。",
)


def contact_book(result: MonthResult) -> Sequence[Workbook]:
    """The workbook: overview by branch, members, contacts month by month, gaps, problems."""
    run = result.run
    months = [str(month) for month in Period(run.period.year, 1, run.period.last).months]
    due = with_branch(result.contact_months.assign(state=_states(result.contact_months)), run.ledger)
    members = _members(result, due)
    overview = _by_branch(result, due, members)
    gaps = _gaps(result, due)
    here = gaps["month"].eq(str(run.period))
    path = course(run.ledger, "各支部谈心完成率走势", months_done(due, due["done"]))
    sheets = [
        _overview(overview),
        path.sheet("每月应谈的联系人谈到了几成;月报未受理的,按未谈计。"),
        _member_sheet(members, months),
        _contact_sheet(result, due, months),
        *_gap_sheets(gaps, here),
        problems(run, _CODES, "联系与谈心问题清单"),
        *explanation(run, _SAID),
    ]
    book = workbook(run, (NUMBER, TITLE), sheets, _told(result, due, members, overview))
    chart = Bars("本月各支部谈心完成率", "总览", "branch", "rate", limit=24, format="0.0%")
    return [replace(book, tasks=_tasks(result, overview, gaps[here]), charts=[path.lines, chart])]


def _told(result: MonthResult, due: pd.DataFrame, members: pd.DataFrame, overview: pd.DataFrame) -> Sequence[Figure]:
    """Contacts and talks of the month beside those of the month before."""
    before = due[due["month"] == month_before(result.run)]
    earlier = {"due": len(before), "done": int(before["done"].sum()), "gaps": int(before["state"].eq(GAP).sum())}
    was = earlier.get if len(before) else dict[str, int]().get
    talks, talked = int(overview["due"].sum()), int(overview["done"].sum())
    gaps = int((due["month"].eq(str(result.run.period)) & due["state"].eq(GAP)).sum())
    return [
        counted("应配备联系人的党员", (len(members[members["floor"].gt(0)]), None), "人", "党员明细"),
        counted("未达最低联系人数", (int(overview["short"].sum()), None), "人", "党员明细"),
        counted("应谈", (talks, was("due")), "人次", "总览"),
        counted("已谈", (talked, was("done")), "人次", "总览", "多"),
        rated("完成率", talked / talks if talks else None, _mean(before["done"]), sheet="走势"),
        counted("缺谈", (gaps, was("gaps")), "人次", GAPS, "少"),
    ]


def _mean(done: pd.Series) -> float | None:
    return float(done.mean()) if len(done) else None


def _tasks(result: MonthResult, overview: pd.DataFrame, here: pd.DataFrame) -> Sequence[Task]:
    return tasks_of(
        ("党员未达最低联系人数,请支部补配联系人", int(overview["short"].sum()), "人", "党员明细"),
        (
            "本月应谈未谈且未说明原因,请支部补谈或说明",
            int((here["state"].eq(GAP) & here["reason"].eq(UNSAID)).sum()),
            "人次",
            GAPS,
        ),
        ("本月月报尚未受理,谈心情况待定", int(here["state"].eq(SILENT).sum()), "人次", GAPS),
        mend(result.run, _CODES),
    )


def _states(rows: pd.DataFrame) -> pd.Series:
    """√, 缺 or 未报 (no accepted return of that month yet, 4/34) of each contact-month."""
    state = pd.Series(GAP, index=rows.index, dtype="str")
    return state.mask(~rows["reported"].astype(bool), SILENT).mask(rows["done"].astype(bool), DONE)


def worst_by_month(rows: pd.DataFrame, keys: Sequence[str], state: str = "state") -> pd.DataFrame:
    """One row per key, one column per month: 缺 before 未报 before the rest. Months where nothing was due are missing."""
    weight = {GAP: 0, SILENT: 1}
    number = rows.groupby([*keys], sort=False, dropna=False).ngroup()
    ordered = rows.assign(number=number, weight=rows[state].map(weight).fillna(9)).sort_values("weight", kind="stable")
    worst = ordered.drop_duplicates(["number", "month"]).set_index("number")
    known = rows.loc[~number.duplicated(), [*keys]].set_index([*keys]).index
    wide = {month: part[state].reindex(range(len(known))).array for month, part in worst.groupby("month")}
    return pd.DataFrame(wide, index=known)


def _counts(rows: pd.DataFrame, key: str, period: object) -> pd.DataFrame:
    """Due and done of the month (due, done) and of the year so far (due_year, done_year) by `key`."""
    month = rows[rows["month"] == str(period)]
    return pd.DataFrame(
        {
            "due": month.groupby(key).size(),
            "done": month.groupby(key)["done"].sum(),
            "due_year": rows.groupby(key).size(),
            "done_year": rows.groupby(key)["done"].sum(),
        }
    ).fillna(0)


def _with_rates(rows: pd.DataFrame) -> pd.DataFrame:
    counts = rows[["due", "done", "due_year", "done_year"]].fillna(0).astype("int64")
    rows = rows.assign(**{str(name): counts[name] for name in counts})
    rate = counts["done"] / counts["due"].where(counts["due"] > 0)
    return rows.assign(rate=rate, rate_year=counts["done_year"] / counts["due_year"].where(counts["due_year"] > 0))


def _members(result: MonthResult, due: pd.DataFrame) -> pd.DataFrame:
    """Members owed at month end or with contact-months due this year, by branch and number, months as columns."""
    run = result.run
    owed = contacts_owed(run.ledger, run.rules, run.period.end)[
        ["member_no", "name", "branch_code", "floor", "contacts"]
    ]
    others = due.loc[~due["member_no"].isin(owed["member_no"]), ["member_no", "branch_code"]].drop_duplicates(
        "member_no"
    )
    others = others.assign(name=[member_names(run.ledger).get(number, number) for number in others["member_no"]])
    rows = pd.concat([owed, others], ignore_index=True) if len(others) else owed
    rows = rows.merge(_counts(due, "member_no", run.period), left_on="member_no", right_index=True, how="left")
    rows = rows.merge(worst_by_month(due, ["member_no"]), left_on="member_no", right_index=True, how="left")
    rows = _with_rates(rows).assign(enough=equipped(rows, run.rules.number("contact_target")))
    return with_branch(rows, run.ledger).sort_values(["branch_code", "member_no"], kind="stable", ignore_index=True)


def equipped(rows: pd.DataFrame, target: float) -> "pd.Series[str]":
    """不足 below the floor, 达标 from it on, 达到目标 from the target on: a note, no points (S4.3b, 1.3 A1)."""
    words = (rows["contacts"] >= rows["floor"]).map({True: "达标", False: "不足"})
    return words.mask(rows["contacts"] >= target, "达到目标").mask(rows["floor"].isna(), "不在岗")


def _by_branch(result: MonthResult, due: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    owed = members[members["floor"].notna()]
    by = owed.groupby("branch_code")
    heads = pd.DataFrame(
        {
            "owed": by.size(),
            "contacts": by["contacts"].sum().astype("int64"),
            "short": owed["enough"].eq("不足").groupby(owed["branch_code"]).sum(),
        }
    )
    rows = heads.join(_counts(due, "branch_code", result.run.period), how="outer").fillna(0).astype("int64")
    rows = _with_rates(rows.rename_axis("branch_code").reset_index())
    return with_branch(rows, result.run.ledger).sort_values("branch_code", kind="stable", ignore_index=True)


def _gaps(result: MonthResult, due: pd.DataFrame) -> pd.DataFrame:
    gaps = due[~due["done"].astype(bool)]
    names = member_names(result.run.ledger)
    gaps = gaps.assign(
        name=[names.get(number, number) for number in gaps["member_no"]],
        reason=gaps["stated_reason"].astype(bool).map({True: "已说明原因", False: UNSAID}),
        key=gaps["key_person"].astype(bool),
    )
    return gaps.sort_values(
        ["month", "branch_code", "member_no", "contact_employee_no"], ascending=[False, True, True, True], kind="stable"
    )


_RATES = (
    Column("应谈", "due", "integer", band="本月"),
    Column("已谈", "done", "integer", band="本月"),
    Column("完成率", "rate", "percent", band="本月", missing="不适用", full=1),
    Column("应谈", "due_year", "integer", band="年初至今"),
    Column("已谈", "done_year", "integer", band="年初至今"),
    Column("完成率", "rate_year", "percent", band="年初至今", missing="不适用", full=1),
)


def _overview(rows: pd.DataFrame) -> Sheet:
    columns = (
        Column("支部编码", "branch_code", "code"),
        Column("支部", "branch", "name"),
        Column("应考核党员", "owed", "integer", band="联系配备"),
        Column("联系人", "contacts", "integer", band="联系配备"),
        Column("未达最低数", "short", "integer", band="联系配备", alarm=True),
        *_RATES,
    )
    total: dict[str, object] = {
        column.name: int(rows[column.name].sum()) for column in columns if column.look == "integer"
    }
    total |= {"branch": "合计", "rate": _rate(rows, ""), "rate_year": _rate(rows, "_year")}
    note = "各支部联系人配备和谈心完成情况。"
    return Sheet("总览", "联系配备与谈心完成总览", note, [TableBlock(columns, rows, total=total, frozen=2)])


def _rate(rows: pd.DataFrame, suffix: str) -> float | None:
    due = int(rows[f"due{suffix}"].sum())
    return int(rows[f"done{suffix}"].sum()) / due if due else None


def _months(months: Sequence[str], rows: pd.DataFrame) -> Sequence[Column]:
    return [
        Column(f"{int(month[-2:])}月", month, "state", 6, band="逐月完成", missing="—")
        for month in months
        if month in rows
    ]


def _member_sheet(members: pd.DataFrame, months: Sequence[str]) -> Sheet:
    columns = (
        Column("支部", "branch", "name"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("联系人", "contacts", "integer", band="配备", missing="—"),
        Column("最低数", "floor", "integer", band="配备", missing="—"),
        Column("情况", "enough", "state", band="配备"),
        *_RATES,
        *_months(months, members),
    )
    note = "每名党员一行;逐月:√ 全部谈到,缺 有联系人未谈,未报 月报尚未受理,— 当月不应谈。"
    return Sheet(
        "党员明细", "党员联系与谈心明细", note, [TableBlock(columns, members, frozen=3, pages_by="branch_code")]
    )


def _contact_sheet(result: MonthResult, due: pd.DataFrame, months: Sequence[str]) -> Sheet:
    keys = ["branch_code", "member_no", "contact_employee_no"]
    names = member_names(result.run.ledger)
    rows = due.sort_values([*keys, "month"], kind="stable").drop_duplicates(keys, keep="last")[
        [*keys, "branch", "contact_name", "contact_kind"]
    ]
    rows = rows.merge(worst_by_month(due, keys), left_on=keys, right_index=True, how="left")
    rows = rows.assign(name=named(rows["member_no"], lambda number: names.get(number, number)))
    columns = (
        Column("支部", "branch", "name"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("联系人工号", "contact_employee_no", "code"),
        Column("联系人", "contact_name", "name"),
        Column("类别", "contact_kind", "name"),
        *_months(months, rows),
    )
    return Sheet("联系人逐月", "联系人逐月谈心", "每名联系人一行,逐月是否谈到。", [TableBlock(columns, rows, frozen=5)])


def _gap_sheets(gaps: pd.DataFrame, here: pd.Series) -> Sequence[Sheet]:
    """The gaps of the month; those of earlier months, if any, on a sheet of their own: nobody can mend them now."""
    sheets = [_gap_sheet(GAPS, "本月应谈而未谈到的联系人,按支部排列。", gaps[here])]
    if not here.all():
        sheets.append(_gap_sheet(EARLIER_GAPS, "本年往月应谈而未谈到的联系人,近月在前。", gaps[~here]))
    return sheets


def _gap_sheet(title: str, note: str, gaps: pd.DataFrame) -> Sheet:
    columns = (
        Column("月份", "month", "code"),
        Column("支部", "branch", "name"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("联系人工号", "contact_employee_no", "code"),
        Column("联系人", "contact_name", "name"),
        Column("重点人", "key", "name"),
        Column("情况", "state", "state"),
        Column("未谈原因", "reason", "name"),
    )
    return Sheet(title, title, note, [TableBlock(columns, gaps)])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, MonthResult, contact_book))

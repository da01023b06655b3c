"""R-17 支部反馈: to each branch its own results alone: what to mend, coverage and contacts; its members' scores; its year.

domain.md 6: a branch's workbook holds only that branch's people; scores of other branches never appear.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.duties.equipment import contacts_owed
from zoneproc.duties.reporting import LATE, MISSING, ON_TIME
from zoneproc.duties.roster import branches_on
from zoneproc.excel.rows import Rows
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.findings import Severity
from zoneproc.reports import REPORTS, PerBranch, Report
from zoneproc.reports.explanation import branch_explanation
from zoneproc.reports.masthead import Sheets, workbook
from zoneproc.reports.member_quarter import BANDS, remarks
from zoneproc.reports.names import OfBranches, branch_labels, joined, member_names
from zoneproc.reports.problems import TITLE as PROBLEMS
from zoneproc.reports.problems import by_code, findings_frame, summary_by_code
from zoneproc.reports.quarter_overview import MEMBER, QUARTERLY
from zoneproc.reports.score_sheets import cost_sheet, costs, item_columns, item_note, items_wide
from zoneproc.reports.task_shares import radar, task_shares, task_sheet, weakest
from zoneproc.results import MonthResult, QuarterResult, Run, YearResult
from zoneproc.scoring.blocks import items_of

NUMBER, TITLE = "R-17", "支部反馈"
BRANCH, GROUP, YEARLY = "支部", "党小组", "年度"
ABSENT = "—"
Figures = Sequence[tuple[str, object]]
_PROBLEM_NOTE = "本支部报表中的问题按代码汇总;逐条的位置和改法见“退回修改单”。"
_MONTH_SAID = (
    "本表册只含本支部的情况,供支部对照改进;全公司情况由党委办公室掌握。",
    "要改正的问题按代码汇总,逐条见“退回修改单(R-2)”。",
    "覆盖情况为月末状况,“累计未覆盖”为本年应覆盖而没有责任党员的天数。",
    "应谈、已谈按联系人逐月计;月汇报:√ 按时,迟 迟报,缺 没有汇报,未报 支部月报尚未受理,— 不需汇报。",
)
_QUARTER_SAID = (
    "本表册只含本支部党员的得分,名次在支部内排列;计算规则和参数与党员季度得分表(R-7)相同。",
    "“扣分说明”逐条列出影响得分的事项和本支部所报文件中的位置。",
    "党员对得分有异议的,在季度考核表(R-12)“本人异议”栏写明,由支部核实后更正报送。",
)
_PARTS = {
    "total": "支部年度得分",
    "data_points": "其中:数据部分",
    "visit_points": "听看谈访",
    "bonus": "加分",
    "deduction": "扣分",
}
"""What a branch's total is made of, for it to add up."""
_YEAR_SAID = (
    "本表册只含本支部及所属党小组、党员的年度结果,计算规则与 R-8、R-9、R-10 相同。",
    "“不适用”的指标不计入,其余按比例折算到该部分满分。",
)
_MARKS = {ON_TIME: "√", LATE: "迟", MISSING: "缺"}
_TEAMS = (
    Column("线路", "line_name", "name", missing=ABSENT),
    Column("班组", "team_name", "name"),
    Column("情况", "state", "state", 12),
    Column("主责党员", "main", "long", 24, missing=ABSENT),
    Column("协责党员", "assist", "long", 24, missing=ABSENT),
    Column("累计未覆盖天数", "days", "integer", alarm=True),
)
_CONTACTS = (
    Column("党员编号", "member_no", "code"),
    Column("姓名", "name", "name"),
    Column("应有联系人", "floor", "integer", missing=ABSENT),
    Column("现有联系人", "contacts", "integer", missing=ABSENT),
    Column("应谈", "due", "integer", band="本月"),
    Column("已谈", "done", "integer", band="本月"),
    Column("月汇报", "mark", "state", 9, band="本月", missing=ABSENT),
    Column("应谈", "due_year", "integer", band="年初至今"),
    Column("已谈", "done_year", "integer", band="年初至今"),
    Column("完成率", "rate_year", "percent", band="年初至今", missing="不适用", full=1),
)


def month_feedback(result: MonthResult) -> Sequence[Workbook]:
    """One workbook per branch: its problems by code, its teams, its members' contacts and reports."""
    run = result.run
    rows, places, found = _month_members(result), _teams(result), by_code(findings_frame(run.findings, run))
    members, teams, codes = OfBranches(rows), OfBranches(places), OfBranches(found)
    weights = Counter((finding.branch, finding.severity) for finding in run.findings)
    marks = {mark: rows["mark"].eq(mark) for mark in _MARKS.values()}
    counted = _counted(rows["branch_code"], {name: rows[name] for name in ("due", "done")} | marks)
    due = places["due"].astype(bool)
    held = _counted(places["branch_code"], {"due": due, "bare": due & places["state"].eq("未覆盖")})

    def sheets(code: str) -> tuple[Sheets, Figures]:
        own, teams_here = counted[code], held[code]
        figures = [
            ("要核对改正的问题", "、".join(f"{kind.value} {weights[code, kind]} 件" for kind in Severity)),
            ("应覆盖班组 / 未覆盖", f"{teams_here['due']} / {teams_here['bare']} 个"),
            ("本月应谈 / 已谈", f"{own['due']} / {own['done']} 人次"),
            ("本月月汇报 按时 / 迟报 / 未汇报", " / ".join(f"{own[mark]}" for mark in marks)),
        ]
        problems = Sheet(PROBLEMS, "要核对改正的问题", _PROBLEM_NOTE, [summary_by_code(codes[code])])
        return [problems, _team_sheet(teams[code]), _contact_sheet(members[code])], figures

    return _books(run, sheets, _MONTH_SAID)


def _counted(codes: pd.Series, counted: Mapping[str, pd.Series]) -> Mapping[str, Mapping[str, int]]:
    """The sum of each column by branch; 0 for a branch that has no rows."""
    sums = pd.DataFrame(counted).astype("int64").groupby(codes).sum()
    found: dict[str, Mapping[str, int]] = defaultdict(lambda: dict.fromkeys(counted, 0))
    return found | {
        str(code): {name: int(row[name]) for name in counted} for code, row in sums.to_dict("index").items()
    }


def quarter_feedback(result: QuarterResult) -> Sequence[Workbook]:
    """One workbook per branch: the scores of its members, and what cost points."""
    run, scores = result.run, result.scores
    indicators = run.rules.indicators(MEMBER, QUARTERLY)
    rows = scores.members.merge(
        items_wide(scores.points, indicators), left_on="member_no", right_index=True, how="left"
    )
    rows = rows.assign(remark=remarks(rows))
    rows = rows.sort_values(["branch_code", "rank", "member_no"], kind="stable", na_position="last")
    scored_of = OfBranches(rows)
    lost = costs(run, scores.cases, scores.points, indicators)
    lost = lost.merge(rows[["member_no", "name", "branch_code"]], left_on="subject", right_on="member_no")
    lost_of = OfBranches(lost)
    who = (Column("党员编号", "subject", "code"), Column("姓名", "name", "name"))
    shares = task_shares(result)
    shares_of = OfBranches(shares)
    columns = (
        Column("支部内\n名次", "rank", "rank", 11, tied_by="tied", missing=ABSENT),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        *item_columns(indicators, BANDS),
        *_totals(("基础分\nB", "base"), ("加分", "bonus"), ("扣分", "deduction")),
        Column("得分\nS", "total", "total", 10, band="合成", missing=ABSENT),
        Column("等次", "grade", "state", 13),
        Column("备注", "remark", "long", 20),
    )

    def sheets(code: str) -> tuple[Sheets, Figures]:
        own = scored_of[code]
        scored = own["total"].dropna()
        mean = f"{scored.mean():.2f}" if len(scored) else ABSENT
        tasks = shares_of[code].frame
        figures = [
            ("党员", f"{len(own)} 人"),
            ("参加考核", f"{len(scored)} 人"),
            ("平均得分", mean),
            ("与全公司比最弱的任务", weakest(tasks)),
        ]
        table = Sheet("得分", "本支部党员季度得分", item_note(indicators), [TableBlock(columns, own, frozen=3)])
        lost_here = cost_sheet("本支部党员季度扣分说明", lost_of[code], who)
        return [task_sheet(tasks), table, lost_here], figures

    books = _books(run, sheets, _QUARTER_SAID)
    return PerBranch(books.codes, lambda code: replace(books.make(code), charts=[radar(shares)]))


def year_feedback(result: YearResult) -> Sequence[Workbook]:
    """One workbook per branch: its own items, groups and members of the year."""
    run, scores = result.run, result.scores
    members = scores.members.sort_values(["branch_code", "rank", "member_no"], kind="stable", na_position="last")
    members_of = OfBranches(members)
    groups = OfBranches(scores.groups.sort_values(["branch_code", "group_code"], kind="stable"))

    def sheets(code: str) -> tuple[Sheets, Figures]:
        own = scores.branches[scores.branches["branch_code"] == code]
        figures = [
            *((label, _points(own[name])) for name, label in _PARTS.items()),
            ("等次", own["grade"].iloc[0] if len(own) else ABSENT),
            ("党员", f"{len(members_of[code])} 人"),
        ]
        return [
            _item_sheet(result, code),
            _group_sheet(run, groups[code].frame),
            _year_sheet(members_of[code]),
        ], figures

    return _books(run, sheets, _YEAR_SAID)


def _points(own: pd.Series) -> str:
    return f"{own.iloc[0]:.2f}" if own.notna().any() else ABSENT


def _books(run: Run, sheets: Callable[[str], tuple[Sheets, Figures]], said: Sequence[str]) -> PerBranch:
    """The workbooks of the branches that exist at the end of the period, made of each one's sheets and figures."""
    codes = [str(code) for code in branches_on(run.ledger, run.period.end)["org_code"].sort_values()]
    labels, last = branch_labels(run.ledger, codes), branch_explanation(run, said)

    def book(code: str) -> Workbook:
        own, figures = sheets(code)
        return workbook(run, (NUMBER, TITLE), [*own, last], figures, labels[code])

    return PerBranch(codes, book)


def _totals(*named: tuple[str, str]) -> Sequence[Column]:
    return [Column(label, name, "points", 9, band="合成", missing=ABSENT) for label, name in named]


def _teams(result: MonthResult) -> pd.DataFrame:
    """The teams of a month with who holds them and how long they stood uncovered this year."""
    held = result.holders.sort_values(["team_code", "member_no"], kind="stable")
    rows = result.teams.merge(result.team_gaps, on=["branch_code", "team_code"], how="left")
    for column, role in (("main", "主责"), ("assist", "协责")):
        rows[column] = joined(held[held["assignment_role"] == role], "name", ["branch_code", "team_code"], rows)
    return rows.sort_values(["branch_code", "team_code"], kind="stable")


def _team_sheet(rows: Rows) -> Sheet:
    return Sheet("覆盖情况", "本支部班组覆盖情况", "月末各班组有没有责任党员。", [TableBlock(_TEAMS, rows, frozen=2)])


def _month_members(result: MonthResult) -> pd.DataFrame:
    """One row per member owed at month end or with anything due this year: contacts, talks due and done, the report."""
    run = result.run
    owed = contacts_owed(run.ledger, run.rules, run.period.end)[["member_no", "branch_code", "contacts", "floor"]]
    talks = result.contact_months
    extra = talks.loc[~talks["member_no"].isin(owed["member_no"]), ["member_no", "branch_code"]].drop_duplicates(
        "member_no"
    )
    rows = pd.concat([owed, extra], ignore_index=True) if len(extra) else owed
    month = talks[talks["month"] == str(run.period)]
    for name, frame in (("due", month), ("due_year", talks)):
        rows[name] = rows["member_no"].map(frame.groupby("member_no").size()).fillna(0).astype("int64")
    for name, frame in (("done", month), ("done_year", talks)):
        done = frame.groupby("member_no")["done"].sum()
        rows[name] = rows["member_no"].map(done).fillna(0).astype("int64")
    told = result.report_months[result.report_months["month"] == str(run.period)]
    silent = told["mark"].eq(MISSING) & ~told["reported"].astype(bool)
    marks = told["mark"].map(_MARKS).astype("str").mask(silent, "未报").set_axis(told["member_no"])
    return rows.assign(
        name=rows["member_no"].map(member_names(run.ledger)),
        mark=rows["member_no"].map(marks[~marks.index.duplicated()]).fillna(""),
        rate_year=rows["done_year"] / rows["due_year"].where(rows["due_year"] > 0),
    ).sort_values(["branch_code", "member_no"], kind="stable")


def _contact_sheet(rows: Rows) -> Sheet:
    note = "本支部党员联系谈心和月汇报情况。"
    return Sheet("谈心与汇报", "本支部联系谈心与月汇报", note, [TableBlock(_CONTACTS, rows, frozen=2)])


def _item_sheet(result: YearResult, code: str) -> Sheet:
    """The items of the branch with full points and points."""
    indicators = result.run.rules.indicators(BRANCH, YEARLY)
    points = items_of(result.scores.points, [row.code for row in indicators], pd.Series([code])).iloc[0]
    rows = pd.DataFrame(
        [(row.code, row.label, row.full_points, points[row.code], row.basis) for row in indicators],
        columns=["code", "label", "full", "points", "basis"],
    )
    rows = rows.assign(lost=rows["full"] - rows["points"])
    columns = (
        Column("代码", "code", "code"),
        Column("指标", "label", "text", 24),
        Column("满分", "full", "points"),
        Column("得分", "points", "points", missing="不适用"),
        Column("失分", "lost", "points", missing=ABSENT),
        Column("依据", "basis", "long", 44),
    )
    return Sheet("支部得分", "本支部年度指标得分", "各项指标的满分、得分和失分。", [TableBlock(columns, rows)])


def _group_sheet(run: Run, rows: pd.DataFrame) -> Sheet:
    items = [row for row in run.rules.indicators(GROUP, YEARLY) if row.code in rows]
    columns = (
        Column("党小组编码", "group_code", "code"),
        Column("党小组", "group_name", "name"),
        Column("人数", "members", "integer"),
        *(Column(f"{row.code}\n{row.label}", row.code, "points", missing="不适用") for row in items),
        Column("得分", "total", "total", missing=ABSENT),
        Column("说明", "reasons", "long", 40),
    )
    return Sheet("党小组得分", "本支部党小组年度得分", "各党小组四项得分和合计。", [TableBlock(columns, rows)])


def _year_sheet(rows: Rows) -> Sheet:
    columns = (
        Column("支部内\n名次", "rank", "rank", 11, tied_by="tied", missing=ABSENT),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        *(Column(f"{at}季度", f"q{at}", "points", 9, band="季度基础分 B", missing=ABSENT) for at in range(1, 5)),
        Column("评议得分 R", "review", "points", 10, missing=ABSENT),
        *_totals(("加分", "bonus"), ("扣分", "deduction")),
        Column("得分 A", "total", "total", 10, band="合成", missing=ABSENT),
        Column("年度等次", "grade", "state", 12),
        Column("评议等次", "review_grade", "name", 12, missing=ABSENT),
        Column("不定等次原因", "unscored_reason", "long", 24),
    )
    return Sheet("党员年度得分", "本支部党员年度得分", "按支部内名次排列。", [TableBlock(columns, rows, frozen=3)])


MONTH = REPORTS.add(NUMBER, Report(NUMBER, MonthResult, month_feedback, per_branch=True))
QUARTER = REPORTS.add(f"{NUMBER} 季度", Report(NUMBER, QuarterResult, quarter_feedback, per_branch=True))
YEAR = REPORTS.add(f"{NUMBER} 年度", Report(NUMBER, YearResult, year_feedback, per_branch=True))

"""R-10 支部年度排名、分公司排名、书记单项 and 评优核查: for the Party committee."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.award_sheets import award_sheet, awards_overview
from zoneproc.reports.explanation import explanation
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import with_branch
from zoneproc.reports.score_sheets import bar_sheet, cost_sheet, costs, item_columns, item_note
from zoneproc.results import YearResult
from zoneproc.rules import Indicator
from zoneproc.scoring.awards import BRANCH as BRANCH_AWARD
from zoneproc.scoring.awards import GROUP, MEMBER, SECRETARY, SUBCOMPANY, TAKEN

NUMBER, TITLE = "R-10", "支部年度排名"
BRANCH, YEARLY = "支部", "年度"
BANDS = {"A": "数据部分", "B": "听看谈访"}
EXPLAINED = ("A4", "A5", "A6", "A8")
"""Items whose cases are few enough to list one by one; the others are followed in R-4, R-5, R-8 and the E sheets."""
AWARDS = (BRANCH_AWARD, SUBCOMPANY, SECRETARY, GROUP, MEMBER)
_SAID = (
    "支部得分 = 数据部分 60 分 + 听看谈访 40 分 + 加分(有上限)− 扣分;不适用的指标不计,其余按比例折算到该部分满分。",
    "存续期内有合并的,按月数加权计入前身支部的得分;被一票否决的封顶,并定为后进。",
    "名次先比得分,再比谈心完成(A3)、覆盖(A1)、走访(B4);仍相同的并列。存续不足规定月数的只计分、不排名。",
    "分公司得分为所属支部按党员人数加权的平均分,年末每有一条线路未覆盖扣分;得分相同的并列。",
    "书记单项由所任支部得分和述职测评合成,只是依据之一;任职不满一年的只计分、不排名。",
    "先进支部为名额内入围的支部,后进为不合格或被一票否决的支部,其余为中间。",
)


def branch_book(result: YearResult) -> Sequence[Workbook]:
    """The workbook: ranking of branches with chart, 分公司, secretaries, awards, counts behind the points."""
    run = result.run
    indicators = run.rules.indicators(BRANCH, YEARLY)
    branches = _branches(result)
    sheets = [
        _ranking(branches, indicators),
        bar_sheet("支部年度得分", "支部排名", "short_name", branches["total"]),
        _subcompanies(result),
        _secretaries(result),
        awards_overview(result, AWARDS),
        *(award_sheet(result, award) for award in AWARDS),
        _costs(result, branches, indicators),
        _counts(result, branches, indicators),
        *explanation(run, _SAID, [(BRANCH, YEARLY)]),
    ]
    first = branches.loc[branches["rank"] == 1, "short_name"]
    figures = [
        ("参加排名支部", f"{int(branches['ranked'].astype(bool).sum())} 个"),
        ("第一名", "、".join(first) or "—"),
        ("先进党支部入围", "、".join(_taken(result)) or "—"),
        ("平均得分", f"{branches['total'].mean():.2f}" if branches["total"].notna().any() else "—"),
    ]
    return [workbook(run, (NUMBER, TITLE), sheets, figures)]


def _taken(result: YearResult) -> Sequence[str]:
    awards = result.scores.awards
    return awards.loc[(awards["award"] == BRANCH_AWARD) & (awards["status"] == TAKEN), "name"].tolist()


def _branches(result: YearResult) -> pd.DataFrame:
    """The branches by place; those without a place last, by code."""
    rows = result.scores.branches
    said = [
        ("一票否决:" + rows["veto_kind"]).where(rows["veto_kind"] != "", ""),
        ("合并自" + rows["merged_from"]).where(rows["merged_from"] != "", ""),
        pd.Series("缺听看谈访,暂按数据部分折算", rows.index).where(rows["provisional"].astype(bool), ""),
        ("存续" + rows["months"].astype("str") + "个月,不排名").where(~rows["ranked"].astype(bool), ""),
    ]
    remark = [";".join(part for part in parts if part) for parts in zip(*said, strict=True)]
    rows = rows.assign(remark=pd.Series(remark, rows.index, dtype="str"))
    return rows.sort_values(["rank", "branch_code"], kind="stable", na_position="last", ignore_index=True)


def _ranking(branches: pd.DataFrame, indicators: Sequence[Indicator]) -> Sheet:
    columns = (
        Column("名次", "rank", "rank", 9, tied_by="tied", missing="—"),
        Column("支部", "short_name", "name"),
        *item_columns([row for row in indicators if row.block == "A"], BANDS),
        Column("小计", "data_points", "points", 9, band=BANDS["A"], missing="—"),
        *item_columns([row for row in indicators if row.block == "B"], BANDS),
        Column("小计", "visit_points", "points", 9, band=BANDS["B"], missing="—"),
        Column("加分", "bonus", "points", 8, band="合成"),
        Column("扣分", "deduction", "points", 8, band="合成"),
        Column("得分", "total", "total", 9, band="合成", missing="—"),
        Column("等次", "grade", "state", 9),
        Column("类别", "label", "state", 9),
        Column("线路最长\n未覆盖天数", "long_gap_days", "integer", 12),
        Column("备注", "remark", "long", 26),
    )
    note = "按名次排列。" + item_note(indicators)
    return Sheet("支部排名", "党支部年度排名", note, [TableBlock(columns, branches, frozen=2)])


def _subcompanies(result: YearResult) -> Sheet:
    rows = result.scores.subcompanies
    rows = rows.assign(can=rows["eligible"].astype(bool).map({True: "可以", False: "不可以"}))
    rows = rows.sort_values(["rank", "subcompany_code"], kind="stable", na_position="last")
    columns = (
        Column("名次", "rank", "rank", 9, tied_by="tied", missing="—"),
        Column("编码", "subcompany_code", "code"),
        Column("分公司", "subcompany_name", "text"),
        Column("类别", "unit_type", "name"),
        Column("支部", "branches", "integer"),
        Column("党员", "members", "integer"),
        Column("支部加权平均分", "weighted", "points", 12, missing="—"),
        Column("年末未覆盖线路", "uncovered_lines", "integer", 12, alarm=True),
        Column("得分", "total", "total", 14, missing="—"),
        Column("参加评选", "can", "name", 11),
        Column("原因", "reasons", "long", 34),
    )
    return Sheet(
        "分公司排名",
        "分公司年度排名",
        "全部单位按得分排列;是否参加优秀分公司评选另列。",
        [TableBlock(columns, rows, frozen=3)],
    )


def _secretaries(result: YearResult) -> Sheet:
    rows = with_branch(result.scores.secretaries, result.run.ledger)
    rows = rows.assign(can=rows["eligible"].astype(bool).map({True: "可以", False: "不可以"}))
    rows = rows.sort_values(["rank", "branch_code", "member_no"], kind="stable", na_position="last")
    columns = (
        Column("名次", "rank", "rank", 9, tied_by="tied", missing="—"),
        Column("支部", "branch", "name"),
        Column("书记", "secretary_name", "name"),
        Column("党员编号", "member_no", "code"),
        Column("任职月数", "months", "integer"),
        Column("支部得分", "branch_part", "points", 11, missing="—"),
        Column("述职测评", "ballot_part", "points", 11, missing="—"),
        Column("得分", "total", "total", 14, missing="—"),
        Column("参加评选", "can", "name", 11),
        Column("原因", "reasons", "long", 34),
    )
    return Sheet(
        "书记单项",
        "书记责任区单项排名",
        "支部得分与述职测评合成,是考核书记的依据之一。",
        [TableBlock(columns, rows, frozen=3)],
    )


def _costs(result: YearResult, branches: pd.DataFrame, indicators: Sequence[Indicator]) -> Sheet:
    shown = [row for row in indicators if row.code in EXPLAINED]
    rows = costs(result.run, result.scores.cases, result.scores.points, shown)
    order = branches[["branch_code", "short_name"]].assign(place=range(len(branches)))
    rows = rows.merge(order, left_on="subject", right_on="branch_code").sort_values("place", kind="stable")
    return cost_sheet("支部扣分说明", rows, (Column("支部", "short_name", "name"),))


def _counts(result: YearResult, branches: pd.DataFrame, indicators: Sequence[Indicator]) -> Sheet:
    """The counts behind every point, by branch and indicator."""
    known = pd.DataFrame(
        [(row.code, at, row.label) for at, row in enumerate(indicators)], columns=["indicator", "order", "label"]
    ).astype({"indicator": "str"})
    order = branches[["branch_code", "short_name"]].assign(place=range(len(branches)))
    rows = result.scores.measured.merge(known, on="indicator").merge(order, left_on="subject", right_on="branch_code")
    rows = rows.merge(result.scores.points, on=["subject", "indicator"], how="left")
    rows = rows.sort_values(["place", "order", "part"], kind="stable")
    columns = (
        Column("支部", "short_name", "name"),
        Column("代码", "indicator", "code"),
        Column("指标", "label", "name", 16),
        Column("分项", "part", "name", missing="—"),
        Column("完成数", "numerator", "points", 12),
        Column("应完成数", "denominator", "points", 12),
        Column("满分", "full", "points"),
        Column("得分", "points", "points", missing="不适用"),
    )
    note = "每项得分背后的计数;得分由计数按考核办法的计分方式得出。"
    return Sheet("指标计数", "支部指标计数", note, [TableBlock(columns, rows, frozen=1)])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, YearResult, branch_book))

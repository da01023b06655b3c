"""R-7 党员季度得分表: items, score, grade and place of every member, and what cost points."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.duties.incidents import vetoes
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.explanation import explanation
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import group_names, member_names, with_branch
from zoneproc.reports.problems import problems
from zoneproc.reports.score_sheets import (
    bar_sheet,
    cost_sheet,
    costs,
    grade_columns,
    grade_figure,
    item_columns,
    item_note,
    items_wide,
)
from zoneproc.results import QuarterResult, Run
from zoneproc.rules import Indicator
from zoneproc.scoring.adjustments import adjustments_of

NUMBER, TITLE = "R-7", "党员季度得分表"
MEMBER, QUARTERLY = "党员", "季度"
BANDS = {
    "T1": "一 宣传教育",
    "T2": "二 营运生产",
    "T3": "三 文明建设",
    "T4": "四 廉政建设",
    "T5": "五 培养联系",
    "T6": "六 其他交办",
}
_SAID = (
    "基础分 B = 100 × 各适用指标得分之和 ÷ 适用指标满分之和,四舍五入保留两位小数;不适用的指标不计入。",
    "季度得分 S = B + 加分(有季度上限)− 扣分,封顶和保底见参数;一票否决的按考核办法封顶并定为不合格。",
    "等次按印出的得分确定;优秀受支部名额限制,超出名额的印“良好(限额)”,得分不变;名额线上并列的均不定优秀,由支部研究。",
    "名次在支部内排列:先比得分,再比营运生产得分率、联系谈心得分、扣分多少;仍相同的并列。",
)


def quarter_book(result: QuarterResult) -> Sequence[Workbook]:
    """The workbook: overview by branch, scores, what cost points, bonus and deductions, problems."""
    run, scores = result.run, result.scores
    indicators = run.rules.indicators(MEMBER, QUARTERLY)
    members = _members(result, indicators)
    overview = _by_branch(run, members)
    sheets = [
        _overview(run, overview),
        bar_sheet("各支部党员平均得分", "总览", "branch", overview["mean"]),
        _score_sheet(members, indicators),
        _costs(result, members, indicators),
        _adjustment_sheet(run, members["member_no"]),
        _veto_sheet(run),
        problems(run, [""], "本季问题清单"),
        *explanation(run, _SAID, [(MEMBER, QUARTERLY)]),
    ]
    scored = scores.members["total"].notna()
    figures = [
        ("参加考核党员", f"{int(scored.sum())} 人"),
        ("不定等次", f"{int((~scored).sum())} 人"),
        ("平均得分", f"{scores.members.loc[scored, 'total'].mean():.2f}" if scored.any() else "—"),
        grade_figure(members["grade"], run.rules.grades(MEMBER, QUARTERLY)),
    ]
    return [workbook(run, (NUMBER, TITLE), sheets, figures)]


def _members(result: QuarterResult, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """The members by branch and place, with their items as columns and a remark."""
    rows = result.scores.members.merge(
        items_wide(result.scores.points, indicators), left_on="member_no", right_index=True, how="left"
    )
    groups = group_names(result.run.ledger)
    rows = rows.assign(group=[groups.get(str(code), "") for code in rows["group_code"]], remark=remarks(rows))
    rows = rows.sort_values(["branch_code", "rank", "member_no"], kind="stable", na_position="last", ignore_index=True)
    return with_branch(rows, result.run.ledger)


def remarks(rows: pd.DataFrame) -> pd.Series:
    """The remark on each quarterly score: veto, why there is no score, limit of 优秀, not ranked, small sample."""
    said = [
        ("一票否决:" + rows["veto_kind"]).where(rows["veto_kind"] != "", ""),
        ("不定等次:" + rows["unscored_reason"]).where(rows["unscored_reason"] != "", ""),
        rows["cap_note"].fillna(""),
        pd.Series("季末不在册,不排名", rows.index).where(rows["total"].notna() & ~rows["ranked"].astype(bool), ""),
        pd.Series("小样本", rows.index).where(rows["small_sample"].astype(bool), ""),
    ]
    joined = [";".join(part for part in parts if part) for parts in zip(*said, strict=True)]
    return pd.Series(joined, rows.index, dtype="str")


def _by_branch(run: Run, members: pd.DataFrame) -> pd.DataFrame:
    """One row per branch: members, scored, mean, best, worst, numbers by grade, places for 优秀, the best mean first."""
    by = members.groupby("branch_code")
    ranked = members[members["ranked"].astype(bool)]
    grades = {
        f"grade{at}": members["grade"].str.startswith(grade.label).groupby(members["branch_code"]).sum()
        for at, grade in enumerate(run.rules.grades(MEMBER, QUARTERLY))
    }
    rows = pd.DataFrame(
        {
            "members": by.size(),
            "scored": by["total"].count(),
            "unsettled": by["total"].size() - by["total"].count(),
            "mean": ranked.groupby("branch_code")["total"].mean(),
            "best": ranked.groupby("branch_code")["total"].max(),
            "worst": ranked.groupby("branch_code")["total"].min(),
            **grades,
            "limited": members["capped"].astype(bool).groupby(members["branch_code"]).sum(),
            "places": ranked.groupby("branch_code").size().map(lambda base: _places(run, int(base))),
        }
    )
    rows = rows.rename_axis("branch_code").reset_index()
    rows = rows.sort_values(["mean", "branch_code"], ascending=[False, True], kind="stable", na_position="last")
    return with_branch(rows, run.ledger).reset_index(drop=True)


def _places(run: Run, base: int) -> int:
    """How many of the ranked may be 优秀 (U38)."""
    best = next(iter(run.rules.grades(MEMBER, QUARTERLY)), None)
    share = best.cap_share if best is not None else None
    return base if share is None else min(base, max(1, int(share * base + 1e-9)))


def _overview(run: Run, rows: pd.DataFrame) -> Sheet:
    columns = (
        Column("支部", "branch", "name"),
        Column("党员", "members", "integer"),
        Column("已考核", "scored", "integer"),
        Column("不定等次", "unsettled", "integer"),
        Column("平均得分", "mean", "total", 12, missing="—"),
        Column("最高", "best", "points", missing="—"),
        Column("最低", "worst", "points", missing="—"),
        *grade_columns(run.rules.grades(MEMBER, QUARTERLY)),
        Column("其中限额", "limited", "integer", band="等次人数"),
        Column("优秀名额", "places", "integer", missing="—"),
    )
    total: dict[str, object] = {
        column.name: int(rows[column.name].sum()) for column in columns if column.look == "integer"
    }
    note = "按平均得分排列;平均分只计参加排名的党员。“其中限额”为达到优秀分数线但超出名额的人数。"
    return Sheet(
        "总览", "党员季度考核总览", note, [TableBlock(columns, rows, total={"branch": "合计", **total}, frozen=1)]
    )


def _score_sheet(members: pd.DataFrame, indicators: Sequence[Indicator]) -> Sheet:
    columns = (
        Column("支部", "branch", "name"),
        Column("支部内名次", "rank", "rank", 11, tied_by="tied", missing="—"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("党小组", "group", "name"),
        Column("类别", "member_type", "name"),
        Column("在岗月数", "months_in_service", "integer", 8),
        *item_columns(indicators, BANDS),
        Column("基础分\nB", "base", "points", 9, band="合成", missing="—"),
        Column("加分", "bonus", "points", 8, band="合成"),
        Column("扣分", "deduction", "points", 8, band="合成"),
        Column("得分\nS", "total", "total", 10, band="合成", missing="—"),
        Column("等次", "grade", "state", 13),
        Column("备注", "remark", "long", 20),
    )
    note = "各支部按名次排列。" + item_note(indicators)
    return Sheet("得分表", "党员季度得分表", note, [TableBlock(columns, members, frozen=4, pages_by="branch_code")])


def _costs(result: QuarterResult, members: pd.DataFrame, indicators: Sequence[Indicator]) -> Sheet:
    rows = costs(result.run, result.scores.cases, result.scores.points, indicators)
    order = {number: at for at, number in enumerate(members["member_no"])}
    rows = rows.merge(members[["member_no", "name", "branch"]], left_on="subject", right_on="member_no")
    rows = rows.assign(place=rows["subject"].map(order)).sort_values("place", kind="stable")
    who = (Column("支部", "branch", "name"), Column("党员编号", "subject", "code"), Column("姓名", "name", "name"))
    return cost_sheet("党员季度扣分说明", rows, who)


def _adjustment_sheet(run: Run, listed: pd.Series) -> Sheet:
    """Q-2 rows of the quarter about listed members with the points they are worth, counted or not."""
    rows = adjustments_of(run.ledger, run.rules, run.period)
    rows = rows[rows["member_no"].isin(listed)]
    people = member_names(run.ledger)
    files = {name: source.file for name, source in run.ledger.sources.items()}
    rows = rows.assign(
        branch_code=rows["_branch"],
        name=rows["member_no"].map(people),
        file=rows["_source"].map(files),
        taken=rows["counted"].astype(bool).map({True: "计分", False: "不计分"}),
    )
    rows = with_branch(rows.sort_values(["_branch", "member_no", "event_date"], kind="stable"), run.ledger)
    columns = (
        Column("支部", "branch", "name"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("日期", "event_date", "date"),
        Column("类别", "adj_kind", "name"),
        Column("级别", "level", "name"),
        Column("事由", "reason", "long", 40),
        Column("分值", "points", "points"),
        Column("是否计分", "taken", "name"),
        Column("文件", "file", "long", 40),
        Column("行", "_row", "integer"),
    )
    note = "分值按考核办法的加扣分标准确定;同一事项只按最高一级计,支部不同意的不计。"
    return Sheet("加减分", "季度加减分", note, [TableBlock(columns, rows)])


def _veto_sheet(run: Run) -> Sheet:
    """Confirmed vetoes of members in the quarter."""
    rows = vetoes(run.ledger, run.period, MEMBER)
    rows = rows.assign(name=rows["subject_no"].map(member_names(run.ledger)), branch_code=rows["_branch"])
    columns = (
        Column("支部", "branch", "name"),
        Column("党员编号", "subject_no", "code"),
        Column("姓名", "name", "name"),
        Column("日期", "event_date", "date"),
        Column("情形", "veto_kind", "text"),
        Column("认定文件", "basis_doc", "text"),
        Column("认定单位", "authority", "text"),
    )
    note = "党办已确认且有认定文件的一票否决;未确认的不列。"
    return Sheet("一票否决", "一票否决", note, [TableBlock(columns, with_branch(rows, run.ledger))])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, QuarterResult, quarter_book))

"""R-8 党员年度综合表: four quarters, 评议 votes, bonus and deductions, total, grade and places of every member."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.explanation import explanation
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import group_names, with_branch
from zoneproc.reports.problems import problems
from zoneproc.reports.score_sheets import bar_sheet, grade_columns, grade_figure
from zoneproc.results import Run, YearResult

NUMBER, TITLE = "R-8", "党员年度综合表"
MEMBER, YEARLY, QUARTERLY = "党员", "年度", "季度"
_SAID = (
    "年度得分 A = 季度平均分 × 季度权重 + 评议得分 R × 评议权重 + 全年加分(有上限)− 全年扣分,四舍五入保留两位小数。",
    "季度得分取各季基础分 B;考核季度不足规定个数的为不定等次。缺一方评议票的按另一方计,两方都缺的按季度成绩计,均在备注注明。",
    "民主评议等次由支部按程序评定,不由得分推出;与年度等次相互矛盾的列入“需核对”,两者都有效,请组织核实。",
    "名次先比得分,再比营运生产得分率、联系谈心得分率、扣分多少、评议得分;仍相同的并列。",
)


def member_year_book(result: YearResult) -> Sequence[Workbook]:
    """The workbook: overview by branch, the members by branch and place, the company's order, contradictions, problems."""
    run = result.run
    members = _members(result)
    overview = _by_branch(run, members)
    sheets = [
        _overview(run, overview),
        bar_sheet("各支部党员年度平均得分", "总览", "branch", overview["mean"]),
        _score_sheet(members),
        _order_sheet(members),
        _check_sheet(members),
        problems(run, ["V", "X01", "R06"], "年度数据问题清单"),
        *explanation(run, _SAID, [(MEMBER, YEARLY), (MEMBER, QUARTERLY)]),
    ]
    scored = members["total"].notna()
    figures = [
        ("有年度得分", f"{int(scored.sum())} 人"),
        ("不定等次", f"{int((~scored).sum())} 人"),
        ("平均得分", f"{members.loc[scored, 'total'].mean():.2f}" if scored.any() else "—"),
        grade_figure(members["grade"], run.rules.grades(MEMBER, YEARLY)),
        ("需核对", f"{int(members['contradiction'].ne('').sum())} 人"),
    ]
    return [workbook(run, (NUMBER, TITLE), sheets, figures)]


def _members(result: YearResult) -> pd.DataFrame:
    rows = result.scores.members
    groups = group_names(result.run.ledger)
    said = [
        ("一票否决:" + rows["veto_kind"]).where(rows["veto_kind"] != "", ""),
        ("不定等次:" + rows["unscored_reason"]).where(rows["unscored_reason"] != "", ""),
        rows["review_note"].fillna(""),
        pd.Series("年末不在册,不排名", rows.index).where(rows["total"].notna() & ~rows["ranked"].astype(bool), ""),
    ]
    remark = [";".join(part for part in parts if part) for parts in zip(*said, strict=True)]
    rows = rows.assign(
        group=[groups.get(str(code), "") for code in rows["group_code"]],
        remark=pd.Series(remark, rows.index, dtype="str"),
        contradiction=rows["contradiction"].fillna(""),
    )
    rows = rows.sort_values(["branch_code", "rank", "member_no"], kind="stable", na_position="last", ignore_index=True)
    return with_branch(rows, result.run.ledger)


def _by_branch(run: Run, members: pd.DataFrame) -> pd.DataFrame:
    """One row per branch: members, scored, mean, best, worst, numbers by grade; the best mean first."""
    by = members.groupby("branch_code")
    ranked = members[members["ranked"].astype(bool)]
    grades = {
        f"grade{at}": members["grade"].eq(grade.label).groupby(members["branch_code"]).sum()
        for at, grade in enumerate(run.rules.grades(MEMBER, YEARLY))
    }
    rows = pd.DataFrame(
        {
            "members": by.size(),
            "scored": by["total"].count(),
            "mean": ranked.groupby("branch_code")["total"].mean(),
            "best": ranked.groupby("branch_code")["total"].max(),
            "worst": ranked.groupby("branch_code")["total"].min(),
            **grades,
            "vetoed": members["veto_kind"].ne("").groupby(members["branch_code"]).sum(),
        }
    )
    rows = rows.rename_axis("branch_code").reset_index()
    rows = rows.sort_values(["mean", "branch_code"], ascending=[False, True], kind="stable", na_position="last")
    return with_branch(rows, run.ledger).reset_index(drop=True)


def _overview(run: Run, rows: pd.DataFrame) -> Sheet:
    columns = (
        Column("支部", "branch", "name"),
        Column("党员", "members", "integer"),
        Column("有得分", "scored", "integer"),
        Column("平均得分", "mean", "total", 12, missing="—"),
        Column("最高", "best", "points", missing="—"),
        Column("最低", "worst", "points", missing="—"),
        *grade_columns(run.rules.grades(MEMBER, YEARLY)),
        Column("一票否决", "vetoed", "integer", alarm=True),
    )
    total: dict[str, object] = {
        column.name: int(rows[column.name].sum()) for column in columns if column.look == "integer"
    }
    note = "按平均得分排列;平均分只计参加排名的党员。"
    return Sheet(
        "总览", "党员年度考核总览", note, [TableBlock(columns, rows, total={"branch": "合计", **total}, frozen=1)]
    )


def _score_sheet(members: pd.DataFrame) -> Sheet:
    columns = (
        Column("支部", "branch", "name"),
        Column("支部内名次", "rank", "rank", 11, tied_by="tied", missing="—"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("党小组", "group", "name"),
        Column("类别", "member_type", "name"),
        *(Column(f"{at}季度", f"q{at}", "points", 9, band="季度基础分 B", missing="—", full=100) for at in range(1, 5)),
        Column("平均", "quarter_mean", "points", 9, band="季度基础分 B", missing="—", full=100),
        Column("党员票", "member_ballots", "points", 9, band="民主评议得分", missing="—", full=100),
        Column("群众票", "mass_ballots", "points", 9, band="民主评议得分", missing="—", full=100),
        Column("R", "review", "points", 9, band="民主评议得分", missing="—", full=100),
        Column("加分", "bonus", "points", 8, band="合成"),
        Column("扣分", "deduction", "points", 8, band="合成"),
        Column("得分\nA", "total", "total", 10, band="合成", missing="—"),
        Column("年度等次", "grade", "state", 12),
        Column("评议等次", "review_grade", "name", 12, missing="—"),
        Column("备注", "remark", "long", 20),
    )
    note = "各支部按名次排列;年度等次由得分确定,评议等次由支部按程序评定。"
    return Sheet("综合表", "党员年度综合表", note, [TableBlock(columns, members, frozen=4, pages_by="branch_code")])


def _order_sheet(members: pd.DataFrame) -> Sheet:
    rows = members[members["company_rank"].notna()]
    rows = rows.sort_values(["company_rank", "member_no"], kind="stable")
    columns = (
        Column("公司名次", "company_rank", "rank", 11, tied_by="company_tied"),
        Column("支部", "branch", "name"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("得分", "total", "total", 16),
        Column("年度等次", "grade", "state", 12),
        Column("评议等次", "review_grade", "name", 12),
        Column("支部内名次", "rank", "rank", 11, tied_by="tied"),
    )
    note = "全公司参加排名的党员,供推荐评先参考,不对外公布。"
    return Sheet("公司名次", "全公司党员名次", note, [TableBlock(columns, rows, frozen=1)])


def _check_sheet(members: pd.DataFrame) -> Sheet:
    rows = members[members["contradiction"] != ""]
    columns = (
        Column("支部", "branch", "name"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("得分", "total", "points", missing="—"),
        Column("年度等次", "grade", "state", 12),
        Column("评议等次", "review_grade", "state", 12),
        Column("说明", "contradiction", "long", 40),
    )
    note = "年度等次与民主评议等次相互矛盾的党员,请组织核实后处理;系统不作改动。"
    return Sheet("需核对", "年度等次与评议等次需核对", note, [TableBlock(columns, rows)])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, YearResult, member_year_book))

"""R-8 党员年度综合表: four quarters, 评议 votes, bonus and deductions, total, grade and places of every member."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.excel.sheets import Bars, Chart, Column, Figure, Sheet, TableBlock, Task, Workbook
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.comparing import Course, counted, course, mend, scored, tasks_of
from zoneproc.reports.explanation import explanation
from zoneproc.reports.history import last_year_columns, with_last_year
from zoneproc.reports.live import (
    TOTAL_KEY,
    after_veto,
    bearable,
    counts_sheet,
    grade_column,
    graded,
    key,
    key_columns,
    live_lines,
    parameter,
    parameter_sheet,
    placed,
    rank_column,
    shared,
    tally,
    without_noise,
    yes_no,
)
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import group_names, with_branch
from zoneproc.reports.problems import problems
from zoneproc.reports.score_sheets import axis_start, bar_sheet, grade_columns, grade_stack, mean_columns
from zoneproc.results import Run, YearResult
from zoneproc.rules import Grade
from zoneproc.scoring.grading import UNSETTLED
from zoneproc.scoring.member_year import QUARTERS, REVIEW

NUMBER, TITLE = "R-8", "党员年度综合表"
_CODES = ("V", "X01", "R06")
MEMBER, YEARLY, QUARTERLY = "党员", "年度", "季度"
SCORES = "综合表"
_TOO_FEW = "已考核季度不足"
_ORDER = (TOTAL_KEY, "t2_key", "talk_key", "-deduction", "review_key")
_VOTE_NAMES, _BALLOT_WORDS = ("excellent", "pass", "basic", "fail"), ("优秀", "合格", "基本合格", "不合格")
_PARAMETERS = (
    "decimals",
    "min_scored_quarters_year",
    "review_mix_member",
    "review_mix_masses",
    "bonus_cap_year",
    "total_cap_year",
    "veto_effect",
    "veto_cap",
)
_MEAN = 'IF(COUNT([q1..q4])>0,AVERAGE([q1..q4]),"—")'
_MIX = (parameter("review_mix_member"), parameter("review_mix_masses"))
_REVIEW = (
    "IF(AND(ISNUMBER([member_ballots]),ISNUMBER([mass_ballots])),"
    f"([member_ballots]*{_MIX[0]}+[mass_ballots]*{_MIX[1]})/({_MIX[0]}+{_MIX[1]}),"
    "IF(ISNUMBER([member_ballots]),[member_ballots],[mass_ballots]))"
)
_BONUS = f"MIN([计数!bonus_given],{parameter('bonus_cap_year')})"
_WEIGHTS = (parameter("weight_季度"), parameter("weight_评议"))
_COMPOSED = (
    f"IF(ISNUMBER([review]),{_WEIGHTS[0]}*[quarter_mean]+{_WEIGHTS[1]}*[review],"
    f"({_WEIGHTS[0]}+{_WEIGHTS[1]})*[quarter_mean])+[bonus]-[deduction]"
)
_SCORED = f'AND([计数!unscored]="",COUNT([q1..q4])>={parameter("min_scored_quarters_year")},COUNT([q1..q4])>0)'
_TOTAL = f'IF({_SCORED},{after_veto(_COMPOSED, "[quarter_mean]", "total_cap_year")},"—")'
_WHO = (Column("党员编号", "member_no", "code"), Column("姓名", "name", "name"))
_VOTES = tuple(
    Column(word, f"{side}_{name}", "count", 9, band=band)
    for side, band in (("pv", "党员票"), ("mv", "群众票"))
    for name, word in zip(_VOTE_NAMES, _BALLOT_WORDS, strict=True)
)
_GIVEN = (
    Column("加分\n(封顶前)", "bonus_given", "count", band="各季合计"),
    Column("扣分", "deduction_given", "count", band="各季合计"),
    Column("营运生产\n得分率", "t2_given", "count", band="各季合计", missing="—"),
    Column("联系谈心\n得分率", "talk_given", "count", band="各季合计", missing="—"),
    Column("一票否决\n(封顶)", "vetoed_given", "name", band="另给的数"),
    Column("年末在册", "present_given", "name", band="另给的数"),
    Column("不定等次原因", "unscored", "text", band="另给的数"),
)
_QUARTERS_GIVEN = "各季基础分、加扣分和得分率取自各季结果(R-7),在本表册是数值。"
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
    path = _course(run, members)
    sheets = [
        _overview(run, overview),
        bar_sheet("各支部党员年度平均得分", "总览", "branch", overview["mean"]),
        path.sheet("各支部党员各季基础分 B 的平均。"),
        _score_sheet(run, members),
        _order_sheet(run, members),
        _check_sheet(members),
        problems(run, _CODES, "年度数据问题清单"),
        counts_sheet(SCORES, TableBlock((*_WHO, *_VOTES, *_GIVEN), _counts(members), frozen=2)),
        parameter_sheet(run.rules, (MEMBER, YEARLY), _PARAMETERS, _figures(run)),
        *explanation(
            run, [*_SAID, *live_lines(len(members)), _QUARTERS_GIVEN], [(MEMBER, YEARLY), (MEMBER, QUARTERLY)]
        ),
    ]
    grades = run.rules.grades(MEMBER, YEARLY)
    charts: Sequence[Chart] = [
        Bars("各支部党员年度平均得分", "总览", "branch", "mean", axis_start(overview["mean"]), limit=16),
        grade_stack("总览", "branch", grades),
        path.lines,
    ]
    book = workbook(run, (NUMBER, TITLE), sheets, _told(members, grades))
    return [replace(book, tasks=_tasks(run, members, grades), charts=charts)]


def _told(members: pd.DataFrame, grades: Sequence[Grade]) -> Sequence[Figure]:
    """Members, mean and the ends of the grades, the mean beside that of the year before where it is known."""
    known, old = members["total"].dropna(), members["prev_total"].dropna()
    ends = [grades[0], grades[-1]] if grades else []
    return [
        counted("有年度得分", (len(known), None), "人", SCORES),
        scored("平均得分", known.mean(), old.mean(), sheet="总览"),
        *(counted(each.label, (int(members["grade"].eq(each.label).sum()), None), "人", "总览") for each in ends),
        counted("不定等次", (int(members["total"].isna().sum()), None), "人", SCORES),
    ]


def _tasks(run: Run, members: pd.DataFrame, grades: Sequence[Grade]) -> Sequence[Task]:
    lowest = grades[-1].label if grades else UNSETTLED
    return tasks_of(
        ("党员的年度等次与评议等次矛盾,请组织核实", int(members["contradiction"].ne("").sum()), "人", "需核对"),
        (f"党员年度等次为“{lowest}”,请按规定处理", int(members["grade"].eq(lowest).sum()), "人", SCORES),
        ("党员不定等次,请核对原因", int(members["total"].isna().sum()), "人", SCORES),
        mend(run, _CODES),
    )


def _course(run: Run, members: pd.DataFrame) -> Course:
    """The mean of the base scores by branch, quarter by quarter."""
    names = [f"q{at}" for at in range(1, 5)]
    long = members.melt("branch_code", names, "label", "done").dropna(subset=["done"])
    long = long.assign(label=long["label"].str[1:] + "季度", due=1)
    return course(run.ledger, "各支部季度平均分走势", long, percent=False)


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
        total_key=without_noise(rows["total"].where(rows["ranked"].astype(bool))),
        t2_key=without_noise(rows["t2_share"]),
        talk_key=without_noise(rows["talk_share"]),
        review_key=without_noise(rows["review"]),
        sharing=rows.groupby(["branch_code", "rank"])["rank"].transform("size").fillna(0),
        company_sharing=rows.groupby("company_rank")["company_rank"].transform("size").fillna(0),
    )
    rows = rows.sort_values(["branch_code", "rank", "member_no"], kind="stable", na_position="last", ignore_index=True)
    return with_last_year(with_branch(rows, result.run.ledger), result.run, MEMBER, "member_no")


def _counts(members: pd.DataFrame) -> pd.DataFrame:
    """One row per member, in the order of the score sheet: ballots, and what the quarters give."""
    few = members["unscored_reason"].str.startswith(_TOO_FEW)
    return members.assign(
        bonus_given=members["raw_bonus"].round(9),
        deduction_given=members["deduction"].round(9),
        t2_given=members["t2_share"],
        talk_given=members["talk_share"],
        vetoed_given=yes_no(members["vetoed"]),
        present_given=yes_no(members["present"]),
        unscored=members["unscored_reason"].where(~few, ""),
    )


def _figures(run: Run) -> Sequence[tuple[str, str, float]]:
    """Weights and values of ballots, which the rules keep in lists."""
    weights = run.rules.components(MEMBER)
    ballots = zip(_BALLOT_WORDS, run.rules.numbers("ballot_values"), strict=False)
    return [
        *((f"weight_{name}", f"年度合成:{name}的权重", weights.get(name, 0.0)) for name in (QUARTERS, REVIEW)),
        *((f"ballot_{word}", f"民主评议票值:{word}", value) for word, value in ballots),
    ]


def _ballots(side: str) -> str:
    """The mean value of the ballots of one side."""
    votes = [f"[计数!{side}_{name}]" for name in _VOTE_NAMES]
    worth = "+".join(f"{vote}*{parameter(f'ballot_{word}')}" for vote, word in zip(votes, _BALLOT_WORDS, strict=True))
    cast = "+".join(votes)
    return f'IF(({cast})>0,({worth})/({cast}),"—")'


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
        Column("有得分", "scored", "integer", formula=tally('[综合表!total:],">=0"')),
        *mean_columns(SCORES),
        *grade_columns(run.rules.grades(MEMBER, YEARLY), SCORES),
        Column("一票否决", "vetoed", "integer", alarm=True),
    )
    total: dict[str, object] = {
        column.name: int(rows[column.name].sum()) for column in columns if column.look == "integer"
    }
    note = "按平均得分排列;平均分只计参加排名的党员。"
    return Sheet(
        "总览", "党员年度考核总览", note, [TableBlock(columns, rows, total={"branch": "合计", **total}, frozen=1)]
    )


def _score_sheet(run: Run, members: pd.DataFrame) -> Sheet:
    grades = run.rules.grades(MEMBER, YEARLY)
    columns = (
        Column("支部", "branch", "name"),
        rank_column("支部内名次", 11, placed(_ORDER, "branch")),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("党小组", "group", "name"),
        Column("类别", "member_type", "name"),
        *(Column(f"{at}季度", f"q{at}", "points", 9, band="季度基础分 B", missing="—", full=100) for at in range(1, 5)),
        Column("平均", "quarter_mean", "points", 9, band="季度基础分 B", missing="—", full=100, formula=_MEAN),
        *(
            Column(label, name, "points", 9, band="民主评议得分", missing="—", full=100, formula=formula)
            for label, name, formula in (
                ("党员票", "member_ballots", _ballots("pv")),
                ("群众票", "mass_ballots", _ballots("mv")),
                ("评议分\nR", "review", _REVIEW),
            )
        ),
        Column("加分", "bonus", "points", 8, band="合成", formula=_BONUS),
        Column("扣分", "deduction", "points", 8, band="合成", formula="[计数!deduction_given]"),
        Column("得分\nA", "total", "total", 10, band="合成", missing="—", formula=_TOTAL),
        grade_column("年度等次", 12, grades, graded("[total]", grades, "[计数!vetoed_given]")),
        Column("评议等次", "review_grade", "name", 12, missing="—"),
        *last_year_columns(members),
        Column("备注", "remark", "long", 20),
        *key_columns(
            ("排名得分", TOTAL_KEY, 'IF(AND([计数!present_given]="是",ISNUMBER([total])),[total],-1)'),
            ("营运生产\n得分率", "t2_key", key("[计数!t2_given]", "ISNUMBER([计数!t2_given])")),
            ("联系谈心\n得分率", "talk_key", key("[计数!talk_given]", "ISNUMBER([计数!talk_given])")),
            ("评议得分", "review_key", key("[review]", "ISNUMBER([review])")),
            ("支部同名次", "sharing", shared(within="branch")),
            ("公司名次", "company_rank", placed(_ORDER)),
            ("公司同名次", "company_sharing", shared(rank="company_rank")),
        ),
    )
    note = "各支部按名次排列;年度等次由得分确定,评议等次由支部按程序评定。"
    table = TableBlock(bearable(columns, len(members)), members, frozen=4, pages_by="branch_code")
    return Sheet(SCORES, "党员年度综合表", note, [table])


def _order_sheet(run: Run, members: pd.DataFrame) -> Sheet:
    """The company's order: what the score sheet says of each member, found by his number."""
    rows = members[members["company_rank"].notna()]
    rows = rows.sort_values(["company_rank", "member_no"], kind="stable")
    states = [*(grade.label for grade in run.rules.grades(MEMBER, YEARLY)), UNSETTLED]
    columns = (
        Column(
            "公司名次",
            "company_rank",
            "rank",
            11,
            tied_by="company_tied",
            formula=_looked_up("company_rank"),
            tied_if="COUNTIFS([company_rank:],[company_rank])>1",
        ),
        Column("支部", "branch", "name"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("得分", "total", "total", 16, formula=_looked_up("total")),
        Column("年度等次", "grade", "state", 12, formula=_looked_up("grade"), states=states),
        Column("评议等次", "review_grade", "name", 12, missing="—"),
        Column("支部内名次", "rank", "rank", 11, tied_by="tied", formula=_looked_up("rank")),
    )
    note = "全公司参加排名的党员,供推荐评先参考,不对外公布。"
    return Sheet("公司名次", "全公司党员名次", note, [TableBlock(columns, rows, frozen=1)])


def _looked_up(name: str) -> str:
    return f"INDEX([{SCORES}!{name}:],MATCH([member_no],[{SCORES}!member_no:],0))"


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

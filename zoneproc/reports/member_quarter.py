"""R-7 党员季度得分表: items, score, grade and place of every member, and what cost points."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.duties.incidents import vetoes
from zoneproc.excel.sheets import Bars, Chart, Column, Figure, Sheet, TableBlock, Task, Workbook
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.comparing import counted, mend, scored, tasks_of
from zoneproc.reports.explanation import explanation
from zoneproc.reports.history import DOWN, before, change_columns, quarters_before, with_change
from zoneproc.reports.live import (
    TOTAL_KEY,
    Items,
    after_veto,
    bearable,
    counts_sheet,
    earned,
    grade_column,
    graded,
    items_of,
    key,
    key_columns,
    live_items,
    live_lines,
    maximum,
    parameter,
    parameter_sheet,
    placed,
    rank_column,
    rounded,
    shared,
    spans,
    without_noise,
    yes_no,
)
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import group_names, member_names, with_branch
from zoneproc.reports.problems import problems
from zoneproc.reports.quarter_overview import MEMBER, QUARTERLY, SCORES, by_branch, overview_sheet
from zoneproc.reports.score_sheets import (
    axis_start,
    bar_sheet,
    branch_heat,
    cost_sheet,
    costs,
    grade_stack,
    item_columns,
    item_note,
    items_wide,
)
from zoneproc.reports.source_sheet import leads, led_items, source_rows, source_sheet, with_first_rows
from zoneproc.reports.year_so_far import year_so_far
from zoneproc.results import QuarterResult, Run
from zoneproc.rules import Grade, Indicator
from zoneproc.scoring.adjustments import adjustments_of
from zoneproc.scoring.grading import UNSETTLED
from zoneproc.scoring.quarter import OPERATIONS, TALKS

NUMBER, TITLE = "R-7", "党员季度得分表"
_MUCH = 10
"""A fall of so many points is worth a question."""
BANDS = {
    "T1": "一 宣传教育",
    "T2": "二 营运生产",
    "T3": "三 文明建设",
    "T4": "四 廉政建设",
    "T5": "五 培养联系",
    "T6": "六 其他交办",
}
_ORDER = (TOTAL_KEY, "t2_key", "talk_key", "-deduction")
_PARAMETERS = (
    "decimals",
    "min_applicable_points",
    "bonus_cap_quarter",
    "total_cap_quarter",
    "veto_effect",
    "veto_cap",
)
_BASE = (
    f'IF(OR([计数!unscored]<>"",[maximum]<MAX({parameter("min_applicable_points")},1E-9)),"—",'
    f"{rounded('100*[earned]/[maximum]')})"
)
_TOTAL = after_veto("[base]+[bonus]-[deduction]", "[base]", "total_cap_quarter")
_WHO = (Column("党员编号", "member_no", "code"), Column("姓名", "name", "name"))
_GIVEN = (
    Column("加分\n(封顶前)", "bonus_given", "count", band="另给的数"),
    Column("扣分", "deduction_given", "count", band="另给的数"),
    Column("一票否决\n(封顶)", "vetoed_given", "name", band="另给的数"),
    Column("季末在册", "present_given", "name", band="另给的数"),
    Column("不定等次原因", "unscored", "text", band="另给的数"),
    Column("上季名次", "prev_rank", "integer", band="另给的数"),
)
_SAID = (
    "基础分 B = 100 × 各适用指标得分之和 ÷ 适用指标满分之和,四舍五入保留两位小数;不适用的指标不计入。",
    "季度得分 S = B + 加分(有季度上限)− 扣分,封顶和保底见参数;一票否决的按考核办法封顶并定为不合格。",
    "等次按印出的得分确定;优秀受支部名额限制,超出名额的印“良好(限额)”,得分不变;名额线上并列的均不定优秀,由支部研究。",
    "名次在支部内排列:先比得分,再比营运生产得分率、联系谈心得分、扣分多少;仍相同的并列。",
)


def quarter_book(result: QuarterResult) -> Sequence[Workbook]:
    """The workbook: overview by branch, scores, the year so far, what cost points, bonus and deductions, problems."""
    run, scores = result.run, result.scores
    indicators = run.rules.indicators(MEMBER, QUARTERLY)
    quarters = quarters_before(result)
    earlier = before(result, quarters)
    members = _members(result, indicators, earlier)
    overview = by_branch(run, members, earlier)
    items = items_of(scores.measured, indicators)
    cases = source_rows(run.ledger, scores.cases, indicators, members[["member_no", "name"]])
    sheets = [
        overview_sheet(run, overview),
        bar_sheet("各支部党员平均得分", "总览", "branch", overview["mean"]),
        branch_heat(SCORES, members, overview["branch"], indicators, BANDS),
        _score_sheet(run, with_first_rows(members, "member_no", cases), indicators, items),
        *year_so_far(result, members, quarters),
        _costs(result, members, indicators),
        _adjustment_sheet(run, members["member_no"]),
        _veto_sheet(run),
        problems(run, [""], "本季问题清单"),
        source_sheet(cases, Column("党员编号", "subject", "code"), "姓名"),
        counts_sheet(SCORES, TableBlock((*_WHO, *items.columns, *_GIVEN), _counts(members, items), frozen=2)),
        parameter_sheet(run.rules, (MEMBER, QUARTERLY), _PARAMETERS),
        *explanation(run, [*_SAID, *live_lines(len(members))], [(MEMBER, QUARTERLY)]),
    ]
    grades = run.rules.grades(MEMBER, QUARTERLY)
    book = workbook(run, (NUMBER, TITLE), sheets, _told(members, earlier, grades))
    charts: Sequence[Chart] = [
        Bars("各支部党员平均得分", "总览", "branch", "mean", axis_start(overview["mean"]), limit=16),
        grade_stack("总览", "branch", grades),
    ]
    return [replace(book, tasks=_tasks(run, members, grades), charts=charts)]


def _told(members: pd.DataFrame, earlier: pd.DataFrame, grades: Sequence[Grade]) -> Sequence[Figure]:
    """Members, mean and the ends of the grades, the mean beside that of the quarter before."""
    known, old = members["total"].dropna(), earlier["prev_total"].dropna()
    ends = [grades[0], grades[-1]] if grades else []
    return [
        counted("参加考核党员", (len(known), len(old) or None), "人", SCORES),
        scored("平均得分", known.mean(), old.mean(), sheet="总览"),
        *(counted(each.label, (int(members["grade"].eq(each.label).sum()), None), "人", "总览") for each in ends),
        counted("不定等次", (int(members["total"].isna().sum()), None), "人", SCORES),
    ]


def _tasks(run: Run, members: pd.DataFrame, grades: Sequence[Grade]) -> Sequence[Task]:
    lowest = grades[-1].label if grades else UNSETTLED
    fallen = members["change"].str.startswith(DOWN) & members["prev_total"].sub(members["total"]).ge(_MUCH)
    return tasks_of(
        (f"党员等次为“{lowest}”,请支部谈话、帮助", int(members["grade"].eq(lowest).sum()), "人", SCORES),
        (f"党员得分比上季下降 {_MUCH} 分以上,请支部了解原因", int(fallen.sum()), "人", SCORES),
        (
            "党员在优秀名额线上并列,请支部研究",
            int(members["cap_note"].fillna("").str.contains("并列").sum()),
            "人",
            SCORES,
        ),
        ("党员不定等次,请核对原因", int(members["total"].isna().sum()), "人", SCORES),
        mend(run, [""]),
    )


def _members(result: QuarterResult, indicators: Sequence[Indicator], earlier: pd.DataFrame) -> pd.DataFrame:
    """The members by branch and place, with their items as columns, what ranks them, last quarter's place and a remark."""
    rows = result.scores.members.merge(
        items_wide(result.scores.points, indicators), left_on="member_no", right_index=True, how="left"
    )
    groups = group_names(result.run.ledger)
    rows = rows.assign(group=[groups.get(str(code), "") for code in rows["group_code"]], remark=remarks(rows))
    rows = with_change(rows, earlier)
    rows = rows.sort_values(["branch_code", "rank", "member_no"], kind="stable", na_position="last", ignore_index=True)
    rows = rows.assign(
        total_key=without_noise(rows["total"].where(rows["ranked"].astype(bool))),
        t2_key=without_noise(rows["t2_earned"] / rows["t2_maximum"].where(rows["t2_maximum"] > 0)),
        talk_key=without_noise(rows["talk_points"]),
        sharing=rows.groupby(["branch_code", "rank"])["rank"].transform("size").fillna(0),
    )
    return with_branch(rows, result.run.ledger)


def _counts(members: pd.DataFrame, items: Items) -> pd.DataFrame:
    """One row per member, in the order of the score sheet: counts, and what is given beside them."""
    return pd.concat([members, items.of(members["member_no"])], axis=1).assign(
        bonus_given=members["bonus_before_cap"].round(9),
        deduction_given=members["deduction"].round(9),
        vetoed_given=yes_no(members["vetoed"]),
        present_given=yes_no(members["present"]),
    )


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


def _score_sheet(run: Run, members: pd.DataFrame, indicators: Sequence[Indicator], items: Items) -> Sheet:
    grades = run.rules.grades(MEMBER, QUARTERLY)
    columns = (
        Column("支部", "branch", "name"),
        rank_column("支部内名次", 11, placed(_ORDER, "branch")),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name", leads=leads(members, "at")),
        Column("党小组", "group", "name"),
        Column("类别", "member_type", "name"),
        Column("在岗月数", "months_in_service", "integer", 8, above="满分"),
        *led_items(live_items(item_columns(indicators, BANDS), items), members),
        Column("基础分\nB", "base", "points", 9, band="合成", missing="—", formula=_BASE),
        Column(
            "加分",
            "bonus",
            "points",
            8,
            band="合成",
            formula=f"MIN([计数!bonus_given],{parameter('bonus_cap_quarter')})",
        ),
        Column("扣分", "deduction", "points", 8, band="合成", formula="[计数!deduction_given]"),
        Column("得分\nS", "total", "total", 10, band="合成", missing="—", formula=_TOTAL),
        grade_column("等次", 13, grades, graded("[total]", grades, "[计数!vetoed_given]", "branch")),
        *change_columns(members),
        Column("备注", "remark", "long", 20),
        *_keys(indicators),
    )
    note = "各支部按名次排列。" + item_note(indicators) + "点一项得分可看其来源。"
    table = TableBlock(bearable(columns, len(members)), members, frozen=4, pages_by="branch_code")
    return Sheet(SCORES, "党员季度得分表", note, [table])


def _keys(indicators: Sequence[Indicator]) -> Sequence[Column]:
    """What B and the places are worked out from. U39."""
    order = [row.code for row in indicators]
    everything = spans(order, order)
    operations = spans([row.code for row in indicators if row.block == OPERATIONS], order)
    talks = spans([row.code for row in indicators if row.measure == TALKS], order)
    return key_columns(
        ("得分合计", "earned", earned(everything)),
        ("适用满分", "maximum", maximum(everything)),
        ("排名得分", TOTAL_KEY, 'IF(AND([计数!present_given]="是",ISNUMBER([total])),[total],-1)'),
        (
            "营运生产\n得分率",
            "t2_key",
            key(f"({earned(operations)})/({maximum(operations)})", f"({maximum(operations)})>0"),
        ),
        ("联系谈心\n得分", "talk_key", key(earned(talks), f"({maximum(talks)})>0")),
        ("同名次人数", "sharing", shared(within="branch")),
    )


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

"""R-7 党员季度得分表: items, score, grade and place of every member, and what cost points."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.duties.incidents import vetoes
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.explanation import explanation
from zoneproc.reports.history import before, change_columns, with_change
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
    tally,
    without_noise,
    yes_no,
)
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
    mean_columns,
)
from zoneproc.reports.source_sheet import leads, led_items, source_rows, source_sheet, with_first_rows
from zoneproc.results import QuarterResult, Run
from zoneproc.rules import Grade, Indicator
from zoneproc.scoring.adjustments import adjustments_of
from zoneproc.scoring.grading import LIMITED
from zoneproc.scoring.quarter import OPERATIONS, TALKS

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
SCORES = "得分表"
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
    """The workbook: overview by branch, scores, what cost points, bonus and deductions, problems."""
    run, scores = result.run, result.scores
    indicators = run.rules.indicators(MEMBER, QUARTERLY)
    members = _members(result, indicators)
    overview = _by_branch(run, members)
    items = items_of(scores.measured, indicators)
    cases = source_rows(run.ledger, scores.cases, indicators, members[["member_no", "name"]])
    sheets = [
        _overview(run, overview),
        bar_sheet("各支部党员平均得分", "总览", "branch", overview["mean"]),
        _score_sheet(run, with_first_rows(members, "member_no", cases), indicators, items),
        _costs(result, members, indicators),
        _adjustment_sheet(run, members["member_no"]),
        _veto_sheet(run),
        problems(run, [""], "本季问题清单"),
        source_sheet(cases, Column("党员编号", "subject", "code")),
        counts_sheet(SCORES, TableBlock((*_WHO, *items.columns, *_GIVEN), _counts(members, items), frozen=2)),
        parameter_sheet(run.rules, (MEMBER, QUARTERLY), _PARAMETERS),
        *explanation(run, [*_SAID, *live_lines(len(members))], [(MEMBER, QUARTERLY)]),
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
    """The members by branch and place, with their items as columns, what ranks them, last quarter's place and a remark."""
    rows = result.scores.members.merge(
        items_wide(result.scores.points, indicators), left_on="member_no", right_index=True, how="left"
    )
    groups = group_names(result.run.ledger)
    rows = rows.assign(group=[groups.get(str(code), "") for code in rows["group_code"]], remark=remarks(rows))
    rows = with_change(rows, before(result))
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
    grades = run.rules.grades(MEMBER, QUARTERLY)
    columns = (
        Column("支部", "branch", "name"),
        Column("党员", "members", "integer"),
        Column("已考核", "scored", "integer", formula=tally('[得分表!total:],">=0"')),
        Column("不定等次", "unsettled", "integer", formula="[members]-[scored]"),
        *mean_columns(SCORES),
        *grade_columns(grades, SCORES, limited=True),
        Column("其中限额", "limited", "integer", band="等次人数", formula=tally(f'[得分表!grade:],"*{LIMITED}"')),
        Column("优秀名额", "places", "integer", missing="—", formula=_places_formula(grades)),
    )
    total: dict[str, object] = {
        column.name: int(rows[column.name].sum()) for column in columns if column.look == "integer"
    }
    note = "按平均得分排列;平均分只计参加排名的党员。“其中限额”为达到优秀分数线但超出名额的人数。"
    return Sheet(
        "总览", "党员季度考核总览", note, [TableBlock(columns, rows, total={"branch": "合计", **total}, frozen=1)]
    )


def _places_formula(grades: Sequence[Grade]) -> str:
    base = tally('[得分表!total_key:],">=0"')
    share = f"[等次参数!{grades[0].label}/what]" if grades else '""'
    limit = f"IF(ISNUMBER({share}),MIN({base},MAX(1,INT({base}*{share}+1E-9))),{base})"
    return f'IF({base}=0,"—",{limit})'


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

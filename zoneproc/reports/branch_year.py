"""R-10 支部年度排名、分公司排名、书记单项: for the Party committee."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.duties.branches import former_names
from zoneproc.excel.sheets import Bars, Chart, Column, Sheet, Stack, TableBlock, Task, Workbook
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.comparing import BLUE, GREEN, counted, scored, tasks_of
from zoneproc.reports.explanation import explanation
from zoneproc.reports.history import last_year_columns, with_last_year
from zoneproc.reports.live import (
    KEY_BAND,
    LIVE_LINES,
    TOTAL_KEY,
    UNLIMITED,
    Items,
    counts_sheet,
    earned,
    full,
    grade_column,
    graded,
    items_of,
    key,
    key_columns,
    live_items,
    maximum,
    parameter,
    parameter_sheet,
    placed,
    rank_column,
    shared,
    spans,
    without_noise,
    yes_no,
)
from zoneproc.reports.masthead import Figures, workbook
from zoneproc.reports.score_sheets import axis_start, bar_sheet, cost_sheet, costs, item_columns, item_note
from zoneproc.reports.source_sheet import leads, led_items, source_rows, source_sheet, with_first_rows
from zoneproc.reports.units_year import PARTS, belonging_sheet, secretary_sheet, subcompany_sheet, total_columns
from zoneproc.results import YearResult
from zoneproc.rules import Grade, Indicator
from zoneproc.scoring.awards import BRANCH as BRANCH_AWARD
from zoneproc.scoring.awards import OPEN, TAKEN
from zoneproc.scoring.branches import TIE_BREAK, branch_adjustments
from zoneproc.scoring.secretaries import SECRETARY as SECRETARY_SUBJECT

NUMBER, TITLE = "R-10", "支部年度排名"
BRANCH, YEARLY = "支部", "年度"
BANDS = {"A": "数据部分", "B": "听看谈访"}
EXPLAINED = ("A4", "A5", "A6", "A8")
"""Items whose cases are few enough to list one by one; the others are followed in R-4, R-5, R-8 and the E sheets."""
SCORES, DATA_COUNTS = "支部排名", "数据计数"
_PARAMETERS = (
    "decimals",
    "branch_bonus_cap",
    "branch_veto_cap",
    "min_branch_months",
    "long_gap_days",
    "subcompany_line_penalty",
)
_BONUS = f"MIN([计数!bonus_given],{parameter('branch_bonus_cap')})"
_RANKED = (
    f'IF(AND([计数!present_given]="是",[计数!months]>={parameter("min_branch_months")},ISNUMBER([total])),[total],-1)'
)
_WORTHY = f'IF(AND([{TOTAL_KEY}]>=0,[计数!vetoed_given]<>"是",[long_gap_days]<={parameter("long_gap_days")}),"是","否")'
_WHO = (Column("支部编码", "branch_code", "code"), Column("支部", "short_name", "name"))
_GIVEN = (
    Column("加分\n(封顶前)", "bonus_given", "count", band="另给的数"),
    Column("扣分", "deduction_given", "count", band="另给的数"),
    Column("一票否决", "vetoed_given", "name", band="另给的数"),
    Column("存续月数", "months", "integer", band="另给的数"),
    Column("年末存在", "present_given", "name", band="另给的数"),
)
_COUNTED_LINE = f"数据部分的计数另列“{DATA_COUNTS}”表,其余在“计数”表。"
_GIVEN_LINE = "听汇报按去掉最高最低分后的计数给出;党员、书记述职测评的平均值,分公司未覆盖线路数,为数值。"
_SAID = (
    "支部得分 = 数据部分 60 分 + 听看谈访 40 分 + 加分(有上限)− 扣分;不适用的指标不计,其余按比例折算到该部分满分。",
    "存续期内有合并的,按月数加权计入前身支部的得分;被一票否决的封顶,并定为后进。",
    "名次先比得分,再比谈心完成(A3)、覆盖(A1)、走访(B4);仍相同的并列。存续不足规定月数的只计分、不排名。",
    "分公司得分为所属支部按党员人数加权的平均分,年末每有一条线路未覆盖扣分;得分相同的并列。",
    "书记单项由所任支部得分和述职测评合成,只是依据之一;任职不满一年的只计分、不排名。",
    "先进支部为名额内入围的支部,后进为不合格或被一票否决的支部,其余为中间。",
)


def branch_book(result: YearResult) -> Sequence[Workbook]:
    """The workbook: ranking of branches with chart, 分公司, secretaries, counts behind the points."""
    run = result.run
    indicators = run.rules.indicators(BRANCH, YEARLY)
    branches = _branches(result)
    data, visit = _blocks(indicators)
    items = (items_of(result.scores.measured, data, DATA_COUNTS), items_of(result.scores.measured, visit))
    cases = source_rows(run.ledger, result.scores.cases, indicators, branches[["branch_code", "short_name"]])
    sheets = [
        _ranking(result, with_first_rows(branches, "branch_code", cases), items),
        bar_sheet("支部年度得分", SCORES, "short_name", branches["total"]),
        subcompany_sheet(result),
        secretary_sheet(result),
        _costs(result, branches, indicators),
        source_sheet(cases, Column("支部编码", "subject", "code"), "支部"),
        *_counts_sheets(result, branches, items),
        belonging_sheet(result, SCORES),
        parameter_sheet(run.rules, (BRANCH, YEARLY), _PARAMETERS, _figures(result)),
        *explanation(run, [*_SAID, *LIVE_LINES, _COUNTED_LINE, _GIVEN_LINE], [(BRANCH, YEARLY)]),
    ]
    first = branches.loc[branches["rank"] == 1, "short_name"]
    figures: Figures = [
        ("第一名", "、".join(first) or "—"),
        ("先进党支部入围", "、".join(_taken(result)) or "—"),
        counted("参加排名支部", (int(branches["ranked"].astype(bool).sum()), None), "个", SCORES),
        scored("平均得分", branches["total"].mean(), branches["prev_total"].mean(), sheet=SCORES),
    ]
    charts: Sequence[Chart] = [
        Bars("支部年度得分", SCORES, "short_name", "total", axis_start(branches["total"]), limit=16),
        Stack("得分构成", SCORES, "short_name", (("data_points", BLUE), ("visit_points", GREEN)), 16),
    ]
    return [replace(workbook(run, (NUMBER, TITLE), sheets, figures), tasks=_tasks(result, branches), charts=charts)]


def _tasks(result: YearResult, branches: pd.DataFrame) -> Sequence[Task]:
    """What the committee has to settle or to see to."""
    awards, secretaries = result.scores.awards, result.scores.secretaries
    open_places = awards[(awards["award"] == BRANCH_AWARD) & (awards["status"] == OPEN)]
    long_gap = int(result.run.rules.number("long_gap_days"))
    return tasks_of(
        ("支部在先进名额线上并列,请研究确定", len(open_places), "个", SCORES),
        ("支部缺听、看、谈、访,请在年终考评中补登", int(branches["provisional"].astype(bool).sum()), "个", SCORES),
        ("支部为后进,请帮助整改", int(branches["label"].eq("后进").sum()), "个", SCORES),
        (
            f"支部有线路全年未覆盖超过 {long_gap} 天,请督促落实责任党员",
            int(branches["long_gap_days"].gt(long_gap).sum()),
            "个",
            SCORES,
        ),
        ("书记没有述职测评", int(secretaries["ballot_part"].isna().sum()), "人", "书记单项"),
    )


def _taken(result: YearResult) -> Sequence[str]:
    awards = result.scores.awards
    return awards.loc[(awards["award"] == BRANCH_AWARD) & (awards["status"] == TAKEN), "name"].tolist()


def _branches(result: YearResult) -> pd.DataFrame:
    """The branches by place; those without a place last, by code."""
    rows = with_last_year(result.scores.branches, result.run, BRANCH, "branch_code")
    renamed = rows["branch_code"].map(former_names(result.run.ledger, result.run.period)).astype("str").fillna("")
    said = [
        ("一票否决:" + rows["veto_kind"]).where(rows["veto_kind"] != "", ""),
        ("合并自" + rows["merged_from"]).where(rows["merged_from"] != "", ""),
        ("年内原名:" + renamed).where(renamed != "", ""),
        pd.Series("缺听看谈访,暂按数据部分折算", rows.index).where(rows["provisional"].astype(bool), ""),
        ("存续" + rows["months"].astype("str") + "个月,不排名").where(~rows["ranked"].astype(bool), ""),
    ]
    remark = [";".join(part for part in parts if part) for parts in zip(*said, strict=True)]
    rows = rows.assign(remark=pd.Series(remark, rows.index, dtype="str"))
    long_gap = result.run.rules.number("long_gap_days")
    ranked = rows["ranked"].astype(bool)
    worthy = ranked & rows["veto_kind"].eq("") & (rows["long_gap_days"] <= long_gap)
    rows = rows.assign(
        total_key=without_noise(rows["total"].where(ranked)),
        sharing=rows.groupby("rank")["rank"].transform("size").fillna(0),
        worthy=yes_no(worthy),
        **{f"{code}_key": without_noise(rows[code]) if code in rows else -1.0 for code in TIE_BREAK[1:]},
    )
    return rows.sort_values(["rank", "branch_code"], kind="stable", na_position="last", ignore_index=True)


def _blocks(indicators: Sequence[Indicator]) -> tuple[Sequence[Indicator], Sequence[Indicator]]:
    """The indicators of the data part and those of 听看谈访."""
    data, visit = ([row for row in indicators if row.block == block] for block in BANDS)
    return data, visit


def _ranking(result: YearResult, branches: pd.DataFrame, items: tuple[Items, Items]) -> Sheet:
    rules = result.run.rules
    indicators, grades = rules.indicators(BRANCH, YEARLY), rules.grades(BRANCH, YEARLY)
    data, visit = _blocks(indicators)
    known = {*items[0].formulas, *items[1].formulas}
    columns = (
        rank_column("名次", 9, placed([TOTAL_KEY, *(f"{code}_key" for code in TIE_BREAK[1:])])),
        Column("支部", "short_name", "name", leads=leads(branches, "at"), above="满分"),
        *led_items(live_items(item_columns(data, BANDS), items[0]), branches),
        Column("数据小计", "data_points", "points", 9, band=BANDS["A"], missing="—", formula=_block_points(data)),
        *led_items(live_items(item_columns(visit, BANDS), items[1]), branches),
        Column("听看谈访小计", "visit_points", "points", 9, band=BANDS["B"], missing="—", formula=_block_points(visit)),
        Column("加分", "bonus", "points", 8, band="合成", formula=_BONUS),
        Column("扣分", "deduction", "points", 8, band="合成", formula="[计数!deduction_given]"),
        *total_columns(branches, _base(data, visit)),
        grade_column("等次", 9, grades, graded("[total]", grades)),
        Column("类别", "label", "state", 9, formula=_label(grades), states=("先进", "后进")),
        *last_year_columns(branches),
        Column("线路最长\n未覆盖天数", "long_gap_days", "integer", 12),
        Column("备注", "remark", "long", 26),
        Column("支部编码", "branch_code", "code", band=KEY_BAND, aside=True),
        *key_columns(
            ("排名得分", TOTAL_KEY, _RANKED),
            *((f"同分比较\n{code}", f"{code}_key", _item_key(code, known)) for code in TIE_BREAK[1:]),
            ("同名次个数", "sharing", shared()),
        ),
        Column("可评先进", "worthy", "name", band=KEY_BAND, formula=_WORTHY, aside=True),
    )
    note = "按名次排列。" + item_note(indicators)
    return Sheet(SCORES, "党支部年度排名", note, [TableBlock(columns, branches, frozen=2)])


def _runs(indicators: Sequence[Indicator]) -> Sequence[tuple[str, str]]:
    codes = [row.code for row in indicators]
    return spans(codes, codes)


def _block_points(indicators: Sequence[Indicator]) -> str:
    """A block scaled to its full points; — where nothing of it applies. U50."""
    runs = _runs(indicators)
    most = maximum(runs)
    return f'IF(({most})>0,({earned(runs)})/({most})*{full(runs)},"—")'


def _base(data: Sequence[Indicator], visit: Sequence[Indicator]) -> str:
    """Both blocks; one without any figure leaves the maximum, and the other is scaled up. U50."""
    a, b = full(_runs(data)), full(_runs(visit))
    known = f"(IF(ISNUMBER([data_points]),{a},0)+IF(ISNUMBER([visit_points]),{b},0))"
    return f"({a}+{b})*SUM([data_points],[visit_points])/{known}"


def _item_key(code: str, known: Collection[str]) -> str:
    return key(f"[{code}]", f"ISNUMBER([{code}])") if code in known else "-1"


def _label(grades: Sequence[Grade]) -> str:
    """先进 within the places, 后进 if vetoed or below the last cut-off but one, else 中间. U58, U65."""
    behind = f"[等次参数!{grades[-2].label}/value]" if len(grades) > 1 else "0"
    taken = f'COUNTIFS([worthy:],"是",[rank:],"<="&[rank])<={parameter("places")}'
    middle = f'IF([worthy]="是",IF({taken},"先进","中间"),"中间")'
    return f'IF(ISNUMBER([total]),IF(OR([计数!vetoed_given]="是",[total]<{behind}),"后进",{middle}),"")'


def _counts_sheets(result: YearResult, branches: pd.DataFrame, items: tuple[Items, Items]) -> Sequence[Sheet]:
    """The counts of both blocks, each on its sheet: side by side they would be too small to read on paper."""
    data, visit = items
    counts = pd.concat([branches[["branch_code", "short_name"]], data.of(branches["branch_code"])], axis=1)
    given = TableBlock((*_WHO, *visit.columns, *_GIVEN), _counts(result, branches, visit), frozen=2, key="branch_code")
    return [
        counts_sheet(
            SCORES,
            TableBlock((*_WHO, *data.columns), counts, frozen=2),
            title=DATA_COUNTS,
            heading="数据部分得分所依据的数",
        ),
        counts_sheet(SCORES, given, heading="听看谈访和加扣分所依据的数"),
    ]


def _counts(result: YearResult, branches: pd.DataFrame, items: Items) -> pd.DataFrame:
    """One row per branch, in the order of the ranking: counts of 听看谈访, and what is given beside them."""
    run = result.run
    unlimited = replace(run.rules, parameters={**run.rules.parameters, "branch_bonus_cap": UNLIMITED})
    bonus = branch_adjustments(run.ledger, unlimited, run.period)["bonus"]
    return pd.concat([branches, items.of(branches["branch_code"])], axis=1).assign(
        bonus_given=branches["branch_code"].map(bonus).fillna(0.0).round(9),
        deduction_given=branches["deduction"].round(9),
        vetoed_given=yes_no(branches["veto_kind"] != ""),
        present_given=yes_no(branches["present"]),
    )


def _figures(result: YearResult) -> Sequence[tuple[str, str, float]]:
    awards = result.scores.awards
    places = awards.loc[awards["award"] == BRANCH_AWARD, "quota"].head(1).tolist()
    weights = result.run.rules.component_rows
    return [
        ("places", "先进党支部名额", float(places[0]) if places else 0.0),
        *((f"weight_{name}", f"书记单项:{name}的权重", weights.get((SECRETARY_SUBJECT, name), 0.0)) for name in PARTS),
    ]


def _costs(result: YearResult, branches: pd.DataFrame, indicators: Sequence[Indicator]) -> Sheet:
    shown = [row for row in indicators if row.code in EXPLAINED]
    rows = costs(result.run, result.scores.cases, result.scores.points, shown)
    order = branches[["branch_code", "short_name"]].assign(place=range(len(branches)))
    rows = rows.merge(order, left_on="subject", right_on="branch_code").sort_values("place", kind="stable")
    return cost_sheet("支部扣分说明", rows, (Column("支部", "short_name", "name"),))


REPORT = REPORTS.add(NUMBER, Report(NUMBER, YearResult, branch_book))

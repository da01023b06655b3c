"""R-9 党小组年度排名: four items, total, place, and whether the group may be 先进党小组."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.excel.sheets import Bars, Column, Sheet, TableBlock, Workbook
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.comparing import counted, scored, tasks_of
from zoneproc.reports.explanation import explanation
from zoneproc.reports.history import last_year_columns, with_last_year
from zoneproc.reports.live import (
    LIVE_LINES,
    TOTAL_KEY,
    Items,
    counts_sheet,
    earned,
    full,
    items_of,
    key_columns,
    live_items,
    maximum,
    parameter_sheet,
    placed,
    rank_column,
    rounded,
    shared,
    spans,
    without_noise,
)
from zoneproc.reports.masthead import Figures, workbook
from zoneproc.reports.names import with_branch
from zoneproc.reports.score_sheets import axis_start, bar_sheet, cost_sheet, costs, item_columns, item_note
from zoneproc.reports.source_sheet import leads, led_items, source_rows, source_sheet, with_first_rows
from zoneproc.results import YearResult
from zoneproc.rules import Indicator

NUMBER, TITLE = "R-9", "党小组年度排名"
GROUP, YEARLY = "党小组", "年度"
OWN_RESULT, BRANCH_RATING = "组员成绩", "党小组评价"
SCORES = "排名"
_MOST = 16
_FIRST = f"(前 {_MOST} 名)"
_CODE = Column("编码", "subject", "code")
_WHO = Column("党小组", "full_name", "text")
_SAID = (
    "党小组得分由组员成绩、党小组会、组员填报、支部评价四项合成;没有支部评价的,其余各项按比例折算到满分。",
    "成员以年末名册为准;人数不足、没有正式党员、组长不是正式党员的照常排名,但不参加先进党小组评选。",
    "组员被一票否决的党小组不能评先进党小组,得分不受影响;得分相同的并列。",
)


def group_book(result: YearResult) -> Sequence[Workbook]:
    """The workbook: the ranking, its chart, what cost points."""
    run = result.run
    indicators = run.rules.indicators(GROUP, YEARLY)
    groups = _groups(result)
    items = items_of(result.scores.measured, indicators)
    cases = source_rows(run.ledger, result.scores.cases, indicators, groups[["group_code", "full_name"]])
    counts = pd.concat([groups, items.of(groups["group_code"])], axis=1)
    sheets = [
        _ranking(with_first_rows(groups, "group_code", cases), indicators, items),
        bar_sheet("党小组年度得分", "排名", "full_name", groups["total"]),
        _costs(result, groups, indicators),
        source_sheet(cases, _CODE, "党小组"),
        counts_sheet(SCORES, TableBlock((_WHO, *items.columns), counts, frozen=1)),
        parameter_sheet(run.rules, (GROUP, YEARLY), ("decimals",)),
        *explanation(run, [*_SAID, *LIVE_LINES], [(GROUP, YEARLY)]),
    ]
    eligible = groups["eligible"].astype(bool)
    figures: Figures = [
        counted("党小组", (len(groups), None), "个", SCORES),
        counted("可参加评选", (int(eligible.sum()), None), "个", SCORES),
        ("第一名", "、".join(groups.loc[groups["rank"] == 1, "full_name"]) or "—"),
        scored("平均得分", groups["total"].mean(), groups["prev_total"].mean(), sheet=SCORES),
    ]
    rated_by_branch = [row.code for row in indicators if row.measure == BRANCH_RATING and row.code in groups]
    tasks = tasks_of(
        (
            "党小组没有支部评价,请支部补报党小组评价",
            int(groups[rated_by_branch].isna().any(axis=1).sum()),
            "个",
            SCORES,
        ),
        ("党小组不能参加评选,请看原因", int((~eligible).sum()), "个", SCORES),
    )
    chart = Bars(
        f"党小组年度得分{_FIRST if len(groups) > _MOST else ''}",
        SCORES,
        "full_name",
        "total",
        axis_start(groups["total"]),
        limit=_MOST,
    )
    return [replace(workbook(run, (NUMBER, TITLE), sheets, figures), tasks=tasks, charts=[chart])]


def _groups(result: YearResult) -> pd.DataFrame:
    rows = with_branch(result.scores.groups, result.run.ledger)
    rows = with_last_year(rows, result.run, GROUP, "group_code")
    rows = rows.assign(
        full_name=rows["branch"] + " " + rows["group_name"].fillna(rows["group_code"]).astype("str"),
        can=rows["eligible"].astype(bool).map({True: "可以", False: "不可以"}),
        total_key=without_noise(rows["total"]),
        sharing=rows.groupby("rank")["rank"].transform("size").fillna(0),
    )
    return rows.sort_values(["rank", "group_code"], kind="stable", na_position="last", ignore_index=True)


def _ranking(groups: pd.DataFrame, indicators: Sequence[Indicator], items: Items) -> Sheet:
    order = [row.code for row in indicators]
    runs = spans(order, order)
    total = rounded(f"({earned(runs)})/({maximum(runs)})*{full(runs)}")
    columns = (
        rank_column("名次", 10, placed([TOTAL_KEY])),
        Column("党小组", "full_name", "text", leads=leads(groups, "at")),
        Column("编码", "group_code", "code"),
        Column("党员", "members", "integer", 8),
        Column("正式党员", "formal_members", "integer", 8, above="满分"),
        *led_items(live_items(item_columns(indicators, {"G": "指标得分"}), items), groups),
        Column("得分", "total", "total", 12, missing="—", formula=f'IF(({maximum(runs)})>0,{total},"—")'),
        *last_year_columns(groups),
        Column("参加评选", "can", "name", 11),
        Column("原因", "reasons", "long", 30),
        *key_columns(("排名得分", TOTAL_KEY, "IF(ISNUMBER([total]),[total],-1)"), ("同名次个数", "sharing", shared())),
    )
    note = "全公司党小组按得分排列。" + item_note(indicators)
    return Sheet(SCORES, "党小组年度排名", note, [TableBlock(columns, groups, frozen=2)])


def _costs(result: YearResult, groups: pd.DataFrame, indicators: Sequence[Indicator]) -> Sheet:
    """What cost points; single members' scores are left to R-8."""
    shown = [row for row in indicators if row.measure != OWN_RESULT]
    rows = costs(result.run, result.scores.cases, result.scores.points, shown)
    rows = rows.merge(groups[["group_code", "full_name"]], left_on="subject", right_on="group_code")
    return cost_sheet(
        "党小组扣分说明", rows, (Column("党小组", "full_name", "text"), Column("编码", "subject", "code"))
    )


REPORT = REPORTS.add(NUMBER, Report(NUMBER, YearResult, group_book))

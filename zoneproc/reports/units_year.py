"""What R-10 says of 分公司 and secretaries, live over the totals of the branches; and totals after a merger (4/30)."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.duties.branches import line_of
from zoneproc.excel.sheets import Column, Sheet, TableBlock
from zoneproc.excel.wording import quoted
from zoneproc.measures import Evidence
from zoneproc.reports.history import last_year_columns, with_last_year
from zoneproc.reports.live import (
    ABSENT,
    TOTAL_KEY,
    key_columns,
    parameter,
    placed,
    rank_column,
    rounded,
    shared,
    without_noise,
)
from zoneproc.reports.names import with_branch
from zoneproc.results import YearResult
from zoneproc.scoring.secretaries import months_led
from zoneproc.scoring.subcompanies import unit_branches

__all__ = ["PARTS", "belonging_sheet", "secretary_sheet", "subcompany_sheet", "total_columns"]

PARTS = ("支部", "述职")
UNITS, POSTS = "所属支部", "任职"
_NO_LIMIT = 10**9


def total_columns(branches: pd.DataFrame, base: str) -> Sequence[Column]:
    """The total of a branch; where any branch merged into another, first its own total and then the month-weighted one."""
    own = f'IF(COUNT([data_points],[visit_points])>0,{_printed(f"{base}+[bonus]-[deduction]")},"{ABSENT}")'
    if branches["merged_from"].eq("").all():
        return (Column("得分", "total", "total", 9, band="合成", missing=ABSENT, formula=own),)
    return (
        Column("本支部\n得分", "own_total", "points", 9, band="合成", missing=ABSENT, formula=own),
        Column("得分", "total", "total", 9, band="合成", missing=ABSENT, formula=_inherited(branches)),
    )


def _printed(exact: str) -> str:
    """Not below 0, not above the veto cap where vetoed, rounded. U06, U57."""
    limit = f'IF([计数!vetoed_given]="是",{parameter("branch_veto_cap")},{_NO_LIMIT})'
    return rounded(f"MIN({limit},MAX(0,{exact}))")


def _inherited(branches: pd.DataFrame) -> Sequence[str]:
    """Of each branch: its own total, or the mean of its own and its predecessors', weighted by months. U78."""
    heirs = dict(zip(branches["branch_code"], branches["successor_code"], strict=True))
    parts: dict[str, list[str]] = {}
    for code in heirs:
        for heir in line_of(heirs, code):
            parts.setdefault(heir, []).append(code)
    return [_weighted(parts[code]) if len(parts[code]) > 1 else "[own_total]" for code in branches["branch_code"]]


def _weighted(codes: Sequence[str]) -> str:
    own = [f"INDEX([own_total:],MATCH({quoted(code)},[branch_code:],0))" for code in codes]
    months = [f"IF(ISNUMBER({each}),[计数!{code}/months],0)" for each, code in zip(own, codes, strict=True)]
    sums = "+".join(f"N({each})*{weight}" for each, weight in zip(own, months, strict=True))
    total = "+".join(months)
    return f'IF(({total})>0,{_printed(f"({sums})/({total})")},"{ABSENT}")'


def belonging_sheet(result: YearResult, live_on: str) -> Sheet:
    """Which branches a 分公司 has, with how many members; which branches a secretary led, for how many months."""
    evidence = Evidence(result.run.ledger, result.run.rules, result.run.period)
    totals = result.scores.branches[["branch_code", "total"]]
    units = unit_branches(evidence, result.scores.branches)
    posts = months_led(evidence).merge(totals, on="branch_code", how="left")
    found = f"INDEX([{live_on}!total:],MATCH([branch_code],[{live_on}!branch_code:],0))"
    score = (
        Column("支部得分", "score", "points", 12, formula=f"IFERROR(N({found}),0)"),
        Column("有得分\n(1 为有)", "known", "integer", formula=f"IFERROR(ISNUMBER({found})*1,0)"),
    )
    branch = Column("支部编码", "branch_code", "code", 14)
    blocks = [
        TableBlock(
            (Column("分公司编码", "subcompany_code", "code", 14), branch, Column("党员", "members", "integer"), *score),
            _scored(units),
            "分公司所属支部",
            name=UNITS,
            fixed=True,
        ),
        TableBlock(
            (Column("书记编号", "member_no", "code", 14), branch, Column("月数", "months", "integer"), *score),
            _scored(posts),
            "书记任职",
            name=POSTS,
            fixed=True,
        ),
    ]
    return Sheet("归属和任职", "分公司所属支部和书记任职", "分公司、书记得分所用的权数;支部得分取自支部排名。", blocks)


def _scored(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(score=rows["total"].fillna(0.0), known=rows["total"].notna().astype("int64"))


def _mean(table: str, who: str, own: str, weight: str) -> str:
    """The mean of the known totals of a subject's branches by a weight; all alike where no weight is above 0."""
    mine = f"([{table}!{who}:]=[{own}])*[{table}!known:]"
    weighed, alike = f"SUMPRODUCT({mine}*[{table}!{weight}:])", f"SUMPRODUCT({mine})"
    by_weight = f"SUMPRODUCT({mine}*[{table}!{weight}:]*[{table}!score:])/{weighed}"
    return f'IF({weighed}>0,{by_weight},IF({alike}>0,SUMPRODUCT({mine}*[{table}!score:])/{alike},"{ABSENT}"))'


def subcompany_sheet(result: YearResult) -> Sheet:
    """The ranking of all 分公司 and other units. U60."""
    rows = with_last_year(result.scores.subcompanies, result.run, "分公司", "subcompany_code")
    rows = rows.assign(
        can=rows["eligible"].astype(bool).map({True: "可以", False: "不可以"}),
        total_key=without_noise(rows["total"]),
        sharing=rows.groupby("rank")["rank"].transform("size").fillna(0),
    )
    rows = rows.sort_values(["rank", "subcompany_code"], kind="stable", na_position="last")
    weighted = _mean(UNITS, "subcompany_code", "subcompany_code", "members")
    less = rounded(f"MAX(0,[weighted]-{parameter('subcompany_line_penalty')}*[uncovered_lines])")
    columns = (
        _rank_column(),
        Column("编码", "subcompany_code", "code"),
        Column("分公司", "subcompany_name", "text"),
        Column("类别", "unit_type", "name"),
        Column("支部", "branches", "integer"),
        Column("党员", "members", "integer"),
        Column("支部加权平均分", "weighted", "points", 12, missing=ABSENT, formula=weighted),
        Column("年末未覆盖线路", "uncovered_lines", "integer", 12, alarm=True),
        Column("得分", "total", "total", 14, missing=ABSENT, formula=f'IF(ISNUMBER([weighted]),{less},"{ABSENT}")'),
        *last_year_columns(rows),
        Column("参加评选", "can", "name", 11),
        Column("原因", "reasons", "long", 34),
        *_keys("IF(ISNUMBER([total]),[total],-1)"),
    )
    return Sheet(
        "分公司排名",
        "分公司年度排名",
        "全部单位按得分排列;是否参加优秀分公司评选另列。",
        [TableBlock(columns, rows, frozen=3)],
    )


def secretary_sheet(result: YearResult) -> Sheet:
    """The ranking of secretaries. U61."""
    rows = with_branch(result.scores.secretaries, result.run.ledger)
    rows = rows.assign(
        can=rows["eligible"].astype(bool).map({True: "可以", False: "不可以"}),
        total_key=without_noise(rows["total"].where(rows["ranked"].astype(bool))),
        sharing=rows.groupby("rank")["rank"].transform("size").fillna(0),
    )
    rows = rows.sort_values(["rank", "branch_code", "member_no"], kind="stable", na_position="last")
    year = len(result.run.period.months)
    columns = (
        _rank_column(),
        Column("支部", "branch", "name"),
        Column("书记", "secretary_name", "name"),
        Column("党员编号", "member_no", "code"),
        Column("任职月数", "months", "integer"),
        Column(
            "支部得分",
            "branch_part",
            "points",
            11,
            missing=ABSENT,
            formula=_mean(POSTS, "member_no", "member_no", "months"),
        ),
        Column("述职测评", "ballot_part", "points", 11, missing=ABSENT),
        Column("得分", "total", "total", 14, missing=ABSENT, formula=_combined()),
        Column("参加评选", "can", "name", 11),
        Column("原因", "reasons", "long", 34),
        *_keys(f"IF(AND([months]>={year},ISNUMBER([ballot_part]),ISNUMBER([total])),[total],-1)"),
    )
    return Sheet(
        "书记单项",
        "书记责任区单项排名",
        "支部得分与述职测评合成,是考核书记的依据之一。",
        [TableBlock(columns, rows, frozen=3)],
    )


def _combined() -> str:
    """The parts that are known by their weights; a missing one leaves the denominator. U61."""
    parts = [
        (f"[{name}]", parameter(f"weight_{word}"))
        for name, word in zip(("branch_part", "ballot_part"), PARTS, strict=True)
    ]
    sums = "+".join(f"N({cell})*{weight}" for cell, weight in parts)
    known = "+".join(f"ISNUMBER({cell})*{weight}" for cell, weight in parts)
    return f'IF(AND([months]>0,({known})>0),{rounded(f"({sums})/({known})")},"{ABSENT}")'


def _rank_column() -> Column:
    return rank_column("名次", 9, placed([TOTAL_KEY]))


def _keys(exact: str) -> Sequence[Column]:
    return key_columns(("排名得分", TOTAL_KEY, exact), ("同名次个数", "sharing", shared()))

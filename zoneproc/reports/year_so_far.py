"""The sheet 年内累计 of R-7: what the quarters so far would bring into the year (promise 24, domain.md 3.2)."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock
from zoneproc.reports.live import ABSENT
from zoneproc.reports.quarter_overview import SCORES
from zoneproc.results import QuarterResult
from zoneproc.scoring.member_year import with_quarters
from zoneproc.scoring.quarter import QuarterScores

__all__ = ["SO_FAR", "year_so_far"]

SO_FAR = "年内累计"
_NOTE = (
    "平均为已考核各季基础分 B 的平均,即年度得分的季度部分;加分为封顶前合计(全年上限 {cap:g} 分)。"
    "年度名次还要计民主评议,以年末为准。"
)
_NOW = f"INDEX([{SCORES}!base:],MATCH([member_no],[{SCORES}!member_no:],0))"
"""This quarter's B, found by number: either sheet may be sorted."""


def year_so_far(result: QuarterResult, members: pd.DataFrame, earlier: Sequence[QuarterScores]) -> Sequence[Sheet]:
    """The sheet, in the order of `members`; none for the first quarter, which is the year so far."""
    if not earlier:
        return ()
    rows = with_quarters(members[["branch", "branch_code", "member_no", "name", "group"]], [*earlier, result.scores])
    last = len(earlier) + 1
    quarters = [
        Column(f"{at}季度", f"q{at}", "points", 10, band="季度基础分 B", missing=ABSENT, full=100, formula=_NOW if at == last else "")
        for at in range(1, last + 1)
    ]  # fmt: skip
    known = f"[q1..q{last}]"
    columns = (
        Column("支部", "branch", "name"),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("党小组", "group", "name"),
        *quarters,
        Column("已考核\n季度", "quarters_scored", "integer", 9, band=SO_FAR, formula=f"COUNT({known})"),
        Column(
            "平均",
            "quarter_mean",
            "total",
            10,
            band=SO_FAR,
            missing=ABSENT,
            full=100,
            formula=f'IF(COUNT({known})>0,AVERAGE({known}),"{ABSENT}")',
        ),
        Column("加分", "raw_bonus", "points", 9, band=SO_FAR),
        Column("扣分", "deduction", "points", 9, band=SO_FAR),
    )
    note = _NOTE.format(cap=result.run.rules.number("bonus_cap_year"))
    return [Sheet(SO_FAR, "党员年内累计", note, [TableBlock(columns, rows, frozen=3, pages_by="branch_code")])]

"""How a quarter compares with the one before it: last total, and places gained or lost (issue 4, promise 24)."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.excel.sheets import Column
from zoneproc.period import Period
from zoneproc.reports.live import ABSENT, TOTAL_KEY
from zoneproc.results import QuarterResult
from zoneproc.rules import Ruleset, rule_book_from
from zoneproc.scoring.quarter import score_quarter

__all__ = ["before", "change_columns", "with_change"]

UP, DOWN, SAME = "↑", "↓", "持平"
_COLUMNS = ["member_no", "branch_code", "prev_total", "prev_rank"]


def before(result: QuarterResult) -> pd.DataFrame:
    """The quarter before, worked out from the same ledger by its own rules: member_no, branch_code, prev_total, prev_rank.

    No rows in the first quarter: the ledger holds one year.
    """
    run = result.run
    if run.period.first == 1:
        return pd.DataFrame({"member_no": [], "branch_code": [], "prev_total": [], "prev_rank": []})
    earlier = Period.of_quarter(run.period.year, run.period.last // 3 - 1)
    members = score_quarter(run.ledger, _rules_of(result, earlier), earlier).members
    return members.rename(columns={"total": "prev_total", "rank": "prev_rank"})[_COLUMNS]


def _rules_of(result: QuarterResult, period: Period) -> Ruleset:
    frames = result.run.ledger.frames
    return rule_book_from(frames).on(period.end) if "indicators" in frames else result.run.rules


def with_change(members: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """The members with prev_total, prev_rank (missing where they were elsewhere or had none) and `change` in words."""
    keys = ["member_no", "branch_code"]
    known = earlier.astype({"member_no": "str", "branch_code": "str", "prev_total": "float64", "prev_rank": "Int64"})
    rows = members.merge(known, on=keys, how="left")
    moved = (rows["prev_rank"] - rows["rank"]).tolist()
    return rows.assign(change=pd.Series([_words(places) for places in moved], rows.index, dtype="str"))


def _words(places: object) -> str:
    if not isinstance(places, int):
        return ABSENT
    return f"{UP if places > 0 else DOWN}{abs(places)}" if places else SAME


def change_columns(members: pd.DataFrame) -> Sequence[Column]:
    """Last quarter's total and the places gained or lost, where anything is known of it."""
    if members["prev_total"].isna().all():
        return ()
    old, new = "[计数!prev_rank]", "[rank]"
    moved = f'IF({old}>{new},"{UP}"&({old}-{new}),IF({old}<{new},"{DOWN}"&({new}-{old}),"{SAME}"))'
    formula = f'IF([{TOTAL_KEY}]<0,"{ABSENT}",IF(ISNUMBER({old}),{moved},"{ABSENT}"))'
    return (
        Column("上季\n得分", "prev_total", "points", 9, band="与上季比", missing=ABSENT),
        Column("名次\n变化", "change", "name", 9, band="与上季比", formula=formula),
    )

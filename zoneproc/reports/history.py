"""How a period compares with the one before it: last total, and places gained or lost (issue 4, promise 24).

Within the year the ledger knows it all; of the year before it knows what 往年结果 (H-1) tells, if anything.
"""

from collections.abc import Sequence

import pandas as pd

from zoneproc.excel.sheets import Column
from zoneproc.period import Period
from zoneproc.reports.live import ABSENT, TOTAL_KEY
from zoneproc.results import QuarterResult, Run
from zoneproc.rules import Ruleset, rule_book_from
from zoneproc.scoring.quarter import QuarterScores, score_quarter

__all__ = [
    "DOWN",
    "before",
    "change_columns",
    "last_year_columns",
    "quarters_before",
    "with_change",
    "with_last_year",
]

UP, DOWN, SAME = "↑", "↓", "持平"
_LAST_YEAR = "与上年比"
_COLUMNS = ["member_no", "branch_code", "prev_total", "prev_rank"]


def quarters_before(result: QuarterResult) -> Sequence[QuarterScores]:
    """The earlier quarters of the year, first to last, worked out from the same ledger, each by its own rules."""
    earlier = (Period.of_quarter(result.run.period.year, at) for at in range(1, result.run.period.last // 3))
    return [score_quarter(result.run.ledger, _rules_of(result, period), period) for period in earlier]


def before(result: QuarterResult, earlier: Sequence[QuarterScores]) -> pd.DataFrame:
    """The last of the earlier quarters (`quarters_before`): member_no, branch_code, prev_total, prev_rank.

    Of the first quarter what 往年结果 tells of the last one of the year before: the ledger holds one year.
    """
    if earlier:
        return earlier[-1].members.rename(columns={"total": "prev_total", "rank": "prev_rank"})[_COLUMNS]
    known = _past(result.run, f"{result.run.period.year - 1}Q4", "党员")
    return known.rename(columns={"subject_no": "member_no"})[_COLUMNS]


def _rules_of(result: QuarterResult, period: Period) -> Ruleset:
    frames = result.run.ledger.frames
    return rule_book_from(frames).on(period.end) if "indicators" in frames else result.run.rules


def _past(run: Run, period: str, kind: str) -> pd.DataFrame:
    """What 往年结果 tells of a period: subject_no, branch_code, prev_total, prev_rank; one row per subject."""
    rows = run.ledger["past_results"]
    rows = rows[rows["period"].eq(period) & rows["subject_kind"].eq(kind)]
    rows = rows.drop_duplicates(["subject_no", "branch_code"], keep="last")
    return rows.rename(columns={"total": "prev_total", "rank": "prev_rank"})


def with_last_year(rows: pd.DataFrame, run: Run, kind: str, number: str) -> pd.DataFrame:
    """The rows with prev_total, prev_rank and `change` in words, against the year before; `number` names their subject.

    Who was ranked in another branch last year has a total to compare, but no place.
    """
    past = _past(run, str(run.period.year - 1), kind).drop_duplicates("subject_no", keep="last").set_index("subject_no")
    subjects = rows[number].astype("str")
    same = pd.Series(True, index=rows.index)
    if kind == "党员":
        same = subjects.map(past["branch_code"]).eq(rows["branch_code"])
    found = rows.assign(
        prev_total=subjects.map(past["prev_total"]).astype("float64"),
        prev_rank=subjects.map(past["prev_rank"]).astype("Int64").where(same),
    )
    moved = (found["prev_rank"] - found["rank"].astype("Int64")).tolist()
    return found.assign(change=pd.Series([_words(places) for places in moved], rows.index, dtype="str"))


def last_year_columns(rows: pd.DataFrame) -> Sequence[Column]:
    """Last year's total and place, and the places gained or lost, where anything is known of it."""
    if rows["prev_total"].isna().all() and rows["prev_rank"].isna().all():
        return ()
    known = "AND(ISNUMBER([prev_rank]),ISNUMBER([rank]))"
    return (
        Column("上年\n得分", "prev_total", "points", 9, band=_LAST_YEAR, missing=ABSENT),
        Column("上年\n名次", "prev_rank", "integer", 9, band=_LAST_YEAR, missing=ABSENT),
        Column(
            "名次\n变化",
            "change",
            "name",
            9,
            band=_LAST_YEAR,
            formula=f'IF({known},{_moved("[prev_rank]", "[rank]")},"{ABSENT}")',
        ),
    )


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
    formula = f'IF([{TOTAL_KEY}]<0,"{ABSENT}",IF(ISNUMBER({old}),{_moved(old, new)},"{ABSENT}"))'
    return (
        Column("上季\n得分", "prev_total", "points", 9, band="与上季比", missing=ABSENT),
        Column("名次\n变化", "change", "name", 9, band="与上季比", formula=formula),
    )


def _moved(old: str, new: str) -> str:
    return f'IF({old}>{new},"{UP}"&({old}-{new}),IF({old}<{new},"{DOWN}"&({new}-{old}),"{SAME}"))'

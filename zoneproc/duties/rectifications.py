"""Which rectifications and opinions were due in a period, and whether they were closed in time: A8 (U07, U54)."""

import pandas as pd

from zoneproc.duties.incidents import latest_rows
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.rules import Ruleset

CLOSED_STATES = ("已办结", "暂不具备条件已解释", "不采纳已解释")
PASSED_ON = "已转公司"
_DUE = ["branch_code", "number", "deadline", "closed_on", "in_time", "_source", "_row"]


def rectifications_due(ledger: Ledger, rules: Ruleset, year: Period) -> pd.DataFrame:
    """The rectifications whose deadline lies in the year, as last reported: one row each.

    Columns branch_code, number, deadline, closed_on, in_time, _source, _row. The deadline is 整改时限, or 延期至 but at most
    `rectification_days` later; in time means 销号 on or before it.
    """
    rows = latest_rows(ledger, "rectifications", "rect_no", year)
    rows = rows.assign(number=rows["rect_no"], deadline=deadlines_of(rows, rules), closed_on=rows["closed_date"])
    return _due_in(rows, year)


def deadlines_of(rows: pd.DataFrame, rules: Ruleset) -> "pd.Series[pd.Timestamp]":
    """The day until which each row of Q-4 has to be struck off: 整改时限, or 延期至 within its limit. U54."""
    longest = rows["due_date"] + pd.Timedelta(days=int(rules.number("rectification_days")))
    extended = rows["extended_to"].where(rows["extended_to"] <= longest, longest)
    return rows["due_date"].where(rows["extended_to"].isna(), extended)


def opinions_due(ledger: Ledger, year: Period) -> pd.DataFrame:
    """The opinions with 办理时限 in the year, as last reported, those passed on to the company left out: one row each.

    Columns as `rectifications_due`; in time means answered (办结 or 已解释) on or before the deadline.
    """
    rows = latest_rows(ledger, "opinions", "opinion_no", year)
    rows = rows[rows["opinion_status"].ne(PASSED_ON)]
    answered = rows["reply_date"].where(rows["opinion_status"].isin(CLOSED_STATES))
    return _due_in(rows.assign(number=rows["opinion_no"], deadline=rows["due_date"], closed_on=answered), year)


def _due_in(rows: pd.DataFrame, year: Period) -> pd.DataFrame:
    inside = rows["deadline"].ge(pd.Timestamp(year.start)) & rows["deadline"].le(pd.Timestamp(year.end))
    rows = rows[inside].rename(columns={"_branch": "branch_code"})
    return rows.assign(in_time=rows["closed_on"] <= rows["deadline"])[_DUE].reset_index(drop=True)


def open_rectifications(ledger: Ledger, year: Period) -> pd.DataFrame:
    """The rectifications not closed in the last return that names them: columns of Q-4. U64."""
    rows = latest_rows(ledger, "rectifications", "rect_no", year)
    return rows[rows["closed_date"].isna()].reset_index(drop=True)

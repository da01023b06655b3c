"""The monthly report of each member: owed, on time, late or missing (U13, U14, U28)."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from zoneproc.duties.contacts import only_months, reported_in
from zoneproc.duties.incidents import latest_rows
from zoneproc.duties.matching import months_in, places, taken
from zoneproc.duties.roster import member_numbers, roster_on
from zoneproc.ledger import Ledger, remembered
from zoneproc.period import Period, years_so_far
from zoneproc.rules import Ruleset

ON_TIME, LATE, MISSING = "按时", "迟报", "未报"


def report_months(ledger: Ledger, rules: Ruleset, months: Sequence[Period]) -> pd.DataFrame:
    """One row per owed member-month (judged on the rule day): what became of the monthly report.

    Columns member_no, name, month, branch_code, group_code, report_date, mark (按时/迟报/未报), statement_missing,
    has_proposal, reported (the branch's return of the month counts), _source, _row of the M-2 row ("" and 0 if none).
    """
    years = [_report_months(ledger, rules, so_far) for so_far in years_so_far(months)]
    owed = pd.concat(years, ignore_index=True) if len(years) != 1 else years[0]
    return only_months(owed, months)


@remembered
def _report_months(ledger: Ledger, rules: Ruleset, so_far: Period) -> pd.DataFrame:
    """The member-months of a year so far: checks, measures and reports ask for some of them, all up to the same one."""
    days = [month.rule_day(int(rules.number("mid_month_day"))) for month in so_far.months]
    roster = roster_on(ledger, days)
    owed = roster.loc[roster["owed"], ["member_no", "name", "day", "branch_code", "group_code"]].reset_index(drop=True)
    month = np.searchsorted(_days(days), owed["day"].to_numpy())
    number = places(member_numbers(ledger), owed["member_no"]) * len(days) + month
    said, rows = _said(ledger, so_far), ledger["monthly_reports"]
    dates = taken(rows["report_date"], said["report_date"][number], pd.NaT)
    grace = np.timedelta64(int(rules.number("report_grace_days")), "D")
    made = (dates >= _days([each.start for each in so_far.months])[month]).to_numpy()
    in_time = made & (dates <= _days([each.end for each in so_far.months])[month] + grace).to_numpy()
    spoke = (said["proposals"] >= 0) | (said["opinions_state"] >= 0)
    return owed.assign(
        month=_texts([str(each) for each in so_far.months], month),
        report_date=dates,
        mark=_texts([MISSING, LATE, ON_TIME], made.astype("int64") + in_time),
        statement_missing=~made | (said["zone_integrity"][number] < 0),
        has_proposal=(made & spoke[number]) | _collected(ledger, so_far)[number],
        reported=reported_in(ledger, owed["branch_code"], month, so_far),
        _source=taken(rows["_source"], said["_row"][number], ""),
        _row=taken(rows["_row"], said["_row"][number], 0),
    )[_REPORT_MONTH]


_REPORT_MONTH = [
    *"member_no name month branch_code group_code report_date mark statement_missing has_proposal reported".split(),
    "_source",
    "_row",
]


def _days(dates: Sequence[date]) -> np.ndarray:
    return np.array(dates, dtype="datetime64[s]")


def _texts(texts: Sequence[str], which: np.ndarray) -> pd.Series:
    return pd.Series(texts, dtype="str").take(which).reset_index(drop=True)


def _said(ledger: Ledger, so_far: Period) -> Mapping[str, np.ndarray]:
    """For each number of member and month, and each of the columns, the row of M-2 that says it; -1 for none.

    It is in the earliest report that is not dated before the month (U13). After a transfer two branches may have filed
    one; of rows with the same date, what any of them says counts. Without a valid report the row that stands there is
    given, so that its cells can be pointed at.
    """
    reports = ledger["monthly_reports"]
    member = places(member_numbers(ledger), reports["member_no"])
    month = months_in(so_far, reports["_period"])
    number, dates = member * len(so_far.months) + month, reports["report_date"].to_numpy()
    invalid = ~(dates >= _days([each.start for each in so_far.months])[month])
    order = np.lexsort((dates, invalid, number))
    order = order[(member[order] >= 0) & (month[order] >= 0)]
    size = len(member_numbers(ledger)) * len(so_far.months)
    best = _first(number, order, size)[number[order]]
    same = (dates[order] == dates[best]) | np.isnat(dates[order])
    kept = order[same & (invalid[order] == invalid[best])]
    return {name: _first(number, kept[reports[name].notna().to_numpy()[kept]], size) for name in _SAID}


_SAID = ["report_date", "proposals", "opinions_state", "zone_integrity", "_row"]


def _first(number: np.ndarray, rows: np.ndarray, size: int) -> np.ndarray:
    """The first of these rows for each number; -1 where there is none."""
    first = np.full(size, -1)
    first[number[rows][::-1]] = rows[::-1]
    return first


def _collected(ledger: Ledger, so_far: Period) -> np.ndarray:
    """For each number of member and month whether M-3 has an opinion collected by the member (U14).

    Of a carried opinion the latest row up to the quarter counts (U07): a date corrected later is not counted twice.
    """
    found = np.zeros(len(member_numbers(ledger)) * len(so_far.months), dtype=bool)
    for quarter in (each for each in so_far.whole_year.quarters if each.first <= so_far.last):
        opinions = latest_rows(ledger, "opinions", "opinion_no", quarter)
        member = places(member_numbers(ledger), opinions["member_no"])
        collected = opinions["collected_date"].to_numpy().astype("datetime64[M]")
        month = (collected - np.datetime64(so_far.start, "M")).astype("int64")
        here = (member >= 0) & (month >= quarter.first - 1) & (month < min(quarter.last, so_far.last))
        found[member[here] * len(so_far.months) + month[here]] = True
    return found

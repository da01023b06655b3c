"""The monthly report of each member: owed, on time, late or missing (U13, U14, U28)."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.duties.contacts import reported_months
from zoneproc.duties.incidents import latest_rows
from zoneproc.duties.roster import roster_on
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
    owed = pd.concat(years) if len(years) != 1 else years[0]
    return owed[owed["month"].isin([str(month) for month in months])].reset_index(drop=True)


@remembered
def _report_months(ledger: Ledger, rules: Ruleset, so_far: Period) -> pd.DataFrame:
    """The member-months of a year so far: checks, measures and reports ask for some of them, all up to the same one."""
    months = so_far.months
    calendar = pd.DataFrame(
        {
            "day": pd.to_datetime([month.rule_day(int(rules.number("mid_month_day"))) for month in months]),
            "month": pd.Series([str(month) for month in months], dtype="str"),
            "first": pd.to_datetime([month.start for month in months]),
            "last": pd.to_datetime([month.end for month in months]),
        }
    )
    owed = roster_on(ledger, [day.date() for day in calendar["day"]])
    owed = owed.loc[owed["owed"], ["member_no", "name", "day", "branch_code", "group_code"]].merge(calendar, on="day")
    rows = owed.merge(_reports(ledger), on=["member_no", "month"], how="left")
    deadline = rows["last"] + pd.Timedelta(days=int(rules.number("report_grace_days")))
    made = rows["report_date"].notna() & (rows["report_date"] >= rows["first"])
    rows["mark"] = pd.Series(MISSING, index=rows.index, dtype="str")
    rows["mark"] = rows["mark"].mask(made, LATE).mask(made & (rows["report_date"] <= deadline), ON_TIME)
    spoke = made & (rows["proposals"].notna() | rows["opinions_state"].notna())
    collected = pd.MultiIndex.from_frame(rows[["member_no", "month"]]).isin(_collected(ledger, so_far.whole_year))
    return rows.assign(
        statement_missing=~made | rows["zone_integrity"].isna(),
        has_proposal=spoke | collected,
        reported=pd.MultiIndex.from_frame(rows[["branch_code", "month"]]).isin(reported_months(ledger)),
        _source=rows["_source"].fillna(""),
        _row=rows["_row"].fillna(0).astype("int64"),
    )[_REPORT_MONTH]


_REPORT_MONTH = [
    *"member_no name month branch_code group_code report_date mark statement_missing has_proposal reported".split(),
    "_source",
    "_row",
]


def _reports(ledger: Ledger) -> pd.DataFrame:
    """The report of each member and month: the earliest that is not dated before the month (U13).

    After a transfer two branches may have filed one; of rows with the same date, what any of them says counts. Without
    a valid report the row that stands there is given, so that its cells can be pointed at.
    """
    reports = ledger["monthly_reports"].rename(columns={"_period": "month"})
    begins = pd.to_datetime(reports["month"] + "-01", format="%Y-%m-%d", errors="coerce")
    invalid = ~(reports["report_date"] >= begins)
    reports = reports.assign(_invalid=invalid).sort_values(["_invalid", "report_date"], kind="stable")
    grouped = reports.groupby(_MEMBER_MONTH, sort=False)
    best = reports["report_date"].eq(grouped["report_date"].transform("first")) | reports["report_date"].isna()
    best &= reports["_invalid"].eq(grouped["_invalid"].transform("first"))
    return reports[best].groupby(_MEMBER_MONTH, as_index=False, sort=False)[_SAID].first()


_MEMBER_MONTH = ["member_no", "month"]
_SAID = ["report_date", "proposals", "opinions_state", "zone_integrity", "_source", "_row"]


def _collected(ledger: Ledger, year: Period) -> pd.MultiIndex:
    """The (member, month) pairs in which M-3 has an opinion collected by the member (U14).

    Of a carried opinion the latest row up to the quarter counts (U07): a date corrected later is not counted twice.
    """
    found = []
    for quarter in year.quarters:
        opinions = latest_rows(ledger, "opinions", "opinion_no", quarter).dropna(subset=["member_no", "collected_date"])
        months = opinions["collected_date"].dt.strftime("%Y-%m")
        inside = months.isin([str(month) for month in quarter.months])
        found.append(pd.DataFrame({"member_no": opinions["member_no"], "month": months})[inside])
    return pd.MultiIndex.from_frame(pd.concat(found))

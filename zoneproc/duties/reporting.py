"""The monthly report of each member: owed, on time, late or missing (U13, U14, U28)."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.duties.contacts import reported_months
from zoneproc.duties.roster import roster_on
from zoneproc.ledger import Ledger, remembered
from zoneproc.period import Period
from zoneproc.rules import Ruleset

ON_TIME, LATE, MISSING = "按时", "迟报", "未报"


def report_months(ledger: Ledger, rules: Ruleset, months: Sequence[Period]) -> pd.DataFrame:
    """One row per owed member-month (judged on the rule day): what became of the monthly report.

    Columns member_no, name, month, branch_code, group_code, report_date, mark (按时/迟报/未报), statement_missing,
    has_proposal, reported (the branch's return of the month counts), _source, _row of the M-2 row ("" and 0 if none).
    """
    whole_years = [_report_months(ledger, rules, year) for year in sorted({month.whole_year for month in months})]
    owed = pd.concat(whole_years) if len(whole_years) != 1 else whole_years[0]
    return owed[owed["month"].isin([str(month) for month in months])].reset_index(drop=True)


@remembered
def _report_months(ledger: Ledger, rules: Ruleset, year: Period) -> pd.DataFrame:
    """The member-months of a whole year: checks, measures and reports all ask for some of them."""
    months = year.months
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
    collected = pd.MultiIndex.from_frame(rows[["member_no", "month"]]).isin(_collected(ledger))
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
    """The earliest report of each member and month; after a transfer two branches may have filed one (U13)."""
    reports = ledger["monthly_reports"].rename(columns={"_period": "month"})
    reports = reports.sort_values("report_date", kind="stable", na_position="last")
    kept = ["report_date", "proposals", "opinions_state", "zone_integrity", "_source", "_row"]
    return reports.drop_duplicates(["member_no", "month"])[["member_no", "month", *kept]]


def _collected(ledger: Ledger) -> pd.MultiIndex:
    """The (member, month) pairs in which M-3 has an opinion collected by the member (U14)."""
    opinions = ledger["opinions"].dropna(subset=["member_no", "collected_date"])
    months = opinions["collected_date"].dt.strftime("%Y-%m")
    return pd.MultiIndex.from_arrays([opinions["member_no"], months])

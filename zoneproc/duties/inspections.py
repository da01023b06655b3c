"""How often the office visited each branch, and what its visits found and left open: C-8 (S2c, S5.1.1b)."""

from datetime import date

import pandas as pd

from zoneproc.duties.branches import branches_in
from zoneproc.ledger import Ledger
from zoneproc.period import Period


def branch_visits(ledger: Ledger, period: Period) -> pd.DataFrame:
    """One row per branch that exists on the last day: branch_code, short_name, visits (rows of C-8 in the period)."""
    rows = ledger["inspections"]
    inside = rows["inspect_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    counted = rows[inside].groupby("branch_code").size()
    branches = branches_in(ledger, period)
    branches = branches.loc[branches["present"], ["branch_code", "short_name"]].reset_index(drop=True)
    return branches.assign(visits=branches["branch_code"].map(counted).fillna(0).astype("int64"))


def open_inspections(ledger: Ledger, day: date) -> pd.DataFrame:
    """The visits up to the day that found something not struck off by then: columns of C-8, and overdue."""
    moment = pd.Timestamp(day)
    rows = ledger["inspections"]
    found = rows["inspect_date"].le(moment) & (rows["finding"].notna() | rows["demand"].notna())
    still = rows[found & (rows["closed_date"].isna() | rows["closed_date"].gt(moment))]
    return still.assign(overdue=still["due_date"].lt(moment)).reset_index(drop=True)

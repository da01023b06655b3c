"""Which returns of a period are still awaited at a moment: what is open, late or sent back (4/33, 4/34, promise 40)."""

from datetime import datetime

import pandas as pd

from zoneproc.duties.returns import MISSING, deadlines, returns_received
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.rules import Ruleset

OPEN = ["branch_code", "short_name", "form", "period", "due_at", "freeze_at", "sent_back"]


def returns_of(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """Every return owed for a period and the periods inside it: columns of `returns_received`, short_name, freeze_at."""
    owed = returns_received(ledger, rules, period.year)
    owed = owed[[Period.parse(written) in period for written in owed["period"]]]
    limits = deadlines(ledger, rules, period.year)[["form", "period", "freeze_at"]]
    names = ledger["organisations"].drop_duplicates("org_code", keep="last").set_index("org_code")["short_name"]
    return owed.merge(limits, on=["form", "period"]).assign(
        short_name=lambda rows: rows["branch_code"].map(names).fillna(rows["branch_code"]).astype("str")
    )


def open_returns(ledger: Ledger, rules: Ruleset, period: Period, moment: datetime) -> pd.DataFrame:
    """The owed returns without an accepted version that may still come in: one row each, columns OPEN.

    After the freeze of its period a missing return is final, and nothing is open. `sent_back`: a version was returned.
    """
    owed = returns_of(ledger, rules, period)
    still = owed[owed["state"].eq(MISSING) & (owed["freeze_at"] > pd.Timestamp(moment))]
    return still.assign(sent_back=still["send_backs"] > 0)[OPEN].reset_index(drop=True)

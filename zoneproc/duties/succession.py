"""From this year's zones and contacts to next year's: what is kept, new or ended (S5.1.3c)."""

import pandas as pd

from zoneproc.ledger import Ledger, in_force
from zoneproc.period import Period

KEPT, NEW, ENDED = "沿用", "新增", "结束"
_ZONE = ["_branch", "member_no", "team_code"]
_CONTACT = ["_branch", "member_no", "contact_employee_no"]


def zone_changes(ledger: Ledger, year: Period) -> pd.DataFrame:
    """B-5 on 31 December against Y-4: _branch, member_no, team_code, change (沿用, 新增 or 结束), for branches that sent Y-4."""
    return _compared(ledger, year, "zones", "next_zones", _ZONE)


def contact_changes(ledger: Ledger, year: Period) -> pd.DataFrame:
    """B-6 on 31 December against Y-5: _branch, member_no, contact_employee_no, change."""
    return _compared(ledger, year, "contacts", "next_contacts", _CONTACT)


def _compared(ledger: Ledger, year: Period, table: str, coming: str, key: list[str]) -> pd.DataFrame:
    planned = ledger[coming]
    planned = planned[planned["_period"].eq(str(year))]
    now = in_force(ledger[table], year.end)
    now = now[now["_branch"].isin(planned["_branch"])]
    both = now[key].drop_duplicates().merge(planned[key].drop_duplicates(), on=key, how="outer", indicator="change")
    words = {"both": KEPT, "right_only": NEW, "left_only": ENDED}
    return both.assign(change=both["change"].map(words).astype("str")).sort_values(key, ignore_index=True)

"""What happened in each zone, in plain counts: 三违 found and corrected, complaints, praise (S3.2a, S3.2e)."""

import pandas as pd

from zoneproc.duties.incidents import COMPLAINT, latest_rows, own_of, usable_facts, violations
from zoneproc.ledger import Ledger
from zoneproc.period import Period

PRAISE = "乘客表扬"
_COUNTED = ["violations", "corrected", "complaints", "praises"]


def facts_of_teams(ledger: Ledger, period: Period) -> pd.DataFrame:
    """One row per team with anything counted: team_code, violations (each matter once, U15), corrected (M-4 rows that name
    the member who corrected), complaints, praises.
    """
    found = violations(ledger, period)
    records = latest_rows(ledger, "violations", "violation_no", period)
    inside = records["event_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    corrected = records[inside & records["corrected_by"].notna()]
    facts = usable_facts(ledger, period)
    rows = {
        "violations": found,
        "corrected": corrected,
        "complaints": facts[facts["fact_kind"].eq(COMPLAINT)],
        "praises": facts[facts["fact_kind"].eq(PRAISE)],
    }
    return _together(rows, "team_code")


def facts_of_members(ledger: Ledger, period: Period) -> pd.DataFrame:
    """One row per member with anything counted: member_no, violations (own), corrected (by him), complaints, praises."""
    records = latest_rows(ledger, "violations", "violation_no", period)
    inside = records["event_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    facts = own_of(ledger, usable_facts(ledger, period))
    rows = {
        "violations": own_of(ledger, violations(ledger, period)),
        "corrected": records[inside].assign(member_no=records["corrected_by"]),
        "complaints": facts[facts["fact_kind"].eq(COMPLAINT)],
        "praises": facts[facts["fact_kind"].eq(PRAISE)],
    }
    return _together(rows, "member_no")


def _together(rows: dict[str, pd.DataFrame], key: str) -> pd.DataFrame:
    counted = [frame.dropna(subset=[key]).groupby(key).size().rename(name) for name, frame in rows.items()]
    found = pd.concat(counted, axis="columns").fillna(0).astype("int64").sort_index()
    return found[_COUNTED].rename_axis(key).reset_index()

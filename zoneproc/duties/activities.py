"""Activities by campaign, and who came: M-8 (S0c, S3.3a). Campaigns are values of the dictionary, never names in code."""

import pandas as pd

from zoneproc.ledger import Ledger
from zoneproc.period import Period

PRESENT, EXCUSED, ABSENT, AWAY = "出席", "请假", "缺席", "不在岗"
_ACTIVITY = ["branch_code", "activity_kind", "activity_no", "activity_name", "activity_date"]


def activities(ledger: Ledger, period: Period) -> pd.DataFrame:
    """The activities of a period: one row per branch and activity.

    Columns branch_code, activity_kind, activity_no, activity_name, activity_date, present, excused (补课 included, U26),
    absent (unexcused), rate (present ÷ those expected, who are neither excused nor 不在岗; missing if nobody was).
    """
    rows = ledger["attendance"]
    rows = rows[rows["activity_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]
    rows = rows.drop_duplicates(["_branch", "activity_no", "activity_date", "member_no"]).assign(
        branch_code=lambda frame: frame["_branch"]
    )
    made_up = rows["attendance"].eq(ABSENT) & rows["makeup_date"].notna()
    state = rows["attendance"].mask(made_up, EXCUSED)
    rows = rows.assign(present=state.eq(PRESENT), excused=state.eq(EXCUSED), absent=state.eq(ABSENT))
    found = rows.groupby(_ACTIVITY, as_index=False, dropna=False)[["present", "excused", "absent"]].sum()
    expected = found["present"] + found["absent"]
    return found.assign(rate=found["present"] / expected.where(expected > 0))


def campaigns(ledger: Ledger, period: Period) -> pd.DataFrame:
    """How many activities each branch held for each campaign (活动类别): branch_code, activity_kind, activities."""
    held = activities(ledger, period)
    return held.groupby(["branch_code", "activity_kind"], as_index=False).agg(activities=("activity_no", "size"))

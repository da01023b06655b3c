"""What became of the opinions of the masses: handed over, answered, settled, overdue (S3.0a, S3.1c)."""

from datetime import date

import pandas as pd

from zoneproc.duties.incidents import latest_rows
from zoneproc.duties.rectifications import CLOSED_STATES, PASSED_ON
from zoneproc.duties.returns import working_day_after
from zoneproc.ledger import Ledger
from zoneproc.period import Period

HAND_OVER_DAYS = 5  # working days, domain.md 1.1 row 19


def opinions_handled(ledger: Ledger, period: Period, day: date) -> pd.DataFrame:
    """The opinions known by the end of a period, as last reported (U07): one row each.

    Columns branch_code, opinion_no, team_code, member_no, collected_date, days_to_hand_over, days_to_reply (missing while
    open), hand_over_late (not within five working days, seen on `day`), settled (办结 or 已解释), passed_on (已转公司), overdue
    (办理时限 past, not settled), handed_date, due_date, _branch, _source, _row.
    """
    rows = latest_rows(ledger, "opinions", "opinion_no", period)
    rows = rows.assign(branch_code=rows["_branch"])
    settled = rows["opinion_status"].isin(CLOSED_STATES)
    passed_on = rows["opinion_status"].eq(PASSED_ON)
    moment = pd.Timestamp(day)
    known = {
        at: working_day_after(ledger, at.date(), HAND_OVER_DAYS) for at in rows["collected_date"].dropna().unique()
    }
    limit = pd.to_datetime(rows["collected_date"].map(known))
    waiting = rows["handed_date"].isna() & ~settled & ~passed_on
    rows = rows.assign(
        days_to_hand_over=(rows["handed_date"] - rows["collected_date"]).dt.days.astype("Int64"),
        days_to_reply=(rows["reply_date"] - rows["collected_date"]).dt.days.astype("Int64"),
        hand_over_late=rows["handed_date"].gt(limit) | (waiting & limit.lt(moment)),
        settled=settled,
        passed_on=passed_on,
        overdue=rows["due_date"].lt(moment) & ~settled & ~passed_on,
    )
    return rows[_HANDLED].reset_index(drop=True)


_HANDLED = (
    "branch_code opinion_no team_code member_no collected_date days_to_hand_over days_to_reply hand_over_late settled "
    "passed_on overdue handed_date due_date _branch _source _row"
).split()


def problems_of_teams(ledger: Ledger, period: Period) -> pd.DataFrame:
    """Problems raised and solved per zone: branch_code, team_code ("" if none was named), raised, solved. S3.0a."""
    rows = opinions_handled(ledger, period, period.end)
    rows = rows[rows["collected_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]
    rows = rows.assign(team_code=rows["team_code"].fillna(""))
    grouped = rows.groupby(["branch_code", "team_code"], as_index=False)
    return grouped.agg(raised=("opinion_no", "size"), solved=("settled", "sum"))

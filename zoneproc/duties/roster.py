"""Who was on the company's roll, in which branch and on duty, on a given day (U01–U04)."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from zoneproc.ledger import Ledger, remembered

LONG_AGO = pd.Timestamp("1900-01-01")
FAR_AHEAD = pd.Timestamp("2199-12-31")
NEVER = LONG_AGO - pd.Timedelta(days=1)
_EPOCH = int(LONG_AGO.timestamp())
_SPAN = 38
"""Bits that hold the seconds from then to the year 9999."""
_MOMENT = (1 << _SPAN) - 1
ROSTER_COLUMNS = (
    "member_no day name branch_code group_code employee_no member_type party_post post_type off_bus_manager "
    "home_team_code assess_mode exempt party_status branch_from branch_to work_status on_duty owed _source _row"
).split()


@remembered
def roster_on(ledger: Ledger, days: Sequence[date]) -> pd.DataFrame:
    """One row per member and day on which the member is on the company's roll: see `standing`."""
    members = ledger["members"][["member_no"]].drop_duplicates()
    moments = pd.DataFrame({"day": pd.to_datetime(pd.Series(list(days), dtype="object")).astype("datetime64[s]")})
    return standing(ledger, members.merge(moments, how="cross"))


def standing(ledger: Ledger, pairs: pd.DataFrame) -> pd.DataFrame:
    """What held for a member on a day: one row per pair (member_no, day) on the company's roll that day.

    Columns ROSTER_COLUMNS. The B-3 row with the latest 转入 not after the day holds (U02); `member_type` is dated by
    转正日期 (U03); `exempt` is 免考 with a basis, `on_duty` is 在岗, `owed` is on duty and not exempt (U04). A missing
    转入 date counts as long ago. Pairs of people not on the roll that day are absent.
    """
    held = stays(ledger)
    asked = pairs.loc[pairs["day"] >= LONG_AGO, ["member_no", "day"]]
    numbers = pd.Index(held["member_no"].unique())  # in order, as the stays are
    # One whole number per member and moment: what holds is then found by bisection, without matching texts.
    wanted = np.unique((numbers.get_indexer(asked["member_no"]).astype("int64") << _SPAN) + _seconds(asked["day"]))
    wanted = wanted[wanted >= 0]
    starts = (numbers.get_indexer(held["member_no"]).astype("int64") << _SPAN) + _seconds(held["branch_from"])
    at = np.searchsorted(starts, wanted, side="right") - 1
    holds = (at >= 0) & (starts[at] >> _SPAN == wanted >> _SPAN)
    holds[holds] = (wanted & _MOMENT)[holds] <= _seconds(held["_until"])[at[holds]]
    days = pd.Series((wanted[holds] & _MOMENT) + _EPOCH).astype("datetime64[s]").astype(pairs["day"].dtype)
    found = held.take(at[holds]).reset_index(drop=True)
    status = _away(ledger, found["member_no"], days)
    on_duty = status.isna()
    formal, later = found["full_date"] <= days, found["full_date"] > days
    return found.assign(
        day=days,
        member_type=found["member_type"].mask(formal, "正式党员").mask(later, "预备党员"),
        work_status=status.fillna("在岗"),
        on_duty=on_duty,
        owed=on_duty & ~found["exempt"],
    )[ROSTER_COLUMNS]


def _seconds(moments: pd.Series) -> np.ndarray:
    return moments.to_numpy().astype("datetime64[s]").astype("int64") - _EPOCH


@remembered
def stays(ledger: Ledger) -> pd.DataFrame:
    """B-3 in order of member and 转入 date, which is long ago where missing; rows of one day keep their order.

    `_until`: the last day in this branch (U02): 转出 (included), and beyond it while the move to another branch of the
    company is not accepted; before all days for who left without a date. `exempt`: 免考 with a basis.
    """
    members = ledger["members"]
    members = members.assign(branch_from=members["branch_from"].fillna(LONG_AGO))
    members = members.sort_values(["member_no", "branch_from"], kind="stable").reset_index(drop=True)
    moving = members["transfer_to"].isin(company_branches(ledger))
    normal = members["party_status"].fillna("正常") == "正常"
    until = members["branch_to"].mask(members["branch_to"].notna() & moving, FAR_AHEAD)
    until = until.mask(members["branch_to"].isna(), FAR_AHEAD).mask(members["branch_to"].isna() & ~normal, NEVER)
    exempt = members["assess_mode"].eq("免考") & members["exempt_basis"].notna()
    return members.assign(_until=until, exempt=exempt, branch_code=members["_branch"])


def company_branches(ledger: Ledger) -> frozenset[str]:
    """The codes of all branches the company has or had (C-1)."""
    organisations = ledger["organisations"]
    return frozenset(organisations.loc[organisations["org_type"] == "党支部", "org_code"].dropna())


def branches_on(ledger: Ledger, day: date) -> pd.DataFrame:
    """The branches that exist on a day: one row per branch of C-1 (U01), all columns of C-1."""
    organisations = ledger["organisations"]
    moment = pd.Timestamp(day)
    exists = organisations["start_date"].fillna(LONG_AGO).le(moment) & organisations["end_date"].fillna(FAR_AHEAD).ge(
        moment
    )
    return organisations[exists & organisations["org_type"].eq("党支部")]


def _away(ledger: Ledger, members: pd.Series, days: pd.Series) -> pd.Series:
    """The 在岗状态 of who is away on the day, row by row; missing for who is on duty."""
    absences = ledger["absences"]
    absences = absences[absences["work_status"] != "在岗"][["member_no", "work_status", "start_date", "end_date"]]
    pairs = pd.DataFrame({"member_no": members, "day": days, "_at": members.index})
    away = pairs[members.isin(absences["member_no"])].merge(absences, on="member_no")
    # 返岗日期 is the first day on duty again, unlike every other end date (U01).
    covered = (away["start_date"].fillna(LONG_AGO) <= away["day"]) & (
        away["end_date"].isna() | (away["day"] < away["end_date"])
    )
    latest = away[covered].drop_duplicates("_at", keep="last")
    return latest.set_index("_at")["work_status"].reindex(members.index)

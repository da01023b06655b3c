"""Who was on the company's roll, in which branch and on duty, on a given day (U01–U04)."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from zoneproc.duties.matching import matches, places, taken
from zoneproc.ledger import Ledger, noted, remembered

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
    known = stays(ledger)
    asked = pairs.loc[pairs["day"] >= LONG_AGO, ["member_no", "day"]]
    # One whole number per member and moment: what holds is then found by bisection, without matching texts.
    wanted = (places(member_numbers(ledger), asked["member_no"]) << _SPAN) + _seconds(asked["day"].to_numpy())
    wanted = np.sort(pd.unique(wanted[wanted >= 0]))
    member, moment = wanted >> _SPAN, ((wanted & _MOMENT) + _EPOCH).astype("datetime64[s]")
    at = stay_on(ledger, member, moment)
    at, member, moment = at[at >= 0], member[at >= 0], moment[at >= 0]
    found = known.take(at).reset_index(drop=True)
    days = pd.Series(moment).astype(pairs["day"].dtype)
    away = _away(ledger, member, moment)
    here = away < 0
    formal, later = found["full_date"] <= days, found["full_date"] > days
    return found.assign(
        day=days,
        member_type=found["member_type"].mask(formal, "正式党员").mask(later, "预备党员"),
        work_status=taken(_absences(ledger)["work_status"], away, "在岗"),
        on_duty=here,
        owed=here & ~found["exempt"],
    )[ROSTER_COLUMNS]


@noted
def member_numbers(ledger: Ledger) -> pd.Index:
    """The numbers of all members, in order: a member's place here is the number by which rows are matched."""
    numbers: pd.Index = pd.Index(stays(ledger)["member_no"].unique())
    return numbers


def stay_on(ledger: Ledger, member: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The branch's B-3 row that holds for each member (a place in `member_numbers`) on each day, as a place in `stays`.

    -1 for who is not on the company's roll that day.
    """
    starts, until = _starts(ledger), stays(ledger)["_until"].to_numpy()
    at = np.searchsorted(starts, (member << _SPAN) + _seconds(day), side="right") - 1
    at[(member < 0) | (day < LONG_AGO)] = -1
    holds = at >= 0
    holds[holds] = (starts[at[holds]] >> _SPAN == member[holds]) & (day[holds] <= until[at[holds]])
    return np.where(holds, at, -1)


def owed_there(ledger: Ledger, at: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Whether who stands at these places of `stays` on these days is on duty and not exempt (U04)."""
    member = _starts(ledger)[at] >> _SPAN
    owed: np.ndarray = on_duty(ledger, member, day) & ~stays(ledger)["exempt"].to_numpy()[at]
    return owed


def on_duty(ledger: Ledger, member: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Whether the members (places in `member_numbers`) are 在岗 on the days."""
    here: np.ndarray = _away(ledger, member, np.broadcast_to(day, member.shape)) < 0
    return here


def _seconds(moments: np.ndarray) -> np.ndarray:
    return moments.astype("datetime64[s]").astype("int64") - _EPOCH


@noted
def stays(ledger: Ledger) -> pd.DataFrame:
    """B-3 as it is looked up: in order of member and 转入 date, which is long ago where missing; rows of one day keep their order.

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


@noted
def _starts(ledger: Ledger) -> np.ndarray:
    """Member and 转入 date of every stay as one whole number, in order."""
    known = stays(ledger)
    numbers = places(member_numbers(ledger), known["member_no"])
    starts: np.ndarray = (numbers << _SPAN) + _seconds(known["branch_from"].to_numpy())
    return starts


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


def _away(ledger: Ledger, member: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The row of `_absences` that keeps each member (a place in `member_numbers`) away on the day; -1 for who is on duty."""
    absences, numbers = _absences(ledger), member_numbers(ledger)
    at, row = matches(member, places(numbers, absences["member_no"]), len(numbers))
    # 返岗日期 is the first day on duty again, unlike every other end date (U01).
    begun, back = (absences[name].to_numpy()[row] for name in ("start_date", "end_date"))
    covered = (np.isnat(begun) | (begun <= day[at])) & (np.isnat(back) | (day[at] < back))
    away = np.full(len(member), -1)
    stated = np.where(absences["work_status"].notna(), np.arange(len(absences)), -1)
    away[at[covered]] = stated[row[covered]]  # of several the last one holds
    return away


@noted
def _absences(ledger: Ledger) -> pd.DataFrame:
    """The rows of B-4 that tell of somebody who is away."""
    absences = ledger["absences"]
    return absences[absences["work_status"].ne("在岗")]

"""Who was on the company's roll, in which branch and on duty, on a given day (U01–U04)."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from zoneproc.ledger import Ledger, remembered

LONG_AGO = pd.Timestamp("1900-01-01")
FAR_AHEAD = pd.Timestamp("2199-12-31")
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
    members = ledger["members"].reset_index(drop=True)
    members["branch_from"] = members["branch_from"].fillna(LONG_AGO)
    # Matching moves only the dates; names and posts are fetched once, for the rows that hold.
    stays = members[["member_no", "branch_from"]].assign(_at=members.index)
    rows = pairs[["member_no", "day"]].drop_duplicates().merge(stays, on="member_no")
    rows = rows[rows["branch_from"] <= rows["day"]]
    rows = rows.sort_values(["member_no", "day", "branch_from"], kind="stable")
    rows = rows.drop_duplicates(["member_no", "day"], keep="last")
    found = members.take(rows["_at"].to_numpy()).assign(day=rows["day"].to_numpy()).reset_index(drop=True)
    found = _with_duty(found[_holds(found, company_branches(ledger))], ledger)
    formal = found["full_date"] <= found["day"]
    later = found["full_date"] > found["day"]
    return found.assign(
        branch_code=found["_branch"],
        member_type=found["member_type"].mask(formal, "正式党员").mask(later, "预备党员"),
    )[ROSTER_COLUMNS].reset_index(drop=True)


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


def _holds(rows: pd.DataFrame, branches: frozenset[str]) -> pd.Series:
    """U02: until 转出 (included), and beyond it while the move to another branch of the company is not accepted."""
    left = rows["day"] > rows["branch_to"]
    moving = rows["transfer_to"].isin(branches)
    normal = rows["party_status"].fillna("正常") == "正常"
    return (rows["branch_to"].isna() & normal) | (rows["branch_to"].notna() & (~left | moving))


def _with_duty(rows: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    absences = ledger["absences"]
    absences = absences[absences["work_status"] != "在岗"][["member_no", "work_status", "start_date", "end_date"]]
    away = rows[["member_no", "day"]].merge(absences, on="member_no")
    # 返岗日期 is the first day on duty again, unlike every other end date (U01).
    covered = (away["start_date"].fillna(LONG_AGO) <= away["day"]) & (
        away["end_date"].isna() | (away["day"] < away["end_date"])
    )
    away = away[covered].drop_duplicates(["member_no", "day"], keep="last")[["member_no", "day", "work_status"]]
    rows = rows.merge(away, on=["member_no", "day"], how="left")
    exempt = rows["assess_mode"].eq("免考") & rows["exempt_basis"].notna()
    on_duty = rows["work_status"].isna()
    return rows.assign(
        work_status=rows["work_status"].fillna("在岗"), exempt=exempt, on_duty=on_duty, owed=on_duty & ~exempt
    )

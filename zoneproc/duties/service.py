"""Which members a quarter lists, which branch computes each, and who cannot be scored (U02–U05, U40)."""

import pandas as pd

from zoneproc.duties.roster import LONG_AGO, roster_on
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.rules import Ruleset

NOT_ASSESSED = ("离退休", "流动党员")


def assessed_members(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """The members of a quarter: whoever is on the roll on one of its rule days or on its last day.

    One row per member, by number: member_no, name, branch_code (the branch that computes the quarter, U05), group_code,
    employee_no, member_type, months_in_service, present (on the roll on the last day, U40), unscored ("" or why service
    or 考核方式 allow no score; 离退休 and 流动党员 are listed with that reason, 4/10, 4/11). The deceased are left out.
    """
    rule_days = [month.rule_day(int(rules.number("mid_month_day"))) for month in period.months]
    rows = roster_on(ledger, [*rule_days, period.end])
    rows = rows[~rows["member_no"].isin(deceased_by(ledger, period))]
    on_rule_day = rows["day"].isin(pd.to_datetime(rule_days))
    listed = _in_computing_branch(rows, on_rule_day).set_index("member_no")
    served = rows[on_rule_day].groupby("member_no")["on_duty"].sum()
    here = rows.loc[rows["day"] == pd.Timestamp(period.end), "member_no"]
    listed["months_in_service"] = served.reindex(listed.index).fillna(0).astype("int64")
    listed["present"] = listed.index.isin(here)
    listed["unscored"] = _unscored(listed, int(rules.number("min_in_service_months_quarter")))
    return listed.reset_index()[_LISTED].sort_values("member_no", ignore_index=True)


_LISTED = "member_no name branch_code group_code employee_no member_type months_in_service present unscored".split()


def deceased_by(ledger: Ledger, period: Period) -> pd.Series:
    """The numbers of members who died in the period or before it (U40)."""
    last = ledger["members"].assign(since=lambda rows: rows["branch_from"].fillna(LONG_AGO))
    last = last.sort_values("since", kind="stable").drop_duplicates("member_no", keep="last")
    gone = last["branch_to"].isna() | (last["branch_to"] <= pd.Timestamp(period.end))
    return last.loc[last["party_status"].eq("已去世") & gone, "member_no"]


def _in_computing_branch(rows: pd.DataFrame, on_rule_day: pd.Series) -> pd.DataFrame:
    """The last row of each member in the branch with most rule days, the later branch if equal (U05)."""
    counted = rows.assign(days=on_rule_day.astype(int), latest=rows["day"].where(on_rule_day, LONG_AGO))
    grouped = counted.groupby(["member_no", "branch_code"], as_index=False)
    stays = grouped.agg(days=("days", "sum"), latest=("latest", "max"))
    computing = stays.sort_values(["days", "latest"], kind="stable").drop_duplicates("member_no", keep="last")
    kept = rows.merge(computing[["member_no", "branch_code"]], on=["member_no", "branch_code"])
    return kept.sort_values("day", kind="stable").drop_duplicates("member_no", keep="last")


def _unscored(listed: pd.DataFrame, least: int) -> pd.Series:
    reasons = pd.Series("", index=listed.index, dtype="str")
    short = listed["months_in_service"] < least
    reasons = reasons.mask(short, f"在岗不足{least}个月")
    reasons = reasons.mask(short & listed["work_status"].isin(NOT_ASSESSED), listed["work_status"])
    reasons = reasons.mask(listed["assess_mode"].eq("不定等次"), "考核方式为不定等次")
    return reasons.mask(listed["exempt"], "免考")

"""Which members a quarter lists, which branch computes each, and who cannot be scored (U02–U05, U40)."""

import numpy as np
import pandas as pd

from zoneproc.duties.roster import LONG_AGO, member_numbers, on_duty, standing, stay_on, stays
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
    rule_day = int(rules.number("mid_month_day"))
    days = np.array([*(month.rule_day(rule_day) for month in period.months), period.end], dtype="datetime64[s]")
    numbers = member_numbers(ledger)
    member = np.arange(len(numbers))
    at = np.column_stack([stay_on(ledger, member, np.full(len(member), day)) for day in days])
    known = (at >= 0).any(axis=1) & ~numbers.isin(deceased_by(ledger, period))
    member, at = member[known], at[known]
    day = days[_computing_day(ledger, at)]
    listed = standing(ledger, pd.DataFrame({"member_no": numbers[known], "day": day}))
    served = [(at[:, place] >= 0) & on_duty(ledger, member, days[place]) for place in range(len(days) - 1)]
    listed["months_in_service"] = np.sum(served, axis=0, dtype="int64")
    listed["present"] = at[:, -1] >= 0
    listed["unscored"] = _unscored(listed, int(rules.number("min_in_service_months_quarter")))
    return listed[_LISTED]


_LISTED = "member_no name branch_code group_code employee_no member_type months_in_service present unscored".split()


def deceased_by(ledger: Ledger, period: Period) -> pd.Series:
    """The numbers of members who died in the period or before it (U40)."""
    last = ledger["members"].assign(since=lambda rows: rows["branch_from"].fillna(LONG_AGO))
    last = last.sort_values("since", kind="stable").drop_duplicates("member_no", keep="last")
    gone = last["branch_to"].isna() | (last["branch_to"] <= pd.Timestamp(period.end))
    return last.loc[last["party_status"].eq("已去世") & gone, "member_no"]


def _computing_day(ledger: Ledger, at: np.ndarray) -> np.ndarray:
    """The last day on which each member (row) stands in the branch with most rule days, the later branch if equal (U05).

    `at`: places in `stays` on the rule days and on the last day of the period; -1 for days off the roll.
    """
    branch, _ = pd.factorize(stays(ledger)["branch_code"])
    there = np.where(at < 0, -1, branch[at])
    same = there[:, :, None] == there[:, None, :-1]
    rule_days = np.arange(1, at.shape[1])
    weight = np.sum(same, axis=2) * at.shape[1] + np.max(same * rule_days, axis=2)
    weight[there < 0] = -1
    last: np.ndarray = at.shape[1] - 1 - np.argmax(weight[:, ::-1], axis=1)
    return last


def _unscored(listed: pd.DataFrame, least: int) -> pd.Series:
    reasons = pd.Series("", index=listed.index, dtype="str")
    short = listed["months_in_service"] < least
    reasons = reasons.mask(short, f"在岗不足{least}个月")
    reasons = reasons.mask(short & listed["work_status"].isin(NOT_ASSESSED), listed["work_status"])
    reasons = reasons.mask(listed["assess_mode"].eq("不定等次"), "考核方式为不定等次")
    return reasons.mask(listed["exempt"], "免考")

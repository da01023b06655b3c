"""Who may have to be asked to put things right: candidates for 限期改正, with reasons (S5.1.4c). People decide, never a sanction."""

import pandas as pd

from zoneproc.duties.contacts import contact_months
from zoneproc.duties.rectifications import open_rectifications
from zoneproc.ledger import Ledger
from zoneproc.rules import Ruleset
from zoneproc.scoring.blocks import reasons
from zoneproc.scoring.quarter import MEMBER, QUARTERLY, QuarterScores

TASKS = "交办任务"
_COLUMNS = ["member_no", "name", "branch_code", "reasons", "already_open"]


def correction_candidates(ledger: Ledger, rules: Ruleset, scores: QuarterScores) -> pd.DataFrame:
    """The members of a quarter with a reason to be asked: one row each, by branch and number.

    Columns member_no, name, branch_code, reasons (`;`-separated: 季度等次不合格, 连续两月未谈心, 交办任务未完成), already_open (a
    Q-4 row of the member is not struck off yet).
    """
    members = scores.members[["member_no", "name", "branch_code", "grade"]]
    lowest = rules.grades(MEMBER, QUARTERLY)[-1:]
    faults = {
        "季度等次不合格": members["grade"].isin([grade.label for grade in lowest]),
        "连续两月未谈心": members["member_no"].isin(_silent_twice(ledger, rules, scores)),
        "交办任务未完成": members["member_no"].isin(_undone_tasks(rules, scores)),
    }
    found = members.assign(reasons=reasons(faults, members.index))
    waiting = open_rectifications(ledger, scores.period.whole_year)["member_no"]
    found = found[found["reasons"] != ""].assign(already_open=lambda rows: rows["member_no"].isin(waiting))
    return found.sort_values(["branch_code", "member_no"], ignore_index=True)[_COLUMNS]


def _silent_twice(ledger: Ledger, rules: Ruleset, scores: QuarterScores) -> "pd.Series[str]":
    """Members with a contact not talked to in two due months of the quarter running (Q05)."""
    due = contact_months(ledger, rules, scores.period.months)
    missed = due.loc[~due["done"], ["member_no", "contact_employee_no", "month"]]
    following = (pd.PeriodIndex(missed["month"], freq="M") + 1).astype(str)
    again = missed.assign(month=pd.Series(following, missed.index, dtype="str"))
    return missed.merge(again, on=["member_no", "contact_employee_no", "month"])["member_no"]


def _undone_tasks(rules: Ruleset, scores: QuarterScores) -> "pd.Series[str]":
    """Members with a task due in the quarter and not done: cases of the task indicators worth nothing."""
    codes = [row.code for row in rules.indicators(MEMBER, QUARTERLY) if row.measure == TASKS]
    cases = scores.cases[scores.cases["indicator"].isin(codes)]
    return cases.loc[cases["numerator"].eq(0) & cases["denominator"].gt(0), "subject"]

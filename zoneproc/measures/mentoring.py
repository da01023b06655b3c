"""T5 培养联系: talks with trainees and quarterly checks. domain.md 3.1."""

import pandas as pd

from zoneproc.duties.contacts import reported_months
from zoneproc.duties.roster import standing
from zoneproc.ledger import Ledger
from zoneproc.measures import MEASURES, Cases, Evidence, cases

PAIR = ["mentor", "trainee_employee_no"]


@MEASURES.named("培养考察")
def quarterly_checks(evidence: Evidence) -> Cases:
    """考察 (I51, mentor × trainee): due if the quarter's last month is due, done if 本季考察日期 of any row lies inside it.

    F29, U29.
    """
    months = evidence.once("trainee_months", lambda: trainee_months(evidence))
    rows = evidence.ledger["trainees"]
    inside = rows["quarter_check_date"].between(
        pd.Timestamp(evidence.period.start), pd.Timestamp(evidence.period.end)
    ) & rows["_period"].isin([str(month) for month in evidence.period.months])
    checked = rows[inside].drop_duplicates("trainee_employee_no").set_index("trainee_employee_no")
    due = months[months["month"] == str(evidence.period.months[-1])]
    number = due["trainee_employee_no"]
    done = number.isin(checked.index)
    return cases(
        due,
        "trainees",
        subject=due["mentor"],
        numerator=done,
        denominator=1.0,
        _source=lambda: due["_source"].mask(done, number.map(checked["_source"])),
        _row=lambda: due["_row"].mask(done, number.map(checked["_row"])),
        note=lambda: due["trainee_name"].fillna("") + done.map({True: " 已考察", False: " 未考察"}).astype("str"),
    )


@MEASURES.named("培养谈话")
def mentoring_talks(evidence: Evidence) -> Cases:
    """培养谈话 (I52, trainee-months of each mentor): done where 本月谈话日期 lies in the month. S4.3d, U29."""
    due = evidence.once("trainee_months", lambda: trainee_months(evidence))
    done = due["talked"]
    return cases(
        due,
        "trainees",
        subject=due["mentor"],
        numerator=done,
        denominator=1.0,
        note=lambda: (
            due["month"]
            + " "
            + due["trainee_name"].fillna("")
            + done.map({True: " 已谈", False: " 未谈"}).astype("str")
        ),
    )


def trainee_months(evidence: Evidence) -> pd.DataFrame:
    """The due trainee-months: one row per mentor, trainee and month of the period. U29.

    Columns mentor, trainee_employee_no, trainee_name, month, talked, _source, _row. Due if listed with the mentor, 确定日期
    not after the rule day, and the mentor owed that day. Without an accepted return the last list holds, nothing done.
    """
    listed = _listed(evidence)
    mentors = [listed.assign(mentor=listed[name]) for name in ("mentor1_no", "mentor2_no")]
    rows = pd.concat(mentors, ignore_index=True).dropna(subset=["mentor", "trainee_employee_no"])
    rule_day = int(evidence.rules.number("mid_month_day"))
    days = {str(month): pd.Timestamp(month.rule_day(rule_day)) for month in evidence.period.months}
    rows = rows.assign(member_no=rows["mentor"], day=rows["month"].map(days).astype("datetime64[s]"))
    service = standing(evidence.ledger, rows)
    rows = rows.merge(service.loc[service["owed"], ["member_no", "day"]], on=["member_no", "day"])
    rows = rows[rows["stage_date"] <= rows["day"]].sort_values([*PAIR, "month", "talked"], kind="stable")
    return rows.drop_duplicates([*PAIR, "month"], keep="last")


def _listed(evidence: Evidence) -> pd.DataFrame:
    """The trainees of every month: its own list, or the last list of a branch without an accepted return, nothing done."""
    rows = evidence.ledger["trainees"]
    months = pd.Series([str(month) for month in evidence.period.months], dtype="str", name="month")
    lists = _lists(evidence.ledger).merge(months, how="cross")
    last = lists[lists["_period"] <= lists["month"]].groupby(["_branch", "month"], as_index=False)["_period"].max()
    old = last["_period"] < last["month"]
    last = last.assign(old=old)
    last = last[~(old & _dissolved(evidence.ledger, last))]
    listed = rows.assign(_at=range(len(rows))).merge(last, on=["_branch", "_period"])
    talked = listed["talk_date"].dt.strftime("%Y-%m").eq(listed["month"]) & ~listed["old"]
    return listed.assign(talked=talked).sort_values(["month", "old", "_at"], kind="stable", ignore_index=True)


def _lists(ledger: Ledger) -> pd.DataFrame:
    """The months of which each branch with trainees has an accepted return, or a list: _branch, _period."""
    rows = ledger["trainees"][["_branch", "_period"]].drop_duplicates()
    reported = reported_months(ledger)
    mentoring = reported[reported.get_level_values(0).isin(rows["_branch"])].to_frame(index=False)
    return pd.concat([mentoring.set_axis(["_branch", "_period"], axis=1), rows]).drop_duplicates()


def _dissolved(ledger: Ledger, lists: pd.DataFrame) -> pd.Series:
    """Branches that ended before the month: they owe no return, so their last list ends with them."""
    ends = ledger["organisations"].groupby("org_code")["end_date"].min().reindex(lists["_branch"])
    return ends.set_axis(lists.index) < pd.to_datetime(lists["month"] + "-01", format="%Y-%m-%d")

"""What is counted for Party groups: G1–G4 (domain.md 3.3, U43–U45).

A group has the members whose B-3 row names it on the last day of the year.
"""

import pandas as pd

from zoneproc.duties.reporting import ON_TIME
from zoneproc.duties.roster import roster_on
from zoneproc.ledger import in_force
from zoneproc.measures import MEASURES, Cases, Evidence, cases, gathered

GROUP_MEETING = "党小组会"
FULL_SCORE = 100.0


def groups_at_end(evidence: Evidence) -> pd.DataFrame:
    """The groups that exist on the last day: group_code, group_name, branch_code, leader_member_no, _source, _row. B-2."""
    groups = in_force(evidence.ledger["groups"], evidence.period.end).drop_duplicates("group_code", keep="last")
    columns = ["group_code", "group_name", "_branch", "leader_member_no", "_source", "_row"]
    return groups[columns].rename(columns={"_branch": "branch_code"}).reset_index(drop=True)


def members_at_end(evidence: Evidence) -> pd.DataFrame:
    """Everyone on the company's roll on the last day: rows of the roster (`roster_on`)."""
    return evidence.once("members_at_end", lambda: roster_on(evidence.ledger, [evidence.period.end]))


def group_members(evidence: Evidence) -> pd.DataFrame:
    """The members of each existing group on the last day: rows of the roster (`roster_on`). U45."""
    roster = members_at_end(evidence)
    return roster[roster["group_code"].isin(groups_at_end(evidence)["group_code"])]


@MEASURES.named("组员成绩")
def members_result(evidence: Evidence) -> Cases:
    """G1 annual scores of the members, each at most 100, out of 100; members without a score are left out. U45.

    One case per scored member (unit: points).
    """
    scores = evidence.earlier["members"][["member_no", "total"]].dropna()
    rows = group_members(evidence).merge(scores, on="member_no")
    return cases(
        rows,
        "members",
        subject=rows["group_code"],
        numerator=rows["total"].clip(upper=FULL_SCORE),
        denominator=FULL_SCORE,
        note=lambda: rows["name"] + " 年度得分",
    )


@MEASURES.named("党小组会")
def months_with_meeting(evidence: Evidence) -> Cases:
    """G2 months with at least one 党小组会, out of all months of the year. U45.

    One case per group and month (unit: months), pointing at the first meeting.
    """
    meetings = evidence.ledger["meetings"]
    meetings = meetings[meetings["meeting_kind"].eq(GROUP_MEETING)].dropna(subset=["group_code", "meeting_date"])
    meetings = meetings.sort_values("meeting_date", kind="stable")
    meetings = meetings.assign(month=meetings["meeting_date"].dt.strftime("%Y-%m").astype("str"))
    first = meetings.drop_duplicates(["group_code", "month"])[["group_code", "month", "_source", "_row"]]
    months = pd.DataFrame({"month": pd.Series([str(month) for month in evidence.period.months], dtype="str")})
    rows = groups_at_end(evidence)[["group_code"]].merge(months, how="cross")
    rows = rows.merge(first, on=["group_code", "month"], how="left")
    held = rows["_row"].notna()
    rows = rows.assign(_source=rows["_source"].fillna(""), _row=rows["_row"].fillna(0))
    note = rows["month"] + held.map({True: " 已召开", False: " 未召开"})
    return cases(rows, "meetings", subject=rows["group_code"], numerator=held, denominator=1.0, note=note)


@MEASURES.named("组员填报")
def lines_complete(evidence: Evidence) -> Cases:
    """G3 lines of M-1 and M-2 complete and on time, out of all owed, for months spent in the group's branch. U44.

    One case per due contact-month (complete: done, or 未谈原因 stated) and per report owed (complete: on time).
    """
    members = group_members(evidence)[["member_no", "branch_code", "group_code"]]
    own = ["member_no", "branch_code"]
    talks = evidence.contact_months.merge(members, on=own)
    reports = evidence.report_months.drop(columns="group_code", errors="ignore").merge(members, on=own)
    stated = talks["done"] | talks["stated_reason"]
    on_time = reports["mark"] == ON_TIME
    return gathered(
        cases(
            talks,
            "contacts",
            subject=talks["group_code"],
            numerator=stated,
            denominator=1.0,
            note=lambda: talks["month"] + " 联系谈心" + stated.map({True: "已填", False: "未填"}),
        ),
        cases(
            reports,
            "monthly_reports",
            subject=reports["group_code"],
            numerator=on_time,
            denominator=1.0,
            note=lambda: reports["month"] + " 月汇报" + reports["mark"],
        ),
    )


@MEASURES.named("党小组评价")
def branch_rating(evidence: Evidence) -> Cases:
    """G4 the branch's rating of the group (Y-2), one case in the part of that word; none without a rating. U43."""
    ratings = evidence.ledger["group_ratings"].dropna(subset=["group_code", "branch_rating"])
    ratings = ratings[ratings["_period"].str.startswith(str(evidence.period.year))]
    ratings = ratings[ratings["group_code"].isin(groups_at_end(evidence)["group_code"])]
    rows = ratings.drop_duplicates("group_code", keep="last")
    word = rows["branch_rating"]
    return cases(
        rows, "group_ratings", subject=rows["group_code"], part=word, numerator=1.0, denominator=1.0, note=word
    )

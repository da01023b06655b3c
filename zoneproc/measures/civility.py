"""T3 文明建设: activities and the branch's own rating. domain.md 3.1."""

import pandas as pd

from zoneproc.measures import MEASURES, Cases, Evidence, cases


@MEASURES.named("活动参加")
def attendance(evidence: Evidence) -> Cases:
    """活动参加 (I31, part 缺席): one case per unexcused absence by 活动日期, in any branch; a 补课日期 excuses. S3.3a, U26."""
    rows = evidence.ledger["attendance"]
    start, end = pd.Timestamp(evidence.period.start), pd.Timestamp(evidence.period.end)
    missed = rows["attendance"].eq("缺席") & rows["makeup_date"].isna() & rows["activity_date"].between(start, end)
    absent = rows[missed].dropna(subset=["member_no"]).drop_duplicates(["member_no", "activity_no", "activity_date"])
    return cases(
        absent,
        "attendance",
        subject=absent["member_no"],
        part="缺席",
        numerator=1.0,
        note=lambda: (
            absent["activity_date"].dt.strftime("%m-%d").astype("str")
            + " "
            + absent["activity_name"].fillna("")
            + " 缺席"
        ),
    )


@MEASURES.named("支部评价")
def branch_rating(evidence: Evidence) -> Cases:
    """支部评价 (I32, part = the word): the rating in Q-1 of the branch that computes the quarter; none, no case. U27."""
    rated = evidence.once("rated", lambda: rated_by_branch(evidence))
    word = rated["branch_rating"]
    return cases(
        rated, "assessments", subject=rated["member_no"], part=word, numerator=1.0, note=lambda: "支部评价 " + word
    )


def rated_by_branch(evidence: Evidence) -> pd.DataFrame:
    """The members with a rating: one row of Q-1 each, the last one of the branch that computes the quarter. U27."""
    rows = evidence.ledger["assessments"]
    rows = rows[rows["_period"].eq(str(evidence.period)) & rows["branch_rating"].notna()]
    computing = evidence.assessed[["member_no", "branch_code"]]
    rated = rows.merge(computing, left_on=["member_no", "_branch"], right_on=["member_no", "branch_code"])
    return rated.drop_duplicates("member_no", keep="last")

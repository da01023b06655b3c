"""T1 宣传教育: talks with contacts, monthly reports, proposals and opinions. domain.md 3.1."""

from zoneproc.duties.reporting import LATE, ON_TIME
from zoneproc.measures import MEASURES, Cases, Evidence, cases
from zoneproc.measures.contact_cases import contact_cases

PER_MEMBER = "member"


@MEASURES.named("联系谈心")
def contact_talks(evidence: Evidence) -> Cases:
    """联系谈心完成 (I11, contact-months): one case per due contact-month, done where it holds a valid talk.

    With talk_basis = member one case per member-month instead. Nothing due, no case. S4.3e, U09–U12.
    """
    due = evidence.contact_months
    if evidence.rules.text("talk_basis") == PER_MEMBER:
        due = due.sort_values("done", ascending=False, kind="stable").drop_duplicates(["member_no", "month"])
    return contact_cases(due, due["done"], "已谈", "未谈")


@MEASURES.named("月汇报")
def monthly_reporting(evidence: Evidence) -> Cases:
    """月汇报 (I12, months): one case per member-month owed; on time 1, late the late factor, missing 0. S5.1.2d, U13."""
    owed = evidence.report_months
    worth = owed["mark"].eq(ON_TIME) + owed["mark"].eq(LATE) * evidence.rules.number("late_factor")
    return cases(
        owed,
        "monthly_reports",
        subject=owed["member_no"],
        numerator=worth,
        denominator=1.0,
        note=lambda: owed["month"] + " " + owed["mark"],
    )


@MEASURES.named("意见建议")
def proposals_and_opinions(evidence: Evidence) -> Cases:
    """意见建议反映 (I13, months): one case per member-month owed, done with a proposal, an opinion or an explicit 无.

    S5.1.2e–f, U14.
    """
    owed = evidence.report_months
    spoke = owed["has_proposal"]
    return cases(
        owed,
        "monthly_reports",
        subject=owed["member_no"],
        numerator=spoke,
        denominator=1.0,
        note=lambda: owed["month"] + spoke.map({True: " 已反映", False: " 未反映"}).astype("str"),
    )

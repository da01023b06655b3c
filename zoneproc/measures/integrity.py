"""T4 廉政建设: no discipline case in the zone, and the monthly statement. domain.md 3.1."""

from zoneproc.duties.incidents import discipline_events
from zoneproc.measures import MEASURES, Cases, Evidence, cases, gathered

WARNING = "警示谈话"
CLEARS = "清零"


@MEASURES.named("责任区廉政")
def zone_integrity(evidence: Evidence) -> Cases:
    """责任区廉政 (I41, by part): 警示谈话 times role, 处分 or 违法 as 清零 whatever the role, 缺声明 per owed month.

    Events of the member's zones, and his own wherever it happened at role 1. S3.4b, U20, U28.
    """
    events = discipline_events(evidence.ledger, evidence.rules, evidence.period)
    events = events[events["level"].notna()]
    warning = events["level"].eq(WARNING)
    judged = cases(
        events,
        "facts",
        subject=events["member_no"],
        part=events["level"].where(warning, CLEARS),
        numerator=events["role"].where(warning, 1.0),
        note=lambda: events["day"].dt.strftime("%m-%d").astype("str") + " " + events["level"],
    )
    owed = evidence.report_months
    silent = owed[owed["statement_missing"]]
    missing = cases(
        silent,
        "monthly_reports",
        subject=silent["member_no"],
        part="缺声明",
        numerator=1.0,
        note=lambda: silent["month"] + " 无廉政声明",
    )
    return gathered(judged, missing)

"""T2 营运生产: own safety and service, the zone's, key persons, major matters. domain.md 3.1."""

import pandas as pd

from zoneproc.duties.incidents import (
    ACCIDENT,
    COMPLAINT,
    accidents_reported,
    concealed_accidents,
    own_of,
    usable_facts,
    violations,
    zone_injuries,
    zone_violations,
)
from zoneproc.measures import MEASURES, Cases, Evidence, cases, gathered
from zoneproc.measures.contact_cases import contact_cases

CLEARS = "清零"
SERIOUS = "严重"


@MEASURES.named("本人安全服务")
def own_safety(evidence: Evidence) -> Cases:
    """本人安全服务 (I21, events by part): own 三违 by grade, accidents by responsibility, 有责投诉. Never waived.

    An accident without responsibility deducts nothing. S3.2, U15, U16, U22, U23.
    """
    own = own_of(evidence.ledger, violations(evidence.ledger, evidence.period))
    facts = own_of(evidence.ledger, usable_facts(evidence.ledger, evidence.period))
    accidents = facts[facts["fact_kind"].eq(ACCIDENT) & facts["level"].notna()]
    complaints = facts[facts["fact_kind"] == COMPLAINT]
    return gathered(
        _events(own[own["grade"].notna()], part="grade", what="三违"),
        _events(accidents, part="level", what=ACCIDENT),
        _events(complaints, part="fact_kind", what=""),
    )


def _events(rows: pd.DataFrame, part: str, what: str) -> Cases:
    """One case of weight 1 per event, its part read from a column."""
    return cases(
        rows,
        "facts",
        subject=rows["member_no"],
        part=rows[part],
        numerator=1.0,
        table=rows["table"],
        note=lambda: rows["day"].dt.strftime("%m-%d").astype("str") + " " + what + rows[part],
    )


@MEASURES.named("责任区安全服务")
def zone_safety(evidence: Evidence) -> Cases:
    """责任区安全服务 (I22, events by part, times role): 三违 of others in the member's zones, by grade.

    严重, two or more persons together, or an injury with responsibility fall into part 清零, whatever the role. A waived
    event is a case of weight 0. F02, U17–U23.
    """
    found = zone_violations(evidence.ledger, evidence.rules, evidence.period)
    found = found[found["grade"].notna()]
    clears = found["together"] | (found["grade"].eq(SERIOUS) & ~found["waived"])
    weight = found["role"].mask(clears, 1.0).mask(found["waived"], 0.0)
    zone = cases(
        found,
        "facts",
        subject=found["member_no"],
        part=found["grade"].mask(clears, CLEARS),
        numerator=weight,
        table=found["table"],
        note=lambda: (
            found["day"].dt.strftime("%m-%d").astype("str")
            + " "
            + found["team_code"]
            + " 三违"
            + found["grade"]
            + pd.Series("", found.index).mask(found["together"], "(多人)").mask(found["waived"], "(自查自纠,不扣分)")
        ),
    )
    injuries = zone_injuries(evidence.ledger, evidence.rules, evidence.period)
    return gathered(zone, _injury_cases(injuries))


def _injury_cases(rows: pd.DataFrame) -> Cases:
    return cases(
        rows,
        "events",
        subject=rows["member_no"],
        part=CLEARS,
        numerator=1.0,
        note=lambda: rows["day"].dt.strftime("%m-%d").astype("str") + " " + rows["team_code"] + " 有责伤亡事故",
    )


@MEASURES.named("重点人跟进")
def key_person_follow_up(evidence: Evidence) -> Cases:
    """重点人重点事跟进 (I23, contact-months of key persons): done with a valid talk that has 跟进情况. S3.2c–d, U24."""
    months = evidence.contact_months
    due = months[months["key_person"]]
    return contact_cases(due, due["done"] & due["followed_up"], "已跟进", "未跟进")


@MEASURES.named("重大事项报告")
def major_matters(evidence: Evidence) -> Cases:
    """重大事项报告 (I24, events by part): 迟报 to the member who reported, 隐瞒 to every 主责 holder in service.

    Late is more than late_report_hours after the event, to the branch or, where given, to the company. S3.2f, U25.
    """
    events = accidents_reported(evidence.ledger, evidence.period)
    allowed = pd.Timedelta(hours=evidence.rules.number("late_report_hours"))
    told = events[["reported_branch_at", "reported_company_at"]].max(axis=1)
    late = events[(told - events["occurred_at"]) > allowed]
    hidden = concealed_accidents(evidence.ledger, evidence.rules, evidence.period)
    return gathered(
        cases(
            late,
            "events",
            subject=late["member_no"],
            part="迟报",
            numerator=1.0,
            note=lambda: late["event_no"].fillna("") + " 迟报",
        ),
        cases(
            hidden,
            "facts",
            subject=hidden["member_no"],
            part="隐瞒",
            numerator=1.0,
            note=lambda: hidden["day"].dt.strftime("%m-%d").astype("str") + " " + hidden["team_code"] + " 事故未报告",
        ),
    )

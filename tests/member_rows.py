"""Rows of a tiny branch, and the worked quarter of 张三 (domain.md 3.1), for tests of member scores."""

from collections.abc import Mapping, Sequence

from building import ledger_of, rules_of

from zoneproc.ledger import Ledger
from zoneproc.measures import MEASURES, Evidence
from zoneproc.period import Period

Row = Mapping[str, object]
Q1 = Period.parse("2026Q1")
MONTHS = ("2026-01", "2026-02", "2026-03")
ME, OTHER = "D00123", "D00124"


def member(number: str = ME, **cells: object) -> Row:
    row = {
        "member_no": number,
        "name": f"党员{number[-3:]}",
        "employee_no": "E" + number[1:],
        "branch_code": "001001",
        "member_type": "正式党员",
        "join_date": "2015-06-30",
        "full_date": "2016-06-30",
        "party_post": "无",
        "post_type": "驾驶员",
        "off_bus_manager": False,
        "home_team_code": "052-01",
        "party_status": "正常",
        "branch_from": "2020-03-01",
        "assess_mode": "参加考核",
    }
    return row | cells


def absence(number: str = ME, kind: str = "长期病休", start: str = "2026-01-01", end: str | None = None) -> Row:
    return {"member_no": number, "work_status": kind, "start_date": start, "end_date": end, "basis": "审批表"}


def zone(number: str = ME, team: str = "052-01", role: str = "主责", **cells: object) -> Row:
    row = {"zone_code": "Z001001", "member_no": number, "assignment_role": role, "zone_kind": "本班组"}
    return row | {"team_code": team, "start_date": "2026-01-01"} | cells


def link(contact: str, number: str = ME, **cells: object) -> Row:
    row = {"member_no": number, "contact_employee_no": contact, "contact_name": f"职工{contact}", "key_person": False}
    return row | {"start_date": "2026-01-01"} | cells


def talk(month: str, contact: str, number: str = ME, **cells: object) -> Row:
    row = {
        "_period": month,
        "member_no": number,
        "contact_employee_no": contact,
        "talk_date": f"{month}-12",
        "talk_method": "面谈",
        "talk_topics": ("安全行车",),
        "content": "谈行车安全和家庭近况,情绪平稳",
        "mood": "平稳",
    }
    return row | cells


def report(month: str, number: str = ME, **cells: object) -> Row:
    row = {
        "_period": month,
        "member_no": number,
        "report_date": f"{month}-28",
        "proposals": "无",
        "opinions_state": "无",
    }
    return row | {"zone_integrity": "无违纪违法"} | cells


def fact(kind: str, day: str, team: str = "052-01", level: str | None = None, **cells: object) -> Row:
    row = {"fact_no": f"X{kind}{day}{team}", "fact_date": day, "team_code": team, "fact_kind": kind, "level": level}
    return row | {"self_found": False, "visibility": "支部", "source_dept": "安全保卫科"} | cells


def violation(day: str, team: str = "052-01", grade: str = "轻微", **cells: object) -> Row:
    row = {"violation_no": f"W{day}{team}{grade}", "_period": day[:7], "event_date": day, "team_code": team}
    row |= {"violation_grade": grade, "person_kind": "责任区职工", "handling": "批评教育", "source": "安全部门通报"}
    return row | cells


def event(day: str, number: str = ME, team: str = "052-01", **cells: object) -> Row:
    row = {"event_no": f"S{day}{team}", "_period": day[:7], "occurred_at": f"{day} 07:00", "member_no": number}
    row |= {"reported_branch_at": f"{day} 08:00", "team_code": team, "event_kind": "安全事故", "casualty": "无"}
    return row | cells


def task(due: str, number: str = ME, weight: int = 1, done: str | None = None, **cells: object) -> Row:
    row = {"task_no": f"R{due}{weight}", "_period": "2026-03", "member_no": number, "weight": weight, "due_date": due}
    return row | {"done_date": done, "task_result": "进行中", "issued_date": "2026-01-05"} | cells


def absent(day: str, number: str = ME, **cells: object) -> Row:
    row = {
        "activity_no": f"H{day}",
        "_period": day[:7],
        "activity_date": day,
        "member_no": number,
        "attendance": "缺席",
    }
    return row | cells


def trainee(month: str, mentor: str = ME, **cells: object) -> Row:
    row = {"_period": month, "trainee_employee_no": "E20901", "stage": "入党积极分子", "stage_date": "2025-09-01"}
    return row | {"mentor1_no": mentor} | cells


def rating(word: str, number: str = ME, **cells: object) -> Row:
    return {"_period": "2026Q1", "member_no": number, "branch_rating": word} | cells


def adjustment(
    kind: str, level: str | None = "公司", day: str = "2026-02-11", number: str = ME, **cells: object
) -> Row:
    row = {"adj_no": f"J{kind}{day}", "_period": "2026Q1", "member_no": number, "event_date": day, "adj_kind": kind}
    return row | {"level": level, "reason": f"{kind}{day}", "branch_opinion": "同意"} | cells


def veto(number: str = ME, day: str = "2026-02-20", **cells: object) -> Row:
    row = {
        "_period": "2026Q1",
        "subject_kind": "党员",
        "subject_no": number,
        "event_date": day,
        "veto_kind": "酒后驾驶",
    }
    return row | {"basis_doc": "安〔2026〕3号", "confirmed": True} | cells


def of(name: str, ledger: Ledger, period: Period = Q1, **parameters: object) -> list[tuple[object, ...]]:
    """The counts of a measure, readable: (subject, part, numerator, denominator), in order."""
    evidence = Evidence(ledger, rules_of(**parameters), period)
    found = MEASURES[name](evidence).frame()
    sums = found.groupby(["subject", "part"])[["numerator", "denominator"]].sum()
    return [(*key, *values) for key, values in zip(sums.index, sums.to_numpy().tolist(), strict=True)]


def worked_quarter() -> Mapping[str, Sequence[Row]]:
    """张三: every item as in the example of 3.1, from rows alone."""
    contacts = ("E1", "E2", "E3")
    talks = [
        talk(month, contact, follow_up="已回访" if contact == "E1" else None)
        for month in MONTHS
        for contact in contacts
        if (month, contact) != ("2026-03", "E1")
    ]
    return {
        "organisations": [{"org_code": "001001", "org_type": "党支部", "start_date": "2010-01-01"}],
        "members": [member(name="张三")],
        "zones": [zone(), zone(team="052-02", role="协责")],
        "contacts": [link(contact, key_person=contact == "E1") for contact in contacts],
        "talks": talks,
        "monthly_reports": [
            report("2026-01"),
            report("2026-02", report_date="2026-03-09"),
            report("2026-03", report_date="2026-04-03"),
        ],
        "violations": [violation("2026-03-09"), violation("2026-03-10", team="052-02", grade="一般")],
        "attendance": [absent("2026-03-15")],
        "assessments": [rating("较好")],
        "tasks": [
            task("2026-02-10", weight=1, done="2026-02-08"),
            task("2026-03-10", weight=2, done="2026-03-12"),
        ],
        "adjustments": [adjustment("建议采纳")],
    }


def worked_ledger(**changed: Sequence[Row]) -> Ledger:
    """The worked quarter with some tables replaced."""
    return ledger_of(**{**worked_quarter(), **changed})

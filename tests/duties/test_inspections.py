"""Visits of the office and what they left open (S2c)."""

from datetime import date

from building import ledger_of
from year_rows import HERE, THERE, branch

from zoneproc.duties.inspections import branch_visits, open_inspections
from zoneproc.period import Period

Q1 = Period.parse("2026Q1")


def visit(day: str = "2026-03-11", **cells: object):
    return {"inspect_no": f"K{day}", "inspect_date": day, "branch_code": HERE, "method": "检查"} | cells


def test_visits_per_branch_and_quarter():
    ledger = ledger_of(organisations=[branch(), branch(THERE)], inspections=[visit(), visit("2026-04-01")])
    assert branch_visits(ledger, Q1)["visits"].tolist() == [1, 0]


def test_open_until_struck_off_and_overdue_after_the_deadline():
    found = {"finding": "图板未更新", "demand": "一周内更新", "due_date": "2026-03-18"}
    rows = [visit(**found), visit("2026-03-12", **found, closed_date="2026-03-17"), visit("2026-03-13")]
    ledger = ledger_of(inspections=rows)
    assert open_inspections(ledger, date(2026, 3, 31))[["inspect_no", "overdue"]].to_numpy().tolist() == [
        ["K2026-03-11", True]
    ]
    assert open_inspections(ledger, date(2026, 3, 15))["overdue"].tolist() == [False, False]

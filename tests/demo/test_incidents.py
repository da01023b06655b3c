"""三违, major matters and the departments' facts."""

from zoneproc.demo.incidents import incidents_of, matters_in, violations_in
from zoneproc.demo.plan import Plan
from zoneproc.period import Period

EVERY = [incidents_of(Plan(2026, 2026, 8, role)) for role in range(1, 9)]


def test_some_violations_are_known_to_one_side_only():
    """X04, U15."""
    facts = {(f.team_code, f.fact_date) for i in EVERY for f in i.facts if f.fact_kind == "三违"}
    rows = {(v.team_code, v.event_date) for i in EVERY for v in i.violations}
    assert facts & rows
    assert facts - rows
    assert rows - facts


def test_one_accident_is_concealed():
    """U25."""
    third = incidents_of(Plan(2026, 2026, 8, 3))
    accidents = {(f.team_code, f.fact_date) for f in third.facts if f.fact_kind == "事故"}
    reported = {(m.team_code, m.occurred_at.date()) for m in third.matters if m.event_kind == "安全事故"}
    assert accidents - reported


def test_one_discipline_case_is_secret_one_is_not():
    """4/43, U16."""
    cases = [(f.visibility, f.doc_no) for i in EVERY for f in i.facts if f.fact_kind == "违纪违法"]
    assert sorted(cases, key=str) == [("党办", None), ("支部", "纪〔2026〕6号")]


def test_self_found_violations_are_marked():
    """U22."""
    assert any(f.self_found for i in EVERY for f in i.facts)


def test_liability_comes_later():
    """U07."""
    for incidents in EVERY:
        for matter in incidents.matters:
            assert matter.known_on(matter.occurred_at.date()).liability is None


def test_rows_of_a_month():
    plan, month = Plan(2026, 2026, 8, 1), Period.parse("2026-03")
    assert all(violation.event_date in month for violation in violations_in(plan, month))
    assert all(matter.occurred_at.date() <= month.end for matter in matters_in(plan, month))

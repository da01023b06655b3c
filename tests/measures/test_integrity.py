"""I41: discipline in the zone and the monthly statement."""

from building import ledger_of
from member_rows import ME, OTHER, absence, fact, member, of, report, zone

I41 = "责任区廉政"
MONTHS = [report(f"2026-0{month}", number=number) for month in (1, 2, 3) for number in (ME, OTHER)]


def test_warning_by_role_and_sanctions_for_every_role_u20_u28():
    ledger = ledger_of(
        members=[member(), member(OTHER)],
        zones=[zone(role="协责")],
        monthly_reports=MONTHS,
        facts=[fact("违纪违法", "2026-01-09", level="警示谈话"), fact("违纪违法", "2026-01-10", level="处分")],
    )
    assert of(I41, ledger) == [(ME, "清零", 1.0, 0.0), (ME, "警示谈话", 0.5, 0.0)]


def test_own_events_count_at_role_1_wherever_even_on_leave_u28():
    ledger = ledger_of(
        members=[member(), member(OTHER)],
        zones=[zone(role="协责")],
        absences=[absence(OTHER, start="2026-01-05", end="2026-01-12")],
        monthly_reports=MONTHS,
        facts=[
            fact("违纪违法", "2026-01-09", level="警示谈话", employee_no="E00123"),
            fact("违纪违法", "2026-01-09", team="099-01", level="警示谈话", employee_no="E00124"),
        ],
    )
    assert of(I41, ledger) == [(ME, "警示谈话", 1.0, 0.0), (OTHER, "警示谈话", 1.0, 0.0)]


def test_a_month_without_report_or_statement_is_missing_u28():
    reports = [report("2026-01", zone_integrity=None), report("2026-02", zone_integrity="有情况另报")]
    assert of(I41, ledger_of(members=[member()], monthly_reports=reports)) == [(ME, "缺声明", 2.0, 0.0)]

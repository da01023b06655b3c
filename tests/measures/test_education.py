"""I11, I12, I13: talks, reports, opinions."""

from building import ledger_of, rules_of
from member_rows import ME, MONTHS, Q1, absence, link, member, of, report, talk

from zoneproc.measures import MEASURES, Evidence


def test_contact_months_done_over_due_u09():
    ledger = ledger_of(members=[member()], contacts=[link("E1")], talks=[talk("2026-01", "E1"), talk("2026-03", "E1")])
    assert of("联系谈心", ledger) == [(ME, "", 2.0, 3.0)]


def test_nothing_due_no_case_4_46():
    assert of("联系谈心", ledger_of(members=[member()])) == []


def test_a_link_ended_before_the_15th_is_not_due_4_21():
    ended = link("E1", end_date="2026-02-14")
    assert of("联系谈心", ledger_of(members=[member()], contacts=[ended])) == [(ME, "", 0.0, 1.0)]


def test_by_member_a_month_counts_once_u12():
    links = [link("E1"), link("E2")]
    ledger = ledger_of(members=[member()], contacts=links, talks=[talk("2026-01", "E2")])
    assert of("联系谈心", ledger, talk_basis="member") == [(ME, "", 1.0, 3.0)]
    assert of("联系谈心", ledger) == [(ME, "", 1.0, 6.0)]


def test_reports_on_time_late_and_missing_u13():
    reports = [report("2026-01", report_date="2026-02-03"), report("2026-02", report_date="2026-03-04")]
    assert of("月汇报", ledger_of(members=[member()], monthly_reports=reports)) == [(ME, "", 1.5, 3.0)]


def test_leave_takes_months_out_of_the_report_count_u13():
    ledger = ledger_of(members=[member()], absences=[absence(end="2026-03-15")], monthly_reports=[report("2026-03")])
    assert of("月汇报", ledger) == [(ME, "", 1.0, 1.0)]


def test_a_collected_opinion_is_enough_u14():
    reports = [report("2026-01"), report("2026-02", proposals=None, opinions_state=None)]
    opinions = [{"opinion_no": "Y1", "member_no": ME, "collected_date": "2026-03-05"}]
    ledger = ledger_of(members=[member()], monthly_reports=reports, opinions=opinions)
    assert of("意见建议", ledger) == [(ME, "", 2.0, 3.0)]


def test_cases_point_at_the_rows_behind_them():
    ledger = ledger_of(members=[member()], contacts=[link("E1", _row=7)], talks=[talk("2026-02", "E1", _row=9)])
    found = MEASURES["联系谈心"](Evidence(ledger, rules_of(), Q1)).frame().sort_values("note")
    assert list(zip(found["table"], found["_row"], strict=True)) == [("contacts", 7), ("talks", 9), ("contacts", 7)]
    assert [note[:7] for note in found["note"]] == list(MONTHS)

"""Monthly reports of members (U13, U14, U28)."""

import pytest
from building import ledger_of, rules_of

from zoneproc.duties.reporting import report_months
from zoneproc.period import Period

MEMBER = {"member_no": "D00001", "name": "张三", "branch_from": "2020-01-01", "party_status": "正常"}
REPORT = {"member_no": "D00001", "report_date": "2026-03-28", "zone_integrity": "无违纪违法", "_period": "2026-03"}


def march(*reports, opinions=(), members=({},)):
    found = ledger_of(
        members=[MEMBER | row for row in members],
        monthly_reports=[REPORT | row for row in reports],
        opinions=list(opinions),
    )
    return report_months(found, rules_of(), [Period.parse("2026-03")])


@pytest.mark.parametrize(
    ("day", "mark"),
    [("2026-03-01", "按时"), ("2026-04-03", "按时"), ("2026-04-04", "迟报"), ("2026-02-28", "未报"), (None, "未报")],
)
def test_on_time_until_three_days_after_the_month(day, mark):
    """U13: before the first of the month is no report."""
    assert march({"report_date": day})["mark"].tolist() == [mark]


def test_the_earliest_of_two_branches_reports_counts():
    """U13: transfer."""
    found = march({"report_date": "2026-04-09"}, {"report_date": "2026-03-30", "_branch": "001002", "_row": 8})
    assert found[["mark", "_row"]].to_numpy().tolist() == [["按时", 8]]


@pytest.mark.parametrize("answer", [{"proposals": "无"}, {"opinions_state": "无"}, {"opinions_state": "有"}])
def test_an_explicit_wu_is_a_proposal(answer):
    """U14."""
    assert march(answer)["has_proposal"].tolist() == [True]


def test_an_opinion_collected_in_the_month_is_one_too_even_without_a_report():
    """U14."""
    opinion = {"opinion_no": "Y1", "member_no": "D00001", "collected_date": "2026-03-12", "_period": "2026-03"}
    assert march({"report_date": None}, opinions=[opinion])["has_proposal"].tolist() == [True]
    assert march({"proposals": None})["has_proposal"].tolist() == [False]


def test_a_statement_is_missing_without_report_or_answer():
    """U28."""
    assert march()["statement_missing"].tolist() == [True]
    assert march({"zone_integrity": None})["statement_missing"].tolist() == [True]
    assert march({"zone_integrity": "有情况另报"})["statement_missing"].tolist() == [False]


def test_only_owed_months_are_listed():
    """U04."""
    assert march({}, members=[{"assess_mode": "免考", "exempt_basis": "支部大会"}]).empty


def test_a_report_dated_before_the_month_does_not_hide_the_other_branchs():
    """U13: before the first of the month is no report."""
    found = march({"report_date": "2026-02-20"}, {"report_date": "2026-03-30", "_branch": "001002", "_row": 8})
    assert found[["mark", "_row"]].to_numpy().tolist() == [["按时", 8]]


def test_of_two_rows_of_one_day_what_either_says_counts():
    """U13."""
    blank = {"zone_integrity": None, "proposals": None}
    found = march(blank, {"proposals": "无", "_branch": "001002", "_row": 8})
    assert found[["statement_missing", "has_proposal"]].to_numpy().tolist() == [[False, True]]


def test_an_opinion_whose_date_was_corrected_counts_once():
    """U07 with U14: the latest row of a carried number, up to the quarter asked about."""
    first = {"opinion_no": "Y1", "member_no": "D00001", "collected_date": "2026-03-12", "_period": "2026-02"}
    later = first | {"collected_date": "2026-02-12", "_period": "2026-03"}
    after_the_quarter = first | {"_period": "2026-04"}
    assert march({"report_date": None}, opinions=[first, later])["has_proposal"].tolist() == [False]
    assert march({"report_date": None}, opinions=[first, later, after_the_quarter])["has_proposal"].tolist() == [False]

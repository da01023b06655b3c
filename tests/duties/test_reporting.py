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
    opinion = {"opinion_no": "Y1", "member_no": "D00001", "collected_date": "2026-03-12", "_period": "2026-05"}
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

"""Rectifications and opinions due in the year (U07, U54, U64)."""

from building import ledger_of, rules_of
from year_rows import YEAR

from zoneproc.duties.rectifications import open_rectifications, opinions_due, rectifications_due


def rectification(number: str = "G1", **cells: object):
    return {"_period": "2026Q2", "rect_no": number, "member_no": "D1", "due_date": "2026-05-12"} | cells


def in_time(*rows):
    found = rectifications_due(ledger_of(rectifications=list(rows)), rules_of(), YEAR)
    return found["in_time"].tolist()


def test_closed_by_the_deadline_U54():
    assert in_time(rectification(closed_date="2026-05-12")) == [True]
    assert in_time(rectification(closed_date="2026-05-13")) == [False]
    assert in_time(rectification()) == [False]


def test_one_extension_of_at_most_thirty_days_U54():
    assert in_time(rectification(extended_to="2026-05-30", closed_date="2026-05-29")) == [True]
    assert in_time(rectification(extended_to="2026-07-30", closed_date="2026-06-11")) == [True]
    assert in_time(rectification(extended_to="2026-07-30", closed_date="2026-06-12")) == [False]


def test_due_in_the_year_by_deadline_U54():
    assert in_time(rectification(due_date="2027-01-02")) == []
    assert in_time(rectification(due_date="2026-12-20", extended_to="2027-01-10")) == []


def test_the_last_row_of_a_number_counts_and_open_ones_are_listed_U64():
    rows = [
        rectification("G1"),
        rectification("G2"),
        rectification("G2", _period="2026Q3", closed_date="2026-08-01"),
    ]
    found = open_rectifications(ledger_of(rectifications=rows), YEAR)
    assert found["rect_no"].tolist() == ["G1"]


def test_opinions_need_a_deadline_and_an_answer_U54():
    rows = [
        {"opinion_no": "Y1", "due_date": "2026-03-31", "opinion_status": "已办结", "reply_date": "2026-03-31"},
        {"opinion_no": "Y2", "due_date": "2026-03-31", "opinion_status": "不采纳已解释", "reply_date": "2026-04-01"},
        {"opinion_no": "Y3", "due_date": "2026-03-31", "opinion_status": "办理中", "reply_date": "2026-03-20"},
        {"opinion_no": "Y4", "due_date": "2026-03-31", "opinion_status": "已转公司"},
        {"opinion_no": "Y5", "opinion_status": "办理中"},
    ]
    found = opinions_due(ledger_of(opinions=rows), YEAR)
    assert dict(zip(found["number"], found["in_time"], strict=True)) == {"Y1": True, "Y2": False, "Y3": False}
